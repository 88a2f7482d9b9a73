"""Which documents each feed is cut into. Pure; what is dear waits until a document is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from typing import Any

from plugins.comments.model import State
from plugins.feeds.catalogue import FOUNDED, Catalogue
from plugins.feeds.discussions import Discussions, mark_thread
from plugins.feeds.items import ArticleItems, Word, said_in, words_of, worn_on
from plugins.feeds.model import Document, Feed, Form, Item, ending_of
from plugins.feeds.paging import Block, split
from plugins.feeds.publisher import Publisher
from plugins.glossary.days import words_by_day
from plugins.pages.digest import digest, joined
from plugins.pages.model import Deferred
from plugins.pages.site import Site

DAYS_AHEAD = 365
SHOWN = 7
"""Days in one document of the word of the day: a subscriber who was away for a week missed none."""

COMMENTS_SIZE = 100
"""Comments in one document: they are short."""

THREADS = 100
"""Threads of articles in one set."""

Items = Deferred[Sequence[Deferred[Item]]]


@dataclass(frozen=True, slots=True)
class DocumentSet:
    """Documents that are looked at one by one only where something about them may have changed."""

    name: str
    """The same in every build."""

    digest: bytes
    """Stands for all that they depend on besides their feeds' imprint. It may change more often than they do."""

    size: int
    """About how many there are."""

    documents: Callable[[], Iterable[Document]]


def all_sets(catalogue: Catalogue) -> Iterator[DocumentSet]:
    """Every document of every feed, in sets and in a fixed order: what has items in common is near each other.

    Raises:
        FeedError: an author wrote what no feed can hold.
    """
    words = cache(
        partial(words_of, catalogue.site, catalogue.publisher)
    )  # dear, and only opened sets need them
    discussions = cache(lambda: Discussions.of(catalogue.site, catalogue.publisher, words()))
    yield from _comment_sets(catalogue, discussions)
    yield from _article_sets(catalogue)
    yield _word_set(catalogue, words)


def all_documents(catalogue: Catalogue) -> Iterator[Document]:
    """The documents of all sets."""
    for one in all_sets(catalogue):
        yield from one.documents()


def inputs_of(document: Document) -> dict[str, bytes]:
    """What the bytes of `document` depend on besides its path and its feed's imprint, by name, as digests."""
    place = b"%d %d %d" % (document.number, document.older, document.newer)
    return {"feed": document.feed.digest, "place": place, "items": document.items.digest}


def _written(
    base: str,
    feed: Deferred[Feed],
    block: Block[Any],
    items: Items,
    newest: float,
    json_ending: str = Form.JSON.value,
) -> Iterator[Document]:
    """One block in each form. Archives are not in RSS: its document points to the Atom ones.

    Args:
        base: path of the feed without its ending.
    """
    for form in Form:
        if not (block.number and form is Form.RSS):
            path = base + ending_of(form, block.number, json_ending)
            yield Document(path, form, feed, items, block.number, block.older, block.newer, newest)


def _base(catalogue: Catalogue, feed: Feed) -> str:
    return catalogue.site.addresses.save_as(feed.base_url.removeprefix(catalogue.publisher.origin))


# Articles


@dataclass(frozen=True, slots=True)
class _Planned:
    """One block of a feed of articles, by their source paths."""

    base: str
    feed: Deferred[Feed]
    block: Block[str]
    newest: float

    def digests(self, marks: Mapping[str, bytes]) -> Iterator[bytes]:
        """What stands for its documents."""
        block = self.block
        yield self.feed.digest + b"%08d%08d%08d" % (block.number, block.older, block.newer)
        yield from (marks[path] for path in block.items)

    def documents(self, items: ArticleItems) -> Iterator[Document]:
        waiting = [items[path] for path in self.block.items]
        held = _gathered([one.kept if self.block.number else one.fresh for one in waiting])
        return _written(self.base, self.feed, self.block, held, self.newest)


def _article_sets(catalogue: Catalogue) -> Iterator[DocumentSet]:
    """Blocks of all feeds whose newest article appeared in the same quarter: they hold the same articles."""
    items = ArticleItems(catalogue.site, catalogue.publisher)
    by_quarter: dict[str, list[_Planned]] = {}
    for planned in _planned(catalogue):
        by_quarter.setdefault(_quarter(planned.newest), []).append(planned)
    for quarter, some in sorted(by_quarter.items(), reverse=True):
        some.sort(key=lambda planned: planned.newest, reverse=True)
        digests = (part for planned in some for part in planned.digests(items.marks))
        yield DocumentSet(
            f"feeds/{quarter}",
            joined([items.imprint, *digests]),
            2 * len(some),
            partial(_opened, some, items),
        )


def _opened(some: Sequence[_Planned], items: ArticleItems) -> Iterator[Document]:
    for planned in some:
        yield from planned.documents(items)


def _planned(catalogue: Catalogue) -> Iterator[_Planned]:
    site, size = catalogue.site, catalogue.publisher.size
    places = ((filing.articles, feed) for _, filing, feed in catalogue.places())
    for articles, feed in ((site.articles, catalogue.everything()), *places):
        base, deferred = _base(catalogue, feed), feed.deferred()
        for block in split([article.source_path for article in articles], size):
            newest = site.by_path[block.items[0]].published_at.timestamp() if block.items else 0.0
            yield _Planned(base, deferred, block, newest)


def _quarter(seconds: float) -> str:
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment.year}-{(moment.month + 2) // 3}"


# Words


def _word_set(catalogue: Catalogue, words: Callable[[], list[Word]]) -> DocumentSet:
    site, publisher = catalogue.site, catalogue.publisher
    day = site.articles[0].published_at.date().isoformat() if site.articles else ""
    facts = (day, publisher.origin, publisher.authority, publisher.size, site.facts.language)
    digests = [
        digest(facts),
        catalogue.words().deferred().digest,
        catalogue.word_of_the_day().deferred().digest,
    ]
    for slug, moment in site.entry_dates.items():
        thread, row = site.threads.get(f"dictionary/{slug}"), publisher.ids.get(f"dictionary/{slug}")
        digests.append(repr((slug, moment.timestamp(), row, said_in(thread) if thread else b"")).encode())
        digests += [site.definitions[slug].digest]
        digests += [site.commentaries[slug].digest] if slug in site.commentaries else []

    def documents() -> Iterator[Document]:
        yield from _dictionary_documents(catalogue, words())
        yield from _days(catalogue, words())

    return DocumentSet("feeds/dictionary", joined(digests), 3 * DAYS_AHEAD, documents)


def _dictionary_documents(catalogue: Catalogue, words: Sequence[Word]) -> Iterator[Document]:
    feed = catalogue.words()
    base, deferred = _base(catalogue, feed), feed.deferred()
    for block in split(words, catalogue.publisher.size):
        held = _gathered([word.kept if block.number else word.fresh for word in block.items])
        newest = block.items[0].added_at.timestamp() if block.items else 0.0
        yield from _written(base, deferred, block, held, newest)


def _days(catalogue: Catalogue, words: Sequence[Word]) -> Iterator[Document]:
    """The feed as it is on the day of what is newest on the site, and as it will be on each day of a year."""
    feed = catalogue.word_of_the_day()
    base, deferred = _base(catalogue, feed), feed.deferred()
    today = _newest_day(catalogue.site, words)
    by_id = {word.id: word for word in words}
    dates = {word.id: word.added_at for word in words}
    days = {
        day: worn_on(by_id[identity], day, catalogue.publisher)
        for day, identity in words_by_day(dates, today + timedelta(DAYS_AHEAD))
        if day > today - timedelta(SHOWN)
    }
    alone: Block[Any] = Block((), 0, 0, 0)
    now = datetime(today.year, today.month, today.day, tzinfo=UTC).timestamp()
    yield from _written(base, deferred, alone, _shown(days, today), now)
    for day in days:
        if day >= today:
            yield from _written(f"{base}/{day.isoformat()}", deferred, alone, _shown(days, day), now)


def _newest_day(site: Site, words: Sequence[Word]) -> date:
    moments = [article.published_at for article in site.articles[:1]]
    moments += [word.added_at for word in words]
    return max(moments, default=FOUNDED).date()


def _shown(days: dict[date, Deferred[Item]], until: date) -> Items:
    newest_first = (until - timedelta(back) for back in range(SHOWN))
    return _gathered([days[day] for day in newest_first if day in days])


# Comments


def _comment_sets(catalogue: Catalogue, discussions: Callable[[], Discussions]) -> Iterator[DocumentSet]:
    """The feed of all comments; then those of the threads, in blocks counted from the oldest article."""
    site, publisher = catalogue.site, catalogue.publisher
    facts = digest((publisher.origin, publisher.authority, site.facts.language))
    words = [f"dictionary/{slug}" for slug in sorted(site.entry_dates)]
    spoken_of = [key for key in words if key in site.threads]
    of_words = joined([facts, *(_mark_word(site, publisher, key) for key in spoken_of)])
    marks = [mark_thread(site, publisher, article) for article in site.articles]
    everything = catalogue.comments().deferred().digest + of_words + joined([facts, *marks])
    documents = partial(_comment_documents, catalogue, discussions)
    yield DocumentSet("feeds/comments", everything, 3 + len(marks) // 10, documents)
    for number, stop in enumerate(range(len(marks), 0, -THREADS)):
        block = slice(max(0, stop - THREADS), stop)
        keys = [a.slug for a in site.articles[block] if a.comments.state is not State.OFF]
        documents = partial(_thread_documents, catalogue, discussions, keys)
        yield DocumentSet(f"feeds/threads/{number}", joined([facts, *marks[block]]), 3 * len(keys), documents)
    documents = partial(_thread_documents, catalogue, discussions, spoken_of)
    yield DocumentSet("feeds/threads/words", of_words, 3 * len(spoken_of), documents)


def _mark_word(site: Site, publisher: Publisher, key: str) -> bytes:
    slug = key.removeprefix("dictionary/")
    moment, row = site.entry_dates[slug].timestamp(), publisher.ids.get(key)
    return repr((slug, moment, row)).encode() + said_in(site.threads[key]) + site.definitions[slug].digest


def _comment_documents(catalogue: Catalogue, discussions: Callable[[], Discussions]) -> Iterator[Document]:
    feed, all_of_them = catalogue.comments(), discussions()
    base, deferred = _base(catalogue, feed), feed.deferred()
    for block in split(all_of_them.newest_first(), COMMENTS_SIZE):
        newest = block.items[0].seconds if block.items else 0.0
        yield from _written(base, deferred, block, all_of_them.held(block.items), newest)


def _thread_documents(
    catalogue: Catalogue, discussions: Callable[[], Discussions], keys: Iterable[str]
) -> Iterator[Document]:
    """The threads of some articles or words."""
    root, every = len(catalogue.site.addresses.root) + 1, discussions()
    for key in keys:
        number = every.numbers[key]
        discussed = every.threads[number]
        thread = Deferred(every.digest_of(number), partial(catalogue.thread, discussed))
        base, newest = f"{discussed.page_url[root:]}comments", discussed.published_at.timestamp()
        for block in split(every.of_thread(number), COMMENTS_SIZE):
            yield from _written(base, thread, block, every.held(block.items), newest, "feed.json")


def _gathered(parts: Sequence[Deferred[Item]]) -> Items:
    held = tuple(parts)
    return Deferred(joined(part.digest for part in held), lambda: held)
