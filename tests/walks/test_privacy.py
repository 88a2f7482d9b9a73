"""What is private is nowhere in a release: not in a page, a feed, a data file, an index, a card or an address."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator, Mapping

import pytest
from PIL import Image

from tests.site.small_site import article, comment, differences
from tests.walks.walk import Walk

PLACES = "title summary tag category author series alias because body definition gloss image alt file".split()
"""Where a word can stand in a text."""

NOBODY = "qwx"
"""Begins every word that must not be seen, so that none can stand in a release by chance."""


def word(owner: str, place: str) -> str:
    return f"{NOBODY}{owner}{place}"


def text_of(owner: str, date: str, **more: str) -> str:
    """An article with a word of its own in every place."""
    said = {place: word(owner, place) for place in PLACES}
    return article(
        said["title"],
        date,
        said["category"],
        f"{said['definition'].upper()}, n. {said['gloss']}.\n\n{said['body']} for coffee and a boss.\n\n"
        f"![{said['alt']}](/images/{said['image']}.png)\n\n[A file]({{static}}/images/{said['file']}.pdf)",
        Summary=said["summary"],
        Tags=said["tag"],
        Authors=said["author"],
        Series=f"{said['series']}, 1",
        Aliases=f"/2019/{said['alias']}/",
        Filed_Because=said["because"],
        **more,
    )


def plant(walk: Walk) -> None:
    """A draft, an article that is not yet due, a word of a later day, a hidden page, a comment taken down."""
    walk.write(f"articles/2026/{NOBODY}draft.md", text_of("draft", "2026-02-01", Status="draft"))
    walk.write(f"articles/2026/{NOBODY}later.md", text_of("later", "2026-06-01"))
    hidden = text_of("hidden", "2026-02-01", Status="hidden")
    hidden = re.sub("^Aliases: .*\n", "", hidden, flags=re.MULTILINE)  # an alias is one of its addresses
    walk.write(f"articles/2026/{NOBODY}hidden.md", hidden)
    for owner in ("draft", "later", "hidden"):
        draw(walk, f"{word(owner, 'image')}.png")
        walk.write(f"images/{word(owner, 'file')}.pdf", f"%PDF {word(owner, 'inside')}")
    walk.write(
        f"pages/{NOBODY}hiddenpage.md",
        f"Title: {NOBODY}pagetitle\nSummary: {NOBODY}pagesummary\nStatus: hidden\n\n{NOBODY}pagebody\n",
    )
    walk.write(
        f"pages/{NOBODY}draftpage.md", f"Title: {NOBODY}draftpage\nStatus: draft\n\n{NOBODY}draftbody\n"
    )
    _, remark = comment(1, "2026-02-02T10:00:00Z", f"{NOBODY}commenter", f"{NOBODY}remark", Id="c1")
    walk.write(f"comments/{NOBODY}draft/0001-c1.md", remark)
    draw(walk, f"{NOBODY}unused.png")


def plant_word(walk: Walk) -> None:
    """A word that waits for its day, with commentary, a quotation and an image."""
    walk.write(
        "dictionary/waits.md",
        f"Date: 2026-06-01\nForms: {NOBODY}forms\n\n{NOBODY.upper()}WORD, n. {NOBODY}gloss. See BOSS.\n\n"
        f"> | {NOBODY} verse.\n>\n> — {NOBODY} Poet\n\n* * *\n\nCommentary ![{NOBODY}](/images/{NOBODY}word.png)\n",
    )
    draw(walk, f"{NOBODY}word.png")


def take_down(walk: Walk, words: str) -> None:
    """A comment that is a tombstone; its file still says `words`."""
    _, text = comment(
        2, "2026-02-02T10:00:00Z", f"{words} Name", f"{words} body", Id="t2", Status="deleted",
        Website=f"https://{words}.example/",
    )  # fmt: skip
    walk.write("comments/coffee/0002-t2.md", text)


def draw(walk: Walk, name: str) -> None:
    path = walk.content / "images" / name
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", (40, 30), "red").save(path)


def unpacked(path: str, data: bytes) -> Iterator[bytes]:
    """The bytes of a file, and what is packed in them: .gz, the index of the search, the parts of a PNG."""
    yield path.encode()
    yield data
    if data[:2] == b"\x1f\x8b":
        yield gzip.decompress(data)
    for start in (found.start() for found in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data)):
        with_zlib = zlib.decompressobj()
        try:
            yield with_zlib.decompress(data[start:])
        except zlib.error:
            continue


def found_in(files: Mapping[str, bytes]) -> list[str]:
    """Paths of files in which a private word stands, in any case."""
    sign = NOBODY.encode()
    return [
        path
        for path, data in sorted(files.items())
        if any(sign in part.lower() for part in unpacked(path, data))
    ]


@pytest.fixture
def walk(tmp_path):
    """A site with the index of its search."""
    walk = Walk(tmp_path / "site")
    walk.set("SEARCH_INDEX = True")
    return walk


def test_no_word_of_what_is_private_is_in_a_release(walk):
    """Every file is looked through, unpacked; and the release is that of a site without the private files.

    What is hidden has an address: there, and nowhere else, its own words are.
    """
    # given
    take_down(walk, "other")
    walk.publish()
    without = walk.every_live_file()
    plant(walk)
    take_down(walk, NOBODY)

    # when
    walk.publish()

    # then
    own = (
        f"2026/{NOBODY}hidden/",
        f"{NOBODY}hiddenpage/",
        f"images/{NOBODY}hidden",
        f"static/images/{NOBODY}hidden",
    )
    files = walk.every_live_file()
    assert f"2026/{NOBODY}hidden/index.html" in files
    assert f"{NOBODY}hiddenpage/index.html" in files
    public = {path: data for path, data in files.items() if not path.startswith(own)}
    assert found_in(public) == []
    assert differences(public, without | {"release.txt": files["release.txt"]}) == []
    assert found_in(files)


def test_no_word_of_what_waits_for_its_day_is_in_a_release(walk):
    """A dictionary file with a later date is as private as an article."""
    # given
    walk.publish()
    without = walk.every_live_file()

    # when
    plant_word(walk)
    walk.publish()

    # then
    files = walk.every_live_file()
    assert found_in(files) == []
    assert differences(files, without) == []
