"""Several heads that share a text, "BOSS or CHIEF", at their joints."""

from __future__ import annotations

import re
from textwrap import shorten
from typing import Final

from plugins.glossary.headword import is_capitals
from plugins.glossary.model import Head, Joint

JOINTS: Final = re.compile(r" (or|/) |(;) ")
INVERTED: Final = re.compile(r"(?P<head>[^*]{2,}), (?P<article>THE|AN?)")
"""The inversion of an index, "BLUES, THE"; there is no head THE."""

PAIR: Final = re.compile(r"[^\s,*]{2,}, [^\s,*]{2,}")
"""Two words with a comma between them: "CONFIDANT, CONFIDANTE". More are one head: "EAT, DRINK AND BE MERRY"."""

EXACT: Final = re.compile(r"\*\*([^*]+)\*\*")


def split_heads(text: str) -> tuple[tuple[Head, ...], Joint] | None:
    """ "BOSS or CHIEF" at its joints; None if one of the pieces is no head."""
    if EXACT.fullmatch(text):
        return (Head(text[2:-2], exact=True),), "or"
    if PAIR.fullmatch(text) and is_capitals(text):
        return tuple(map(Head, text.split(", "))), ","
    pieces = JOINTS.split(text)
    heads = tuple(map(_as_head, pieces[::3]))
    if any(head is None for head in heads):
        return None
    joints = {first or second for first, second in zip(pieces[1::3], pieces[2::3], strict=True)}
    joint = joints.pop() if len(joints) == 1 else "or"
    return tuple(head for head in heads if head), joint  # type: ignore[return-value]  # JOINTS has no others


def _as_head(text: str) -> Head | None:
    exact = EXACT.fullmatch(text)
    if exact:
        return Head(exact[1], exact=True)
    return Head(text) if is_capitals(text) and text == text.strip() and text[0] != "(" else None


def start(text: str) -> str:
    """As much of a text as a message quotes."""
    return shorten(text, 40, placeholder="…") if " " in text[:40] else text[:40] + "…" * (len(text) > 40)
