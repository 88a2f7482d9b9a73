"""plugins/incremental/output.py"""

import pytest

from plugins.incremental.output import Output


def test_an_unchanged_file_is_left_alone(tmp_path):
    """Web servers derive ETags from times: a reader must not fetch again what did not change."""
    # given
    Output(tmp_path).write("a/index.html", b"same")
    before = (tmp_path / "a/index.html").stat()

    # when
    output = Output(tmp_path)
    output.write("a/index.html", b"same")

    # then
    after = (tmp_path / "a/index.html").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert output.written == []


def test_what_is_no_longer_made_goes_with_its_folder(tmp_path):
    """A deleted article must not stay on the web."""
    # given
    Output(tmp_path).write("gone/index.html", b"old")
    (tmp_path / "images").mkdir()
    (tmp_path / "images/kept.svg").write_bytes(b"<svg/>")

    # when
    output = Output(tmp_path)
    output.write("index.html", b"new")
    output.keep(["images/kept.svg"])
    output.prune()

    # then
    assert output.removed == ["gone/index.html"]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["images", "index.html", "kept.svg"]


def test_two_pages_cannot_have_one_address(tmp_path):
    """The second would silently replace the first."""
    # given
    output = Output(tmp_path)
    output.write("pay/index.html", b"category")

    # when
    with pytest.raises(ValueError, match="two pages want the address pay/index.html"):
        output.write("pay/index.html", b"page")


def test_nothing_is_written_outside_the_folder(tmp_path):
    """A slug such as ../../x is an accident at best."""
    with pytest.raises(ValueError, match=r"\.\./x lies outside the output folder"):
        Output(tmp_path / "output").write("../x", b"")
