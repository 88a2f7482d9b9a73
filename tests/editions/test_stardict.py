"""StarDict: what a reader finds who asks for a word as it stands in a book."""

import struct
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest

from plugins.editions.archive import tar_gz
from plugins.editions.heads import rows_of, spellings_of
from plugins.editions.stardict import files_of
from plugins.glossary.read import read_text_file
from plugins.glossary.terms import words_of as claims_of
from tests.editions.conftest import needs, words_of


def slugs(answers):
    """Row → nothing else: which rows were found."""
    return [[row for row, _ in answer] for answer in answers]


def records(data, form):
    """Word, and the numbers after it."""
    while data:
        word, _, rest = data.partition(b"\0")
        size = struct.calcsize(form)
        yield (word, *struct.unpack(form, rest[:size]))
        data = rest[size:]


@needs("sdcv")
def test_every_spelling_finds_its_entry(hostile, sdcv):
    """A person types what stands there: in a sentence, at its beginning, in a headline, with one's own apostrophe."""
    # given
    rows = rows_of(hostile.entries)
    expected = {row.head: row for row in rows} | dict(spellings_of(rows))
    asked = [word for word in expected if len(word.encode()) <= 255 and not word.startswith("/")]

    # when
    found = sdcv(files_of(hostile), asked)

    # then
    assert slugs(found) == [[expected[word].head] for word in asked]
    assert {"boss", "Boss", "BOSS", "bosses", "boss's", "boss’s", "bosses-in-law", "the", "كتاب"} <= set(
        asked
    )


@needs("sdcv")
def test_accents_case_and_apostrophes(hostile, sdcv):
    """Those with which heads as printed are not found."""
    spelt = [
        "RÉSUMÉ",
        "résumé",
        "resume",
        "résumés",
        "Résumés",
        "don't",
        "don’t",
        "Don’t",
        "clé",
        "cle",
        "IT",
        "it",
    ]

    assert slugs(sdcv(files_of(hostile), spelt)) == [
        *([["résumé"]] * 5), *([["don't"]] * 3), ["clé"], ["cle"], ["IT"], [],
    ]  # fmt: skip


TYPED = {
    "t-shaped": (
        "t-shaped",
        "T-shaped",
        "T-SHAPED",
        "T-Shaped",
        "t shaped",
        "T shaped",
        "T SHAPED",
        "tshaped",
        "TSHAPED",
    ),
    "start-up": (
        "start-up",
        "start up",
        "Start up",
        "START UP",
        "Start Up",
        "Start-Up",
        "startup",
        "Startup",
        "start-ups",
        "startups",
    ),
    "cover letter": (
        "cover-letter",
        "Cover-letter",
        "COVER-LETTER",
        "coverletter",
        "cover letters",
        "cover-letters",
    ),
    "hit the ground running": (
        "hit-the-ground-running",
        "HIT THE GROUND RUNNING",
        "Hit the Ground Running",
    ),
    "exposé-writer": ("expose writer", "exposé writer", "Expose-writer", "EXPOSE WRITER", "exposéwriter"),
    "A.O.B.": ("A.O.B.", "AOB", "a.o.b.", "aob"),
    "HR": ("HR", "hr"),
    "KPI": ("KPI", "kpi", "KPIs", "kpis"),
}
"""Head → what people type."""


@needs("sdcv")
def test_what_people_type(sdcv):
    """With a blank for a hyphen, a hyphen for a blank, joined, in small letters; but IT is no it, and US no us."""
    # given
    kinds = {"A.O.B.": "abbr.", "HR": "abbr.", "KPI": "abbr."}
    heads = (f"{head.upper()}, {kinds.get(head, 'n.')} A thing." for head in TYPED)
    words = words_of("\n\n".join((*heads, "IT, abbr. The department.", "US, abbr. The country.")))
    asked = {one: [head] for head, spellings in TYPED.items() for one in spellings}
    asked |= {"IT": ["IT"], "ITs": ["IT"], "it": [], "us": [], "hit the": []}

    # when
    found = sdcv(files_of(words), [*asked])

    # then
    assert dict(zip(asked, slugs(found), strict=True)) == asked
    assert not {"it", "its", "it's", "us"} & {
        spelling for spelling, _ in spellings_of(rows_of(words.entries))
    }


@needs("sdcv")
def test_a_head_has_a_better_claim_than_what_people_type_for_another(sdcv):
    """Start up, the verb, is not the firm, though its name is typed like that too."""
    words = words_of(
        "START UP, v.i. To begin.\n\nSlug: the-firm\nSTART-UP, n. A firm.\n\n"
        "Forms: kickoff\nBEGINNING, n. x.\n\nKICK-OFF, n. y."
    )

    found = sdcv(files_of(words), ["start up", "Start up", "start-up", "startup", "kick off", "kickoff"])

    assert slugs(found) == [
        [one] for one in ("start up", "start up", "start-up", "startup", "kick-off", "beginning")
    ]
    assert "To begin." in found[3][0][1]
    assert "A firm." in found[3][0][1]


@needs("sdcv")
def test_homographs_are_one_answer(hostile, sdcv):
    """Of two rows with one head some programs show one."""
    ((_, text),) = sdcv(files_of(hostile), ["reason"])[0]

    assert "REASON</b>¹" in text
    assert "REASON</b>²" in text


@needs("sdcv")
@pytest.mark.ours
def test_every_head_of_ours(hostile, sdcv):
    """All claims of all words of the publication."""
    # given
    texts = sorted((Path(__file__).parents[2] / "content" / "dictionary").glob("*.md"))
    entries = [one for path in texts for one in read_text_file(path.read_bytes(), str(path)).entries]
    definition = hostile.definitions["boss"]
    words = replace(
        hostile, entries=tuple(entries), definitions={entry.slug: definition for entry in entries}
    )
    asked = sorted({claim for entry in entries for claim, _, _ in claims_of(entry)})

    # when
    found = sdcv(files_of(words), asked)

    # then
    assert len(entries) > 600
    assert [word for word, answer in zip(asked, found, strict=True) if not answer] == []


def test_text_is_small_and_well_formed(hostile):
    """Programs show tags that they do not know as text."""
    text = files_of(hostile)["trial/trial.dict"].decode()
    root = lxml.html.fragment_fromstring(text, create_parent=True)

    assert {element.tag for element in root.iter()} <= {"div", "b", "i", "em", "br", "p", "blockquote"}
    assert not [element for element in root.iter() if element.attrib]
    assert '#import "/etc/passwd" and $x$' in root.text_content()
    assert "<p>" not in root.text_content()


def test_the_numbers_that_programs_believe(hostile):
    """A wrong one, and the dictionary is refused or read past its end."""
    # given
    files = files_of(hostile)
    index, synonyms, text = (files[f"trial/trial.{end}"] for end in ("idx", "syn", "dict"))
    about = dict(line.split("=", 1) for line in files["trial/trial.ifo"].decode().splitlines()[1:])

    # when
    rows = list(records(index, ">II"))
    spellings = list(records(synonyms, ">I"))

    # then
    assert int(about["wordcount"]) == len(rows)
    assert int(about["synwordcount"]) == len(spellings)
    assert all(number < len(rows) for _, number in spellings)
    assert int(about["idxfilesize"]) == len(index)
    assert about["date"] == "2026.03.04"
    assert rows == sorted(rows, key=lambda row: (row[0].lower(), row[0]))
    assert all(len(word) <= 255 and start + size <= len(text) for word, start, size in rows)


def test_the_index_of_spellings_stays_small(hostile):
    """One of ten times the dictionary broke small readers: what nobody types is not in it."""
    rows = rows_of(hostile.entries)

    assert len(list(spellings_of(rows))) < 13 * len(rows)
    assert [one for one, row in spellings_of(rows) if row.head == "boss"] == [
        "BOSS", "Boss", "boss's", "boss’s", "Boss's", "Boss’s", "bosses", "Bosses", "BOSSES",
        "bosses-in-law", "Bosses-in-law", "BOSSES-IN-LAW", "bosses in law", "Bosses in law", "BOSSES IN LAW",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["BOSS, n. One who signs.\n", ""])
def test_same_words_same_bytes(text):
    """Nothing in an archive says when it was made, where, or by whom."""
    assert tar_gz(files_of(words_of(text))) == tar_gz(files_of(words_of(text)))


@needs("sdcv")
def test_a_word_that_was_renamed_loses_its_old_head(sdcv):
    """The edition is made from what is written now."""
    after = words_of("CHIEF, n. One who signs.\n")

    assert slugs(sdcv(files_of(after), ["chief", "boss"])) == [["chief"], []]
