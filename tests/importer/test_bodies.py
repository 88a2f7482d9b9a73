"""What somebody said under a text: no word of it is lost without a line that says so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.comments.body import render_body
from plugins.importer.bodies import body_of
from plugins.importer.shape import parse, plain


def seen(raw):
    """What readers see of it, without blanks."""
    body, notation, _ = body_of(raw)
    return plain(parse(render_body(body, notation)))


@pytest.mark.parametrize(
    "words",
    [
        "if a<b then stop",
        "a <b and c> d",
        "x<3, y <4 and z",
        "if (a<b && c>d) {",
        "vector<int> and List<String>",
        "text <a href=",
        "see <https://else.example/a> there",
        "a lone <",
        "a comment <!-- without an end",
    ],
)
def test_a_sign_in_a_sentence_is_no_tag(words):
    """What follows "<" was lost without a word where a browser takes it for a tag."""
    assert seen(words) == "".join(words.split())


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<b>bold</b> & a<b", "bold&a<b"),
        ("<o:p>from an office</o:p>", "fromanoffice"),
        ("<svg viewBox='0 0 1 1'><path d='M0'/><text>a chart</text></svg>", "achart"),
        ("<math><mi>x</mi><mo>=</mo><mn>1</mn></math>", "x=1"),
        ("<template>kept</template> words", "keptwords"),
        ("<svg>not ended", "notended"),
        ('<img src="https://else.example/a.png" alt="A cat">', "Acat"),
        ('<iframe src="//else.example/film"></iframe>', "https://else.example/film"),
        ("<!-- hidden -->shown", "shown"),
    ],
)
def test_elements_go_and_their_words_stay(html, words):
    """Drawings and formulas too, which are taken away whole where they are let in; a picture is a link."""
    assert seen(html) == words


@pytest.mark.parametrize(
    "html", ["<script>alert(1)</script>", "<svg><path d='M0'/></svg>", '<img src="x.png">']
)
def test_a_comment_without_words_is_told(html):
    """An empty one would stand in the thread, and nobody would know why."""
    body, _, notes = body_of(html)

    assert body == "…"
    assert [note.text for note in notes] == ["it has no words that a comment can show"]


PIECES = st.sampled_from(
    [
        "a",
        "<",
        "<b",
        "<b>",
        "</b>",
        ">",
        " ",
        "<int>",
        "&",
        "&lt;",
        "<p>",
        "<svg>",
        "</svg>",
        "<!--",
        "-->",
        "\n",
        "=",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_every_letter_is_shown_or_told(raw):
    """By counting the letter that is in no tag."""
    outside = raw if "<!--" not in raw else ""

    _, _, notes = body_of(raw)

    assert notes or seen(raw).count("a") >= outside.count("a")
