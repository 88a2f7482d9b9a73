"""A disk that is full, or not to be written to: each command says so in one line, and leaves everything as it was."""

import json
import os
import subprocess

import pytest

from tests.desk.conftest import Project
from tests.site.small_site import tree

DRAFT = "Title: D  d\nDate: 2026-03-02\nCategory: Pay\nStatus: draft\n{}\nWords  here.\n"
SHARED = f"Shared: {'5f0c' * 8} until 2026-12-01\n"
FILES = {
    "content/dictionary/p.md": "Date: 2026-03-02\n\nPAY, n. Adjectives.\n",
    "content/articles/2026/two.md": DRAFT.format(""),
    "content/articles/2026/three.md": DRAFT.format(SHARED),
    "content/comments/one/0001-a.md": "Number: 1\nId: a\nDate: 2026-03-03T10:00:00Z\nAuthor: Nick\n\nSo?\n",
}
COMMANDS = (
    (("new", "--title", "Four", "--category", "Pay"), "content/articles/2026/four.md: {}"),
    (("define", "--head", "Gap", "--text", "A hole."), "content/dictionary/gap.md: {}"),
    (("reply", "--thread", "one", "--to", "1", "--text", "Yes."), "content/comments/one/0002-<id>.md: {}"),
    (("ready", "--article", "two"), "content/articles/2026/two.md: {}"),
    (("share", "--article", "two"), "content/articles/2026/two.md: {}"),
    (("unshare", "--article", "three"), "content/articles/2026/three.md: {}"),
    (("rename", "--from", "two", "--to", "second"), "Nothing is changed. content/.rename.json: {}"),
    (("fix", "--yes"), "Nothing is changed. content/.rename.json: {}"),
)
FULL = "No space left on device; make room there, then do it again\n"
READ_ONLY = "Read-only file system; it must be possible to write there\n"


@pytest.fixture
def small_disk(tmp_path):
    """A project on a disk of its own."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", disk], check=False).returncode:
        pytest.skip("only root can mount")
    project = Project(disk)
    for path, text in FILES.items():
        project.write(path, text)
    yield project
    subprocess.run(["umount", disk], check=True)


def fill(project):
    with (project.folder / "filling").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass


def forbid(project):
    subprocess.run(["mount", "-o", "remount,ro", project.folder], check=True)


def without_id(text):
    head, dash, tail = text.partition("0002-")
    return f"{head}{dash}<id>{tail[tail.find('.md') :]}" if dash else text


@pytest.mark.parametrize(("spoil", "problem"), ((fill, FULL), (forbid, READ_ONLY)))
def test_a_disk_that_takes_nothing_is_told_and_nothing_changes(small_disk, spoil, problem):
    """Not even an empty file is left; when there is room again, the same command does it."""
    # given
    spoil(small_disk)
    before = tree(small_disk.folder / "content")

    for command, said in COMMANDS:
        # when
        done = small_disk.run("desk", *command)

        # then
        assert (done.returncode, without_id(done.stderr)) == (1, said.format(problem)), command
        assert tree(small_disk.folder / "content") == before, command


@pytest.mark.parametrize(("spoil", "problem"), ((fill, FULL), (forbid, READ_ONLY)))
def test_what_a_killed_rename_has_left_is_finished_when_there_is_room(small_disk, spoil, problem):
    """Until then each command says where it stands."""
    # given
    os.sync()
    journal = {
        "moves": [["articles/2026/two.md", "articles/2026/second.md"]],
        "texts": [["articles/2026/second.md", "eA=="]],
    }
    (small_disk.folder / "content/.rename.json").write_text(json.dumps(journal))
    spoil(small_disk)

    # when
    done = small_disk.run("desk", "finish")

    # then
    half = (
        "A rename is half done, and the next command of make does the rest. content/articles/2026/second.md: "
    )
    assert (done.returncode, done.stderr) == (1, half + problem)

    # when
    subprocess.run(["mount", "-o", "remount,rw", small_disk.folder], check=True)
    (small_disk.folder / "filling").unlink(missing_ok=True)
    done = small_disk.run("desk", "finish")

    # then
    assert (done.returncode, done.stderr) == (0, "")
    assert (small_disk.folder / "content/articles/2026/second.md").read_text() == "x"
    assert not (small_disk.folder / "content/.rename.json").exists()


def test_a_journal_that_is_none_is_told(project):
    """Somebody has edited it."""
    # given
    project.write("content/.rename.json", "{}")

    # when
    done = project.run("desk", "status")

    # then
    assert (done.returncode, done.stderr) == (
        1,
        "content/.rename.json:1: not as a rename writes it; look at what git diff says of content, then delete it\n",
    )
