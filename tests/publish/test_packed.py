"""Packed copies: a server sends them in place of the page, so a damaged one is a damaged page."""

import gzip
import os

import pytest

from plugins.publish.model import Manifest, describe
from plugins.publish.packed import copies, forget_packed, is_whole, pack, pack_brotli, packed_files
from plugins.publish.tree import digest

WHOLE = gzip.compress(b"another page", mtime=0)


@pytest.mark.parametrize(
    "data", [b"", b"no gzip", WHOLE[:-4], WHOLE], ids=["empty", "none", "cut off", "another"]
)
def test_what_unpacks_to_something_else_is_not_whole(tmp_path, data):
    """Cut off, no gzip at all, or another page."""
    (tmp_path / "a.html.gz").write_bytes(data)
    assert not is_whole(tmp_path / "a.html.gz", describe("a.html", "0" * 64, 1))


def test_a_copy_that_would_not_be_smaller_is_not_made(tmp_path):
    """It would be sent in place of the page."""
    # given
    page = tmp_path / "a.txt"
    page.write_bytes(os.urandom(600))

    # when
    pack(page)

    # then
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt"]


def test_texts_are_packed_and_pictures_are_not():
    """What is packed already does not shrink."""
    paths = ("a.html", "a.png", "b.json", "c.json", "c.json.gz")
    manifest = Manifest.of(describe(path, "0" * 64, 900) for path in paths)
    assert [file.path for file in packed_files(manifest)] == ["a.html", "b.json"]


brotli = pytest.importorskip("brotli")


def test_what_is_asked_for_often_is_packed_with_brotli_too():
    """Pages, stylesheets, scripts and feeds; not data, archives of feeds and feeds of a day."""
    paths = (
        *("a.html", "feeds/all.atom", "feeds/all/12.atom", "feeds/word-of-the-day/2026-03-01.atom", "a.svg"),
        *("site.css", "site.js", "words.json", "a.png", "robots.txt", "x.html", "x.html.br"),
    )
    manifest = Manifest.of(describe(path, "0" * 64, 900) for path in paths)
    assert [path for path in copies(manifest) if path.endswith(".br")] == [
        *("a.html.br", "a.svg.br", "feeds/all.atom.br", "site.css.br", "site.js.br"),
    ]


def page_of(folder, text):
    (folder / "a.html").write_text(text)
    return folder / "a.html", describe("a.html", digest(folder / "a.html"), len(text))


def test_a_page_is_packed_with_brotli_once(tmp_path):
    """It takes a hundred times as long as gzip: what was packed before is kept by digest, and held against it."""
    # given
    kept = tmp_path / "kept"
    kept.mkdir()
    page = page_of(tmp_path, "word " * 300)
    pack_brotli([page], kept)
    known = kept / f"{page[1].sha256}.br"
    assert is_whole(tmp_path / "a.html.br", page[1])

    # when
    known.write_bytes(brotli.compress(page[0].read_bytes(), quality=0))
    pack_brotli([page], kept)
    was_taken = (tmp_path / "a.html.br").read_bytes() == known.read_bytes()
    known.write_bytes(b"damaged")
    pack_brotli([page], kept)

    # then
    assert was_taken
    assert is_whole(tmp_path / "a.html.br", page[1])
    forget_packed(kept, Manifest.of([page[1]]))
    assert [path.name for path in kept.iterdir()] == [known.name]
    forget_packed(kept, Manifest(()))
    assert not list(kept.iterdir())


def test_a_damaged_br_is_noticed_and_a_missing_one_is_none(make_site, publish, target):
    """A server then sends the .gz; damage would reach readers."""
    # given
    first = make_site({"a.html": "x" * 900})
    publish(first)
    packed = target.current / "a.html.br"
    assert is_whole(packed, target.manifest(target.current_id()).by_path["a.html"])

    # when
    packed.write_bytes(b"damaged")
    publish(first)

    # then
    assert is_whole(packed, target.manifest(target.current_id()).by_path["a.html"])
    packed.unlink()
    target.verify(target.manifest(target.current_id()), target.current)
