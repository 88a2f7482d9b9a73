"""What was read of a text, a line for each entry and each finding: the results that docs/glossary-format.md states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plugins.glossary.keys import policy_lines
from plugins.glossary.mention import mentioned
from plugins.glossary.model import (
    AuthorWarning,
    Code,
    Dialogue,
    DictionaryFile,
    Prose,
    Quotation,
    RunOn,
    Senses,
    Table,
    Verse,
)


def outline(file: DictionaryFile, first_line: int) -> list[str]:
    """`first_line`: that of the file with which the example begins."""
    lines = [_entry(entry) for entry in file.entries]
    if file.commentary:
        lines.append("commentary")
    for finding in file.findings:
        kind = "warning" if isinstance(finding, AuthorWarning) else "error"
        lines.append(f"{kind} in line {finding.source.line - first_line + 1}: {finding.message}")
    return lines


def _entry(entry) -> str:
    heads = f"{entry.joint} ".join if entry.joint in ";," else f" {entry.joint} ".join
    name = heads(head.text for head in entry.heads) + ("" if not entry.homograph else entry.name[-1])
    parts = " | ".join(map(_part, entry.parts))
    policy = "; ".join(f"{key} {value}" for key, value in policy_lines(entry.policy).items())
    return f"{name}: {parts}" + (f" | {policy}" if policy else "")


def _part(part) -> str:
    names = " and ".join(part.parts_of_speech) or "no part of speech"
    said = (names, *_before(part), *map(_block, part.blocks))
    return ", ".join(said)


def _before(of) -> Iterator[str]:
    if of.labels:
        yield f"[{', '.join(of.labels)}]"
    yield from (f"{note.kind} {note.text}" for note in of.notes)


def _block(block) -> str:
    match block:
        case Prose():
            return " ".join(("prose", *_references(block.references), *_links(block.text)))
        case Senses():
            lead = f" after “{block.lead}”" if block.lead else ""
            return " ".join(
                (f"senses{lead}", " ".join(map(_sense, block.senses)), *_references(block.references))
            )
        case Verse():
            stanzas = " and ".join(f"{len(stanza)} lines" for stanza in block.stanzas)
            return f"verse of {stanzas}{_by(block)}"
        case Quotation():
            return f"quotation{_by(block)}"
        case Dialogue():
            return f"dialogue of {len(block.speeches)} speeches{_by(block)}"
        case Code():
            return f"code {block.language}".rstrip()
        case Table():
            return f"table of {len(block.header)} columns and {len(block.rows)} rows"
        case RunOn():
            names = "".join(f" {name}" for name in block.parts_of_speech)
            return f"run-on {block.head.text}{names} {_block(block.body)}"


def _sense(sense) -> str:
    own = (*sense.parts_of_speech, *_before(sense), *_references(sense.references), *_links(sense.gloss))
    subs = "".join(f" ({chr(96 + sub.number)})" for sub in sense.senses)
    below = f" {{{', '.join(map(_block, sense.blocks))}}}" if sense.blocks else ""
    return " ".join((f"({sense.number})", *own)) + subs + below


def _references(references) -> Iterator[str]:
    for reference in references:
        yield f"{reference.relation} {' and '.join(map(_target, reference.targets))}"


def _links(text: str) -> Iterable[str]:
    return (f"link to {_target(target)}" for target in mentioned(text))


def _target(target) -> str:
    return f"{target.name}{' (a joke)' if target.is_joke else ' (later)' if target.is_planned else ''}"


def _by(block) -> str:
    return f" by {block.attribution}" if block.attribution else ""
