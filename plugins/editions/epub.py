"""EPUB 3: the package of a book. What stands in its files is decided elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

import lxml.etree
import lxml.html
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml.html import HtmlElement
from markupsafe import Markup

from plugins.editions.archive import zipped
from plugins.editions.model import Imprint

HERE: Final = Path(__file__).parent
FONTS: Final = HERE.parents[1] / "theme" / "static" / "fonts"
FACES: Final = ("vollkorn-regular.woff2", "vollkorn-italic.woff2", "OFL.txt")

NOT_IN_BOOKS: Final = frozenset(
    ("tabindex", "interestfor", "aria-label", "download", "loading", "decoding", "srcset", "sizes")
)
"""Attributes that mean something in a browser only."""

UNPRINTABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold."""


@dataclass(frozen=True, slots=True)
class Section:
    """One file of a book."""

    file: str
    title: str
    kind: str
    """For the style sheet: "letter"."""

    body: Markup
    """Well-formed."""

    has_drawings: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """The words under which an entry of a dictionary is found."""

    href: str
    head: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A file that a section shows."""

    file: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class Book:
    """All that is in it; the first section is its title page."""

    imprint: Imprint
    name: str
    """What it is of its publication, for ever: "dictionary"."""

    title: str
    changed_at: datetime
    """In UTC."""

    cover: bytes
    """PNG."""

    parts: tuple[Section, ...]
    """After the title page; the first of the kind `opens_with` is where reading begins."""

    opens_with: str
    keys: tuple[Key, ...] = ()
    pictures: tuple[Image, ...] = ()

    @property
    def identifier(self) -> str:
        return f"tag:{self.imprint.id_authority},2026:{self.name}"

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """With the title page."""
        return Section("title.xhtml", self.title, "title", part("title_page", self)), *self.parts

    @property
    def body(self) -> Section:
        """Where reading begins."""
        return next((one for one in self.parts if one.kind == self.opens_with), self.sections[0])


def pack(book: Book) -> bytes:
    """The file."""
    files = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": _made("container.xml"),
        "EPUB/package.opf": _made("package.opf", book=book),
        "EPUB/nav.xhtml": _made("nav.xhtml", book=book),
        "EPUB/cover.xhtml": _made("cover.xhtml", book=book),
        "EPUB/cover.png": book.cover,
        "EPUB/book.css": (HERE / "book.css").read_bytes(),
    }
    files |= {f"EPUB/{name}": (FONTS / name).read_bytes() for name in FACES}
    if book.keys:
        files["EPUB/keys.xml"] = _made("keys.xml", book=book)
    files |= {f"EPUB/{one.file}": _made("page.xhtml", book=book, section=one) for one in book.sections}
    files |= {f"EPUB/{one.file}": one.data for one in book.pictures}
    return zipped(files)


def part(macro: str, *arguments: Any) -> Markup:
    """A macro of parts.html."""
    module: Any = _environment().get_template("parts.html").module
    return Markup(getattr(module, macro)(*arguments).strip())  # noqa: S704 - made by a template that escapes


def xhtml(element: HtmlElement) -> Markup:
    """An element of HTML, well-formed."""
    return Markup(lxml.etree.tostring(element, encoding="unicode", method="xml", with_tail=False))  # noqa: S704


def lead(root: HtmlElement, inside: Callable[[str], str | None], origin: str) -> None:
    """Make the links of a text fit for a book, in which nothing can be pressed or scrolled.

    Args:
        inside: a link of the site → where it leads within the book, if it does; others lead to the site.
        origin: where the site is; empty where nobody knows, and such links are none.
    """
    for element in root.iter():
        for name in [*element.attrib]:
            if name in NOT_IN_BOOKS or name.startswith(("data-", "on")):
                del element.attrib[name]
        href = element.get("href", "")
        if not href.startswith("/"):
            continue
        target = inside(href) or (origin and origin + href)
        if target:
            element.set("href", target)
        else:
            del element.attrib["href"]


def _made(template: str, **named: Any) -> bytes:
    text = _environment().get_template(template).render(named)
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text).encode()


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
