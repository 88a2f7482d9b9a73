"""What stands between a head, or the number of a sense, and its text: labels, pronunciation, origin, usage."""

from __future__ import annotations

import re
from typing import Final, Literal

from plugins.glossary.block import Note
from plugins.glossary.mention import link_mentions

LABEL: Final = r"[^\W\d_][\w.'’-]{0,40}(?: [\w.'’-]{1,40})?"
LABELS: Final = re.compile(rf"\[({LABEL}(?:, {LABEL})*)\](?![(\[{{:])(?:\s+|$)")
"""Each of one or two words; a bracket that says more is a note."""

PRONUNCIATION: Final = re.compile(r"/([^/\s][^/]{0,80})/(?:, (?=/)|,?\s+|$)")
PHONETIC: Final = "ˈˌːəɪʊʌɔɑɒɛʃʒŋɡɜāēīōūȳăĕĭŏŭȯ"
SOUNDS: Final = re.compile(
    rf"(?:\[(?=[^\[\]]*[{PHONETIC}])(?P<square>[^\[\]]{{1,80}})\]|\((?=[^()]*[{PHONETIC}])(?P<round>[^()]{{1,80}})\)"
    rf"|\\(?=[^\\]*[{PHONETIC}])(?P<slanted>[^\\\s][^\\]{{0,80}})\\),?(?:\s+|$)"
)
"""How a word is spoken in other brackets than bars: there are signs in it that only phonetics has."""

SYLLABLE: Final = r"[^\W\d_]{1,12}"
RESPELT: Final = re.compile(
    rf"[(\[](?:(?P<stressed>(?:{SYLLABLE}[-·])*+{SYLLABLE}['′](?!(?:s|t|d|m|n|re|ve|ll|clock|am)\b)(?:[^\W\d_·-]|[-·'′])*+(?<!s'))"
    rf"|(?=[^()\[\]]{{0,40}}[A-Z]{{2}})(?=[^()\[\]]{{0,40}}[a-z])(?P<loud>(?:[a-z]{{1,9}}|[A-Z]{{1,9}})(?:-(?:[a-z]{{1,9}}|[A-Z]{{1,9}})){{1,7}}))"
    r"[)\]],?(?:\s+|$)"
)
"""How a word is spoken in the letters of its own language: "(ap'l)", "[uh-BET]"."""

LINK: Final = r"\[[^\[\]]*\]\([^()\s]*\)"
BRACKETED: Final = (
    re.compile(rf"\[((?:[^\[\]]|{LINK}){{1,600}})\](?![(\[{{:])(?:\s+|$)"),
    re.compile(rf"\((?!\d{{1,3}}\)|[a-z]\))((?:[^()\[\]]|{LINK}|\([^()]*\)){{1,600}})\)(?:\s+|$)"),
)
ORIGIN: Final = re.compile(
    r"(?:^|[;,.:] )(?:\w+ly )?(?:[Ff]rom|[Ff]r\.|[Aa]fter|[Ss]hort for|[Aa]cronym|[Aa]bbreviation|[Oo]rig(?:\.|inally)"
    r"|[Cc]oined|(?:[Aa] )?(?:[Cc]orruption|[Aa]lteration|[Cc]ontraction) of|[Bb]ack-formation|[Ii]nitialism"
    r"|L\.|Lat\.|Gr\.|OE|ME|OF|Old|Middle|Latin|Greek|French|German)(?:\b|(?<=\.))"
)
NO_LABEL: Final = re.compile(
    r"(?:^|, )(?:from|short for|after(?= [A-Z])|coined|acronym|corruption of"
    r"|fr\.|L\.|Lat\.|Gr\.|OE\.?|ME\.?|OF\.?|Old|Middle|Latin|Greek|French|German) \S"
)
"""Where a word comes from, in brackets that labels could stand in: "L. lampas". A language alone is a label."""

USAGE: Final = re.compile(r"\*?[A-Z][\w ,'’-]{1,38}\.\*?")
"""A word or two on where it is said, closed as a sentence is: "Rare."."""

FIELD: Final = re.compile(
    r"\*?(?:[^\W\d_][\w'’-]{1,20}\.?(?: [^\W\d_][\w'’-]{1,20}\.?)?|of (?:an? |the )?[\w ,'’-]{2,40})\*?"
)
"""The same without an end, "law", "of a person": a note where a sentence begins behind it."""

GRAMMAR: Final = re.compile(
    r"[^()]{0,40}?\b(?:foll(?:owed|\.) by|attrib(?:\.|utive)|(?:in|with) (?:the )?(?:pl|sing)(?:\.|ural|ular)"
    r"|(?:in|with) (?:neg|inf|obj)(?:\.|ative|initive|ect)|(?:with )?(?:cap|initial cap)(?:\.|itals?))(?!\w)[^()]{0,80}"
)
"""How a word is built into a sentence: "usually foll. by *of*", "often in pl."."""

SENTENCE: Final = re.compile(r"[\[*_\"“‘]{0,3}[^\W\da-z_]")

SENSE_AHEAD: Final = re.compile(
    r"(?:(?:\((?:[^()]|\([^()]*\))*\)|\[(?:[^\[\]]|\[[^\[\]]*\])*\]|/[^/]*/),? ){0,8}\(1\) "
)
"""Up to eight notes more, and the first sense. What closes a note is not within it, or reading would never end."""


def split_notes(text: str) -> tuple[tuple[str, ...], tuple[Note, ...], str]:
    """The labels, the notes, and the text after them, whatever their order.

    Round brackets before a sentence are a note only if they say where the word comes from or who says it;
    others are an aside, and text. Before numbered senses there is no text, so there they are a note always.
    """
    labels: tuple[str, ...] = ()
    notes: list[Note] = []
    while True:
        if (found := SOUNDS.match(text)) and not ORIGIN.search(found[0][1:]):
            said = found["square"] or found["round"] or found["slanted"]
            notes.append(Note("pronunciation", said, "//" if found["slanted"] else _brackets(text)))
        elif found := RESPELT.match(text):
            notes.append(Note("pronunciation", found["stressed"] or found["loud"], _brackets(text)))
        elif (found := LABELS.match(text)) and not NO_LABEL.search(found[1]):
            labels += tuple(found[1].split(", "))
        elif found := PRONUNCIATION.match(text):
            notes.append(Note("pronunciation", found[1], "//"))
        elif (found := BRACKETED[0].match(text)) or (found := _round(text)):
            kind: Literal["etymology", "usage"] = "etymology" if ORIGIN.search(found[1]) else "usage"
            notes.append(Note(kind, link_mentions(found[1]), _brackets(text)))
        else:
            return labels, tuple(notes), text
        text = text[found.end() :]


def _round(text: str) -> re.Match[str] | None:
    found = BRACKETED[1].match(text)
    if found is None:
        return None
    behind = text[found.end() :]
    is_field = FIELD.fullmatch(found[1]) and (SENTENCE.match(behind) or found[1].startswith("of "))
    is_note = (
        (GRAMMAR.fullmatch(found[1]) and SENTENCE.match(behind))
        or is_field
        or ORIGIN.search(found[1])
        or USAGE.fullmatch(found[1])
        or SENSE_AHEAD.match(behind)
    )
    return found if is_note else None


def _brackets(text: str) -> Literal["[]", "()"]:
    return "[]" if text.startswith("[") else "()"
