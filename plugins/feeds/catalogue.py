"""Which feeds there are, and what each says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

from plugins.feeds.faults import FeedError
from plugins.feeds.items import Discussed, one_line
from plugins.feeds.model import Author, Feed, Form, Imprint
from plugins.feeds.opml import Group, Subscriptions
from plugins.feeds.publisher import Publisher
from plugins.site.addresses import Addresses, FeedLink, forms_of
from plugins.site.model import Filing, Site
from plugins.site.published import filings
from plugins.source import Source

FOUNDED = datetime(2026, 1, 1, tzinfo=UTC)
"""When an empty feed was last changed: no clock, and no date that readers would doubt."""

KINDS = {"category": "Articles filed under", "tag": "Articles tagged", "author": "Articles by"}
GROUPS = {"category": "Categories", "tag": "Tags", "author": "Authors"}
RESERVED = frozenset(("all", "comments", "word-of-the-day"))
"""Names of feeds; no category can have them."""

CATEGORY = re.compile(r"(?i)^:?category\s*:")


@dataclass(frozen=True)
class Catalogue:
    """The feeds of one site."""

    site: Site
    publisher: Publisher
    name: str
    description: str
    imprint: Imprint

    @classmethod
    def of(cls, site: Site, publisher: Publisher) -> Catalogue:
        """The feeds as subscribers get them."""
        imprint = _imprint(site, publisher, site.facts.name, publisher.hub_url)
        return cls(site, publisher, site.facts.name, site.facts.description, imprint)

    @cached_property
    def archived(self) -> Catalogue:
        """What archives say of their feeds: in them the publication is called by the name that its ids have, which
        does not change, and there is no hub, for nobody waits for their news."""
        name = self.publisher.authority
        imprint = _imprint(self.site, self.publisher, name, "")
        return Catalogue(self.site, self.publisher, name, "Every article.", imprint)

    def everything(self) -> Feed:
        """Every article."""
        link = self.site.addresses.site_feed(self.name)
        feed = self._feed(link, "all", self.site.addresses.front(), self.description)
        return replace(feed, forms=_forms("all"))

    def places(self) -> Iterator[tuple[str, Filing, Feed]]:
        """Each category, tag and author: its kind, its articles, its feed."""
        for kind, filing in filings(self.site):
            yield kind, filing, self._place(kind, filing)

    def words(self) -> Feed:
        """New words."""
        link = self.site.addresses.dictionary_feed(self.name)
        subtitle = "New words in the dictionary, each with its whole definition."
        feed = self._feed(link, "dictionary", self.site.addresses.dictionary(), subtitle)
        return replace(feed, forms=_forms("dictionary"))

    def word_of_the_day(self) -> Feed:
        """One word a day."""
        link = self.site.addresses.word_feed(self.name)
        subtitle = "One word of the dictionary a day; none twice before all have had their turn."
        return self._feed(link, "word-of-the-day", self.site.addresses.dictionary(), subtitle)

    def comments(self) -> Feed:
        """Every comment."""
        link = self.site.addresses.comments_feed(self.name)
        subtitle = "Every comment on every article, as it comes."
        return self._feed(link, "comments", self.site.addresses.front(), subtitle)

    def subscriptions(self) -> Subscriptions:
        """All feeds but those of single threads, which are found at the thread."""
        by_kind: dict[str, list[Feed]] = {kind: [] for kind in KINDS}
        for kind, _, feed in self.places():
            by_kind[kind].append(feed)
        main = (self.everything(), self.words(), self.word_of_the_day(), self.comments())
        groups = (Group(GROUPS[kind], tuple(feeds)) for kind, feeds in by_kind.items())
        return Subscriptions(
            path=self.site.addresses.save_as(self.site.addresses.all_feeds()),
            title=f"Feeds of {self.name}",
            owner_url=self.publisher.absolute(self.site.addresses.front()),
            groups=(Group(self.name, main), *groups),
        )

    def _place(self, kind: str, filing: Filing) -> Feed:
        place = filing.place
        if kind == "category" and place.slug in RESERVED:
            message = f'the category "{place.name}" would take the address of another feed; name it otherwise'
            raise FeedError(Source(filing.articles[0].source_path), CATEGORY, message)
        link = self.site.addresses.place_feed(kind, place, self.name)
        feed = self._feed(link, f"{kind}:{place.slug}", place.url, f"{KINDS[kind]} {place.name}.")
        whole_url = self.publisher.absolute(self.site.addresses.site_feed("").url)
        identity = self.site.row(link.url).id
        return replace(feed, id=identity, forms=_forms(kind), whole_url=whole_url)

    def _feed(self, link: FeedLink, name: str, alternate: str, subtitle: str) -> Feed:
        return Feed(
            imprint=self.imprint,
            id=self.publisher.tag(f"feed:{name}"),
            title=one_line(link.title),
            subtitle=one_line(subtitle),
            base_url=self.publisher.absolute(_base(link)),
            alternate_url=self.publisher.absolute(alternate),
            language=self.site.facts.language,
            since=FOUNDED,
        )


def thread_feed(discussed: Discussed, publisher: Publisher, addresses: Addresses, imprint: Imprint) -> Feed:
    """The comments on one article or word."""
    title, page_url = one_line(discussed.title), discussed.page_url
    link = addresses.thread_feed(title, page_url)
    return Feed(
        imprint=imprint,
        id=publisher.tag(f"feed:thread:{discussed.id}"),
        title=link.title,
        subtitle=f"Every comment on “{title}”.",
        base_url=publisher.absolute(_base(link)),
        alternate_url=publisher.absolute(page_url),
        language=discussed.language,
        since=discussed.published_at,
    )


def _base(link: FeedLink) -> str:
    return link.url.removesuffix(".atom")


def _imprint(site: Site, publisher: Publisher, name: str, hub_url: str) -> Imprint:
    assets = site.facts.assets
    return Imprint(
        rights=", ".join(filter(None, (f"© {name} and its authors", publisher.license_name))),
        license_url=publisher.license_url,
        publisher=Author(name, publisher.absolute(site.addresses.front())),
        icon_url=publisher.absolute(assets["icons/favicon.svg"]),
        logo_url=publisher.absolute(assets["icons/feed.png"]),
        stylesheet=assets["css/feed.css"],
        hub_url=hub_url,
    )


def _forms(kind: str) -> tuple[Form, ...]:
    return tuple(map(Form, forms_of(kind)))
