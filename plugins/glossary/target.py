"""The heads that a cross-reference names: "NETWORKING (2), **Table d'Hôte** and LEAVE²"."""

from __future__ import annotations

import re
from typing import Final

from plugins.glossary.block import Head, Target
from plugins.glossary.headword import SUPERSCRIPTS, is_abbreviation, is_capitals

TARGET_JOINT: Final = re.compile(r",? (?:and|or) |, |; | / ")
MARKED: Final = re.compile(r"\[(\*\*)?([^\[\]*]+)(?:\*\*)?\]\(dict:(nowhere|later)\)")
ITALIC: Final = re.compile(r"^([*_])((?:(?!\1).)+)\1$")
IN_MARKS: Final = re.compile(
    r"(?:\"(?P<straight>[^\"]+)\"|“(?P<curly>[^“”]+)”|'(?P<single>[^']+)'|‘(?P<raised>[^‘’]+)’|`(?P<code>[^`]+)`|\{(?P<curved>[^{}]+)\}"
    r"|\[(?:\[(?P<twice>[^\[\]]+)\]|(?P<once>[^\[\]]+))\])"
)
"""A head in other marks than ours: "[LANE]", "“LANE”", "`lane`"."""

TARGET_NUMBERS: Final = re.compile(
    r"(.*?)(?:([¹²³⁴-⁹]+)|\^(\d{1,2}))?(?: ?\((\d{1,3})\)|#(\d{1,3}))?", re.DOTALL
)
NOWHERE: Final = frozenset({"nowhere", "later"})
"""Names that no entry has: a joke, and a word that is still to be written."""

SMALL: Final = re.compile(r"[a-zà-öø-ÿ][a-zà-öø-ÿ'’-]*(?: [a-zà-öø-ÿ][a-zà-öø-ÿ'’-]*){0,2}")
NOT_HEADS: Final = frozenset(
    "a above and any below each elsewhere etc for here him her how if in it me next no note of on or our over overleaf"
    " page previous that the their them there these this those to under us what when where which who why"
    " with you your".split()
)
"""Words that no head of one to three words in small letters has: "See below", "see the handbook"."""


def read_targets(text: str, *, may_be_small: bool = False) -> tuple[Target, ...] | None:
    """ "NETWORKING and COFFEE." as two targets; None if it is ordinary text.

    `may_be_small` where only a cross-reference would end so: "See lamp.".
    """
    pieces = [_unmarked(piece) for piece in TARGET_JOINT.split(_without_full_stop(text))]
    targets = [read_target(piece) or (_read_small(piece) if may_be_small else None) for piece in pieces]
    if any(target is None for target in targets):
        return None
    return tuple(target for target in targets if target)


def _unmarked(text: str) -> str:
    found = IN_MARKS.fullmatch(text)
    return _without_full_stop(found[found.lastgroup or 0]) if found else ITALIC.sub(r"\2", text)


def _without_full_stop(text: str) -> str:
    """The full stop ends the sentence, unless it is the last word's own."""
    last = TARGET_JOINT.split(text)[-1]
    is_own = is_abbreviation(last) and is_capitals(last) and "*" not in last
    return text[:-1] if text.endswith(".") and not is_own else text


def _read_small(text: str) -> Target | None:
    return Target(Head(text.upper())) if SMALL.fullmatch(text) and may_be_head(text) else None


def may_be_head(words: str) -> bool:
    """Whether words in small letters after "See" can be a head, and not "below" or "the handbook"."""
    return NOT_HEADS.isdisjoint(words.split())


def read_target(text: str) -> Target | None:
    """ "NETWORKING (2)", "NETWORKING#2", "**Table d'Hôte**"; None if it is ordinary text."""
    marked = MARKED.fullmatch(text)
    if marked:
        exact, words, where = marked.groups()
        return Target(Head(words, bool(exact)), is_joke=where == "nowhere", is_planned=where == "later")
    numbers = TARGET_NUMBERS.fullmatch(text)
    if numbers is None:
        return None
    word, raised, caret, printed, sense = numbers.groups()
    exact = len(word) > 4 and word.startswith("**") and word.endswith("**") and "*" not in word[2:-2]
    if not exact and (not is_capitals(word) or any(sign in word for sign in "_`[]()<>{}") or "**" in word):
        return None
    homograph = "".join(str(SUPERSCRIPTS.index(sign)) for sign in raised or "") or caret or "0"
    head = Head(word[2:-2] if exact else word, exact)
    return Target(head, int(homograph), int(printed or sense or 0))
