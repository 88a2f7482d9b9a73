"""The closed list of parts of speech, and how they are read aloud."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

PARTS_OF_SPEECH: Mapping[str, str] = MappingProxyType(
    {
        "n.": "noun",
        "n.pl.": "plural noun",
        "v.": "verb",
        "v.t.": "transitive verb",
        "v.i.": "intransitive verb",
        "adj.": "adjective",
        "adv.": "adverb",
        "prep.": "preposition",
        "conj.": "conjunction",
        "interj.": "interjection",
        "pron.": "pronoun",
        "phr.": "phrase",
        "abbr.": "abbreviation",
        "pref.": "prefix",
        "suff.": "suffix",
    }
)
"""Abbreviation as printed → in words. Every parser takes another such mapping as an argument."""


@cache
def one_or_more(names: tuple[str, ...]) -> str:
    """A pattern for "n." and for "adj. and n."."""
    one = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return rf"(?:{one})(?: and (?:{one}))*"


@cache
def after_head(names: tuple[str, ...]) -> re.Pattern[str]:
    """Where a head ends: ", n." and what may follow it."""
    return re.compile(rf",\s+(?P<i>\*?)(?P<pos>{one_or_more(names)})(?P=i)(?=,?(?:\s|$))")


@cache
def without_comma(names: tuple[str, ...]) -> re.Pattern[str]:
    """ "IMPOSTOR n.", where the comma was forgotten."""
    return re.compile(rf"\s(?P<pos>{one_or_more(names)})(?=,?(?:\s|$))")


@cache
def within_text(names: tuple[str, ...]) -> re.Pattern[str]:
    """ "—*v.t.* ", where the text goes on with another part of speech."""
    return re.compile(rf"(?:^|\s)—\*(?P<pos>{one_or_more(names)})\*(?=,?(?:\s|$))")


def in_words(printed: str, parts_of_speech: Mapping[str, str] = PARTS_OF_SPEECH) -> str:
    """ "v.t." is "transitive verb"; one that is not in the list is itself."""
    return parts_of_speech.get(printed, printed)
