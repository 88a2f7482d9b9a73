"""Articles, words and comments as items of feeds. Cheap: what is dear waits until a document is rendered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from hashlib import blake2b

from markupsafe import Markup

from plugins.comments.length import permalink
from plugins.comments.mention import Mentions
from plugins.comments.model import Comment, KeptThread, State, Thread
from plugins.feeds.faults import MODIFIED, FeedError
from plugins.feeds.ledger import Ledger, Named
from plugins.feeds.model import Author, Category, CommentText, InReplyTo, Item, PageText, Replies
from plugins.feeds.publisher import Publisher
from plugins.glossary.entry import Entry
from plugins.pages.addresses import id_for
from plugins.pages.digest import digest
from plugins.pages.model import Article, Deferred, Place
from plugins.pages.site import Filing, Site
from plugins.source import Source

SECOND = timedelta(seconds=1)
SPACES = re.compile(r"\s+")


def named_things(site: Site, publisher: Publisher) -> Iterator[Named]:
    """Everything that keeps an id whatever it is called: articles, words, and the feeds of places."""
    for article in site.articles:
        derived = id_for(publisher.authority, article.published_at, article.slug)
        yield Named(article.source_path, article.title, article.id, is_written=article.id != derived)
    for entry in site.dictionary.entries:
        if entry.slug in site.entry_dates:
            key = f"dictionary/{entry.slug}"
            yield Named(key, f"{entry.gloss[:80]}", publisher.tag(f"word:{entry.slug}"))
    for kind, filing in filings(site):
        slug, oldest = filing.place.slug, filing.articles[-1]
        mark = publisher.id(oldest.source_path, oldest.id)
        yield Named(f"feeds/{kind}/{slug}", mark, publisher.tag(f"feed:{kind}:{slug}"))


def identified(site: Site, publisher: Publisher, ledger: Ledger) -> Publisher:
    """`publisher` with the ids that the ledger has for `site`, or that it would mint."""
    # Twice: a place is known by its oldest article, whose own id has to be found first.
    for _ in range(2):
        publisher = replace(publisher, ids=ledger.identify(named_things(site, publisher)))
    return publisher


def added_words(site: Site, ledger: Ledger, today: date) -> dict[str, date]:
    """By key, the words that came into a file whose others have their ids: new today, whatever its date."""
    keys = {
        f"dictionary/{entry.slug}": entry
        for entry in site.dictionary.entries
        if entry.slug in site.entry_dates
    }
    known = {entry.source.path for key, entry in keys.items() if key in ledger.rows}
    return {
        key: today
        for key, entry in keys.items()
        if key not in ledger.rows
        and entry.source.path in known
        and site.entry_dates[entry.slug].date() < today
    }


def filings(site: Site) -> Iterator[tuple[str, Filing]]:
    """Every place that has articles, with its kind."""
    for kind, places in (("category", site.categories), ("tag", site.tags), ("author", site.authors)):
        for filing in places:
            yield kind, filing


# Articles


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item that nobody has asked for yet."""

    fresh: Deferred[tuple[Item, ...]]

    kept: Deferred[tuple[Item, ...]]
    """As archives have it: a new comment must not change what was archived."""


def article_items(site: Site, publisher: Publisher) -> dict[str, Waiting]:
    """Source path → item, of every article that feeds show."""
    moments = distinct_moments([_changed_at(article) for article in site.articles])
    places: dict[Place, str] = {}
    return {
        article.source_path: _waiting_article(site, article, moment, publisher, places)
        for article, moment in zip(site.articles, moments, strict=True)
    }


def _changed_at(article: Article) -> datetime:
    updated_at = article.modified_at or article.published_at
    if updated_at < article.published_at:
        message = "Modified is earlier than Date; write the day of the last change"
        raise FeedError(Source(article.source_path), MODIFIED, message)
    return updated_at


def _waiting_article(
    site: Site, article: Article, updated_at: datetime, publisher: Publisher, places: dict[Place, str]
) -> Waiting:
    """The item, and digests of plain texts that stand for it: a build takes them of every article."""
    identity = publisher.id(article.source_path, article.id)
    thread = site.threads.get(article.slug)
    has_thread = article.comments.state is not State.OFF
    filed = (article.category, *article.tags, *article.authors)
    facts = (
        *(article.source_path, identity, article.url, article.title, article.summary, article.language),
        *(article.published_at, updated_at, len(article.tags), has_thread),
        *(publisher.origin, publisher.authority, site.texts[article.source_path].digest),
        *(places.get(place) or places.setdefault(place, repr(place)) for place in filed),
    )
    said = (thread.count, thread.updated_at) if thread and has_thread else ()

    def make(is_kept: bool) -> tuple[Item, ...]:
        item = _article(site, article, identity, updated_at, publisher)
        return (archived(item) if is_kept else item,)

    kept = _stand_in(facts)
    return Waiting(
        Deferred(_stand_in((kept, said)), partial(make, False)), Deferred(kept, partial(make, True))
    )


def _stand_in(texts: tuple[object, ...]) -> bytes:
    return blake2b(repr(texts).encode(), digest_size=16).digest()


def _article(site: Site, article: Article, identity: str, updated_at: datetime, publisher: Publisher) -> Item:
    has_thread = article.comments.state is not State.OFF
    return Item(
        id=identity,
        title=one_line(article.title),
        url=publisher.absolute(article.url),
        published_at=article.published_at,
        updated_at=updated_at,
        authors=tuple(Author(place.name, publisher.absolute(place.url)) for place in article.authors),
        categories=(
            _category(article.category, "category", publisher),
            *(_category(tag, "tag", publisher) for tag in article.tags),
        ),
        summary=one_line(article.summary),
        text=PageText(site.texts[article.source_path]),
        language=article.language,
        source=Source(article.source_path),
        replies=_replies(site, article.slug, article.title, article.url, publisher) if has_thread else None,
    )


def _category(place: Place, kind: str, publisher: Publisher) -> Category:
    return Category(place.slug, publisher.tag(kind), place.name)


def _replies(site: Site, key: str, title: str, page_url: str, publisher: Publisher) -> Replies:
    thread = site.threads.get(key) or Thread(key)
    return Replies(
        page_url=publisher.absolute(f"{page_url}#comments"),
        feed_url=publisher.absolute(site.addresses.thread_feed(title, page_url).url),
        count=thread.count,
        updated_at=thread.updated_at,
    )


# Words


def word_items(site: Site, publisher: Publisher) -> dict[str, Item]:
    """Slug → item, of every word that has a date, the newest first."""
    entries = [entry for entry in site.dictionary.entries if entry.slug in site.entry_dates]
    dated = [(_added_at(site, entry, publisher), entry) for entry in entries]
    dated.sort(key=lambda pair: (-pair[0].timestamp(), pair[1].sort_key))
    items = distinct([_word(site, entry, at, publisher) for at, entry in dated])
    return {entry.slug: item for (_, entry), item in zip(dated, items, strict=True)}


def _added_at(site: Site, entry: Entry, publisher: Publisher) -> datetime:
    row = publisher.ids.get(f"dictionary/{entry.slug}")
    if row and row.added:
        return datetime.combine(row.added, time(), UTC)
    return site.entry_dates[entry.slug]


def _word(site: Site, entry: Entry, at: datetime, publisher: Publisher) -> Item:
    url = site.addresses.entry(entry.slug)
    key = f"dictionary/{entry.slug}"
    parts = [site.definitions[entry.slug]]
    parts += [site.commentaries[entry.slug]] if entry.slug in site.commentaries else []
    return Item(
        id=publisher.id(key, publisher.tag(f"word:{entry.slug}")),
        title=one_line(entry.title),
        url=publisher.absolute(url),
        published_at=at,
        updated_at=at,
        authors=(),
        categories=(),
        summary=one_line(entry.gloss),
        text=PageText(Deferred(digest(parts), lambda: Markup("\n").join(part.make() for part in parts))),
        language=site.facts.language,
        source=entry.source,
        replies=_replies(site, key, entry.title, url, publisher) if key in site.threads else None,
    )


# Comments


@dataclass(frozen=True, slots=True)
class Discussed:
    """A thread, and the article or word that it is about."""

    thread: Thread | KeptThread
    id: str
    title: str

    page_url: str
    """Root-relative."""

    language: str
    published_at: datetime


def comment_items(discussed: Discussed, publisher: Publisher) -> tuple[Item, ...]:
    """The comments of one thread, newest first; deleted ones are left out."""
    ids = {comment.number: publisher.tag(f"comment:{comment.id}") for comment in discussed.thread.comments}
    speaking = _mentions(discussed.thread, discussed.page_url)
    items = [
        _comment(discussed, comment, publisher, ids, speaking.get(comment.number))
        for comment in discussed.thread.comments
        if not comment.is_deleted
    ]
    return tuple(distinct(items[::-1]))


def _mentions(thread: Thread | KeptThread, page_url: str) -> dict[int, tuple[str, str]]:
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
    mention: tuple[str, str] | None,
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
        updated_at=max(comment.modified_at or comment.posted_at, comment.posted_at),
        authors=(Author(comment.author, comment.source_url or comment.website or ""),),
        categories=(),
        summary="",
        text=CommentText(comment.body, comment.notation, mention),
        language=discussed.language,
        source=comment.source,
        in_reply_to=InReplyTo(ref, url),
    )


# All of them


def distinct_moments(moments: Sequence[datetime]) -> list[datetime]:
    """`moments` (of items, newest first), none of which is another's: each but the oldest gets a second more.

    Readers that order by time keep our order then.
    """
    taken: set[datetime] = set()
    shifted: list[datetime] = []
    for moment in reversed(moments):
        at = moment
        while at in taken:
            at += SECOND
        taken.add(at)
        shifted.append(at)
    return shifted[::-1]


def distinct(items: Sequence[Item]) -> list[Item]:
    """`items` (newest first), none of which changed in the same second as another."""
    moments = distinct_moments([item.updated_at for item in items])
    return [
        item if item.updated_at == at else replace(item, updated_at=at)
        for item, at in zip(items, moments, strict=True)
    ]


def archived(item: Item) -> Item:
    """`item` as an archive has it: a new comment must not change what was archived."""
    return replace(item, replies=replace(item.replies, count=None, updated_at=None)) if item.replies else item


def one_line(text: str) -> str:
    return SPACES.sub(" ", text).strip()
