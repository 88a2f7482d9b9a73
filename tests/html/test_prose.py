"""plugins/html/prose.py"""

from hypothesis import given
from hypothesis import strategies as st

from plugins.html import prose

DEFINITION = '<dl class="definition" id="boss"><dt><dfn>BOSS</dfn></dt><dd>A chair.</dd></dl>\n'


def test_the_first_paragraph_is_the_one_after_the_definition():
    """Lists show how an article starts, not the definition twice."""
    # when
    found = prose.first_paragraph(DEFINITION + "<p>Ask <em>why</em>.</p>\n<p>Then ask again.</p>")

    # then
    assert found == "Ask <em>why</em>."


def test_a_definition_counts_only_where_it_opens_the_text():
    """One that comes later belongs to the text."""
    assert prose.opening_definition(DEFINITION + "<p>x</p>") == DEFINITION.replace(' id="boss"', "")
    assert prose.opening_definition("<p>x</p>" + DEFINITION) == ""


def test_what_is_shown_elsewhere_refers_to_nothing_beside_it():
    """The front page has neither the footnotes nor the headings of the article whose first paragraph it shows."""
    # given
    mark = '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>'
    text = (
        f'<p>First{mark} words, <a href="#costs">costs</a>, <b id="x">bold</b> <a href="/a/#b">there</a>.</p>'
    )

    # then
    assert prose.first_paragraph(text) == 'First words, costs, <b>bold</b> <a href="/a/#b">there</a>.'


def test_a_footnote_is_no_first_paragraph():
    """A text that is a list has none."""
    assert prose.first_paragraph('<ul><li>x</li></ul><div class="footnote"><p>Note.</p></div>') == ""


def test_plain_text_has_no_tags_entities_or_line_breaks():
    """Titles of browser tabs, descriptions and feeds show text as it is read."""
    assert prose.plain("<p>Q&amp;A:\n<em>why</em>\u00a0not<!-- no --></p>") == "Q&A: why not"


@given(st.text(), st.integers(20, 300))
def test_a_shortened_text_is_never_too_long(text, most):
    """Descriptions have a length that search engines and readers expect."""
    assert len(prose.shorten(text, most)) <= most


def test_a_page_may_open_with_the_definition_of_its_own_heading():
    """The head of that definition is then its heading, and nobody reads it twice."""
    # given
    body = '<dl class="definition"><dt><dfn>BOSS</dfn>, <abbr>n.</abbr></dt><dd><p>One.</p></dd></dl><p>Text.</p>'

    # then
    assert prose.defines(body, "Boss")
    assert prose.defines(body, "Bosses")
    assert prose.defines(body, "The&nbsp;boss")
    assert not prose.defines(body, "Bosses at large")
    assert not prose.defines("<p>Boss, n.</p>", "Boss")
    assert not prose.defines("", "")


def test_an_excerpt_may_lead_back_to_the_page_that_it_is_from():
    """The number of a sense is worth a link where its definition is shown on the front page."""
    # given
    body = '<dl class="definition" id="pay"><dd id="pay-1"><a href="#pay-1">(1)</a> One.</dd></dl>'

    # then
    assert prose.opening_definition(body, "/2026/pay/") == (
        '<dl class="definition"><dd><a href="/2026/pay/#pay-1">(1)</a> One.</dd></dl>'
    )
