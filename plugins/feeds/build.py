"""Which documents each feed is cut into. Pure; what is dear waits until a document is rendered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import blake2b

from plugins.comments.model import KeptThread, State, Thread
from plugins.feeds.catalogue import FOUNDED, Catalogue
from plugins.feeds.items import (
    Discussed,
    Waiting,
    archived,
    article_items,
    comment_items,
    distinct,
    word_items,
)
from plugins.feeds.model import Document, Feed, Form, Item
from plugins.feeds.paging import Block, split
from plugins.feeds.publisher import Publisher
from plugins.glossary.days import words_by_day
from plugins.pages.digest import digest
from plugins.pages.model import Deferred
from plugins.pages.site import Site

DAYS_AHEAD = 365
SHOWN = 7
"""Days in one document of the word of the day: a subscriber who was away for a week missed none."""

COMMENTS_SIZE = 100
"""Comments in one document: they are short."""

EVERY_FORM = (Form.ATOM, Form.RSS, Form.JSON)
Said = tuple[int, str]
"""A comment: which thread, and its own id."""


def all_documents(catalogue: Catalogue) -> Iterator[Document]:
    """Every document of every feed, in a fixed order.

    Raises:
        FeedError: an author wrote what no feed can hold.
    """
    site, publisher = catalogue.site, catalogue.publisher
    words = word_items(site, publisher)
    yield from _article_documents(catalogue, article_items(site, publisher))
    yield from _dictionary_documents(catalogue, words)
    yield from _days(catalogue, words)
    yield from _discussion_documents(catalogue, words)


def _written(
    catalogue: Catalogue,
    feed: Feed,
    block: Block[str] | Block[Said],
    items: Deferred[tuple[Item, ...]],
    forms: tuple[Form, ...] = EVERY_FORM,
) -> Iterator[Document]:
    """One block in each form. Archives are not in RSS: its document points to the Atom ones."""
    for form in forms:
        if block.number and form is Form.RSS:
            continue
        yield Document(
            _path(catalogue, feed.url(form, block.number)),
            form,
            feed,
            items,
            block.number,
            block.older,
            block.newer,
        )


def _path(catalogue: Catalogue, url: str) -> str:
    return catalogue.site.addresses.save_as(url.removeprefix(catalogue.publisher.origin))


# Articles


def _article_documents(catalogue: Catalogue, items: dict[str, Waiting]) -> Iterator[Document]:
    def documents(
        feed: Feed, paths: Sequence[str], forms: tuple[Form, ...], *, has_archives: bool = True
    ) -> Iterator[Document]:
        for block in split(paths, catalogue.publisher.size):
            if not has_archives:
                block = replace(block, older=0)
            waiting = [items[path] for path in block.items]
            held = _gathered([one.kept if block.number else one.fresh for one in waiting])
            yield from _written(catalogue, feed, block, held, forms)
            if not has_archives:
                break

    yield from documents(catalogue.everything(), [a.source_path for a in catalogue.site.articles], EVERY_FORM)
    for kind, filing, feed in catalogue.places():
        is_category = kind == "category"
        forms = EVERY_FORM if is_category else (Form.ATOM,)
        paths = [article.source_path for article in filing.articles]
        yield from documents(feed, paths, forms, has_archives=is_category)


# Words


def _dictionary_documents(catalogue: Catalogue, items: dict[str, Item]) -> Iterator[Document]:
    feed = catalogue.words()
    fresh = {slug: _deferred(item) for slug, item in items.items()}
    kept = {slug: _deferred(archived(item)) for slug, item in items.items()}
    for block in split(list(items), catalogue.publisher.size):
        held = _gathered([(kept if block.number else fresh)[slug] for slug in block.items])
        yield from _written(catalogue, feed, block, held)


def _days(catalogue: Catalogue, items: dict[str, Item]) -> Iterator[Document]:
    """The feed as it is on the day of what is newest on the site, and as it will be on each day of a year."""
    feed = catalogue.word_of_the_day()
    today = _newest_day(catalogue.site, items)
    words = {item.id: item for item in items.values()}
    dates = {item.id: item.published_at for item in items.values()}
    days = {
        day: _deferred(_of_the_day(words[word], day, catalogue.publisher))
        for day, word in words_by_day(dates, today + timedelta(DAYS_AHEAD))
        if day > today - timedelta(SHOWN)
    }
    path = _path(catalogue, feed.url(Form.ATOM))
    yield Document(path, Form.ATOM, feed, _shown(days, today))
    for day in days:
        if day >= today:
            dated = path.removesuffix(".atom") + f"/{day.isoformat()}.atom"
            yield Document(dated, Form.ATOM, feed, _shown(days, day))


def _newest_day(site: Site, words: dict[str, Item]) -> date:
    moments = [article.published_at for article in site.articles[:1]]
    moments += [item.published_at for item in words.values()]
    return max(moments, default=FOUNDED).date()


def _of_the_day(item: Item, day: date, publisher: Publisher) -> Item:
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    identity = publisher.tag(f"word-of-the-day:{day.isoformat()}:{item.id.rpartition('word:')[2]}")
    return replace(item, id=identity, published_at=at, updated_at=at, replies=None)


def _shown(days: dict[date, Deferred[tuple[Item, ...]]], until: date) -> Deferred[tuple[Item, ...]]:
    newest_first = (until - timedelta(back) for back in range(SHOWN))
    return _gathered([days[day] for day in newest_first if day in days])


# Comments


@dataclass(frozen=True, slots=True)
class _Discussions:
    """All threads; their comments become items when the first of them is wanted."""

    threads: tuple[Discussed, ...]
    digests: tuple[bytes, ...]
    publisher: Publisher
    _made: dict[int, dict[str, Item]] = field(default_factory=dict)

    @classmethod
    def of(cls, threads: Sequence[Discussed], publisher: Publisher) -> _Discussions:
        facts = (
            (_stand_in(d.thread), d.title, d.page_url, d.id, d.language, publisher.origin) for d in threads
        )
        return cls(tuple(threads), tuple(map(digest, facts)), publisher)

    def newest_first(self) -> list[Said]:
        """All that was said."""
        said = [
            (comment.posted_at, discussed.thread.key, comment.number, (index, comment.id))
            for index, discussed in enumerate(self.threads)
            for comment in discussed.thread.stubs
            if not comment.is_deleted
        ]
        return [comment for *_, comment in sorted(said, reverse=True)]

    def of_thread(self, index: int) -> list[Said]:
        """What was said in one thread, newest first."""
        comments = self.threads[index].thread.stubs
        return [(index, comment.id) for comment in reversed(comments) if not comment.is_deleted]

    def held(self, said: Sequence[Said]) -> Deferred[tuple[Item, ...]]:
        key = digest([(self.digests[index], identity) for index, identity in said])
        return Deferred(key, partial(self._pick, tuple(said)))

    def _pick(self, said: tuple[Said, ...]) -> tuple[Item, ...]:
        return tuple(distinct([self._items(index)[identity] for index, identity in said]))

    def _items(self, index: int) -> dict[str, Item]:
        if index not in self._made:
            items = comment_items(self.threads[index], self.publisher)
            identities = (identity for _, identity in self.of_thread(index))
            self._made[index] = dict(zip(identities, items, strict=True))
        return self._made[index]


def _stand_in(thread: Thread | KeptThread) -> bytes:
    return thread.digest if isinstance(thread, KeptThread) else digest(thread)


def _discussion_documents(catalogue: Catalogue, words: dict[str, Item]) -> Iterator[Document]:
    publisher = catalogue.publisher
    discussions = _Discussions.of(list(_threads(catalogue.site, publisher, words)), publisher)

    def documents(feed: Feed, said: Sequence[Said], forms: tuple[Form, ...]) -> Iterator[Document]:
        for block in split(said, COMMENTS_SIZE):
            yield from _written(catalogue, feed, block, discussions.held(block.items), forms)

    yield from documents(catalogue.comments(), discussions.newest_first(), EVERY_FORM)
    for index, discussed in enumerate(discussions.threads):
        yield from documents(catalogue.thread(discussed), discussions.of_thread(index), (Form.ATOM,))


def _threads(site: Site, publisher: Publisher, words: dict[str, Item]) -> Iterator[Discussed]:
    for article in site.articles:
        if article.comments.state is not State.OFF:
            thread = site.threads.get(article.slug) or Thread(article.slug)
            identity = publisher.id(article.source_path, article.id)
            language, published_at = article.language, article.published_at
            yield Discussed(thread, identity, article.title, article.url, language, published_at)
    for slug, item in sorted(words.items()):
        if of_word := site.threads.get(f"dictionary/{slug}"):
            url = site.addresses.entry(slug)
            yield Discussed(of_word, item.id, item.title, url, item.language, item.published_at)


# What waits


def inputs_of(document: Document) -> dict[str, bytes]:
    """What the bytes of `document` depend on besides its feed's imprint, by name, as digests."""
    feed = document.feed
    place = (document.path, str(document.form), document.number, document.older, document.newer)
    facts = (feed.id, feed.title, feed.subtitle, feed.base_url, feed.alternate_url, feed.language, feed.since)
    return {
        "feed": blake2b(repr((place, facts)).encode(), digest_size=16).digest(),
        "items": document.items.digest,
    }


def _deferred(item: Item) -> Deferred[tuple[Item, ...]]:
    return Deferred(digest(item), lambda: (item,))


def _gathered(parts: Sequence[Deferred[tuple[Item, ...]]]) -> Deferred[tuple[Item, ...]]:
    held = tuple(parts)
    return Deferred(
        digest(b"".join(part.digest for part in held)), lambda: tuple(i for part in held for i in part.make())
    )
