"""Views of articles and of the threads that have outgrown them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from markupsafe import Markup

from plugins.comments.length import is_long, list_parts
from plugins.comments.model import KeptThread, Part, Policy, State, Thread, ThreadView
from plugins.comments.render import render_thread
from plugins.pages.digest import digest
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
from plugins.pages.page import (
    NOTHING,
    Names,
    Page,
    entry_card,
    thread_feeds,
)
from plugins.pages.previews import Previews
from plugins.pages.sharing import share_article
from plugins.pages.site import Site

MOST_PARTS, NEAR_PARTS = 20, 5
"""Of a series with more parts than the first, a page lists only so many on either side."""


def articles(site: Site, previews: Previews) -> Iterator[Page]:
    """A page for each article, listed or not."""
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


def thread_pages(site: Site) -> Iterator[Page]:
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


def _series_view(site: Site, article: Article, series: dict[str, list[Article]]) -> SeriesView | None:
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
