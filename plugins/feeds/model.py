"""What a feed is. No I/O and no Pelican here. Every address is absolute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from markupsafe import Markup

from plugins.comments.model import Notation
from plugins.pages.model import Deferred
from plugins.source import Source


class Form(StrEnum):
    """How a feed is written; the value is how its files end."""

    ATOM = "atom"
    RSS = "rss"
    JSON = "json"

    @property
    def media_type(self) -> str:
        return {
            "atom": "application/atom+xml",
            "rss": "application/rss+xml",
            "json": "application/feed+json",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Author:
    name: str

    url: str = ""
    """Empty where there is none."""


@dataclass(frozen=True, slots=True)
class Category:
    term: str
    """The slug."""

    scheme: str
    """Which kind of place, as a permanent URI: it does not change with the host."""

    label: str


@dataclass(frozen=True, slots=True)
class PageText:
    """Content as it stands on a page of the site."""

    html: Deferred[str] | Deferred[Markup]


@dataclass(frozen=True, slots=True)
class CommentText:
    """Content as a commenter wrote it."""

    body: str
    notation: Notation

    mention: tuple[str, str] | None
    """A name as it was typed after "@", and the root-relative address of the comment that is meant."""


Text: TypeAlias = PageText | CommentText
"""What an item says before it is made fit for a reader: that is dear, and done only for what is written."""


@dataclass(frozen=True, slots=True)
class Replies:
    """The thread of an item."""

    page_url: str

    feed_url: str
    """Atom."""

    count: int | None = None
    """None in an archive, which a new comment must not change."""

    updated_at: datetime | None = None
    """None in an archive, and while there is no comment."""


@dataclass(frozen=True, slots=True)
class InReplyTo:
    """What a comment answers."""

    ref: str
    """The permanent id of an item."""

    url: str


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
    """Empty where it is the publication itself."""

    categories: tuple[Category, ...]

    summary: str
    """Plain text; empty where the start of the content will do."""

    text: Text
    language: str

    source: Source
    """Where the author can mend it."""

    replies: Replies | None = None
    """None where there is no thread."""

    in_reply_to: InReplyTo | None = None


@dataclass(frozen=True, slots=True)
class Imprint:
    """What all feeds of a publication have in common."""

    rights: str
    license_url: str
    publisher: Author
    """Author of items that name none."""

    icon_url: str
    logo_url: str

    stylesheet: str
    """Root-relative: also a preview has it."""

    hub_url: str
    """WebSub; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What all documents of one feed have in common."""

    imprint: Imprint

    id: str
    """Permanent URI, distinct for each feed."""

    title: str
    subtitle: str

    base_url: str
    """Its address without the ending: "https://exit-interview.example/feeds/all"."""

    alternate_url: str
    """The page that it mirrors."""

    language: str

    since: datetime
    """When an empty feed was last changed: no clock here."""

    def url(self, form: Form, number: int = 0) -> str:
        """Where one of its documents is; 0 is the one to subscribe to."""
        return f"{self.base_url}{f'/{number}' if number else ''}.{form}"


@dataclass(frozen=True, slots=True)
class Document:
    """One file of a feed, before it is rendered. Its bytes depend on nothing else."""

    path: str
    """Relative to the output folder."""

    form: Form
    feed: Feed

    items: Deferred[tuple[Item, ...]]
    """Newest first; made only for a document that is rendered."""

    number: int = 0
    """Of an archive (RFC 5005), counted from the oldest; 0 is the document to subscribe to."""

    older: int = 0
    """Number of the archive before this document; 0 when there is none."""

    newer: int = 0
    """Number of the archive after this archive; 0 when there is none."""

    @property
    def url(self) -> str:
        return self.feed.url(self.form, self.number)


def updated_at(feed: Feed, items: tuple[Item, ...]) -> datetime:
    """When any of the items last changed."""
    return max((item.updated_at for item in items), default=feed.since)
