"""What stands like a head and begins a sentence: "MBA, CPA, etc.", "HMRC v. Smith", "PS: I kept it.", `HR: "No."`.

Where a word stands decides first: an article's paragraphs and commentary are never read as heads without a part of
speech. This is for what is left: a first paragraph with something like a part of speech in it, and dictionary files.
"""

from __future__ import annotations

import re
from typing import Final

from plugins.glossary.counting import counted

ANY_PROSE: Final = frozenset(
    "etc. i.e. e.g. i. e. cf. viz. vs. sc. al. ibid. resp. a.k.a. aka. w.r.t. inc. ltd. plc. co.".split()
)
"""What follows a comma in sentences and is never meant for a part of speech."""

BEFORE_A_FIGURE: Final = frozenset(
    "no. nos. p. pp. vol. vols. ch. ed. eds. ca. c. approx. dept. ext. tel. min. max. avg. esp. incl. est.".split()
)
"""The same, but where an article follows, which defines: "LAMP, pp. A thing."."""

DEFINES: Final = re.compile(r",?\s+(?:[^\W\da-z_]|[(\[/\"“‘*_<{]|an? |the |to |one |that |what |\d+\. )")
"""How a text goes on after a part of speech, and a sentence after an abbreviation seldom does."""

VERSION: Final = re.compile(r"v\.\s+\d|n\.\s+\d+,")
""" "NDA, v. 2 is worse", "HANDBOOK, n. 3, says so": the number of a version or a note, and no sense."""

NEXT_VERSION: Final = re.compile(r"\b[vn]\.\s+2\b")
BOTH_NOTES: Final = re.compile(r"[vn]\.\s+1, ?2\b")
""" "HANDBOOK, n. 1, 2 and 3": two notes above an article, and among entries rather senses."""

TO_DO: Final = re.compile(r",?\s+(?:[Tt]o\b|[(\[]|\*?[Tt]o\b)")
"""How a verb is defined. "HMRC v. Smith" is a case."""

INITIALS: Final = re.compile(
    r"(?:(?:the )?[A-Z][A-Z0-9&./]*s?(?:, |,? (?:and|or) |,? & ))+"
    r"(?!(?:An?|The|To)\b)[A-Z][\w&/]*s?(?! (?:or|and) [A-Z])\b"
    r"(?![.:]? (?:An?|The|To)\b)(?=[ :.,]| – | — )"
)
"""Words in capitals side by side with others: "CEO, CFO and COO left."."""

SAID: Final = re.compile(r"[^\n:–—]{1,60}?(?::| [–—-]) ?[\"“‘']")
""" `HR: "No."`: what somebody says."""

ALWAYS: Final = frozenset("ps pps nb n.b p.s p.p.s tl;dr tldr q a re cc attn".split())
"""What comes before a colon and is never a head there."""

MOSTLY: Final = frozenset(
    "update edit updated edited correction warning caution note fyi eta rip imho imo btw faq aka spoiler disclaimer"
    " reminder pros cons todo wanted bonus answer question example summary source sources result verdict"
    " moral lesson".split()
)
"""The same, but where an article follows, which defines: "UPDATE: A letter that …"."""

ARTICLE: Final = re.compile(r"(?:An?|To) ")
BEFORE_COLON: Final = re.compile(
    r"(?:\*\*|__)?(?P<head>[^\n:*_]{1,30}?)(?:\*\*|__)?:(?:\*\*|__)? (?P<rest>.*)", re.S
)
DATELINE: Final = re.compile(
    r"[A-Z][A-Z .'’-]{2,30}(?:"
    r", (?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z.]* \d{1,2}(?:, \d{4})?"
    r"| \([A-Z][\w ]{1,12}\))"
    r" ?[–—-]{1,2} "
)
""" "LONDON, May 3 – The office closed.", "NEW YORK (AP) — The office closed."."""


def is_abbreviation_of_prose(part: str, rest: str) -> bool:
    """Whether "etc." and the like stand where a part of speech might."""
    first = part.casefold().split()[0]
    return first in ANY_PROSE or (first in BEFORE_A_FIGURE and ARTICLE.match(rest.lstrip()) is None)


def is_numbered(rest: str, *, strict: bool) -> bool:
    """Whether a part of speech and what follows it are the number of a version or of a note, and count no senses."""
    found = VERSION.match(rest)
    if found is None:
        return False
    if BOTH_NOTES.match(rest):
        return not strict
    return bool(NEXT_VERSION.search(rest)) or counted(rest[2:].lstrip()) is None


def defines(part_of_speech: str, rest: str) -> bool:
    """Whether a text goes on behind a part of speech as an entry does; a verb is "to do" something."""
    after = TO_DO if part_of_speech.startswith("v") else DEFINES
    return after.match(rest) is not None


def begins_sentence(text: str) -> bool:
    """Whether a paragraph that begins with capitals, or with a word and a colon, is surely no entry."""
    if SAID.match(text) or DATELINE.match(text) or INITIALS.match(text):
        return True
    if (found := BEFORE_COLON.match(text)) is None:
        return False
    head, rest = found["head"].casefold().rstrip("."), found["rest"]
    if head in ALWAYS or rest.rstrip("\"”'’) ").endswith("?"):
        return True
    return head in MOSTLY and ARTICLE.match(rest) is None
