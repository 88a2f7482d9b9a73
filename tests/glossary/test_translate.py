"""A text of somebody else's, read with the dictionary. Its vectors are those of tests/browser/test_translate.py."""

import gzip
import json
from pathlib import Path

import pytest

from plugins.files.assets import bare_script
from plugins.glossary.__main__ import main
from plugins.glossary.dictionary import Dictionary
from plugins.glossary.parse import read_dictionary_file
from plugins.glossary.terms import is_letter
from plugins.glossary.translate import (
    LONGEST_SENSE,
    MOST_WORDS,
    OTHER_SIGNS,
    SIGNS,
    WORD_SIGNS,
    Vocabulary,
    in_plain_english,
    plain_forms,
    ranges,
    senses_data,
    translate,
    vocabulary_data,
)

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text("utf-8"))


def vocabulary_of(*entries: str) -> Vocabulary:
    """The words of these entries."""
    text = "Date: 2026-01-01\n\n" + "\n\n".join(entries) + "\n"
    read = read_dictionary_file(text, "content/dictionary/x.md")
    assert not read.findings
    return Vocabulary.of(Dictionary.of(read.entries), "/dictionary/")


@pytest.fixture(scope="module")
def vocabulary():
    """The dictionary of the vectors."""
    return vocabulary_of(*VECTORS["dictionary"])


def answer(text, vocabulary):
    """Blocks as vectors have them."""
    return [
        [
            block.text,
            [f"{block.text[one.start : one.end]}={one.term.slug}" for one in block.found],
            in_plain_english(block, vocabulary),
        ]
        for block in translate(text, vocabulary).blocks
    ]


@pytest.mark.parametrize(("text", "blocks"), VECTORS["cases"])
def test_a_vector(text, blocks, vocabulary):
    """Marks and plain English, each as written by hand."""
    assert answer(text, vocabulary) == blocks


def test_density_counts_mentions_in_a_hundred_words(vocabulary):
    """To the nearest tenth, and nothing of nothing."""
    # given
    empty, third = translate("... -- ...", vocabulary), translate("my boss, then", vocabulary)

    # then
    assert (empty.words, empty.count, empty.tenths) == (0, 0, 0)
    assert (third.words, third.count, third.tenths) == (3, 1, 333)
    assert translate("boss " * 3 + "then " * 5, vocabulary).tenths == 375
    assert translate("boss " + "then " * 7, vocabulary).tenths == 125
    assert translate("boss " + "then " * 15, vocabulary).tenths == 63  # 62.5, rounded up


def test_entries_are_told_once_in_reading_order(vocabulary):
    """As the list below the text has them."""
    assert translate("interview, boss, bosses, interview", vocabulary).slugs == ("interview", "boss")


@pytest.mark.parametrize("between", [" ", "\n\n"])
def test_what_is_beyond_the_limit_is_left_out(between, vocabulary):
    """And is said to be; a text of just that many words is whole."""
    # given
    most = translate(between.join(["boss"] * MOST_WORDS), vocabulary)

    # when
    cut = translate(between.join(["boss"] * (MOST_WORDS + 1)), vocabulary)

    # then
    assert (most.words, most.count, most.is_cut) == (MOST_WORDS, MOST_WORDS, False)
    assert (cut.words, cut.count, cut.is_cut) == (MOST_WORDS, MOST_WORDS, True)


def test_a_word_of_fifty_thousand_letters_is_a_word(vocabulary):
    """It costs no more than others."""
    assert translate("x" * 50_000, vocabulary).words == 1


def test_plain_forms():
    """Of a thing that is counted the plural is made, unless its author has written one."""
    assert plain_forms("a person") == ("a person", "people")
    assert plain_forms("an hour") == ("an hour", "hours")
    assert plain_forms("more work") == ("more work", "more work")
    assert plain_forms("somebody new / new people") == ("somebody new", "new people")


def test_plain_forms_of_a_verb():
    """One phrase is the head's alone; a hyphen stands for the word itself."""
    assert plain_forms("write", is_verb=True) == ("write",)
    assert plain_forms("use / uses / using / used") == ("use", "uses", "using", "used")
    assert plain_forms("a dent / - / half-denting") == ("a dent", "", "half-denting")


def test_classes_of_signs_are_those_of_this_python():
    """Every sign there is: in a range, or not a word's."""
    # given
    beyond = (*range(0x40000, 0xE0000), *range(0xE0200, 0x110000))

    # when
    words, others = set("".join(WORD_SIGNS.findall(SIGNS))), OTHER_SIGNS.findall(SIGNS)

    # then
    assert len(words) + len(others) == len(SIGNS)
    assert all(is_letter(sign) for sign in words)
    assert not any(is_letter(chr(place)) for place in beyond)


def test_ranges():
    """As the inside of a class; the last sign may stand alone."""
    assert ranges("") == ""
    assert ranges("0123AZ") == r"\u{30}-\u{33}\u{41}\u{5a}"
    assert ranges("AB") == r"\u{41}-\u{42}"


def test_data_for_the_page(vocabulary):
    """What leads nowhere is there too, since it keeps shorter words from being found in it."""
    # when
    data, senses = vocabulary_data(vocabulary), senses_data(vocabulary)

    # then
    words = {text: terms for text, *terms in data["words"]}
    number = data["slugs"].index
    assert data["format"] == 1
    assert words["rock stars"] == [[number("rock-star"), "", 1, 1]]
    assert words["the"] == [[number("the"), "", 0, 0]]
    assert words["it"] == [[number("it"), "IT", 1, 0]]
    assert words["attrit"] == [[number("attrition"), "", 1, 7, "attrition-attrit"]]
    assert data["plain"][number("rock-star")] == ("a person", "people")
    assert data["fold"]["É"] == "é"
    assert "Ω" not in data["fold"]  # no word of the index has it
    assert senses[number("boss")] == ["BOSS", "n.", "One who signs."]
    assert all(len(sense) <= LONGEST_SENSE for *_, sense in senses)


def test_forms_that_two_entries_claim_are_not_marked():
    """Nobody can tell whose they are."""
    words = vocabulary_of("Forms: gig\nJOB, n. Work.", "Forms: gig\nTASK, n. Work.")

    assert translate("a gig", words).slugs == ()


def test_the_command(tmp_path, capsys):
    """The text put plainly, its words, how many."""
    # given
    (tmp_path / "content/dictionary").mkdir(parents=True)
    entry = "Date: 2026-01-01\nPlain: a person / people\n\nROCK STAR, n. A person.\n"
    (tmp_path / "content/dictionary/rock-star.md").write_text(entry, "utf-8")
    text = tmp_path / "ad.txt"
    text.write_text("Rock stars!\n\nA rock star.", "utf-8")

    # when
    code = main(["translate", str(text), "--content", str(tmp_path / "content")])

    # then
    assert code == 0
    said = "People!\n\nA person.\n\nROCK STAR, n. A person.\n2 words found, 40.0 in a hundred\n"
    assert capsys.readouterr().out == said


@pytest.mark.parametrize(
    ("data", "line"), [(b"An ad.\nPK\x03\x04\xff\xfe", 2), ("An ad.".encode("utf-16"), 1), (b"An\0 ad.", 1)]
)
def test_the_command_refuses_what_is_no_text(tmp_path, capsys, data, line):
    """A document of a word processor, a picture, another encoding: told, not translated into signs."""
    # given
    path = tmp_path / "ad.docx"
    path.write_bytes(data)

    # then
    assert main(["translate", str(path)]) == 1
    said = f"{path.as_posix()}:{line}: is no plain text in UTF-8; copy the words into a text file, and give that\n"
    assert capsys.readouterr() == ("", said)


def test_the_command_without_its_file(tmp_path, capsys):
    """A line, and no traceback."""
    assert main(["translate", str(tmp_path / "no.txt")]) == 2
    assert "No such file" in capsys.readouterr().err


def test_the_script_of_the_page_is_small():
    """Under 4 kB, packed as it is sent."""
    script = Path(__file__).parents[2] / "theme" / "static" / "js" / "translate.js"

    assert len(gzip.compress(bare_script(script.read_bytes()), 9, mtime=0)) < 4_000
