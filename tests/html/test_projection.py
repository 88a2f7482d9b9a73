"""The text of finished HTML, and the way back."""

import pytest

from plugins.html.projection import OBJECT, project


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One  word\n more</p>", "\nOne word more\n"),
        ("R&amp;D, AT&#38;T, r&eacute;sum&#xe9;", "R&D, AT&T, résumé"),
        ("<em>exit</em>&nbsp;interview", "exit interview"),
        ('<span class="caps">AT</span>&amp;T', "AT&T"),
        ("pay\u00adroll, re\u0301sume\u0301", "payroll, résumé"),
        ("<ul><li>one<li>two</ul>", "\n\none\ntwo\n"),
        ("one<br>two<wbr>three<!-- four -->five", "one\ntwothreefive"),
        ("a<img alt='b'>c<script>if (a<b) d</script>e", f"a{OBJECT}c{OBJECT}e"),
        ('pay<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>.', f"pay{OBJECT}."),
        ("<svg><text>chart</text><path/></svg> after", f"{OBJECT} after"),
        ("a < b & c &unknown; &copy 2020", "a < b & c &unknown; © 2020"),
    ],
)
def test_the_text_is_what_a_reader_sees(html, text):
    """Terms are found in words, not in markup."""
    assert project(html).text == text


def test_quotes_and_hyphens_are_plain_and_case_is_folded_in_the_same_places():
    """One place must mean one thing in all three texts."""
    page = project("<p>The boss&#8217;s “non‑compete” STRAßE</p>")

    assert page.text == "\nThe boss’s “non‑compete” STRAßE\n"
    assert page.plain == '\nThe boss\'s "non-compete" STRAßE\n'
    assert page.folded == '\nthe boss\'s "non-compete" straße\n'


def _around(html: str, words: str) -> str | None:
    """The HTML of the first `words`."""
    page = project(html)
    start = page.text.index(words)
    span = page.span(start, start + len(words))
    return html[slice(*span)] if span else None


@pytest.mark.parametrize(
    ("html", "span"),
    [
        ("<p>an exit\n interview</p>", "exit\n interview"),
        ("<em>exit interview</em>", "exit interview"),
        ("an <em>exit</em> interview", "<em>exit</em> interview"),
        ("exit <b><i>interview</i></b>", "exit <b><i>interview</i></b>"),
        ("<i>exit</i>&nbsp;<b>interview</b>", "<i>exit</i>&nbsp;<b>interview</b>"),
        ("<em><!-- x -->exit</em> interview", "<em><!-- x -->exit</em> interview"),
        ("ex<b></b>it inter&shy;view", "ex<b></b>it inter&shy;view"),
    ],
)
def test_a_span_takes_in_the_tags_it_needs_to_nest(html, span):
    """Typogrify puts spans around half of a term."""
    assert _around(html, "exit interview") == span


@pytest.mark.parametrize(
    "html", ["<em>an exit</em> interview", "exit <b>interview now</b>", "<b>exit <i>inter</b>view</i>"]
)
def test_there_is_no_span_where_tags_would_cross(html):
    """Better no link than a broken page."""
    assert _around(html, "exit interview") is None


def test_half_an_entity_has_no_span():
    """ "&fjlig;" is two letters and cannot be cut."""
    page = project("&fjlig;ord")

    assert page.text == "fjord"
    assert page.span(1, 5) is None
    assert page.span(0, 5) == (0, 10)


@pytest.mark.parametrize(
    "html",
    [
        "<h2>exit</h2>",
        "<p><code>exit</code>",
        "<pre>exit</pre>",
        "<p><a href=x>exit</a>",
        "<blockquote><p>exit</p></blockquote>",
        "<q>exit</q>",
        "<button>exit</button>",
        "<figure><figcaption>exit</figcaption></figure>",
        '<dl class="wide definition"><dd>exit</dl>',
        '<p class="no-terms">exit</p>',
        "<div data-no-terms><p>a<p>exit</div>",
        "<table>exit<tr><td>a</table>",
        "<b>a<i>b</b>c</i> exit",
        "<p>a <i title='b' exit",
    ],
)
def test_where_nothing_may_be_linked(html):
    """Headings, code, links, quotations, captions, definitions, opt-outs, and where tags cross."""
    page = project(html)
    place = page.folded.find("exit")

    assert place < 0 or page.is_forbidden(place, place + 4)


@pytest.mark.parametrize(
    "html",
    [
        "<h2>a</h2> exit",
        "<blockquote>a</blockquote><p>exit",
        "<p class=no-terms>a<p>exit",
        "<img class=no-terms> exit",
        "<dl><dt>a<dd>exit</dl>",
        "<table><tr><td>a<td>exit</table>",
        "<table><tr><td>a</table>exit",
        "</b> exit",
        "<svg/> exit",
        "<p title='a>b'>exit",
    ],
)
def test_what_is_forbidden_ends_where_the_element_ends(html):
    """One heading must not cost an article its links."""
    page = project(html)
    place = page.folded.index("exit")

    assert not page.is_forbidden(place, place + 4)


def test_links_that_are_there_are_known_but_not_those_of_definitions():
    """A cross-reference belongs to its entry; the first mention in the text is still to come."""
    html = '<dl class="definition"><dd>See <a href="/d/a/">A</a>.</dd></dl><h2>Of <a href="/d/b/?x&amp;y">b</a></h2>'
    page = project(html)

    [anchor] = page.anchors
    assert anchor.tag.href == "/d/b/?x&y"
    assert page.text[anchor.start : anchor.end] == "b"
    assert html[anchor.place :].startswith('<a href="/d/b/')


@pytest.mark.parametrize(
    "unit", ["<", "<a ", '<a "', "<a b='", "<b></i>", "<!--", "</", "&", "&a", "a\u0301", "<svg><b/>", "<p>"]
)
def test_hostile_text_takes_linear_time(unit):
    """100 kB of any of these took minutes if one step looked at all the rest."""
    html = unit * (100_000 // len(unit))

    assert len(project(html).text) <= len(html)
