"""The front matter and the body, as Pelican and Python-Markdown read them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import get_date
from pelican.utils import slugify as pelican_slugify

from plugins.checks.parse import blank_code, names_in, parse_document, slugify
from plugins.checks.source_rules import read_date

LINES = st.sampled_from(
    [
        "Title: One",
        "tags: a",
        "Tags: b",
        "    more",
        "  Date: 2026",
        "---",
        "...",
        "",
        "Words.",
        "Url : x",
        "a b: c",
        "Key:",
    ]
)


def parse(text):
    document, _ = parse_document(text.encode(), "content/articles/a.md", "articles/a.md", "article")
    return document


@given(st.lists(LINES, max_size=8))
def test_the_front_matter_is_what_python_markdown_takes_for_it(lines):
    """A finding about a key that Pelican does not see would help nobody."""
    # given
    text = "\n".join([*lines, "", "End."])
    markdown = Markdown(extensions=["meta"])

    # when
    markdown.convert(text)
    document = parse(text)

    # then
    assert {field.name for field in document.fields} == set(markdown.Meta)
    joined = {name: " ".join(values).split() for name, values in markdown.Meta.items()}
    assert joined == {
        name: " ".join(field.value for field in document.fields if field.name == name).split()
        for name in joined
    }


@given(st.text())
def test_a_slug_is_the_one_that_pelican_makes(text):
    """Two slugs that Pelican takes for one must be one here."""
    assert slugify(text) == pelican_slugify(text, DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"])


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-14",
        "2026-11-14 08:00",
        "2026-11-14T08:00:00+01:00",
        "2026-11-14T08:00Z",
        "14 Nov 2026",
        "2010-12-03 10:20",
    ],
)
def test_a_date_is_the_one_that_pelican_reads(text):
    """Whatever people of Pelican write."""
    assert read_date(text).replace(tzinfo=None) == get_date(text).replace(tzinfo=None)


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-13-01", "2026-02-30", "2026", "08:00", "14 Nov", "3/4/2026", "99999999999"]
)
def test_half_a_date_is_none(text):
    """Pelican fills the rest from the day of the build, and the article moves every day."""
    assert read_date(text) is None


def test_a_line_number_counts_from_the_top_of_the_file():
    """The terminal jumps there."""
    # when
    document = parse("---\nTitle: One\nTags: a,\n    b\n---\nWords.")

    # then
    assert [(field.key, field.value, field.line) for field in document.fields] == [
        ("Title", "One", 2),
        ("Tags", "a, b", 3),
    ]
    assert (document.body, document.body_line) == ("Words.", 6)


@pytest.mark.parametrize(
    "text",
    [
        "`![](x)`",
        "``a ` b``",
        "```\n![](x)\n```",
        "~~~ md\n![](x)\n\n~~~",
        "<!-- ![](x)\n -->",
        "a\n\n```\nx\n````\n",
    ],
)
def test_code_is_blank_and_keeps_its_lines(text):
    """Nothing in code is a link, and what follows is where it was."""
    # when
    blank = blank_code(text)

    # then
    assert blank.count("\n") == text.count("\n")
    assert not re.search(r"[x!`b]", blank)


@pytest.mark.parametrize("text", ["a ` b", "\\`a\\`", "``` a"])
def test_what_is_no_code_stays(text):
    """A lone backtick opens nothing."""
    assert blank_code(text) == text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a, b ,", ("a", "b")),
        ("Perk, The Rev. ; Quill", ("Perk, The Rev.", "Quill")),
        ("", ()),
        ("a  b", ("a b",)),
    ],
)
def test_names_stand_between_commas_or_semicolons(text, names):
    """As Pelican splits them."""
    assert names_in(text) == names
