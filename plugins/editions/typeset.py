"""The dictionary as a PDF, set by Typst. No text becomes code: the template reads words as data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final, TypeAlias

import lxml.html
from lxml.html import HtmlElement

from plugins.editions.book import letter_of
from plugins.editions.epub import xhtml
from plugins.editions.leaf import leaf_of
from plugins.editions.model import BEFORE_NAME, WordsInputs
from plugins.editions.pdf import packed
from plugins.glossary.authors import authors_of_verse
from plugins.glossary.dictionary import Dictionary
from plugins.incremental.faults import BuildError

HERE: Final = Path(__file__).parent
FONTS: Final = HERE / "fonts"
FACE: Final = "Vollkorn"
STANDARD: Final = "ua-1"
"""PDF/UA: what people need who have a page read to them."""

MISSING: Final = "[…]"

SPACES: Final = re.compile(r"[ \t\r\n]+")
WHICH: Final = re.compile(r"[⁰¹²³⁴-⁹]+(?: \(\d+\))?|(?: \(\d+\))")
"""After a word that is referred to: the number of a homograph, of a sense. A page is named behind them."""

KEPT: Final = frozenset(("class", "entry", "href"))

Node: TypeAlias = dict[str, Any] | str
"""As JSON has it."""


def typeset(words: WordsInputs, *, is_for_print: bool) -> bytes:
    """The file.

    Args:
        is_for_print: with page numbers where there would be links, and inner margins to bind.

    Raises:
        BuildError: Typst is not there, or could not set it.
    """
    try:
        import typst
    except ImportError:
        raise BuildError(
            'EDITIONS names "pdf", which needs Typst: make editions installs it; or leave "pdf" out of EDITIONS'
        ) from None
    faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    if faces.families() != [FACE]:
        raise BuildError(f"{FONTS} has no face called {FACE}; put the files of the software there again")
    sources: Any = {  # its types do not know that it takes files by name
        "main": (HERE / "templates" / "dictionary.typ").read_bytes(),
        "data.json": _settable(
            json.dumps(_data(words, is_for_print=is_for_print), ensure_ascii=False)
        ).encode(),
    }
    try:
        made = typst.compile(
            sources,
            format="pdf",
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            pdf_standards=[STANDARD],
        )
    except typst.TypstError as wrong:
        raise BuildError(
            f"Typst could not set the dictionary: {' '.join(str(wrong).split())[:500]}"
        ) from wrong
    return packed(made)


def _settable(text: str) -> str:
    """With a mark for letters of scripts that the face does not have: what cannot be read aloud is no PDF/UA."""
    signs = (FONTS / "vollkorn.signs").read_text("utf-8")
    return re.sub(rf"[^\s{re.escape(signs)}]+", MISSING, text)


def _data(words: WordsInputs, *, is_for_print: bool) -> dict[str, Any]:
    imprint = words.imprint
    dictionary = Dictionary.of(words.entries)
    shown = {entry.slug: _entry(entry.slug, words) for entry in words.entries}
    return {
        "print": is_for_print,
        "title": imprint.title,
        "before-name": BEFORE_NAME,
        "name": imprint.name,
        "description": imprint.description,
        "author": imprint.author,
        "language": imprint.language.partition("-")[0],
        "address": imprint.address,
        "terms": imprint.terms,
        "changed": f"{words.changed_at:%Y-%m-%d}",
        "preface": [
            {"title": one.title, "blocks": [*_blocks(str(one.body.make()), words)]} for one in words.preface
        ],
        "letters": [
            {
                "name": name,
                "entries": [
                    {"slug": entry.slug, "head": entry.headword, "blocks": shown[entry.slug]}
                    for entry in entries
                ],
            }
            for name, entries in groupby(words.entries, key=letter_of)
        ],
        "signed": [
            {"name": author.name, "slugs": [entry.slug for entry in author.entries]}
            for author in authors_of_verse(dictionary)
        ],
        "slugs": list(shown),
    }


def _entry(slug: str, words: WordsInputs) -> list[Node]:
    return [_node(block) for block in leaf_of(words.definitions[slug].make(), words.base).blocks]


def _blocks(text: str, words: WordsInputs) -> Iterator[Node]:
    """What stands in a text, the definition that it opens with as any other's."""
    for child in lxml.html.fragment_fromstring(text, create_parent="div"):
        if child.tag == "dl" and child.get("class") == "definition":
            leaf = leaf_of(xhtml(child), words.base)
            yield {"t": "dl", "k": [_node(block) for block in leaf.blocks]}
        else:
            for link in child.iter("a"):
                href = link.get("href", "")
                if href.startswith("/") and words.imprint.origin:
                    link.set("href", words.imprint.origin + href)
            yield _node(child)


def _node(element: HtmlElement) -> Node:
    """Tag, what counts of its attributes, and what is in it: texts and nodes."""
    if element.tag == "pre":
        return {"t": "pre", "k": [element.text_content().rstrip("\n")]}
    made: dict[str, Any] = {"t": element.tag, "k": [*_children(element)]}
    return made | {name: element.get(name) for name in KEPT if element.get(name)}


def _children(element: HtmlElement) -> Iterator[Node]:
    if text := SPACES.sub(" ", element.text or ""):
        yield text
    for child in element:
        tail = SPACES.sub(" ", child.tail or "")
        which = WHICH.match(tail) if child.get("class") == "term" else None
        yield _node(child) if which is None else {**_node(child), "which": which[0]}  # type: ignore[dict-item]
        if tail := tail[which.end() if which else 0 :]:
            yield tail
