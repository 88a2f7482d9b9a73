"""What counts the senses of a text where other dictionaries do it: "1 a: …", "[2.]", "– 2", "**II.**", "②"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

LETTERS: Final = ("ab", "AB", "αβ", "ΑΒ", "аб", "АБ", "אב", "一二", "甲乙", "アイ")
"""First and second where letters, or signs that are no decimal figures, count."""

SIGNS: Final = ("①②", "❶❷", "➀➁", "➊➋", "⓵⓶", "⑴⑵", "⒈⒉", "㈠㈡", "ⓐⓑ", "⒜⒝", "ⅠⅡ", "ⅰⅱ", "¹²")
"""Signs that are nothing but numbers. The last are raised, and count only where a text begins."""

ROWS: Final = {
    **{sign: (row, value) for row in (*LETTERS, *SIGNS) for value, sign in enumerate(row, start=1)},
    **{sign: (sign[0], len(sign)) for sign in ("i", "ii", "I", "II")},
}
"""Sign → the row it belongs to, and whether it is the first or the second of it."""

SIGN: Final = "".join(SIGNS)
FOREIGN: Final = "".join(row for row in LETTERS if not row.isascii())
ALONE: Final = r"(?![^\W\d_])"
TOKEN: Final = re.compile(
    r"(?:^|(?<=[\s|])|(?<=[;:,.?!])(?=[(\[]\d))(?:(?P<dash>[—–|-]{1,2}) ?)?(?P<dress>[*_]{0,3})"
    r"(?P<open>[(\[{<#]?) ?[*_]{0,3}"
    rf"(?P<count>\d{{1,3}}|(?:ii?|II?|[abAB]){ALONE}|[{FOREIGN}](?!\w)|[{SIGN}])"
    r"(?P<close>\.?[*_]{0,3} ?[)\]}>]|[.°º]?[*_]{0,3}"
    r"(?:[:/、．.]|[–—-]{1,2}(?=\s)|,(?=\s))|[.°º]| (?::|[–—-]{1,2})(?=\s)|)"
    r"[*_]{0,3}[.,:]?[*_]{0,3}"
    rf"(?=\s|$|(?<=[).:\]}}>/、])(?:[^\W\d_]{{2}}|[Aa] )|(?<=[{SIGN}])\w)"
)
"""A number or a letter that stands as a word of its own, in any marks."""

OPENS: Final = re.compile(r"\s+(?:(?:an?|the|to)\s|[^\W\da-z_])")
"""How a definition begins."""

LETTER: Final = re.compile(r"[^\W\d_]")
MARKED: Final = re.compile(r"[.;:?!…,—–|][\"”’»)\]*_]*\s*$")
ENDED: Final = re.compile(r"[.;:?!…—–|][\"”’»)\]*_]*\s*$")
BEHIND: Final = tuple(
    re.compile(rf"(?<=[\w.*”\"’)])[ ](?:\({number}\)|\[{number}\])(?:[;,.](?=\s|$)|$)") for number in (1, 2)
)
"""A number behind its sense: "A book (1); a bone (2)."."""

OF_A_HEAD: Final = re.compile(r"(?:[^\W\da-z_]{2}|[*_\])/])\s?$")
"""What stands before the number of a reference: "LAMP (1)", "**Lamp** (2)"."""

CONTEXT: Final = 12
"""Characters before a number that are looked at."""

NEAR: Final = 40
"""Characters behind a number in which a word follows."""


class Strength(IntEnum):
    """How surely a sign is a number of something."""

    BARE = 1
    CLOSED = 2
    ENCLOSED = 3
    SIGN = 4


@dataclass(frozen=True, slots=True)
class Token:
    """One number or letter, and how it stands there."""

    text: str
    """All of it."""

    start: int
    end: int
    row: str
    value: int
    close: str
    is_dashed: bool
    is_dressed: bool
    strength: Strength
    is_first: bool
    """Whether nothing stands before it."""

    @property
    def form(self) -> tuple[str, str, Strength, bool]:
        """What numbers of one row have in common."""
        return self.row, self.close, self.strength, self.is_dressed

    @property
    def is_figure(self) -> bool:
        return self.row == "1"

    @property
    def is_marked(self) -> bool:
        """Whether a mark stands before it, as between senses."""
        return MARKED.search(self._before) is not None

    @property
    def is_ended(self) -> bool:
        """Whether what stands before it is closed by more than a comma."""
        return ENDED.search(self._before) is not None

    @property
    def is_of_a_head(self) -> bool:
        return is_of_a_head(self.text, self.start)

    @property
    def opens(self) -> bool:
        return OPENS.match(self.text, self.end) is not None

    @property
    def _before(self) -> str:
        return self.text[max(0, self.start - CONTEXT) : self.start]


@dataclass(frozen=True, slots=True)
class Counted:
    """That a text counts."""

    has_kinds: bool
    """Whether what it counts has kinds: "1 a: … b: … 2: …"."""


def counted(text: str, *, is_within: bool = False) -> Counted | None:
    """How a text counts from its beginning on; None where it is a sentence with figures.

    `is_within` where words may announce it: "a thing: a. one b. two".
    """
    firsts: dict[object, Token] = {}
    outer: Token | None = None
    last: Token | None = None
    for token in _tokens(text):
        if token.value == 1:
            if last and outer is None and _has_below(last, token):
                outer = last
            if _may_be_first(token, is_within=is_within):
                firsts.setdefault(token.form, token)
        elif outer and token.row == outer.row and _speaks(outer, token):
            return Counted(has_kinds=True)
        elif (first := firsts.get(token.form)) and _speaks(first, token) and _is_second(first, token):
            return Counted(has_kinds=False)
        last = token
    return None


def is_counted_behind(text: str) -> bool:
    """Whether the numbers stand behind what they count."""
    first, second = BEHIND
    found = first.search(text)
    if found is None or is_of_a_head(text, found.start()):
        return False
    return second.search(text, found.end()) is not None


def is_of_a_head(text: str, place: int) -> bool:
    """Whether the number that stands there is that of a reference: "LAMP (1)"."""
    return OF_A_HEAD.search(text[max(0, place - CONTEXT) : place]) is not None


def _tokens(text: str) -> Iterator[Token]:
    """The first and the second numbers of all rows."""
    first = len(text) - len(text.lstrip())
    for found in TOKEN.finditer(text):
        count, close = found["count"], re.sub(r"[*_\s]", "", found["close"])
        row, value = ("1", int(count)) if count.isdecimal() else ROWS.get(count, ("", 0))
        if value not in (1, 2):
            continue
        if count in SIGN:
            strength = Strength.SIGN
        elif found["open"] and close:
            strength = Strength.ENCLOSED
        else:
            strength = Strength.CLOSED if close or found["open"] else Strength.BARE
        is_dressed = bool(found["dress"]) and "*" in found[0][len(found["dress"]) + 1 :].replace("_", "*")
        form = "" if count in SIGN else found["open"] + close
        is_dashed = bool(found["dash"])
        start, end = found.span()
        yield Token(text, start, end, row, value, form, is_dashed, is_dressed, strength, start <= first)


def _speaks(first: Token, second: Token) -> bool:
    """Whether words follow both."""
    if first.strength == Strength.SIGN:
        return True
    behind = first.text[first.end : min(second.start, first.end + NEAR)]
    after = first.text[second.end : second.end + NEAR]
    return LETTER.search(behind) is not None and LETTER.search(after) is not None


def _has_below(outer: Token, inner: Token) -> bool:
    """Whether one number follows the other, as that of a kind follows that of a sense: "1 a:", "**I.** **1.**"."""
    is_next = not outer.text[outer.end : inner.start].strip()
    is_sure = inner.strength > Strength.BARE or inner.is_dressed or inner.opens
    return is_next and outer.value == 1 and outer.row != inner.row and outer.is_first and is_sure


def _may_be_first(token: Token, *, is_within: bool) -> bool:
    if token.is_first or (token.row in SIGNS[:-1]):
        return True
    if token.strength == Strength.ENCLOSED and token.is_figure and token.close == "()":
        return not token.is_of_a_head
    if token.is_figure and (token.is_dressed or (token.strength == Strength.ENCLOSED)):
        return token.is_marked
    return is_within and token.is_marked and token.strength in (Strength.CLOSED, Strength.ENCLOSED)


def _is_second(first: Token, token: Token) -> bool:
    """Whether a number goes on with the row, and does not only follow as figures and letters do in a sentence."""
    if token.strength == Strength.SIGN:
        return True
    if token.is_of_a_head and not token.is_marked:
        return False
    if token.is_dressed or token.strength == Strength.ENCLOSED:
        return token.is_figure or token.is_marked or (first.is_first and not token.is_dressed)
    if token.strength == Strength.CLOSED:
        if token.close in (",", "-", "–", "—", "--"):
            return token.is_ended or (first.opens and token.opens)
        return not (token.row == "AB" and not token.is_marked)
    if token.is_figure:
        return token.is_marked or (first.is_dashed and token.is_dashed) or (first.opens and token.opens)
    return token.is_ended and (token.row in ("ab", "i") or (first.opens and token.opens))
