import re
from pathlib import Path
from time import process_time

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.comments.body import ATTRIBUTES, DEPTH_LIMIT, ELEMENTS, NESTED_LIMIT, render_body
from plugins.comments.characters import has_email
from plugins.comments.model import BODY_LIMIT, Notation

FORMAT = Path(__file__).parents[2] / "docs" / "comment-format.md"

PIECES = [
    *(
        "<script>",
        "</script>",
        "<svg>",
        "<math>",
        "<mtext>",
        "<mglyph>",
        "<style>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
    ),
    *(
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>",
        "<a href=data:text/html,x>",
        "</a>",
        "<p title='",
    ),
    *(
        "<iframe srcdoc='",
        "<noscript>",
        "<template>",
        "<table>",
        "<form>",
        "<input>",
        "<base href=//e>",
        "<b onclick=x>",
    ),
    *(
        "<a id=comments class=badge style=color:red href=https://e.example/>",
        "<ol start=3 onclick=x>",
        "<plaintext>",
    ),
    *(
        "[x](javascript:alert(1))",
        "[x](data:x)",
        "![x](https://e.example/)",
        "<javascript:x>",
        "[x]: vbscript:x",
        "[x]",
    ),
    *(
        "&#106;avascript:",
        "&lt;script&gt;",
        "&quot;",
        "\x00",
        "'",
        '"',
        ">",
        "`",
        "\n",
        "\n\n",
        "# ",
        "> ",
        "- ",
        "1. ",
    ),
    *(
        "    ",
        "```",
        "*",
        "_",
        "\\",
        "<xmp>",
        "<textarea>",
        "<title>",
        "<select>",
        "<svg/onload=x>",
        "@Nick: ",
        "a@b.cd",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=24).map("".join)

MUTATIONS = [
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg><desc><template><style><a title='</style><img src onerror=alert(1)>'>",
]

LONG = 65_536
PATHOLOGICAL = {
    "brackets": "[",
    "images": "![[",
    "quotes": ">",
    "spaced quotes": "> ",
    "asterisks": "*",
    "open emphasis": "*a ",
    "open strong": "**a ",
    "mixed emphasis": "*_",
    "underscores": "_",
    "backticks": "`",
    "links": "[a](",
    "reference links": "[x][",
    "definitions": "[a]: b\n",
    "escapes": "\\",
    "entities": "&",
    "tags": "<a ",
    "less than": "<",
    "comments": "<!--",
    "flat lists": "1. a\n",
    "lists in one line": "- ",
    "at signs": "a@",
    "domains": "a.",
    "lines": "a\n",
    "fences": "```\n",
    "lists and quotes in turn": "- a\n> b\n",
    "quotes with lists after a pause": "a\n\n> b\n  - ",
    "quotes and lists in quotes": "> - a\n> > b\n",
    "deep elements": "<b>",
    "deep quotes": "<blockquote>",
}


def attributes_of(html):
    """Every element of what a browser would make of `html`, with its attributes."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [(element.tag, element.attrib) for element in tree.iter() if element is not tree]


def depth_of(html):
    """Elements in elements in elements, as a browser would make them."""
    deepest, level = 0, [html5lib.parseFragment(html, namespaceHTMLElements=False)]
    while level := [child for element in level for child in element]:
        deepest += 1
    return deepest


def assert_safe(html):
    for tag, attributes in attributes_of(html):
        assert tag in ELEMENTS, tag
        assert attributes.keys() <= ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set())
        if tag == "a":
            assert attributes.get("rel") == "nofollow ugc noopener"
            assert re.match(r"https?://", attributes.get("href", "https://"), re.IGNORECASE)
        if "start" in attributes:
            assert attributes["start"] != "onclick"


@given(TEXTS, st.sampled_from(Notation))
@example("".join(PIECES), Notation.MARKDOWN)
@example("".join(PIECES), Notation.HTML)
def test_no_input_gives_more_than_the_allow_list(text, notation):
    """Read as a browser reads it, and not as it was meant."""
    assert_safe(render_body(text, notation))


@pytest.mark.parametrize("notation", Notation)
@pytest.mark.parametrize("text", MUTATIONS)
def test_what_is_clean_stays_clean_when_a_browser_has_read_it(text, notation):
    """Mutation: harmless text that turns into a script when it is parsed a second time."""
    # given
    once = render_body(text, notation)

    # when
    tree = html5lib.parseFragment(once, namespaceHTMLElements=False)
    again = html5lib.serialize(tree, tree="etree", quote_attr_values="always", omit_optional_tags=False)

    # then
    assert_safe(once)
    assert_safe(again)


@given(TEXTS, st.sampled_from(["Nick", "<b>", "*x*", "a: b", "]("]))
def test_a_mention_opens_no_hole(rest, name):
    """The one link that is put in after the cleaner."""
    # when
    html = render_body(f"@{name}:{rest}", mention=(name, "/2026/x/#comment-1"))

    # then
    safe = re.sub(r'<a href="/2026/x/#comment-1">(.*?)</a>', r"\1", html, count=1)
    assert_safe(safe)


@pytest.mark.parametrize("notation", Notation)
@pytest.mark.parametrize("unit", PATHOLOGICAL.values(), ids=PATHOLOGICAL)
def test_eight_times_the_text_takes_no_square_of_the_time(unit, notation):
    """9 kB of brackets stall other Markdown parsers for 15 seconds, at every build."""

    # given
    def seconds(length, times):
        text = (unit * length)[:length]
        measured = []
        for _ in range(times):
            start = process_time()
            render_body(text, notation)
            measured.append(process_time() - start)
        return min(measured)

    # when
    short, long = seconds(LONG // 8, 3), seconds(LONG, 3)

    # then: 8 would be linear and 64 quadratic; what takes next to no time is not compared.
    assert long < 30 * max(short, 0.02)


PAIRS = {
    "emphasis": ("*a ", " a*"),
    "strong": ("**a ", " a**"),
    "mixed": ("*a **a ", "a** a* "),
    "underscores": ("_a ", " a_"),
    "links": ("[", "](https://e.example)"),
    "images": ("![", "](https://e.example)"),
    "lists over lines": ("1. ", "===\n"),
    "quotes over lines": ("> ", "[a]: b\n"),
    "elements": ("<b>", "</b>"),
    "quoted elements": ("<blockquote><p>", "</p></blockquote>"),
}


@pytest.mark.parametrize("notation", Notation)
@pytest.mark.parametrize(("start", "end"), PAIRS.values(), ids=PAIRS)
def test_what_opens_and_closes_costs_no_square_either(start, end, notation):
    """As many ends as beginnings is where emphasis is slow; the deepest nesting is bounded too."""

    # given
    def render(length):
        count = length // len(start + end)
        begin = process_time()
        html = render_body(start * count + end * count, notation)
        return process_time() - begin, html

    # when
    short, _ = min(render(LONG // 8), render(LONG // 8))
    long, html = min(render(LONG), render(LONG))

    # then
    assert long < 30 * max(short, 0.02)
    assert depth_of(html) <= DEPTH_LIMIT
    assert_safe(html)


def test_a_long_honest_comment_keeps_its_markup():
    """The limits are far from what anybody writes."""
    # given
    text = "\n\n".join(f"> *Point {n}* was\n\n1. **wrong**\n2. _late_" for n in range(25))

    # then
    assert render_body(text).count("<em>Point") == 25


@pytest.mark.parametrize("depth", [10, 130])
def test_lists_in_lists_are_as_deep_as_they_may_be_and_no_deeper(depth):
    """Depth is bounded, so that neither the parser nor the page's reader runs out of stack."""
    # given
    text = "".join(f"{'  ' * level}- a\n" for level in range(depth))

    # when
    html = render_body(text)

    # then
    assert html.count("<ul>") == NESTED_LIMIT
    assert_safe(html)


def test_a_comment_has_no_headings_and_no_pictures():
    """They would break the page's outline, and tell a stranger's server who reads."""
    assert render_body("# Title\n\n![a cat](https://e.example/cat.png)") == (
        "<p><strong>Title</strong></p>\n"
        '<p><a href="https://e.example/cat.png" rel="nofollow ugc noopener">a cat</a></p>\n'
    )


def test_html_in_markdown_is_shown_as_it_was_typed():
    """Somebody who writes about tags is quoted, not obeyed."""
    assert render_body("Use <b>bold</b>") == "<p>Use &lt;b&gt;bold&lt;/b&gt;</p>\n"


def test_html_of_an_import_keeps_what_is_allowed():
    """Old threads keep their emphasis and lose their scripts."""
    assert (
        render_body("<p class=x>a <em>b</em><script>c</script></p>", Notation.HTML) == "<p>a <em>b</em></p>"
    )


@pytest.mark.parametrize("address", ["/about/", "//e.example/", "#comment-1", "e.example", "mailto:a@b.cd"])
def test_only_whole_web_addresses_are_links(address):
    """A relative one means something else in each feed, and a slip must not fail the site's link check."""
    assert render_body(f"[words]({address})") == "<p>words</p>\n"


def test_no_address_is_published():
    """Not even by its owner's own hand; a handle is none, and a link is left alone."""
    assert render_body(
        "nick@example.org, @nick@e.example, <nick@example.org>, https://e.example/@a@b.cd"
    ) == ("<p>nick@…, @nick@e.example, nick@…, https://e.example/@a@b.cd</p>\n")


def test_the_allow_list_is_the_one_that_is_written_down():
    """Commenters and reviewers read docs/comment-format.md, not the code."""
    # given
    written = (
        FORMAT.read_text("utf-8").partition("<!-- allow-list -->")[2].partition("<!-- /allow-list -->")[0]
    )

    # then
    assert set(re.findall(r"`<(\w+)>`", written)) == ELEMENTS
    assert set(re.findall(r"`(\w+)` of `<(\w+)>`", written)) == {
        (attribute, tag) for tag, attributes in ATTRIBUTES.items() for attribute in attributes
    } | {("rel", "a")}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**wren**@other.example", "<strong>wren</strong>@…"),
        ("wren@**other**.example", "wren@<strong>…</strong>"),
        ("wren\uff20other.example", "wren\uff20…"),
        ("mail/wren@other.example", "mail/wren@…"),
        ("wren%40other.example", "wren%40…"),
        ("wren&#64;other.example", "wren&amp;#64;…"),
        ("`wren@other.example`", "<code>wren@…</code>"),
        ("wren\\@other.example", "wren@…"),
        ("[this](https://birds.example/?to=wren@other.example)", "<a>this</a>"),
        ("[this](https://birds.example/?to=wren%40other.example)", "<a>this</a>"),
        ("https://birds.example/@wren@other.example", "https://birds.example/@wren@other.example"),
        ("wren  \n@other.example", "wren<br>\n@other.example"),
    ],
)
def test_an_address_is_cut_however_it_is_written(text, shown):
    """What no check of the built site may find later, and no reader; a handle is no address."""
    html = str(render_body(text)).strip()

    assert html == f"<p>{shown}</p>"
    assert not any(has_email(words) for words in re.split("<[^>]*>", html))


@pytest.mark.parametrize(
    ("text", "notation", "is_link"),
    [
        ("[x](https://bank.example:@evil.example/)", Notation.MARKDOWN, False),
        ("[x](https://user@localhost/)", Notation.MARKDOWN, False),
        ("[x](https:////bank.example&colon;@evil/)", Notation.MARKDOWN, False),
        ('<a href="https:/\\bank.example:\t@evil/">x</a>', Notation.HTML, False),
        ("[x](https://social.example/@wren)", Notation.MARKDOWN, True),
        ("[x](https://other.example/?who=@wren#@)", Notation.MARKDOWN, True),
    ],
)
def test_no_link_has_a_name_before_its_host(text, notation, is_link):
    """Readers would take the name for the host."""
    assert ("href" in render_body(text, notation)) == is_link


@pytest.mark.parametrize(
    "text", ["wren&#64;other.example", "wren&commat;other&period;example", "<b>wren</b>@<i>other</i>.example"]
)
def test_an_address_is_cut_in_html_too(text):
    """With entities, over elements."""
    assert "example" not in render_body(text, Notation.HTML)


def test_what_is_longer_than_any_comment_of_ours_is_shown_plain():
    """It was imported; the time that Markdown may take was measured up to this length."""
    # given
    text = "*a*" + " word" * ((BODY_LIMIT - 3) // 5)

    # then
    assert render_body(text).startswith("<p><em>a</em>")
    assert render_body(f"{text} word").startswith("<p>*a* word")
