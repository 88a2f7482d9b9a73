"""Entries as plain data for JSON, and back. The shape is published: schema.json beside this."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias

from plugins.glossary.model import (
    Block,
    Code,
    Dialogue,
    Entry,
    Head,
    Held,
    Note,
    Part,
    Policy,
    Prose,
    Quotation,
    Reference,
    RunOn,
    Sense,
    Senses,
    Speech,
    Table,
    Target,
    Verse,
    VerseLine,
)
from plugins.source import Source

Data: TypeAlias = dict[str, Any]
"""Only what JSON has: dict, list, str, int, bool."""

KINDS: Final[Mapping[type, str]] = {
    Prose: "prose",
    Senses: "senses",
    Verse: "verse",
    Quotation: "quotation",
    Dialogue: "dialogue",
    Code: "code",
    Table: "table",
    RunOn: "run-on",
}


def entries_as_data(entries: Iterable[Entry]) -> Data:
    """The document that `show --json` prints."""
    return {"entries": [entry_as_data(entry) for entry in entries]}


def entry_as_data(entry: Entry) -> Data:
    """One entry. Texts are inline Markdown, except `gloss` and `title`, which are plain."""
    policy = entry.policy
    return {
        "headword": entry.headword,
        "homographNumber": entry.homograph,
        "slug": entry.slug,
        "title": entry.title,
        "gloss": entry.gloss,
        "heads": [_head(head) for head in entry.heads],
        "joint": entry.joint,
        "mark": entry.mark,
        "parts": [
            {
                "partOfSpeech": list(part.parts_of_speech),
                "labels": list(part.labels),
                "notes": _notes(part.notes),
                "blocks": [_block(block) for block in part.blocks],
            }
            for part in entry.parts
        ],
        "policy": {
            "inflectedForms": list(policy.forms),
            "link": policy.link,
            "isEntry": policy.is_entry,
            "comments": policy.comments,
            "lang": policy.lang,
            "isAutoMeant": policy.is_auto_meant,
            "short": policy.short,
            "also": list(policy.also),
            "plain": policy.plain,
            "slug": policy.slug,
            "unlike": list(policy.unlike),
        },
        "source": {"path": entry.source.path, "line": entry.source.line},
    }


def entry_from_data(data: Data) -> Entry:
    """The entry that `entry_as_data` made `data` of; what follows from the rest is not looked at."""
    policy = data["policy"]
    return Entry(
        tuple(map(_read_head, data["heads"])),
        tuple(
            Part(
                tuple(part["partOfSpeech"]),
                tuple(map(_read_block, part["blocks"])),
                tuple(part["labels"]),
                _read_notes(part["notes"]),
            )
            for part in data["parts"]
        ),
        data["joint"],
        data["mark"],
        Policy(
            tuple(policy["inflectedForms"]),
            policy["link"],
            data["homographNumber"],
            policy["isEntry"],
            policy["comments"],
            policy["lang"],
            policy["isAutoMeant"],
            policy["short"],
            tuple(policy["also"]),
            policy["plain"],
            policy["slug"],
            tuple(policy["unlike"]),
        ),
        Source(**data["source"]),
    )


def _head(head: Head) -> Data:
    return {"text": head.text, "exact": head.exact}


def _read_head(data: Data) -> Head:
    return Head(data["text"], data["exact"])


def _block(block: Block) -> Data:
    data: Data = {"kind": KINDS[type(block)]}
    match block:
        case Prose():
            data |= {"text": block.text, "relations": _references(block.references)}
        case Senses():
            data |= {
                "lead": block.lead,
                "senses": [_sense(sense) for sense in block.senses],
                "closing": block.closing,
                "separator": block.separator,
                "relations": _references(block.references),
            }
        case Verse():
            lines = [[{"text": line.text, "indent": line.indent} for line in one] for one in block.stanzas]
            data |= {"stanzas": lines, "attribution": block.attribution}
        case Quotation():
            data |= {"paragraphs": list(block.paragraphs), "attribution": block.attribution}
        case Dialogue():
            speeches = [{"speaker": one.speaker, "words": one.words} for one in block.speeches]
            data |= {"speeches": speeches, "attribution": block.attribution}
        case Code():
            data |= {"text": block.text, "language": block.language}
        case Table():
            rows = [list(row) for row in block.rows]
            data |= {"header": list(block.header), "rows": rows, "alignment": list(block.alignment)}
        case RunOn():
            data |= {
                "head": _head(block.head),
                "partOfSpeech": list(block.parts_of_speech),
                "labels": list(block.labels),
                "notes": _notes(block.notes),
                "body": _block(block.body),
            }
    return data


def _read_block(data: Data) -> Block:
    match data["kind"]:
        case "senses":
            return _read_senses(data)
        case "run-on":
            head, names = _read_head(data["head"]), tuple(data["partOfSpeech"])
            body, labels = _read_text(data["body"]), tuple(data["labels"])
            return RunOn(head, names, body, labels, _read_notes(data["notes"]))
        case _:
            return _read_held(data)


def _read_held(data: Data) -> Held:
    match data["kind"]:
        case "verse":
            stanzas = tuple(
                tuple(VerseLine(line["text"], line["indent"]) for line in one) for one in data["stanzas"]
            )
            return Verse(stanzas, data["attribution"])
        case "quotation":
            return Quotation(tuple(data["paragraphs"]), data["attribution"])
        case "dialogue":
            speeches = tuple(Speech(one["speaker"], one["words"]) for one in data["speeches"])
            return Dialogue(speeches, data["attribution"])
        case "code":
            return Code(data["text"], data["language"])
        case "table":
            rows = tuple(map(tuple, data["rows"]))
            return Table(tuple(data["header"]), rows, tuple(data["alignment"]))
        case _:
            return Prose(data["text"], _read_references(data["relations"]))


def _read_text(data: Data) -> Prose | Senses:
    if data["kind"] == "prose":
        return Prose(data["text"], _read_references(data["relations"]))
    return _read_senses(data)


def _read_senses(data: Data) -> Senses:
    references = _read_references(data["relations"])
    senses = tuple(map(_read_sense, data["senses"]))
    return Senses(senses, data["lead"], data["closing"], references, data["separator"])


def _sense(sense: Sense) -> Data:
    return {
        "number": sense.number,
        "gloss": sense.gloss,
        "labels": list(sense.labels),
        "senses": [_sense(sub) for sub in sense.senses],
        "relations": _references(sense.references),
        "partOfSpeech": list(sense.parts_of_speech),
        "notes": _notes(sense.notes),
        "blocks": [_block(held) for held in sense.blocks],
    }


def _read_sense(data: Data) -> Sense:
    return Sense(
        data["number"],
        data["gloss"],
        tuple(data["labels"]),
        tuple(map(_read_sense, data["senses"])),
        _read_references(data["relations"]),
        tuple(data["partOfSpeech"]),
        _read_notes(data["notes"]),
        tuple(map(_read_held, data["blocks"])),
    )


def _notes(notes: tuple[Note, ...]) -> list[Data]:
    return [{"kind": note.kind, "text": note.text, "brackets": note.brackets} for note in notes]


def _read_notes(data: list[Data]) -> tuple[Note, ...]:
    return tuple(Note(one["kind"], one["text"], one["brackets"]) for one in data)


def _references(references: tuple[Reference, ...]) -> list[Data]:
    return [
        {
            "relation": reference.relation,
            "words": reference.words,
            "targets": [
                {
                    "head": _head(target.head),
                    "homographNumber": target.homograph,
                    "sense": target.sense,
                    "isJoke": target.is_joke,
                    "isPlanned": target.is_planned,
                }
                for target in reference.targets
            ],
            "source": {"path": reference.source.path, "line": reference.source.line},
        }
        for reference in references
    ]


def _read_references(data: list[Data]) -> tuple[Reference, ...]:
    return tuple(
        Reference(
            one["words"],
            tuple(
                Target(
                    _read_head(target["head"]),
                    target["homographNumber"],
                    target["sense"],
                    target["isJoke"],
                    target["isPlanned"],
                )
                for target in one["targets"]
            ),
            Source(**one["source"]),
        )
        for one in data
    )
