"""The stylesheet keeps the house style."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tinycss2
from pygments.token import STANDARD_TYPES
from tinycss2.color3 import parse_color

from plugins.files.assets import without_comments

ROOT = Path(__file__).parents[2]
SHEET = ROOT / "theme" / "static" / "css" / "site.css"
TEXT = SHEET.read_text("utf-8")
LAYERS = ["reset", "tokens", "base", "layout", "components", "print"]

MADE_BY_LIBRARIES = {
    *STANDARD_TYPES.values(),  # Pygments: "k", "kc", "s1"…
    "code",  # its frame
    "footnote",  # Markdown
    "caps",  # typogrify
    "dquo",
    "quo",
    "table",  # the frame of a wide table
    "right",  # its columns
    "center",
    "long",  # strong words, more than three
}


def parse(text: str) -> list[Any]:
    return list(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def walk(nodes: list[Any]) -> Iterator[Any]:
    """Every token of `nodes`, blocks and functions opened."""
    for node in nodes:
        yield node
        for name in ("arguments", "content"):
            yield from walk(getattr(node, name, None) or [])


def layers() -> dict[str, list[Any]]:
    """Name of a layer → its tokens."""
    return {
        tinycss2.serialize(rule.prelude).strip(): rule.content
        for rule in parse(TEXT)
        if rule.type == "at-rule" and rule.at_keyword == "layer" and rule.content is not None
    }


def rules_of(content: list[Any]) -> Iterator[Any]:
    """The style rules of a layer, those within @media and @container too."""
    for rule in tinycss2.parse_rule_list(content, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            yield rule
        elif rule.type == "at-rule" and rule.at_keyword in {"media", "container"}:
            yield from rules_of(rule.content)


def selectors() -> list[str]:
    """All of them, as written."""
    return [tinycss2.serialize(rule.prelude) for content in layers().values() for rule in rules_of(content)]


def test_the_sheet_parses():
    """A browser drops what it cannot read, without a word."""
    assert [node for node in walk(parse(TEXT)) if node.type == "error"] == []


def test_the_layers_are_declared_first_and_all_used():
    """Their order decides who wins, so it stands in one line at the top."""
    first = next(rule for rule in parse(TEXT) if rule.type == "at-rule")

    assert tinycss2.serialize(first.prelude).strip() == ", ".join(LAYERS)
    assert list(layers()) == LAYERS


@pytest.mark.parametrize("layer", [name for name in LAYERS if name != "tokens"])
def test_literal_lengths_stand_in_tokens_only(layer):
    """One place to change a size. Percentages, fractions of a grid and bare zeros are no lengths."""
    found = [
        f"{node.representation}{node.unit}"
        for rule in rules_of(layers()[layer])
        for node in walk(rule.content)
        if node.type == "dimension" and node.unit != "fr"
    ]

    assert found == []


@pytest.mark.parametrize("layer", [name for name in LAYERS if name != "tokens"])
def test_literal_colours_stand_in_tokens_only(layer):
    """Dark mode is one list of pairs; a colour elsewhere would be forgotten at night."""
    allowed = {"transparent", "currentcolor", "inherit"}
    found = [
        tinycss2.serialize([node])
        for rule in rules_of(layers()[layer])
        for node in walk(rule.content)
        if node.type == "hash"
        or (node.type == "ident" and node.lower_value not in allowed and parse_color(node.value) is not None)
    ]

    assert found == []


def test_nothing_is_important_and_nothing_is_an_id():
    """Layers settle what wins; ids belong to links."""
    assert "!important" not in TEXT
    assert [selector for selector in selectors() if re.search(r"#[\w-]", selector)] == []


def test_every_token_is_defined_and_used():
    """A misspelt var() is silently nothing; an unused token is a promise nobody keeps."""
    defined = set(re.findall(r"^\s+(--[\w-]+):", TEXT, re.MULTILINE))
    used = set(re.findall(r"var\((--[\w-]+)\)", TEXT))

    assert used - defined == set()
    assert defined - used == set()


def test_every_class_of_the_sheet_is_made_somewhere():
    """Rules without markup are weight on every first visit."""
    makers = [
        *(ROOT / "theme" / "templates").rglob("*.html"),
        *(ROOT / "theme" / "static" / "js").rglob("*.js"),
    ]
    words = set(re.findall(r"[\w-]+", "\n".join(path.read_text("utf-8") for path in makers)))
    classes = {name for selector in selectors() for name in re.findall(r"\.([a-z][\w-]*)", selector)}

    assert classes - words - MADE_BY_LIBRARIES == set()


def test_the_sheet_is_small():
    """HTML and CSS for the first paint go into one round trip of 14 kB; half of it is the page's. Measured: 7,780."""
    assert len(gzip.compress(without_comments(TEXT).encode(), 9, mtime=0)) <= 7_900


PAIRS = re.findall(r"--(ink|quiet|read|oxblood|moss|slate): light-dark\((#\w+), (#\w+)\);", TEXT)
PAPER = re.search(r"--paper: light-dark\((#\w+), (#\w+)\);", TEXT)


def luminance(colour: str) -> float:
    """WCAG 2 relative luminance."""
    rgba = parse_color(colour)
    assert rgba is not None
    red, green, blue = (
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in rgba[:3]
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("name", "light", "dark"), PAIRS)
def test_every_ink_can_be_read_on_its_paper(name, light, dark):
    """WCAG AAA: 7 to 1."""
    assert PAPER is not None
    for ink, paper in zip((light, dark), PAPER.groups(), strict=True):
        darker, lighter = sorted((luminance(ink), luminance(paper)))
        assert (lighter + 0.05) / (darker + 0.05) >= 7


def test_the_dots_under_a_word_can_be_seen():
    """WCAG 1.4.11: 3 to 1, for it is how one knows a word that opens."""
    dots = re.search(r"--dots: light-dark\((#\w+), (#\w+)\);", TEXT)
    assert dots is not None
    assert PAPER is not None
    for line, paper in zip(dots.groups(), PAPER.groups(), strict=True):
        darker, lighter = sorted((luminance(line), luminance(paper)))
        assert (lighter + 0.05) / (darker + 0.05) >= 3


def test_all_six_inks_were_measured():
    """The test above would pass on an empty list."""
    assert [name for name, _, _ in PAIRS] == ["ink", "quiet", "read", "oxblood", "moss", "slate"]


def test_dark_paper_is_also_the_colour_of_the_browser():
    """theme-color cannot read a custom property, so it is written twice."""
    assert PAPER is not None
    base = (ROOT / "theme" / "templates" / "base.html").read_text("utf-8")

    assert re.findall(r'name="theme-color" content="(#\w+)"', base) == list(PAPER.groups())
