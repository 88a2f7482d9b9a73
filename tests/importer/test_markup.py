"""What WordPress puts into a text that is no HTML, and that readers see the same afterwards."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.importer.convert import convert
from plugins.importer.paragraphs import paragraphs
from plugins.importer.publication import renderer
from plugins.importer.shape import parse, plain
from plugins.site.settings import customs_of, read_settings
from tests.importer.conftest import ROOT
from tests.importer.made import OLD, attachment, item, wxr


@pytest.fixture(scope="module")
def render():
    """The publication's own Markdown."""
    found = read_settings(ROOT / "pelicanconf.py")
    return renderer(found, customs_of(found))


def body(home, number=1):
    return home.files()[f"articles/2012/text-{number}.md"].partition("\n\n")[2].strip()


FIGURE = '<figure><img src="https://old.example/wp-content/uploads/2012/05/image-{0}.jpg" alt=""></figure>'


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('[gallery ids="8,9"]', [8, 9]),
        ("[gallery]", [7, 8, 9]),
        ('[gallery exclude="8"]', [7, 9]),
        ('Words [gallery ids="9"] words', [9]),
        ('[gallery ids="9,99"]', [9]),
    ],
)
def test_a_gallery_is_its_figures_in_order(home, typed, shown):
    """With ids, without, with exclude, in a line with words."""
    # when
    home.move(wxr(item(1, body=typed), *(attachment(n, 1) for n in (7, 8, 9))))

    # then
    text = body(home)
    assert [text.count(FIGURE.format(n)) for n in (7, 8, 9)] == [int(n in shown) for n in (7, 8, 9)]
    assert [text.index(FIGURE.format(n)) for n in shown] == sorted(
        text.index(FIGURE.format(n)) for n in shown
    )
    assert "[gallery" not in text
    assert text.count("ords") == typed.count("ords")


def test_a_gallery_of_nothing_stays_and_is_told(home):
    """Never an empty block."""
    # when
    home.move(wxr(item(1, body='[gallery ids="404"]')))

    # then
    assert body(home) == '[gallery ids="404"]'
    assert any("its shortcode stands" in note.text for note in home.ledger()["post", "1"].notes)


def test_brackets_in_prose_stay(home):
    """Not everything in brackets is a shortcode."""
    # when
    home.move(wxr(item(1, body="Type [ssh user@host] for [Version] as in [1]. [slider id=3]")))

    # then
    assert body(home) == "Type [ssh user@host] for [Version] as in [1]. [slider id=3]"
    assert [note.text for note in home.ledger()["post", "1"].notes] == [
        "[slider] of another program stands in the text"
    ]


@pytest.mark.parametrize("frame", ["{}", "<!-- wp:shortcode -->\n{}\n<!-- /wp:shortcode -->"])
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('[contact-form to="ann@brindle.example" subject="Hi"]', '[contact-form to="" subject="Hi"]'),
        ("[form to='Ann <ann@brindle.example>, b@c.example']", '[form to=""]'),
        ("[mail to=ann@brindle.example]", '[mail to=""]'),
        ("[mail to=“Ann ann@brindle.example”]", "[mail to=“Ann ann@…”]"),
    ],
)
def test_where_a_form_sent_its_letters_stays_unseen(home, frame, typed, kept):
    """Only its shortcode had the address; in prose readers saw it."""
    # when
    home.move(wxr(item(1, body=frame.format(typed) + "\n\nWrite to desk@brindle.example.")))

    # then
    assert kept in body(home).replace("\\", "")
    assert "ann@brindle" not in home.everything()
    assert "desk@brindle.example" in body(home)
    assert any("which no reader saw" in note.text for note in home.ledger()["post", "1"].notes)


def test_what_stands_in_a_tag_and_is_no_attribute_goes(home):
    """What a theme would have filled in; it was a traceback."""
    # when
    home.move(wxr(item(1, body='<p {class}>One <a href="/x/" {{ rel }} id={y}>two</a>.</p>')))

    # then
    assert home.code == 0, home.wrong
    assert body(home) == "One [two](https://old.example/x/)."


def test_shortcodes_that_stay_are_counted_in_the_report(home):
    """Also those in a block, and at the next import, when nothing of them has changed."""
    # given
    block = '<!-- wp:shortcode -->[slider id="3"]<!-- /wp:shortcode -->'
    export = wxr(item(1, body="[slider id=3]"), item(2, body=block), item(3, body="[note]Hm.[/note]"))
    told = "standing in texts as it was typed:\n       2 texts: [slider]\n       1 texts: [note]\n"

    # then
    assert told in home.move(export).said
    assert told in home.move(export).said


def test_more_is_no_summary_and_next_page_no_page(home):
    """The marks go; the excerpt alone is a summary."""
    # when
    home.move(wxr(item(1, body="One.\n\n<!--more-->\n\nTwo.\n\n<!--nextpage-->\n\nThree.")))

    # then
    assert body(home) == "One.\n\nTwo.\n\nThree."
    assert "Summary" not in home.files()["articles/2012/text-1.md"]


def test_where_a_page_ended_a_paragraph_does(home):
    """The mark may stand between two words, and stood between them for readers."""
    # when
    home.move(wxr(item(1, body="One<!--nextpage-->two.")))

    # then
    assert body(home) == "One\n\ntwo."


def test_blocks_lose_their_marks_and_keep_what_is_in_them(home):
    """Paragraphs, lists, code, a shared block, an embed, Markdown of Jetpack; what WordPress fills is told."""
    # given
    blocks = """<!-- wp:paragraph {"dropCap":true} -->
<p class="has-drop-cap">One <em>word</em>.</p>
<!-- /wp:paragraph -->

<!-- wp:list --><ul class="wp-block-list"><!-- wp:list-item --><li>a</li><!-- /wp:list-item --></ul><!-- /wp:list -->

<!-- wp:code --><pre class="wp-block-code"><code>x &lt; 1</code></pre><!-- /wp:code -->

<!-- wp:block {"ref":77} /-->

<!-- wp:embed {"url":"https://tube.example/1"} -->
<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">
https://tube.example/1
</div></figure>
<!-- /wp:embed -->

<!-- wp:jetpack/markdown {"source":"Some *Markdown* \\u003c here"} -->
<div><p>Some <em>Markdown</em></p></div>
<!-- /wp:jetpack/markdown -->

<!-- wp:latest-posts /-->
A line outside.
"""
    shared = item(
        77, body="<!-- wp:paragraph --><p>Shared.</p><!-- /wp:paragraph -->", terms=(), post_type="wp_block"
    )

    # when
    home.move(wxr(item(1, body=blocks), shared))

    # then
    text = body(home)
    assert text.startswith("One *word*.\n\n- a\n\n```\nx < 1\n```\n\nShared.\n\n")
    assert "https://tube.example/1" in text
    assert "Some *Markdown* < here\n\nA line outside." in text
    assert "wp:" not in text
    assert [note.text for note in home.ledger()["post", "1"].notes] == [
        'a block "latest-posts", which WordPress fills itself, is left out'
    ]


def test_footnotes_that_stand_apart_come_below_the_text(home):
    """Their anchors lead there and back."""
    # given
    text = 'Word<sup data-fn="ab" class="fn"><a href="#ab" id="ab-link">1</a></sup>.'
    text += '\n<h2 id="top">Costs</h2>\nBack <a href="#top">up</a>.'

    # when
    home.move(wxr(item(1, body=text, meta={"footnotes": '[{"content":"A <em>note<\\/em>","id":"ab"}]'})))

    # then
    shown = body(home)
    assert 'id="ab-link"' in shown
    assert "## Costs {#top}" in shown
    assert '<li id="ab">A <em>note</em> <a href="#ab-link">' in shown


def test_places_that_links_from_elsewhere_lead_to_stay_or_are_told(home):
    """Those of headings stay, unless two have one, or a page here has it of itself."""
    # given
    text = """<!-- wp:heading {"anchor":"my-part"} --><h2 id="my-part">One</h2><!-- /wp:heading -->
<h2 id="h-two">Two</h2><h2 id="three">Three</h2><h2 id="comments">Four</h2><h2 id="a b">Five</h2>
<p id="here">Words <span id="spot">of</span> <a name="nm">a text</a>.</p><p id="self">It leads
<a href="https://old.example/2012/05/text-1/#self">to itself</a>.</p><b id="docs-internal-guid-1">Pasted.</b>"""

    # when
    home.move(wxr(item(1, body=text)))

    # then
    shown = body(home)
    for line in (
        "## One {#my-part}",
        "## Two {#h-two}",
        "## Three\n",
        "## Four\n",
        "## Five\n",
        '<p id="self">',
    ):
        assert line in shown
    assert [note.text for note in home.ledger()["post", "1"].notes] == [
        "places that a link from elsewhere may lead to are left out: #comments, #a b, #here, #spot, #nm"
    ]
    assert "#here, #spot" in home.said


def test_links_between_texts_lead_to_where_they_are_now(home):
    """By address, by number, without a host, with a fragment; others stay as they are."""
    # given
    links = [
        f"{OLD}/2012/05/text-2/",
        "/?p=2",
        "http://www.old.example/2012/05/text-2#comment-7",
        "../text-2/",
        "/nowhere/",
    ]
    text = " ".join(f'<a href="{link}">x</a>' for link in links)

    # when
    home.move(wxr(item(1, body=text), item(2)))

    # then
    assert body(home).split() == [
        *["[x](/2012/text-2/)"] * 2,
        "[x](/2012/text-2/#comment-7)",
        "[x](/2012/text-2/)",
        "[x](https://old.example/nowhere/)",
    ]


def test_a_text_that_begins_like_a_key_or_has_no_words_is_an_article(home):
    """It would be read as front matter, or be nothing but a header."""
    # when
    home.move(
        wxr(item(1, body="Title: this is text"), item(2, "Alone", ""), item(3, "Pic", '<img src="x.png">'))
    )

    # then
    assert body(home) == "Title&#58; this is text"
    assert body(home, 2) == "Alone"


PIECES = st.text(st.sampled_from("ab *_`#<>&[](){}!|:~+-=\\\"'.1\n"), max_size=80)
TAGS = st.sampled_from(
    [
        "p",
        "b",
        "i",
        "em",
        "ul",
        "li",
        "ol",
        "blockquote",
        "pre",
        "code",
        "h2",
        "table",
        "tr",
        "td",
        "div",
        "br",
        "a",
        "del",
    ]
)
HTML = st.lists(st.tuples(TAGS, PIECES, st.booleans()), max_size=8).map(
    lambda some: "".join(f"<{tag}>{text}{'' if is_open else f'</{tag}>'}" for tag, text, is_open in some)
)


@settings(max_examples=40, deadline=None)
@given(HTML)
def test_whatever_a_text_is_readers_see_every_character_of_it(render, text):
    """As rendered text; broken HTML, Markdown in prose, signs of all kinds."""
    # given
    html = paragraphs(text)

    # when
    converted = convert(parse(html), render)

    # then
    assert converted.is_same
    assert plain(parse(render(converted.markdown))) == plain(parse(html))
