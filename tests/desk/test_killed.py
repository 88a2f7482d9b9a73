"""Each command of authors, killed before each change that it makes to a file: a text is as it was or as it is to be."""

import io
import os
import sys
from contextlib import redirect_stderr, redirect_stdout

import pytest

from plugins.desk import __main__ as desk
from tests.desk.conftest import Project
from tests.desk.test_begin import CLEAN, SAID
from tests.desk.test_disk import COMMANDS, FILES
from tests.site.small_site import Doom, tree


def texts(project):
    """What is in content/; half-written files are hidden, and nobody reads them."""
    files = tree(project.folder / "content")
    return {
        path.partition("0002-")[0]: data
        for path, data in files.items()
        if not path.rpartition("/")[2].startswith(".")
    }


def run_until(step, project, command):
    """Whether it was killed before the step."""
    process = os.fork()
    if process == 0:
        os.setsid()
        os.chdir(project.folder)
        os.environ["SOURCE_DATE_EPOCH"] = "1795000000"
        sys.stdin = io.StringIO()
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            sys.addaudithook(Doom(step))
            status = desk.main(list(command))
        os._exit(status)
    ended = os.waitpid(process, 0)[1]
    assert os.WIFSIGNALED(ended) or os.waitstatus_to_exitcode(ended) == 0
    return os.WIFSIGNALED(ended)


@pytest.mark.slow
@pytest.mark.parametrize("command", [command for command, _ in COMMANDS], ids=lambda command: command[0])
def test_a_text_is_as_it_was_or_as_it_is_to_be(tmp_path, command, monkeypatch):
    """And the next command goes on: what a killed rename has written down is done then."""
    monkeypatch.setattr("secrets.token_hex", lambda _: "5f0c" * 8)
    seen = []
    for step in range(1, 40):
        # given
        (tmp_path / str(step)).mkdir()
        project = Project(tmp_path / str(step))
        for path, text in FILES.items():
            project.write(path, text)
        before = texts(project)

        # when
        is_killed = run_until(step, project, command)
        run_until(1000, project, ("finish",))

        # then
        if command[0] in ("rename", "fix"):
            assert list((project.folder / "content").rglob(".*")) == []
        seen.append((before, texts(project)))
        if not is_killed:
            break
    after = seen[-1][1]
    assert len(seen) > 2
    assert seen[0][1] == seen[0][0] != after
    for before, left in seen:
        changed = {path for path in left.keys() | before.keys() if left.get(path) != before.get(path)}
        if command[0] != "reply":  # whose id is another each time
            assert left in (before, after)
        assert changed <= {
            path for path in after.keys() | before.keys() if after.get(path) != before.get(path)
        }
        assert all(left[path] for path in changed & left.keys())


@pytest.mark.parametrize("is_there", (False, True))
def test_a_publication_that_is_half_begun_is_begun_again(tmp_path, is_there, monkeypatch):
    """By the same command, to the same files; before it is whole it has no Makefile. A folder of a forge has .git."""
    for name, text in (CLEAN | SAID).items():
        monkeypatch.setenv(name, text)
    left = []
    for step in range(1, 100):
        # given
        (tmp_path / str(step)).mkdir()
        project = Project(tmp_path / str(step))
        mine = project.folder / "mine"
        if is_there:
            (mine / ".git").mkdir(parents=True)

        # when
        is_killed = run_until(step, project, ("begin",))
        left.append((mine / "Makefile").exists())
        if not is_killed:
            break
        run_until(1000, project, ("begin",))

        # then
        assert list(project.folder.glob(".*")) == []
        known = tree(mine)
        assert known == tree(tmp_path / "1/mine")
    assert len(known) > 12
    assert left == [False] * (step - 1) + [True]
    assert tree(mine) == known


def test_what_a_killed_command_has_half_written_is_cleared(project):
    """By the next one; what a command that still runs is writing stays."""
    # given
    gone = os.fork()
    if gone == 0:
        os._exit(0)
    os.waitpid(gone, 0)
    names = ("content/..rename.json.{}.part", "content/articles/2026/.one.md.{}.part")
    for name in names:
        project.write(name.format(gone), "half")
        project.write(name.format(os.getpid()), "half")

    # when
    done = project.run("desk", "new", "--title", "Two", "--category", "Pay")

    # then
    assert done.returncode == 0, done.stderr
    hidden = {
        path.relative_to(project.folder).as_posix() for path in (project.folder / "content").rglob(".*")
    }
    assert hidden == {name.format(os.getpid()) for name in names}
