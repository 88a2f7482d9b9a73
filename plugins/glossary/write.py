"""Entries to text, in canonical form: what is written here is read back as the same entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plugins.glossary.headword import is_abbreviation, superscript
from plugins.glossary.model import (
    Block,
    Dialogue,
    DictionaryFile,
    Entry,
    Head,
    Part,
    Policy,
    Prose,
    Quotation,
    Reference,
    RunOn,
    Sense,
    Senses,
    Target,
    Verse,
    VerseLine,
)
from plugins.glossary.parse import read_entry
from plugins.glossary.parts_of_speech import PARTS_OF_SPEECH
from plugins.source import Source

INDENT = "  "


def write_entry(entry: Entry, parts_of_speech: Mapping[str, str] = PARTS_OF_SPEECH) -> str:
    """The text of an entry, without a line break at the end.

    Raises:
        ValueError: the entry cannot be written so that it is read back as it is, for example because a
            paragraph of its prose begins as a head does.
    """
    text = "\n\n".join(_paragraphs(entry))
    reading = read_entry(text, Source(entry.source.path), entry.policy, parts_of_speech)
    if reading.entry != entry:
        reason = f": {reading.findings[0].message}" if reading.findings else ""
        raise ValueError(f"{entry.headword} cannot be written in the grammar of definitions{reason}")
    return text


def write_file(file: DictionaryFile, parts_of_speech: Mapping[str, str] = PARTS_OF_SPEECH) -> str:
    """The text of a file of content/dictionary/."""
    policy = file.entries[0].policy
    parts = ["\n".join(_front_matter(policy, file))]
    parts += [write_entry(entry, parts_of_speech) for entry in file.entries]
    if file.commentary:
        parts += ["* * *", file.commentary]
    return "\n\n".join(parts) + "\n"


def _front_matter(policy: Policy, file: DictionaryFile) -> Iterator[str]:
    for key, date in (("Date", file.published_at), ("Modified", file.modified_at)):
        if date is not None:
            yield f"{key}: {date:%Y-%m-%d}" + ("" if date.timestamp() % 86_400 == 0 else f" {date:%H:%M:%S}")
    if policy.homograph:
        yield f"Homograph: {policy.homograph}"
    if policy.is_auto_meant or policy.link != "auto":
        yield f"Link: {policy.link}"
    if policy.forms:
        yield f"Forms: {', '.join(policy.forms)}"
    if policy.is_entry:
        yield "Entry: yes"
    if policy.comments:
        yield f"Comments: {policy.comments}"
    if policy.lang:
        yield f"Lang: {policy.lang}"
    if file.aliases:
        yield f"Aliases: {', '.join(address for address, _ in file.aliases)}"


def _paragraphs(entry: Entry) -> Iterator[str]:
    held = _heads(entry)
    for place, part in enumerate(entry.parts):
        start = _start_of(part, is_first=place == 0)
        first, blocks = part.blocks[0], part.blocks[1:]
        if isinstance(first, Prose | Senses):
            start += _text(first)
        else:
            blocks = part.blocks
        held = f"{held}{start}" if place == 0 else f"{held} {start}".lstrip()
        for block in blocks:
            yield held
            held = _block(block)
        if blocks and not isinstance(blocks[-1], Prose | Senses):
            yield held
            held = ""
    if held:
        yield held


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
    return names + _labels(part.labels)


def _labels(labels: tuple[str, ...]) -> str:
    return f" [{', '.join(labels)}]" if labels else ""


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
            _labels(sub.labels).strip(),
            sub.gloss,
            *map(_mid_reference, sub.references),
        )
        for sub in sense.senses
    )
    labels = _labels(sense.labels).strip()
    return _joined(f"({sense.number})", labels, sense.gloss, subs, *map(referred, sense.references))


def _joined(*pieces: str) -> str:
    return " ".join(filter(None, pieces))


def _reference(reference: Reference) -> str:
    text = _mid_reference(reference)
    return text if _ends_itself(reference.targets[-1]) else f"{text}."


def _mid_reference(reference: Reference) -> str:
    *others, last = map(_target, reference.targets)
    return f"{reference.words} " + (f"{', '.join(others)} and {last}" if others else last)


def _target(target: Target) -> str:
    if target.is_joke:
        return f"[{_head(target.head)}](dict:nowhere)"
    raised = superscript(target.homograph) if target.homograph else ""
    return _head(target.head) + raised + (f" ({target.sense})" if target.sense else "")


def _ends_itself(target: Target) -> bool:
    text = target.head.text
    is_plain = not (target.sense or target.homograph or target.is_joke or target.head.exact)
    return is_plain and (text[-1] in "?!" or is_abbreviation(text))


def _block(block: Block) -> str:
    match block:
        case Prose() | Senses():
            return _text(block).strip()
        case RunOn():
            names = " and ".join(block.parts_of_speech)
            comma = "," if isinstance(block.body, Senses) and block.body.is_run_in else ""
            start = f"—**{block.head.text}**" + (f", {names}{comma}" if names else ".")
            return start + _labels(block.labels) + _text(block.body)
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
