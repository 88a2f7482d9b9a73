"""Which pages there are, and the view of each. Pure: a Site goes in, pages come out, in a fixed order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby

from markupsafe import Markup

from plugins.comments.model import Policy, State, Thread, ThreadView
from plugins.comments.render import render_thread
from plugins.glossary.entry import Entry
from plugins.pages import prose
from plugins.pages.digest import digest
from plugins.pages.model import (
    ArchiveView,
    Article,
    ArticleView,
    Card,
    Deferred,
    DictionaryView,
    EntryCard,
    EntryView,
    FeedLink,
    FrontView,
    Letter,
    LetterEntry,
    LetterGroup,
    LetterView,
    Link,
    ListView,
    Month,
    Opening,
    PageFacts,
    PageView,
    Pagination,
    SeriesView,
    Shelf,
    StaticPage,
    View,
    Year,
    YearView,
)
from plugins.pages.pagination import paginate
from plugins.pages.render import MONTHS
from plugins.pages.site import Filing, Site
from plugins.pages.subscribe import every_feed, front_feeds

ARGUED_WITHIN = timedelta(days=90)
"""How long before the newest comment of all a thread counts as argued about now."""


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site, before it is rendered."""

    save_as: str
    template: str
    facts: PageFacts
    view: View


def all_pages(site: Site) -> Iterator[Page]:
    """Every page of the site."""
    yield from _stream(site)
    yield from _articles(site)
    for kind, filings in (("category", site.categories), ("tag", site.tags), ("author", site.authors)):
        for filing in filings:
            yield from _filing(site, kind, filing)
    yield from _archive(site)
    yield from _dictionary(site)
    yield from (_static_page(site, page) for page in site.pages)
    yield _not_found(site)


def _page(site: Site, template: str, facts: PageFacts, view: View) -> Page:
    return Page(site.addresses.save_as(facts.url), template, facts, view)


def _thread_feeds(site: Site, article: Article) -> tuple[FeedLink, ...]:
    """Drafts and hidden articles are in no feed, and neither are their threads."""
    if article.status != "published" or article.comments.state is State.OFF:
        return ()
    return (site.addresses.thread_feed(article.title, article.url),)


def _site_feeds(site: Site) -> tuple[FeedLink, ...]:
    return (site.addresses.site_feed(site.facts.name),)


# The stream


def _stream(site: Site) -> Iterator[Page]:
    base = site.addresses.front()
    cards = [site.card(article) for article in site.articles]
    for page in paginate(cards, base, site.layout.list_size):
        facts = PageFacts(
            title=f"Articles, page {page.pagination.number}" if page.path else site.facts.name,
            description=site.facts.description,
            url=base + page.path,
            section="",
            kind="list" if page.path else "front",
            feeds=_site_feeds(site) if page.path else front_feeds(site),
        )
        if page.path or not cards:
            yield _page(site, "list.html", facts, ListView("Articles", None, page.cards, page.pagination))
        else:
            yield _page(site, "front.html", facts, _front(site, page.cards, page.pagination))


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
        new_words=tuple(_entry_card(site, entry) for entry in _new_words(site)),
        word=site.definitions[word.slug] if word else Markup(),
        word_url=site.addresses.entry(word.slug) if word else "",
        pagination=pagination,
    )


def _counted(site: Site, article: Article) -> Card:
    return replace(site.card(article), comment_count=site.comment_count(article))


def _word(site: Site, newest: Article) -> Entry | None:
    """Today's word, for readers without scripts: it changes with the newest article, not with the clock."""
    words = [entry for entry in site.dictionary.entries if entry.slug not in newest.entry_slugs]
    return words[newest.published_at.toordinal() % len(words)] if words else None


def _new_words(site: Site) -> list[Entry]:
    dated = [entry for entry in site.dictionary.entries if entry.slug in site.entry_dates]
    return sorted(dated, key=lambda entry: (site.entry_dates[entry.slug], entry.slug), reverse=True)[:8]


def _argued(site: Site) -> tuple[Card, ...]:
    times = {
        article: [stub.posted_at for stub in site.threads[article.slug].stubs]
        for article in site.articles
        if site.comment_count(article)
    }
    newest = max((moment for moments in times.values() for moment in moments), default=None)
    if newest is None:
        return ()
    recent = {
        article: sum(moment > newest - ARGUED_WITHIN for moment in moments)
        for article, moments in times.items()
    }
    ranked = sorted(times, key=lambda article: (-recent[article], -len(times[article]), article.slug))
    return tuple(_counted(site, article) for article in ranked[:4])


# Articles


def _articles(site: Site) -> Iterator[Page]:
    cards = [site.card(article) for article in site.articles]
    series = _series(site)
    for index, article in enumerate(site.articles):
        newer = cards[index - 1] if index else None
        older = cards[index + 1] if index + 1 < len(cards) else None
        yield _article(site, article, series, newer, older)
    for article in site.unlisted:
        yield _article(site, article, series, None, None)


def _article(
    site: Site,
    article: Article,
    series: dict[str, list[Article]],
    newer: Card | None,
    older: Card | None,
) -> Page:
    facts = PageFacts(
        title=article.title,
        description=article.summary,
        url=article.url,
        section=article.category.url,
        kind="article",
        feeds=(
            *_thread_feeds(site, article),
            site.addresses.place_feed("category", article.category, site.facts.name),
            *_site_feeds(site),
        ),
        is_indexable=article.status == "published",
    )
    view = ArticleView(
        article=article,
        body=site.texts[article.source_path],
        series=_series_view(site, article, series),
        newer=newer,
        older=older,
        thread=_thread(site, article.slug, article.url, article.comments),
        entries=tuple(_entry_card(site, site.dictionary.by_slug(slug)) for slug in article.entry_slugs),
    )
    return Page(article.save_as, "article.html", facts, view)


def _thread(site: Site, key: str, href: str, policy: Policy) -> Deferred[ThreadView | None] | None:
    """The thread of an article or entry."""
    if policy.state is State.OFF:
        return None
    thread = site.threads.get(key)
    form = site.layout.comment_form
    return Deferred(
        digest((thread and thread.digest, href, policy, form)),
        lambda: render_thread(thread.load() if thread else Thread(key), href, policy=policy, form=form),
    )


def _series(site: Site) -> dict[str, list[Article]]:
    series: dict[str, list[Article]] = defaultdict(list)
    for article in site.articles:
        if article.series:
            series[article.series.name].append(article)
    for parts in series.values():
        parts.sort(key=lambda part: (part.series.number if part.series else 0, part.published_at))
    return series


def _series_view(site: Site, article: Article, series: dict[str, list[Article]]) -> SeriesView | None:
    if article.series is None or article not in series[article.series.name]:
        return None
    parts = series[article.series.name]
    return SeriesView(
        name=article.series.name,
        parts=tuple(site.card(part) for part in parts),
        current=parts.index(article) + 1,
    )


# Categories, tags, authors


def _filing(site: Site, kind: str, filing: Filing) -> Iterator[Page]:
    place = filing.place
    opening = _opening(site, f"{kind}-{place.slug}")
    feed = site.addresses.place_feed(kind, place, site.facts.name)
    for page in paginate(
        [site.card(article) for article in filing.articles], place.url, site.layout.list_size
    ):
        facts = PageFacts(
            title=place.name + (f", page {page.pagination.number}" if page.path else ""),
            description=opening.description if opening else f"{_HEADINGS[kind]}{place.name}.",
            url=place.url + page.path,
            section=place.url if kind == "category" else "",
            kind=kind,
            feeds=(feed, *_site_feeds(site)),
        )
        shown = None if page.path else opening
        yield _page(site, "list.html", facts, ListView(place.name, shown, page.cards, page.pagination))


_HEADINGS = {"category": "Articles filed under ", "tag": "Articles tagged ", "author": "Articles by "}


def _opening(site: Site, name: str) -> Opening | None:
    page = site.openings.get(name)
    return Opening(page.heading, page.summary, site.text(page)) if page else None


# The archive


def _archive(site: Site) -> Iterator[Page]:
    counts = Counter(article.published_at.year for article in site.articles)
    years = [Year(year, site.addresses.year(year), counts[year]) for year in sorted(counts, reverse=True)]
    opening = _opening(site, "archive")
    facts = PageFacts(
        title="Archive",
        description=opening.description if opening else "Every article, by year.",
        url=site.addresses.archive(),
        section="",
        kind="archive",
        feeds=_site_feeds(site),
    )
    shelves = (_shelves(filings) for filings in (site.categories, site.tags, site.authors))
    yield _page(site, "archive.html", facts, ArchiveView("Archive", opening, tuple(years), *shelves))
    for index, year in enumerate(years):
        newer = years[index - 1] if index else None
        older = years[index + 1] if index + 1 < len(years) else None
        yield _year(site, year, newer, older)


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
        feeds=_site_feeds(site),
    )
    return _page(site, "year.html", facts, YearView(str(year.year), months, newer, older))


# The dictionary


def _dictionary(site: Site) -> Iterator[Page]:
    letters = _letters(site)
    by_letter = {letter.name: list(entries) for letter, entries in _by_letter(site, letters)}
    yield _dictionary_index(site, letters, by_letter)
    present = [letter for letter in letters if letter.url]
    for index, letter in enumerate(present):
        newer = present[index + 1] if index + 1 < len(present) else None
        older = present[index - 1] if index else None
        yield _letter(site, letter, letters, by_letter[letter.name], newer, older)
    yield from _entries(site, letters)


def _letters(site: Site) -> tuple[Letter, ...]:
    counts = Counter(_letter_of(entry) for entry in site.dictionary.entries)
    names = sorted(set("ABCDEFGHIJKLMNOPQRSTUVWXYZ") | set(counts))
    return tuple(
        Letter(name, site.addresses.letter(name) if counts[name] else "", counts[name]) for name in names
    )


def _letter_of(entry: Entry) -> str:
    return "#" if entry.initial == "0" else entry.initial.upper()


def _by_letter(site: Site, letters: Sequence[Letter]) -> Iterator[tuple[Letter, list[Entry]]]:
    named = {letter.name: letter for letter in letters}
    for name, entries in groupby(site.dictionary.entries, key=_letter_of):
        yield named[name], list(entries)


def _dictionary_index(site: Site, letters: tuple[Letter, ...], by_letter: dict[str, list[Entry]]) -> Page:
    opening = _opening(site, "dictionary")
    facts = _dictionary_facts(
        site,
        title="The dictionary",
        description=opening.description if opening else "Every word, from A to Z.",
        url=site.addresses.dictionary(),
        kind="dictionary",
    )
    groups = tuple(
        LetterGroup(letter, tuple(_entry_card(site, entry) for entry in by_letter[letter.name]))
        for letter in letters
        if letter.url
    )
    count = len(site.dictionary.entries)
    return _page(
        site, "dictionary.html", facts, DictionaryView("The dictionary", opening, letters, groups, count)
    )


def _dictionary_facts(site: Site, title: str, description: str, url: str, kind: str) -> PageFacts:
    slug = url.removesuffix("/").rpartition("/")[2] if kind == "entry" else ""
    has_feed = f"dictionary/{slug}" in site.threads and slug in site.entry_dates
    feeds = (site.addresses.thread_feed(title, url),) if has_feed else ()
    name = site.facts.name
    words = (site.addresses.dictionary_feed(name), site.addresses.word_feed(name), *_site_feeds(site))
    return PageFacts(title, description, url, site.addresses.dictionary(), kind, (*feeds, *words))


def _letter(
    site: Site,
    letter: Letter,
    letters: tuple[Letter, ...],
    entries: list[Entry],
    newer: Letter | None,
    older: Letter | None,
) -> Page:
    facts = _dictionary_facts(
        site,
        title=f"{letter.name} in the dictionary",
        description=f"From {entries[0].title} to {entries[-1].title}.",
        url=letter.url,
        kind="letter",
    )
    shown = tuple(LetterEntry(site.addresses.entry(e.slug), site.definitions[e.slug]) for e in entries)
    view = LetterView(letter, letters, entries[0].title, entries[-1].title, shown, newer, older)
    return _page(site, "letter.html", facts, view)


def _entries(site: Site, letters: tuple[Letter, ...]) -> Iterator[Page]:
    homes = _homes(site)
    mentions = _mentions(site)
    entries = site.dictionary.entries
    for index, entry in enumerate(entries):
        previous = entries[index - 1] if index else None
        following = entries[index + 1] if index + 1 < len(entries) else None
        home = homes.get(entry.slug)
        view = EntryView(
            headword=entry.headword,
            title=entry.title,
            definition=site.definitions[entry.slug],
            commentary=site.commentaries.get(entry.slug, Markup()),
            home=Link(home.title, home.url) if home else None,
            home_card=site.card(home) if isinstance(home, Article) else None,
            letters=letters,
            previous=_entry_card(site, previous) if previous else None,
            next=_entry_card(site, following) if following else None,
            homographs=tuple(_entry_card(site, other) for other in site.dictionary.homographs(entry)),
            see_also=tuple(_entry_card(site, other) for other in site.dictionary.related(entry)),
            mentioned_in=tuple(site.card(a) for a in mentions[entry.slug] if entry.slug not in a.entry_slugs),
            thread=_entry_thread(site, entry),
        )
        facts = _dictionary_facts(
            site, entry.title, entry.gloss, site.addresses.entry(entry.slug), kind="entry"
        )
        yield _page(site, "entry.html", facts, view)


def _entry_thread(site: Site, entry: Entry) -> Deferred[ThreadView | None] | None:
    key = f"dictionary/{entry.slug}"
    if key not in site.threads:
        return None
    return _thread(
        site, key, site.addresses.entry(entry.slug), Policy(State(entry.policy.comments or "open"))
    )


def _homes(site: Site) -> dict[str, Article | StaticPage]:
    homes: dict[str, Article | StaticPage] = {}
    places: list[Article | StaticPage] = [*site.pages, *site.openings.values(), *site.articles]
    for place in places:
        homes |= dict.fromkeys(place.entry_slugs, place)
    return homes


def _mentions(site: Site) -> dict[str, list[Article]]:
    """Slug of an entry → the articles that link to it, newest first."""
    mentions: dict[str, list[Article]] = defaultdict(list)
    for article in site.articles:
        for slug in site.mentions.get(article.source_path, ()):
            mentions[slug].append(article)
    return mentions


def _entry_card(site: Site, entry: Entry) -> EntryCard:
    return EntryCard(entry.headword, entry.title, site.addresses.entry(entry.slug), entry.gloss)


# Pages


def _static_page(site: Site, page: StaticPage) -> Page:
    every = page.slug == "subscribe"
    facts = PageFacts(page.title, page.summary, page.url, page.url, "page", _site_feeds(site))
    view = PageView(page.heading, site.texts[page.source_path], every_feed(site) if every else ())
    return Page(page.save_as, "page.html", facts, view)


def _not_found(site: Site) -> Page:
    opening = _opening(site, "404") or Opening(Markup("Not found"), "There is no such page.", Markup())
    url = f"{site.addresses.root}/404.html"
    facts = PageFacts("Not found", opening.description, url, "", "not-found", _site_feeds(site), False)
    return _page(site, "not_found.html", facts, PageView(opening.heading, opening.body, ()))
