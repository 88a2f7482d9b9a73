"""Articles, words and comments as items of feeds. Cheap: what is dear waits until a document is rendered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from hashlib import blake2b

from markupsafe import Markup

from plugins.comments.body import join_body, render_halves
from plugins.comments.length import permalink
from plugins.comments.mention import Mentions
from plugins.comments.model import Comment, KeptThread, State, Thread
from plugins.feeds.faults import MODIFIED, FeedError
from plugins.feeds.ledger import Ledger, Named
from plugins.feeds.model import Author, Category, InReplyTo, Item, Replies
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
    yield from _named_texts(site, publisher)
    yield from _named_places(site, publisher)


def _named_texts(site: Site, publisher: Publisher) -> Iterator[Named]:
    for article in site.articles:
        derived = id_for(publisher.authority, article.published_at, article.slug)
        yield Named(article.source_path, article.title, article.id, is_written=article.id != derived)
    for entry in site.dictionary.entries:
        if entry.slug in site.entry_dates:
            key = f"dictionary/{entry.slug}"
            yield Named(key, f"{entry.gloss[:80]}", publisher.tag(f"word:{entry.slug}"))


def _named_places(site: Site, publisher: Publisher) -> Iterator[Named]:
    for kind, filing in filings(site):
        slug, oldest = filing.place.slug, filing.articles[-1]
        mark = publisher.id(oldest.source_path, oldest.id)
        yield Named(f"feeds/{kind}/{slug}", mark, publisher.tag(f"feed:{kind}:{slug}"))


def identified(site: Site, publisher: Publisher, ledger: Ledger) -> Publisher:
    """`publisher` with the ids that the ledger has for `site`, or that it would mint."""
    texts = ledger.identify(_named_texts(site, publisher))
    # A place is known by its oldest article, whose own id had to be found first.
    places = ledger.identify(_named_places(site, replace(publisher, ids=texts)))
    return replace(publisher, ids=texts | places)


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

    fresh: Deferred[Item]

    kept: Deferred[Item]
    """As archives have it: a new comment must not change what was archived."""


class ArticleItems(dict[str, Waiting]):
    """Source path → item, of every article that feeds show; made when somebody asks for it."""

    def __init__(self, site: Site, publisher: Publisher) -> None:
        super().__init__()
        self._site, self._publisher = site, publisher
        self._places: dict[Place, str] = {}
        moments = distinct_moments([_changed_at(article) for article in site.articles])
        self._moments = dict(zip(site.by_path, moments, strict=True))
        self.imprint = digest((publisher.origin, publisher.authority))
        self.marks = {path: self._mark(article) for path, article in site.by_path.items()}
        """Source path → what stands for the item, in the fewest steps: taken of every article at every build."""

    def _mark(self, article: Article) -> bytes:
        path = article.source_path
        thread, row = self._site.threads.get(article.slug), self._publisher.ids.get(path)
        moment = self._moments[path].timestamp()
        known = article.digest + self._site.texts[path].digest + (said_in(thread) if thread else b"")
        return known + b"%.6f %s" % (moment, row.id.encode() if row else b"")

    def __missing__(self, path: str) -> Waiting:
        article, moment = self._site.by_path[path], self._moments[path]
        waiting = _waiting_article(self._site, article, moment, self._publisher, self._places)
        self[path] = waiting
        return waiting


def said_in(thread: Thread | KeptThread) -> bytes:
    """Stands for all that is said in it."""
    if isinstance(thread, KeptThread):
        return thread.digest
    return digest(thread) if thread.comments else b""


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
        *(article.published_at.timestamp(), updated_at.timestamp(), len(article.tags), has_thread),
        *(publisher.origin, publisher.authority, site.texts[article.source_path].digest),
        *(places.get(place) or places.setdefault(place, repr(place)) for place in filed),
    )
    make = partial(_article, site, article, identity, updated_at, publisher)
    return Waiting(*_deferred(make, facts, thread if has_thread else None))


def _deferred(
    make: Callable[[], Item], facts: tuple[object, ...], thread: Thread | KeptThread | None
) -> tuple[Deferred[Item], Deferred[Item]]:
    """The item as it is, and as archives have it; `facts` stand for it."""
    said = (thread.count, thread.updated_at and thread.updated_at.timestamp()) if thread else ()
    key = _stand_in(facts)
    return Deferred(_stand_in((key, said)), make), Deferred(key, lambda: archived(make()))


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
        text=site.texts[article.source_path],
        language=article.language,
        source=Source(article.source_path),
        replies=_replies(site, article.slug, article.title, article.url, publisher) if has_thread else None,
    )


def _category(place: Place, kind: str, publisher: Publisher) -> Category:
    return Category(place.slug, publisher.tag(kind), place.name)


def _replies(site: Site, key: str, title: str, page_url: str, publisher: Publisher) -> Replies:
    thread = site.threads.get(key) or Thread(key)
    atom, rss, _ = site.addresses.thread_feeds(title, page_url)
    return Replies(
        page_url=publisher.absolute(f"{page_url}#comments"),
        feed_url=publisher.absolute(atom.url),
        rss_url=publisher.absolute(rss.url),
        count=thread.count,
        updated_at=thread.updated_at,
    )


# Words


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the dictionary that nobody has asked for yet as an item."""

    slug: str
    id: str
    title: str

    url: str
    """Root-relative."""

    added_at: datetime

    fresh: Deferred[Item]

    kept: Deferred[Item]
    """As archives have it."""


def words_of(site: Site, publisher: Publisher) -> list[Word]:
    """Every word that has a date, the newest first."""
    entries = [entry for entry in site.dictionary.entries if entry.slug in site.entry_dates]
    dated = [(_added_at(site, entry, publisher), entry) for entry in entries]
    dated.sort(key=lambda pair: (-pair[0].timestamp(), pair[1].sort_key))
    moments = distinct_moments([at for at, _ in dated])
    return [
        _waiting_word(site, entry, at, moment, publisher)
        for (at, entry), moment in zip(dated, moments, strict=True)
    ]


def _added_at(site: Site, entry: Entry, publisher: Publisher) -> datetime:
    row = publisher.ids.get(f"dictionary/{entry.slug}")
    if row and row.added:
        return datetime.combine(row.added, time(), UTC)
    return site.entry_dates[entry.slug]


def _waiting_word(site: Site, entry: Entry, at: datetime, updated_at: datetime, publisher: Publisher) -> Word:
    slug, title, key = entry.slug, entry.title, f"dictionary/{entry.slug}"
    url, identity = site.addresses.entry(slug), publisher.id(key, publisher.tag(f"word:{slug}"))
    parts = [site.definitions[slug], *([site.commentaries[slug]] if slug in site.commentaries else [])]
    facts = (
        *(identity, url, title, entry.gloss, site.facts.language, publisher.origin),
        *(at.timestamp(), updated_at.timestamp(), key in site.threads, *(part.digest for part in parts)),
    )

    def make() -> Item:
        return Item(
            id=identity,
            title=one_line(title),
            url=publisher.absolute(url),
            published_at=at,
            updated_at=updated_at,
            authors=(),
            categories=(),
            summary=one_line(entry.gloss),
            text=Deferred(digest(parts), lambda: Markup("\n").join(part.make() for part in parts)),
            language=site.facts.language,
            source=entry.source,
            replies=_replies(site, key, title, url, publisher) if key in site.threads else None,
        )

    return Word(slug, identity, title, url, at, *_deferred(make, facts, site.threads.get(key)))


def worn_on(word: Word, day: date, publisher: Publisher) -> Deferred[Item]:
    """The word as the one of that day."""

    def make() -> Item:
        at = datetime.combine(day, time(), UTC)
        identity = publisher.tag(f"word-of-the-day:{day.isoformat()}:{word.id.rpartition('word:')[2]}")
        return replace(word.fresh.make(), id=identity, published_at=at, updated_at=at, replies=None)

    return Deferred(_stand_in((word.kept.digest, day.isoformat())), make)


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


def comment_items(discussed: Discussed, publisher: Publisher) -> dict[int, Item]:
    """The comments of one thread by their numbers; deleted ones are left out."""
    kept = discussed.thread
    thread = kept.load() if isinstance(kept, KeptThread) else kept
    ids = {comment.number: publisher.tag(f"comment:{comment.id}") for comment in thread.comments}
    speaking = _mentions(thread, discussed.page_url)
    shown = [comment for comment in thread.comments if not comment.is_deleted]
    items = [
        _comment(discussed, comment, publisher, ids, _text(thread, comment, speaking.get(comment.number)))
        for comment in shown
    ]
    moments = distinct_moments([item.updated_at for item in items[::-1]])[::-1]
    return {
        comment.number: replace(item, updated_at=at)
        for comment, item, at in zip(shown, items, moments, strict=True)
    }


def _text(thread: Thread, comment: Comment, mention: tuple[str, str] | None) -> Deferred[Markup]:
    made = thread.bodies.get(comment.number)
    made = made or render_halves(comment.body, comment.notation, mention[0] if mention else "")
    html = join_body(made, mention)
    return Deferred(_stand_in((html,)), lambda: html)


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
        updated_at=max(comment.modified_at or comment.posted_at, comment.posted_at),
        authors=(Author(comment.author, comment.source_url or comment.website or ""),),
        categories=(),
        summary="",
        text=text,
        language=discussed.language,
        source=comment.source,
        in_reply_to=InReplyTo(ref, url),
    )


# All of them


def distinct_moments(moments: Sequence[datetime]) -> list[datetime]:
    """`moments` (of items, newest first), none of which is another's: each but the oldest gets a second more.

    Readers that order by time keep our order then.
    """
    free: dict[datetime, datetime] = {}  # from a moment that is taken, where to look on
    shifted: list[datetime] = []
    for moment in reversed(moments):
        at, passed = moment, []
        while at in free:
            passed.append(at)
            at = free[at]
        shifted.append(at)
        free.update(dict.fromkeys((*passed, at), at + SECOND))  # hundreds of words have one date
    return shifted[::-1]


def archived(item: Item) -> Item:
    """`item` as an archive has it: a new comment must not change what was archived."""
    return replace(item, replies=replace(item.replies, count=None, updated_at=None)) if item.replies else item


def one_line(text: str) -> str:
    return SPACES.sub(" ", text).strip()
