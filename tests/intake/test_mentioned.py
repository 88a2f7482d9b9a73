"""plugins/intake/mentioned.py: pages of others, as they are and as they should not be."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.comments.body import render_body
from plugins.comments.characters import faults_in_body
from plugins.intake.fetch import Answer
from plugins.intake.mentioned import EXCERPT_LIMIT, as_markdown, look
from plugins.intake.web_address import same_page

TARGET = "https://exit-interview.example/2026/the-coffee/"
URL = "https://else.example/2026/reply"
NOW = datetime(2026, 11, 29, tzinfo=UTC)
LINK = f'<a href="{TARGET}">that coffee</a>'


def answer(body, media_type="text/html; charset=utf-8"):
    return Answer(URL, 200, (("content-type", media_type),), body.encode(), is_cut=False)


def said(body):
    return look(answer(body), TARGET, NOW)


def entry(
    inside, author='<a class="p-author h-card" href="/me">Nell Ames</a>', at="2026-11-20T10:00:00+01:00"
):
    return (
        f'<div class="h-entry">{author}<time class="dt-published" datetime="{at}">then</time>'
        f'<div class="e-content">{inside}</div></div>'
    )


def test_author_date_and_words_come_from_microformats():
    """Times in UTC; the words in one line."""
    found = said(entry(f"<p>Six years,\n and {LINK} said it.</p>"))

    assert (found.author, found.text) == ("Nell Ames", "Six years, and that coffee said it.")
    assert found.posted_at == datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    (
        f'<a href="{TARGET}"></a>',
        f'<a href="{TARGET}#comment-3">x</a>',
        '<base href="https://exit-interview.example/2026/"><a href=the-coffee/>x</a>',
        '<a href="HTTPS://Exit-Interview.example:443/2026/the%2Dcoffee/">x</a>',
        f'<img src="{TARGET}">',
        f'<blockquote cite="{TARGET}">x</blockquote>',
        f'<link rel=stylesheet href=/x><template></template><p><a href=" {TARGET} ">x',
    ),
)
def test_a_link_counts_however_it_stands_there(body):
    """Also one without a text: the source is what mentions us, not what it looks like."""
    assert said(body).author == ""


@pytest.mark.parametrize(
    "body",
    (
        "",
        "<p>No link.",
        f"<p>{TARGET}",
        f"<!-- {LINK} -->",
        f"<p>&lt;a href={TARGET}&gt;",
        f'<script>"{LINK}"</script>',
        '<a href="https://exit-interview.example/2026/the-coffee-again/">x</a>',
        '<a href="https://evil.example/?https://exit-interview.example/2026/the-coffee/">x</a>',
        '<a href="http://[half">x</a><a href="https://exit-interview.example:99999/">x</a>',
    ),
)
def test_what_is_no_link_counts_for_nothing(body):
    """Text, comments, scripts, other pages."""
    assert said(body) is None


def test_only_pages_are_looked_at():
    """We asked for HTML."""
    assert look(answer(LINK, "text/plain"), TARGET, NOW) is None


def test_of_several_entries_the_one_with_the_link_speaks():
    """A page of a week has seven."""
    other = entry("<p>Nothing of it.", author='<span class="p-author">Otto Bly</span>')
    feed = f'<div class="h-feed">{other}{entry(f"<p>Then {LINK}.")}</div>'

    assert (said(feed).author, said(feed).text) == ("Nell Ames", "Then that coffee.")


@pytest.mark.parametrize(
    "author",
    (
        *("", "<span class=p-author></span>", "<span class=p-author>\u200b</span>"),
        *("<span class=p-author>a\u202eb</span>", "<span class=p-author>nell@mail.example</span>"),
        "<span class=p-author>—</span>".replace("—", "\u3164"),
    ),
)
def test_a_name_that_no_comment_could_have_is_none(author):
    """A mention is refused for none of it."""
    assert said(entry(LINK, author=author)).author == ""


def test_a_long_name_is_cut():
    """At 80 characters, as all names are."""
    found = said(entry(LINK, author=f"<span class=p-author>{'Nell ' * 40}</span>"))

    assert len(found.author) <= 80
    assert found.author.endswith("Nell…")


@pytest.mark.parametrize(
    "at", ("", "yesterday", "0000-00-00", "1970-01-01", "2031-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00")
)
def test_a_date_that_cannot_be_is_none(at):
    """Then it was when it came."""
    assert said(entry(LINK, at=at)).posted_at is None


def test_a_clock_that_is_ahead_counts_as_now():
    """By less than a day."""
    assert said(entry(LINK, at="2026-11-29T09:00:00Z")).posted_at == NOW


def test_of_a_long_text_the_paragraph_with_the_link_is_quoted():
    """How it begins says nothing about us."""
    long = "<p>Before. " * 200 + f"<p>And then {LINK}, of all things." + "<p>After. " * 200

    assert said(entry(long)).text == "And then that coffee, of all things."
    assert said(f"<title>T</title><body>{long}").text == "And then that coffee, of all things."


def test_a_quotation_has_at_most_300_characters():
    """Up to the end of a word."""
    text = said(entry(f"<p>{LINK} {'word ' * 200}")).text

    assert len(text) <= EXCERPT_LIMIT
    assert text.endswith(" word…")


def test_a_page_that_says_nothing_is_called_by_its_title():
    """So that a moderator sees something."""
    assert said(f"<title>On coffee</title><body>{LINK}").text == "On coffee"


def test_words_that_turn_a_text_are_not_taken():
    """The link still counts."""
    assert said(f"<title>\u202eOn coffee</title><body>{LINK}").text == ""


@pytest.mark.parametrize(
    "body",
    (
        "<div class='h-entry e-content'>" * 200 + "<p>word " * 5000 + LINK,
        "<div class='h-feed'>" + "<div class='h-entry e-content p-name p-author'>a</div>" * 3000 + LINK,
        "<p class='h-entry'><b>" * 4000 + LINK,
        "<div class='hentry vcard entry-content'>" * 200 + LINK + "<p>x" * 1000,
    ),
    ids=("nested", "many", "unclosed", "classic"),
)
def test_microformats_that_mean_harm_are_not_read(body):
    """Some would take minutes; the link is found all the same, or the page is deeper than any honest one."""
    assert said(LINK + body) is not None


@settings(max_examples=50)
@given(st.text("ab 12.)(*_`[]<>&#+-!|~\\:/=\"'^{}$;é", max_size=60) | st.text(max_size=60))
def test_what_is_quoted_is_shown_as_it_was_written(text):
    """A body is Markdown; another site's asterisks are asterisks."""
    line = " ".join(text.replace("@", "").split())
    if not faults_in_body(line):
        html = render_body(as_markdown(line))
        assert " ".join(html.striptags().split()) == line


def test_addresses_of_one_page_are_known_as_such():
    """Case of the host, port, fragment, and how letters are encoded do not matter; all else does."""
    assert same_page("https://A.example:443/b#c", "https://a.example/b")
    assert same_page("https://a.example", "https://a.example/")
    assert not same_page("http://a.example/", "https://a.example/")
    assert not same_page("https://a.example/b", "https://a.example/b/")
    assert not same_page("https://a.example/?a", "https://a.example/?b")
