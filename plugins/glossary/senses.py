"""The text of an entry: its labels, its senses and sub-senses, and the cross-references that end it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from plugins.glossary.headword import SUPERSCRIPTS, is_abbreviation, is_capitals
from plugins.glossary.model import Head, Prose, Reference, Sense, Senses, Target
from plugins.source import AuthorError, Source

Report = Callable[[AuthorError], None]
"""Takes a finding; the reading goes on."""

LABELS: Final = re.compile(r"\[([^\W\d_][\w .'’-]{0,40}(?:, [^\W\d_][\w .'’-]{0,40})*)\](?![(\[{:])(?:\s+|$)")
FIRST_SENSE: Final = re.compile(r"(?:^|(?<=[:,] ))\((\d{1,3})\)(?:\s+|$)")
BEFORE_SENSE: Final = re.compile(r"; \((\d{1,3})\) ")
SENTENCE_END = r"(?:(?<=[.?!…])|(?<=[.?!…][\"”’*)]))"
BEFORE_SENTENCE: Final = re.compile(SENTENCE_END + r" \((\d{1,3})\) ")
SECOND_SENTENCE: Final = re.compile(SENTENCE_END + r" \(2\) ")
STRAY_SENSE: Final = re.compile(r"(?<=\S) \((\d{1,3})\) ")
FIRST_SUB: Final = re.compile(r"(?:^|(?<=[:,] ))\(a\) ")
BEFORE_SUB: Final = re.compile(r"; \(([a-z])\) ")
CLOSING: Final = re.compile(r"(?<![.:…])[.:]$")

REFERENCE: Final = re.compile(r"(?:^|(?<=[.?!:;)”\"’*] ))(See also|See|Cf\.|Compare|Opposed to) ")
TARGET_JOINT: Final = re.compile(r", | and ")
JOKE: Final = re.compile(r"\[(\*\*)?([^\[\]*]+)(?:\*\*)?\]\(dict:nowhere\)")
TARGET_NUMBERS: Final = re.compile(
    r"(.*?)(?:([¹²³⁴-⁹]+)|\^(\d{1,2}))?(?: \((\d{1,3})\)|#(\d{1,3}))?", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of an entry as read."""

    labels: tuple[str, ...]
    block: Prose | Senses


def read_text(text: str, source: Source, report: Report) -> Text:
    """Read the text after a head: "[law] (1) …; (2) …. See OTHER.".

    Args:
        text: one paragraph in one line, without the head.
        source: where it stands.
        report: is given everything wrong with it.
    """
    labels, text = split_labels(text)
    text, references = split_references(text, source)
    first = FIRST_SENSE.search(text)
    if first is None or not _is_numbered(text, first):
        return Text(labels, Prose(text, references))
    lead = text[: first.start()].rstrip()
    return Text(labels, _read_senses(text[first.start() :], lead, references, source, report))


def split_labels(text: str) -> tuple[tuple[str, ...], str]:
    """ "[law, archaic] Text" is the labels and "Text"."""
    found = LABELS.match(text)
    return (tuple(found[1].split(", ")), text[found.end() :]) if found else ((), text)


def split_references(text: str, source: Source) -> tuple[str, tuple[Reference, ...]]:
    """The text before the cross-references that end it, and those."""
    references: list[Reference] = []
    for found in reversed(list(REFERENCE.finditer(text))):
        targets = _read_targets(text[found.end() :])
        if targets is None:
            break
        references.append(Reference(found[1], targets, source))
        text = text[: found.start()].rstrip()
    return text, tuple(reversed(references))


def _is_numbered(text: str, first: re.Match[str]) -> bool:
    """A number that begins the text always counts senses; later on only if another follows."""
    is_followed = "; (2) " in text or SECOND_SENTENCE.search(text) is not None
    return first.start() == 0 or (first[1] == "1" and is_followed)


def _read_senses(
    text: str, lead: str, references: tuple[Reference, ...], source: Source, report: Report
) -> Senses:
    separator = ";" if "; (2) " in text or not SECOND_SENTENCE.search(text) else ""
    closing = CLOSING.search(text) if separator else None
    if closing:
        text = text[: closing.start()]
    before = BEFORE_SENSE if separator else BEFORE_SENTENCE
    pieces = before.split(FIRST_SENSE.sub(rf"{separator or '.'} (\1) ", text, count=1))
    numbers, glosses = [int(number) for number in pieces[1::2]], pieces[2::2]
    for message in _count(numbers, glosses, separator):
        report(AuthorError(source, message))
    senses = tuple(
        _read_sense(number, gloss, source, report) for number, gloss in zip(numbers, glosses, strict=True)
    )
    return Senses(senses, lead, closing[0] if closing else "", references, separator)


def _count(numbers: list[int], glosses: list[str], separator: str) -> Iterator[str]:
    """What is wrong with the numbers of the senses."""
    mark, name = ("; ", "semicolon") if separator else (". ", "full stop")
    for expected, (number, gloss) in enumerate(zip(numbers, glosses, strict=True), start=1):
        if number > expected:
            yield f"sense ({expected}) is missing; write ({expected}) before ({number})"
            return
        if number < expected:
            yield f"sense ({number}) is there twice; write ({expected})"
            return
        for stray in STRAY_SENSE.finditer(gloss):
            if int(stray[1]) == number + 1:
                yield f'sense ({stray[1]}) does not follow a {name}; write "{mark}({stray[1]})"'
                return
        if not gloss.strip():
            yield f"sense ({number}) is empty; write its text"
    if len(numbers) == 1:
        yield "a single sense is not numbered; leave out (1)"


def _read_sense(number: int, text: str, source: Source, report: Report) -> Sense:
    labels, text = split_labels(text.strip())
    text, references = split_references(text, source)
    first = FIRST_SUB.search(text)
    if first is None or (first.start() > 0 and not BEFORE_SUB.search(text)):
        return Sense(number, text, labels, (), references)
    pieces = BEFORE_SUB.split("; " + text[first.start() :])
    subs: list[Sense] = []
    for expected, (letter, gloss) in enumerate(zip(pieces[1::2], pieces[2::2], strict=True), start=1):
        if ord(letter) - 96 != expected and len(subs) + 1 == expected:
            wanted = chr(96 + expected)
            report(
                AuthorError(source, f"sub-sense ({wanted}) is missing; write ({wanted}) before ({letter})")
            )
        own, gloss = split_labels(gloss.strip())
        gloss, sub_references = split_references(gloss, source)
        if not gloss:
            report(AuthorError(source, f"sub-sense ({letter}) is empty; write its text"))
        subs.append(Sense(expected, gloss, own, (), sub_references))
    if len(subs) == 1:
        report(AuthorError(source, "a single sub-sense is not lettered; leave out (a)"))
    return Sense(number, text[: first.start()].rstrip(), labels, tuple(subs), references)


def _read_targets(text: str) -> tuple[Target, ...] | None:
    """ "NETWORKING and COFFEE." as two targets; None if it is ordinary text."""
    targets = [_read_target(piece) for piece in TARGET_JOINT.split(_without_full_stop(text))]
    if any(target is None for target in targets):
        return None
    return tuple(target for target in targets if target)


def _without_full_stop(text: str) -> str:
    """The full stop ends the sentence, unless it is the last word's own."""
    last = TARGET_JOINT.split(text)[-1]
    is_own = is_abbreviation(last) and is_capitals(last) and "*" not in last
    return text[:-1] if text.endswith(".") and not is_own else text


def _read_target(text: str) -> Target | None:
    joke = JOKE.fullmatch(text)
    if joke:
        return Target(Head(joke[2], exact=bool(joke[1])), is_joke=True)
    numbers = TARGET_NUMBERS.fullmatch(text)
    if numbers is None:
        return None
    word, raised, caret, printed, sense = numbers.groups()
    exact = len(word) > 4 and word.startswith("**") and word.endswith("**") and "*" not in word[2:-2]
    if not exact and (not is_capitals(word) or any(sign in word for sign in "*_`[]()<>{}")):
        return None
    homograph = "".join(str(SUPERSCRIPTS.index(sign)) for sign in raised or "") or caret or "0"
    head = Head(word[2:-2] if exact else word, exact)
    return Target(head, int(homograph), int(printed or sense or 0))
