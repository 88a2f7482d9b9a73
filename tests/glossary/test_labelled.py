"""How often a link is meant: sentences of our own with marked answers (docs/glossary-linking.md has the figures)."""

from pathlib import Path

import pytest

from plugins.glossary.dictionary import Dictionary
from plugins.glossary.parse import read_dictionary_file
from plugins.glossary.terms import TermIndex, index_terms
from tests.glossary.labelled import measure, sentences_of

FOLDER = Path(__file__).parent


SENTENCES = sentences_of(FOLDER / "labelled.txt")
"""The rules were written with these."""

HELD_OUT = sentences_of(FOLDER / "held_out.txt")
POSTS = sentences_of(FOLDER / "held_out_posts.txt")
LISTS = sentences_of(FOLDER / "labelled_lists.txt")
"""The rules for series and orders were written with these."""

ORDERS = sentences_of(FOLDER / "held_out_orders.txt")
PARAGRAPHS = sentences_of(FOLDER / "held_out_paragraphs.txt")
NEWS = sentences_of(FOLDER / "held_out_news.txt")
NOUNS = """
agenda badge benchmark bonus bottleneck budget calendar coaching committee consultant contractor culture
deadline equity feedback gossip grievance handbook headcount huddle incentive interview invoice layoff mentor
merger milestone negotiation offer onboarding pension perk pipeline promotion report review reference résumé
risk salary silo sponsor spreadsheet strategy target temp vacancy wage workshop boss editor freelancer
probation overtime severance stakeholder recruiter candidate networking transparency raise leverage rota
payslip handover applicant resignation
"""
OTHERS = {
    "n.": [
        "exit interview",
        "informational interview",
        "notice period",
        "dotted line",
        "retention bonus",
        "job search",
    ],
    "n.pl.": ["expenses"],
    "n. and v.t.": ["audit"],
    "v.i.": ["pivot"],
    "v.t.": ["hire", "delegate", "escalate", "search"],
    "adj.": ["flexible"],
}
FURTHER = {
    "n.": """
        appraisal apprentice briefing colleague commission deputy dismissal intern newsletter payroll quota redundancy
        rejection sabbatical secondment shortlist supervisor timesheet warning workload cover-letter glass-ceiling
        company-car
    """,
    "v.i.": "apply resign",
    "v.t.": "outsource",
}
"""Heads that only the held-out sentences have."""


def dictionary(*, is_further: bool) -> Dictionary:
    """Without a `Link:` anywhere."""
    heads = [(noun, "n.") for noun in NOUNS.split()]
    heads += [(head, part) for part, others in OTHERS.items() for head in others]
    for part, others in FURTHER.items() if is_further else ():
        heads += [(head.replace("-", " "), part) for head in others.split()]
    entries = [f"{head.upper()}, {part} X." for head, part in heads]
    entries += ["Homograph: 1\nLEAVE, n. X.", "Homograph: 2\nLEAVE, v.t. X."]
    entries += ["COMMUTE, n. X. —*v.i.* Y."]
    text = "Date: 2026-03-02\n\n" + "\n\n".join(entries)
    return Dictionary.of(read_dictionary_file(text, "x.md").entries)


def terms(*, is_further: bool) -> TermIndex:
    return index_terms(dictionary(is_further=is_further), lambda slug: f"/{slug}/")


def test_of_a_hundred_links_ninety_five_are_meant():
    """Precision before recall: a wrong link makes a reader distrust the right ones."""
    score = measure(SENTENCES, terms(is_further=False))

    assert len(SENTENCES) >= 500
    assert score.precision >= 0.98, score.wrong
    assert score.recall >= 0.52, score.missed


@pytest.mark.parametrize(
    ("texts", "number", "most_wrong", "recall"),
    [
        pytest.param(HELD_OUT, 226, 5, 0.41, id="half of them traps from other worlds than work"),
        pytest.param(POSTS, 100, 1, 0.47, id="words as posts about work have them"),
        pytest.param(ORDERS, 60, 0, 0.58, id="half of them verbs"),
        pytest.param(PARAGRAPHS, 45, 0, 0.67, id="advice and comments"),
        pytest.param(NEWS, 45, 0, 0.70, id="news of work and of other worlds, and dialogue"),
    ],
)
def test_texts_that_no_rule_was_written_for(texts, number, most_wrong, recall):
    """A sentence alone says little of its world: in paragraphs more is found."""
    score = measure(texts, terms(is_further=True))

    assert len(texts) == number
    assert len(score.wrong) <= most_wrong, score.wrong
    assert score.recall >= recall, score.missed


def test_a_verb_beside_verbs_is_no_noun():
    """ "She can type, file and budget"; but "a desk, a budget and a door", and "in addition to salary"."""
    score = measure(LISTS, terms(is_further=True))

    assert len(score.wrong) <= 1, score.wrong
    assert score.recall >= 0.50, score.missed
