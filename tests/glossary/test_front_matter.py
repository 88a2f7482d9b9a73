"""plugins/glossary/front_matter.py"""

from datetime import UTC, datetime

import pytest

from plugins.glossary.front_matter import read_front_matter, read_policy
from plugins.glossary.model import Policy
from plugins.source import Source


def test_the_policy_of_an_entry_stands_at_the_top():
    text = "Date: 2026-03-02 08:30\nHomograph: 2\nLink: exact\nForms: offers, on offer\nComments: closed\nLang: fr\n\nA"

    front = read_front_matter(text, "x.md")

    assert front.policy == Policy(("offers", "on offer"), "exact", 2, False, "closed", "fr")
    assert front.published_at == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    assert (front.body, str(front.body_source)) == ("\nA", "x.md:7")


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("", 'x.md:1: the date is missing; write "Date: 2026-03-02" at the top'),
        ("Date: 2026-03-02\nFrom: x\n", 'x.md:2: "From" means nothing in the dictionary; write "Forms"'),
        ("Date: 2026-03-02\nDate: 2026-03-03\n", "x.md:2: Date is there twice; write it once"),
        ("Date: 2026-03-02\nLang:\n", "x.md:2: Lang has no value; write one, or leave the line out"),
        ("Date: 2026-13-02\n", 'x.md:1: Date cannot be "2026-13-02"; write "2026-03-02" or "2026-03-02 08:00"'),
        ("Date: 2026-03-02\nEntry: no way\n", 'x.md:2: Entry cannot be "no way"; write one of yes, no'),
        ("Date: 2026-03-02\nHomograph: 0\n", 'x.md:2: Homograph cannot be "0"; write a number from 1 to 9'),
        ("Date: 2026-03-02\nForms: a, a\n", 'x.md:2: Forms cannot be "a, a"; '
         "write different words with a comma between them"),
        ("Date: 2026-03-02\nLang: french!\n", 'x.md:2: Lang cannot be "french!"; '
         'write a language code such as "fr" or "de-CH"'),
        ("Date: 2026-03-02\nA, n. x.", "x.md:2: the front matter does not end; write an empty line after it"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named(lines, message):
    assert [str(finding) for finding in read_front_matter(lines, "x.md").findings] == [message]


def test_an_article_may_decide_about_its_entry():
    """Its other lines are not the glossary's."""
    policy, findings = read_policy(
        {"Title": "X", "Date": "soon", "Forms": "as", "link": "never"}, Source("x.md")
    )

    assert (policy, findings) == (Policy(("as",), "never"), ())


def test_a_closed_thread_of_an_article_is_not_its_entrys():
    policy, _ = read_policy({"Comments": "closed"}, Source("x.md"))

    assert policy.comments == ""
