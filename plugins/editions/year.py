"""A year as an EPUB: its articles in the order of publication, each with its thread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import lxml.html
from lxml.html import HtmlElement
from markupsafe import Markup

from plugins.editions.epub import Book, Image, Section, lead, pack, part, xhtml
from plugins.editions.model import Imprint
from plugins.incremental.deferred import Deferred

UNWANTED = (
    "script",
    "style",
    "template",
    "noscript",
    "form",
    "button",
    "input",
    "select",
    "textarea",
    "iframe",
)
"""What does nothing in a book."""

ALIVE = ("audio", "video", "object", "embed", "canvas")
"""What is not in the book, and is named instead."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment of a thread."""

    number: int
    author: str
    """Empty of one that was deleted."""

    role: str
    """ "author", "webmention"; or empty."""

    date: str
    parent: int
    """The number of the one that it answers, or 0."""

    is_below: bool
    """Whether it stands under another one."""

    body: Markup

    @property
    def id(self) -> str:
        return f"comment-{self.number}"


@dataclass(frozen=True, slots=True)
class YearText:
    """An article."""

    url: str
    """Root-relative, of its page; so links to it are known."""

    slug: str
    title: Markup
    place: str
    authors: str
    date: str
    body: Deferred[Markup]
    thread: Deferred[tuple[Remark, ...]]


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of the texts."""

    address: str
    """Root-relative."""

    media_type: str
    data: Deferred[bytes]


@dataclass(frozen=True, slots=True)
class YearInputs:
    """All that the book of a year is made from."""

    imprint: Imprint
    year: int
    changed_at: datetime
    texts: tuple[YearText, ...]
    pictures: tuple[Picture, ...]


def title_of(name: str, year: int) -> str:
    """ "The Exit Interview, 2026"."""
    return f"{name}, {year}"


def year_of(inputs: YearInputs, cover: bytes) -> bytes:
    """The file."""
    pages = {
        one.url: (f"text-{number:02}.xhtml", _page(one)) for number, one in enumerate(inputs.texts, start=1)
    }
    ids = {file: _ids(root) for file, root in pages.values()}
    inside = partial(_inside, {url: file for url, (file, _) in pages.items()}, ids)
    pictures = _Pictures(inputs.pictures)
    for _, root in pages.values():
        _make_still(root, pictures)
        _set_notes(root)
        lead(root, inside, inputs.imprint.origin)
    sections = (
        Section(pages[one.url][0], str(one.title.striptags()), "article", xhtml(pages[one.url][1]))
        for one in inputs.texts
    )
    book = Book(
        imprint=inputs.imprint,
        name=f"year/{inputs.year}",
        title=title_of(inputs.imprint.name, inputs.year),
        changed_at=inputs.changed_at,
        cover=cover,
        parts=tuple(sections),
        opens_with="article",
        pictures=tuple(pictures.shown()),
    )
    return pack(book)


def _page(one: YearText) -> HtmlElement:
    """The article and its thread, as a tree."""
    html = part("article", one, one.body.make(), one.thread.make())
    return lxml.html.fragment_fromstring(str(html), create_parent="div")


def _ids(root: HtmlElement) -> set[str]:
    return {element.get("id") for element in root.iter() if element.get("id")}


def _inside(files: Mapping[str, str], ids: Mapping[str, set[str]], href: str) -> str | None:
    """Where a link of the site leads within the book; to a part of an article only where that is there."""
    url, _, fragment = href.partition("#")
    file = files.get(url)
    if file is None:
        return None
    return f"{file}#{fragment}" if fragment in ids[file] else file


class _Pictures:
    """Those that are met, each under a name of its own."""

    def __init__(self, pictures: tuple[Picture, ...]) -> None:
        self._known = {one.address: one for one in pictures}
        self._met: dict[str, str] = {}

    def name(self, address: str) -> str | None:
        one = self._known.get(address)
        if one is None:
            return None
        ending = one.media_type.rpartition("/")[2].removesuffix("+xml")
        return self._met.setdefault(address, f"picture-{len(self._met) + 1:02}.{ending}")

    def shown(self) -> Iterator[Image]:
        for address, name in self._met.items():
            one = self._known[address]
            yield Image(name, one.media_type, one.data.make())


def _make_still(root: HtmlElement, pictures: _Pictures) -> None:
    """Take out what does nothing in a book; what is not in it is named instead."""
    for element in [*root.iter(*UNWANTED)]:
        element.drop_tree()
    for element in [*root.iter("picture", "source")]:  # the parser has the image within the last source
        element.drop_tag()
    for element in [*root.iter(*ALIVE)]:
        _say_instead(element, "to be heard or seen on the site")
    for image in [*root.iter("img")]:
        name, alt = pictures.name(image.get("src", "")), image.get("alt", "")
        if name is None:
            _say_instead(image, alt)
            continue
        image.attrib.clear()
        image.set("src", name)
        image.set("alt", alt)


def _say_instead(element: HtmlElement, words: str) -> None:
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = "em", f"[{words}]", tail


def _set_notes(root: HtmlElement) -> None:
    """Notes at the end of the file, as reading programs know them, each with its way back."""
    for notes in root.find_class("footnote"):
        for line in notes.findall("hr"):
            line.drop_tree()
        for number, item in enumerate([*notes.iter("li")], start=1):
            item.tag = "aside"
            item.set("epub:type", "footnote")
            item.set("role", "doc-footnote")
            first = item.find("p")
            if first is not None:
                first.text = f"{number}. {first.text or ''}"
        for items in notes.findall("ol"):
            items.drop_tag()
    for link in root.find_class("footnote-ref"):
        link.set("epub:type", "noteref")
        link.set("role", "doc-noteref")
    for link in root.find_class("footnote-backref"):
        link.set("role", "doc-backlink")
