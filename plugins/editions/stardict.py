"""StarDict, for GoldenDict, KOReader, sdcv and ColorDict: four files in a folder.

Programs compare words byte for byte, or fold case each in its own way, and of two rows with one head some show one: so
there is one row for each head, as it is met in running text, and every other spelling is a synonym: or a row of its own
where two entries have an equal claim to it.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Mapping
from typing import Final

import lxml.etree
import lxml.html
from lxml.html import HtmlElement

from plugins.editions.heads import Row, rows_of, spellings_of
from plugins.editions.leaf import leaf_of
from plugins.editions.model import WordsInputs

LONGEST: Final = 255
"""Bytes of a word."""

TAGS: Final[Mapping[str, str]] = {
    "p": "p",
    "dfn": "b",
    "b": "b",
    "strong": "b",
    "em": "i",
    "i": "i",
    "cite": "i",
    "abbr": "i",
    "figure": "blockquote",
    "figcaption": "p",
    "pre": "p",
    "tr": "p",
    "br": "br",
}
"""Ours → what even small programs show. What is not named loses its tags, and keeps its text."""


def files_of(words: WordsInputs) -> dict[str, bytes]:
    """Name → content."""
    stem, heads = words.imprint.stem, rows_of(words.entries)
    claimed: dict[str, list[Row]] = defaultdict(list)
    for spelling, row in spellings_of(heads):
        claimed[spelling].append(row)
    shared = (_both(spelling, found) for spelling, found in claimed.items() if len(found) > 1)
    rows = sorted((*heads, *shared), key=lambda row: _order(row.head))
    places, text = _articles(rows, words)
    index = b"".join(_word(row.head) + struct.pack(">II", *places[row]) for row in rows)
    numbers = {row: number for number, row in enumerate(rows)}
    spellings = sorted(
        ((spelling, numbers[found[0]]) for spelling, found in claimed.items() if len(found) == 1),
        key=lambda pair: _order(pair[0]),
    )
    synonyms = b"".join(_word(spelling) + struct.pack(">I", number) for spelling, number in spellings)
    return {
        f"{stem}/{stem}.ifo": _about(words, len(rows), len(spellings), len(index)),
        f"{stem}/{stem}.idx": index,
        f"{stem}/{stem}.dict": text,
        f"{stem}/{stem}.syn": synonyms,
    }


def _both(spelling: str, rows: list[Row]) -> Row:
    """What several entries claim with equal right, as homographs are."""
    return Row(spelling, tuple(dict.fromkeys(entry for row in rows for entry in row.entries)))


def _articles(rows: list[Row], words: WordsInputs) -> tuple[dict[Row, tuple[int, int]], bytes]:
    """Where the text of each row stands, and how long it is; and all texts."""
    said: dict[tuple[str, ...], tuple[int, int]] = {}
    places, whole = {}, bytearray()
    for row in rows:
        slugs = tuple(entry.slug for entry in row.entries)
        if slugs not in said:
            text = "".join(_text(slug, words) for slug in slugs).encode()
            said[slugs] = len(whole), len(text)
            whole += text
        places[row] = said[slugs]
    return places, bytes(whole)


def _text(slug: str, words: WordsInputs) -> str:
    blocks = leaf_of(words.definitions[slug].make(), words.base).blocks
    return "".join(lxml.html.tostring(_reduced(block), encoding="unicode", method="xml") for block in blocks)


def _reduced(block: HtmlElement) -> HtmlElement:
    """In the few tags that are shown as such everywhere; senses and cells on lines of their own."""
    whole = lxml.html.Element("whole")
    whole.append(block)
    for element in list(block.iter()):
        if element.get("class") == "sense" and element.tag == "span" and element.getprevious() is not None:
            element.addprevious(lxml.html.Element("br"))
        if element.tag in ("td", "th") and element.getnext() is not None:
            element.tail = " | "
    unknown = {element.tag for element in block.iter() if element.tag not in TAGS}
    for element in block.iter():
        element.tag = TAGS.get(element.tag, element.tag)
        element.attrib.clear()
    lxml.etree.strip_tags(whole, *unknown)
    if len(whole) == 1 and not whole.text:
        return whole[0]
    whole.tag = "p"
    return whole


def _about(words: WordsInputs, rows: int, synonyms: int, index_bytes: int) -> bytes:
    imprint = words.imprint
    lines = {
        "version": "2.4.2",
        "wordcount": rows,
        "synwordcount": synonyms,
        "idxfilesize": index_bytes,
        "bookname": imprint.title,
        "author": imprint.author,
        "website": imprint.address,
        "description": " ".join(filter(None, (imprint.description, imprint.terms))),
        "date": f"{words.changed_at:%Y.%m.%d}",
        "sametypesequence": "h",
    }
    said = (f"{name}={' '.join(str(value).split())}" for name, value in lines.items() if value != "")
    return "\n".join(("StarDict's dict ifo file", *said, "")).encode()


def _order(word: str) -> tuple[bytes, bytes]:
    """Bytes with ASCII letters folded; ties by bytes."""
    data = _word(word)[:-1]
    return data.lower(), data


def _word(word: str) -> bytes:
    return word.encode()[:LONGEST].decode(errors="ignore").encode() + b"\0"
