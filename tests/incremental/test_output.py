"""plugins/incremental/output.py"""

import pytest

from plugins.incremental import output as room
from plugins.incremental.output import NOTHING_SHARED, Group, Output, Product


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


def product(path, data):
    """A file that is made of `data`."""
    return Product(path, NOTHING_SHARED, {"content": data}, lambda: data)


def group(name, key, *products, opened=None):
    """A group that notes in `opened` when it is."""

    def open_it():
        if opened is not None:
            opened.append(name)
        return products

    return Group(name, key, len(products), open_it)


def built(folder, *groups, known=None):
    """The output of one build."""
    output = Output(folder, known or {})
    output.produce_groups(groups)
    return output


@pytest.fixture(params=[2_000, 0], ids=["here", "in the processes that make them"])
def both_ways(request, monkeypatch):
    """Few groups are opened here, many elsewhere: nobody may see a difference."""
    monkeypatch.setattr(room, "MANY", request.param)


def test_a_group_under_the_same_key_is_not_opened(tmp_path, both_ways):
    """Ten thousand pages are fifty groups: that is why one edit takes no time."""
    # given
    opened = []
    first = built(tmp_path, group("a", b"1", product("a1", b"x"), product("a2", b"y")), group("b", b"1"))

    # when
    again = built(
        tmp_path,
        group("a", b"1", product("a1", b"x"), product("a2", b"y"), opened=opened),
        group("c", b"1", product("c1", b"z"), opened=opened),
        known=first.groups,
    )

    # then
    assert opened == ["c"] or room.MANY == 0  # elsewhere, our list is a copy
    assert again.written == ["c1"]
    assert again.files.keys() == {"a1", "a2", "c1"}
    assert again.kept == {"a1", "a2", "c1"}


def test_in_a_group_only_what_changed_is_made(tmp_path, both_ways):
    """A key may change more often than the products."""
    # given
    first = built(tmp_path, group("a", b"1", product("a1", b"x"), product("a2", b"y")))

    # when
    again = built(tmp_path, group("a", b"2", product("a1", b"x"), product("a2", b"new")), known=first.groups)

    # then
    assert list(again.made) == again.written == ["a2"]
    assert again.groups["a"].inputs["a2"] == {"content": b"new"}


def test_a_file_that_moves_to_another_group_is_not_made_again(tmp_path):
    """A block of articles may begin elsewhere."""
    # given
    first = built(tmp_path, group("a", b"1", product("a1", b"x")))

    # when
    again = built(tmp_path, group("b", b"1", product("a1", b"x")), known=first.groups)
    again.prune_known()

    # then
    assert not again.made
    assert (tmp_path / "a1").read_bytes() == b"x"


def test_a_touched_file_opens_its_group(tmp_path, both_ways):
    """Somebody edited a page in the output folder."""
    # given
    first = built(tmp_path, group("a", b"1", product("a1", b"x"), product("a2", b"y")))
    (tmp_path / "a2").write_bytes(b"mine")

    # when
    again = built(tmp_path, group("a", b"1", product("a1", b"x"), product("a2", b"y")), known=first.groups)

    # then
    assert again.written == ["a2"]
    assert (tmp_path / "a2").read_bytes() == b"y"


def test_what_a_group_no_longer_makes_goes(tmp_path, both_ways):
    """And so does what was in a group that is no more."""
    # given
    first = built(
        tmp_path,
        group("a", b"1", product("a1", b"x"), product("a2", b"y")),
        group("b", b"1", product("b1", b"")),
    )

    # when
    again = built(tmp_path, group("a", b"2", product("a1", b"x")), known=first.groups)
    again.prune_known()

    # then
    assert again.removed == ["a2", "b1"]
    assert again.files.keys() == {"a1"}


def test_two_groups_cannot_have_one_address(tmp_path, both_ways):
    """Also where neither is opened."""
    # given
    first = built(tmp_path, group("a", b"1", product("a1", b"x")))

    # then
    with pytest.raises(ValueError, match="two pages want the address a1"):
        built(tmp_path, group("a", b"1"), group("b", b"1", product("a1", b"x")), known=first.groups)
