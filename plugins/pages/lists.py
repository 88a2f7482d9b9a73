"""Views of lists: the front page, the stream, categories, tags, authors, the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import groupby

from markupsafe import Markup

from plugins.comments.model import KeptThread
from plugins.glossary.days import words_by_day
from plugins.glossary.entry import Entry
from plugins.pages import prose
from plugins.pages.digest import digest, joined
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
    Bundle,
    Page,
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


def front(site: Site) -> Page:
    """The front page: the newest page of the stream."""
    base = site.addresses.front()
    page = next(paginate(site.articles, base, site.layout.list_size))
    if not site.articles:
        return _stream_page(site, page, _stream_digest(site))
    facts = PageFacts(site.facts.name, site.facts.description, base, "", "front", front_feeds(site))
    return page_of(site, "front.html", facts, _front(site, _cards(site, page.items), page.pagination))


def stream(site: Site) -> Bundle:
    """All articles, in pages; the newest is the front page."""

    def files() -> Iterator[Page]:
        for page in paginate(site.articles, site.addresses.front(), site.layout.list_size):
            if page.path:
                yield _stream_page(site, page, known)

    known = _stream_digest(site)
    digests = [known, *(article.card_digest for article in site.articles)]
    return Bundle("stream", joined(digests), len(site.articles) // site.layout.list_size, files)


def _stream_digest(site: Site) -> bytes:
    return digest((site.facts.description, site.addresses.front(), site_feeds(site), site.layout.list_size))


def _stream_page(site: Site, page: ListPage[Article], known: bytes) -> Page:
    base, feeds = site.addresses.front(), site_feeds(site)
    inputs = {
        "list": known,
        "pagination": digest(page.pagination),
        "cards": joined(article.card_digest for article in page.items),
        "landing": NOTHING,
    }
    make = partial(_stream_view, site, feeds, page)
    return Page(site.addresses.save_as(base + page.path), "list.html", inputs, make)


def _cards(site: Site, articles: Iterable[Article]) -> tuple[Card, ...]:
    return tuple(map(site.card, articles))


def _stream_view(
    site: Site, feeds: tuple[FeedLink, ...], page: ListPage[Article]
) -> tuple[PageFacts, ListView]:
    title = f"Articles, page {page.pagination.number}" if page.path else "Articles"
    url = site.addresses.front() + page.path
    facts = PageFacts(title, site.facts.description, url, "", "list", feeds)
    return facts, ListView("Articles", None, _cards(site, page.items), page.pagination)


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
    """Those with the most comments of late; then those with the most of all."""
    discussed = [article for article in site.articles if site.comment_count(article)]
    threads = {article.slug: site.threads[article.slug] for article in discussed}
    recent = _recent(threads)
    ranked = sorted(
        discussed,
        key=lambda article: (-recent.get(article.slug, 0), -threads[article.slug].count, article.slug),
    )
    return tuple(_counted(site, article) for article in ranked[:4])


def _recent(threads: Mapping[str, KeptThread]) -> dict[str, int]:
    """Slug → how many comments it has from ARGUED_WITHIN before the newest of all on, where there are any.

    Threads that were changed last come first, so that most need not be opened: nothing in a thread is newer than
    its last change.
    """
    late: dict[str, list[float]] = {}
    newest, span = 0.0, ARGUED_WITHIN.total_seconds()
    changed = [(thread.updated_at.timestamp(), slug) for slug, thread in threads.items() if thread.updated_at]
    for changed_at, slug in sorted(changed, reverse=True):
        if changed_at <= newest - span:
            break
        late[slug] = [seconds for _, _, seconds, _ in threads[slug].raw_stubs]
        newest = max(newest, *late[slug])
    return {slug: sum(seconds > newest - span for seconds in moments) for slug, moments in late.items()}


# Categories, tags, authors


@dataclass(frozen=True, slots=True)
class _List:
    """What all pages of one category, tag or author have in common."""

    site: Site
    kind: str
    filing: Filing
    opening: Opening | None
    feeds: tuple[FeedLink, ...]
    sharing: Sharing | None

    digest: bytes
    """Stands for kind, place, opening, feeds and sharing."""

    @classmethod
    def of(cls, site: Site, kind: str, filing: Filing) -> _List:
        place = filing.place
        opening = opening_of(site, f"{kind}-{place.slug}")
        own = site.addresses.place_feed(kind, place, site.facts.name)
        feeds = (*site.addresses.every_form(own), *site_feeds(site))
        sharing = share_opening(site, f"{kind}-{place.slug}")
        known = digest((kind, place, opening, feeds, sharing))
        return cls(site, kind, filing, opening, feeds, sharing, known)

    @property
    def place(self) -> Place:
        return self.filing.place


def filing_pages(site: Site, kind: str, filing: Filing) -> Bundle:
    """A category, tag or author, in pages."""
    one, size = _List.of(site, kind, filing), site.layout.list_size

    def files() -> Iterator[Page]:
        return (_list_page(one, page) for page in paginate(filing.articles, filing.place.url, size))

    digests = [one.digest, *_digests(site, kind, filing)]
    name = f"{kind}/{filing.place.slug}"
    return Bundle(name, joined(digests), len(filing.articles) // size + 1, files)


def _digests(site: Site, kind: str, filing: Filing) -> Iterator[bytes]:
    """What stands for the articles of a place, for the words that they use and for what is said of them."""
    yield digest((kind, site.layout.list_size))
    yield from (article.digest for article in filing.articles)
    if kind == "category":
        yield from (card.digest for card in site.entry_cards.values())
        yield from (site.linked[article.source_path].body.digest for article in filing.articles)
        threads = (site.threads.get(article.slug) for article in filing.articles)
        yield from (thread.digest if thread else NOTHING for thread in threads)


def _list_page(one: _List, page: ListPage[Article]) -> Page:
    site, landing = one.site, None if page.path else _landing(one.site, one.kind, one.filing, len(page.items))
    if landing and one.kind == "category":
        cards = tuple(_counted(site, article) for article in page.items)
        shown = digest(cards)
    else:
        cards, shown = (), joined(article.card_digest for article in page.items)
    inputs = {
        "list": one.digest,
        "pagination": digest(page.pagination),
        "cards": shown,
        "landing": digest(landing),
    }
    save_as = site.addresses.save_as(one.place.url + page.path)
    return Page(save_as, "list.html", inputs, partial(_list_view, one, page, landing, cards))


def _list_view(
    one: _List, page: ListPage[Article], landing: Landing | None, counted: tuple[Card, ...]
) -> tuple[PageFacts, ListView]:
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
    cards = counted or _cards(one.site, page.items)
    return facts, ListView(place.name, opening, cards, page.pagination, landing)


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
    inputs = {
        "year": digest((year, newer, older, site_feeds(site))),
        "cards": joined(article.card_digest for article in articles),
    }
    save_as = site.addresses.save_as(year.url)
    return Page(save_as, "year.html", inputs, partial(_year_view, site, year, newer, older, articles))


def _year_view(
    site: Site, year: Year, newer: Year | None, older: Year | None, articles: Sequence[Article]
) -> tuple[PageFacts, YearView]:
    months = tuple(
        Month(MONTHS[number - 1], _cards(site, group))
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
    return facts, YearView(str(year.year), months, newer, older)
