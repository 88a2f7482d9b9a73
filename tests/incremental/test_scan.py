"""plugins/incremental/scan.py"""

import os
import time

from plugins.incremental.scan import files_of, libraries, newest_change, scan, stamp


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
    assert files_of(scan(tmp_path / "nowhere")) == {}


def test_files_can_be_chosen_by_folder_and_ending(tmp_path):
    """ "articles" is not "articles-old"."""
    # given
    for path in ("articles/a.md", "articles/2024/b.md", "articles/b.md~", "articles-old/c.md", "top.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x")

    # when
    chosen = files_of(scan(tmp_path), ["articles"], [".md"])

    # then
    assert list(chosen) == ["articles/2024/b.md", "articles/a.md"]


def test_an_edit_of_the_same_size_whose_time_was_set_back_is_seen(tmp_path):
    """Tools that restore times cannot restore the time of the change."""
    # given
    path = tmp_path / "a.md"
    path.write_text("one")
    before, times = stamp(path), path.stat()
    time.sleep(0.03)

    # when
    path.write_text("two")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    # then
    assert path.stat().st_mtime_ns == times.st_mtime_ns
    assert stamp(path) != before


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


def test_a_file_that_is_not_there_has_an_empty_stamp(tmp_path):
    """Also where a folder of its path is a file."""
    # given
    (tmp_path / "file").write_text("x")

    # then
    assert stamp(tmp_path / "nowhere") == stamp(tmp_path / "file" / "below") == b""


def test_the_newest_change_of_all_files_is_known(tmp_path):
    """So that a build can wait until the clock of the file system has moved on."""
    # given
    assert newest_change(scan(tmp_path)) == 0
    before = time.time_ns() - 1_000_000_000
    (tmp_path / "a.md").write_text("x")

    # then
    assert newest_change(scan(tmp_path)) == (tmp_path / "a.md").stat().st_ctime_ns > before


def test_libraries_are_known_by_name_and_version():
    """Another version of Markdown makes other pages."""
    assert any(name.startswith("pelican-") for name in libraries())
    assert any(name.lower().startswith("markdown-") for name in libraries())
