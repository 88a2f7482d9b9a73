"""docs/glossary-format.md and docs/other-dictionaries.md: what is stated below an example is what is read of it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.front_matter import Customs
from plugins.glossary.data import entry_as_data, entry_from_data
from plugins.glossary.parse import read_dictionary_file
from plugins.glossary.write import write_file
from tests.glossary.outline import outline

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLE = re.compile(r"^(`{3,})text\n(.*?)^\1\n\n```read\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
FRONT_MATTER = "Date: 2026-03-02\n\n"
PAGES = {name: (DOCS / name).read_text("utf-8") for name in ("glossary-format.md", "other-dictionaries.md")}
EXAMPLES = [found.group(2, 3) for text in PAGES.values() for found in EXAMPLE.finditer(text)]


def read(example):
    """The file that an example is, and its first line."""
    if example.startswith("Date:"):
        return read_dictionary_file(example, "example.md", CUSTOMS), 1
    return read_dictionary_file(FRONT_MATTER + example, "example.md", CUSTOMS), 1 + FRONT_MATTER.count("\n")


CUSTOMS = Customs(parts_of_speech={"pp.": "participle"})


def test_every_example_states_what_is_read():
    texts = sum(len(re.findall(r"^`{3,}text$", text, re.MULTILINE)) for text in PAGES.values())

    assert len(EXAMPLES) == texts >= 16


@pytest.mark.parametrize(("example", "stated"), EXAMPLES, ids=[example[:30] for example, _ in EXAMPLES])
def test_an_example_is_read_as_stated(example, stated):
    file, first_line = read(example)

    assert outline(file, first_line) == stated.splitlines()


@pytest.mark.parametrize(
    "example",
    [example for example, stated in EXAMPLES if "error in line" not in stated],
    ids=lambda example: example[:30],
)
def test_an_example_is_written_back_as_the_same_entries(example):
    """What can be read can be written, as text and as data."""
    file, _ = read(example)
    again = read_dictionary_file(write_file(file), "example.md", CUSTOMS)

    assert again.entries == file.entries
    assert tuple(entry_from_data(entry_as_data(entry)) for entry in file.entries) == file.entries


RECIPE = re.compile(
    r"^```(?:csv|json|markdown)\n(.*?)^```\n\n```python\n(.*?)^```\n\n```text\n(.*?)^```\n", re.M | re.S
)
RECIPES = RECIPE.findall(PAGES["other-dictionaries.md"])


def test_there_is_a_program_for_each_kind_of_source():
    assert len(RECIPES) == PAGES["other-dictionaries.md"].count("```python\n") == 3


@pytest.mark.parametrize(("given", "program", "wanted"), RECIPES, ids=["table", "dmlex", "markdown"])
def test_a_program_writes_what_is_shown_below_it(given, program, wanted):
    done = subprocess.run(
        [sys.executable, "-c", program], input=given, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == wanted.strip()


def run_recipe(number, given):
    return subprocess.run(
        [sys.executable, "-c", RECIPES[number][1]], input=given, capture_output=True, text=True, check=True
    )


def test_the_program_for_lists_tells_what_it_does_not_read():
    """Or an entry would be lost on the way, and nobody would notice."""
    done = run_recipe(2, "- **Mute**: To agree.\n- **Room** - A place.\n\nHall\n: A place.\n: Another.\n")

    assert done.stdout == "MUTE, n. To agree.\n\nHALL, n. A place.\n\n"
    assert done.stderr == "not read: - **Room** - A place.\nnot read: : Another.\n"


def test_the_program_for_dmlex_hands_on_parts_of_speech_that_it_does_not_know():
    """The lint then says what there is instead."""
    entry = (
        '{"id": "a", "headword": "door", "partsOfSpeech": ["phrase"],'
        ' "senses": [{"definitions": [{"text": "A."}]}]}'
    )
    relation = '{"type": "meronym", "members": [{"ref": "a"}, {"ref": "a"}]}'

    done = run_recipe(1, f'{{"entries": [{entry}], "relations": [{relation}]}}')

    assert done.stdout == "DOOR, phrase A. See also DOOR.\n\n"
