"""Laws of the linker, on random HTML and random terms."""

from __future__ import annotations

import html5lib
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from plugins.glossary.linking import NO_LIMIT, Linked, link_terms, unlink
from plugins.glossary.terms import Term, TermIndex, fold_words
from plugins.html.projection import project
from plugins.html.typography import set_type

WORDS = [
    "exit",
    "interview",
    "HR",
    "AT&T",
    "résumé",
    "boss's",
    "it",
    "I.T.",
    "notice",
    "pay-gap",
    "Straße",
    "x",
    "2nd",
    *("to", "the", "The", "We", "Exit", "Notice", "Hotel", "don't", "a", "firms", "gas", "BY", "month"),
    *("salary", "river", "my", "of"),
]
"""Also what tells a verb, a name, a compound, or what a paragraph speaks of."""

JOINTS = [
    " ",
    " ",
    " ",
    "  ",
    "\n",
    "-",
    "--",
    "---",
    "'",
    ", ",
    ". ",
    "&nbsp;",
    " & ",
    "…",
    "... ",
    '"',
    "(",
    "/",
    "\u00ad",
]
INLINE = ["em", "b", "i", "span", "strong", "small", "abbr", "sup", "ins"]
BLOCKS = ["p", "div", "li", "section", "dd"]
CLOSED = [
    "a",
    "code",
    "q",
    "h2",
    "blockquote",
    "button",
    "cite",
    "dfn",
    "figcaption",
    "pre",
    "svg",
    "select",
    "script",
]
SOUP = [
    *(f"<{name}>" for name in (*INLINE, *BLOCKS, *CLOSED, "table", "tr", "td", "ul", "dl", "font")),
    *(f"</{name}>" for name in (*INLINE, *BLOCKS, *CLOSED, "table", "tr", "td", "ul", "dl", "font", "br")),
    *(
        '<a href="/e/0/">',
        "<br>",
        "<img alt=exit>",
        "<!-- exit -->",
        "<!exit>",
        "<p title='exit>'>",
        "<p title=it's>",
    ),
    *(
        '<dl class="definition">',
        '<p class="no-terms">',
        "<span data-no-terms>",
        "<svg><path/>",
        "<i",
        "</",
        "<",
        "&",
    ),
    *(
        "&copy",
        "&notit;",
        "&eacute;",
        "&#233;",
        "&amp;T",
        "<wbr>",
        "<hr>",
        "<input>",
        "<math><mi>exit</mi></math>",
    ),
]

words = st.sampled_from(WORDS)
joints = st.sampled_from(JOINTS)
texts = (
    st.lists(st.one_of(words, joints), min_size=1, max_size=8)
    .map("".join)
    .map(lambda text: text.replace("&T", "&amp;T"))
)


def elements(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Well-formed elements around `children`."""
    names = st.sampled_from([*INLINE, *INLINE, *CLOSED])
    return st.builds(lambda name, inside: f"<{name}>{inside}</{name}>", names, children)


phrases = st.recursive(
    texts, lambda inner: st.one_of(elements(inner), st.lists(inner, max_size=4).map("".join)), max_leaves=12
)
paragraphs = st.builds(
    "<{0}>{1}</{0}>".format, st.sampled_from(["p", "p", "div", "section", "h2", "blockquote"]), phrases
)
pages = st.lists(paragraphs, min_size=1, max_size=4).map("\n".join)
soups = st.lists(st.one_of(texts, st.sampled_from(SOUP)), max_size=25).map("".join)
KNOTS = ['<a href="x">', "</a>", "<b>", "</b>", "<table>", "</table>", "<td>", "<p>", "</p>", "<li>", "exit "]
knots = st.lists(st.sampled_from(KNOTS), max_size=10).map(lambda tags: "".join((*tags, "exit")))
"""Few tags, so that they cross: in these a browser moves elements about."""

any_html = st.one_of(pages, soups, knots)
EXIT = TermIndex.of({"exit": (Term("exit", "/exit/"),)}, {})

spoken = st.lists(words, min_size=1, max_size=3).map(" ".join)
heads = st.one_of(spoken, words, texts.filter(lambda text: any(sign.isalnum() for sign in text)))


@st.composite
def indexes(draw: st.DrawFn, head: st.SearchStrategy[str] = heads) -> TermIndex:
    """Few terms, made of the words that the texts are made of."""
    terms: dict[str, tuple[Term, ...]] = {}
    for number, text in enumerate(draw(st.lists(head, min_size=1, max_size=8))):
        is_exact, is_linked = draw(st.booleans()), draw(st.integers(0, 4)) > 0
        slug = str(number // 2)  # two words may lead to one entry
        use = draw(st.sampled_from(["", "noun", "verb"]))
        other = Term("3", "/e/3/", use="verb") if use == "noun" and draw(st.booleans()) else None
        spelling = text if is_exact else ""
        is_everyday = draw(st.booleans())
        terms[fold_words(text)] = (
            Term(slug, f"/e/{slug}/", spelling, is_linked, use, other, is_everyday=is_everyday),
        )
    return TermIndex.of(terms, {f"/e/{slug}/": str(slug) for slug in range(4)})


limits = st.sampled_from([0, 1, 2, NO_LIMIT])


thorough = settings(
    max_examples=3 * settings.default.max_examples // 2, suppress_health_check=list(HealthCheck)
)
often = settings(thorough, max_examples=4 * settings.default.max_examples)


@thorough
@given(any_html, indexes(), limits)
def test_removing_our_links_gives_the_input_back(html, index, most):
    """Feeds, summaries and a changed dictionary start from what the author wrote, byte for byte."""
    assert unlink(link_terms(html, index, most=most).html) == html


@thorough
@given(any_html, indexes(), limits)
def test_linking_twice_changes_nothing(html, index, most):
    """An incremental build may meet its own output."""
    once = link_terms(html, index, most=most)

    assert link_terms(once.html, index, most=most) == once


@thorough
@given(any_html, indexes())
def test_a_browser_sees_the_same_tree_but_for_our_links(html, index):
    """A link that crosses an element, or leaves its place, would change the page around it."""
    linked = link_terms(html, index, most=NO_LIMIT)

    assert _tree(linked.html, without_ours=True) == _tree(html)


@thorough
@given(any_html, indexes())
def test_no_link_is_inside_a_link_and_no_term_has_two(html, index):
    """Browsers tear nested links apart; a reader needs a word explained once."""
    linked = link_terms(html, index, most=NO_LIMIT)

    page = html5lib.parse(linked.html, namespaceHTMLElements=False)
    assert not page.findall(".//a//a[@data-term]")
    assert not page.findall(".//a[@data-term]//a")
    ours = [link.get("data-term") for link in page.iter("a") if link.get("data-term")]
    assert len(ours) == len(set(ours))
    assert set(ours) <= {link.slug for link in linked.links}


@thorough
@given(pages, indexes())
def test_nothing_is_linked_where_it_must_not_be(html, index):
    """Headings, code, quotations and controls keep their words to themselves."""
    page = html5lib.parse(link_terms(html, index, most=NO_LIMIT).html, namespaceHTMLElements=False)

    for name in CLOSED:
        assert not page.findall(f".//{name}//a[@data-term]")


@thorough
@given(pages, indexes(st.one_of(spoken, words)))
def test_the_links_are_the_same_before_and_after_typogrify(html, index):
    """Curly quotes, small-capital spans and the tied last word must not cost a link."""
    assume("I.T." not in html)  # typogrify may set such capitals and the words after them in one span

    plain, typeset = link_terms(html, index, most=NO_LIMIT), link_terms(set_type(html), index, most=NO_LIMIT)

    assert _said(plain) == _said(typeset)


@thorough
@given(any_html, indexes(), indexes())
def test_a_page_without_changed_words_is_linked_as_before(html, before, after):
    """This is how a build knows that a page need not be linked again."""
    changed = after.changed_since(before)

    assume(not changed.words_in(project(html).folded))
    assert link_terms(html, before) == link_terms(html, after)


@thorough
@given(any_html, indexes())
def test_each_link_says_where_it_is(html, index):
    """A place is that of the tag in the HTML handed back; the sentence holds the words."""
    linked = link_terms(html, index, most=NO_LIMIT)

    for link in linked.links:
        assert linked.html.startswith("<a", link.place)
        assert link.is_authors or linked.html.startswith(f'<a class="term" href="{link.href}"', link.place)
        assert " ".join(link.words.split()) in link.sentence


@often
@given(knots)
@example('<table><a href="x"><td></a></table>exit')
@example("<table><b><tr><td>exit</td></tr></table>exit")
def test_where_tags_cross_a_browser_still_sees_the_same_tree(html):
    """Nobody but a browser knows what it makes of them, so nothing is linked after they crossed."""
    linked = link_terms(html, EXIT)

    assert _tree(linked.html, without_ours=True) == _tree(html)
    page = html5lib.parse(linked.html, namespaceHTMLElements=False)
    assert not page.findall(".//a//a[@data-term]") + page.findall(".//a[@data-term]//a")
    assert not page.findall(".//table/a[@data-term]") + page.findall(".//tr/a[@data-term]")


def _said(linked: Linked) -> list[tuple[str, str]]:
    return [(link.slug, fold_words(link.words)) for link in linked.links]


def _tree(html: str, *, without_ours: bool = False) -> object:
    page = html5lib.parse(html, treebuilder="dom")
    if without_ours:
        for link in page.getElementsByTagName("a"):
            if link.getAttribute("data-term"):
                while link.firstChild:
                    link.parentNode.insertBefore(link.firstChild, link)
                link.parentNode.removeChild(link)
    page.normalize()
    return page.toxml()
