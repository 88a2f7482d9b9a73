"""The dictionary in DMLex 1.0 (OASIS), its JSON serialisation: for lexicographers and converters."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from plugins.editions.model import WordsInputs
from plugins.glossary.anchor import block_anchors, sense_anchor
from plugins.glossary.dictionary import Dictionary
from plugins.glossary.entry import Entry
from plugins.glossary.inflection import plural_of
from plugins.glossary.model import (
    Block,
    Code,
    Dialogue,
    Prose,
    Quotation,
    RunOn,
    Sense,
    Senses,
    Table,
    Verse,
)
from plugins.glossary.parts_of_speech import PARTS_OF_SPEECH
from plugins.glossary.plain import plain_text

Data = dict[str, Any]

MEMBERS: Final = [
    {"type": "entry", "role": "from", "min": 1, "max": 1},
    {"type": "entry", "role": "to", "max": 1},
    {"type": "sense", "role": "to", "max": 1},
]
"""Of a cross-reference, which leads to a word or to one of its senses."""


def file_of(words: WordsInputs) -> bytes:
    """The file."""
    return (json.dumps(_resource(words), ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _resource(words: WordsInputs) -> Data:
    dictionary = Dictionary.of(words.entries)
    entries = [_entry(entry) for entry in words.entries]
    senses = frozenset(sense["id"] for entry in entries for sense in entry["senses"])
    relations = [one for entry in words.entries for one in _relations(entry, dictionary, senses)]
    names = sorted({name for entry in words.entries for name in _names(entry)})
    labels = sorted({label for entry in words.entries for label in entry.labels})
    kinds = sorted({one["type"] for one in relations})
    origin = words.imprint.origin
    return {
        "title": words.imprint.title,
        **({"uri": f"{origin}{words.base}"} if origin else {}),
        "langCode": words.imprint.language,
        "entries": entries,
        "relations": relations,
        "partOfSpeechTags": [{"tag": name, "description": PARTS_OF_SPEECH.get(name, name)} for name in names],
        "labelTags": [{"tag": label} for label in labels],
        "inflectedFormTags": [{"tag": "plural"}],
        "relationTypes": [
            {"type": kind, "scopeRestriction": "sameResource", "memberTypes": MEMBERS} for kind in kinds
        ],
    }


def _names(entry: Entry) -> Iterator[str]:
    yield from entry.parts_of_speech
    yield from entry.parts_of_speech_of_senses
    for run_on in entry.run_ons:
        yield from run_on.parts_of_speech


def _entry(entry: Entry) -> Data:
    senses = list(_senses(entry))
    return _filled(
        {
            "id": entry.slug,
            "headword": entry.headword,
            "homographNumber": str(entry.homograph or ""),
            "partsOfSpeech": [*dict.fromkeys((*entry.parts_of_speech, *entry.parts_of_speech_of_senses))],
            "labels": [*dict.fromkeys(label for part in entry.parts for label in part.labels)],
            "pronunciations": [
                {"transcriptions": [{"text": note.text}]}
                for part in entry.parts
                for note in part.notes
                if note.kind == "pronunciation"
            ],
            "inflectedForms": _forms(entry),
            "senses": senses,
        }
    )


def _forms(entry: Entry) -> list[Data]:
    forms = [{"text": head.text} for head in entry.heads[1:]]
    plural = (
        plural_of(entry.headword.lower())
        if "n." in entry.parts_of_speech and not entry.heads[0].exact
        else ""
    )
    if plural and "abbr." not in entry.parts_of_speech:
        forms.append({"text": plural, "tag": "plural"})
    return forms + [{"text": form} for form in entry.policy.forms]


def _senses(entry: Entry) -> Iterator[Data]:
    """One for each that is numbered, one for a text without numbers; what is no sense is an example of the last."""
    found: list[Data] = []
    anchors = iter(block_anchors(entry))
    for part in entry.parts:
        for block in part.blocks:
            for one in _of_block(block, next(anchors), entry):
                if "definitions" in one or not found:
                    found.append({"id": f"{entry.slug}-text-{len(found) + 1}", **one})
                else:
                    found[-1].setdefault("examples", []).extend(one["examples"])
    yield from found


def _of_block(block: Block, anchor: str, entry: Entry) -> Iterator[Data]:
    match block:
        case Senses():
            for sense in block.senses:
                own = f"{entry.slug}{sense_anchor(anchor, sense)}"
                yield {"id": own, **_sense(sense, block.lead)}
        case RunOn():
            own = f"{entry.slug}{anchor}"
            yield from (
                {"id": own, **one, "indicator": block.head.text}
                for one in _of_block(block.body, anchor, entry)
            )
        case Prose():
            if said := plain_text(block.text):
                yield {"definitions": [{"text": said}]}
        case _:
            yield {"examples": [_example(block)]}


def _sense(sense: Sense, lead: str) -> Data:
    """Its own part of speech, for which DMLex has a place in an entry alone, tells it from the others."""
    subs = (
        " ".join((f"({chr(96 + sub.number)})", *sub.parts_of_speech, plain_text(sub.gloss)))
        for sub in sense.senses
    )
    gloss, kinds = plain_text(sense.gloss), "; ".join(subs)
    said = (" " if gloss.endswith(":") else "; ").join(filter(None, (gloss, kinds)))
    return _filled(
        {
            "indicator": " ".join(filter(None, (" and ".join(sense.parts_of_speech), plain_text(lead)))),
            "labels": [*dict.fromkeys(sense.labels)],
            "definitions": [{"text": said}],
            "examples": [_example(block) for block in sense.blocks],
        }
    )


def _example(block: Block) -> Data:
    """Verse has no place in DMLex: its lines are kept, and who signed it is where it comes from."""
    match block:
        case Verse():
            lines = (
                ["  " * line.indent + plain_text(line.text) for line in stanza] for stanza in block.stanzas
            )
            text = "\n\n".join("\n".join(one) for one in lines)
        case Quotation():
            text = "\n\n".join(map(plain_text, block.paragraphs))
        case Dialogue():
            text = "\n".join(
                f"{one.speaker}: {plain_text(one.words)}" if one.speaker else plain_text(one.words)
                for one in block.speeches
            )
        case Table():
            text = "\n".join(" | ".join(map(plain_text, row)) for row in (block.header, *block.rows))
        case Code() | Prose():
            text = block.text
        case _:
            text = ""
    source = plain_text(block.attribution) if isinstance(block, Verse | Quotation | Dialogue) else ""
    return _filled({"text": text, "sourceElaboration": source})


def _relations(entry: Entry, dictionary: Dictionary, senses: frozenset[str]) -> Iterator[Data]:
    """Its cross-references: to a sense where that is one of `senses`, else to the whole entry."""
    for reference in entry.references:
        for target in reference.targets:
            found = None if target.leads_nowhere else dictionary.find(target.name)
            if found:
                end = found.fragment if found.fragment in senses else found.entry.slug
                yield {
                    "type": reference.relation,
                    "members": [
                        {"ref": entry.slug, "role": "from"},
                        {"ref": end, "role": "to"},
                    ],
                }


def _filled(data: Data) -> Data:
    return {name: value for name, value in data.items() if value not in ("", [])}
