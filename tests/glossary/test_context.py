"""plugins/glossary/context.py and ambiguity.py"""

import re

import pytest

from plugins.glossary.ambiguity import check_ambiguity
from plugins.glossary.context import is_by_the_letter, is_comparative, is_in_compound, is_in_name, use_at
from plugins.glossary.dictionary import Dictionary
from plugins.glossary.linking import link_terms
from plugins.glossary.parse import read_dictionary_file
from plugins.glossary.terms import index_terms


def _at(function, text):
    start, end = text.index("["), text.index("]") - 1
    return function(text.replace("[", "").replace("]", ""), start, end)


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("They flew with [Budget] Wings.", True),
        ("A game of [Risk] lasted.", True),
        ("[Deadline] Books published it.", True),
        ("[Deadlines] move.", False),
        ("It ends. [Deadlines] move.", False),
        ("Note: [Deadlines] move.", False),
        ("the [BUDGET] is gone", False),
        ("the [budget] of Ohio", False),
        ("licensed [CC] BY 4.0", True),
        ("the [HR] department", False),
        ("ask [HR] I would", False),
        ("ask [HR], ASAP", False),
        ("ask [HR] DON'T", False),
    ],
)
def test_a_capital_that_the_sentence_does_not_give_is_a_name(text, is_name):
    assert _at(is_in_name, text) is is_name


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("to [interview] well", "verb"),
        ("They never [interview] on Mondays", "verb"),
        ("Let us [workshop] it", "verb"),
        ("she [budgets] in pencil", "verb"),
        ("Please [review] the attached", "verb"),
        ("They made her [budget] for it", "verb"),
        ("We [reference] the figure", "verb"),
        ("Managers [budget] badly", "verb"),
        ("firms [raise] doubts", "verb"),
        ("were [onboarding] slowly", "verb"),
        ("a clerk who can type, file and [budget].", "verb"),
        ("learn to plan, [invoice] and say no", "verb"),
        ("she types, files and [budgets]", "verb"),
        ("let him ask, then [interview] alone", "verb"),
        ("We would sooner [gossip] than type", "verb"),
        ("Stop, [review] and only then send", "verb"),
        ("[Invoice] early", "verb"),
        ("[Interview] everyone twice", "verb"),
        ("[Budget] for the train, not the taxi.", "verb"),
        ("[Overtime] for drivers has ended.", ""),
        ("[Gossip] travels", ""),
        ("a desk, a chair and [feedback]", ""),
        ("in addition to [salary]", "noun"),
        ("due to rain, [budget] and fog", ""),
        ("from gossip to [feedback]", "noun"),
        ("he came from town to [interview] her", "verb"),
        ("to the desk, [budget] and door", ""),
        ("the [interview] they had", "noun"),
        ("her [budgets] are gone", "noun"),
        ("three [meetings] a week", "noun"),
        ("talk to [management] about it", ""),
        ("a word for [gossip] here", ""),
    ],
)
def test_neighbours_tell_a_verb_from_a_noun(text, use):
    assert _at(use_at, text) == use


@pytest.mark.parametrize(
    ("text", "is_compound"),
    [
        ("The gas [pipeline] leaks", True),
        ("the Liberal [candidate] lost", True),
        ("a [calendar] month", True),
        ("the second [interview] went well", False),
        ("won [promotion] again", False),
        ("an annual [review]", False),
    ],
)
def test_a_noun_before_makes_another_word(text, is_compound):
    assert _at(is_in_compound, text) is is_compound


def test_of_homographs_the_one_of_that_part_of_speech_is_linked():
    text = "Date: 2026-03-02\n\nHomograph: 1\nLink: auto\nLEAVE, n. Absence.\n\n"
    text += "Homograph: 2\nLink: auto\nLEAVE, v.t. To go."
    entries = read_dictionary_file(text, "x.md").entries
    index = index_terms(Dictionary.of(entries), lambda slug: f"/{slug}/")

    def slugs(said):
        return [link.slug for link in link_terms(said, index).links]

    assert slugs("She took her leave.") == ["leave"]
    assert slugs("They will leave.") == ["leave-ii"]
    assert slugs("They will leave when their leave ends.") == ["leave-ii", "leave"]


@pytest.mark.parametrize(
    ("text", "is_linked"),
    [
        ("<p>The merger cost nine jobs.</p>", True),
        ("<p>The merger takes a billion years.</p>", False),
        ("<p>The merger of two galaxies made jobs.</p>", False),
        ("<p>The merger of two firms was called off.</p>", True),
        ("<p>Our merger was called off.</p>", True),
        ("<p>The merger of galaxies.</p><p>The salary of staff.</p>", False),
        ("<p>The payslip came before the merger.</p>", True),
        ("<p>The merger was called off.</p><p>Her salary was paid.</p>", True),
        ("<p>The river made a merger.</p><p>Her salary was paid.</p>", False),
        ("<p>The milestone was a lunch.</p><p>Her salary was paid.</p>", False),
        ("<p>The milestone was lunch with a client.</p>", True),
    ],
)
def test_a_word_of_everyday_speech_is_linked_among_words_of_work(text, is_linked):
    """One that mostly means work may have it from another paragraph, if its own is not of another world."""
    source = "Date: 2026-03-02\n\nMERGER, n. X.\n\nMILESTONE, n. X.\n\nPAYSLIP, n. X."
    index = index_terms(Dictionary.of(read_dictionary_file(source, "x.md").entries), "/{}/".format)

    slugs = {link.slug for link in link_terms(text, index).links}

    assert bool(slugs - {"payslip"}) is is_linked


def test_link_auto_needs_no_company():
    text = "Date: 2026-03-02\n\nLink: auto\nMILESTONE, n. X.\n\nBADGE, n. Y."
    index = index_terms(Dictionary.of(read_dictionary_file(text, "x.md").entries), "/{}/".format)

    assert [link.slug for link in link_terms("<p>A milestone.</p><p>A badge.</p>", index).links] == [
        "milestone"
    ]


def test_what_means_too_much_is_proposed_with_the_line_to_write():
    text = "Date: 2026-03-02\n\nTARGET, n. X.\n\nLink: auto\nREPORT, n. X.\n\n"
    text += "Link: explicit\nTASK, n. X.\n\nBOSS, n. X."
    entries = read_dictionary_file(text, "x.md").entries

    assert [str(finding) for finding in check_ambiguity(entries)] == [
        "x.md:3: TARGET means too much to be linked wherever it stands, and is linked nowhere; "
        'write "Link: explicit" above it, or "Link: auto" if links are meant'
    ]


NOUNS_WITH_VERBS = """
Forms: outsourced, outsources, outsourcing
OUTSOURCE, v.t. X.

Forms: lay off, laid off, laying off
LAYOFF, n. X.

Forms: ghosted, ghosting, ghosts
GHOST JOB, n. X.

Forms: negotiate, negotiates, negotiated
SALARY TALK, n. X.

Forms: payrolls
PAYROLL, n. X.

STAR METHOD, n. X.

HR PARTNER, n. X.
"""


@pytest.mark.parametrize(
    "sentence",
    [
        "They [laid off] forty people.",
        "They will [lay off] ten.",
        "The [outsourced] canteen closed.",
        "[Outsourcing] the canteen was a mistake.",
        "They [ghosted] the candidate.",
        "She [ghosts] everybody.",
        "Two ghosts stood in the attic.",
        "You [negotiate] your hours.",
        "He [negotiates] with the door open.",
        "Two [payrolls] were run.",
        "She payrolls them.",
        "Use the [STAR method] in an interview.",
        "Our [HR partner] left.",
        "The [STAR METHOD] is old.",
        "She read the Star Method in a book.",
        "The STAR Method Company called.",
    ],
)
def test_forms_are_linked_in_their_use_and_initials_before_a_noun_are_no_name(sentence):
    """The forms of its verb may stand with a noun; "STAR method" has the capitals of its initials alone."""
    file = read_dictionary_file(f"Date: 2026-03-02\n{NOUNS_WITH_VERBS}", "x.md")
    index = index_terms(Dictionary.of(file.entries), lambda slug: f"/{slug}/")
    plain = sentence.replace("[", "").replace("]", "")

    html = link_terms(plain, index).html

    assert re.sub(r'<a class="term"[^>]*>(.*?)</a>', r"[\1]", html) == sentence


def test_ten_calendar_days_are_no_calendar():
    """A unit of time makes another word of the noun before it, also in the plural."""
    assert _at(is_in_compound, "ten [calendar] days")
    assert _at(is_in_compound, "a [calendar] month")
    assert not _at(is_in_compound, "the [calendar] on the wall")


@pytest.mark.parametrize(
    ("text", "is_more"),
    [
        ("the desk is [closer] to the door", True),
        ("he came [closer] and read", True),
        ("it is [cleaner] than before", True),
        ("she wants a [cleaner] kitchen than mine", True),
        ("the [closer] took the call", False),
        ("a [cleaner] found it", False),
        ("a [manager] more than anybody", False),
        ("she introduced the [recruiter] to me", False),
    ],
)
def test_a_word_in_er_may_compare(text, is_more):
    """ "Closer" is a salesman, or nearer."""
    assert _at(is_comparative, text) is is_more


@pytest.mark.parametrize(
    ("text", "is_letter"),
    [
        ("I [let go] of the rope", True),
        ("she [reached out] a hand", True),
        ("he [reached out] to me", False),
        ("four were [let go] on a call", False),
        ("the [end] of it", False),
    ],
)
def test_a_phrase_may_be_meant_by_the_letter(text, is_letter):
    """What follows it takes no other meaning."""
    assert _at(is_by_the_letter, text) is is_letter


@pytest.mark.parametrize(
    ("text", "is_linked"),
    [
        ("The promotion came with a title.", True),
        ("His promotion to the Premier League made the front page.", False),
        ("A promotion of saints is drawn in gold.", False),
        ("His promotion to the Premier League was announced by his employer at a meeting.", True),
        ("The promotion of the garden league.", True),
    ],
)
def test_what_is_linked_automatically_by_decision_avoids_other_worlds(text, is_linked):
    """ "Link: auto" needs no company; what the dictionary defines, a league here, is no other world to it."""
    source = "Date: 2026-03-02\n\nLink: auto\nPROMOTION, n. A title."
    source += "\n\nLink: explicit\nGARDEN LEAGUE, n. Y." * text.endswith("garden league.")
    index = index_terms(Dictionary.of(read_dictionary_file(source, "x.md").entries), lambda slug: f"/{slug}/")

    assert ('data-term="promotion"' in link_terms(text, index).html) is is_linked
