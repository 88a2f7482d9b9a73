"""plugins/pages/previews.py"""

import re

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from plugins.pages.model import Preview
from plugins.pages.previews import MANY_SECTIONS, contents_of, gloss, link_headings, note

SLUGS = {f"/dictionary/{slug}/": slug for slug in ("pay", "boss", "hire")}
PREVIEWS = {
    slug: Preview(f"word-{slug}", slug.upper(), "", "n.", address, Markup("What it is."))
    for address, slug in SLUGS.items()
}
PAY = '<a class="term" href="/dictionary/pay/" data-term="pay">pay</a>'
BOSS = '<a class="term" href="/dictionary/boss/" data-term="boss">boss</a>'


def glossed(html):
    return gloss(html, PREVIEWS, SLUGS)


def whole(body):
    return "".join(passage.html for passage in body.passages)


def test_a_link_names_its_preview():
    """A browser shows it without a script; the mark is for print."""
    # when
    body = glossed(f"<p>Their {PAY}.</p>")

    # then
    link = '<a class="term" href="/dictionary/pay/" interestfor="word-pay" data-note="a">pay</a>'
    assert whole(body) == f"<p>Their {link}.</p>"
    assert [preview.note for preview in body.previews] == ["a"]


def test_a_link_that_the_author_made_has_the_preview_too():
    """Readers cannot tell who made a link, and need not."""
    # when
    body = glossed(f'<p>{PAY}, <a href="/dictionary/pay/#pay-2">money</a></p>')

    # then
    assert '<a href="/dictionary/pay/#pay-2" interestfor="word-pay">money</a>' in whole(body)
    assert len(body.previews) == 1


def test_a_paragraph_has_one_gloss_that_of_its_first_word():
    """Two would not fit beside it."""
    # when
    body = glossed(f"<p>One.</p>\n<p>{PAY} and {BOSS}.</p>\n<p>{PAY}</p>")

    # then
    assert [passage.gloss and passage.gloss.id for passage in body.passages] == [None, "word-pay"]
    assert body.passages[1].html.startswith("<p><a ")


def test_a_paragraph_within_something_has_no_gloss():
    """It has no margin of its own; its words have previews."""
    # when
    body = glossed(f"<ul><li><p>{PAY}</p></li></ul><p>{BOSS}</p>")

    # then
    assert [passage.gloss and passage.gloss.id for passage in body.passages] == [None, "word-boss"]
    assert [preview.id for preview in body.previews] == ["word-pay", "word-boss"]


def test_a_text_without_words_is_one_passage():
    """And stays as it is."""
    assert whole(glossed("<p>Nothing.</p>")) == "<p>Nothing.</p>"
    assert glossed("<p>Nothing.</p>").previews == ()


PIECES = st.sampled_from(
    (
        "<p>",
        "</p>",
        "<ul><li>",
        "</li></ul>",
        PAY,
        BOSS,
        "text",
        "<!-- <p> -->",
        "<br>",
        "<",
        "</div>",
        "<div>",
    )
)


@given(st.lists(PIECES, max_size=20).map("".join))
def test_nothing_is_lost_and_no_note_is_there_twice(html):
    """Whatever the HTML: without our attributes it is the text that came."""
    # when
    body = glossed(html)

    # then
    ours = re.compile(r' (?:interestfor|data-note|data-term)="[^"]*"')
    assert ours.sub("", whole(body)) == ours.sub("", html)
    notes = re.findall(r'data-note="(\w+)"', whole(body))
    assert notes == [preview.note for preview in body.previews]
    assert sum(passage.gloss is not None for passage in body.passages) <= html.count("<p>")


def test_notes_go_on_after_z():
    """An author may link more than twenty-six words by hand."""
    assert [note(number) for number in (0, 25, 26, 52, 701, 702)] == ["a", "z", "aa", "ba", "zz", "aaa"]


def test_a_heading_is_a_link_to_itself():
    """Whoever wants its address has it without a script."""
    assert link_headings('<h2 id="pay">Pay</h2>\n<h3>None</h3>') == (
        '<h2 id="pay"><a class="here" href="#pay">Pay</a></h2>\n<h3>None</h3>'
    )


def test_a_heading_with_a_link_in_it_has_its_own_behind_that():
    """Links cannot stand in links."""
    assert link_headings('<h2 id="pay"><a href="/pay/">Pay</a></h2>') == (
        '<h2 id="pay"><a href="/pay/">Pay</a> <a class="here" href="#pay" aria-label="This section"></a></h2>'
    )


def test_only_a_text_of_many_sections_lists_them():
    """By name, as plain text; sections within them are left out."""
    # given
    section = '<h2 id="s">Say &amp; do</h2><h3 id="t">More</h3>'

    # when
    short, long = contents_of(section * (MANY_SECTIONS - 1)), contents_of(section * MANY_SECTIONS)

    # then
    assert short == ()
    assert [(link.name, link.url) for link in long] == [("Say & do", "#s")] * MANY_SECTIONS
