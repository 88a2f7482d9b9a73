"""What a feed is. No I/O and no Pelican here. Every address is absolute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Author:
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Category:
    term: str
    """The slug: stable where the label is not."""

    scheme: str
    """Which kind of place: address of the folder that its pages are in."""

    label: str


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a feed."""

    id: str
    """Permanent URI (RFC 4287, 4.2.6)."""

    title: str
    """Plain text."""

    url: str
    published_at: datetime
    updated_at: datetime

    authors: tuple[Author, ...]
    """One or more."""

    categories: tuple[Category, ...]

    summary: str
    """Plain text."""

    content: str
    """HTML with absolute addresses, without scripts."""


@dataclass(frozen=True, slots=True)
class Feed:
    id: str
    """Permanent URI, distinct for each feed."""

    title: str
    subtitle: str

    url: str
    """Where this document is."""

    alternate_url: str
    """The page that it mirrors."""

    language: str
    rights: str
    icon_url: str
    items: tuple[Item, ...]
    """Newest first."""

    @property
    def updated_at(self) -> datetime | None:
        """When any item last changed; None for an empty feed."""
        return max((item.updated_at for item in self.items), default=None)
