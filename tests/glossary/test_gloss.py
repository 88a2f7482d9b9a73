"""plugins/glossary/gloss.py"""

import pytest

from plugins.glossary.model import Policy
from plugins.glossary.parse import parse_entry
from plugins.source import Source

LENT = "LOAN, n., (1) a thing that is lent: (a) to the firm, gladly; (b) by the firm, never; (2) a joke."


def _gloss(text, limit=240, **policy):
    return parse_entry(text, Source("x.md"), Policy(**policy)).gloss_within(limit)


@pytest.mark.parametrize(
    ("text", "limit", "said"),
    [
        (LENT, 240, "(1) a thing that is lent: (a) to the firm, gladly; (b) by the firm, never; (2) a joke."),
        (LENT, 48, "a joke"),
        ("A, n. In an office: (1) x; (2) y.", 240, "In an office: (1) x; (2) y."),
        ("A, n. (1) An old one. (2) A young one.", 20, "An old one."),
        ("A, n., (1) [law] one; (2) two: (a) x; (b) y:\n\n> They said so.", 240,
         "(1) one; (2) two: (a) x; (b) y."),
        ("A, n. It ends. As they say:\n\n> They said so.", 240, "It ends."),
        ("A, n. As they say:\n\n> They said so.", 240, "As they say…"),
        ("A, n. As they say:\n\n> They said so.", 7, "As…"),
        ("A, n. See B.", 240, "See B."),
        ("A, n.\n\n> | One line,\n> | a second.\n>\n> — Orton Plume", 240, "One line, / a second."),
        ("A, n. A *word* for `it`, [linked](dict:B); R&amp;D at 3 \\* 4.", 240, "A word for it, linked; R&D at 3 * 4."),
        ("A, n. " + "word " * 60 + ".", 160, "word " * 31 + "word…"),
        ("A, n., (1) one. See B; (2) two.", 240, "(1) one; (2) two."),
    ],
)  # fmt: skip
def test_what_stands_for_an_entry_can_be_read_alone(text, limit, said):
    """The whole where it fits, else the first sense that needs no other; never a dangling colon."""
    assert _gloss(text, limit) == said


def test_sub_senses_that_do_not_fit_are_cut_before_their_letters():
    """With no sense that can stand alone, the first is cut where words end."""
    text = "A, n., (1) x lent: (a) to the firm, gladly; (b) never; (2) y owed: (a) to you, at length; (b) no."

    assert _gloss(text, 12) == "x lent…"


def test_the_authors_own_line_has_precedence():
    assert _gloss(LENT, short="A *joke* with a signature.") == "A joke with a signature."
    assert _gloss(LENT, 10, short="A *joke* with a signature.") == "A joke…"


@pytest.mark.parametrize(
    ("text", "short", "line"),
    [
        (LENT, "", "(1) a thing that is lent: (a) to the firm, gladly; (b) by the firm, never; (2) a joke."),
        (LENT, "A joke.", "A joke."),
        ("A, n. " + "word " * 99 + "end.", "", "word " * 99 + "end."),
        ("A, n. As they say:\n\n> They said so.", "", ""),
    ],
)
def test_a_list_that_prints_all_or_nothing_is_given_all(text, short, line):
    """One sense of several would be the half of a contrast: EQUITY is not "at law, that which is fair"."""
    assert parse_entry(text, Source("x.md"), Policy(short=short)).line == line


def test_a_sense_that_announced_something_ends_where_the_next_begins():
    text = (
        "DELL, n.\n\n1. A valley.\n2. In a program, what is walked:\n\n    ```\n    x\n    ```\n\n3. A place."
    )

    assert (
        parse_entry(text, Source("x.md")).gloss
        == "(1) A valley. (2) In a program, what is walked. (3) A place."
    )
