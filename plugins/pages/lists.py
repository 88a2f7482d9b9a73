"""Views of lists: categories, tags, authors, the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from plugins.comments.model import KeptThread
from plugins.dates import Dates
from plugins.incremental.digest import Digested
from plugins.incremental.document import Bundle, Document
from plugins.pages.front import MAX_WORDS, with_count
from plugins.pages.model import (
    ArchiveView,
    Landing,
    ListView,
    Month,
    Opening,
    PageFacts,
    SeriesCard,
    Shelf,
    Year,
    YearView,
)
from plugins.pages.page import Frames, opening_of, site_feeds
from plugins.pages.pagination import ListPage, paginate
from plugins.pages.sharing import Lexicon, share_page
from plugins.site.addresses import Addresses, FeedLink
from plugins.site.mentions import LinkedText
from plugins.site.model import Filing, Site
from plugins.site.records import Article, Card, EntryCard, Place, Sharing

MAX_TAGS, MAX_ARGUED = 8, 3
"""On the page of a category, a tag or an author."""


@dataclass(frozen=True, slots=True)
class FilingInputs:
    """All that the pages of a category, a tag or an author are made from."""

    frames: Frames
    addresses: Addresses
    list_size: int
    kind: str
    place: Place
    articles: tuple[Article, ...]
    opening: Opening | None
    sharing: Sharing | None

    threads: Mapping[str, KeptThread]
    """By slug of an article; empty but of a category. So are the next."""

    used: tuple[LinkedText, ...]
    """The texts of the articles."""

    lexicon: Lexicon | None
    """None but of a category."""


def filing_pages(site: Site, frames: Frames, lexicon: Lexicon, kind: str, filing: Filing) -> Bundle:
    """A category, tag or author, in pages."""
    name, is_category = f"{kind}-{filing.place.slug}", kind == "category"
    threads = {one.slug: site.threads[one.slug] for one in filing.articles if one.slug in site.threads}
    inputs = FilingInputs(
        frames=frames,
        addresses=site.addresses,
        list_size=site.layout.list_size,
        kind=kind,
        place=filing.place,
        articles=filing.articles,
        opening=opening_of(site, name),
        sharing=share_page(site, site.openings.get(name)),
        threads=threads if is_category else {},
        used=tuple(site.linked[one.source_path] for one in filing.articles) if is_category else (),
        lexicon=lexicon if is_category else None,
    )
    pages = len(filing.articles) // site.layout.list_size + 1
    return Bundle(f"{kind}/{filing.place.slug}", _filing, inputs, pages)


def _filing(inputs: FilingInputs) -> Iterator[Document]:
    place, facts, addresses = inputs.place, inputs.frames.facts, inputs.addresses
    own = addresses.place_feed(inputs.kind, place, facts.name)
    about = ListInputs(
        kind=inputs.kind,
        place=place,
        opening=inputs.opening,
        feeds=(*site_feeds(facts, addresses), *addresses.every_form(own, inputs.kind)),
        sharing=inputs.sharing,
    )
    for page in paginate(inputs.articles, place.url, inputs.list_size):
        cards, landing = tuple(map(Card.of, page.items)), None
        if not page.path:
            landing = _landing(inputs, len(page.items))
            if inputs.kind == "category":
                cards = _counted_cards(page.items, inputs.threads)
        path, shown = addresses.save_as(place.url + page.path), ListPage(page.path, cards, page.pagination)
        yield inputs.frames.page(path, "list.html", _list_view, ListPageInputs(about, shown, landing))


def _counted_cards(articles: Iterable[Article], threads: Mapping[str, KeptThread]) -> tuple[Card, ...]:
    return tuple(with_count(Card.of(article), article, threads) for article in articles)


@dataclass(frozen=True)
class ListInputs(Digested):
    """What all pages of one category, tag or author have in common."""

    kind: str
    place: Place
    opening: Opening | None
    feeds: tuple[FeedLink, ...]
    sharing: Sharing | None


@dataclass(frozen=True, slots=True)
class ListPageInputs:
    """All that one page of them is made from."""

    list: ListInputs
    page: ListPage[Card]
    landing: Landing | None


def _list_view(inputs: ListPageInputs) -> tuple[PageFacts, ListView]:
    one, page = inputs.list, inputs.page
    place, opening = one.place, None if page.path else one.opening
    facts = PageFacts(
        title=place.name + (f", page {page.pagination.number}" if page.path else ""),
        description=one.opening.description if one.opening else f"{_HEADINGS[one.kind]}{place.name}.",
        url=place.url + page.path,
        section=place.url if one.kind == "category" else "",
        kind=one.kind,
        feeds=one.feeds,
        sharing=one.sharing,
    )
    return facts, ListView(place.name, opening, page.items, page.pagination, inputs.landing)


def _landing(inputs: FilingInputs, shown: int) -> Landing:
    """`shown`: articles on the page itself."""
    articles = inputs.articles
    count, since = len(articles), articles[-1].published_at.year
    tags = tuple(_tags_of(inputs.place, articles))
    if inputs.kind != "category":
        return Landing(count, since, tags)
    argued = sorted(
        _counted_cards(articles[shown:], inputs.threads), key=lambda card: (-card.comment_count, card.url)
    )[:MAX_ARGUED]
    return Landing(
        count,
        since,
        tags,
        tuple(_words_of(inputs)),
        tuple(_series_of(articles)),
        tuple(card for card in argued if card.comment_count > 1),
    )


def _tags_of(place: Place, articles: Sequence[Article]) -> Iterator[Shelf]:
    """The tags that go with a place, but itself."""
    sets = {id(article.tags): article.tags for article in articles}
    used: Counter[Place] = Counter()
    for known, count in Counter(id(article.tags) for article in articles).items():
        used.update(dict.fromkeys(sets[known], count))
    del used[place]
    most = sorted(used.items(), key=lambda item: (-item[1], item[0].slug))[:MAX_TAGS]
    yield from (Shelf(tag, count) for tag, count in most if count > 1)


def _series_of(articles: Sequence[Article]) -> Iterator[SeriesCard]:
    """Those with a part in a category, by name."""
    parts: dict[str, list[Article]] = {}
    for article in articles:
        if article.series:
            parts.setdefault(article.series.name, []).append(article)
    for name, found in sorted(parts.items()):
        first = min(found, key=lambda article: article.series.number if article.series else 0)
        yield SeriesCard(name, Card.of(first), len(found))


def _words_of(inputs: FilingInputs) -> Iterator[EntryCard]:
    """The words that most articles of a category link, in the order of the dictionary."""
    used = Counter(slug for text in inputs.used for slug in text.slugs)
    most = {slug for slug, _ in sorted(used.items(), key=lambda item: (-item[1], item[0]))[:MAX_WORDS]}
    cards = inputs.lexicon.cards.items() if inputs.lexicon else ()
    yield from (card for slug, card in cards if slug in most)


_HEADINGS = {"category": "Articles filed under ", "tag": "Articles tagged ", "author": "Articles by "}


def archive(site: Site, frames: Frames, cards: Sequence[Card]) -> Iterator[Document]:
    """Every article, by year."""
    years, feeds = years_of(site), site_feeds(site.facts, site.addresses)
    opening, url = opening_of(site, "archive"), site.addresses.archive()
    facts = PageFacts(
        title="Archive",
        description=opening.description if opening else "Every article, by year.",
        url=url,
        section="",
        kind="archive",
        feeds=feeds,
        sharing=share_page(site, site.openings.get("archive")),
    )
    shelves = (_shelves(filings) for filings in (site.categories, site.tags, site.authors))
    view = ArchiveView("Archive", opening, years, *shelves)
    yield frames.shown(site.addresses.save_as(url), "archive.html", facts, view)
    by_year = {year: tuple(some) for year, some in groupby(cards, key=lambda card: card.published_at.year)}
    around = [None, *years, None]
    for newer, year, older in zip(around, years, around[2:], strict=False):
        inputs = YearInputs(year, newer, older, by_year[year.year], feeds, site.layout.dates)
        yield frames.page(site.addresses.save_as(year.url), "year.html", _year_view, inputs)


def years_of(site: Site) -> tuple[Year, ...]:
    """The years of which there are articles, newest first."""
    counts = Counter(article.published_at.year for article in site.articles)
    return tuple(Year(year, site.addresses.year(year), counts[year]) for year in sorted(counts, reverse=True))


def _shelves(filings: Sequence[Filing]) -> tuple[Shelf, ...]:
    return tuple(Shelf(filing.place, len(filing.articles)) for filing in filings)


@dataclass(frozen=True, slots=True)
class YearInputs:
    """All that the page of a year is made from."""

    year: Year
    newer: Year | None
    older: Year | None
    cards: tuple[Card, ...]
    feeds: tuple[FeedLink, ...]
    dates: Dates


def _year_view(inputs: YearInputs) -> tuple[PageFacts, YearView]:
    year = inputs.year
    months = tuple(
        Month(inputs.dates.months[number - 1], tuple(group))
        for number, group in groupby(inputs.cards, key=lambda card: card.published_at.month)
    )
    facts = PageFacts(
        title=f"Articles of {year.year}",
        description=f"Every article of {year.year}, by month.",
        url=year.url,
        section="",
        kind="year",
        feeds=inputs.feeds,
    )
    return facts, YearView(str(year.year), months, inputs.newer, inputs.older)
