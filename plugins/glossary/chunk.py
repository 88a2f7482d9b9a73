"""A text cut at its empty lines into chunks that know where they stand and what kind they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from plugins.source import Source

Kind: TypeAlias = Literal[
    "prose", "quote", "break", "fence", "heading", "list", "html", "comment", "table", "indented"
]

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
QUOTE = re.compile(r" {0,3}>")
WIDE_SPACE = re.compile(r"^ *[^\S ]\s*")
"""At the beginning of a line, where Markdown counts plain spaces only."""

BREAK = re.compile(r" {0,3}(?:\*[ \t]*){3,}$|^ {0,3}(?:-[ \t]*){3,}$|^ {0,3}(?:_[ \t]*){3,}$")
KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("fence", FENCE),
    ("break", BREAK),
    ("quote", QUOTE),
    ("heading", re.compile(r" {0,3}#{1,6}(?:\s|$)")),
    ("comment", re.compile(r" {0,3}<!--")),
    ("html", re.compile(r" {0,3}<(?:[A-Za-z][A-Za-z0-9-]*(?=[\s/>]|$)|/|\?|!)")),
    ("indented", re.compile(r" {4}")),
    ("list", re.compile(r" {0,3}(?:[-+*]|\d{1,4}[.)])(?:\s|$)")),
    ("table", re.compile(r" {0,3}\|")),
)


@dataclass(frozen=True, slots=True)
class Chunk:
    kind: Kind
    lines: tuple[str, ...]
    """One or more."""

    source: Source
    """Where its first line stands."""

    def with_more(self, other: Chunk) -> Chunk:
        """The same with another that stands below it, and the empty lines between them."""
        gap = other.source.line - self.source.line - len(self.lines)
        return Chunk(self.kind, (*self.lines, *[""] * gap, *other.lines), self.source)


def kind_of(line: str) -> Kind:
    """What kind of block a line begins."""
    return next((kind for kind, pattern in KINDS if pattern.match(line)), "prose")


def chunks(text: str, source: Source) -> Iterator[Chunk]:
    """The chunks of `text` in order; `source` is where its first line stands.

    An empty line ends a chunk, except in a code fence and in an HTML comment. So does the step from prose to
    a quotation; not the step back, which Markdown itself reads as more quotation.
    """
    held: list[str] = []
    kind: Kind = "prose"
    first = 0
    until: re.Pattern[str] | None = None
    for number, line in enumerate(text.split("\n")):
        line = WIDE_SPACE.sub("", line.rstrip("\r").expandtabs(4))
        if until is not None:
            held.append(line)
            if until.search(line):
                until = None
            continue
        starts_quote = bool(held) and kind != "quote" and QUOTE.match(line) is not None
        if held and (not line.strip() or starts_quote):
            yield Chunk(kind, tuple(held), source.down(first))
            held = []
        if not line.strip():
            continue
        if not held:
            kind, first = kind_of(line), number
            until = _end_of(kind, line)
        held.append(line)
    if held:
        yield Chunk(kind, tuple(held), source.down(first))


def _end_of(kind: Kind, line: str) -> re.Pattern[str] | None:
    """What ends a chunk that empty lines do not end."""
    if kind == "fence":
        mark = FENCE.match(line)
        return re.compile(rf" {{0,3}}{re.escape(mark[1])}\s*$") if mark else None
    if kind == "comment" and "-->" not in line:
        return re.compile("-->")
    return None
