"""Lists of senses that are counted by other signs than ours: each is told, and a sentence with figures is not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.glossary.counting import counted
from plugins.glossary.parse import read_dictionary_file

COUNTED = 'the senses are numbered otherwise than in print; write "(1) …; (2) …"'
WITH_KINDS = (
    'the senses and their kinds are numbered otherwise than in print; write "(1) …: (a) …; (b) …; (2) …"'
)
BEHIND = 'the numbers stand behind their senses; write "(1) …; (2) …"'

PAIRS = [*map(tuple, ("12", "ab", "①②", "❶❷", "१२", "١٢", "αβ", "аб", "一二")), ("i", "ii"), ("I", "II")]
MARKS = "({})|[{}]|[{}.]|({}.)|({}),|{})|{}.|{}/|{}:|{} :|**{}**|*{}.*|__{}__|**({})**".split("|")
JOINTS = ("; ", ". ", " ", ", ")


def _findings(text):
    return [
        finding.message
        for finding in read_dictionary_file(f"Date: 2026-01-02\n\nVASE, n. {text}", "l.md").findings
    ]


@given(
    st.sampled_from(PAIRS),
    st.sampled_from(MARKS),
    st.sampled_from(JOINTS),
    st.sampled_from(["a", "the", "A", "To"]),
)
def test_no_row_of_numbers_becomes_prose(pair, marks, joint, opens):
    """Whatever signs, marks and joints: senses, or a finding."""
    first, second = map(marks.format, pair)
    text = f"{first} {opens} book{joint}{second} {opens} bone."
    file = read_dictionary_file(f"Date: 2026-01-02\n\nVASE, n. {text}", "l.md")

    is_read = any(hasattr(block, "senses") for block in file.entries[0].blocks)
    assert is_read or file.findings, text


@pytest.mark.parametrize(
    ("text", "message", "mended"),
    [
        ("1 : a book. 2 : a bone.", COUNTED, "(1) A book. (2) A bone."),
        ("**1** a book; **2** a bone.", COUNTED, "(1) a book; (2) a bone."),
        ("– 1 A book – 2 A bone.", COUNTED, "(1) A book; (2) A bone."),
        ("[1.] A book. [2.] A bone.", COUNTED, "(1) A book. (2) A bone."),
        ("(1), a book; (2), a bone.", COUNTED, "(1) a book; (2) a bone."),
        ("1/ a book 2/ a bone.", COUNTED, "(1) a book; (2) a bone."),
        ("1) a book 2) a bone.", COUNTED, "(1) a book; (2) a bone."),
        ("1 a book 2 a bone.", COUNTED, "(1) a book; (2) a bone."),
        ("1- a book 2- a bone.", COUNTED, "(1) a book; (2) a bone."),
        ("I A book. II A bone.", COUNTED, "(1) A book. (2) A bone."),
        ("i. a book ii. a bone.", COUNTED, "(1) a book; (2) a bone."),
        ("a A book. b A bone.", COUNTED, "(1) A book. (2) A bone."),
        ("一、a book. 二、a bone.", COUNTED, "(1) A book. (2) A bone."),
        ("A book ① and a bone ②.", COUNTED, "(1) A book. (2) A bone."),
        ("1 a: a book b: a box 2: a bone.", WITH_KINDS, "(1) (a) a book; (b) a box; (2) a bone."),
        ("1 (a) a book (b) a box 2 another.", WITH_KINDS, "(1) (a) a book; (b) a box; (2) another."),
        ("I 1. A book. 2. A box. II A bone.", WITH_KINDS, "(1) (a) a book; (b) a box; (2) a bone."),
        ("A book (1); a bone (2).", BEHIND, "(1) a book; (2) a bone."),
        ("(1) A book. (3) A bone.", "sense (2) is missing; write (2) before (3)", "(1) A. (2) A book. (3) A bone."),
        ("(1) A book.(2) A bone.", 'sense (2) does not follow a semicolon; write "; (2)"', "(1) A book; (2) A bone."),
        ("(1) (a) a book (b) a box; (2) a bone.", 'sub-sense (b) does not follow a semicolon; write "; (b)"',
         "(1) (a) a book; (b) a box; (2) a bone."),
        ("(1) (a) a book; (b) a box (c) a bag; (2) a bone.", 'sub-sense (c) does not follow a semicolon; write "; (c)"',
         "(1) (a) a book; (b) a box; (c) a bag; (2) a bone."),
        ("(1) a thing: (a) a book (b) a box; (2) a bone.",
         'the kinds of sense (1) are lettered otherwise than in print; write ": (a) …; (b) …", or "\\(a)" if none are '
         "meant", "(1) a thing: (a) a book; (b) a box; (2) a bone."),
    ],
)  # fmt: skip
def test_a_list_is_told_with_what_can_be_written(text, message, mended):
    assert _findings(text) == [message]
    assert _findings(mended) == []


@pytest.mark.parametrize(
    "text",
    [
        "Items (a) and (b) of the form.",
        "1 of 2 things.",
        "Numbers. 1, 2 and 3 are some.",
        "A. Smith and B. Jones.",
        "A lamp that says A. B is another.",
        "A thing of LAMP (1) and LANE (2).",
        "A thing of *Lamp* (1); *Lane* (2).",
        "1.x and 2.x versions.",
        "*a* and *b* are letters.",
        "Cost: 3 a. m. and 4 p. m. b.",
        "What is called exec(1) or exec(2).",
        "(1) A call, exec(2), to all. (2) A thing.",
    ],
)
def test_a_sentence_with_figures_is_no_list(text):
    assert _findings(text) == []


@pytest.mark.parametrize(
    "piece",
    [
        "1 ",
        "1 2 ",
        "(1) ",
        "(a) ",
        "*1* ",
        "— 1 A ",
        "**_(1 ",
        "1. a ",
        "|| ",
        "1 a: ",
        "① ",
        "a (1); ",
        "(((",
    ],
)
def test_long_texts_are_looked_through_in_linear_time(piece):
    def seconds(length):
        start = time.process_time()
        counted(piece * (length // len(piece)), is_within=True)
        return time.process_time() - start

    assert seconds(200_000) < 20 * seconds(40_000) + 1, "five times as long takes about five times the time"
