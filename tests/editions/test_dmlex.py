"""DMLex: what a converter relies on."""

import json

import jsonschema
import pytest

from plugins.editions.dmlex import file_of
from tests.editions.conftest import words_of

TEXT = {"type": "string", "minLength": 1}
TAGS = {"type": "array", "items": {"type": "object", "required": ["tag"], "properties": {"tag": TEXT}}}
SCHEMA = {
    "type": "object",
    "required": ["title", "langCode", "entries", "relations"],
    "properties": {
        "entries": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "headword", "senses"],
                "properties": {
                    "homographNumber": {"type": "integer", "minimum": 1},
                    "partsOfSpeech": TAGS,
                    "labels": TAGS,
                    "inflectedForms": {"type": "array", "items": {"required": ["text"]}},
                    "senses": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["id"],
                            "properties": {
                                "definitions": {"type": "array", "items": {"required": ["text"]}},
                                "examples": {"type": "array", "items": {"required": ["text"]}},
                            },
                        },
                    },
                },
            },
        },
    },
}
"""Of DMLex 1.0 what we use of it, in our own words."""


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
    assert boss["senses"][0]["labels"] == [{"tag": "law"}]
    assert boss["senses"][2]["indicator"] == "Boss"
    assert {form["text"] for form in boss["inflectedForms"]} == {"bosses", "bosses-in-law"}
    assert entry_of(resource, "reason-ii")["homographNumber"] == 2


def test_no_words():
    """Of a dictionary that is still to be written."""
    assert json.loads(file_of(words_of("")))["entries"] == []
