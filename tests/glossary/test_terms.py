"""Which words lead where."""

import json
from dataclasses import astuple, replace

import pytest

from plugins.glossary.dictionary import Dictionary
from plugins.glossary.model import Policy
from plugins.glossary.parse import parse_entry
from plugins.glossary.terms import Term, TermIndex, fold_words, index_terms
from plugins.html.projection import project
from plugins.source import Source


def entry(text: str, **policy: object):
    """An entry as written, with its front matter."""
    return parse_entry(text, Source("x.md"), Policy(**{"is_auto_meant": True, **policy}))


def address(slug: str) -> str:
    """As the site has them."""
    return f"/dictionary/{slug}/"


def index_of(*entries) -> TermIndex:
    """The index of a dictionary of these entries."""
    return index_terms(Dictionary.of(entries), address)


def found(index: TermIndex, html: str) -> list[tuple[str, str]]:
    """Words and slug of all mentions that would be linked."""
    page = project(html)
    mentions = index.find(page.plain, page.folded)
    return [(page.text[one.start : one.end], one.term.slug) for one in mentions if one.term.is_linked]


INTERVIEW = entry("INTERVIEW, n. A test.")
EXIT_INTERVIEW = entry("EXIT INTERVIEW, n. The last test.")
RESUME = entry("RÉSUMÉ, n. A life.")


@pytest.mark.parametrize(
    "text",
    [
        "interview",
        "Interviews",
        "the INTERVIEW.",
        "an interview's end",
        "the interviews’ end",
        "(interview)",
        "interview—or",
    ],
)
def test_a_noun_is_found_in_any_case_with_plural_and_possessive(text):
    """Authors write sentences, not heads."""
    assert [slug for _, slug in found(index_of(INTERVIEW), text)] == ["interview"]


@pytest.mark.parametrize(
    "text",
    [
        "pre-interview",
        "interview-like",
        "interviewer",
        "interviewed",
        "interview_1",
        "interview.com",
        "me@interview",
        "o'interview",
    ],
)
def test_a_part_of_a_word_is_not_a_term(text):
    """ "pre-interview" is another word."""
    assert found(index_of(INTERVIEW), text) == []


def test_the_longest_term_wins():
    """ "Exit interview" is not about interviews."""
    index = index_of(INTERVIEW, EXIT_INTERVIEW)

    assert found(index, "An exit interview, an interview.") == [
        ("exit interview", "exit-interview"),
        ("interview", "interview"),
    ]


def test_a_term_that_is_not_linked_still_keeps_its_words():
    """Its author chose no link, not a link to half of it."""
    index = index_of(INTERVIEW, entry("EXIT INTERVIEW, n. The last test.", link="explicit"))

    assert found(index, "an exit interview") == []


@pytest.mark.parametrize("link", ["explicit", "never"])
def test_explicit_and_never_are_not_linked(link):
    """Common words wait for `[…](dict:…)`."""
    assert found(index_of(entry("VALUE, n. A word on a wall.", link=link)), "value, values") == []


def test_a_head_is_never_the_inflection_of_another():
    """VALUES is a word of its own, whatever the plural of VALUE."""
    index = index_of(entry("VALUE, n. Price."), entry("VALUES, n.pl. Words.", link="explicit"))

    assert found(index, "values and value") == [("value", "value")]


def test_letters_are_unicode_and_accents_count():
    """ "résumés" is RÉSUMÉ; "resumes" is a verb unless the author says otherwise."""
    assert found(index_of(RESUME), "Résumés resumes RE\u0301SUME\u0301 r&eacute;sum&eacute;") == [
        ("Résumés", "resume"),
        ("RÉSUMÉ", "resume"),
        ("résumé", "resume"),
    ]
    with_form = replace(RESUME, policy=Policy(forms=("resume",)))
    assert found(index_of(with_form), "a resume") == [("resume", "resume")]


def test_acronyms_and_exact_entries_count_case():
    """IT is not "it", and RAISE may be a verb."""
    index = index_of(entry("IT, abbr. Machines."), entry("OKR, n. A number.", link="exact"))

    assert found(index, "it is IT; the OKRs of OKR's okr") == [
        ("IT", "it"),
        ("OKRs", "okr"),
        ("OKR's", "okr"),
    ]


def test_an_exact_term_and_a_plain_one_may_share_their_letters():
    """PIP the plan, pip the seed."""
    index = index_of(entry("PIP, abbr. A plan.", homograph=1), entry("PIP, n. A seed.", homograph=2))

    assert found(index, "PIP pip Pip") == [("PIP", "pip"), ("pip", "pip-ii"), ("Pip", "pip-ii")]


def test_forms_are_linked_as_the_head_is():
    """Verbs and irregular plurals are the author's to name."""
    index = index_of(entry("LAYOFF, n. Rain.", forms=("laid off", "lay off")))

    assert found(index, "laid off by layoffs") == [("laid off", "layoff"), ("layoffs", "layoff")]


def test_a_form_that_two_entries_claim_is_nobodys():
    """Nobody can tell axes from axes."""
    index = index_of(entry("AXE, n. A tool."), entry("AX, n. A tool, abroad."))

    assert found(index, "axes, axe, ax") == [("axe", "axe"), ("ax", "ax")]


def test_of_homographs_the_first_that_is_linked():
    """As lookups do, but an author may send readers to the other one."""
    first, second = "LEAVE, v.i. To go.", "LEAVE, n. Going."
    assert found(index_of(entry(first, homograph=1), entry(second, homograph=2)), "leave") == [
        ("leave", "leave")
    ]
    explicit = entry(first, homograph=1, link="explicit")
    assert found(index_of(explicit, entry(second, homograph=2)), "leave") == [("leave", "leave-ii")]


def test_run_on_heads_lead_to_their_place():
    """They are on the page of their entry."""
    index = index_of(entry("COFFEE, n. A drink.\n\n—**Coffee chat**, n. A talk."))

    page = project("two coffee chats")
    [mention] = index.find(page.plain, page.folded)
    assert mention.term == Term("coffee", "/dictionary/coffee/#coffee-coffee-chat", use="noun")


@pytest.mark.parametrize(
    ("head", "text", "words"),
    [
        ("CUI BONO?", "Cui bono, then?", "Cui bono"),
        ("CUI BONO?", "Cui bono? Not I.", "Cui bono?"),
        ("LL.D.", "an LL.D. of", "LL.D."),
        ("AT&T", "<span class='caps'>AT</span>&amp;T.", "AT&T"),
        ("KING'S EVIL", "the king&#8217;s&nbsp;evil", "king’s evil"),
        ("TABLE D'HÔTE", "table d’hôte", "table d’hôte"),
        (".NET", "in .net now", ".net"),
        ("24/7", "open 24/7.", "24/7"),
        ("NICE-TO-HAVE", "nice‑to‑have", "nice‑to‑have"),
        ("WELL...", "Well&#8230; no", "Well…"),
    ],
)
def test_odd_heads(head, text, words):
    """Real dictionaries have them."""
    index = index_of(replace(INTERVIEW, heads=(replace(INTERVIEW.heads[0], text=head),)))

    assert [one for one, _ in found(index, text)] == [words]


def test_two_heads_lead_to_one_entry():
    """BOSS or CHIEF."""
    assert found(index_of(entry("BOSS or CHIEF, n. A weather.")), "chiefs") == [("chiefs", "boss")]


def test_the_text_of_a_definition_is_not_in_the_index():
    """A changed gloss must not make a site link itself again."""
    assert index_of(INTERVIEW).digest == index_of(entry("INTERVIEW, n. Another test.")).digest
    assert index_of(INTERVIEW).digest != index_of(entry("INTERVIEW, v. Another test.")).digest


def test_an_index_knows_which_words_changed():
    """Only texts with these words are linked again."""
    before = index_of(INTERVIEW, RESUME)
    after = index_of(INTERVIEW, replace(RESUME, policy=Policy(forms=("cv",))), EXIT_INTERVIEW)

    changed = after.changed_since(before)

    assert set(changed.words) == {"cv", "exit interview", "exit interviews", "exit interview's"}
    assert changed.words_in("my cv and two interviews") == {"cv"}
    assert not changed.words_in("a résumé and two interviews")
    assert {slug for slug in after.digests if before.digests.get(slug) != after.digests[slug]} == {
        "exit-interview",
        "resume",
    }


def test_a_removed_word_is_a_change():
    """Its links must go."""
    changed = index_of(INTERVIEW).changed_since(index_of(INTERVIEW, RESUME))

    assert changed.words_in("résumés") == {"résumés"}


def test_an_index_can_be_kept_as_json():
    """An incremental build compares with what another process wrote."""
    index = index_of(INTERVIEW, entry("IT, abbr. Machines."))
    kept = json.dumps(
        [
            {words: [astuple(term) for term in terms] for words, terms in index.words.items()},
            {**index.addresses},
        ]
    )

    words, addresses = json.loads(kept)
    again = TermIndex.of({text: [Term(*term) for term in terms] for text, terms in words.items()}, addresses)

    assert again == index
    assert again.digest == index.digest


def test_ten_thousand_terms_and_one_of_ten_thousand_letters():
    """The work for a word does not grow with the dictionary; what is longer than any head is not looked for."""
    terms = [f"w{number} v{number}" for number in range(10_000)]
    terms += ["x" * 10_000, *("a " * number + "b" for number in range(1, 500))]
    index = TermIndex.of({words: (Term(words[:9], "/"),) for words in map(fold_words, terms)}, {})
    text = "a " * 20_000 + "w17 v17 " + "x" * 50_000

    assert [mention.term.slug for mention in index.find(text, text)] == ["w17 v17"]


def test_a_sense_that_is_a_verb_makes_its_head_one():
    """ "LEDGE, n. (1) n. A place. (2) v. To stand." is no noun alone."""
    both = entry("LEDGE, n. (1) n. A place. (2) v. To stand there.")

    assert {term.use for term in index_of(both).words["ledge"]} == {""}
    assert {term.use for term in index_of(entry("LEDGE, n. A place.")).words["ledge"]} == {"noun"}
