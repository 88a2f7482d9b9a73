"""plugins/incremental/scan.py"""

import os
import time

from plugins.incremental.scan import libraries, stamp


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


def test_a_file_that_is_not_there_has_an_empty_stamp(tmp_path):
    """Also where a folder of its path is a file."""
    # given
    (tmp_path / "file").write_text("x")

    # then
    assert stamp(tmp_path / "nowhere") == stamp(tmp_path / "file" / "below") == b""


def test_libraries_are_known_by_name_and_version():
    """Another version of Markdown makes other pages."""
    assert any(name.startswith("pelican-") for name in libraries())
    assert any(name.lower().startswith("markdown-") for name in libraries())
