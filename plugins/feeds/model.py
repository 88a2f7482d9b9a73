"""What a feed is. No I/O and no Pelican here. Every address is absolute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from markupsafe import Markup

from plugins.incremental.deferred import Deferred
from plugins.incremental.digest import Digested
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
    """The thread of an item. How much was said in it stands nowhere: each comment would change the item."""

    page_url: str

    feed_url: str
    """Atom."""


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


@dataclass(frozen=True)
class Imprint(Digested):
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


@dataclass(frozen=True)
class Feed(Digested):
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

    forms: tuple[Form, ...] = (Form.ATOM,)

    whole_url: str = ""
    """The feed in which the items that have left this one are kept; empty where it has archives of its own."""

    def url(self, form: Form, number: int = 0) -> str:
        """Where one of its documents is; 0 is the one to subscribe to."""
        return self.base_url + ending_of(form, number)


def ending_of(form: Form, number: int = 0) -> str:
    """What the address of a document has after its feed's base."""
    return f"{f'/{number}' if number else ''}.{form}"


@dataclass(frozen=True, slots=True)
class FeedInputs:
    """All that one file of a feed is made from."""

    form: Form
    feed: Feed

    items: Deferred[Sequence[Deferred[Item]]]
    """Newest first; made for a document that is rendered."""

    number: int = 0
    """Of an archive (RFC 5005), counted from the oldest; 0 is the document to subscribe to."""

    older: int = 0
    """Number of the archive before this document; 0 when there is none."""

    newer: int = 0
    """Number of the archive after this archive; 0 when there is none."""
