"""Entries to text, in canonical form: what is written here is read back as the same entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, time, tzinfo
from textwrap import indent

from plugins.glossary.headword import is_abbreviation, superscript
from plugins.glossary.keys import policy_lines
from plugins.glossary.layout import write_code, write_table
from plugins.glossary.model import (
    NO_POLICY,
    Block,
    Code,
    Dialogue,
    DictionaryFile,
    Entry,
    Head,
    Note,
    Part,
    Policy,
    Prose,
    Quotation,
    Reference,
    RunOn,
    Sense,
    Senses,
    Table,
    Target,
    Verse,
    VerseLine,
)
from plugins.glossary.parse import read_entry
from plugins.glossary.parts_of_speech import PARTS_OF_SPEECH
from plugins.source import Source, WrongValueError

INDENT = "  "
BELOW = "    "
"""Before what stands below a sense of a list."""


def write_entry(entry: Entry, parts_of_speech: Mapping[str, str] = PARTS_OF_SPEECH) -> str:
    """The text of an entry, without a line break at the end.

    Raises:
        WrongValueError: the entry cannot be written so that it is read back as it is, for example because a
            paragraph of its prose begins as a head does.
    """
    text = "\n\n".join(_paragraphs(entry))
    reading = read_entry(text, Source(entry.source.path), entry.policy, parts_of_speech)
    if reading.entry != entry:
        reason = f": {reading.findings[0].message}" if reading.findings else ""
        raise WrongValueError(f"{entry.headword} cannot be written in the grammar of definitions{reason}")
    return text


def with_keys_above(entry: Entry, parts_of_speech: Mapping[str, str] = PARTS_OF_SPEECH) -> str:
    """The same with what its author decided, as lines above the head: an entry in a file of many.

    Raises:
        ValueError: as `write_entry`.
    """
    above = "".join(f"{key}: {value}\n" for key, value in policy_lines(entry.policy).items())
    return above + write_entry(entry, parts_of_speech)


def write_file(
    file: DictionaryFile, parts_of_speech: Mapping[str, str] = PARTS_OF_SPEECH, zone: tzinfo = UTC
) -> str:
    """The text of a file of content/dictionary/, with its dates as they are told in `zone`.

    Raises:
        WrongValueError: as `write_entry`.
    """
    own = file.entries[0].policy if len(file.entries) == 1 else NO_POLICY
    parts = ["\n".join(_front_matter(own, file, zone))]
    for entry in file.entries:
        write = write_entry if len(file.entries) == 1 else with_keys_above
        parts.append(write(entry, parts_of_speech))
    if file.commentary:
        parts += ["* * *", file.commentary]
    return "\n\n".join(parts) + "\n"


def _front_matter(policy: Policy, file: DictionaryFile, zone: tzinfo) -> Iterator[str]:
    for key, moment in (("Date", file.published_at), ("Modified", file.modified_at)):
        if moment is not None:
            date = moment.astimezone(zone)
            yield f"{key}: {date:%Y-%m-%d}" + ("" if date.time() == time() else f" {date:%H:%M:%S}")
    yield from (f"{key}: {value}" for key, value in policy_lines(policy).items())
    if file.aliases:
        yield f"Aliases: {', '.join(address for address, _ in file.aliases)}"


def _paragraphs(entry: Entry) -> Iterator[str]:
    held = _heads(entry)
    for place, part in enumerate(entry.parts):
        start = _start_of(part, is_first=place == 0)
        first, blocks = part.blocks[0], part.blocks[1:]
        if isinstance(first, Prose | Senses) and _runs_on(first):
            start += _text(first)
        elif isinstance(first, Senses) and first.lead:
            start, blocks = f"{start} {first.lead}", (replace(first, lead=""), *blocks)
        else:
            blocks = part.blocks
        held = f"{held}{start}" if place == 0 else f"{held} {start}".lstrip()
        for block in blocks:
            yield held
            held = _block(block)
        if blocks and not _runs_on(blocks[-1]):
            yield held
            held = ""
    if held:
        yield held


def _runs_on(block: Block) -> bool:
    """Whether another part of speech may follow in the same paragraph."""
    return isinstance(block, Prose) or (isinstance(block, Senses) and not block.is_list)


def _heads(entry: Entry) -> str:
    joint = f"{entry.joint} " if entry.joint in ";," else f" {entry.joint} "
    return joint.join(map(_head, entry.heads)) + entry.mark


def _head(head: Head) -> str:
    return f"**{head.text}**" if head.exact else head.text


def _start_of(part: Part, *, is_first: bool) -> str:
    """ ", n." or "—*v.t.*", with a comma if senses follow, and the labels."""
    names = " and ".join(part.parts_of_speech)
    if names:
        names = f", {names}" if is_first else f"—*{names}*"
        if isinstance(part.blocks[0], Senses) and part.blocks[0].is_run_in:
            names += ","
    return names + _labels(part.labels) + _notes(part.notes)


def _labels(labels: tuple[str, ...]) -> str:
    return f" [{', '.join(labels)}]" if labels else ""


def _notes(notes: tuple[Note, ...]) -> str:
    return "".join(f" {note.brackets[0]}{note.text}{note.brackets[1]}" for note in notes)


def _text(block: Prose | Senses) -> str:
    """The words of a block, with a space before them."""
    if isinstance(block, Prose):
        words = block.text
    else:
        senses = f"{block.separator} ".join(_sense(one, block) for one in block.senses) + block.closing
        words = f"{block.lead} {senses}" if block.lead else senses
    return "".join(f" {piece}" for piece in (words, *map(_reference, block.references)) if piece)


def _sense(sense: Sense, block: Senses) -> str:
    referred = _mid_reference if block.separator else _reference
    subs = "; ".join(
        _joined(
            f"({chr(96 + sub.number)})",
            " and ".join(sub.parts_of_speech),
            _labels(sub.labels).strip(),
            _notes(sub.notes).strip(),
            sub.gloss,
            *map(_mid_reference, sub.references),
        )
        for sub in sense.senses
    )
    before = " and ".join(sense.parts_of_speech), _labels(sense.labels).strip(), _notes(sense.notes).strip()
    return _joined(f"({sense.number})", *before, sense.gloss, subs, *map(referred, sense.references))


def _list(block: Senses) -> str:
    """Senses of which one holds more than its gloss: a line for each, and the rest below it."""
    items = []
    for sense in block.senses:
        is_last = sense is block.senses[-1]
        text = _sense(sense, block).partition(" ")[2] + (block.closing if is_last else block.separator)
        references = map(_reference, block.references if is_last else ())
        below = (indent(_block(held), BELOW) for held in sense.blocks)
        items.append("\n\n".join((_joined(f"{sense.number}.", text, *references), *below)))
    listed = "\n\n".join(items)
    return f"{block.lead}\n\n{listed}" if block.lead else listed


def _joined(*pieces: str) -> str:
    return " ".join(filter(None, pieces))


def _reference(reference: Reference) -> str:
    text = _mid_reference(reference)
    return text if _ends_itself(reference.targets[-1]) else f"{text}."


def _mid_reference(reference: Reference) -> str:
    *others, last = map(_target, reference.targets)
    return f"{reference.words} " + (f"{', '.join(others)} and {last}" if others else last)


def _target(target: Target) -> str:
    if target.leads_nowhere:
        return f"[{_head(target.head)}](dict:{'nowhere' if target.is_joke else 'later'})"
    raised = superscript(target.homograph) if target.homograph else ""
    return _head(target.head) + raised + (f" ({target.sense})" if target.sense else "")


def _ends_itself(target: Target) -> bool:
    text = target.head.text
    is_plain = not (target.sense or target.homograph or target.leads_nowhere or target.head.exact)
    return is_plain and (text[-1] in "?!" or is_abbreviation(text))


def _block(block: Block) -> str:
    match block:
        case Senses() if block.is_list:
            return _list(block)
        case Prose() | Senses():
            return _text(block).strip()
        case Code():
            return write_code(block)
        case Table():
            return write_table(block)
        case RunOn():
            names = " and ".join(block.parts_of_speech)
            comma = "," if isinstance(block.body, Senses) and block.body.is_run_in else ""
            start = f"—**{block.head.text}**" + (f", {names}{comma}" if names else ".")
            return start + _labels(block.labels) + _notes(block.notes) + _text(block.body)
        case Verse():
            stanzas = ("\n".join(map(_line, stanza)) for stanza in block.stanzas)
            return _signed("\n|\n".join(stanzas), block.attribution)
        case Quotation():
            return _signed("\n\n".join(block.paragraphs), block.attribution)
        case Dialogue():
            speeches = (f"{one.speaker}: {one.words}" if one.speaker else one.words for one in block.speeches)
            return _signed("\n".join(speeches), block.attribution)


def _line(line: VerseLine) -> str:
    return f"| {INDENT * line.indent}{line.text}"


def _signed(text: str, attribution: str) -> str:
    """A quotation with its marks."""
    lines = (text + (f"\n\n— {attribution}" if attribution else "")).split("\n")
    return "\n".join(f"> {line}".rstrip() for line in lines)
