"""What can be made from a headword alone: its slug, its key for lookups, its order, its title."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from plugins.slug import SPOKEN

UNDECOMPOSED = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "&": " and "}
)
"""Letters that Unicode does not take apart into a base and an accent, and the one sign that is read aloud."""

SIGNS = str.maketrans({sign: f" {spoken} " for sign, spoken in SPOKEN.items()})
"""Signs that tell one head from another, read aloud in its address: C, C++ and C# are three."""

APOSTROPHES = re.compile("['’ʼ`´]")
NO_LETTER = re.compile(r"[\W_]+")
ROMAN = ("", "", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


@lru_cache(65_536)
def unaccented(text: str) -> str:
    """Folded in case, without accents: "RÉSUMÉ" and "resume" are alike."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return bare.translate(UNDECOMPOSED)


@lru_cache(65_536)
def slugify(headword: str, homograph: int = 0) -> str:
    """The address of a headword: "KING'S EVIL" is "kings-evil", the second LEAD is "lead-ii".

    Roman, because "lead-2" is the second sense of "lead". A head of one letter would take the address of
    that letter's page, so "X" is "the-letter-x".
    """
    words = NO_LETTER.sub("-", unaccented(APOSTROPHES.sub("", headword)).translate(SIGNS)).strip("-")
    slug = f"the-letter-{words}" if len(words) == 1 else words
    if homograph < 2:
        return slug
    return f"{slug}-{ROMAN[homograph] if homograph < len(ROMAN) else f'{homograph}th'}"


@lru_cache(65_536)
def lookup_key(headword: str) -> str:
    """Alike for what a reader would take for the same head: case, curly apostrophes and wide spaces aside."""
    plain = unicodedata.normalize("NFC", headword).replace("’", "'").casefold()
    return " ".join(plain.split())


@lru_cache(65_536)
def sort_key(headword: str) -> tuple[str, str]:
    """Letter by letter, as dictionaries sort: spaces, marks and accents count only between equals."""
    return NO_LETTER.sub("", unaccented(headword)), headword


def initial(headword: str) -> str:
    """The letter it is filed under, lower case; "0" for a head that begins with a figure or has no letter."""
    first = sort_key(headword)[0][:1]
    return first if first.isalpha() else "0"


def is_capitals(text: str) -> bool:
    """Whether `text` is printed in capitals, as a head is; figures and marks may stand among them."""
    return any(sign.isalnum() for sign in text) and not any(sign.islower() for sign in text)


def is_abbreviation(text: str) -> bool:
    """Whether the last full stop is the word's own: "LL.D.", "THE PH.D."."""
    last = text.rpartition(" ")[2]
    return last.endswith(".") and "." in last[:-1] and last[-2].isalpha()


def sentence_case(headword: str) -> str:
    """ "INFORMATIONAL INTERVIEW" as a title: "Informational interview"."""
    lowered = headword.lower()
    place = next((place for place, sign in enumerate(lowered) if sign.isalnum()), 0)
    return lowered[:place] + lowered[place : place + 1].upper() + lowered[place + 1 :]


def is_initials(headword: str) -> bool:
    """Whether the capitals are the spelling: "AT&T", "KPI", "LL.D."."""
    is_consonants = not set("aeiouy").intersection(unaccented(headword))
    return "&" in headword or is_abbreviation(headword) or is_consonants


def superscript(number: int) -> str:
    """2 as dictionaries number homographs: "²"."""
    return "".join(SUPERSCRIPTS[int(figure)] for figure in str(number))
