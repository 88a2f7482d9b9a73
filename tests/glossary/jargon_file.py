"""The Jargon File (public domain, Debian's package dict-jargon) as texts of our grammar: one file an entry."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plugins.glossary.parts_of_speech import PARTS_OF_SPEECH

BOOK = Path(".venv/jargon.dict.dz")
PARTS = {
    **PARTS_OF_SPEECH,
    "excl.": "exclamation",
    "infix.": "infix",
    "quant.": "quantifier",
    "prov.": "proverb",
}
LINE_BEFORE_TEXT = re.compile(r"\s*((?:/.*?/,?\s*)*)((?:[a-z]+\.[, ]*)*)\s*$")
NUMBERED = re.compile(r"(\d{1,2})\. ")
SHORT = {"vt.": "v.t.", "vi.": "v.i.", "n.pl.": "n.pl.", "pl.n.": "n.pl."}


@dataclass(frozen=True)
class Printed:
    head: str
    before: str
    """Pronunciation and part of speech."""

    paragraphs: tuple[str, ...]

    @property
    def sense_count(self) -> int:
        """Of the list that counts from 1; 0 where there is none."""
        expected = 1
        for paragraph in self.paragraphs:
            found = NUMBERED.match(paragraph)
            expected += bool(found and int(found[1]) == expected)
        return expected - 1 if expected > 2 else 0


def read_book() -> str | None:
    return gzip.decompress(BOOK.read_bytes()).decode("utf-8") if BOOK.exists() else None


def split_entries(text: str) -> Iterator[Printed]:
    """The entries after the licence; each begins at the margin and has a line with one space below it."""
    for found in re.finditer(r"^(\S.*)\n( \S.*|)\n\n((?:(?:    .*)?\n)+)", text, re.MULTILINE):
        if found[1].startswith("00-"):
            continue
        blocks = re.split(r"\n\s*\n", found[3].strip("\n"))
        joined = (re.sub(r"\{ ", "{", " ".join(block.split())) for block in blocks)
        yield Printed(found[1].strip(), found[2], tuple(one for one in joined if one))


def convert(entry: Printed) -> str:
    """The text of a file of the dictionary."""
    found = LINE_BEFORE_TEXT.match(entry.before)
    spoken, named = (found[1], found[2]) if found else ("", "")
    names = [SHORT.get(one, one) for one in re.findall(r"[a-z]+\.(?:[a-z]+\.)*", named.replace(" ", ""))]
    known = [one for one in dict.fromkeys(names) if one in PARTS]
    sounds = " ".join(f"/{_escaped(one)}/" for one in re.findall(r"/([^/]+)/", spoken))
    head = f"**{entry.head}**"
    start = f"{head}, {' and '.join(known)}" if known else f"Entry: yes\n{head},"
    lists = entry.sense_count > 0
    text = " ".join(filter(None, (start, sounds if known else "")))
    blocks = [text]
    numbered = [place for place, one in enumerate(entry.paragraphs) if lists and NUMBERED.match(one)]
    for place, paragraph in enumerate(entry.paragraphs):
        number = NUMBERED.match(paragraph) if lists else None
        body = _text(paragraph[number.end() :] if number else paragraph)
        if number:
            blocks.append(f"{number[1]}. {body}")
        elif place == 0:
            blocks[0] += f" {body}"
        elif numbered and numbered[0] < place < numbered[-1]:
            blocks.append(f"    {body}")
        else:
            blocks.append(re.sub(r"^(\d+)([.)])|^([-+>])", r"\1\\\2\3", body))
    return "Date: 2003-12-29\n\n" + "\n\n".join(blocks) + "\n"


def _text(paragraph: str) -> str:
    note = re.match(r"\[([^\[\]{}]+)\] ?", paragraph)
    start = f"[{_escaped(note[1])}] " if note else ""
    rest = paragraph[note.end() :] if note else paragraph
    pieces = re.split(r"\{ ?([^{}]+?) ?\}", rest)
    words = [
        f"[{_escaped(one)}](dict:later)" if place % 2 else _escaped(one) for place, one in enumerate(pieces)
    ]
    return start + "".join(words)


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>{}|#])", r"\\\1", text)
