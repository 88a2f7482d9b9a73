"""What is searched: documents, in bundles that are indexed each for itself. No I/O and no Pelican here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal
from unicodedata import normalize

from markupsafe import Markup

Kind = Literal["entry", "article", "comment"]


KEY = "ꙮ"
"""What no word begins with: Pagefind looks for words, and a whole head is one word behind this."""


def key_of(head: str) -> str:
    """A head as one word, alike however it is typed; theme/static/js/search.js does the same to a query."""
    letters = "".join(sign for sign in normalize("NFD", head).lower() if sign.isalnum())
    return KEY + letters


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

    keys: tuple[str, ...]
    """Whole heads of an entry, as `key_of` writes them; empty for all else."""

    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that may be found."""

    path: str
    """Of its page, without the site's prefix: "2026/the-coffee". Comments have the number of their run after it, of
    six digits: "2026/the-coffee/000001". Unique in its bundle."""

    digest: bytes
    """Stands for the text."""

    make: Callable[[], Text]


@dataclass(frozen=True, slots=True)
class Bundle:
    """Documents of one kind with an index of their own: made again when one of them changes."""

    name: str
    kind: Kind

    documents: tuple[Document, ...]
    """By path."""

    def digest(self, maker: bytes) -> bytes:
        """Stands for the index that `maker` (template, language, version) makes of them."""
        parts = blake2b(maker, digest_size=16)
        for document in self.documents:
            parts.update(f"{document.path}\0".encode())
            parts.update(document.digest)
        return parts.digest()
