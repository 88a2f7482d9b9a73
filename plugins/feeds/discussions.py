"""All threads of a site: their comments become items when the first of them is wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import NamedTuple

from plugins.comments.length import permalink
from plugins.comments.model import KeptThread, State, Thread
from plugins.feeds.items import Discussed, Posted, comment_items
from plugins.feeds.model import Item
from plugins.feeds.publisher import Publisher
from plugins.feeds.recent import Recent
from plugins.incremental.deferred import Deferred, given
from plugins.incremental.digest import Digested
from plugins.site.model import Site
from plugins.site.published import stubs_of

MAX_COMMENTS = 2000
"""Held in one process as items: enough for the longest thread, and for those that one document is gathered from."""

Threads = tuple[Discussed, ...]


class Said(NamedTuple):
    """A comment that is there. Tuples: a large site has tens of thousands at every build."""

    seconds: float
    """When it was first published, in seconds of the epoch."""

    key: str
    """Of its thread."""

    number: int
    thread: int
    """Which of `Discussions.threads`."""

    id: str
    """A permanent URI."""


@dataclass(frozen=True)
class Discussions(Digested):
    """Some threads, and who publishes them."""

    threads: Threads
    publisher: Publisher

    made: Recent[dict[int, Item]] = field(
        default_factory=lambda: Recent(MAX_COMMENTS), compare=False, repr=False
    )
    """One for all threads of a build: it saves time, and is no input."""

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Key of a thread → its place in `threads`."""
        return {one.thread.key: number for number, one in enumerate(self.threads)}

    def newest_first(self) -> list[Said]:
        """All that was said."""
        everything = [said for number in range(len(self.threads)) for said in self.of_thread(number)]
        everything.sort(reverse=True)
        return everything

    def of_thread(self, number: int) -> list[Said]:
        """What was said in one thread, newest first."""
        discussed = self.threads[number]
        key, posted = discussed.thread.key, discussed.posted
        return [
            Said(posted[which].first_at.timestamp(), key, which, number, self.publisher.tag(f"comment:{one}"))
            for which, one, _, is_deleted in stubs_of(discussed.thread)[::-1]
            if not is_deleted
        ]

    def held(self, said: Sequence[Said]) -> Deferred[Sequence[Deferred[Item]]]:
        """Items of these comments, newest first."""
        shown = tuple((self.threads[one.thread], one.number) for one in said)
        return Deferred(_pick, HeldInputs(shown, self.publisher, self.made))


@dataclass(frozen=True, slots=True)
class HeldInputs:
    """Which comments of which threads."""

    said: tuple[tuple[Discussed, int], ...]
    publisher: Publisher

    made: Recent[dict[int, Item]] = field(compare=False, repr=False)
    """What was made of the same threads before."""


def _pick(inputs: HeldInputs) -> tuple[Deferred[Item], ...]:
    items = [
        inputs.made.get(one.digest, partial(comment_items, one, inputs.publisher), len)[number]
        for one, number in inputs.said
    ]
    return tuple(map(given, items))


def article_threads(site: Site) -> Iterator[Discussed]:
    """Those of all articles that have a thread, also an empty one."""
    for article in site.articles:
        if article.comments.state is not State.OFF:
            thread, url = site.threads.get(article.slug) or Thread(article.slug), article.url
            identity, language, published_at = site.row(url).id, article.language, article.published_at
            posted = _posted(site, url, thread)
            yield Discussed(thread, identity, article.title, url, language, published_at, posted)


def word_threads(site: Site) -> Iterator[Discussed]:
    """Those of the words that are spoken of."""
    for slug in sorted(site.entry_dates):
        if thread := site.threads.get(f"dictionary/{slug}"):
            title, url = site.dictionary.by_slug(slug).title, site.addresses.entry(slug)
            row, posted = site.row(url), _posted(site, url, thread)
            yield Discussed(thread, row.id, title, url, site.facts.language, row.first_at, posted)


def _posted(site: Site, url: str, thread: Thread | KeptThread) -> dict[int, Posted]:
    rows = (
        (number, site.row(permalink(url, number)))
        for number, _, _, is_deleted in stubs_of(thread)
        if not is_deleted
    )
    return {number: Posted(row.first_at, row.changed_at) for number, row in rows}
