"""What a feed is. No I/O and no Pelican here. Every address is absolute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b

from markupsafe import Markup

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
class Replies:
    """The thread of an item."""

    page_url: str

    feed_url: str
    """Atom."""

    rss_url: str
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

    text: Deferred[str] | Deferred[Markup]
    """HTML as it stands on a page of the site: made fit for readers only where it is written (content.py)."""

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

    json_ending: str = Form.JSON.value
    """A thread's is "feed.json": its comments.json is the thread as data."""

    def deferred(self) -> Deferred[Feed]:
        """This, with a digest of all that it says besides its imprint."""
        facts = (
            *(self.id, self.title, self.subtitle, self.base_url, self.alternate_url, self.language),
            *(self.since.timestamp(), self.json_ending),
        )
        return Deferred(blake2b(repr(facts).encode(), digest_size=16).digest(), lambda: self)

    def url(self, form: Form, number: int = 0) -> str:
        """Where one of its documents is; 0 is the one to subscribe to."""
        return self.base_url + ending_of(form, number, self.json_ending)


def ending_of(form: Form, number: int = 0, json_ending: str = Form.JSON.value) -> str:
    """What the address of a document has after its feed's base."""
    return f"{f'/{number}' if number else ''}.{json_ending if form is Form.JSON else form}"


@dataclass(frozen=True, slots=True)
class Document:
    """One file of a feed, before it is rendered. Its bytes depend on nothing else."""

    path: str
    """Relative to the output folder."""

    form: Form
    feed: Deferred[Feed]

    items: Deferred[Sequence[Deferred[Item]]]
    """Newest first. Neither they nor the feed are made but for a document that is rendered."""

    number: int = 0
    """Of an archive (RFC 5005), counted from the oldest; 0 is the document to subscribe to."""

    older: int = 0
    """Number of the archive before this document; 0 when there is none."""

    newer: int = 0
    """Number of the archive after this archive; 0 when there is none."""

    newest: float = 0.0
    """When its newest item appeared, in seconds of the epoch: those near each other have items in common."""
