"""Which pages there are, and the view of each. Pure: a Site goes in, pages come out, in a fixed order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from hashlib import blake2b
from itertools import groupby

from markupsafe import Markup

from plugins.comments.length import is_long, list_parts
from plugins.comments.model import Form, KeptThread, Part, Policy, State, Thread, ThreadView
from plugins.comments.render import render_thread
from plugins.glossary.authors import authors_of_verse
from plugins.glossary.days import words_by_day
from plugins.glossary.entry import Entry
from plugins.pages import prose
from plugins.pages.addresses import Addresses
from plugins.pages.digest import digest, digest_parts
from plugins.pages.linked_data import describe_article, describe_dictionary, describe_entry
from plugins.pages.mentions import mentions_of
from plugins.pages.model import (
    ArchiveView,
    Article,
    ArticleView,
    AuthorsView,
    Card,
    Deferred,
    DictionaryView,
    EntryCard,
    EntryView,
    FeedLink,
    FrontView,
    GlossedText,
    Letter,
    LetterEntry,
    LetterGroup,
    LetterView,
    Link,
    ListView,
    Mention,
    Month,
    Opening,
    PageFacts,
    PageView,
    Pagination,
    Passage,
    Place,
    SeriesView,
    Shelf,
    StaticPage,
    ThreadPageView,
    VerseAuthor,
    View,
    Year,
    YearView,
)
from plugins.pages.pagination import ListPage, paginate
from plugins.pages.previews import Previews
from plugins.pages.render import MONTHS, day
from plugins.pages.site import Filing, Site
from plugins.pages.subscribe import every_feed, front_feeds

MOST_MENTIONS = 20
"""On an entry's page: the newest."""

MOST_WORDS = 24
"""On the page of a category: those that most of its articles use."""

ARGUED_WITHIN = timedelta(days=90)
"""How long before the newest comment of all a thread counts as argued about now."""


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site, before its view is made."""

    save_as: str
    template: str

    inputs: Mapping[str, bytes]
    """Name → digest of everything that the view is made from, besides the site's facts.

    All pages of one template have the same names, in the same order."""

    make: Callable[[], tuple[PageFacts, View]]
    """Reads nothing but what `inputs` stand for."""


@dataclass(frozen=True, slots=True)
class Names:
    """What every page may say of the site: covered by the site's facts."""

    site: str
    origin: str
    addresses: Addresses
    form: Form | None

    form_digest: bytes
    """An input of its own, for the words that the form opens with."""

    @classmethod
    def of(cls, site: Site) -> Names:
        form = site.layout.comment_form
        return cls(site.facts.name, site.facts.origin, site.addresses, form, digest(form))


def all_pages(site: Site) -> Iterator[Page]:
    """Every page of the site."""
    previews = Previews.of(site)
    yield from _stream(site)
    yield from _articles(site, previews)
    for kind, filings in (("category", site.categories), ("tag", site.tags), ("author", site.authors)):
        for filing in filings:
            yield from _filing(site, kind, filing)
    yield from _archive(site)
    yield from _dictionary(site, previews)
    yield from _thread_pages(site)
    yield from (_static_page(site, previews, page) for page in site.pages)
    yield _not_found(site)


def _page(site: Site, template: str, facts: PageFacts, view: View) -> Page:
    """A page whose view is cheap to make."""
    inputs = {f"page.{name}": value for name, value in digest_parts(facts).items()}
    inputs |= {f"view.{name}": value for name, value in digest_parts(view).items()}
    return Page(site.addresses.save_as(facts.url), template, inputs, lambda: (facts, view))


def _thread_feeds(names: Names, article: Article) -> tuple[FeedLink, ...]:
    """Drafts and hidden articles are in no feed, and neither are their threads."""
    if article.status != "published" or article.comments.state is State.OFF:
        return ()
    return (names.addresses.thread_feed(article.title, article.url),)


def _site_feeds(site: Site) -> tuple[FeedLink, ...]:
    return (site.addresses.site_feed(site.facts.name),)


# The stream


def _stream(site: Site) -> Iterator[Page]:
    base = site.addresses.front()
    cards = [site.card(article) for article in site.articles]
    feeds = _site_feeds(site)
    shared = digest((site.facts.description, base, feeds))
    for page in paginate(cards, base, site.layout.list_size):
        if not page.path and cards:
            facts = PageFacts(site.facts.name, site.facts.description, base, "", "front", front_feeds(site))
            yield _page(site, "front.html", facts, _front(site, page.cards, page.pagination))
        else:
            inputs = {
                "list": shared,
                "pagination": digest(page.pagination),
                "cards": _digest_cards(page.cards),
                "words": NOTHING,
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
        new_words=tuple(_entry_card(site, entry) for entry in _new_words(site)),
        word=site.linked_definitions[word.slug] if word else Markup(),
        word_url=site.addresses.entry(word.slug) if word else "",
        days=f"{site.addresses.dictionary()}days.json" if site.entry_dates else "",
        pagination=pagination,
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


# Articles


def _articles(site: Site, previews: Previews) -> Iterator[Page]:
    names = Names.of(site)
    cards = [site.card(article) for article in site.articles]
    series = _series(site)
    last = len(cards) - 1
    for index, article in enumerate(site.articles):
        newer = cards[index - 1] if index else None
        older = cards[index + 1] if index < last else None
        yield _article(site, names, previews, article, series, newer, older)
    for article in site.unlisted:
        yield _article(site, names, previews, article, series, None, None)


def _article(
    site: Site,
    names: Names,
    previews: Previews,
    article: Article,
    series: dict[str, list[Article]],
    newer: Card | None,
    older: Card | None,
) -> Page:
    body = previews.within(site.linked[article.source_path])
    thread = site.threads.get(article.slug)
    parts = _series_view(site, article, series)
    entries = tuple(_entry_card(site, site.dictionary.by_slug(slug)) for slug in article.entry_slugs)
    inputs = {
        "article": article.digest,
        "form": names.form_digest,
        "body": body.digest,
        "newer": newer.digest if newer else NOTHING,
        "older": older.digest if older else NOTHING,
        "thread": thread.digest if thread else NOTHING,
        "series": digest(parts) if parts else NOTHING,
        "entries": digest(entries) if entries else NOTHING,
    }
    make = partial(_article_view, names, article, body, newer, older, thread, parts, entries)
    return Page(article.save_as, "article.html", inputs, make)


NOTHING = bytes(16)


def _article_view(
    names: Names,
    article: Article,
    body: Deferred[GlossedText],
    newer: Card | None,
    older: Card | None,
    thread: KeptThread | None,
    series: SeriesView | None,
    entries: tuple[EntryCard, ...],
) -> tuple[PageFacts, ArticleView]:
    facts = PageFacts(
        title=article.title,
        description=article.summary,
        url=article.url,
        section=article.category.url,
        kind="article",
        feeds=(
            *_thread_feeds(names, article),
            names.addresses.place_feed("category", article.category, names.site),
            names.addresses.site_feed(names.site),
        ),
        is_indexable=article.status == "published",
    )
    shown = _thread(names, thread, article.slug, article.url, article.comments)
    is_described = names.origin and article.status == "published"
    linked = describe_article(article, shown, names.origin, names.site) if is_described else Markup()
    return facts, ArticleView(article, body, series, newer, older, shown, entries, linked)


def _thread(
    names: Names, thread: KeptThread | None, key: str, href: str, policy: Policy
) -> ThreadView | None:
    """The thread of an article or entry, as its page shows it."""
    if policy.state is State.OFF:
        return None
    return render_thread(thread.load() if thread else Thread(key), href, policy=policy, form=names.form)


def _thread_pages(site: Site) -> Iterator[Page]:
    """What stands on pages of its own of threads that have outgrown their article."""
    names = Names.of(site)
    for article in site.articles:
        thread = site.threads.get(article.slug)
        if thread and article.shows_comments and is_long(thread):
            for part in list_parts(thread.load())[1:]:
                yield _thread_page(names, article, thread, part)


def _thread_page(names: Names, article: Article, thread: KeptThread, part: Part) -> Page:
    inputs = {
        "article": article.digest,
        "form": names.form_digest,
        "thread": thread.digest,
        "part": digest(part.suffix),
    }
    make = partial(_thread_page_view, names, article, thread, part)
    return Page(names.addresses.save_as(article.url + part.suffix), "thread.html", inputs, make)


def _thread_page_view(
    names: Names, article: Article, thread: KeptThread, part: Part
) -> tuple[PageFacts, ThreadPageView]:
    facts = PageFacts(
        title=f"Comments {part.title} on {article.title}",
        description=f"Comments {part.title} on “{article.title}”.",
        url=article.url + part.suffix,
        section=article.category.url,
        kind="comments",
        feeds=_thread_feeds(names, article),
        is_indexable=False,
    )
    policy, form = article.comments, names.form
    shown = render_thread(thread.load(), article.url, policy=policy, form=form, part=part)
    return facts, ThreadPageView(article.heading, article.url, part.title, shown)


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
    place, addresses = filing.place, site.addresses
    opening = _opening(site, f"{kind}-{place.slug}")
    feeds = (addresses.place_feed(kind, place, site.facts.name), *_site_feeds(site))
    shared = digest((kind, place, opening, feeds))
    words = tuple(_words_of(site, filing)) if kind == "category" else ()
    cards = [site.card(article) for article in filing.articles]
    for page in paginate(cards, place.url, site.layout.list_size):
        shown = () if page.path else words
        inputs = {
            "list": shared,
            "pagination": digest(page.pagination),
            "cards": _digest_cards(page.cards),
            "words": digest(shown),
        }
        make = partial(_list_view, kind, place, opening, feeds, page, shown)
        yield Page(addresses.save_as(place.url + page.path), "list.html", inputs, make)


def _list_view(
    kind: str,
    place: Place,
    opening: Opening | None,
    feeds: tuple[FeedLink, ...],
    page: ListPage,
    words: tuple[EntryCard, ...],
) -> tuple[PageFacts, ListView]:
    facts = PageFacts(
        title=place.name + (f", page {page.pagination.number}" if page.path else ""),
        description=opening.description if opening else f"{_HEADINGS[kind]}{place.name}.",
        url=place.url + page.path,
        section=place.url if kind == "category" else "",
        kind=kind,
        feeds=feeds,
    )
    return facts, ListView(place.name, None if page.path else opening, page.cards, page.pagination, words)


def _words_of(site: Site, filing: Filing) -> Iterator[EntryCard]:
    """The words that most articles of a category link, in the order of the dictionary."""
    used = Counter(slug for article in filing.articles for slug in site.linked[article.source_path].slugs)
    most = sorted(used.items(), key=lambda item: (-item[1], item[0]))[:MOST_WORDS]
    entries = (site.dictionary.by_slug(slug) for slug, _ in most)
    yield from (_entry_card(site, entry) for entry in sorted(entries, key=lambda entry: entry.sort_key))


def _digest_cards(cards: Iterable[Card]) -> bytes:
    return blake2b(b"".join(card.digest for card in cards), digest_size=16).digest()


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


def _dictionary(site: Site, previews: Previews) -> Iterator[Page]:
    letters = _letters(site)
    by_letter = {letter.name: list(entries) for letter, entries in _by_letter(site, letters)}
    yield from _authors(site, letters)
    yield _dictionary_index(site, letters, by_letter)
    present = [letter for letter in letters if letter.url]
    for index, letter in enumerate(present):
        newer = present[index + 1] if index + 1 < len(present) else None
        older = present[index - 1] if index else None
        yield _letter(site, letter, letters, by_letter[letter.name], newer, older)
    yield from _entries(site, previews, letters)


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
    base, origin = site.addresses.dictionary(), site.facts.origin
    data = (Link("JSON", f"{base}index.json"), Link("its schema", f"{base}schema.json"))
    linked = describe_dictionary(
        _dictionary_name(site), facts.description, origin + base, site.facts.language
    )
    view = DictionaryView(
        "The dictionary",
        opening,
        letters,
        groups,
        entry_count=len(site.dictionary.entries),
        authors=site.addresses.authors() if authors_of_verse(site.dictionary) else "",
        random=_random(site),
        data=data,
        linked_data=linked if origin else Markup(),
    )
    return _page(site, "dictionary.html", facts, view)


def _dictionary_name(site: Site) -> str:
    return f"The dictionary of {site.facts.name}"


def _random(site: Site) -> str:
    return f"{site.addresses.dictionary()}#random"


def _authors(site: Site, letters: tuple[Letter, ...]) -> Iterator[Page]:
    """The index of those who signed a verse, if there are any."""
    authors = tuple(
        VerseAuthor(author.name, tuple(_entry_card(site, entry) for entry in author.entries))
        for author in authors_of_verse(site.dictionary)
    )
    if authors:
        facts = _dictionary_facts(
            site,
            title="Authors of verse",
            description="Who is quoted in the dictionary, and under which words.",
            url=site.addresses.authors(),
            kind="authors",
        )
        yield _page(site, "authors.html", facts, AuthorsView("Authors of verse", letters, authors))


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
    shown = tuple(LetterEntry(site.addresses.entry(e.slug), site.linked_definitions[e.slug]) for e in entries)
    view = LetterView(letter, letters, entries[0].title, entries[-1].title, shown, newer, older)
    return _page(site, "letter.html", facts, view)


def _entries(site: Site, previews: Previews, letters: tuple[Letter, ...]) -> Iterator[Page]:
    names, homes = Names.of(site), _homes(site)
    paths = [article.source_path for article in site.articles]
    mentions = mentions_of(site.linked, paths)
    entries = site.dictionary.entries
    thumb = Deferred(digest(letters), lambda: letters)
    for index, entry in enumerate(entries):
        previous = entries[index - 1] if index else None
        following = entries[index + 1] if index + 1 < len(entries) else None
        commentary = site.linked.get(f"dictionary/{entry.slug}")
        view = EntryView(
            headword=entry.headword,
            title=entry.title,
            definition=site.definitions[entry.slug],
            commentary=previews.within(commentary) if commentary else GlossedText(()),
            home=homes.get(entry.slug),
            letters=thumb,
            previous=_entry_card(site, previous) if previous else None,
            next=_entry_card(site, following) if following else None,
            homographs=tuple(_entry_card(site, other) for other in site.dictionary.homographs(entry)),
            see_also=tuple(_entry_card(site, other) for other in site.dictionary.refers_to(entry)),
            referred_from=tuple(_entry_card(site, other) for other in site.dictionary.referred_from(entry)),
            mentioned_in=tuple(_mentions(site, mentions.get(entry.slug, ())[:MOST_MENTIONS])),
            mention_count=len(mentions.get(entry.slug, ())),
            citation=_citation(site, entry),
            random=_random(site),
            thread=_entry_thread(site, names, entry),
            linked_data=_linked_entry(site, entry),
        )
        facts = _dictionary_facts(
            site, entry.title, entry.gloss, site.addresses.entry(entry.slug), kind="entry"
        )
        yield _page(site, "entry.html", facts, view)


def _entry_thread(site: Site, names: Names, entry: Entry) -> Deferred[ThreadView | None] | None:
    key = f"dictionary/{entry.slug}"
    thread, policy = site.threads.get(key), Policy(State(entry.policy.comments or "open"))
    # An empty thread is a line on three hundred pages that says nothing, where nobody can write.
    if thread is None and (names.form is None or policy.state is not State.OPEN):
        return None
    form, opening = names.form, site.openings.get("comment-form")
    if form and opening and entry.slug in opening.entry_slugs:
        form = replace(form, opening=Markup())  # its definition is what this page is about
    href = site.addresses.entry(entry.slug)
    return Deferred(
        digest((thread.digest if thread else NOTHING, href, policy, form)),
        lambda: _thread(replace(names, form=form), thread, key, href, policy),
    )


def _citation(site: Site, entry: Entry) -> str:
    """“Bandwidth, n.” The dictionary of The Exit Interview, 2 March 2026. https://…"""
    head = ", ".join((entry.title, *entry.parts_of_speech[:1]))
    published = site.entry_dates.get(entry.slug)
    dated = f", {day(published)}" if published else ""
    address = site.facts.origin + site.addresses.entry(entry.slug)
    return f"“{head}{'' if head.endswith('.') else '.'}” {_dictionary_name(site)}{dated}. {address}"


def _linked_entry(site: Site, entry: Entry) -> Markup:
    origin = site.facts.origin
    if not origin:
        return Markup()
    url, dictionary = site.addresses.entry(entry.slug), site.addresses.dictionary()
    name = _dictionary_name(site)
    return describe_entry(entry.headword, entry.gloss, origin + url, origin + dictionary, name)


def _homes(site: Site) -> dict[str, Link]:
    """Slug of an entry → the article or page that opens with it."""
    homes: dict[str, Link] = {}
    for name, opening in site.openings.items():
        if (address := _address_of_opening(site, name)) is not None:
            homes |= dict.fromkeys(opening.entry_slugs, Link(opening.title, address))
    places: list[Article | StaticPage] = [*site.pages, *site.articles]
    for place in places:
        homes |= dict.fromkeys(place.entry_slugs, Link(place.title, place.url))
    return homes


def _address_of_opening(site: Site, name: str) -> str | None:
    """The page that opens with it; None where it stands on no page of its own."""
    kind, _, slug = name.partition("-")
    for kept, filings in (("category", site.categories), ("tag", site.tags), ("author", site.authors)):
        if kind == kept:
            return next((filing.place.url for filing in filings if filing.place.slug == slug), None)
    addresses = site.addresses
    fixed = {"front": addresses.front(), "dictionary": addresses.dictionary(), "archive": addresses.archive()}
    return fixed.get(name)


def _mentions(site: Site, places: Iterable[tuple[str, int]]) -> Iterator[Mention]:
    for path, number in places:
        sentences = site.linked[path].sentences
        one = Deferred(sentences.digest + bytes([number % 256]), partial(_pick, sentences, number))
        yield Mention(site.cards[path], one)


def _pick(sentences: Deferred[tuple[str, ...]], number: int) -> str:
    return sentences.make()[number]


def _entry_card(site: Site, entry: Entry) -> EntryCard:
    return site.entry_cards[entry.slug]


# Pages


def _static_page(site: Site, previews: Previews, page: StaticPage) -> Page:
    body = previews.within(site.linked[page.source_path])
    feeds = every_feed(site) if page.slug == "subscribe" else ()
    facts = PageFacts(page.title, page.summary, page.url, page.url, "page", _site_feeds(site))
    return _page(site, "page.html", facts, PageView(page.heading, body, feeds))


def _not_found(site: Site) -> Page:
    opening = _opening(site, "404") or Opening(Markup("Not found"), "There is no such page.", Markup())
    url = f"{site.addresses.root}/404.html"
    facts = PageFacts("Not found", opening.description, url, "", "not-found", _site_feeds(site), False)
    body = GlossedText((Passage(None, opening.body),))
    return _page(site, "not_found.html", facts, PageView(opening.heading, body, ()))
