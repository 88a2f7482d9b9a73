"""Views of articles and of the threads that have outgrown them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from plugins.cards.keep import hand
from plugins.comments.length import is_long, list_parts
from plugins.comments.model import KeptThread, Part, Policy, State, Thread, ThreadView
from plugins.comments.render import render_thread
from plugins.pages.digest import digest, joined
from plugins.pages.documents import thread_document
from plugins.pages.linked_data import describe_article
from plugins.pages.model import (
    Article,
    ArticleView,
    Card,
    Deferred,
    EntryCard,
    GlossedText,
    Link,
    NumberedPart,
    PageFacts,
    Relation,
    SeriesView,
    Sharing,
    ThreadPageView,
)
from plugins.pages.page import NOTHING, Bundle, Document, Names, Page, entry_card, thread_feeds
from plugins.pages.previews import Previews
from plugins.pages.sharing import Draw, article_files, share_article
from plugins.pages.site import Site

BLOCK = 50
"""Articles in one bundle."""

MOST_PARTS, NEAR_PARTS = 20, 5
"""Of a series with more parts than the first, a page lists only so many on either side."""


@dataclass(frozen=True, slots=True)
class _Press:
    """What the page of any article is made with."""

    site: Site
    names: Names
    previews: Previews
    draw: Draw
    series: Mapping[str, list[Article]]

    words: bytes
    """Stands for all that a page or a card may say of words."""


def articles(site: Site, previews: Previews, draw: Draw) -> Iterator[Bundle]:
    """Each article's page, the pages of its thread, and comments.json: in blocks counted from the oldest."""
    known = [card.digest for card in site.entry_cards.values()]
    known += [definition.digest for definition in site.definitions.values()]
    words = joined([previews.digest, hand() if site.facts.origin else NOTHING, *known])
    press = _Press(site, Names.of(site), previews, draw, _series(site), words)
    for number, stop in enumerate(range(len(site.articles), 0, -BLOCK)):
        block = range(max(0, stop - BLOCK), stop)
        yield _bundle(press, f"articles/{number}", [site.articles[index] for index in block], block)
    yield _bundle(press, "articles/unlisted", site.unlisted, None)


def _bundle(press: _Press, name: str, block: Sequence[Article], places: range | None) -> Bundle:
    """Some articles.

    Args:
        places: where they are among the listed ones; None if they are not.
    """
    ends = () if places is None else (places.start - 1, places.stop)
    digests = [digest(name), press.words, press.names.form_digest]
    digests += [card.digest if (card := _card_at(press.site, end)) else NOTHING for end in ends]
    for article in block:
        digests += _digests(press, article)
    indexes = places or [None] * len(block)

    def files() -> Iterator[Page | Document]:
        for index, article in zip(indexes, block, strict=True):
            yield from _files(press, article, index)

    return Bundle(name, joined(digests), 2 * len(block), files)


def _digests(press: _Press, article: Article) -> Iterator[bytes]:
    """What the files of one article depend on, besides its neighbours and the words that it links."""
    thread = press.site.threads.get(article.slug)
    yield article.digest
    yield press.site.linked[article.source_path].body.digest
    yield thread.digest if thread else NOTHING
    if related := press.site.related.get(article.source_path):
        yield related.digest
    if article.series:
        yield digest(_series_view(press.site, article, press.series))


def _card_at(site: Site, index: int | None) -> Card | None:
    if index is None or not 0 <= index < len(site.articles):
        return None
    return site.card(site.articles[index])


def _files(press: _Press, article: Article, index: int | None) -> Iterator[Page | Document]:
    site, names = press.site, press.names
    newer = _card_at(site, None if index is None else index - 1)
    older = _card_at(site, None if index is None else index + 1)
    yield _article(press, article, newer, older)
    yield from article_files(site, article, press.draw)
    thread = site.threads.get(article.slug)
    if not thread or not article.shows_comments:
        return
    yield thread_document(thread, article.url, site.facts.origin, site.addresses)
    if index is not None and is_long(thread):
        for part in list_parts(thread.load())[1:]:
            yield _thread_page(names, article, thread, part)


def _article(press: _Press, article: Article, newer: Card | None, older: Card | None) -> Page:
    site, names = press.site, press.names
    body = press.previews.within(site.linked[article.source_path])
    thread = site.threads.get(article.slug)
    parts = _series_view(site, article, press.series)
    related = site.related.get(article.source_path)
    entries = tuple(entry_card(site, site.dictionary.by_slug(slug)) for slug in article.entry_slugs)
    sharing = share_article(site, article)
    inputs = {
        "article": article.digest,
        "form": names.form_digest,
        "body": body.digest,
        "newer": newer.digest if newer else NOTHING,
        "older": older.digest if older else NOTHING,
        "thread": thread.digest if thread else NOTHING,
        "related": related.digest if related else NOTHING,
        "series": digest(parts) if parts else NOTHING,
        "entries": digest(entries) if entries else NOTHING,
        "sharing": sharing.digest if sharing else NOTHING,
    }
    make = partial(
        _article_view, names, article, body, newer, older, thread, parts, related or (), entries, sharing
    )
    return Page(article.save_as, "article.html", inputs, make)


def _article_view(
    names: Names,
    article: Article,
    body: Deferred[GlossedText],
    newer: Card | None,
    older: Card | None,
    thread: KeptThread | None,
    series: SeriesView | None,
    related: tuple[Relation, ...] | Deferred[tuple[Relation, ...]],
    entries: tuple[EntryCard, ...],
    sharing: Deferred[Sharing] | None,
) -> tuple[PageFacts, ArticleView]:
    facts = PageFacts(
        title=article.title,
        description=article.summary,
        url=article.url,
        section=article.category.url,
        kind="article",
        feeds=(
            *thread_feeds(names, article),
            names.addresses.place_feed("category", article.category, names.site),
            names.addresses.site_feed(names.site),
        ),
        is_indexable=article.status == "published",
        sharing=sharing,
    )
    shown = thread_view(names, thread, article.slug, article.url, article.comments)
    linked = Markup()
    if sharing and article.status == "published":
        image, category = sharing.make().image, Link(article.category.name, article.category.url)
        trail = (Link(names.site, names.addresses.front()), category, Link(article.title, article.url))
        linked = describe_article(article, shown, names.origin, names.site, image, trail)
    return facts, ArticleView(article, body, series, newer, older, related, shown, entries, linked)


def thread_view(
    names: Names, thread: KeptThread | None, key: str, href: str, policy: Policy
) -> ThreadView | None:
    """The thread of an article or entry, as its page shows it."""
    if policy.state is State.OFF:
        return None
    return render_thread(thread.load() if thread else Thread(key), href, policy=policy, form=names.form)


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
        feeds=thread_feeds(names, article),
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


def _series_view(site: Site, article: Article, series: Mapping[str, list[Article]]) -> SeriesView | None:
    if article.series is None or article not in series[article.series.name]:
        return None
    parts = series[article.series.name]
    here, is_long = parts.index(article), len(parts) > MOST_PARTS
    near = range(here - NEAR_PARTS, here + NEAR_PARTS + 1) if is_long else range(len(parts))
    return SeriesView(
        name=article.series.name,
        parts=tuple(
            NumberedPart(part.series.number, site.card(part))
            for index, part in enumerate(parts)
            if part.series and (index == 0 or index in near)
        ),
        count=0 if is_long else len(parts),
        current=article.series.number,
        before=site.card(parts[here - 1]) if here else None,
        after=site.card(parts[here + 1]) if here + 1 < len(parts) else None,
    )
