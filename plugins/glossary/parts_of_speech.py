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


WORDS: Mapping[str, str] = MappingProxyType(
    {
        "noun": "n.",
        "verb": "v.",
        "adjective": "adj.",
        "adverb": "adv.",
        "n": "n.",
        "v": "v.",
        "adj": "adj.",
        "adv": "adv.",
    }
)
"""What stands for those, without a full stop of its own."""

NEARLY = r"(?:vb|vt|vi|v\. ?tr|v\. ?intr|tr|intr|pp|p\.p|ppl|subst|pl|sing|num|int|exclam|art)\."
"""What other dictionaries have for a part of speech."""

SHORT: Mapping[str, str] = MappingProxyType(
    {
        **{f"{verb}{rest}.": "v.t." for verb in ("v", "v.", "vb.") for rest in ("t", "tr", "trans")},
        **{f"{verb}{rest}.": "v.i." for verb in ("v", "v.", "vb.") for rest in ("i", "intr", "intrans")},
    }
)
"""Other spellings, where a publication has none of its own for them."""

REST: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("t.", "tr.", "trans."), "v.t."),
        **dict.fromkeys(("i.", "intr.", "intrans."), "v.i."),
    }
)
"""What may follow a joint, where the "v." is not said again: "v.t. & i."."""

INFLECTED = (
    r"(?:sing|sg|pl|masc|fem|neut|nt|m|f|refl)\."
    r"(?:(?: and | or | ?& ?| ?/ ?|, | ?)(?:sing|sg|pl|masc|fem|neut|nt|m|f)\.)*"
)
"""What other dictionaries say of a part of speech: "n. m.", "n. sing. or pl."; a label to ours."""

JOINT = r"(?: and | & | or |/)"


@cache
def one_or_more(names: tuple[str, ...]) -> str:
    """A pattern for "n.", "v. t." and "adj. and n.", also where "&", "or" or "/" joins them."""
    spelt = {*names, *(short for short, name in SHORT.items() if name in names)}
    longest_first = sorted(spelt, key=lambda name: (-len(name), name))
    one = "|".join(re.escape(name).replace(r"\.", r"\. ?").removesuffix(" ?") for name in longest_first)
    rest = "|".join(re.escape(short) for short, name in REST.items() if name in names)
    return rf"(?:{one})(?:{JOINT}(?:{f'{one}|{rest}' if rest else one}))*"


def split_names(printed: str, names: tuple[str, ...] = ()) -> tuple[str, ...]:
    """ "adj. & n.", "v. t." and "vt." as the list of `names` has them."""
    found = (name.replace(" ", "") for name in re.split(JOINT, printed))
    return tuple(
        dict.fromkeys(name if name in names else {**SHORT, **REST}.get(name, name) for name in found)
    )


def split_part_of_speech(text: str, names: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """ "n. A place" is ("n.",) and "A place"; no part of speech where the text begins otherwise."""
    found = at_start(names).match(text) if names else None
    if found is None:
        return (), text
    word = (found["word"] or found["bare"] or found["capital"] or "").lower()
    own = (WORDS[word],) if word else split_names(found["pos"], names)
    return (own, text[found.end() :]) if set(own) <= set(names) else ((), text)


@cache
def at_start(names: tuple[str, ...]) -> re.Pattern[str]:
    """Where a sense begins with a part of speech of its own: "n. ", "*n.* ", "(n.) ", "noun: ", "Verb. "."""
    words = "|".join(WORDS)
    marked = rf"(?:{words}|Noun|Verb|Adjective|Adverb)(?=[*_)\].,:]+\s)"
    bare = rf"(?:{words})(?= [^\W\da-z_])"
    return re.compile(
        r"(?:[—–-]{1,2} ?)?(?:(?P<round>\()|(?P<square>\[))?(?P<i>[*_]{0,3})"
        rf"(?:(?P<pos>{one_or_more(names)})|(?P<word>{marked})\.?|(?P<bare>{bare})"
        r"|(?P<capital>[NV])\.(?= (?:An?|The|To) ))"
        r"(?P=i)(?(round)\))(?(square)\])[.,:;]?(?: [—–-]{1,2})?(?:\s+|$)"
    )


@cache
def at_end(names: tuple[str, ...]) -> re.Pattern[str]:
    """Where a sense ends with a part of speech: "A thing (n.).", "A thing, n.", "A thing. *v.*"."""
    return re.compile(
        rf"(?:(?P<own>, ?| \(| \[)|[.?!;] )(?P<i>[*_]{{0,3}})(?P<pos>{one_or_more(names)})(?P=i)[)\]]?[.,;]?$"
    )


UNKNOWN_AT_START = re.compile(rf"[(\[]?[*_]{{0,3}}(?P<pos>{NEARLY})[*_]{{0,3}}[)\]]?[,:]?\s")


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
    return re.compile(rf"(?:^|(?<!\d\))\s)—\*(?P<pos>{one_or_more(names)})\*(?=,?(?:\s|$))")


@cache
def otherwise_within(names: tuple[str, ...]) -> re.Pattern[str]:
    """A part of speech that begins a paragraph or follows a sentence, and is not set as `within_text` has it."""
    one = one_or_more(names)
    to = one_or_more(tuple(name for name in names if name.startswith("v")) or names)
    words = "[Nn]oun|[Vv]erb|[Aa]djective|[Aa]dverb"
    spelt = (
        rf"[*_(\[]{{1,3}}(?P<marked>{words})[*_)\]]{{1,3}}[.:,]?(?:\s(?=[^\W\da-z_]|to )|$)|(?P<word>{words})[.:] "
        rf"|As an? (?P<as>{words})(?:: |, (?=to ))|As (?P<short>{one}): |(?P<capital>V)\. (?=To )"
    )
    return re.compile(
        rf"^(?:[—–-]{{1,2}} ?)?[(\[]?(?P<i>\*{{0,3}})(?P<first>{one})(?P=i)[)\]]?[,:]?(?:\s|$)"
        rf"|(?:(?<=[.?!;”\"] )|(?<=: )(?=\S* ?\S+ [^a-z]))"
        rf"(?:(?:[—–]|--) ?(?P<j>\*?)(?P<dashed>{one})(?P=j)|(?P<k>\*{{1,3}})(?P<italic>{one})(?P=k))[,:]?\s"
        rf"|(?:(?<=[.?!;] )|(?<=\s[|/~■►▶◆] )|(?<=\|\| )|(?<=[.?!;] [Aa]lso ))(?!v\. (?![Tt]o\b))"
        rf"[(\[]?\*?(?P<plain>{one})\*?[)\]]?,? (?=[A-ZÀ-Þ(\[]|to )"
        rf"|(?:(?<=[,–—-] )|(?<=\())(?P<verb>{to}) (?=to )"
        rf"|\b[Aa]lso (?:as )?(?:an? )?[*_(]{{0,2}}(?P<also>{one})(?=[*_]{{0,2}}(?:[),;]|$))"
        rf"|(?:^|(?<=[.?!;] ))(?:[—–-]{{1,2}} ?)?(?:{spelt})"
    )


def strayed_in(found: re.Match[str], names: tuple[str, ...]) -> str:
    """The part of speech that `otherwise_within` found."""
    said = next(value for name, value in found.groupdict().items() if value and name not in "ijk")
    return said if said in names else WORDS.get(said.lower(), split_names(said, names)[0])


@cache
def after_reference(names: tuple[str, ...]) -> re.Pattern[str]:
    """ "See LANE, n.", where only the head is looked for."""
    return re.compile(
        r"\b(?:[Ss]ee(?: also)?|SEE(?: ALSO)?|[Cc]f\.|[Cc]ompare|[Oo]pposed to):?[*_]*:? "
        r"(?:[^.()]{0,80} )?\**(?P<head>[^\W\da-z_][^\Wa-z_'’-]+)\**,? "
        rf"[(\[]?\*?(?P<pos>{one_or_more(names)})"
    )


@cache
def run_on_within(names: tuple[str, ...]) -> re.Pattern[str]:
    """ "A thing. —**Lamp post**, n. …", "A thing. *LAMP*, v.t. …": a head and its part of speech within a paragraph."""
    word = r"[\w'’-]+"
    plain = (
        rf"(?!See\b|SEE\b|Cf\b|Compare\b|Opposed\b|Also\b)(?:~ ?{word}|[^\W\da-z_][\w'’-]*)(?: {word}){{0,3}}"
    )
    one = one_or_more(names)
    set_off = rf"(?:(?:—|–|--) ?|(?=~))(?P<dashed>(?:~ ?)?{word}(?: {word}){{0,3}}),? (?=[*_(\[]{{0,2}}[a-z]{{1,6}}\.)"
    return re.compile(
        rf"(?<=[.?!;”\"] )(?:{set_off}(?!v\. (?![Tt]o\b))(?P<k>[*_(\[]{{0,2}})"
        rf"(?P<third>{one})[*_)\]]{{0,2}},?(?=[\s.;]|$)"
        r"|(?:(?:—|–|--?|[⇒→▷►▸]) ?|(?:Hence|Whence),? )?(?:(?P<mark>\*{1,3})(?P<head>[^*]{1,60}?),?(?P=mark),? "
        rf"|(?P<plain>{plain}), (?!v\. (?![Tt]o\b)))"
        rf"(?P<i>\*?)(?P<pos>{one})(?P=i),?(?=$| (?:[^\W\da-z_]|an? |the |to |[\[(])))"
    )


@cache
def again(names: tuple[str, ...]) -> re.Pattern[str]:
    """ "v." and "& i." where a part of speech has just been read."""
    more = "i|t|tr|intr"
    return re.compile(
        rf",?\s*(?:(?:[,&/]|and|or)\s*)*\*?(?P<pos>{one_or_more(names)}|{INFLECTED}|(?:{more})\.)\*?(?=[,:]?\s)"
    )


@cache
def near_run_on(names: tuple[str, ...]) -> re.Pattern[str]:
    """ "— **Lamp post**, n. …", "—LAMP POST, n. …", "—**Lamp post** n. …": a run-on entry in another dress."""
    one = one_or_more(names)
    return re.compile(
        r"(?:(?:—|–|--?) ?|(?=~))(?:(?P<mark>\*{1,3}|_{1,3})(?P<bold>[^*_]{1,100}?),?(?P=mark)"
        r"|(?P<plain>(?:~ ?\w|[^\W\d_])[\w '’-]{0,100}?)),? "
        rf"[(\[]?(?P<i>\*?)(?P<pos>{one})(?P=i)[)\]]?(?:[,:.]?\s|$)"
    )
