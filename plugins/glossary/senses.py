"""The text of an entry: its labels, its senses and sub-senses, and the cross-references that end it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from plugins.glossary.counting import is_of_a_head
from plugins.glossary.mention import link_mentions
from plugins.glossary.model import AuthorWarning, Note, Prose, Reference, Sense, Senses
from plugins.glossary.note import split_notes
from plugins.glossary.otherwise import (
    ALONE,
    KINDS,
    KINDS_OF,
    LOST,
    LOST_KINDS,
    LOST_SENSES,
    NUMBERED_BEHIND,
    ONE,
    ONE_LOST,
    SAID,
    are_kinds_otherwise,
    are_kinds_within,
    before_text,
    in_title_case,
    misplaced,
    otherwise_numbered,
)
from plugins.glossary.parts_of_speech import UNKNOWN_AT_START, after_reference, at_end, split_part_of_speech
from plugins.glossary.sense_list import Item, are_sentences, in_one_line
from plugins.glossary.target import read_targets
from plugins.source import AuthorError, Source

Report = Callable[[AuthorError], None]
"""Takes a finding; the reading goes on."""

FIRST_SENSE: Final = re.compile(r"(?:^|(?<=[:,] ))\((\d{1,3})\)(?:\s+|$)")
BEFORE_SENSE: Final = re.compile(r"; \((\d{1,3})\) ")
SENTENCE_END = r"(?:(?<=[.?!…])|(?<=[.?!…][\"”’*)]))"
BEFORE_SENTENCE: Final = re.compile(SENTENCE_END + r" \((\d{1,3})\) ")
SECOND_SENTENCE: Final = re.compile(SENTENCE_END + r" \(2\) ")
STRAY_SENSE: Final = re.compile(r"(?:(?<=\S) |(?<=[.;:,!?]))\((\d{1,2})\)(?=[\s,;:.]|[^\W\d_])")
REPEATED: Final = re.compile(r"(?<=[.?!;] )\(1\) \S")
FIRST_SUB: Final = re.compile(r"(?:^|(?<=[:,] ))\(a\) ")
BEFORE_SUB: Final = re.compile(r"; \(([a-z])\) ")
LOST_SUB: Final = re.compile(r"(?<=[.,?!] )\(b\) \S")
STRAY_SUB: Final = re.compile(r"(?:(?<=\S) |(?<=[.;:,!?]))\(b\)[ ,]\S")
LOST_SUBS: Final = 'sub-sense ({0}) does not follow a semicolon; write "; ({0})"'
EMPTY_BUT_FOR: Final = re.compile(r"(?:^|[.?!…;:,][\"”’*)]* )\(\d{1,3}\)(?: \[[^\[\]]*\]| \([^()]*\))*$")
"""The number of a sense that is nothing but what follows: "A thing. See LAMP. (2) See LANE."."""

WIDEST_MARK: Final = 400
"""In characters: how far back such a number is looked for, so that many references take no square of the time."""

ONLY_A_NUMBER: Final = re.compile(r"\(\d{1,3}\)(?: \[[^\[\]]*\]| \([^()]*\))*$")
CLOSED: Final = re.compile(r"[.:?!…][\"”’*)]*$")
CLOSING: Final = re.compile(r"(?<![.:…])[.:]$")

REFERENCE: Final = re.compile(
    rf"(?:^|(?<=[.?!:;)”\"’*_] ))(?:[—–-]{{1,2}} ?)?(\*\*|[*_]?)({SAID})(?::\1|\1:?) "
)
IN_ITALICS: Final = re.compile(rf"(?:^|(?<= ))([*_])((?:{SAID}):? (?:(?!\1).)+)\1(\.?)$")
"""A reference that is set in italics as a whole."""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of an entry as read."""

    labels: tuple[str, ...]
    block: Prose | Senses
    notes: tuple[Note, ...] = ()


def read_text(
    text: str, source: Source, report: Report, names: tuple[str, ...] = (), *, is_first: bool = True
) -> Text:
    """Read the text after a head: "[law] (1) …; (2) …. See OTHER.".

    Args:
        text: one paragraph in one line, without the head.
        source: where it stands.
        report: is given everything wrong with it.
        names: parts of speech that a sense may have of its own.
        is_first: whether it follows the head, and may begin with notes.
    """
    whole = text
    labels, notes, text = split_notes(text) if is_first else ((), (), text)
    if names and (part := after_reference(names).search(text)):
        head = part["head"]
        report(
            AuthorError(
                source,
                f'"{part["pos"]}" after a reference to {head}; write the head alone, or of homographs "{head}²"',
            )
        )
    for message in misplaced(text, whole, is_first=is_first):
        report(AuthorWarning(source, message))
    text, references = _split_closing(text, source)
    if message := in_title_case(text):
        report(AuthorWarning(source, message))
    first = FIRST_SENSE.search(text)
    if first is None or not _is_numbered(text, first):
        told = [otherwise_numbered(one, is_first=is_first) for one in (text, whole)]
        if NUMBERED_BEHIND not in told and LOST_SENSES.search(text):
            report(AuthorError(source, LOST))
        elif message := next(filter(None, told), ""):
            report(AuthorError(source, message))
        elif is_first and (LOST_KINDS.search(text) or are_kinds_within(text)):
            report(AuthorWarning(source, KINDS))
        elif is_first and ALONE.match(text):
            report(AuthorWarning(source, 'a single sense is not numbered; leave out "1."'))
        elif is_first and (one := ONE_LOST.search(text)) and not is_of_a_head(text, one.start()):
            report(AuthorError(source, ONE.format(one["number"])))
        return Text(labels, Prose(link_mentions(text), references), notes)
    lead = link_mentions(text[: first.start()].rstrip())
    senses = _read_senses(text[first.start() :], lead, references, source, report, names)
    return Text(labels, senses, notes)


def read_list(
    items: Sequence[Item], lead: str, source: Source, report: Report, names: tuple[str, ...] = ()
) -> Senses:
    """Senses that stand in a list; what stands below them is left to the caller. Arguments as for `read_text`."""
    is_sentence = are_sentences(items)
    separator = "" if is_sentence else ";"
    glosses = [in_one_line(item, is_sentence=is_sentence) for item in items[:-1]]
    last, references = _split_closing(
        f"({items[-1].number}) {in_one_line(items[-1], is_sentence=True)}", source
    )
    last = last.partition(" ")[2]
    closing = ""
    if separator and not (items[-1].lines and last.endswith(":")):
        mark = CLOSING.search(last)
        closing = mark[0] if mark else "" if CLOSED.search(last) else "."
        last = last[: mark.start()] if mark else last.rstrip(";,")
    glosses.append(last)
    numbers = [int(item.number) for item in items]
    strayed = list(_strayed(numbers, glosses, names))
    for message in filter(None, strayed or _count(numbers, glosses, separator)):
        report(AuthorError(source, message))
    senses = tuple(
        _read_sense(number, gloss, source, report, names)
        for number, gloss in zip(numbers, glosses, strict=True)
    )
    return Senses(senses, lead, closing, references, separator)


def _split_closing(text: str, source: Source) -> tuple[str, tuple[Reference, ...]]:
    """As `split_references`; but what is all that the last sense says stays with it."""
    before, references = split_references(text, source)
    return (text, ()) if ONLY_A_NUMBER.search(before) else (before, references)


def split_references(text: str, source: Source) -> tuple[str, tuple[Reference, ...]]:
    """The text before the cross-references that end it, and those."""
    references: list[Reference] = []
    whole_text = text
    if whole := IN_ITALICS.search(text):
        upright = IN_ITALICS.sub(r"\2\3", text)
        before, own = split_references(upright, source)
        return (before, own) if len(before) <= whole.start() else (text, ())
    for found in reversed(list(REFERENCE.finditer(text))):
        words = found[2].capitalize()
        may_be_small = words in ("See", "See also", "Cf.") and text.endswith(".")
        targets = read_targets(text[found.end() :], may_be_small=may_be_small)
        if targets is None:
            break
        references.append(Reference(words, targets, source))
        text = text[: found.start()].rstrip()
        if EMPTY_BUT_FOR.search(text, max(0, len(text) - WIDEST_MARK)):
            return whole_text, ()
    return text, tuple(reversed(references))


def _is_numbered(text: str, first: re.Match[str]) -> bool:
    """A number that begins the text always counts senses; later on only if another follows."""
    is_followed = "; (2) " in text or SECOND_SENTENCE.search(text) is not None
    return first.start() == 0 or (first[1] == "1" and is_followed)


def _read_senses(
    text: str,
    lead: str,
    references: tuple[Reference, ...],
    source: Source,
    report: Report,
    names: tuple[str, ...],
) -> Senses:
    separator = ";" if "; (2) " in text or not SECOND_SENTENCE.search(text) else ""
    closing = CLOSING.search(text) if separator else None
    if closing:
        text = text[: closing.start()]
    before = BEFORE_SENSE if separator else BEFORE_SENTENCE
    pieces = before.split(FIRST_SENSE.sub(rf"{separator or '.'} (\1) ", text, count=1))
    numbers, glosses = [int(number) for number in pieces[1::2]], pieces[2::2]
    strayed = list(_strayed(numbers, glosses, names))
    for message in filter(None, strayed or _count(numbers, glosses, separator)):
        report(AuthorError(source, message))
    senses = tuple(
        _read_sense(number, gloss, source, report, names)
        for number, gloss in zip(numbers, glosses, strict=True)
    )
    return Senses(senses, lead, closing[0] if closing else "", references, separator)


def _strayed(numbers: list[int], glosses: list[str], names: tuple[str, ...]) -> Iterator[str]:
    """Parts of speech behind their sense, or before the number of the next; empty where the reader tells it."""
    for number, following, gloss in zip(numbers, (*numbers[1:], 0), glosses, strict=True):
        text = gloss if gloss.endswith((".", ",", ";")) else f"{gloss}."
        found = at_end(names).search(text) if names and not after_reference(names).search(text) else None
        if found is None:
            continue
        pos = found["pos"]
        if found["own"] or not following:
            yield f'"{pos}" stands behind sense ({number}); write "({number}) {pos} …"'
        elif found["i"].startswith("*"):
            yield ""
        elif following == 1:
            yield f'"{pos}" stands otherwise than in print; write "—*{pos}* (1) …"'
        else:
            yield f'"{pos}" stands before ({following}); write "({following}) {pos} …"'


def _count(numbers: list[int], glosses: list[str], separator: str) -> Iterator[str]:
    """What is wrong with the numbers of the senses."""
    mark, name = ("; ", "semicolon") if separator else (". ", "full stop")
    for expected, (number, gloss) in enumerate(zip(numbers, glosses, strict=True), start=1):
        if number > expected == 1:
            yield f"the senses begin with ({number}); write (1), (2) …"
            return
        if number > expected:
            yield f"sense ({expected}) is missing; write ({expected}) before ({number})"
            return
        if number < expected:
            yield f"sense ({number}) is there twice; write ({expected})"
            return
        if REPEATED.search(gloss):
            yield f"sense (1) is there twice; write ({expected + 1})"
            return
        if stray := _stray(number, gloss, is_last=number == len(numbers)):
            is_next = stray == number + 1
            yield (
                f'sense ({stray}) does not follow a {name}; write "{mark}({stray})"'
                if is_next
                else f"sense ({number + 1}) is missing; write ({number + 1}) before ({stray})"
            )
            return
        if not gloss.strip():
            yield f"sense ({number}) is empty; write its text"
    if len(numbers) == 1:
        yield "a single sense is not numbered; leave out (1)"


def _stray(number: int, gloss: str, *, is_last: bool) -> int:
    """A later number that stands within a sense; 0 where there is none."""
    found = (int(stray[1]) for stray in STRAY_SENSE.finditer(gloss) if not is_of_a_head(gloss, stray.start()))
    return next((stray for stray in found if stray == number + 1 or (is_last and stray > number)), 0)


def _read_sense(number: int, text: str, source: Source, report: Report, names: tuple[str, ...]) -> Sense:
    raw = text.strip()
    parts_of_speech, labels, notes, text = _before_gloss(raw, source, report, names)
    if raw and not text:
        report(AuthorError(source, f"sense ({number}) is empty; write its text"))
    text, references = split_references(text, source)
    first = FIRST_SUB.search(text)
    if first is None or (first.start() > 0 and not BEFORE_SUB.search(text)):
        if first and LOST_SUB.search(text, first.end()):
            report(AuthorError(source, LOST_SUBS.format("b")))
        elif (first and STRAY_SUB.search(text, first.end())) or are_kinds_otherwise(text):
            report(AuthorWarning(source, KINDS_OF.format(number)))
        return Sense(number, link_mentions(text), labels, (), references, parts_of_speech, notes)
    pieces = BEFORE_SUB.split("; " + text[first.start() :])
    subs: list[Sense] = []
    for expected, (letter, gloss) in enumerate(zip(pieces[1::2], pieces[2::2], strict=True), start=1):
        if ord(letter) - 96 != expected and len(subs) + 1 == expected:
            wanted = chr(96 + expected)
            report(
                AuthorError(source, f"sub-sense ({wanted}) is missing; write ({wanted}) before ({letter})")
            )
        own_parts, own, notes_of_sub, gloss = _before_gloss(gloss.strip(), source, report, names)
        gloss, sub_references = split_references(gloss, source)
        if not gloss:
            report(AuthorError(source, f"sub-sense ({letter}) is empty; write its text"))
        if expected == len(pieces) // 2 and f" ({chr(97 + expected)}) " in gloss:
            report(AuthorError(source, LOST_SUBS.format(chr(97 + expected))))
        subs.append(Sense(expected, link_mentions(gloss), own, (), sub_references, own_parts, notes_of_sub))
    if len(subs) == 1 and " (b) " not in text:
        report(AuthorError(source, "a single sub-sense is not lettered; leave out (a)"))
    gloss = link_mentions(text[: first.start()].rstrip())
    return Sense(number, gloss, labels, tuple(subs), references, parts_of_speech, notes)


def _before_gloss(
    text: str, source: Source, report: Report, names: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Note, ...], str]:
    """The parts of speech, labels and notes of a sense, in any order, and its text."""
    parts_of_speech, text = split_part_of_speech(text, names)
    whole = text
    labels, notes, text = split_notes(text)
    if not parts_of_speech:
        parts_of_speech, text = split_part_of_speech(text, names)
    if names and (unknown := UNKNOWN_AT_START.match(text)):
        known = " ".join(names)
        report(AuthorError(source, f'"{unknown["pos"]}" is no part of speech; write one of {known}'))
    for message in before_text(text, whole):
        report(AuthorWarning(source, message))
    return parts_of_speech, labels, notes, text
