"""DMLex: what a converter relies on."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from plugins.editions.dmlex import file_of
from plugins.glossary.parse import parse_entry
from plugins.glossary.read import read_text_file
from plugins.source import Source
from tests.editions.conftest import words_of

TEXT = {"type": "string", "minLength": 1}


def some(item, **more):
    """A list of it."""
    return {"type": "array", "items": item, **more}


def record(*needed, **known):
    """An object of these properties and no others."""
    return {"type": "object", "required": [*needed], "properties": known, "additionalProperties": False}


NAMES = some(TEXT, uniqueItems=True)
EXAMPLE = record("text", text=TEXT, sourceElaboration=TEXT)
SENSE = record(
    id=TEXT, indicator=TEXT, labels=NAMES, definitions=some(record("text", text=TEXT)), examples=some(EXAMPLE)
)
ENTRY = record(
    "headword",
    id=TEXT,
    headword=TEXT,
    homographNumber=TEXT,
    partsOfSpeech=NAMES,
    labels=NAMES,
    pronunciations=some(record("transcriptions", transcriptions=some(record("text", text=TEXT), minItems=1))),
    inflectedForms=some(record("text", text=TEXT, tag=TEXT)),
    senses=some(SENSE),
)
MEMBER_TYPE = record(
    "type",
    type={"enum": ["sense", "entry", "collocate"]},
    role=TEXT,
    min={"type": "integer", "minimum": 0},
    max={"type": "integer", "minimum": 0},
)
SCHEMA = record(
    "langCode",
    title=TEXT,
    uri={"type": "string", "pattern": "^https?://"},
    langCode=TEXT,
    entries=some(ENTRY),
    relations=some(record("type", type=TEXT, members=some(record("ref", ref=TEXT, role=TEXT), minItems=2))),
    partOfSpeechTags=some(record("tag", tag=TEXT, description=TEXT)),
    labelTags=some(record("tag", tag=TEXT)),
    inflectedFormTags=some(record("tag", tag=TEXT)),
    relationTypes=some(
        record(
            "type",
            type=TEXT,
            scopeRestriction={"enum": ["sameEntry", "sameResource", "any"]},
            memberTypes=some(MEMBER_TYPE),
        )
    ),
)
"""What DMLex 1.0 says of the JSON that we write, in our own words: properties that it does not have are refused.

The schema of OASIS (dmlex_no-crosslingual.schema.json) may not lie here; its types and limits are these.
"""


@pytest.fixture(scope="module")
def resource(hostile):
    """The hostile words."""
    return json.loads(file_of(hostile))


def entry_of(resource, slug):
    """One of them."""
    return next(entry for entry in resource["entries"] if entry["id"] == slug)


def test_it_has_the_form_of_the_standard(hostile, resource):
    """Every entry, in the order of the dictionary."""
    jsonschema.validate(resource, SCHEMA)

    assert [entry["id"] for entry in resource["entries"]] == [entry.slug for entry in hostile.entries]


def test_relations_lead_to_what_is_there(resource):
    """Entries and senses have ids that nothing else has."""
    ids = [entry["id"] for entry in resource["entries"]]
    ids += [sense["id"] for entry in resource["entries"] for sense in entry["senses"]]

    assert len(ids) == len(set(ids))
    assert {member["ref"] for one in resource["relations"] for member in one["members"]} <= set(ids)
    assert {"see", "compare"} == {one["type"] for one in resource["relations"]}


def test_verse_is_an_example_with_its_source(resource):
    """It has no place of its own there; its lines and indents stay."""
    examples = entry_of(resource, "resume")["senses"][-1]["examples"]

    assert examples[0]["text"].startswith("Fourteen deep in verse I stand,\n            And wonder")
    assert examples[0]["sourceElaboration"] == "Orton Plume, Lines"


def test_senses_and_forms(resource):
    """Each sense with its label; plural and authors' forms."""
    boss = entry_of(resource, "boss")

    assert [sense["definitions"][0]["text"] for sense in boss["senses"]] == [
        "one who signs", "a thing's shadow", "To sign.",
    ]  # fmt: skip
    assert boss["senses"][0]["labels"] == ["law"]
    assert boss["partsOfSpeech"] == ["n."]
    assert boss["senses"][2]["indicator"] == "Boss"
    assert {form["text"] for form in boss["inflectedForms"]} == {"bosses", "bosses-in-law"}
    assert entry_of(resource, "reason-ii")["homographNumber"] == "2"
    assert "homographNumber" not in boss


def test_a_sense_keeps_its_own_part_of_speech(hostile):
    """DMLex has a place for it in the entry alone; in the sense it is what tells it from the others."""
    # given
    text = "LAMP, n., (1) a thing; (2) v. to shine: (a) v.t. on all; (b) adv. alone."
    words = replace(hostile, entries=(parse_entry(text, Source("l.md")),))

    # when
    made = json.loads(file_of(words))

    # then
    (entry,) = made["entries"]
    jsonschema.validate(made, SCHEMA)
    assert entry["partsOfSpeech"] == ["n.", "v.", "v.t.", "adv."]
    assert [sense.get("indicator") for sense in entry["senses"]] == [None, "v."]
    assert entry["senses"][1]["definitions"] == [{"text": "to shine: (a) v.t. on all; (b) adv. alone"}]
    assert {one["tag"] for one in made["partOfSpeechTags"]} == {"n.", "v.", "v.t.", "adv."}


def test_every_tag_is_explained(resource):
    """Parts of speech, labels, kinds of forms and of relations that entries name."""
    entries, relations = resource["entries"], resource["relations"]
    labelled = [*entries, *(sense for entry in entries for sense in entry["senses"])]
    told = {kind: {one["tag"] for one in resource[kind]} for kind in resource if kind.endswith("Tags")}

    assert {name for entry in entries for name in entry.get("partsOfSpeech", ())} <= told["partOfSpeechTags"]
    assert {name for one in labelled for name in one.get("labels", ())} == told["labelTags"]
    assert {
        form["tag"] for entry in entries for form in entry.get("inflectedForms", ()) if "tag" in form
    } == told["inflectedFormTags"]
    assert {one["type"] for one in relations} == {one["type"] for one in resource["relationTypes"]}


def test_no_words_and_no_address():
    """Of a dictionary that is still to be written, of a publication that is nowhere yet."""
    words = words_of("")
    bare = replace(words, imprint=replace(words.imprint, origin=""))

    made = json.loads(file_of(bare))

    jsonschema.validate(made, SCHEMA)
    assert made["entries"] == []
    assert "uri" not in made


@pytest.mark.ours
def test_every_word_of_ours(hostile):
    """Held against the standard too."""
    texts = sorted((Path(__file__).parents[2] / "content" / "dictionary").glob("*.md"))
    entries = tuple(one for path in texts for one in read_text_file(path.read_bytes(), str(path)).entries)

    made = json.loads(file_of(replace(hostile, entries=entries)))

    jsonschema.validate(made, SCHEMA)
    assert len(made["entries"]) > 600
