"""The closed list of parts of speech, and how they are read aloud."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from plugins.front_matter import Customs

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


def parts_of_speech_of(customs: Customs) -> Mapping[str, str]:
    """All that a publication has."""
    return {**PARTS_OF_SPEECH, **customs.parts_of_speech}


def in_full(customs: Customs) -> Mapping[str, str]:
    """Abbreviation → words, of parts of speech and of labels."""
    return {**customs.labels, **parts_of_speech_of(customs)}


JOINT = r"(?: and | & | or |/)"


@cache
def one_or_more(names: tuple[str, ...]) -> str:
    """A pattern for "n.", "v. t." and "adj. and n.", also where "&", "or" or "/" joins them."""
    longest_first = sorted(names, key=len, reverse=True)
    one = "|".join(re.escape(name).replace(r"\.", r"\. ?").removesuffix(" ?") for name in longest_first)
    return rf"(?:{one})(?:{JOINT}(?:{one}))*"


def split_names(printed: str) -> tuple[str, ...]:
    """ "adj. & n." and "v. t." as the list has them."""
    return tuple(dict.fromkeys(name.replace(" ", "") for name in re.split(JOINT, printed)))


def split_part_of_speech(text: str, names: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """ "n. A place" is ("n.",) and "A place"; no part of speech where the text begins otherwise."""
    found = at_start(names).match(text) if names else None
    return (split_names(found["pos"]), text[found.end() :]) if found else ((), text)


@cache
def at_start(names: tuple[str, ...]) -> re.Pattern[str]:
    """Where a sense begins with a part of speech of its own."""
    return re.compile(rf"(?P<i>\*?)(?P<pos>{one_or_more(names)})(?P=i)(?:,?\s+|$)")


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


@cache
def otherwise_within(names: tuple[str, ...]) -> re.Pattern[str]:
    """A part of speech that begins a paragraph or follows a sentence, and is not set as `within_text` has it."""
    one = one_or_more(names)
    return re.compile(
        rf"^(?:[—–-]{{1,2}} ?)?[(\[]?(?P<i>\*{{0,3}})(?P<first>{one})(?P=i)[)\]]?[,:]?\s"
        rf"|(?:(?<=[.?!;”\"] )|(?<=: )(?=\S* ?\S+ [^a-z]))"
        rf"(?:(?:[—–]|--) ?(?P<j>\*?)(?P<dashed>{one})(?P=j)|(?P<k>\*{{1,3}})(?P<italic>{one})(?P=k))[,:]?\s"
        rf"|(?:(?<=[.?!;] )|(?<=[.?!;] [Aa]lso ))(?!v\. (?![Tt]o\b))"
        rf"[(\[]?\*?(?P<plain>{one})\*?[)\]]?,? (?=[A-ZÀ-Þ(\[]|to )"
    )


@cache
def after_reference(names: tuple[str, ...]) -> re.Pattern[str]:
    """ "See LANE, n.", where only the head is looked for."""
    return re.compile(
        r"\b(?:[Ss]ee(?: also)?|SEE(?: ALSO)?|[Cc]f\.|[Cc]ompare|[Oo]pposed to):?[*_]*:? "
        r"(?:[^.()]* )?\**(?P<head>[^\W\da-z_][^\Wa-z_'’-]+)\**,? "
        rf"[(\[]?\*?(?P<pos>{one_or_more(names)})"
    )


@cache
def run_on_within(names: tuple[str, ...]) -> re.Pattern[str]:
    """ "A thing. —**Lamp post**, n. …", "A thing. *LAMP*, v.t. …": a head and its part of speech within a paragraph."""
    return re.compile(
        r"(?<=[.?!;”\"] )(?:(?:—|–|--?) ?)?(?P<mark>\*{1,3})(?P<head>[^*]{1,60}?),?(?P=mark),? "
        rf"(?P<i>\*?)(?P<pos>{one_or_more(names)})(?P=i),?(?= (?:[^\W\da-z_]|an? |the |to |[\[(]))"
    )


@cache
def again(names: tuple[str, ...]) -> re.Pattern[str]:
    """ "v." and "& i." where a part of speech has just been read."""
    more = "sing|sg|pl|masc|fem|m|f|i|t|tr|intr|refl"
    return re.compile(
        rf",?\s*(?:(?:[,&/]|and|or)\s*)*\*?(?P<pos>{one_or_more(names)}|(?:{more})\.)\*?(?=[,:]?\s)"
    )


@cache
def near_run_on(names: tuple[str, ...]) -> re.Pattern[str]:
    """ "— **Lamp post**, n. …", "—LAMP POST, n. …", "—**Lamp post** n. …": a run-on entry in another dress."""
    one = one_or_more(names)
    return re.compile(
        rf"(?:—|–|--?) ?(?:\*\*(?P<bold>[^*]{{1,100}})\*\*|(?P<plain>[A-Z][A-Z '’-]{{1,100}})),? "
        rf"[(\[]?(?P<i>\*?)(?P<pos>{one})(?P=i)[)\]]?[,:]?\s"
    )
