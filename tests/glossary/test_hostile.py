"""100 kB of the worst, in linear time: an error or a correct page."""

import time

import pytest

from plugins.glossary.parse import read_dictionary_file
from plugins.glossary.render import render_entry

WORDS = "A word ![[ [ ] * ** *a _a ` a``a` < <a & &# (1) (a) See —*v.t.* —**A** — \\ { [a](b) [a]( or / http://a.b"
BLOCKS = ("\n> ", "\n> |", "\n\n", "\n\nB, n. x", "\n\n> A: b", "\n\n—**R**. x", "\n\n<!--", "\n\n```", " \n")
PIECES = (
    *WORDS.split(" "),
    *BLOCKS,
    "\n\n> | a\n>\n> — N",
    "; (2) a",
    "; (b) ",
    "See A. ",
    "See A and ",
    ", n. ",
    "_*",
    "*1.* a ",
    "; (a) a, (b) b",
    "“a” — B ",
    "Confer **A**. ",
    "also v. ",
    "As a verb: ",
    "1 A; 2 b ",
    "◆ a. ",
    "(1) A, n. ",
    "see [A] ",
    "[x](dict:a) ",
    "(dict:) ",
    ": a. b; ",
    ". (b) ",
    "→ a",
    "; see a",
    ". A b c, n",
    "[from a] ",
    "Syn.: a, ",
    "(a b) ",
    "(a (b) c) [d] /e/ ",
    "[ [a] dict:",
    "A — B ",
    "— B\n",
    "1 a: ",
    "**1** a ",
    ". — a, n. ",
    "~a n. ",
    "(a' ",
    "(a-",
    "*A*. B ",
    "(pl. -",
    "AB, AB and ",
    "chiefly A. ",
    "-",
    "1, 2",
    "a: b ",
    "of a) b",
    "syn see a ",
    "*a*, *b* n",
    "⇒ **a**, ",
    ". **a** *n*",
    "a.—*n.* ",
    "(foll. by ",
    "n. m. or f. & ",
)
LIMIT_S = 8
"""Generous, for slow and busy machines: what is quadratic takes minutes."""


@pytest.mark.parametrize("piece", PIECES)
def test_a_hostile_text_is_read_in_linear_time(piece):
    text = "Date: 2026-03-02\n\nHEAD, n. " + piece * (50_000 // len(piece))
    start = time.process_time()

    file = read_dictionary_file(text, "h.md")
    for entry in file.entries if not file.findings else ():
        render_entry(entry)

    assert time.process_time() - start < LIMIT_S


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A" * 10_000 + ", n. x.", "the head has 10000 characters; write at most 100"),
        ("**" + "a" * 10_000 + "**, n. x.", "the head has 10000 characters; write at most 100"),
        ("A, n. x.\n\n" + ">" * 10_000, 'a quotation within a quotation; write one ">" and quotation marks'),
    ],
)
def test_what_is_too_much_is_said(text, message):
    file = read_dictionary_file("Date: 2026-03-02\n\n" + text, "h.md")

    assert file.findings[0].message == message
