"""plugins/incremental/listing.py"""

import os
import shutil
import socket
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from plugins.incremental.listing import files_in, newest_change, odd_in, scan
from plugins.site.content import read_picture


def files_of(found):
    """Paths of all files, sorted."""
    return sorted(f"{folder}/{name}".lstrip("/") for folder in found for name, _ in files_in(found[folder]))


def test_a_scan_lists_every_folder_but_hidden_ones(tmp_path):
    """Editors' lock files and a .git are nobody's articles."""
    # given
    for path in ("a.md", "b/c.md", "b/.c.md.swp", ".git/config", "b/__pycache__/x.pyc"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x")

    # when
    found = scan(tmp_path)

    # then
    assert sorted(found) == ["", "b"]
    assert list(files_of(found)) == ["a.md", "b/c.md"]


def test_a_folder_that_is_not_there_is_empty(tmp_path):
    """A site needs no images and no comments."""
    assert files_of(scan(tmp_path / "nowhere")) == []


def test_a_link_that_leads_nowhere_hides_nothing(tmp_path):
    """One odd file must not make the articles beside it vanish from the site."""
    # given
    (tmp_path / "a.md").write_text("x")
    (tmp_path / "b.md").symlink_to("nowhere.md")

    # then
    assert list(files_of(scan(tmp_path))) == ["a.md"]


def test_a_file_that_goes_while_it_is_looked_at_hides_nothing(tmp_path, monkeypatch):
    """Editors make and remove files all the time."""
    # given
    (tmp_path / "a.md").write_text("x")
    (tmp_path / "b.md").write_text("x")
    real = os.scandir

    def scandir_then_unlink(folder):
        found = list(real(folder))
        (tmp_path / "b.md").unlink()
        return _Closing(found)

    monkeypatch.setattr(os, "scandir", scandir_then_unlink)

    # then
    assert list(files_of(scan(tmp_path))) == ["a.md"]


class _Closing(list):
    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


def test_a_name_that_is_no_unicode_is_a_name(tmp_path):
    """Old archives hold such files."""
    # given
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text("x")

    # then
    assert [os.fsencode(name) for name in files_of(scan(tmp_path))] == [b"caf\xe9.md"]


def test_the_newest_change_of_all_files_is_known(tmp_path):
    """So that a build can wait until the clock of the file system has moved on."""
    # given
    assert newest_change(scan(tmp_path)) == 0
    before = time.time_ns() - 1_000_000_000
    (tmp_path / "a.md").write_text("x")

    # then
    assert newest_change(scan(tmp_path)) == (tmp_path / "a.md").stat().st_ctime_ns > before


def test_of_a_hostile_folder_only_regular_files_within_it_are_files(tmp_path):
    """Whatever was unpacked there: nothing hangs, nothing leads out, nothing goes round in circles."""
    # given
    root, outside = tmp_path / "content", tmp_path / "outside.txt"
    (root / "a").mkdir(parents=True)
    outside.write_text("secret")
    (root / "a/real.md").write_text("x")
    (root / "a/again.md").symlink_to("real.md")
    (root / "a/out.txt").symlink_to(outside)
    (root / "a/round").symlink_to(".")
    (root / "a/itself").symlink_to("itself")
    (root / "a/gone.md").symlink_to("nowhere.md")
    (root / "a/gone-out.md").symlink_to("../../nowhere.md")
    os.mkfifo(root / "a/pipe.svg")
    (root / "a/two\nlines.md").write_text("x")
    (root / os.fsdecode(b"a/caf\xe9")).mkdir()

    # when
    with socket.socket(socket.AF_UNIX) as talk:
        talk.bind(str(root / "a/talk"))
        found = scan(root, is_hostile=True)

    # then
    assert files_of(found) == ["a/again.md", "a/real.md"]
    assert dict(odd_in(found["a"])) == {
        "caf\\udce9": "has a name",
        "gone-out.md": "leads nowhere",
        "gone.md": "leads nowhere",
        "itself": "leads nowhere",
        "out.txt": "leads out",
        "pipe.svg": "is no file",
        "round": "leads to a folder",
        "talk": "is no file",
        "two\\nlines.md": "has a name",
    }


def test_a_root_that_is_a_link_is_a_root(tmp_path):
    """Where content/ itself is kept elsewhere."""
    # given
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept/a.md").write_text("x")
    (tmp_path / "kept/b.md").symlink_to("a.md")
    (tmp_path / "content").symlink_to("kept")

    # then
    assert files_of(scan(tmp_path / "content", is_hostile=True)) == ["a.md", "b.md"]


@contextmanager
def nobody():
    """Whoever runs the tests, permissions hold: root becomes the user that owns nothing."""
    if os.getuid():
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


def test_what_may_not_be_read_is_told():
    """As after copying with `sudo`: a finding each, no traceback, and the rest is read."""
    # given
    root = Path(tempfile.mkdtemp())  # that of pytest may be closed to others
    try:
        closed = ("articles/a.md", "dictionary/b.md", "comments/a/0001-x.md", "images/c.svg", "pages")
        for path in ("articles/open.md", *closed[:4], "pages/d.md"):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text("Title: Open\nDate: 2026-01-02\nCategory: Pay\n\nText.\n")
        for path in closed:
            (root / path).chmod(0)
        for folder in (root, *(folder for folder in root.rglob("*/") if folder.name != "pages")):
            folder.chmod(0o755)

        # when
        with nobody():
            found = read_picture(root)
    finally:
        (root / "pages").chmod(0o755)
        shutil.rmtree(root)

    # then
    assert [str(finding) for finding in found.findings("content")] == [
        f"content/{path}:1: its permissions forbid to read it; allow that (chmod -R u+rX)"
        for path in sorted(closed)
    ]
    assert list(found.of("article", "word", "static", "page")) == ["articles/open.md"]
