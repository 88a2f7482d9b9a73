"""Pages of articles, and of the threads that have outgrown them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from plugins.comments.length import is_long, list_parts
from plugins.comments.model import Form, KeptThread, Part, Policy, State, Thread, ThreadView
from plugins.comments.render import render_thread
from plugins.dates import Dates
from plugins.files.data import thread_document
from plugins.incremental.deferred import Deferred
from plugins.incremental.document import Bundle, Document
from plugins.pages.linked_data import describe_article
from plugins.pages.model import ArticleView, GlossedText, NumberedPart, PageFacts, SeriesView, ThreadPageView
from plugins.pages.page import Frames, Names, thread_feed
from plugins.pages.sharing import Lexicon, article_files, share_article
from plugins.site.addresses import FeedLink
from plugins.site.mentions import LinkedText
from plugins.site.model import Site
from plugins.site.records import Article, Card, EntryCard, Link, Relation, Sharing

BLOCK = 50
"""Articles in one bundle."""

MAX_PARTS, NEAR_PARTS = 20, 5
"""Of a series with more parts than the first, a page lists only so many on either side."""


@dataclass(frozen=True, slots=True)
class ArticleInputs:
    """All that the files of one article show of itself. Ten thousand are made at every build."""

    article: Article
    text: LinkedText
    thread: KeptThread | None
    related: Deferred[tuple[Relation, ...]] | None
    series: SeriesView | None


@dataclass(frozen=True, slots=True)
class BlockInputs:
    """All that the files of some articles are made from."""

    frames: Frames
    names: Names
    lexicon: Lexicon
    articles: tuple[ArticleInputs, ...]

    is_listed: bool
    newer: Card | None
    """Of the article after the first; None where these are not listed. So is the next."""

    older: Card | None


def articles(site: Site, frames: Frames, lexicon: Lexicon, cards: Sequence[Card]) -> Iterator[Bundle]:
    """Each article's page, the pages of its thread, and comments.json: in blocks counted from the oldest.

    Args:
        cards: of the listed articles.
    """
    series, names = _series(site), Names.of(site)
    for number, stop in enumerate(range(len(cards), 0, -BLOCK)):
        start = max(0, stop - BLOCK)
        some = tuple(_inputs(site, series, article) for article in site.articles[start:stop])
        newer, older = cards[start - 1] if start else None, cards[stop] if stop < len(cards) else None
        block = BlockInputs(frames, names, lexicon, some, True, newer, older)
        yield Bundle(f"articles/{number}", _files_of_block, block, 2 * len(some))
    unlisted = tuple(_inputs(site, series, article) for article in site.unlisted)
    block = BlockInputs(frames, names, lexicon, unlisted, False, None, None)
    yield Bundle("articles/unlisted", _files_of_block, block, 2 * len(unlisted))


def _inputs(site: Site, series: Series, article: Article) -> ArticleInputs:
    return ArticleInputs(
        article,
        site.linked[article.source_path],
        site.threads.get(article.slug),
        site.related.get(article.url),
        _series_view(article, series) if article.series else None,
    )


def _files_of_block(block: BlockInputs) -> Iterator[Document]:
    cards = [Card.of(one.article) for one in block.articles] if block.is_listed else []
    around = [block.newer, *cards, block.older]
    for index, one in enumerate(block.articles):
        newer, older = (around[index], around[index + 2]) if block.is_listed else (None, None)
        yield _article(block, one, newer, older)
        yield from article_files(block.lexicon, one.article)
        yield from _thread_files(block, one)


def _thread_files(block: BlockInputs, one: ArticleInputs) -> Iterator[Document]:
    article, thread, names = one.article, one.thread, block.names
    if not thread or not article.shows_comments:
        return
    yield thread_document(thread, article.url, names.origin, names.addresses)
    if block.is_listed and is_long(thread):
        for part in list_parts(thread.load())[1:]:
            path = names.addresses.save_as(article.url + part.suffix)
            inputs = ThreadPageInputs(names, article, thread, part)
            yield block.frames.page(path, "thread.html", _thread_page_view, inputs)


@dataclass(frozen=True, slots=True)
class ArticlePageInputs:
    """All that the page of an article is made from."""

    names: Names
    article: Article
    body: Deferred[GlossedText]
    newer: Card | None
    older: Card | None
    thread: KeptThread | None
    related: Deferred[tuple[Relation, ...]] | None
    series: SeriesView | None
    entries: tuple[EntryCard, ...]
    sharing: Deferred[Sharing] | None


def _article(block: BlockInputs, one: ArticleInputs, newer: Card | None, older: Card | None) -> Document:
    article, lexicon = one.article, block.lexicon
    inputs = ArticlePageInputs(
        names=block.names,
        article=article,
        body=lexicon.previews.within(one.text),
        newer=newer,
        older=older,
        thread=one.thread,
        related=one.related,
        series=one.series,
        entries=tuple(lexicon.cards[slug] for slug in article.entry_slugs),
        sharing=share_article(lexicon, article),
    )
    return block.frames.page(article.save_as, "article.html", _article_view, inputs)


def _article_view(inputs: ArticlePageInputs) -> tuple[PageFacts, ArticleView]:
    names, article, sharing = inputs.names, inputs.article, inputs.sharing
    facts = PageFacts(
        title=article.title,
        description=article.summary,
        url=article.url,
        section=article.category.url,
        kind="article",
        feeds=(
            names.addresses.site_feed(names.site),
            *_category_feed(names, article),
            *thread_feed(names, article),
        ),
        is_indexable=article.status == "published",
        sharing=sharing,
    )
    shown = thread_view(names.form, names.dates, inputs.thread, article.slug, article.url, article.comments)
    linked = Markup()
    if sharing and article.status == "published":
        image, category = sharing.make().image, Link(article.category.name, article.category.url)
        trail = (Link(names.site, names.addresses.front()), category, Link(article.title, article.url))
        linked = describe_article(article, shown, names.origin, names.site, image, trail)
    return facts, ArticleView(
        article=article,
        body=inputs.body,
        series=inputs.series,
        newer=inputs.newer,
        older=inputs.older,
        related=inputs.related or (),
        thread=shown,
        entries=inputs.entries,
        linked_data=linked,
    )


def _category_feed(names: Names, article: Article) -> tuple[FeedLink, ...]:
    """None where no listed article is of that category."""
    if not article.category.url:
        return ()
    return (names.addresses.place_feed("category", article.category, names.site),)


def thread_view(
    form: Form | None, dates: Dates, thread: KeptThread | None, key: str, href: str, policy: Policy
) -> ThreadView | None:
    """The thread of an article or entry, as its page shows it."""
    if policy.state is State.OFF:
        return None
    loaded = thread.load() if thread else Thread(key)
    return render_thread(loaded, href, policy=policy, form=form, dates=dates)


@dataclass(frozen=True, slots=True)
class ThreadPageInputs:
    """All that a page of a long thread is made from."""

    names: Names
    article: Article
    thread: KeptThread
    part: Part


def _thread_page_view(inputs: ThreadPageInputs) -> tuple[PageFacts, ThreadPageView]:
    names, article, part = inputs.names, inputs.article, inputs.part
    facts = PageFacts(
        title=f"Comments {part.title} on {article.title}",
        description=f"Comments {part.title} on “{article.title}”.",
        url=article.url + part.suffix,
        section=article.category.url,
        kind="comments",
        feeds=(names.addresses.site_feed(names.site), *thread_feed(names, article)),
        is_indexable=False,
    )
    policy, form = article.comments, names.form
    shown = render_thread(
        inputs.thread.load(), article.url, policy=policy, form=form, part=part, dates=names.dates
    )
    return facts, ThreadPageView(article.heading, article.url, part.title, shown)


Series = Mapping[str, tuple[Sequence[Article], Mapping[str, int]]]
"""Name → the parts by number, and where among them an article is, by its address."""


def _series(site: Site) -> Series:
    named: dict[str, list[Article]] = defaultdict(list)
    for article in site.articles:
        if article.series:
            named[article.series.name].append(article)
    for parts in named.values():
        parts.sort(key=lambda part: (part.series.number if part.series else 0, part.published_at))
    return {
        name: (parts, {part.url: index for index, part in enumerate(parts)}) for name, parts in named.items()
    }


def _series_view(article: Article, series: Series) -> SeriesView | None:
    """Where an article stands in its series; None for one that is not listed."""
    assert article.series is not None  # noqa: S101 - the caller asked
    parts, places = series.get(article.series.name, ((), {}))
    if article.url not in places:
        return None
    here, is_long = places[article.url], len(parts) > MAX_PARTS
    near = range(max(1, here - NEAR_PARTS), here + NEAR_PARTS + 1) if is_long else range(1, len(parts))
    return SeriesView(
        name=article.series.name,
        parts=tuple(
            NumberedPart(part.series.number, Card.of(part))
            for part in (parts[0], *(parts[index] for index in near if index < len(parts)))
            if part.series
        ),
        count=0 if is_long else len(parts),
        current=article.series.number,
        before=Card.of(parts[here - 1]) if here else None,
        after=Card.of(parts[here + 1]) if here + 1 < len(parts) else None,
    )
