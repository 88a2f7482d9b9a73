"""The line that stands for an entry where there is no room for it: index, margin, description, card, data.

It can be read alone: it is the whole text where that fits, else the first sense that needs no other, and it
never ends in the colon that announces something left out. `Short:` has precedence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from plugins.glossary.block import (
    Block,
    Code,
    Dialogue,
    Prose,
    Quotation,
    RunOn,
    Sense,
    Senses,
    Table,
    Verse,
    words_of_references,
)
from plugins.glossary.plain import plain_text, shorten

LONGEST_GLOSS: Final = 240
"""Characters, where a page does not want it shorter: as much as a margin note takes without being a column."""

ENDS: Final = tuple('.?!…:—"”’»)')
"""With which a gloss may end; a sense among others has no full stop of its own."""

LAST_SENTENCE: Final = re.compile(r"(?s)(.*[.?!…][\"”’»)]*)\s+\S.*:$")
CUT_AT_LETTER: Final = re.compile(r"[:;,]? \([a-z]\)…$")


def with_stop(said: str) -> str:
    """`said`, which is not empty, as it ends where nothing follows."""
    return said if said.endswith(ENDS) else f"{said}."


def gloss(blocks: Iterable[Block], short: str = "", limit: int = LONGEST_GLOSS) -> str:
    """At most `limit` characters of plain text; empty only where every block is."""
    if short:
        return shorten(plain_text(short), limit)
    return next((said for block in blocks if (said := _of_block(block, limit))), "")


def _of_block(block: Block, limit: int) -> str:
    match block:
        case Senses():
            return _of_senses(block, limit)
        case Prose():
            said = plain_text(block.text) or words_of_references(block.references)
        case Quotation():
            said = plain_text(block.paragraphs[0])
        case Verse():
            said = plain_text(" / ".join(line.text for line in block.stanzas[0]))
        case Dialogue():
            said = plain_text(block.speeches[0].words)
        case Code():
            said = " ".join(block.text.split())
        case Table():
            rows = [row for row in block.rows if any(row)] or [block.header]
            said = "; ".join(": ".join(map(plain_text, filter(None, row))) for row in rows)
        case RunOn():
            return _of_block(block.body, limit)
    return shorten(_alone(said), limit)


def _of_senses(block: Senses, limit: int) -> str:
    """The whole, or the first sense that says all it has to say within `limit`."""
    said = map(_sense, block.senses)
    senses = [one.removesuffix(".") if block.separator else with_stop(one) for one in said]
    numbered = (f"({number}) {said}" for number, said in enumerate(senses, start=1))
    lead = f"{plain_text(block.lead)} " if block.lead else ""
    whole = lead + f"{block.separator} ".join(numbered) + block.closing.replace(":", ".")
    if len(whole) <= limit:
        return whole
    complete = (
        said
        for sense, said in zip(block.senses, senses, strict=True)
        if not sense.senses or len(said) <= limit
    )
    return CUT_AT_LETTER.sub("…", shorten(_alone(next(complete, senses[0])), limit))


def _sense(sense: Sense) -> str:
    subs = "; ".join(f"({chr(96 + sub.number)}) {plain_text(sub.gloss)}" for sub in sense.senses)
    said = plain_text(sense.gloss) or words_of_references(sense.references).removesuffix(".")
    return " ".join(filter(None, (said.removesuffix(":") if sense.blocks and not subs else said, subs)))


def _alone(said: str) -> str:
    """Without the announcement of a quotation that is not here."""
    if not said.endswith(":"):
        return said
    sentences = LAST_SENTENCE.fullmatch(said)
    return sentences[1] if sentences else said.rstrip(" :") + "…"
