"""plugins/html/typography.py and quotes.py"""

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.html.projection import project
from plugins.html.quotes import curl_quotes
from plugins.html.typography import set_plain, set_type

PIECES = [
    "'",
    '"',
    "&quot;",
    "--",
    "...",
    "<b>",
    "</b>",
    "<code>",
    "</code>",
    "<p>",
    "</p>",
    "<img alt='x'>",
    "<!-- ' -->",
]
WORDS = ["the", "'80s", "dogs'", "it's", "&amp;", "&nbsp;", "80s", " ", "\n", ".", "(", "é", "—"]


SENTENCES = [
    line.split(" → ")
    for line in Path(__file__).with_name("quotes.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def _read(html):
    text = unescape(re.sub(r"<[^>]*>", "", set_type(html)))
    return text.replace("\xa0", " ").replace("\u2009", "").strip()


@pytest.mark.parametrize(("html", "text"), SENTENCES)
def test_sentences_are_set_as_in_print(html, text):
    assert len(SENTENCES) >= 130
    assert _read(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>the '90s</p>", "the ’90s"),
        ("<p>'90s music</p>", "’90s music"),
        ("<p>class of '09</p>", "class of ’09"),
        ("<p>rock 'n' roll</p>", "rock ’n’ roll"),
        ("<p>'tis, 'twas, 'cause, give 'em hell</p>", "’tis, ’twas, ’cause, give ’em hell"),
        ("<p><em>Times</em>'s editor, the <abbr>CEO</abbr>'s</p>", "Times’s editor, the CEO’s"),
        ("<p>dogs' tails, O'Neil, don't</p>", "dogs’ tails, O’Neil, don’t"),
        ('<p>"<em>Em</em>" she</p>', "“Em” she"),
        ('<p>("a") ["x"]</p>', "(“a”) [“x”]"),
        ("<p>\"'Nested,' he said,\" she said</p>", "“‘Nested,’ he said,” she said"),
        ("<p>\"<strong>'a'</strong>\" \"'Go'\"</p>", "“‘a’” “‘Go’”"),
        ("<p>6'2\" tall, a 12\" screen</p>", "6′2″ tall, a 12″ screen"),
        ("<p>he is 5' 11\" tall, or 5'-11\"</p>", "he is 5′ 11″ tall, or 5′-11″"),
        ("<p>3' × 4', 12'×14', 3' x 4', 12' by 14'</p>", "3′ × 4′, 12′×14′, 3′ x 4′, 12′ by 14′"),
        ("<p>6' tall, the 6'-tall man, 40° 26' 46\" N</p>", "6′ tall, the 6′-tall man, 40° 26′ 46″ N"),
        ('<p>a 12" ruler, a 3/4" and a ¾" bolt, 2"x4"</p>', "a 12″ ruler, a 3/4″ and a ¾″ bolt, 2″x4″"),
        ('<p>"a 12" ruler" and "It is 12" long"</p>', "“a 12″ ruler” and “It is 12″ long”"),
        ('<p>"I am 5\' 11"," she said</p>', "“I am 5′ 11″,” she said"),
        ('<p>"size 12" and "in 1999" are \'5\'</p>', "“size 12” and “in 1999” are ‘5’"),
        ('<p>"one","two","three" ("a";"b") "a"|"b"</p>', "“one”,“two”,“three” (“a”;“b”) “a”|“b”"),
        ("<p>'one','two'</p>", "‘one’,‘two’"),
        ('<p>he said,"Go" and "Yes",he</p>', "he said,“Go” and “Yes”,he"),
        ("<p>10''</p>", "10′′"),
        ('<p>"It was 1912"</p>', "“It was 1912”"),
        ('<p>"<code>x</code>" and <code>"</code></p>', "“x” and \""),
        ('<p>he said—"no" and he—"</p>', "he said—“no” and he—”"),
        ('<p>word-"quoted" "A"/"B"</p>', "word-“quoted” “A”/“B”"),
        ('<p>"..." \'...and\'</p>', "“…” ‘…and’"),
        ('<p>"Yes"<br>"No"</p>', "“Yes”“No”"),
        ('<p>"<a href="x">Link</a>,"</p>', "“Link,”"),
        ("<p>&quot;Q&quot;: &#39;tis</p>", "“Q”: ’tis"),
        ("<p>a--b, 1990--2000</p>", "a—b, 1990—2000"),
        ("<p>the ’90s and “that”</p>", "the ’90s and “that”"),
    ],
)  # fmt: skip
def test_quotes_and_dashes_stand_as_in_print(html, text):
    assert _read(html) == text


@given(st.lists(st.sampled_from(PIECES + WORDS)).map("".join) | st.text())
def test_only_quotes_change(html):
    """Tags, code and all other text stay byte for byte; a second time changes nothing."""
    curled = curl_quotes(html)

    assert project(curled).plain == project(html).plain
    assert curl_quotes(curled) == curled


def test_plain_text_is_set_as_html_is_with_ordinary_spaces():
    """Titles and glosses are not HTML, and have apostrophes too. In large type their last two words may part."""
    assert set_plain("Don't <b> & say") == set_type("Don't &lt;b&gt; &amp; say").replace("&nbsp;", " ")
    assert "&#8217;" in set_plain("Don't say so")


def test_definitions_and_headings_have_ordinary_spaces():
    """No-break spaces would run through what people quote; in large type they would cut the last word of a heading."""
    # given
    definition = '<dl class="definition"><dd><p>an hour to do it in.</p></dd></dl>'

    # when
    html = set_type(f"<h2>On the job</h2>\n{definition}\n<p>To be had.</p>")

    # then
    assert html == f"<h2>On the job</h2>\n{definition}\n<p>To be&nbsp;had.</p>"


def test_how_a_word_is_spoken_stays_as_written():
    """A straight quote before a syllable is a sign of stress, and capitals are one; what follows is set as ever."""
    spoken = """<p><span class="pronunciation">/'pædək, uh-BET &quot;NASA&quot;/</span> It's 'small'.</p>"""

    html = set_type(spoken)

    assert html.startswith(spoken.partition("</span>")[0] + "</span>")
    assert _read(spoken) == """/'pædək, uh-BET "NASA"/ It’s ‘small’."""
