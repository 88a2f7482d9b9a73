"""Which feeds there are, and what each says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from plugins.feeds.faults import FeedError
from plugins.feeds.items import Discussed, filings, one_line
from plugins.feeds.model import Author, Feed, Imprint
from plugins.feeds.opml import Group, Subscriptions
from plugins.feeds.publisher import LICENSE_URL, RIGHTS, Publisher
from plugins.pages.model import FeedLink
from plugins.pages.site import Filing, Site
from plugins.source import Source

FOUNDED = datetime(2026, 1, 1, tzinfo=UTC)
"""When an empty feed was last changed: no clock, and no date that readers would doubt."""

KINDS = {"category": "Articles filed under", "tag": "Articles tagged", "author": "Articles by"}
GROUPS = {"category": "Categories", "tag": "Tags", "author": "Authors"}
RESERVED = frozenset(("all", "comments", "word-of-the-day"))
"""Names of feeds; no category can have them."""

CATEGORY = re.compile(r"(?i)^:?category\s*:")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The feeds of one site."""

    site: Site
    publisher: Publisher
    imprint: Imprint

    @classmethod
    def of(cls, site: Site, publisher: Publisher) -> Catalogue:
        facts = site.facts
        imprint = Imprint(
            rights=f"© {facts.name} and its authors, {RIGHTS}",
            license_url=LICENSE_URL,
            publisher=Author(facts.name, publisher.absolute(site.addresses.front())),
            icon_url=publisher.absolute(facts.assets["icons/favicon.svg"]),
            logo_url=publisher.absolute(facts.assets["icons/feed.png"]),
            stylesheet=facts.assets["css/feed.css"],
            hub_url=publisher.hub_url,
        )
        return cls(site, publisher, imprint)

    def everything(self) -> Feed:
        """Every article."""
        link = self.site.addresses.site_feed(self.site.facts.name)
        return self._feed(link, "all", self.site.addresses.front(), self.site.facts.description)

    def places(self) -> Iterator[tuple[str, Filing, Feed]]:
        """Each category, tag and author: its kind, its articles, its feed."""
        for kind, filing in filings(self.site):
            yield kind, filing, self._place(kind, filing)

    def words(self) -> Feed:
        """New words."""
        link = self.site.addresses.dictionary_feed(self.site.facts.name)
        subtitle = "New words in the dictionary, each with its whole definition."
        return self._feed(link, "dictionary", self.site.addresses.dictionary(), subtitle)

    def word_of_the_day(self) -> Feed:
        """One word a day."""
        link = self.site.addresses.word_feed(self.site.facts.name)
        subtitle = "One word of the dictionary a day; none twice before all have had their turn."
        return self._feed(link, "word-of-the-day", self.site.addresses.dictionary(), subtitle)

    def comments(self) -> Feed:
        """Every comment."""
        link = self.site.addresses.comments_feed(self.site.facts.name)
        subtitle = "Every comment on every article, as it comes."
        return self._feed(link, "comments", self.site.addresses.front(), subtitle)

    def thread(self, discussed: Discussed) -> Feed:
        """The comments on one article or word."""
        title, page_url = one_line(discussed.title), discussed.page_url
        link = self.site.addresses.thread_feeds(title, page_url)[0]
        return Feed(
            imprint=self.imprint,
            id=self.publisher.tag(f"feed:thread:{discussed.id}"),
            title=link.title,
            subtitle=f"Every comment on “{title}”.",
            base_url=self.publisher.absolute(self._base(link)),
            alternate_url=self.publisher.absolute(page_url),
            language=discussed.language,
            since=discussed.published_at,
            json_ending="feed.json",
        )

    def subscriptions(self) -> Subscriptions:
        """All feeds but those of single threads, which are found at the thread."""
        by_kind: dict[str, list[Feed]] = {kind: [] for kind in KINDS}
        for kind, _, feed in self.places():
            by_kind[kind].append(feed)
        main = (self.everything(), self.words(), self.word_of_the_day(), self.comments())
        groups = (Group(GROUPS[kind], tuple(feeds)) for kind, feeds in by_kind.items())
        return Subscriptions(
            path=self.site.addresses.save_as(self.site.addresses.all_feeds()),
            title=f"Feeds of {self.site.facts.name}",
            owner_url=self.publisher.absolute(self.site.addresses.front()),
            groups=(Group(self.site.facts.name, main), *groups),
        )

    def _place(self, kind: str, filing: Filing) -> Feed:
        place = filing.place
        if kind == "category" and place.slug in RESERVED:
            message = f'the category "{place.name}" would take the address of another feed; name it otherwise'
            raise FeedError(Source(filing.articles[0].source_path), CATEGORY, message)
        link = self.site.addresses.place_feed(kind, place, self.site.facts.name)
        feed = self._feed(link, f"{kind}:{place.slug}", place.url, f"{KINDS[kind]} {place.name}.")
        return replace(feed, id=self.publisher.id(f"feeds/{kind}/{place.slug}", feed.id))

    def _feed(self, link: FeedLink, name: str, alternate: str, subtitle: str) -> Feed:
        return Feed(
            imprint=self.imprint,
            id=self.publisher.tag(f"feed:{name}"),
            title=one_line(link.title),
            subtitle=one_line(subtitle),
            base_url=self.publisher.absolute(self._base(link)),
            alternate_url=self.publisher.absolute(alternate),
            language=self.site.facts.language,
            since=FOUNDED,
        )

    def _base(self, link: FeedLink) -> str:
        return link.url.removesuffix(".atom")
