"""A definition as a tree, the same for every edition: paragraphs and what is set apart from them, links by slug."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html
from lxml.html import HtmlElement
from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Leaf:
    """One definition."""

    blocks: tuple[HtmlElement, ...]
    """In reading order; the first begins with the head. Whoever gets them may change them."""


def leaf_of(definition: Markup, base: str) -> Leaf:
    """Read what `definition.html` made.

    Args:
        base: where links to entries begin; they become "slug" or "slug#part". Other links keep their address.
    """
    (root,) = lxml.html.fragments_fromstring(str(definition))
    for link in root.iter("a"):
        href = link.get("href", "")
        if href.startswith(base):
            link.set("entry", href.removeprefix(base).replace("/", "", 1))
    term, body = root.find("dt"), root.find("dd")
    blocks = list(body)
    if not blocks or blocks[0].tag != "p":
        blocks.insert(0, lxml.html.Element("p"))
    _run_in(term, blocks[0])
    for block in blocks:
        block.tail = None
    return Leaf(tuple(blocks))


def _run_in(term: HtmlElement, first: HtmlElement) -> None:
    """Put the head, which HTML keeps apart, at the beginning of the text."""
    term.tag, term.tail = "span", f" {first.text or ''}"
    term.set("class", "head")
    first.text = None
    first.insert(0, term)


def text_of(element: HtmlElement) -> str:
    """What it says, on one line."""
    return " ".join("".join(element.itertext()).split())


def sentences(block: HtmlElement) -> Iterator[str]:
    """The text of a paragraph, each of its senses apart."""
    said = [""]

    def walk(element: HtmlElement) -> None:
        if element.get("class") == "sense":
            said.append("")
        said[-1] += element.text or ""
        for child in element:
            walk(child)
            said[-1] += child.tail or ""

    walk(block)
    yield from (" ".join(one.split()) for one in said if one.strip())
