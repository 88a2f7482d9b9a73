"""plugins/site/markup.py"""

import markdown
import pytest


def convert(text):
    return markdown.markdown(text, extensions=["extra", "plugins.site.markup"], output_format="html")


def test_a_column_is_aligned_by_a_class():
    """The policy of the site forbids the style attribute that Markdown writes: figures were set left."""
    # when
    html = convert("| Year | Sum |\n|------|----:|\n| 2025 | 900 |")

    # then
    assert '<th class="right">Sum</th>' in html
    assert '<td class="right">900</td>' in html
    assert "style=" not in html


@pytest.mark.parametrize(
    ("words", "tag"),
    [("Ask it aloud.", "<strong>"), ("What would have to be true?", '<strong class="long">')],
)
def test_many_strong_words_are_not_in_small_capitals(words, tag):
    """Lines of small capitals are read by nobody."""
    assert convert(f"**{words}** Then go.") == f"<p>{tag}{words}</strong> Then go.</p>"
