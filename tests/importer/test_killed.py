"""An import that is killed, or that the disk refuses, at any step: content/ is as it was, or as it was to be."""

import errno
import os
import sys
from pathlib import Path

import pytest

from plugins.desk.journal import Change, carry_out, finish
from plugins.desk.model import DeskError
from plugins.importer.__main__ import main
from tests.importer.conftest import ROOT
from tests.importer.made import comment, item, wxr

BEFORE = wxr(item(1, "One", "A text.", comment(11)), item(2, "Two"))
AFTER = wxr(
    item(1, "One", "Another text.", comment(11) + comment(12, comment_parent=11)),
    item(2, "Two"),
    item(3, "Three", comments=comment(13)),
)
STEPS = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "shutil.rmtree")


def texts(home):
    """All that builds read, and what the importer knows of it."""
    state = (home.content / ".import/state.json").read_text("utf-8")
    return {name: text for name, text in home.files().items() if not name.startswith(".")} | {"state": state}


def killed_at(home, export, step, refused=0):
    """Import in a process that ends without a word before its so-manieth change to the disk. Whether it came so far.

    Args:
        refused: the move that the disk refuses; counted steps begin there.
    """
    content, seen, moves, rename = str(home.content), 0, 0, Path.rename

    def refuse(self, target):
        nonlocal moves, seen
        moves += 1
        if moves == refused:
            seen = 0
            raise OSError(errno.ENOSPC, "No space left on device")
        return rename(self, target)

    def end(event, arguments):
        nonlocal seen
        if event in STEPS and str(arguments[0]).startswith(content):
            is_read = event == "open" and not (arguments[2] & (os.O_WRONLY | os.O_RDWR))
            seen += not is_read
            if seen == step and moves >= refused:
                os._exit(9)

    child = os.fork()
    if not child:
        sys.addaudithook(end)
        Path.rename = refuse
        os.close(1)
        os.close(2)
        main([str(export), "--into", content, "--settings", str(ROOT / "pelicanconf.py")])
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 9


@pytest.mark.parametrize("first", [1, 11, 21, 31, 41])
def test_whenever_it_is_killed_the_texts_are_the_old_or_the_new_and_the_next_command_finishes(home, first):
    """What is half-way is never seen by a build. Every tenth step here; all of them with STEP=1."""
    # given
    export = home.write("after.xml", AFTER)
    home.move(BEFORE)
    old = texts(home)
    home.move(export)
    new = texts(home)
    assert old != new
    reached = 0

    for step in range(first, first + 10 if os.environ.get("STEP") else first + 1):
        for path in home.content.rglob("*"):
            if path.is_file():
                path.unlink()
        home.move(BEFORE)

        # when
        reached += killed_at(home, export, step)

        # then
        finish(home.content)
        assert texts(home) in (old, new), step
        assert home.move(export).code == 0, home.wrong
        assert texts(home) == new
        assert not (home.content / ".import/new").exists()
    assert reached


@pytest.mark.parametrize("step", [1, 4, 7])
def test_a_disk_that_refuses_half_of_the_moves_gets_all_of_them_back(home, monkeypatch, step):
    """Also what was replaced already."""
    # given
    home.move(BEFORE)
    old, moved, rename = texts(home), [], Path.rename

    def refuse(self, target):
        moved.append(target)
        if len(moved) == step:
            raise OSError(errno.ENOSPC, "No space left on device")
        return rename(self, target)

    # when
    monkeypatch.setattr(Path, "rename", refuse)
    home.move(AFTER)

    # then
    assert home.code == 1
    assert "No space left on device; make room" in home.wrong
    assert texts(home) == old
    monkeypatch.undo()


@pytest.mark.parametrize("step", [1, 2, 4, 6, 8, 10, 12])
def test_a_disk_that_refuses_and_a_kill_while_the_moves_are_taken_back_lose_nothing(home, step):
    """What a move had replaced comes back, too; it was lost with the folder that the import had written aside."""
    # given
    export = home.write("after.xml", AFTER)
    home.move(BEFORE)
    old = texts(home)

    # when
    reached = killed_at(home, export, step, refused=5)

    # then
    finish(home.content)
    now = texts(home)
    assert reached or step == 12
    assert home.move(export).code == 0, home.wrong
    assert now == (texts(home) if step == 1 else old), (
        "before it is written down that they are, none is taken back"
    )
    assert not (home.content / ".import/new").exists()


def test_a_rename_that_the_disk_refuses_leaves_somebody_s_own_file_alone(tmp_path, monkeypatch):
    """It stood where the move that was not made would have gone."""
    # given
    for name in ("a", "b", "held"):
        (tmp_path / name).write_text(name)
    (tmp_path / "c").write_text("mine")
    rename = Path.rename

    def refuse(self, target):
        if target.name == "c":
            raise OSError(errno.EACCES, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)

    # when
    with pytest.raises(DeskError, match="Nothing is changed"):
        carry_out(tmp_path, Change((("a", "d"), ("b", "c")), held=(("held", "c"),)))

    # then
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "a": "a",
        "b": "b",
        "c": "mine",
        "held": "held",
    }
