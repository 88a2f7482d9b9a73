"""A PDF whose small objects are packed together, as PDF has it since 1.5: Typst writes each by itself, as text.

A tagged book has some thousands of them (links, headings, paragraphs), which are half of it, or a tenth when packed.
"""

from __future__ import annotations

import re
import struct
import zlib
from itertools import pairwise
from typing import Final

MOST: Final = 500
"""Objects that a program unpacks to read one."""

ROW: Final = 20
"""Bytes of a row in the table of a PDF."""

TABLE: Final = re.compile(rb"xref\s+0 (\d+)\s+")
END: Final = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
STREAM_ENDS: Final = re.compile(rb"endstream\s+endobj$")
BEGUN: Final = re.compile(rb"\d+ 0 obj\s*")


def packed(pdf: bytes) -> bytes:
    """The same document.

    Args:
        pdf: with one table of its objects, as Typst writes it.
    """
    places, end, trailer = _read(pdf)
    bounds = dict(pairwise((*sorted(places.values()), end)))
    objects = {number: pdf[start : bounds[start]].strip() for number, start in places.items()}
    streams = {number: data for number, data in objects.items() if STREAM_ENDS.search(data, len(data) - 32)}
    small = [(number, _inner(data)) for number, data in objects.items() if number not in streams]
    made, rows = bytearray(pdf[: min(places.values())]), {0: (0, 0, 0xFFFF)}

    def add(number: int, data: bytes) -> None:
        rows[number] = (1, len(made), 0)
        made.extend(data + b"\n")

    for number, data in streams.items():
        add(number, data)
    count = max(places) + 1
    for first in range(0, len(small), MOST):
        group = small[first : first + MOST]
        for place, (number, _) in enumerate(group):
            rows[number] = (2, count, place)
        add(count, _stream(count, *_group([data for _, data in group], [number for number, _ in group])))
        count += 1
    start = len(made)
    rows[count] = (1, start, 0)
    table = b"".join(struct.pack(">BIH", *rows.get(number, (0, 0, 0))) for number in range(count + 1))
    said = re.sub(rb"/Size \d+", b"/Size %d" % (count + 1), trailer)
    add(count, _stream(count, b"/Type/XRef/W[1 4 2]" + said, table))
    return bytes(made) + b"startxref\n%d\n%%%%EOF\n" % start


def _read(pdf: bytes) -> tuple[dict[int, int], int, bytes]:
    """Number of an object → where it begins; where the last one ends; what the trailer says."""
    found = END.search(pdf, len(pdf) - 64)
    assert found  # noqa: S101 - Typst has just made it
    end = int(found[1])
    table = TABLE.match(pdf, end)
    assert table  # noqa: S101
    lines = (pdf[table.end() + ROW * number :][:ROW] for number in range(int(table[1])))
    places = {number: int(line[:10]) for number, line in enumerate(lines) if line[17:18] == b"n"}
    return places, end, pdf[pdf.index(b"<<", table.end()) + 2 : found.start()].strip().removesuffix(b">>")


def _inner(data: bytes) -> bytes:
    begun = BEGUN.match(data)
    assert begun  # noqa: S101
    return data[begun.end() :].removesuffix(b"endobj").strip()


def _group(objects: list[bytes], numbers: list[int]) -> tuple[bytes, bytes]:
    """Objects in one stream: what its head says, and what is in it."""
    places = [0]
    for data in objects:
        places.append(places[-1] + len(data) + 1)
    index = b" ".join(b"%d %d" % pair for pair in zip(numbers, places, strict=False)) + b"\n"
    return b"/Type/ObjStm/N %d/First %d" % (len(objects), len(index)), index + b"\n".join(objects)


def _stream(number: int, said: bytes, data: bytes) -> bytes:
    small = zlib.compress(data, 9)
    head = b"%d 0 obj\n<<%s/Filter/FlateDecode/Length %d>>" % (number, said, len(small))
    return b"%s\nstream\n%s\nendstream\nendobj" % (head, small)
