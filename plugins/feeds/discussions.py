"""All threads of a site: their comments become items when the first of them is wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from hashlib import blake2b
from typing import NamedTuple

from plugins.comments.model import KeptThread, State, Thread
from plugins.feeds.items import Discussed, Word, comment_items, distinct_moments, said_in
from plugins.feeds.model import Item
from plugins.feeds.publisher import Publisher
from plugins.feeds.recent import Recent
from plugins.pages.model import Article, Deferred
from plugins.pages.site import Site

MOST_COMMENTS = 2000
"""Held in one process as items: enough for the longest thread, and for those that one document is gathered from."""

Threads = tuple[Discussed, ...]


class Said(NamedTuple):
    """A comment that is there. Tuples: a large site has tens of thousands at every build."""

    seconds: float
    """When it was posted, in seconds of the epoch."""

    key: str
    """Of its thread."""

    number: int
    thread: int
    """Which of `Discussions.threads`."""


@dataclass(frozen=True, slots=True)
class Discussions:
    threads: Threads
    publisher: Publisher

    numbers: Mapping[str, int]
    """Key of a thread → its place in `threads`."""

    _digests: dict[int, bytes] = field(default_factory=dict)
    _made: Recent[dict[int, Item]] = field(default_factory=lambda: Recent(MOST_COMMENTS))

    @classmethod
    def of(cls, site: Site, publisher: Publisher, words: Sequence[Word]) -> Discussions:
        """Those of all articles that have a thread, also an empty one, and of the words that are spoken of."""
        threads = tuple(_threads(site, publisher, words))
        return cls(threads, publisher, {one.thread.key: number for number, one in enumerate(threads)})

    def digest_of(self, number: int) -> bytes:
        """What stands for a thread, and for all that its comments say of it."""
        if number not in self._digests:
            self._digests[number] = _stand_in(self.threads[number], self.publisher)
        return self._digests[number]

    def newest_first(self) -> list[Said]:
        """All that was said."""
        everything = [said for number in range(len(self.threads)) for said in self.of_thread(number)]
        everything.sort(reverse=True)
        return everything

    def of_thread(self, number: int) -> list[Said]:
        """What was said in one thread, newest first."""
        return _newest_first(self.threads[number].thread, number)

    def held(self, said: Sequence[Said]) -> Deferred[Sequence[Deferred[Item]]]:
        """Items of these comments, newest first."""
        parts = [self.digest_of(one.thread) + b"%d " % one.number for one in said]
        return Deferred(blake2b(b"".join(parts), digest_size=16).digest(), partial(self._pick, tuple(said)))

    def _pick(self, said: tuple[Said, ...]) -> tuple[Deferred[Item], ...]:
        items = [self._items(one.thread)[one.number] for one in said]
        moments = distinct_moments([item.updated_at for item in items])
        return tuple(self._at(one, item, at) for one, item, at in zip(said, items, moments, strict=True))

    def _at(self, said: Said, item: Item, at: datetime) -> Deferred[Item]:
        facts = b"%d %d" % (said.number, at.timestamp())
        key = blake2b(facts, key=self.digest_of(said.thread), digest_size=16).digest()
        return Deferred(key, lambda: item if item.updated_at == at else replace(item, updated_at=at))

    def _items(self, number: int) -> dict[int, Item]:
        """By the number of the comment."""
        return self._made.get(number, lambda: comment_items(self.threads[number], self.publisher), len)


def _threads(site: Site, publisher: Publisher, words: Sequence[Word]) -> Iterator[Discussed]:
    for article in site.articles:
        if article.comments.state is not State.OFF:
            thread = site.threads.get(article.slug) or Thread(article.slug)
            identity = publisher.id(article.source_path, article.id)
            language, published_at = article.language, article.published_at
            yield Discussed(thread, identity, article.title, article.url, language, published_at)
    for word in sorted(words, key=lambda word: word.slug):
        if of_word := site.threads.get(f"dictionary/{word.slug}"):
            yield Discussed(of_word, word.id, word.title, word.url, site.facts.language, word.added_at)


def _newest_first(thread: Thread | KeptThread, which: int) -> list[Said]:
    if isinstance(thread, KeptThread):
        raw: Sequence[tuple[int, str, float, bool]] = thread.raw_stubs
    else:
        raw = [(one.number, one.id, one.posted_at.timestamp(), one.is_deleted) for one in thread.stubs]
    key = thread.key
    return [Said(seconds, key, number, which) for number, _, seconds, is_gone in raw[::-1] if not is_gone]


def mark_thread(site: Site, publisher: Publisher, article: Article) -> bytes:
    """The same in the fewest steps: taken of every article at every build. Empty where it has no thread."""
    if article.comments.state is State.OFF:
        return b"-"
    thread, row = site.threads.get(article.slug), publisher.ids.get(article.source_path)
    identity, moment = row.id if row else article.id, article.published_at
    facts = f"{identity}\0{article.title}\0{article.url}\0{article.language}\0{moment}"
    return facts.encode() + (said_in(thread) if thread else b"")


def _stand_in(discussed: Discussed, publisher: Publisher) -> bytes:
    facts = (
        *(said_in(discussed.thread), discussed.id, discussed.title, discussed.page_url, discussed.language),
        *(discussed.published_at.timestamp(), publisher.origin, publisher.authority),
    )
    return blake2b(repr(facts).encode(), digest_size=16).digest()
