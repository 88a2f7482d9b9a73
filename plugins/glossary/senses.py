"""The text of an entry: its labels, its senses and sub-senses, and the cross-references that end it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from plugins.glossary.mention import ITALIC, SMALL, link_mentions
from plugins.glossary.model import AuthorWarning, Note, Prose, Reference, Sense, Senses
from plugins.glossary.note import split_notes
from plugins.glossary.parts_of_speech import after_reference, split_part_of_speech
from plugins.glossary.sense_list import Item, are_sentences, in_one_line
from plugins.glossary.target import may_be_head, read_targets
from plugins.source import AuthorError, Source

Report = Callable[[AuthorError], None]
"""Takes a finding; the reading goes on."""

FIRST_SENSE: Final = re.compile(r"(?:^|(?<=[:,] ))\((\d{1,3})\)(?:\s+|$)")
BEFORE_SENSE: Final = re.compile(r"; \((\d{1,3})\) ")
SENTENCE_END = r"(?:(?<=[.?!…])|(?<=[.?!…][\"”’*)]))"
BEFORE_SENTENCE: Final = re.compile(SENTENCE_END + r" \((\d{1,3})\) ")
SECOND_SENTENCE: Final = re.compile(SENTENCE_END + r" \(2\) ")
STRAY_SENSE: Final = re.compile(r"(?<=\S) \((\d{1,3})\) ")
FIRST_SUB: Final = re.compile(r"(?:^|(?<=[:,] ))\(a\) ")
BEFORE_SUB: Final = re.compile(r"; \(([a-z])\) ")
LOST_SUB: Final = re.compile(r"(?<=[.,?!] )\(b\) \S")
LOST_SUBS: Final = 'sub-sense (b) does not follow a semicolon; write "; (b)"'
EMPTY_BUT_FOR: Final = re.compile(r"(?:^|[.?!…;:,][\"”’*)]* )\(\d{1,3}\)(?: \[[^\[\]]*\]| \([^()]*\))*$")
"""The number of a sense that is nothing but what follows: "A thing. See LAMP. (2) See LANE."."""

WIDEST_MARK: Final = 400
"""In characters: how far back such a number is looked for, so that many references take no square of the time."""

ONLY_A_NUMBER: Final = re.compile(r"\(\d{1,3}\)(?: \[[^\[\]]*\]| \([^()]*\))*$")
CLOSED: Final = re.compile(r"[.:?!…][\"”’*)]*$")
CLOSING: Final = re.compile(r"(?<![.:…])[.:]$")

SAID: Final = r"See also|SEE ALSO|See|SEE|Cf\.|CF\.|Compare|COMPARE|Opposed to|OPPOSED TO"
REFERENCE: Final = re.compile(rf"(?:^|(?<=[.?!:;)”\"’*_] ))(\*\*|[*_]?)({SAID})(?::\1|\1:?) ")
IN_ITALICS: Final = re.compile(rf"(?:^|(?<= ))([*_])((?:{SAID}):? (?:(?!\1).)+)\1(\.?)$")
"""A reference that is set in italics as a whole."""

IN_TITLE_CASE: Final = re.compile(
    r"(?:(?:^|(?<=[.?!] ))[*_]{0,2}(?:See(?: also)?|SEE(?: ALSO)?|Cf\.)|(?<=\()(?:[Ss]ee(?: also)?|[Cc]f\.))"
    r"[*_]{0,2}:? [*_]{0,2}(?P<head>[A-ZÀ-Þ][a-zà-öø-ÿ'’-]+(?: [a-zà-öø-ÿ'’-]+){0,2})[*_]{0,2}"
    r"(?=\.?\)|\.[*_]{0,2}$|, [*_]{0,2}[A-ZÀ-Þ][a-zà-öø-ÿ'’-]+[*_]{0,2}\.$)"
)
"""What may be a head or a name: "See Lane.", "(see *Lane*)", "See Lane, Loft."."""

OTHER_REFERENCE: Final = re.compile(
    r"(?:^|(?<=[(\[])|(?<=[.?!:;,–—] ))[*_]{0,2}(?P<said>(?i:(?P<compare>confer|comp\.|compare (?:to|with))"
    r"|(?P<opposed>opp\.(?: of)?|opposite of|ant\.|antonyms?|contrast(?: with| to)?)"
    r"|vid\.|syn\.|synonyms?(?: of| for)?|same as|another (?:name|word) for|q\. ?v\.)|[=≈≡])(?:[*_]{1,2})?:? ?"
    rf"(?P<target>(?=[*_]{{0,2}}[^\W\d_a-z]{{2}}){ITALIC}|(?<=\. )[*_]?{SMALL}[*_]?(?=\.?[*_]?$|\.?\)|\. ))"
)
"""What points to another head in other words than ours."""

PLURAL: Final = re.compile(r"[(\[](?:pl|plur|plural)\b[.:]? ?(?P<forms>[^()\[\]]{1,60})[)\]]")
OTHER_BRACKETS: Final = re.compile(r"(?:\{[^{}]{1,80}\}|<(?![a-z]+:|[^<>]*@)[^<>]{1,80}>|«[^«»]{1,80}»)\s")
SENSE_IN_WORDS: Final = re.compile(
    rf"\b(?:{SAID}|see|cf\.)[*_]* [*_]*(?P<head>[^\W\da-z_][^\Wa-z_'’-]+)[*_]*,? (?:sense|def\.|no\.) (?P<number>\d)"
)
"""A reference to "LANE, sense 2"."""

LOST_SENSES: Final = re.compile(r"(?<!\\)\(1\)\s+\S.*\s\(2\)\s+\S")
LOST: Final = (
    '"(1) … (2) …" stands within a sentence; write a colon before "(1)" and "; " before "(2)" for senses, '
    'or "\\(1)" if none are meant'
)
COUNTED: Final = (("1", "2"), ("a", "b"), ("A", "B"), ("i", "ii"), ("I", "II"))
OTHER_NUMBERS: Final = (
    *(
        (re.compile(first), re.compile(second))
        for first, second in (
            (r"(?<![\\\w)])\( ?1\.? ?\)[.:]?\s*[^\s\d,;.)]", r"(?<=\s)\( ?2\.? ?\)[.:]?\s*\S"),
            (r"^\[1\] \S", r"(?<=\s)\[2\] \S"),
            (r"^\*\*\(?1[.)]?\*\*", r"(?<=\s)\*\*\(?2[.)]?\*\*"),
            (r"^(?:#1|1:|1 [–—-]) \S", r"(?<=[.;] )(?:#2|2:|2 [–—-]) \S"),
            (r"^[①❶➀¹]", "[②❷➁²]"),
            (r"^[•·‣] \S", r"(?<=\s)[•·‣] \S"),
            (r"^\|\|", r"\|\|"),
            (r"^1 [^\W\da-z_]", r"(?<=[.?!;] )2 [^\W\da-z_]"),
            (r"^(?:[—–] ?)?1[.)] \S", r"(?<=[.?!;] )[—–] ?2[.)] \S"),
            (r"^[^()]*?[.;]\s", r"(?:(?<=;\s)|(?<=\.\s)(?=\S+ [^a-z]))(?:\(2\)|2[.)]|b\)) \S"),
        )
    ),
    *((re.compile(rf"^\(?{one}\) \S"), re.compile(rf"(?<=\s)\(?{two}\) \S")) for one, two in COUNTED),
    *((re.compile(rf"^{one}\. \S"), re.compile(rf"(?<=[.;,] ){two}\. \S")) for one, two in COUNTED),
)
"""How the first and the second sense begin where they are not numbered as in print."""

ANNOUNCED: Final = tuple(
    (re.compile(rf"(?<=[:,] ){one}[.)] \S"), re.compile(rf"(?<=[.;,] ){two}[.)] \S"))
    for one, two in (("1", "2"), ("I", "II"))
)
"""The same after words that announce them, which in a later paragraph may be steps of something."""

OTHERWISE: Final = 'the senses are numbered otherwise than in print; write "(1) …; (2) …"'


def _is_otherwise_numbered(text: str, *, is_first: bool) -> bool:
    kinds = (*OTHER_NUMBERS, *ANNOUNCED) if is_first else OTHER_NUMBERS
    return any((found := first.search(text)) and second.search(text, found.end()) for first, second in kinds)


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
    for message in _misplaced(text, is_first=is_first):
        report(AuthorWarning(source, message))
    text, references = _split_closing(text, source)
    if (named := IN_TITLE_CASE.search(text)) and may_be_head(named["head"].casefold()):
        head = named["head"]
        message = f'"{head}" after "see" is no reference; write {head.upper()}, or another word before it'
        report(AuthorWarning(source, message))
    first = FIRST_SENSE.search(text)
    if first is None or not _is_numbered(text, first):
        if LOST_SENSES.search(text):
            report(AuthorError(source, LOST))
        elif any(_is_otherwise_numbered(one, is_first=is_first) for one in (text, whole)):
            report(AuthorError(source, OTHERWISE))
        return Text(labels, Prose(link_mentions(text), references), notes)
    lead = link_mentions(text[: first.start()].rstrip())
    senses = _read_senses(text[first.start() :], lead, references, source, report, names)
    return Text(labels, senses, notes)


def _misplaced(text: str, *, is_first: bool) -> Iterator[str]:
    """What is read as text, and there is a better place for."""
    if is_first and (plural := PLURAL.match(text)):
        forms = plural["forms"].strip(" .*_")
        yield f'a plural stands in the text; write "Forms: {forms}" above the head'
    if is_first and (other := OTHER_BRACKETS.match(text)):
        said = other[0].strip()
        yield f'"{said}" stands in brackets of no meaning; write "[{said[1:-1]}]" for origin, use or label'
    for other in OTHER_REFERENCE.finditer(text):
        said, target = other["said"], other["target"].strip("*_")
        ours = "Cf." if other["compare"] else "Opposed to" if other["opposed"] else "See"
        yield f'"{said}" before "{target}" makes no reference; write "{ours} {target.upper()}"'
    for sense in SENSE_IN_WORDS.finditer(text):
        head, number = sense["head"], sense["number"]
        yield f'a sense of {head} is named in words; write "{head} ({number})"'


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
    for message in _count(numbers, glosses, separator):
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
    for message in _count(numbers, glosses, separator):
        report(AuthorError(source, message))
    senses = tuple(
        _read_sense(number, gloss, source, report, names)
        for number, gloss in zip(numbers, glosses, strict=True)
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


def _read_sense(number: int, text: str, source: Source, report: Report, names: tuple[str, ...]) -> Sense:
    parts_of_speech, text = split_part_of_speech(text.strip(), names)
    labels, notes, text = split_notes(text)
    text, references = split_references(text, source)
    first = FIRST_SUB.search(text)
    if first is None or (first.start() > 0 and not BEFORE_SUB.search(text)):
        if first and LOST_SUB.search(text, first.end()):
            report(AuthorError(source, LOST_SUBS))
        return Sense(number, link_mentions(text), labels, (), references, parts_of_speech, notes)
    pieces = BEFORE_SUB.split("; " + text[first.start() :])
    subs: list[Sense] = []
    for expected, (letter, gloss) in enumerate(zip(pieces[1::2], pieces[2::2], strict=True), start=1):
        if ord(letter) - 96 != expected and len(subs) + 1 == expected:
            wanted = chr(96 + expected)
            report(
                AuthorError(source, f"sub-sense ({wanted}) is missing; write ({wanted}) before ({letter})")
            )
        own, notes_of_sub, gloss = split_notes(gloss.strip())
        gloss, sub_references = split_references(gloss, source)
        if not gloss:
            report(AuthorError(source, f"sub-sense ({letter}) is empty; write its text"))
        subs.append(Sense(expected, link_mentions(gloss), own, (), sub_references, (), notes_of_sub))
    if len(subs) == 1:
        report(AuthorError(source, "a single sub-sense is not lettered; leave out (a)"))
    gloss = link_mentions(text[: first.start()].rstrip())
    return Sense(number, gloss, labels, tuple(subs), references, parts_of_speech, notes)
