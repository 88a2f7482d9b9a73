"""plugins/glossary/sentence.py"""

import pytest

from plugins.glossary.model import AuthorWarning
from plugins.glossary.parse import read_dictionary_file, read_opening
from plugins.source import Source

ANYWHERE = [
    'HR: "No."',
    "HR: 'No.'",
    "HR – “No.”",
    "PS: I kept the badge.",
    "P.S. I kept the badge.",
    "NB: The form is on page four.",
    "N.B. The form is on page four.",
    "TL;DR: Ask for more.",
    "Q: What now?",
    "A: Nothing.",
    "UPDATE: They replied.",
    "Update: They replied.",
    "EDIT: They replied, by post.",
    "WARNING: The floor is wet.",
    "FYI: They closed.",
    "Pros: Money. Cons: People.",
    "CEO, CFO and COO left.",
    "CEO, CFO, COO: all three left.",
    "BBC, ITV and Sky all declined.",
    "UK, US, EU: three laws.",
    "KPI, KPI, KPI.",
    "MBA, CPA, etc.",
    "MBA, CPA, etc. are letters.",
    "FTE, i.e. …",
    "FTE, i.e. a full-time equivalent, is a person.",
    "HR, e.g. Karen, replied.",
    "HR, cf. Legal, replied.",
    "IBM, pp. 4-5, says so.",
    "IBM Inc. Chairman leaves.",
    "HMRC v. Smith is the case.",
    "CEO v. CFO, round two.",
    "NDA, v. 2, is worse.",
    "NDA v. 2 is worse.",
    "HANDBOOK, n. 3, says so.",
    "LONDON, May 3 – The office closed.",
    "NEW YORK (AP) — The office closed.",
    "JOHN: Where is it?",
    "See Fig. 2. See Table 3.",
    "A clerk asks, see Fig. 2. Then he asks again.",
    "NATO, which has one, agrees.",
    "OK, so I left.",
    "**Note:** The form is on page four.",
]

IN_AN_ARTICLE = [
    "USA – a country",
    "USA – A country with four days of holiday.",
    "CEO: A man in a fleece.",
    "Salary: Competitive.",
    "London: An office.",
    "LONDON — The office closed in May.",
    "CV. Two pages.",
    "HR, a department that is never on your side.",
    "**Salary.** Ask first.",
    "**HR**, again.",
    "HR, pl. of bastards.",
    "CFO, int. only.",
    "HR → Legal",
    "NO.",
    "MBA (1998), CPA (2001).",
    "Fig. 2. A chart of nothing.",
]

MISTYPED = [
    "LAMP: A thing.",
    "LAMP – A thing that is left on.",
    "LAMP — It browns.",
    "LAMP. A thing.",
    "LAMP A thing.",
    "LAMP, A thing.",
    "LAMP, a thing that is left on.",
    "LAMP = A thing.",
    "LAMP (n.) A thing.",
    "LAMP n. A thing.",
    "LAMP v. To light.",
    "LAMP,n. A thing.",
    "LAMP, nn. A thing.",
    "LAMP, noun. A thing.",
    "LAMP, pp. A thing.",
    "Lamp, n. A thing.",
    "Lamp: A thing.",
    "**Lamp**: A thing.",
    "**Lamp** – a thing.",
    "LAMP → LANE",
    "LAMP, LANTERN: A thing.",
    "UPDATE: A letter that says there is no news.",
    "EDIT: To take out what was good.",
    "WARNING: A letter, the first of three.",
]
"""In a file of entries each is told: as an error, or a warning where it may be a sentence."""

REFUSED_IN_AN_ARTICLE = [
    "LAMP n. A thing.",
    "LAMP v. To light.",
    "LAMP,n. A thing.",
    "LAMP (n.) A thing.",
    "LAMP, nn. A thing.",
    "LAMP, noun. A thing.",
    "LAMP², n. A thing.",
    "**Lamp, n.** A thing.",
]


def _in_a_dictionary(paragraph):
    text = f"Date: 2026-03-02\n\nLANE, n. A way.\n\n{paragraph}\n"
    return read_dictionary_file(text, "l.md").findings


def _at_the_top_of_an_article(paragraph):
    return read_opening(f"{paragraph}\n\nThe article goes on.", Source("a.md", 1))


@pytest.mark.parametrize("paragraph", ANYWHERE)
def test_a_sentence_is_no_mistake_among_entries(paragraph):
    """An entry may have a second paragraph, with an acronym at its beginning."""
    assert _in_a_dictionary(paragraph) == ()


@pytest.mark.parametrize("paragraph", ANYWHERE + IN_AN_ARTICLE)
def test_an_article_may_begin_with_any_sentence(paragraph):
    """Nothing is refused, and nothing is read as an entry, that has no part of speech behind a head."""
    assert _at_the_top_of_an_article(paragraph) is None


@pytest.mark.parametrize("paragraph", ANYWHERE + IN_AN_ARTICLE)
def test_commentary_may_say_anything(paragraph):
    """What stands after "* * *" is an article."""
    text = f"Date: 2026-03-02\n\nLANE, n. A way.\n\n* * *\n\n{paragraph}\n\nAnd so on.\n"

    assert read_dictionary_file(text, "l.md").findings == ()


@pytest.mark.parametrize("paragraph", MISTYPED)
def test_a_mistyped_definition_among_entries_is_told(paragraph):
    """It would become a part of the entry before it."""
    (finding,) = _in_a_dictionary(paragraph)

    assert finding.source.line == 5
    assert isinstance(finding, AuthorWarning) == (paragraph in ("Lamp: A thing.", MISTYPED[6]))


@pytest.mark.parametrize("paragraph", REFUSED_IN_AN_ARTICLE)
def test_a_mistyped_definition_above_an_article_is_told(paragraph):
    """A part of speech in the wrong dress was meant; the page would have no word."""
    reading = _at_the_top_of_an_article(paragraph)

    assert reading is not None
    assert len(reading.findings) == 1
