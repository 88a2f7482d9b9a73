"""The one reader of front matter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from plugins.header import Field, decode, read_header
from plugins.source import AuthorError


def fields(text):
    return [(field.key, field.value, field.line) for field in read_header(text).fields]


@pytest.mark.parametrize(
    ("text", "expected", "body", "body_line"),
    [
        ("Title: A\nDate: 2026\n\nText.", [("Title", "A", 1), ("Date", "2026", 2)], "Text.", 4),
        ("Title: A", [("Title", "A", 1)], "", 2),
        ("Title: A\n", [("Title", "A", 1)], "", 3),
        ("---\nTitle: A\n---\nText.", [("Title", "A", 2)], "Text.", 4),
        ("---\nTitle: A\n\nDate: 2026\n---\nText.", [("Title", "A", 2), ("Date", "2026", 4)], "Text.", 6),
        ("---\nTitle: A\n\nText.\n\n---\n", [("Title", "A", 2)], "Text.\n\n---\n", 4),
        ("---\nTitle: A\n...\nText.", [("Title", "A", 2)], "Text.", 4),
        ("Title: A\n...\nText.", [("Title", "A", 1)], "Text.", 3),
        ("Tags: a,\n    b\n\nText.", [("Tags", "a, b", 1)], "Text.", 4),
        ("Tags: a,\n\tb\n\nText.", [("Tags", "a, b", 1)], "Text.", 4),
        ("Tags: a,\n  b\n\nText.", [("Tags", "a, b", 1)], "Text.", 4),
        ("Tags:\n- a\n- b\n\nText.", [("Tags", "- a - b", 1)], "Text.", 5),
        ("Title:A\nTags :\tb\n\nText.", [("Title", "A", 1), ("Tags", "b", 2)], "Text.", 4),
        ("\n\nTitle: A\n\nText.", [("Title", "A", 3)], "Text.", 5),
        ("Title: A\n    Note: b\n\nx", [("Title", "A Note: b", 1)], "x", 4),
        ("Title: A: b\n\nx", [("Title", "A: b", 1)], "x", 3),
        ("No header: none.\n\nTitle: A\n", [], "No header: none.\n\nTitle: A\n", 1),
        ("---\n\nA rule.", [], "---\n\nA rule.", 1),
        ("---", [], "---", 1),
        ("", [], "", 1),
    ],
)  # fmt: skip
def test_a_text_is_taken_apart(text, expected, body, body_line):
    """Each field with its line, and the text with the line that it begins in."""
    header = read_header(text)

    assert fields(text) == expected
    assert (header.body, header.body_line, header.strays) == (body, body_line, ())


def test_a_text_without_an_empty_line_before_it_is_noticed():
    """Python-Markdown ends the front matter there, and what follows of it is lost."""
    # when
    header = read_header("Title: A\nText begins.\nDate: 2026-01-02\n\nMore.")

    # then
    assert header.strays == ((2, "Text begins."),)
    assert [field.key for field in header.fields] == ["Title", "Date"]
    assert (header.body, header.body_line) == ("More.", 5)


def test_a_key_that_is_there_twice_is_read_as_the_first():
    """Both are in the fields, so that the second can be told of."""
    # when
    header = read_header("Tags: a\ntags: b\n\nText.")

    # then
    assert header.fields == (Field("Tags", ("a",), 1), Field("tags", ("b",), 2))
    assert (header.value("tags"), header.line("tags")) == ("a", 1)
    assert (header.value("title"), header.line("title")) == ("", 1)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Authors: a, b ,", ("a", "b")),
        ("Authors: Perk, The Rev. ; Quill", ("Perk, The Rev.", "Quill")),
        ("Authors:", ()),
        ("Authors: a  b", ("a b",)),
        ("Authors: Ann Lee,\n    Bo Ray", ("Ann Lee", "Bo Ray")),
        ("Authors: Ann Lee\n    Bo Ray", ("Ann Lee", "Bo Ray")),
        ("Authors: Lee, Ann;\n    Ray, Bo", ("Lee, Ann", "Ray, Bo")),
        ("Authors: a\nAuthor: b, a", ("a", "b")),
    ],
)
def test_names_stand_between_commas_or_semicolons_or_in_lines_of_their_own(text, names):
    """As Pelican splits them; a list that goes on in the next line loses nobody."""
    assert read_header(text).names("authors", "author") == names


def test_a_file_is_text_without_marks_of_its_system():
    """A byte order mark before the first key hid the title."""
    assert decode(b"\xef\xbb\xbfTitle: A\r\nDate: b\rx", "a.md") == "Title: A\nDate: b\nx"


def test_bytes_that_are_no_text_are_found_at_their_line():
    """Authors get the line and what to do."""
    with pytest.raises(AuthorError) as caught:
        decode(b"Title: A\nCaf\xe9", "a.md")

    assert str(caught.value) == "a.md:2: not UTF-8; save the file as UTF-8"


LINES = st.sampled_from(
    [
        "Title: One",
        "tags: a",
        "    more",
        "  Date: 2026",
        "---",
        "...",
        "",
        "Words.",
        "a b: c",
        "Key:",
        "\ttab",
    ]
)


@given(st.lists(LINES, max_size=8))
def test_what_python_markdown_reads_is_read_alike(lines):
    """A text that came from another Pelican site means what it meant there, where it had no fault."""
    # given
    text = "\n".join(["Title: First", *lines, "", "End."])
    markdown = Markdown(extensions=["meta"])

    # when
    markdown.convert(text)
    header = read_header(text)

    # then
    if not header.strays:
        read = {name: [*values] for name, values in markdown.Meta.items()}
        ours = {name: [] for name in read}
        for field in header.fields:
            ours[field.name] += field.lines
        assert ours == read


@given(st.text("aT:- \t.\n;,"))
def test_every_line_is_somewhere(text):
    """Nothing that an author typed is lost between the front matter and the body."""
    # when
    header = read_header(text)
    lines = text.split("\n")

    # then
    assert "\n".join(lines[header.body_line - 1 :]) == header.body
    read = {line for field in header.fields for line in range(field.line, field.line + len(field.lines))}
    stray = {line for line, _ in header.strays}
    left = [
        line for number, line in enumerate(lines[: header.body_line - 1], 1) if number not in read | stray
    ]
    assert all(line.strip() in ("", "---", "...") for line in left)
