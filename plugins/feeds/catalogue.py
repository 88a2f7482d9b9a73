"""Which feeds there are, and what each says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from plugins.feeds.faults import FeedError
from plugins.feeds.items import Discussed, filings, one_line
from plugins.feeds.model import Author, Feed
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

CATEGORY = re.compile(r"(?i)^category\s*:")


def site_feed(site: Site, publisher: Publisher) -> Feed:
    """Every article."""
    link = site.addresses.site_feed(site.facts.name)
    return _feed(site, publisher, link, "all", site.addresses.front(), site.facts.description)


def place_feeds(site: Site, publisher: Publisher) -> Iterator[tuple[str, Filing, Feed]]:
    """Each category, tag and author: its kind, its articles, its feed."""
    for kind, filing in filings(site):
        yield kind, filing, _place_feed(site, publisher, kind, filing)


def dictionary_feed(site: Site, publisher: Publisher) -> Feed:
    """New words."""
    link = site.addresses.dictionary_feed(site.facts.name)
    subtitle = "New words in the dictionary, each with its whole definition."
    return _feed(site, publisher, link, "dictionary", site.addresses.dictionary(), subtitle)


def word_feed(site: Site, publisher: Publisher) -> Feed:
    """The word of the day."""
    link = site.addresses.word_feed(site.facts.name)
    subtitle = "One word of the dictionary a day; none twice before all have had their turn."
    return _feed(site, publisher, link, "word-of-the-day", site.addresses.dictionary(), subtitle)


def comments_feed(site: Site, publisher: Publisher) -> Feed:
    """Every comment."""
    link = site.addresses.comments_feed(site.facts.name)
    subtitle = "Every comment on every article, as it comes."
    return _feed(site, publisher, link, "comments", site.addresses.front(), subtitle)


def thread_feed(site: Site, publisher: Publisher, discussed: Discussed) -> Feed:
    """The comments on one article or word."""
    title = one_line(discussed.title)
    link = site.addresses.thread_feed(title, discussed.page_url)
    name, subtitle = f"thread:{discussed.id}", f"Every comment on “{title}”."
    feed = _feed(site, publisher, link, name, discussed.page_url, subtitle)
    return replace(feed, language=discussed.language, since=discussed.published_at)


def subscriptions(site: Site, publisher: Publisher) -> Subscriptions:
    """All feeds but those of single threads, which are found at the thread."""
    by_kind: dict[str, list[Feed]] = {kind: [] for kind in KINDS}
    for kind, _, feed in place_feeds(site, publisher):
        by_kind[kind].append(feed)
    main = (make(site, publisher) for make in (site_feed, dictionary_feed, word_feed, comments_feed))
    return Subscriptions(
        path=site.addresses.save_as(site.addresses.all_feeds()),
        title=f"Feeds of {site.facts.name}",
        owner_url=publisher.absolute(site.addresses.front()),
        groups=(
            Group(site.facts.name, tuple(main)),
            *(Group(GROUPS[kind], tuple(feeds)) for kind, feeds in by_kind.items()),
        ),
    )


def _place_feed(site: Site, publisher: Publisher, kind: str, filing: Filing) -> Feed:
    place = filing.place
    if kind == "category" and place.slug in RESERVED:
        message = f'the category "{place.name}" would take the address of another feed; give it another name'
        raise FeedError(Source(filing.articles[0].source_path), CATEGORY, message)
    link = site.addresses.place_feed(kind, place, site.facts.name)
    name = f"{kind}:{place.slug}"
    feed = _feed(site, publisher, link, name, place.url, f"{KINDS[kind]} {place.name}.")
    return replace(feed, id=publisher.id(f"feeds/{kind}/{place.slug}", feed.id))


def _feed(site: Site, publisher: Publisher, link: FeedLink, name: str, alternate: str, subtitle: str) -> Feed:
    facts = site.facts
    return Feed(
        id=publisher.tag(f"feed:{name}"),
        title=one_line(link.title),
        subtitle=one_line(subtitle),
        base_url=publisher.absolute(link.url.removesuffix(".atom")),
        alternate_url=publisher.absolute(alternate),
        language=facts.language,
        rights=f"© {facts.name} and its authors, {RIGHTS}",
        license_url=LICENSE_URL,
        publisher=Author(facts.name, publisher.absolute(site.addresses.front())),
        icon_url=publisher.absolute(facts.assets["icons/favicon.svg"]),
        logo_url=publisher.absolute(facts.assets["icons/feed.png"]),
        stylesheet=facts.assets["css/feed.css"],
        hub_url=publisher.hub_url,
        since=FOUNDED,
    )
