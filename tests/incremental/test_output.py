"""plugins/incremental/output.py"""

import os
import shutil
from dataclasses import dataclass, field

import pytest

from plugins.incremental import output as room
from plugins.incremental.digest import digest
from plugins.incremental.document import Bundle, Document, written
from plugins.incremental.faults import OutputError
from plugins.incremental.output import Output
from plugins.incremental.scan import find_touched


def test_an_unchanged_file_is_left_alone(tmp_path):
    """Web servers derive ETags from times: a reader must not fetch again what did not change."""
    # given
    Output(tmp_path).produce([written("a/index.html", b"same")])
    before = (tmp_path / "a/index.html").stat()

    # when
    output = Output(tmp_path)
    output.produce([written("a/index.html", b"same")])

    # then
    after = (tmp_path / "a/index.html").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert output.written == []


def test_what_is_no_longer_made_goes_with_its_folder(tmp_path):
    """A deleted article must not stay on the web."""
    # given
    Output(tmp_path).produce([written("gone/index.html", b"old")])
    (tmp_path / "images").mkdir()
    (tmp_path / "images/kept.svg").write_bytes(b"<svg/>")

    # when
    output = Output(tmp_path)
    output.produce([written("index.html", b"new")])
    output.keep(["images/kept.svg"])
    output.prune()

    # then
    assert output.removed == ["gone/index.html"]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["images", "index.html", "kept.svg"]


def test_a_file_becomes_a_folder_and_a_folder_a_file(tmp_path):
    """An image is replaced by a folder of images, and the other way round."""
    # given
    Output(tmp_path).produce([written("images/logo", b"one file")])

    # when
    Output(tmp_path).produce([written("images/logo/a.svg", b"in a folder")])
    in_folder = files_in(tmp_path)
    Output(tmp_path).produce([written("images/logo", b"one file")])

    # then
    assert in_folder == {"images/logo/a.svg": b"in a folder"}
    assert files_in(tmp_path) == {"images/logo": b"one file"}


def test_what_somebody_else_put_into_the_folder_goes(tmp_path):
    """It would be published. A folder whose time is another is looked through, and no other."""
    # given
    first = Output(tmp_path)
    first.produce([product("index.html", b"1"), product("pay/index.html", b"2")])
    folders, known = first.folders, first.groups
    (tmp_path / "pay/stray.html").write_bytes(b"x")
    (tmp_path / "pay/more").mkdir()
    (tmp_path / "pay/more/stray.html").write_bytes(b"x")

    # when
    touched = find_touched(tmp_path, {**first.files, **folders})
    second = Output(tmp_path, known, touched)
    second.produce([product("index.html", b"1"), product("pay/index.html", b"2")])
    second.prune_known()

    # then
    assert touched == {"pay/"}
    assert sorted(second.removed) == ["pay/more/stray.html", "pay/stray.html"]
    assert files_in(tmp_path) == {"index.html": b"1", "pay/index.html": b"2"}


def files_in(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_two_pages_cannot_have_one_address(tmp_path):
    """The second would silently replace the first."""
    # given
    output = Output(tmp_path)
    output.produce([written("pay/index.html", b"category")])

    # when
    with pytest.raises(OutputError, match="two pages want the address pay/index.html"):
        output.produce([written("pay/index.html", b"page")])


def test_nothing_is_written_outside_the_folder(tmp_path):
    """A slug such as ../../x is an accident at best."""
    with pytest.raises(OutputError, match=r"\.\./x lies outside the output folder"):
        Output(tmp_path / "output").produce([written("../x", b"")])


def product(path, data):
    """A file that is made of `data`."""
    return written(path, data)


@dataclass(frozen=True)
class GroupInputs:
    """What a group is made from, and a list in which it is noted when it is opened."""

    key: bytes
    name: str = field(compare=False)
    products: tuple[Document, ...] = field(compare=False)
    opened: list[str] | None = field(compare=False)


def open_group(inputs):
    if inputs.opened is not None:
        inputs.opened.append(inputs.name)
    return inputs.products


def group(name, key, *products, opened=None):
    """A bundle that notes in `opened` when it is."""
    return Bundle(name, open_group, GroupInputs(key, name, products, opened), len(products))


def built(folder, *groups, known=None):
    """The output of one build."""
    output = Output(folder, known or {})
    output.produce_bundles(groups)
    return output


@pytest.fixture(params=[2_000, 0], ids=["here", "in the processes that make them"])
def both_ways(request, monkeypatch):
    """Few groups are opened here, many elsewhere: nobody may see a difference."""
    monkeypatch.setattr(room, "MANY_DOCUMENTS", request.param)


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
    assert opened == ["c"] or room.MANY_DOCUMENTS == 0  # elsewhere, our list is a copy
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
    assert again.groups["a"].parts["a2"] == {"content": digest(b"new")}


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
    with pytest.raises(OutputError, match="two pages want the address a1"):
        built(tmp_path, group("a", b"1"), group("b", b"1", product("a1", b"x")), known=first.groups)


def test_what_follows_from_everything_is_made_last(tmp_path):
    """Which addresses lead on depends on all that are there; at each build again."""
    for names in (["b", "a"], ["c"]):
        # when
        output = Output(tmp_path)
        output.last.append(lambda paths: [product("list", " ".join(paths).encode())])
        for name in names:
            output.produce([written(name, b"x")])
        output.finish()
        output.prune()

        # then
        assert (tmp_path / "list").read_text() == " ".join(sorted(names))
        assert output.kept == {*names, "list"}


@pytest.mark.parametrize("is_seen", [False, True], ids=["all looked at", "what was touched"])
def test_nothing_is_written_or_removed_through_a_link(tmp_path, is_seen):
    """Somebody put a link in the place of a folder: it goes, what it leads to stays, and the folder is made again."""
    # given
    folder, elsewhere = tmp_path / "output", tmp_path / "elsewhere"
    first = Output(folder)
    for path in ("a/b/index.html", "a/b/gone.html", "a/c/index.html"):
        first.produce([written(path, b"ours")])
    left = {**first.files, **first.folders}
    shutil.copytree(folder / "a/b", elsewhere)
    (elsewhere / "index.html").write_bytes(b"mine")
    shutil.rmtree(folder / "a/b")
    (folder / "a/b").symlink_to(elsewhere)

    # when
    second = Output(folder, first.groups, find_touched(folder, left) if is_seen else None)
    for path in ("a/b/index.html", "a/c/index.html"):
        second.produce([written(path, b"ours")])
    second.prune_known()

    # then
    assert files_in(folder) == {"a/b/index.html": b"ours", "a/c/index.html": b"ours"}
    assert not (folder / "a/b").is_symlink()
    assert files_in(elsewhere) == {"index.html": b"mine", "gone.html": b"ours"}


def test_a_folder_that_was_moved_away_and_linked_is_made_again(tmp_path):
    """From outside its files look as they did."""
    # given
    folder, elsewhere = tmp_path / "output", tmp_path / "elsewhere"
    first = Output(folder)
    first.produce([written("a/index.html", b"ours")])
    left = {**first.files, **first.folders}
    (folder / "a").rename(elsewhere)
    (folder / "a").symlink_to(elsewhere)

    # when
    second = Output(folder, first.groups, find_touched(folder, left))
    second.produce([written("a/index.html", b"ours")])
    second.prune_known()

    # then
    assert files_in(folder) == {"a/index.html": b"ours"}
    assert not (folder / "a").is_symlink()


def test_what_is_no_file_in_the_place_of_one_gives_way(tmp_path):
    """A pipe would be waited for, for ever; a link would show what it leads to."""
    # given
    (tmp_path / "o").mkdir()
    (tmp_path / "mine").write_bytes(b"same")
    os.mkfifo(tmp_path / "o/pipe")
    (tmp_path / "o/link").symlink_to(tmp_path / "mine")

    # when
    output = Output(tmp_path / "o")
    output.produce([written("pipe", b"same")])
    output.produce([written("link", b"same")])

    # then
    assert not (tmp_path / "o/link").is_symlink()
    assert files_in(tmp_path / "o") == {"pipe": b"same", "link": b"same"}
