"""The whole site as it will be published: records, texts, words and threads, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from plugins.comments.model import Form, KeptThread
from plugins.glossary.dictionary import Dictionary
from plugins.pages.addresses import Addresses
from plugins.pages.mentions import LinkedText
from plugins.pages.model import Article, Card, Deferred, EntryCard, Place, Relation, SiteFacts, StaticPage
from plugins.source import Source


@dataclass(frozen=True, slots=True)
class Security:
    """Where a hole in the site is reported."""

    contact: str
    """An address: https or mailto."""

    expires_at: datetime
    """Until when that holds."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Choices of a publication about its pages."""

    list_size: int
    """Articles on one numbered page of a list."""

    comment_form: Form | None
    """None where no comment desk is configured."""

    short_name: str = ""
    """Of the site, where a launcher or a browser has little room: at most 16 characters."""

    security: Security | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """A place with its articles, newest first."""

    place: Place
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Site:
    facts: SiteFacts
    addresses: Addresses
    layout: Layout

    articles: tuple[Article, ...]
    """Published and listed, newest first."""

    categories: tuple[Filing, ...]
    tags: tuple[Filing, ...]
    authors: tuple[Filing, ...]

    by_path: Mapping[str, Article]
    """Source path → listed article."""

    unlisted: tuple[Article, ...]
    """Hidden articles; in a preview also drafts and articles not yet due."""

    pages: tuple[StaticPage, ...]
    openings: Mapping[str, StaticPage]
    """Name, such as "category-job-search" → the definition that this page opens with."""

    texts: Mapping[str, Deferred[Markup]]
    """Source path → body, with its links resolved."""

    dictionary: Dictionary
    definitions: Mapping[str, Deferred[Markup]]
    """Slug of an entry → its definition as HTML; its commentary, where it has one, is in the next."""

    entry_cards: Mapping[str, EntryCard]
    """Slug of an entry → what lists show of it."""

    linked_definitions: Mapping[str, Deferred[Markup]]
    """The same with a head that leads to the entry's page, for lists."""

    commentaries: Mapping[str, Deferred[Markup]]

    entry_dates: Mapping[str, datetime]
    """Slug of an entry → when it was published; the openings' entries have none."""

    threads: Mapping[str, KeptThread]
    """Slug of an article or "dictionary/<slug>" → its thread."""

    linked: Mapping[str, LinkedText]
    """Source path of an article or page, or "dictionary/<slug>" of a commentary → its body with our links.

    Feeds have it without."""

    related: Mapping[str, Deferred[tuple[Relation, ...]]] = field(default_factory=dict)
    """Source path of an article → older ones that have something in common with it."""

    entry_changes: Mapping[str, datetime] = field(default_factory=dict)
    """Slug of an entry → `Modified` of its file, where it has one."""

    entry_aliases: Mapping[str, tuple[tuple[str, Source], ...]] = field(default_factory=dict)
    """Slug of an entry → addresses that it had before, as written, with their places."""

    def text(self, record: Article | StaticPage) -> Markup:
        """The body of `record`, with its links resolved."""
        return self.texts[record.source_path].make()

    def comment_count(self, article: Article) -> int:
        """As readers are told: 0 where comments are off."""
        thread = self.threads.get(article.slug)
        return thread.count if thread and article.shows_comments else 0

    def card(self, article: Article) -> Card:
        """What a list shows of `article`."""
        return Card.of(article)

    def article_at(self, source_path: str) -> Article:
        """A listed article."""
        return self.by_path[source_path]


def file_under(
    articles: Iterable[Article], places_of: Callable[[Article], tuple[Place, ...]]
) -> tuple[Filing, ...]:
    """Each place with its articles in their order; the places by name."""
    filed: dict[str, tuple[Place, list[Article]]] = {}
    for article in articles:
        for place in places_of(article):
            filed.setdefault(place.url, (place, []))[1].append(article)
    ordered = sorted(filed.values(), key=lambda one: (one[0].name.casefold(), one[0].slug))
    return tuple(Filing(place, tuple(held)) for place, held in ordered)
