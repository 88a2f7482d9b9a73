"""What within an entry can be linked to: its senses, sub-senses and run-on entries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from plugins.glossary.block import RunOn, Sense, Senses
from plugins.glossary.entry import Entry

LIKE_A_SENSE = re.compile(r"\d+[a-z]?")


def block_anchors(entry: Entry) -> tuple[str, ...]:
    """For each block of `entry.blocks` what its ids begin with after the slug; empty for what has none.

    The first senses are "-2", so that their addresses are short; those of another part of speech "-vt-2",
    those of a run-on entry "-coffee-chat-2", while it is "-coffee-chat" itself.
    """
    taken: set[str] = set()
    counts: Counter[str] = Counter()
    return tuple(_unused(wanted, taken, counts) if wanted else "" for wanted in _wanted(entry))


def _wanted(entry: Entry) -> Iterator[str]:
    has_senses = False
    for part in entry.parts:
        names = "-".join(name.replace(".", "") for name in part.parts_of_speech) or "more"
        for block in part.blocks:
            if isinstance(block, RunOn):
                slug = block.head.slug
                yield f"-run-on-{slug}" if LIKE_A_SENSE.fullmatch(slug) else f"-{slug}"
            elif isinstance(block, Senses):
                yield f"-{names}" if has_senses else "-"
                has_senses = True
            else:
                yield ""


def _unused(wanted: str, taken: set[str], counts: Counter[str]) -> str:
    """`wanted`, or with the first number that is free."""
    found = wanted
    while found in taken:
        counts[wanted] += 1
        found = f"{wanted}-{counts[wanted] + 1}"
    taken.add(found)
    return found


def sense_anchor(anchor: str, sense: Sense, sub: Sense | None = None) -> str:
    """What the id of a sense, or of its sub-sense, ends with: "-2", "-2a", "-vt-2"."""
    letter = chr(96 + sub.number) if sub else ""
    return f"{anchor.removesuffix('-')}-{sense.number}{letter}"


def fragments(entry: Entry) -> frozenset[str]:
    """All ids within an entry."""
    return frozenset(f"{entry.slug}{end}" for end in _ends(entry))


def run_on_fragments(entry: Entry) -> tuple[tuple[RunOn, str], ...]:
    """The run-on entries with their ids."""
    pairs = zip(entry.blocks, block_anchors(entry), strict=True)
    return tuple((block, f"{entry.slug}{anchor}") for block, anchor in pairs if isinstance(block, RunOn))


def _ends(entry: Entry) -> Iterator[str]:
    for block, anchor in zip(entry.blocks, block_anchors(entry), strict=True):
        body = block.body if isinstance(block, RunOn) else block
        if isinstance(block, RunOn):
            yield anchor
        if isinstance(body, Senses):
            for sense in body.senses:
                yield sense_anchor(anchor, sense)
                yield from (sense_anchor(anchor, sense, sub) for sub in sense.senses)
