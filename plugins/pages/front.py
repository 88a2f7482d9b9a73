"""Views of the front page and of the stream of all articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from markupsafe import Markup

from plugins.comments.length import permalink
from plugins.comments.model import KeptThread
from plugins.glossary.days import words_by_day
from plugins.glossary.entry import Entry
from plugins.html import prose
from plugins.html.typography import set_plain
from plugins.incremental.document import Bundle, Document
from plugins.pages.linked_data import describe_site
from plugins.pages.model import (
    FrontView,
    ListView,
    PageFacts,
    Pagination,
)
from plugins.pages.page import Frames, site_feeds
from plugins.pages.pagination import ListPage, paginate
from plugins.pages.subscribe import front_feeds
from plugins.site.addresses import Addresses
from plugins.site.model import Site
from plugins.site.published import stubs_of
from plugins.site.records import Article, Card, SiteFacts

MAX_WORDS = 10
"""On the page of a category: those that most of its articles use."""

ARGUED_WITHIN = timedelta(days=90)
"""How long before the newest comment of all a thread counts as argued about now."""


def front(site: Site, frames: Frames, cards: Sequence[Card]) -> Document:
    """The front page: the newest page of the stream."""
    base = site.addresses.front()
    page = next(paginate(cards, base, site.layout.list_size))
    if not site.articles:
        inputs = StreamPageInputs(site.facts, site.addresses, page)
        return frames.page(site.addresses.save_as(base), "list.html", _stream_view, inputs)
    facts = PageFacts(site.facts.name, site.facts.description, base, "", "front", front_feeds(site))
    view = _front(site, page.items, page.pagination)
    return frames.shown(site.addresses.save_as(base), "front.html", facts, view)


@dataclass(frozen=True, slots=True)
class StreamInputs:
    """All that the stream is made from."""

    frames: Frames
    addresses: Addresses
    list_size: int
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class StreamPageInputs:
    """All that one page of the stream is made from."""

    facts: SiteFacts
    addresses: Addresses
    page: ListPage[Card]


def stream(site: Site, frames: Frames, cards: tuple[Card, ...]) -> Bundle:
    """All articles, in pages; the newest is the front page."""
    inputs = StreamInputs(frames, site.addresses, site.layout.list_size, cards)
    return Bundle("stream", _stream, inputs, len(cards) // site.layout.list_size)


def _stream(inputs: StreamInputs) -> Iterator[Document]:
    base = inputs.addresses.front()
    for page in paginate(inputs.cards, base, inputs.list_size):
        if page.path:
            path = inputs.addresses.save_as(base + page.path)
            about = StreamPageInputs(inputs.frames.facts, inputs.addresses, page)
            yield inputs.frames.page(path, "list.html", _stream_view, about)


def _stream_view(inputs: StreamPageInputs) -> tuple[PageFacts, ListView]:
    page, facts, addresses = inputs.page, inputs.facts, inputs.addresses
    title = f"Articles, page {page.pagination.number}" if page.path else "Articles"
    url = addresses.front() + page.path
    about = PageFacts(title, facts.description, url, "", "list", site_feeds(facts, addresses))
    return about, ListView("Articles", None, page.items, page.pagination)


def _front(site: Site, cards: tuple[Card, ...], pagination: Pagination) -> FrontView:
    newest = site.articles[0]
    body = site.text(newest)
    word, opening = _word(site, newest), site.openings.get("front")
    doors = prose.after_definition(site.text(opening)) if opening else ""
    return FrontView(
        lead=_counted(site, newest),
        lead_definition=Markup(prose.opening_definition(body, newest.url)),  # noqa: S704 - cut from a body that is safe
        lead_start=Markup(prose.first_paragraph(body)),  # noqa: S704
        plain=set_plain(site.facts.description),
        doors=Markup(doors),  # noqa: S704 - of a body that is safe
        cards=cards[1:],
        argued=_argued(site),
        new_words=tuple(site.entry_cards[entry.slug] for entry in _new_words(site)),
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
    return with_count(Card.of(article), article, site.threads)


def with_count(card: Card, article: Article, threads: Mapping[str, KeptThread]) -> Card:
    count = threads[article.slug].count if article.slug in threads and article.shows_comments else 0
    return replace(card, comment_count=count, digest=b"")


def _word(site: Site, newest: Article) -> Entry | None:
    """The word of the newest article's day, for readers without scripts: no clock decides it."""
    today = newest.published_at.date()
    days = dict(words_by_day(site.word_days, today))
    if today in days:
        return site.dictionary.by_slug(days[today])
    words = [entry for entry in site.dictionary.entries if entry.slug not in newest.entry_slugs]
    return words[today.toordinal() % len(words)] if words else None


def _new_words(site: Site) -> list[Entry]:
    """Those that were published last, whatever date their files bear."""
    days = site.word_days
    dated = [entry for entry in site.dictionary.entries if entry.slug in days]
    return sorted(dated, key=lambda entry: (days[entry.slug], entry.slug), reverse=True)[:8]


def _argued(site: Site) -> tuple[Card, ...]:
    """Those with the most comments of late; then those with the most of all."""
    discussed = [article for article in site.articles if site.comment_count(article)]
    threads = {article.slug: site.threads[article.slug] for article in discussed}
    recent = _recent(site, discussed)
    ranked = sorted(
        discussed,
        key=lambda article: (-recent.get(article.slug, 0), -threads[article.slug].count, article.slug),
    )
    return tuple(_counted(site, article) for article in ranked[:4])


def _recent(site: Site, discussed: Iterable[Article]) -> dict[str, int]:
    """Slug → how many comments it has that were published from ARGUED_WITHIN before the newest of all on."""
    moments = {
        article.slug: [
            site.row(permalink(article.url, number)).first_at
            for number, _, _, is_deleted in stubs_of(site.threads[article.slug])
            if not is_deleted
        ]
        for article in discussed
    }
    newest = max((max(some) for some in moments.values() if some), default=None)
    if newest is None:
        return {}
    return {slug: sum(at > newest - ARGUED_WITHIN for at in some) for slug, some in moments.items()}
