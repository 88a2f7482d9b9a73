"""Straight quotes of finished HTML made curly. Inline tags are no obstacle: the text is judged as it is read."""

from __future__ import annotations

import re
from typing import Final

from plugins.html.tokens import TOKEN, read_tag

STRAIGHT: Final = re.compile(r"['\"]")
SKIPPED: Final = frozenset("code pre kbd samp tt var math svg dfn abbr title".split())
"""Elements in which quotes stay as they are: code, and heads and titles as they are printed."""

AS_WRITTEN: Final = 'class="pronunciation"'
"""What marks an element without others in it, in which a straight quote is a sign of stress."""

OBJECT: Final = "x"
"""What a skipped element, an image or an entity counts as beside a quote: something that is no space."""

SPACES: Final = frozenset(" \t\n\r\f\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000")
OPENERS: Final = frozenset("([{/-–—“‘=")
LEFT, RIGHT, LEFT_ONE, RIGHT_ONE = "“", "”", "‘", "’"
PRIMES: Final = {"'": "′", '"': "″"}

ELISION: Final = re.compile(
    r"(?:\d0s|\d\d(?!\d)|(?:tis|tisn|twas|twasn|twere|twill|twould|twouldn|cause|em|til|till|n|nuff|bout|cos|round|neath"
    r"|fraid|specially|spose|ello)\b)",
    re.IGNORECASE,
)
"""What an apostrophe that begins a word stands before: '90s, '09, 'tis, give 'em, rock 'n' roll."""

CLOSED: Final = re.compile(r"(?:[a-z]{2,})'(?!\w)|n'(?! [^\W\d_])", re.IGNORECASE)
""" "He called it 'round'.": the word itself, between quotes; "rock 'n' roll" is another thing."""

OF_A_WORD: Final = re.compile(r"\b(?:letters?|words?|signs?|symbols?|keys?|names?) $", re.IGNORECASE)
OF_A_YEAR: Final = re.compile(
    r"\b(?:of|in|since|from|to|by|until|till|and|or|the|before|after|during|around|late|early|was|is)[ -]$",
    re.IGNORECASE,
)
NUMBER: Final = re.compile(r"\d\d [^'\n]{1,80}[\w.,!?]'(?!\w)")
""" "'10 things' he hates": a quotation that begins with a number, and no year."""

FRACTION: Final = r"(?:\d/\d{1,2}|[¼½¾⅓⅔⅛⅜⅝⅞])"
FEET: Final = re.compile(
    rf"'(?:[ -]?\d{{1,2}}(?:[ -]?{FRACTION})?(?:[\"″]|'')|(?= ?[×x] ?\d)|(?=[ -](?:tall|high|long|wide|deep|by \d)))"
)
"""What follows the figure of a measure: 5' 11", 3' × 4', 6' tall."""

TIMES: Final = re.compile(r"(?:(?<![^\W\d_])[×x]|\bby) ?\d{1,4}$")
AFTER_FEET: Final = re.compile(rf"′[ -]?\d{{1,2}}(?:[ -]?{FRACTION})?$")
WIDEST: Final = 12
"""Characters of a measure before its last mark."""

SERIES: Final = frozenset(",;|:")
"""What may stand between two quoted words without a space: "one","two"."""

ENTITIES: Final = {LEFT: "&#8220;", RIGHT: "&#8221;", LEFT_ONE: "&#8216;", RIGHT_ONE: "&#8217;"}
NAMED: Final = {
    "&quot;": '"',
    "&#34;": '"',
    "&#39;": "'",
    "&nbsp;": " ",
    "&#160;": " ",
    "&emsp;": " ",
    "&#8195;": " ",
}


def curl_quotes(html: str) -> str:
    """`html` with every straight quote of its text as an entity; nothing else changes."""
    if not STRAIGHT.search(html) and "&quot;" not in html:
        return html
    pieces, places, text = _read(html)
    for (piece, inside, length), curly in zip(places, _curl(text), strict=True):
        if curly is not None:
            before, after = pieces[piece][:inside], pieces[piece][inside + length :]
            pieces[piece] = before + ENTITIES.get(curly, f"&#{ord(curly)};") + after
    return "".join(pieces)


def _read(html: str) -> tuple[list[str], list[tuple[int, int, int]], str]:
    """Tokens; where each quote is in them, from the last to the first; and the text, quotes and what is beside them."""
    pieces: list[str] = []
    places: list[tuple[int, int, int]] = []
    text: list[str] = []
    skipped: list[str] = []
    for found in TOKEN.finditer(html):
        run, rest = found["run"] or "", found[0][len(found["run"] or "") :]
        pieces += (run, rest)
        if skipped:
            text.append("")
        else:
            text.append(run)
            places += ((len(pieces) - 2, quote.start(), 1) for quote in STRAIGHT.finditer(run))
        text.append(_beside(found, rest, skipped, places, len(pieces) - 1))
    places.sort()
    return pieces, places[::-1], "".join(text)


def _beside(
    found: re.Match[str], rest: str, skipped: list[str], places: list[tuple[int, int, int]], piece: int
) -> str:
    """What a token is to the quotes beside it; enters and leaves skipped elements."""
    if found["tag"]:
        tag = read_tag(found["tag"])
        if tag.is_end and tag.name in skipped:
            del skipped[skipped.index(tag.name) :]
            return "" if skipped else OBJECT
        is_skipped = tag.name in SKIPPED or AS_WRITTEN in found["tag"]
        if is_skipped and not tag.is_end and not tag.closes_itself:
            skipped.append(tag.name)
        return "\n" if tag.is_block and not skipped else OBJECT if tag.name == "img" and not skipped else ""
    if skipped or found["comment"]:
        return ""
    if found["entity"]:
        decoded = NAMED.get(rest, OBJECT)
        if decoded in PRIMES:
            places.append((piece, 0, len(rest)))
        return decoded
    return OBJECT if found["raw"] else rest


def _curl(text: str) -> list[str | None]:
    """The curly form of each straight quote of `text`, from the last to the first."""
    curled: list[str | None] = []
    made = list(text)
    is_open = False
    for quote in STRAIGHT.finditer(text):
        place = quote.start()
        curly = (_single if quote[0] == "'" else _double)(text, made, place, is_open=is_open)
        if quote[0] == '"' and curly in (LEFT, RIGHT):
            is_open = curly == LEFT
        made[place] = curly
        curled.append(curly)
    return curled[::-1]


def _double(text: str, made: list[str], place: int, *, is_open: bool) -> str:
    before, after = _neighbours(text, made, place)
    if before.isnumeric() and (not is_open or _is_inch(text, made, place)):
        return PRIMES['"']
    if before in SERIES and after.isalnum() and not is_open:
        return LEFT
    return LEFT if _opens(before, after) else RIGHT


def _is_inch(text: str, made: list[str], place: int) -> bool:
    """Whether a mark after a figure ends no quotation: feet stand before it, or the next mark closes what is open."""
    if AFTER_FEET.search("".join(made[max(0, place - WIDEST) : place])):
        return True
    following = text.find('"', place + 1)
    if following < 0 or "\n" in text[place:following] or not text.startswith((" ", "-"), place + 1):
        return False
    return not _opens(text[following - 1], text[following + 1 : following + 2] or "\n")


def _single(text: str, made: list[str], place: int, *, is_open: bool) -> str:  # noqa: ARG001 - as `_double`
    before, after = _neighbours(text, made, place)
    if before.isnumeric() and (after.isdigit() or _is_foot(text, place, after)):
        return PRIMES["'"]
    if before == PRIMES["'"] and after != "'":
        return before
    is_next = before in SERIES and after.isalnum() and made[place - 2 : place - 1] == [RIGHT_ONE]
    if not is_next and not _opens(before, after):
        return RIGHT_ONE
    return RIGHT_ONE if _is_elision(text, place) else LEFT_ONE


def _is_elision(text: str, place: int) -> bool:
    """Whether a mark before a word stands for letters or figures that are left out."""
    if ELISION.match(text, place + 1) is None:
        return False
    before = text[max(0, place - WIDEST) : place]
    if NUMBER.match(text, place + 1):
        return OF_A_YEAR.search(before) is not None
    return CLOSED.match(text, place + 1) is None and OF_A_WORD.search(before) is None


def _is_foot(text: str, place: int, after: str) -> bool:
    if after == "'" or FEET.match(text, place):
        return True
    return not after.isalnum() and TIMES.search(text[max(0, place - WIDEST) : place]) is not None


def _neighbours(text: str, made: list[str], place: int) -> tuple[str, str]:
    """The signs on both sides of a quote; those before it are curled."""
    return made[place - 1] if place else "\n", text[place + 1 : place + 2] or "\n"


def _opens(before: str, after: str) -> bool:
    """Whether a quote opens: after a space or a bracket, and before something that is said."""
    if before in SPACES:
        return True
    return before in OPENERS and after not in SPACES and after not in ".,;:!?)]}"
