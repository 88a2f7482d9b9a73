"""Senses written as a Markdown list: "1. A room." below the head, its kinds and what else it holds below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from plugins.glossary.chunk import Chunk, chunks, kind_of
from plugins.source import Source

ITEM: Final = re.compile(r" {0,3}(\d{1,3})[.)]\s+(?=\S)")
SUB: Final = re.compile(r" {2,}(?:[a-z][.)]|\d{1,2}[.)]|[-+*])\s+(?=\S)")
BELOW: Final = "   "
"""What begins a line that belongs to the item above it. Four spaces are usual; three are enough for CommonMark."""

DEEPEST: Final = 4
COUNT: Final = re.compile(r"(?P<open>\(?)(?P<count>\d{1,3}|[A-Za-z]|[ivx]+|[IVX]+)(?P<close>[.)]) ")
"""How a paragraph begins that counts; a Markdown list is no paragraph."""

FIRST: Final = frozenset("1aAiI")
ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
SENTENCE: Final = re.compile(r"[.?!…][\"”’*)]*$")
OWN_MARK: Final = re.compile(r"[;,.]$")


@dataclass(slots=True)
class Item:
    """One sense as it stands in the list."""

    number: str
    texts: list[str]
    """Its gloss, then its sub-senses."""

    lines: list[str] = field(default_factory=list)
    """What stands below it, still indented."""

    source: Source | None = None
    """Where the first of them stands."""

    @property
    def below(self) -> list[Chunk]:
        """What stands below it."""
        if self.source is None:
            return []
        first = self.lines[0]
        indent = min(DEEPEST, len(first) - len(first.lstrip(" ")))
        text = "\n".join(line[min(indent, len(line) - len(line.lstrip(" "))) :] for line in self.lines)
        return list(chunks(text, self.source))


def is_sense_list(chunk: Chunk) -> bool:
    """Whether a list counts; one with bullets does not say which sense is the second."""
    return chunk.kind == "list" and ITEM.match(chunk.lines[0]) is not None


def belongs_to_list(chunk: Chunk) -> bool:
    """Whether what stands after a list of senses belongs to its last item."""
    return chunk.lines[0].startswith(BELOW) or (
        chunk.kind == "list" and SUB.match(chunk.lines[0]) is not None
    )


def join_lists(found: Iterable[Chunk]) -> list[Chunk]:
    """The same chunks, where a list is one although empty lines part its items, or what stands below them."""
    joined: list[Chunk] = []
    for chunk in found:
        last = joined[-1] if joined else None
        if last and is_sense_list(last) and (is_sense_list(chunk) or belongs_to_list(chunk)):
            joined[-1] = last.with_more(chunk)
        else:
            joined.append(chunk)
    return joined


def is_first_sense(chunk: Chunk) -> bool:
    """Whether a paragraph begins with "(1)", or what an author may have written for it."""
    found = COUNT.match(chunk.lines[0]) if chunk.kind == "prose" else None
    return found is not None and found["close"] == ")" and found["count"] in FIRST


def is_counted(chunk: Chunk) -> bool:
    """Whether a paragraph begins with a number or a letter that counts."""
    return chunk.kind == "prose" and COUNT.match(chunk.lines[0]) is not None


def follows(last: Chunk, chunk: Chunk) -> bool:
    """Whether a paragraph begins with the number after one that stands in the `last`."""
    found = COUNT.match(chunk.lines[0]) if last.kind == chunk.kind == "prose" else None
    before = "|".join(_before(found["count"])) if found else ""
    if found is None or not before:
        return False
    mark = rf"(?<!\S){re.escape(found['open'])}(?:{before}){re.escape(found['close'])}\s"
    return re.search(mark, "\n".join(last.lines)) is not None


def place_before(held: Sequence[Chunk], chunk: Chunk) -> int | None:
    """Where the sense stands that a paragraph follows: in the last that counts, or in the first, with the head."""
    place = len(held) - 1
    while place and not is_counted(held[place]):
        place -= 1
    return place if follows(held[place], chunk) else None


def starts_after(last: Chunk, chunk: Chunk) -> bool:
    """Whether a list goes on with the number after the last of another list, or after one beside the head."""
    number = int(items_of(chunk)[0].number)
    if last.kind == "list":
        return int(items_of(last)[-1].number) + 1 == number
    return number > 1 and re.search(rf"(?<!\S){number - 1}[.)]\s", "\n".join(last.lines)) is not None


def _before(count: str) -> list[str]:
    """What is counted before "2", "b" or "ii"; two answers for "v"."""
    if count.isdigit():
        return [str(int(count) - 1)] if int(count) > 1 else []
    before = [chr(ord(count) - 1)] if len(count) == 1 and count not in "aA" else []
    small = count.lower()
    if small in ROMAN[1:]:
        roman = ROMAN[ROMAN.index(small) - 1]
        before.append(roman if count == small else roman.upper())
    return before


def items_of(chunk: Chunk) -> list[Item]:
    """The items of a list in order."""
    items: list[Item] = []
    is_after_gap = False
    for number, line in enumerate(chunk.lines):
        found = ITEM.match(line)
        item = items[-1] if items else None
        if found:
            items.append(Item(found[1], [line[found.end() :].strip()]))
        elif item is None:
            continue
        elif item.lines:
            item.lines.append(line)
        elif not line:
            is_after_gap = True
            continue
        elif sub := SUB.match(line):
            item.texts.append(line[sub.end() :].strip())
        elif is_after_gap or kind_of(line.lstrip(" ")) in ("quote", "fence", "table"):
            item.lines, item.source = [line], chunk.source.down(number)
        else:
            item.texts[-1] += f" {line.strip()}"
        is_after_gap = False
    return items


def are_sentences(items: Sequence[Item]) -> bool:
    """Whether each sense is a sentence of its own; one that announces what stands below it ends in a colon."""
    ends = [item.texts[-1] for item in items]
    return any(map(SENTENCE.search, ends)) and all(
        SENTENCE.search(end) or (item.lines and end.endswith(":"))
        for item, end in zip(items, ends, strict=True)
    )


def in_one_line(item: Item, *, is_sentence: bool) -> str:
    """A sense as the grammar has it in one line, its kinds as "(a) …; (b) …"; with its mark only in a sentence."""
    gloss, *subs = item.texts
    if not subs:
        return gloss if is_sentence else OWN_MARK.sub("", gloss)
    lettered = [f"({chr(97 + place)}) {OWN_MARK.sub('', sub)}" for place, sub in enumerate(subs)]
    start = gloss if gloss.endswith((":", ",")) else OWN_MARK.sub("", gloss) + ":"
    return f"{start} {'; '.join(lettered)}" + ("." if is_sentence else "")
