"""Articles, words and comments as items of feeds. Cheap: what is costly waits until a document is rendered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from markupsafe import Markup

from plugins.comments.body import join_body, render_halves
from plugins.comments.length import permalink
from plugins.comments.mention import Mentions
from plugins.comments.model import Comment, KeptThread, State, Thread
from plugins.feeds.faults import MODIFIED, FeedError
from plugins.feeds.model import Author, Category, InReplyTo, Item, Replies
from plugins.feeds.publisher import Publisher
from plugins.glossary.entry import Entry
from plugins.incremental.deferred import Deferred, given
from plugins.incremental.digest import Digested
from plugins.site.addresses import Addresses
from plugins.site.ledger import Row
from plugins.site.model import Site
from plugins.site.records import Article, Place
from plugins.source import Source

SPACES = re.compile(r"\s+")


# Articles


@dataclass(frozen=True)
class FeedArticle(Digested):
    """An article as feeds show it. Ten thousand are made at every build, and few are asked for more than a digest."""

    article: Article
    text: Deferred[Markup]
    id: str
    changed_at: datetime


def feed_articles(site: Site) -> dict[str, FeedArticle]:
    """Every listed article, by its source path.

    Raises:
        FeedError: one was changed before it appeared.
    """
    return {article.source_path: _feed_article(site, article) for article in site.articles}


def _feed_article(site: Site, article: Article) -> FeedArticle:
    if article.modified_at and article.modified_at < article.published_at:
        message = "Modified is earlier than Date; write the day of the last change"
        raise FeedError(Source(article.source_path), MODIFIED, message)
    row = site.row(article.url)
    return FeedArticle(article, site.texts[article.source_path], row.id, row.changed_at)


def in_order_of_publication(site: Site, articles: Iterable[Article]) -> list[Article]:
    """`articles`, the one that was published last at the start."""
    return sorted(articles, key=lambda article: _place(site.row(article.url)), reverse=True)


def _place(row: Row) -> tuple[datetime, str]:
    return row.first_at, row.id


@dataclass(frozen=True)
class ItemInputs(Digested):
    """All that the item of an article or a word is made from."""

    id: str
    title: str

    url: str
    """Root-relative."""

    published_at: datetime
    updated_at: datetime
    summary: str
    language: str
    source: Source
    text: Deferred[Markup]
    replies: Replies | None
    publisher: Publisher

    category: Place | None = None
    """None for a word. So are the next, empty."""

    tags: tuple[Place, ...] = ()
    authors: tuple[Place, ...] = ()


def article_item(one: FeedArticle, publisher: Publisher, addresses: Addresses) -> Deferred[Item]:
    """The item of an article."""
    article = one.article
    has_thread = article.comments.state is not State.OFF
    inputs = ItemInputs(
        id=one.id,
        title=article.title,
        url=article.url,
        published_at=min(article.published_at, one.changed_at),  # re-dating is no change to tell of
        updated_at=one.changed_at,
        summary=article.summary,
        language=article.language,
        source=Source(article.source_path),
        text=one.text,
        replies=_replies(article.title, article.url, publisher, addresses) if has_thread else None,
        publisher=publisher,
        category=article.category,
        tags=article.tags,
        authors=article.authors,
    )
    return Deferred(_item, inputs)


def _item(inputs: ItemInputs) -> Item:
    publisher, filed = inputs.publisher, tuple[Category, ...]()
    if inputs.category:
        filed = (
            _category(inputs.category, "category", publisher),
            *(_category(tag, "tag", publisher) for tag in inputs.tags),
        )
    return Item(
        id=inputs.id,
        title=one_line(inputs.title),
        url=publisher.absolute(inputs.url),
        published_at=inputs.published_at,
        updated_at=inputs.updated_at,
        authors=tuple(Author(place.name, publisher.absolute(place.url)) for place in inputs.authors),
        categories=filed,
        summary=one_line(inputs.summary),
        text=inputs.text,
        language=inputs.language,
        source=inputs.source,
        replies=inputs.replies,
    )


def _category(place: Place, kind: str, publisher: Publisher) -> Category:
    return Category(place.slug, publisher.tag(kind), place.name)


def _replies(title: str, page_url: str, publisher: Publisher, addresses: Addresses) -> Replies:
    feed = addresses.thread_feed(title, page_url)
    return Replies(publisher.absolute(f"{page_url}#comments"), publisher.absolute(feed.url))


# Words


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the dictionary as feeds show it."""

    id: str

    first_at: datetime
    """When it was first published, whatever date its file bears."""

    item: Deferred[Item]


def words_of(site: Site, publisher: Publisher) -> tuple[Word, ...]:
    """Every word that has a date, the one that was published last at the start."""
    entries = [entry for entry in site.dictionary.entries if entry.slug in site.entry_dates]
    rows = [(site.row(site.addresses.entry(entry.slug)), entry) for entry in entries]
    rows.sort(key=lambda pair: _place(pair[0]), reverse=True)
    return tuple(_word(site, entry, row, publisher) for row, entry in rows)


def _word(site: Site, entry: Entry, row: Row, publisher: Publisher) -> Word:
    slug, url = entry.slug, site.addresses.entry(entry.slug)
    parts = (site.definitions[slug], *([site.commentaries[slug]] if slug in site.commentaries else []))
    has_thread = f"dictionary/{slug}" in site.threads
    inputs = ItemInputs(
        id=row.id,
        title=entry.title,
        url=url,
        published_at=row.changed_at,
        updated_at=row.changed_at,
        summary=entry.gloss,
        language=site.facts.language,
        source=entry.source,
        text=Deferred(_together, parts),
        replies=_replies(entry.title, url, publisher, site.addresses) if has_thread else None,
        publisher=publisher,
    )
    return Word(row.id, row.first_at, Deferred(_item, inputs))


def _together(parts: tuple[Deferred[Markup], ...]) -> Markup:
    return Markup("\n").join(part.make() for part in parts)


@dataclass(frozen=True, slots=True)
class DayInputs:
    """All that a word is made from as the one of a day."""

    word: Deferred[Item]
    id: str
    day: date


def worn_on(word: Word, day: date, publisher: Publisher) -> Deferred[Item]:
    """The word as the one of that day."""
    identity = publisher.tag(f"word-of-the-day:{day.isoformat()}:{word.id.rpartition('word:')[2]}")
    return Deferred(_worn, DayInputs(word.item, identity, day))


def _worn(inputs: DayInputs) -> Item:
    at = datetime.combine(inputs.day, time(), UTC)
    return replace(inputs.word.make(), id=inputs.id, published_at=at, updated_at=at, replies=None)


# Comments


class Posted(NamedTuple):
    """A comment that was published. Tuples: a large site has tens of thousands at every build."""

    first_at: datetime
    """When it was first published."""

    changed_at: datetime


@dataclass(frozen=True)
class Discussed(Digested):
    """A thread, and the article or word that it is about. Made of every article at every build."""

    thread: Thread | KeptThread
    id: str
    title: str

    page_url: str
    """Root-relative."""

    language: str
    published_at: datetime

    posted: Mapping[int, Posted]
    """Number of a comment that is there → what the ledger knows of it."""


def comment_items(discussed: Discussed, publisher: Publisher) -> dict[int, Item]:
    """The comments of one thread by their numbers; deleted ones are left out."""
    kept = discussed.thread
    thread = kept.load() if isinstance(kept, KeptThread) else kept
    ids = {comment.number: publisher.tag(f"comment:{comment.id}") for comment in thread.comments}
    speaking = _mentions(thread, discussed.page_url)
    return {
        number: _comment(discussed, comment, publisher, ids, _text(thread, comment, speaking.get(number)))
        for comment in thread.comments
        if (number := comment.number) in discussed.posted
    }


def _text(thread: Thread, comment: Comment, mention: tuple[str, str] | None) -> Deferred[Markup]:
    made = thread.bodies.get(comment.number)
    made = made or render_halves(comment.body, comment.notation, mention[0] if mention else "")
    return given(join_body(made, mention))


def _mentions(thread: Thread, page_url: str) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    earlier = Mentions()
    for comment in thread.comments:
        if mention := earlier.find(comment):
            found[comment.number] = (mention[0], permalink(page_url, mention[1]))
        earlier.add(comment)
    return found


def _comment(
    discussed: Discussed,
    comment: Comment,
    publisher: Publisher,
    ids: dict[int, str],
    text: Deferred[Markup],
) -> Item:
    origin = publisher.absolute(discussed.page_url)
    ref, url = discussed.id, origin
    if comment.replyto:
        ref, url = ids[comment.replyto], permalink(origin, comment.replyto)
    return Item(
        id=ids[comment.number],
        title=one_line(f"{comment.author} on {discussed.title}"),
        url=permalink(origin, comment.number),
        published_at=comment.posted_at,
        updated_at=max(comment.modified_at or comment.posted_at, discussed.posted[comment.number].changed_at),
        authors=(Author(comment.author, comment.source_url or comment.website or ""),),
        categories=(),
        summary="",
        text=text,
        language=discussed.language,
        source=comment.source,
        in_reply_to=InReplyTo(ref, url),
    )


def one_line(text: str) -> str:
    return SPACES.sub(" ", text).strip()
