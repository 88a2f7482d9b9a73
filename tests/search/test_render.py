"""What Pagefind reads, and what the page Search reads first."""

import json

import pytest
from markupsafe import Markup

from plugins.search.model import Index, Passage, Text
from plugins.search.render import render_document, render_index

WHOLE = """\
<!doctype html>
<html lang="en">
<body data-title="Coffee &amp; &#34;tea&#34;" data-note="Pay"\
 data-pagefind-meta="title[data-title], note[data-note]">
<h2 id="comment-1">Skeptic &lt;b&gt;</h2>
<div><p>I <em>drink</em> it.</p></div>
</body>
</html>
"""


def test_a_comment_is_a_passage_with_its_anchor():
    """Names are text, bodies are the HTML that the page shows."""
    passage = Passage("comment-1", "Skeptic <b>", Markup("<p>I <em>drink</em> it.</p>"))

    assert render_document(Text('Coffee & "tea"', "Pay", "en", (passage,))) == WHOLE


@pytest.mark.parametrize(
    "html", ['<p><img src="c.png" alt="A desk"></p>', "<p>…&nbsp;</p>", "<script>f(1)</script>"]
)
def test_a_text_without_a_word_has_its_title(html):
    """Pagefind leaves out what has no word, and then nothing could be published."""
    assert "<div>Comic</div>" in render_document(Text("Comic", "", "en", (Passage("", "", Markup(html)),)))
    assert "<div>Comic</div>" not in render_document(
        Text("Comic", "", "en", (Passage("", "", Markup("<p>I</p>")),))
    )


def test_what_a_document_does_not_have_is_not_asked_for():
    """Pagefind would index the name of the attribute."""
    html = render_document(Text("Gap", "", "en", ()))

    assert 'data-pagefind-meta="title[data-title]"' in html


def test_the_index_says_where_the_bundles_are():
    """Addresses have the site's prefix; a tag changes with its bundle."""
    found = json.loads(
        render_index("/mag", "/mag/static/search/1/", [(Index("entries", "entry", ()), b"\1\2")])
    )

    assert found == {
        "root": "/mag/",
        "engine": "/mag/static/search/1/pagefind.js",
        "bundles": [
            {
                "name": "entries",
                "path": "/mag/static/search/1/entries/",
                "kind": "entry",
                "weight": 3,
                "tag": "0102",
            }
        ],
    }
