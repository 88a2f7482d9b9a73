"""From the bytes of a file to what the rules look at."""

from plugins.checks.parse import parse_document
from plugins.front_matter import EVERYWHERE


def test_a_line_number_counts_from_the_top_of_the_file():
    """The terminal jumps there."""
    # when
    text = b"---\nTitle: One\nTags: a,\n    b\n---\nWords."
    document = parse_document(text, "content/articles/a.md", "articles/a.md", "article", EVERYWHERE)

    # then
    assert [(field.key, field.value, field.line) for field in document.header.fields] == [
        ("Title", "One", 2),
        ("Tags", "a, b", 3),
    ]
    assert (document.body.text, document.body_line) == ("Words.", 6)
