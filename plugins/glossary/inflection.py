"""The other forms of a noun, for the index of linkable words. Made from heads; no text is ever stemmed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

IRREGULAR: Final[Mapping[str, str]] = MappingProxyType(
    {
        "child": "children",
        "foot": "feet",
        "goose": "geese",
        "half": "halves",
        "hero": "heroes",
        "knife": "knives",
        "leaf": "leaves",
        "life": "lives",
        "loaf": "loaves",
        "man": "men",
        "mouse": "mice",
        "person": "people",
        "potato": "potatoes",
        "quiz": "quizzes",
        "self": "selves",
        "shelf": "shelves",
        "thief": "thieves",
        "tooth": "teeth",
        "veto": "vetoes",
        "wife": "wives",
        "wolf": "wolves",
        "woman": "women",
    }
)
"""Whatever else is irregular the author writes under Forms."""

LAST_WORD: Final = re.compile(r"(.*?)([^\W\d_]+)", re.S)
BEFORE_PREPOSITION: Final = re.compile(r"(.+?)( (?:of|in|at|for|on|to|from|with|without|by) .+)", re.S)
COMPOUND_IN_MAN: Final = re.compile(r"\w*(?:wo)?man")


def inflections(noun: str) -> Iterator[str]:
    """Plural and possessives of a noun in lower case: "boss" has "bosses", "boss's".

    A plural's possessive is only made where it has an s of its own ("men's"); after "bosses" the apostrophe
    may as well close a quotation, and stands outside of the link.
    """
    yield f"{noun}'s"
    plural = plural_of(noun)
    if plural:
        yield plural
        if not plural.endswith("s"):
            yield f"{plural}'s"


def plural_of(noun: str) -> str:
    """ "chief of staff" is "chiefs of staff"; empty where there is no letter to work on."""
    before = BEFORE_PREPOSITION.fullmatch(noun)
    if before:
        return plural_of(before[1]) + before[2]
    last = LAST_WORD.fullmatch(noun)
    return last[1] + _plural_of_word(last[2]) if last else ""


def _plural_of_word(word: str) -> str:
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("sis"):
        return f"{word[:-2]}es"
    if COMPOUND_IN_MAN.fullmatch(word) and word != "human":
        return f"{word[:-2]}en"
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return f"{word}es"
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}s"
