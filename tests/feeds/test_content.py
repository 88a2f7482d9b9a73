"""plugins/feeds/content.py"""

from dataclasses import replace
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from plugins.feeds.content import for_feed, say
from plugins.feeds.faults import FeedError
from plugins.incremental.deferred import given as waiting
from tests.feeds.strict import check_html
from tests.feeds.test_atom import ITEM

PAGE = "https://exit-interview.example/2026/here/"


def test_every_address_is_absolute():
    """A reader shows the text far away from the site."""
    # given
    body = (
        '<p><a href="/about/">a</a> <a href="#fn:1">1</a> <a href="mailto:x@y.example">m</a></p>'
        '<img src="/images/a.svg" srcset="/images/a.svg 1x, /images/b.svg 2x" alt="">'
        '<blockquote cite="/2024/there/">q</blockquote>'
    )

    # when
    html = for_feed(body, PAGE)

    # then
    assert html == (
        '<p><a href="https://exit-interview.example/about/">a</a> '
        '<a href="https://exit-interview.example/2026/here/#fn:1">1</a> '
        '<a href="mailto:x@y.example">m</a></p>'
        '<img src="https://exit-interview.example/images/a.svg" '
        'srcset="https://exit-interview.example/images/a.svg 1x, '
        'https://exit-interview.example/images/b.svg 2x" '
        'alt=""><blockquote cite="https://exit-interview.example/2024/there/">q</blockquote>'
    )


def test_scripts_forms_and_previews_stay_at_home():
    """They do nothing in a reader, or harm."""
    # given
    body = '<p>kept</p><script>x()</script><form action="/f"></form><div popover="hint">card</div>'

    # then
    assert for_feed(body, PAGE) == "<p>kept</p>"


def test_text_keeps_its_characters():
    """Curly quotes and no-break spaces are not turned into something else."""
    assert for_feed("<p>“Pay”\u00a0– résumé &amp; <b>co</b></p> tail", PAGE) == (
        "<p>“Pay”\u00a0– résumé &amp; <b>co</b></p> tail"
    )


def test_footnotes_lead_to_their_notes():
    """On the page; and in readers that look for the id in their own window first."""
    # given
    body = '<p>a<sup><a class="footnote-ref" href="#fn:x:1">1</a></sup></p><ol><li id="fn:x:1">b</li></ol>'

    # when
    html = for_feed(body, PAGE)

    # then
    assert f'<a class="footnote-ref" href="{PAGE}#fn:x:1">1</a>' in html
    assert '<li id="fn:x:1">b</li>' in html


def test_an_id_that_others_may_have_is_left_out():
    """Many texts have a heading of the same name, and a document holds many texts. Links to it lead to the page."""
    body = '<h2 id="what">What</h2><p id="here">x <a href="#here">y</a></p><h2 id="who"><a href="#who">Who</a></h2>'
    assert for_feed(body, PAGE) == (
        f'<h2>What</h2><p id="here">x <a href="{PAGE}#here">y</a></p><h2><a href="{PAGE}#who">Who</a></h2>'
    )


def test_a_drawing_keeps_its_letters():
    """Of elements and of attributes; other readers than browsers go by each of them."""
    # given
    drawing = (
        '<svg viewBox="0 0 9 9" preserveAspectRatio="none"><defs><linearGradient id="g" gradientUnits="userSpaceOnUse">'
        '<stop offset="0"></stop></linearGradient></defs><path fill="url(#g)" d="M0 0"></path></svg>'
    )

    # then
    own = drawing.replace('id="g"', 'id="here-g"').replace(
        "url(#g)", "url(#here-g)"
    )  # others have a "g", too
    assert for_feed(f"<p>A viewBox.</p>{drawing}", PAGE) == f"<p>A viewBox.</p>{own}"
    assert check_html(drawing) == ()


def test_a_formula_passes():
    """Whole, with what it needs to be read aloud and set."""
    formula = (
        '<math display="block"><semantics><mfrac linethickness="2"><mi>a</mi><mn>2</mn></mfrac>'
        '<annotation-xml definitionURL="https://host.example/"></annotation-xml></semantics></math>'
    )
    assert for_feed(formula, PAGE) == formula


def test_what_readers_do_not_know_is_taken_off():
    """Styles, handlers, roles and data of the page's own scripts."""
    body = '<p style="color:red" onclick="x()" data-x="1" aria-label="y" class="verse" lang="la">z</p>'
    assert for_feed(body, PAGE) == '<p class="verse" lang="la">z</p>'


def test_a_drawing_keeps_its_shape_and_loses_what_acts():
    """Of SVG and MathML all attributes are needed, but handlers run scripts, and styles hide what surrounds them."""
    body = (
        '<p data-x="1">A drawing:</p><svg viewbox="0 0 9 9" onload="x()"><g style="position:fixed">'
        '<path d="M0 0" fill="red" onclick="y()"></path></g></svg>'
    )
    assert for_feed(body, PAGE) == (
        '<p>A drawing:</p><svg viewbox="0 0 9 9"><g><path d="M0 0" fill="red"></path></g></svg>'
    )


def test_of_a_picture_readers_get_the_image():
    """What else a browser might take instead is weight in every feed."""
    body = '<picture><source type="image/avif" srcset="/a.avif 640w"><img src="/a.png" alt="A"></picture>'
    assert for_feed(body, PAGE) == '<img src="https://exit-interview.example/a.png" alt="A">'


@pytest.mark.parametrize("place", ["title", "summary", "text"])
def test_a_character_that_no_feed_can_hold_is_named_wherever_it_stands(place):
    """A feed with it is read by nobody."""
    broken = "a\x0bb"
    item = replace(ITEM, **{place: waiting(Markup(broken)) if place == "text" else broken})

    with pytest.raises(FeedError):
        say(item)


def test_an_embedded_page_becomes_a_link():
    """Readers leave frames out without a word."""
    body = '<p>a</p><iframe src="/film/" title="A film" width="3"></iframe> tail'
    assert for_feed(body, PAGE) == ('<p>a</p><a href="https://exit-interview.example/film/">A film</a> tail')


def test_every_candidate_of_a_picture_is_absolute():
    """With widths, without, and over several lines."""
    body = '<img srcset="/a.png,\n /b.png 2x" src="c.png" alt="">'
    assert for_feed(body, PAGE) == (
        '<img srcset="https://exit-interview.example/a.png, https://exit-interview.example/b.png 2x" '
        'src="https://exit-interview.example/2026/here/c.png" alt="">'
    )


def test_an_empty_body_stays_empty():
    """A ping has none."""
    assert for_feed("", PAGE) == ""


PATHS = st.sampled_from(["/a/", "b", "#c", "../d", "?e", "//host.example/f", "https://h.example/g"])
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\xa0"), max_size=12)
INLINE = st.builds(lambda path, text: f'<a href="{path}">{escape(text)}</a>', PATHS, TEXTS)
PICTURE = st.builds(lambda path: f'<img src="{path}" srcset="{path} 1x" alt="">', PATHS)
BODIES = st.lists(
    st.one_of(INLINE, PICTURE, TEXTS.map(escape)).map(lambda inside: f"<p>{inside}</p>"), max_size=5
).map("".join)


@given(BODIES)
def test_no_body_leaves_a_relative_address_or_bad_html(body):
    """The strictest rules find nothing, and doing it twice is doing it once."""
    # when
    html = for_feed(body, PAGE)

    # then
    assert check_html(html) == ()
    assert for_feed(html, PAGE) == html
