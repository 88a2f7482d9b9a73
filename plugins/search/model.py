"""What is searched: texts, in indexes each of which is made for itself. No I/O and no Pelican here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from plugins.incremental.deferred import Deferred
from plugins.incremental.digest import digest

Kind = Literal["entry", "article", "page", "comment"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a document; one with an anchor is found by itself."""

    anchor: str
    """Id of the element on the page, or empty."""

    heading: str
    """Plain text; empty where there is no anchor."""

    html: Markup


@dataclass(frozen=True, slots=True)
class Text:
    """What Pagefind reads of a document, and what a result shows of it."""

    title: str
    """Plain text: the strongest words."""

    note: str
    """Shown below the title: "Pay, The Editor, 14 November 2026"."""

    language: str

    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Findable:
    """One thing that may be found."""

    path: str
    """Of its page, without the site's prefix: "2026/the-coffee". Comments have the number of their run after it, of
    six digits: "2026/the-coffee/000001". Unique in its index."""

    text: Deferred[Text]


@dataclass(frozen=True, slots=True)
class Index:
    """Things of one kind that are searched together: indexed again when one of them changes."""

    name: str
    kind: Kind

    findables: tuple[Findable, ...]
    """In the order in which Pagefind numbers them."""

    def digest_by(self, maker: bytes) -> bytes:
        """Stands for what `maker` (template, language, version) makes of them."""
        return digest((maker, self))
