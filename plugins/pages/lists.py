"""Views of lists: the front page, the stream, categories, tags, authors, the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import groupby

from markupsafe import Markup

from plugins.glossary.days import words_by_day
from plugins.glossary.entry import Entry
from plugins.pages import prose
from plugins.pages.digest import digest
from plugins.pages.linked_data import describe_site
from plugins.pages.model import (
    ArchiveView,
    Article,
    Card,
    EntryCard,
    FeedLink,
    FrontView,
    Landing,
    ListView,
    Month,
    Opening,
    PageFacts,
    Pagination,
    Place,
    SeriesCard,
    Sharing,
    Shelf,
    Year,
    YearView,
)
from plugins.pages.page import (
    NOTHING,
    Page,
    digest_cards,
    entry_card,
    opening_of,
    page_of,
    site_feeds,
)
from plugins.pages.pagination import ListPage, paginate
from plugins.pages.render import MONTHS
from plugins.pages.sharing import share_opening
from plugins.pages.site import Filing, Site
from plugins.pages.subscribe import front_feeds

MOST_WORDS = 10
"""On the page of a category: those that most of its articles use."""

MOST_TAGS, MOST_ARGUED = 8, 3
"""On the page of a category, a tag or an author."""

ARGUED_WITHIN = timedelta(days=90)
"""How long before the newest comment of all a thread counts as argued about now."""


def stream(site: Site) -> Iterator[Page]:
    """The front page, and all articles in pages."""
    base = site.addresses.front()
    cards = [site.card(article) for article in site.articles]
    feeds = site_feeds(site)
    shared = digest((site.facts.description, base, feeds))
    for page in paginate(cards, base, site.layout.list_size):
        if not page.path and cards:
            facts = PageFacts(site.facts.name, site.facts.description, base, "", "front", front_feeds(site))
            yield page_of(site, "front.html", facts, _front(site, page.cards, page.pagination))
        else:
            inputs = {
                "list": shared,
                "pagination": digest(page.pagination),
                "cards": digest_cards(page.cards),
                "landing": NOTHING,
            }
            make = partial(_stream_view, site.facts.description, base, feeds, page)
            yield Page(site.addresses.save_as(base + page.path), "list.html", inputs, make)


def _stream_view(
    description: str, base: str, feeds: tuple[FeedLink, ...], page: ListPage
) -> tuple[PageFacts, ListView]:
    title = f"Articles, page {page.pagination.number}" if page.path else "Articles"
    facts = PageFacts(title, description, base + page.path, "", "list", feeds)
    return facts, ListView("Articles", None, page.cards, page.pagination)


def _front(site: Site, cards: tuple[Card, ...], pagination: Pagination) -> FrontView:
    newest = site.articles[0]
    body = site.text(newest)
    word = _word(site, newest)
    return FrontView(
        lead=_counted(site, newest),
        lead_definition=Markup(prose.opening_definition(body)),  # noqa: S704 - cut from a body that is safe
        lead_start=Markup(prose.first_paragraph(body)),  # noqa: S704
        cards=cards[1:],
        argued=_argued(site),
        new_words=tuple(entry_card(site, entry) for entry in _new_words(site)),
        word=site.linked_definitions[word.slug] if word else Markup(),
        word_url=site.addresses.entry(word.slug) if word else "",
        days=f"{site.addresses.dictionary()}days.json" if site.entry_dates else "",
        pagination=pagination,
        linked_data=_linked_site(site),
    )


def _linked_site(site: Site) -> Markup:
    facts = site.facts
    if not facts.origin:
        return Markup()
    searches = (link.url for link in facts.services if link.url == site.addresses.page("search"))
    search = "".join(facts.origin + url for url in searches)
    return describe_site(
        facts.name, facts.description, facts.origin + site.addresses.front(), facts.language, search
    )


def _counted(site: Site, article: Article) -> Card:
    return replace(site.card(article), comment_count=site.comment_count(article), digest=b"")


def _word(site: Site, newest: Article) -> Entry | None:
    """The word of the newest article's day, for readers without scripts: no clock decides it."""
    today = newest.published_at.date()
    days = dict(words_by_day(site.entry_dates, today))
    if today in days:
        return site.dictionary.by_slug(days[today])
    words = [entry for entry in site.dictionary.entries if entry.slug not in newest.entry_slugs]
    return words[today.toordinal() % len(words)] if words else None


def _new_words(site: Site) -> list[Entry]:
    dated = [entry for entry in site.dictionary.entries if entry.slug in site.entry_dates]
    return sorted(dated, key=lambda entry: (site.entry_dates[entry.slug], entry.slug), reverse=True)[:8]


def _argued(site: Site) -> tuple[Card, ...]:
    times = {
        article.slug: [seconds for _, _, seconds, _ in site.threads[article.slug].raw_stubs]
        for article in site.articles
        if site.comment_count(article)
    }
    since = max((max(moments) for moments in times.values()), default=0.0) - ARGUED_WITHIN.total_seconds()
    recent = {slug: sum(moment > since for moment in moments) for slug, moments in times.items()}
    ranked = sorted(
        (article for article in site.articles if article.slug in times),
        key=lambda article: (-recent[article.slug], -len(times[article.slug]), article.slug),
    )
    return tuple(_counted(site, article) for article in ranked[:4])


# Categories, tags, authors


def filing_pages(site: Site, kind: str, filing: Filing) -> Iterator[Page]:
    """A category, tag or author, in pages."""
    place, addresses = filing.place, site.addresses
    opening = opening_of(site, f"{kind}-{place.slug}")
    own = addresses.place_feed(kind, place, site.facts.name)
    feeds = (*addresses.every_form(own), *site_feeds(site))
    sharing = share_opening(site, f"{kind}-{place.slug}")
    shared = digest((kind, place, opening, feeds, sharing))
    cards = [site.card(article) for article in filing.articles]
    for page in paginate(cards, place.url, site.layout.list_size):
        landing = None if page.path else _landing(site, kind, filing, len(page.cards))
        if landing and kind == "category":
            counted = tuple(_counted(site, article) for article in filing.articles[: len(page.cards)])
            page = replace(page, cards=counted)
        inputs = {
            "list": shared,
            "pagination": digest(page.pagination),
            "cards": digest(page.cards) if landing else digest_cards(page.cards),
            "landing": digest(landing),
        }
        make = partial(_list_view, kind, place, opening, feeds, sharing, page, landing)
        yield Page(addresses.save_as(place.url + page.path), "list.html", inputs, make)


def _list_view(
    kind: str,
    place: Place,
    opening: Opening | None,
    feeds: tuple[FeedLink, ...],
    sharing: Sharing | None,
    page: ListPage,
    landing: Landing | None,
) -> tuple[PageFacts, ListView]:
    facts = PageFacts(
        title=place.name + (f", page {page.pagination.number}" if page.path else ""),
        description=opening.description if opening else f"{_HEADINGS[kind]}{place.name}.",
        url=place.url + page.path,
        section=place.url if kind == "category" else "",
        kind=kind,
        feeds=feeds,
        sharing=sharing,
    )
    return facts, ListView(place.name, None if page.path else opening, page.cards, page.pagination, landing)


def _landing(site: Site, kind: str, filing: Filing, shown: int) -> Landing:
    """`shown`: articles on the page itself."""
    count, since = len(filing.articles), filing.articles[-1].published_at.year
    tags = tuple(_tags_of(filing))
    if kind != "category":
        return Landing(count, since, tags)
    older = [article for article in filing.articles[shown:] if article.slug in site.threads]
    ranked = sorted(older, key=lambda article: (-site.comment_count(article), article.slug))[:MOST_ARGUED]
    argued = tuple(_counted(site, article) for article in ranked if site.comment_count(article) > 1)
    return Landing(
        count, since, tags, tuple(_words_of(site, filing)), tuple(_series_of(site, filing)), argued
    )


def _tags_of(filing: Filing) -> Iterator[Shelf]:
    """The tags that go with a place, but itself."""
    sets = {id(article.tags): article.tags for article in filing.articles}
    used: Counter[Place] = Counter()
    for known, count in Counter(id(article.tags) for article in filing.articles).items():
        used.update(dict.fromkeys(sets[known], count))
    del used[filing.place]
    most = sorted(used.items(), key=lambda item: (-item[1], item[0].slug))[:MOST_TAGS]
    yield from (Shelf(tag, count) for tag, count in most if count > 1)


def _series_of(site: Site, filing: Filing) -> Iterator[SeriesCard]:
    """Those with a part in a category, by name."""
    parts: dict[str, list[Article]] = {}
    for article in filing.articles:
        if article.series:
            parts.setdefault(article.series.name, []).append(article)
    for name, found in sorted(parts.items()):
        first = min(found, key=lambda article: article.series.number if article.series else 0)
        yield SeriesCard(name, site.card(first), len(found))


def _words_of(site: Site, filing: Filing) -> Iterator[EntryCard]:
    """The words that most articles of a category link, in the order of the dictionary."""
    used = Counter(slug for article in filing.articles for slug in site.linked[article.source_path].slugs)
    most = sorted(used.items(), key=lambda item: (-item[1], item[0]))[:MOST_WORDS]
    entries = (site.dictionary.by_slug(slug) for slug, _ in most)
    yield from (entry_card(site, entry) for entry in sorted(entries, key=lambda entry: entry.sort_key))


_HEADINGS = {"category": "Articles filed under ", "tag": "Articles tagged ", "author": "Articles by "}


# The archive


def archive(site: Site) -> Iterator[Page]:
    """Every article, by year."""
    years = years_of(site)
    opening = opening_of(site, "archive")
    facts = PageFacts(
        title="Archive",
        description=opening.description if opening else "Every article, by year.",
        url=site.addresses.archive(),
        section="",
        kind="archive",
        feeds=site_feeds(site),
        sharing=share_opening(site, "archive"),
    )
    shelves = (_shelves(filings) for filings in (site.categories, site.tags, site.authors))
    yield page_of(site, "archive.html", facts, ArchiveView("Archive", opening, years, *shelves))
    for index, year in enumerate(years):
        newer = years[index - 1] if index else None
        older = years[index + 1] if index + 1 < len(years) else None
        yield _year(site, year, newer, older)


def years_of(site: Site) -> tuple[Year, ...]:
    """The years of which there are articles, newest first."""
    counts = Counter(article.published_at.year for article in site.articles)
    return tuple(Year(year, site.addresses.year(year), counts[year]) for year in sorted(counts, reverse=True))


def _shelves(filings: Sequence[Filing]) -> tuple[Shelf, ...]:
    return tuple(Shelf(filing.place, len(filing.articles)) for filing in filings)


def _year(site: Site, year: Year, newer: Year | None, older: Year | None) -> Page:
    articles = [article for article in site.articles if article.published_at.year == year.year]
    months = tuple(
        Month(MONTHS[number - 1], tuple(map(site.card, group)))
        for number, group in groupby(articles, key=lambda article: article.published_at.month)
    )
    facts = PageFacts(
        title=f"Articles of {year.year}",
        description=f"Every article of {year.year}, by month.",
        url=year.url,
        section="",
        kind="year",
        feeds=site_feeds(site),
    )
    return page_of(site, "year.html", facts, YearView(str(year.year), months, newer, older))
