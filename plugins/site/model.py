"""The whole site as it will be published: records, texts, words and threads, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from plugins.comments.model import Form, KeptThread
from plugins.dates import ENGLISH, Dates
from plugins.glossary.dictionary import Dictionary
from plugins.incremental.deferred import Deferred
from plugins.site.addresses import Addresses
from plugins.site.ledger import Ledger, Row
from plugins.site.mentions import LinkedText
from plugins.site.records import Article, EntryCard, Place, Relation, SiteFacts, StaticPage
from plugins.source import Source

TRANSLATE = "translate"
"""Name of the opening of the page Translate."""


@dataclass(frozen=True, slots=True)
class Security:
    """Where a hole in the site is reported."""

    contact: str
    """An address: https or mailto."""

    expires_at: datetime
    """Until when that holds."""


@dataclass(frozen=True, slots=True)
class Editions:
    """What the settings say of the files that readers download; docs/editions.md."""

    kinds: tuple[str, ...]
    """Which there are, as plugins/site/settings.py names them."""

    stem: str
    """With which the names of files begin."""

    author: str
    id_authority: str
    license_name: str
    license_url: str

    origin: str
    """Where the addresses begin that they name: also in a preview, which has none itself."""


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

    dates: Dates = ENGLISH
    """Their words."""

    editions: Editions | None = None
    """None where no edition is made."""


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

    used_files: frozenset[str] = frozenset()
    """Paths relative to content/ of what something public shows or leads to; of the other files none is published."""

    prepared_files: frozenset[str] = frozenset()
    """The same for texts whether they are public or not: drafts and articles not yet due too."""

    related: Mapping[str, Deferred[tuple[Relation, ...]]] = field(default_factory=dict)
    """Address of an article → older ones that have something in common with it."""

    entry_changes: Mapping[str, datetime] = field(default_factory=dict)
    """Slug of an entry → `Modified` of its file, where it has one."""

    entry_aliases: Mapping[str, tuple[tuple[str, Source], ...]] = field(default_factory=dict)
    """Slug of an entry → addresses that it had before, as written, with their places."""

    ledger: Ledger = field(default_factory=Ledger)
    """All that was ever published, as it is when this site is published."""

    published: Mapping[str, Row] = field(default_factory=dict)
    """Address from the site's front page, of an article, word, comment or place's feed → its row in the ledger."""

    def inside(self, url: str) -> str:
        """A root-relative address, from the site's front page."""
        return url.removeprefix(self.addresses.root)

    def row(self, url: str) -> Row:
        """What the ledger knows of what is shown at a root-relative address."""
        return self.published[self.inside(url)]

    @property
    def word_days(self) -> dict[str, datetime]:
        """Slug of an entry → when it was first published, whatever date its file bears."""
        return {slug: self.row(self.addresses.entry(slug)).first_at for slug in self.entry_dates}

    @property
    def has_translate(self) -> bool:
        """Whether there is a page Translate."""
        return TRANSLATE in self.openings and bool(self.dictionary.entries)

    def text(self, record: Article | StaticPage) -> Markup:
        """The body of `record`, with its links resolved."""
        return self.texts[record.source_path].make()

    def comment_count(self, article: Article) -> int:
        """As readers are told: 0 where comments are off."""
        thread = self.threads.get(article.slug)
        return thread.count if thread and article.shows_comments else 0


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
