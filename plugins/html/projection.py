"""Finished HTML as the text that a reader sees, with the way back to every byte of it. Knows no terms.

What cannot be trusted to nest as a browser sees it is marked as forbidden, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import Final

from plugins.html.tokens import CELLS, ENDS_ITSELF, FOREIGN, TABLE, TOKEN, UNSEEN, Tag, read_tag

BLOCK_END: Final = "\n"
"""Stands between blocks; white space within a block is one space, so it is nowhere else."""

STRAIGHT: Final = ("’'", "‘'", "ʼ'", "‚'", "′'", '″"', '“"', '”"', '„"', "‑-", "‐-")
"""Signs of typographers, each with the plain one."""

OBJECT: Final = "\ufffc"
"""Stands for what is not text: an image, a script, the mark of a footnote."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link that is in the HTML already, outside definitions."""

    place: int
    """Of its tag in the HTML."""

    start: int
    """Of its words in the text."""

    end: int
    tag: Tag


@dataclass(frozen=True, slots=True)
class Projection:
    """Text and HTML, each place of one leading to the other."""

    html: str

    text: str
    """As read: entities decoded, white space single, BLOCK_END between blocks, OBJECT for what is no text."""

    plain: str
    """The same, place for place, with straight quotes and plain hyphens."""

    folded: str
    """`plain`, place for place, in one case."""

    anchors: tuple[Anchor, ...]
    _at: list[int] = field(repr=False)
    """Where each piece begins in the text; one more at the end."""

    _source: list[tuple[int, int]] = field(repr=False)
    """Where each piece begins and ends in the HTML."""

    _tags: list[tuple[int, int, Tag | None]] = field(repr=False)
    """Begin, end and meaning of the tags that leave a line unbroken; None for a comment."""

    _forbidden: list[int] = field(repr=False)
    """Begin, end, begin, end … of the text where nothing is linked."""

    def is_forbidden(self, start: int, end: int) -> bool:
        """Whether some of `text[start:end]` may not be linked."""
        place = bisect_right(self._forbidden, start)
        return place % 2 == 1 or (place < len(self._forbidden) and self._forbidden[place] < end)

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The part of the HTML that is `text[start:end]`, with as many tags around it as it takes to nest.

        None if there is no such part: `<b>exit inter</b>view` or half a character.
        """
        first, last = self._start_of(start), self._end_of(end)
        if first is None or last is None:
            return None
        low = bisect_left(self._tags, (first,))
        high = bisect_left(self._tags, (last,))
        ends, opened = _unbalanced(tag for _, _, tag in self._tags[low:high])
        wider_first = self._before(first, low, ends)
        wider_last = self._after(last, high, opened)
        return None if wider_first is None or wider_last is None else (wider_first, wider_last)

    def _start_of(self, place: int) -> int | None:
        piece = bisect_right(self._at, place) - 1
        start, end = self._source[piece]
        inside = place - self._at[piece]
        return start + inside if not inside or self._is_literal(piece, start, end) else None

    def _end_of(self, place: int) -> int | None:
        piece = bisect_left(self._at, place) - 1
        start, end = self._source[piece]
        if place == self._at[piece + 1]:
            return end
        return start + place - self._at[piece] if self._is_literal(piece, start, end) else None

    def _is_literal(self, piece: int, start: int, end: int) -> bool:
        return self._at[piece + 1] - self._at[piece] == end - start

    def _before(self, first: int, index: int, ends: list[str]) -> int | None:
        """Move `first` to the left over the tags that `ends` close."""
        for name in ends:
            while True:
                index -= 1
                start, end, tag = self._tags[index] if index >= 0 else (0, -1, None)
                if end != first or (tag and (tag.is_end or tag.name != name)):
                    return None
                first = start
                if tag:
                    break
        return first

    def _after(self, last: int, index: int, opened: list[str]) -> int | None:
        """Move `last` to the right over the tags that close `opened`."""
        for name in reversed(opened):
            while True:
                start, end, tag = self._tags[index] if index < len(self._tags) else (-1, 0, None)
                if start != last or (tag and (not tag.is_end or tag.name != name)):
                    return None
                last, index = end, index + 1
                if tag:
                    break
        return last


def project(html: str) -> Projection:
    """The text of finished HTML: a whole page, or a piece of one."""
    builder = _Builder()
    for found in TOKEN.finditer(html):
        builder.take(found)
    text = builder.finish(len(html))
    plain = straight(text)
    return Projection(
        html,
        text,
        plain,
        fold_case(plain),
        tuple(builder.anchors),
        builder.at,
        builder.source,
        builder.tags,
        builder.forbidden,
    )


def straight(text: str) -> str:
    """Without the work of typographers, each sign for one: straight quotes, plain hyphens."""
    if text.isascii():
        return text
    for curly, plain in STRAIGHT:
        text = text.replace(curly, plain)
    return text


def fold_case(text: str) -> str:
    """In one case, each letter for one; letters that would become two stay as they are."""
    folded = text.casefold()
    if len(folded) == len(text):
        return folded
    return "".join(one if len(one := letter.casefold()) == 1 else letter for letter in text)


def _unbalanced(tags: Iterator[Tag | None]) -> tuple[list[str], list[str]]:
    """Names of the end tags that close nothing among `tags`, and of the start tags that nothing closes."""
    ends: list[str] = []
    opened: list[str] = []
    for tag in tags:
        if tag is None or tag.has_no_end:
            continue
        if not tag.is_end:
            opened.append(tag.name)
        elif opened and opened[-1] == tag.name:
            opened.pop()
        else:
            ends.append(tag.name)
            if opened:  # crossed: no span can nest
                opened.append("")
    return ends, opened


@lru_cache(maxsize=1024)
def _decoded(entity: str) -> str:
    return unescape(entity)


class _Builder:
    """Takes tokens one by one. Elements that are open are on a stack, as in a browser, only not forgiven."""

    def __init__(self) -> None:
        self.at: list[int] = []
        self.source: list[tuple[int, int]] = []
        self.tags: list[tuple[int, int, Tag | None]] = []
        self.forbidden: list[int] = []
        self.anchors: list[Anchor] = []
        self._pieces: list[str] = []
        self._length = 0
        self._ends_in_space = True
        self._open: list[Tag] = []
        self._forbidden_from = 0
        """How many elements were open with the outermost forbidden one; 0 where nothing is forbidden."""

        self._hidden_from = 0
        self._is_in_gap = False
        self._is_broken = False
        """Whether tags crossed; from there on nobody knows what a browser makes of it."""

        self._anchor: tuple[int, int, int, Tag] | None = None
        """Of the link that is open: number of open elements, place in the HTML and in the text, tag."""

        self._definition_from = 0
        self._foreign = 0
        """How many of the open elements are FOREIGN."""

        self._count: Counter[str] = Counter()
        """How many elements are open, by name."""

    def take(self, found: re.Match[str]) -> None:
        """The next token, with the run of plain characters before it."""
        kind, start, end = found.lastgroup, found.end("run"), found.end()
        if found["run"]:
            self._run(found["run"], found.start())
        if kind == "tag":
            self._tag(found["tag"], start, end)
        elif kind == "entity":
            self._entity(found["entity"], start, end)
        elif kind == "space":
            self._add(" ", start, end)
        elif kind == "comment":
            self.tags.append((start, end, None))
        elif kind == "raw":
            self._add(OBJECT, start, end)
        elif kind in ("cluster", "sign"):
            self._add(unicodedata.normalize("NFC", found[kind]), start, end)

    def finish(self, end: int) -> str:
        """The text, when the HTML ends at `end`."""
        self._end_anchor()
        self.at.append(self._length)
        self.source.append((end, end))
        if len(self.forbidden) % 2:
            self.forbidden.append(self._length + 1)
        return "".join(self._pieces)

    def _run(self, run: str, start: int) -> None:
        """Characters that stand in the text as in the HTML."""
        if self._ends_in_space and run[0] == " ":
            run, start = run[1:], start + 1
        if run:
            self._add(run, start, start + len(run))

    def _add(self, text: str, start: int, end: int) -> None:
        """`text` for the whole of `html[start:end]`."""
        if self._hidden_from or (text == " " and self._ends_in_space):
            return
        self._ends_in_space = text[-1] in (" ", BLOCK_END)
        self.at.append(self._length)
        self.source.append((start, end))
        self._pieces.append(text)
        self._length += len(text)

    def _entity(self, entity: str, start: int, end: int) -> None:
        decoded = _decoded(entity)
        if decoded.isspace():
            self._add(" ", start, end)
        elif decoded and decoded not in UNSEEN:
            self._add(" ".join(decoded.split()), start, end)

    def _tag(self, markup: str, start: int, end: int) -> None:
        if markup[-1] != ">":  # the text ends within it
            self._is_broken = True
            self._mark()
            return
        tag = read_tag(markup)
        if tag.is_block:
            self._take_block(tag, start, end)
        else:
            self.tags.append((start, end, tag))
            self._take_inline(tag, start, end)

    def _take_inline(self, tag: Tag, start: int, end: int) -> None:
        if tag.has_no_end:
            if tag.name != "wbr":
                self._add(OBJECT, start, end)
        elif tag.is_end:
            self._close(tag.name)
        elif not (self._foreign and tag.closes_itself):
            if tag.is_hidden:
                self._add(OBJECT, start, end)
            self._push(tag, start)

    def _take_block(self, tag: Tag, start: int, end: int) -> None:
        if tag.is_end:
            self._close(tag.name)
        elif self._open and _ends_before(self._open[-1].name, tag.name):
            self._pop()
        self._add(BLOCK_END, start, end)
        if not tag.is_end and not tag.has_no_end:
            self._push(tag, start)
        if tag.name in TABLE:
            self._is_in_gap = tag.name != "table" if tag.is_end else tag.name not in CELLS
            self._mark()

    def _push(self, tag: Tag, place: int) -> None:
        if self._is_in_gap and tag.name not in TABLE and not self._is_broken:
            self._is_broken = True  # browsers put it before the table, and go on with it after
            self._mark()
        if self._is_broken:
            return
        self._open.append(tag)
        self._count[tag.name] += 1
        self._foreign += tag.name in FOREIGN
        depth = len(self._open)
        if tag.is_hidden and not self._hidden_from:
            self._hidden_from = depth
        if tag.is_definition and not self._definition_from:
            self._definition_from = depth
        if tag.href is not None and not self._anchor and not self._definition_from:
            self._anchor = (depth, place, self._length, tag)
        if tag.is_forbidden and not self._forbidden_from:
            self._forbidden_from = depth
            self._mark()

    def _close(self, name: str) -> None:
        """Close the element `name`, and those in it that may end without an end tag."""
        if self._is_broken or not self._count[name]:
            return
        while self._open[-1].name != name:
            if self._open[-1].name not in ENDS_ITSELF:
                self._is_broken = True
                self._mark()
                return
            self._pop()
        self._pop()

    def _pop(self) -> None:
        depth = len(self._open)
        tag = self._open.pop()
        self._count[tag.name] -= 1
        self._foreign -= tag.name in FOREIGN
        if self._anchor and self._anchor[0] == depth:
            self._end_anchor()
        if self._definition_from == depth:
            self._definition_from = 0
        if self._hidden_from == depth:
            self._hidden_from = 0
        if self._forbidden_from == depth:
            self._forbidden_from = 0
            self._mark()

    def _end_anchor(self) -> None:
        if self._anchor:
            _, place, start, tag = self._anchor
            self.anchors.append(Anchor(place, start, self._length, tag))
            self._anchor = None

    def _mark(self) -> None:
        """Note where forbidden text begins or ends."""
        is_forbidden = bool(self._forbidden_from or self._is_in_gap or self._is_broken)
        if is_forbidden != bool(len(self.forbidden) % 2):
            self.forbidden.append(self._length)


def _ends_before(name: str, following: str) -> bool:
    """Whether the start tag of the block `following` ends an open element `name`."""
    return name == "p" or (name == following and name in ENDS_ITSELF) or {name, following} == {"dt", "dd"}
