"""dictd (RFC 2229): an index, and texts in gzip that can be entered anywhere (dictzip)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from textwrap import wrap
from typing import Final

from lxml.html import HtmlElement

from plugins.editions.heads import rows_of, spellings_of
from plugins.editions.leaf import leaf_of, sentences, text_of
from plugins.editions.model import WordsInputs
from plugins.glossary.plain import plain_text

WIDTH: Final = 72
"""Columns."""

CHUNK: Final = 58_315
"""Bytes of text that a program unpacks to read one entry: what dictzip takes."""

DIGITS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
INDENT: Final = "    "


def files_of(words: WordsInputs) -> dict[str, bytes]:
    """Name → content."""
    stem, text, rows = words.imprint.stem, bytearray(), []

    def add(said: str) -> tuple[int, int]:
        data, start = said.encode(), len(text)
        text.extend(data)
        return start, len(data)

    for name, said in _about(words):
        rows.append((name, *add(f"{name}\n{said}\n"), name))
    places = {slug: add(_entry(slug, words)) for slug in words.definitions}
    heads = rows_of(words.entries)
    for row in heads:
        rows += [(_key(row.head), *places[entry.slug], _printed(row.head)) for entry in row.entries]
    seen = {(key, place) for key, place, *_ in rows}
    for spelling, row in spellings_of(heads):
        for entry in row.entries:
            key, place = _key(spelling), places[entry.slug]
            if (key, place[0]) not in seen:
                seen.add((key, place[0]))
                rows.append((key, *place, _printed(spelling.lower())))
    index = "".join(
        f"{key}\t{_number(start)}\t{_number(size)}\t{head}\n"
        for key, start, size, head in sorted(rows, key=lambda row: (row[0].encode(), row[1], row[3]))
        if key
    )
    return {f"{stem}.index": index.encode(), f"{stem}.dict.dz": _packed(bytes(text))}


def _about(words: WordsInputs) -> Iterator[tuple[str, str]]:
    imprint = words.imprint
    info = (imprint.title, imprint.description, f"By {imprint.author}.", imprint.terms, imprint.address)
    yield "00databaseutf8", ""
    yield "00databaseshort", imprint.title
    yield "00databaseurl", imprint.address
    yield "00databaseinfo", "\n".join("\n".join(wrap(line, WIDTH)) for line in info if line)


def _entry(slug: str, words: WordsInputs) -> str:
    blocks = leaf_of(words.definitions[slug].make(), words.base).blocks
    return "\n".join(line for block in blocks for line in _lines(block)) + "\n"


def _lines(block: HtmlElement) -> Iterator[str]:
    match block.get("class") or block.tag:
        case "verse":
            stanzas = ("\n".join(map(_verse_line, stanza)) for stanza in block.iter("p"))
            yield from ("\n\n".join(stanzas), *_attribution(block))
        case "quotation" | "dialogue":
            yield from (line for one in block.iter("p") for line in _wrapped(text_of(one), INDENT))
            yield from _attribution(block)
        case "senses" if block.tag == "div":
            parts = (one for part in block for one in (part if part.get("class") == "sense" else (part,)))
            yield from (line for one in parts for line in _lines(one))
        case "table":
            rows = (" | ".join(map(text_of, row)) for row in block.iter("tr"))
            yield from (line for row in rows for line in _wrapped(row, INDENT))
        case "code":
            yield from (INDENT + line for line in block.text_content().rstrip().split("\n"))
        case _:
            head, *senses = list(sentences(block)) or [""]
            yield from (*_wrapped(head, ""), *(line for one in senses for line in _wrapped(one, "  ")))


def _verse_line(line: HtmlElement) -> str:
    text: str = line.text_content()
    words = text.lstrip("\u2003")
    indent = INDENT + "  " * (len(text) - len(words))
    return "\n".join(_wrapped(words.strip(), indent)) or indent


def _attribution(figure: HtmlElement) -> Iterator[str]:
    yield from (line for one in figure.iter("figcaption") for line in _wrapped(text_of(one), INDENT * 2))


def _wrapped(text: str, indent: str) -> list[str]:
    return wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _key(head: str) -> str:
    """As dictd looks up: in small letters, without marks."""
    kept = "".join(sign for sign in head.lower() if sign.isalnum() or sign.isspace())
    return " ".join(kept.split())


def _printed(head: str) -> str:
    return " ".join(plain_text(head).split())


def _number(value: int) -> str:
    """To the base of 64, the highest digit first."""
    figures = DIGITS[value % 64]
    while value := value // 64:
        figures = DIGITS[value % 64] + figures
    return figures


def _packed(text: bytes) -> bytes:
    """dictzip: a gzip file whose extra field tells where each chunk begins. No time, no name."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    chunks = [
        packer.compress(text[start : start + CHUNK]) + packer.flush(zlib.Z_FULL_FLUSH)
        for start in range(0, len(text), CHUNK)
    ]
    sizes = struct.pack(f"<HHH{len(chunks)}H", 1, CHUNK, len(chunks), *map(len, chunks))
    field = b"RA" + struct.pack("<H", len(sizes)) + sizes
    header = b"\x1f\x8b\x08\x04" + bytes(4) + b"\x02\xff" + struct.pack("<H", len(field)) + field
    tail = packer.flush(zlib.Z_FINISH) + struct.pack("<II", zlib.crc32(text), len(text) & 0xFFFFFFFF)
    return header + b"".join(chunks) + tail
