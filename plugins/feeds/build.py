"""Which documents each feed is cut into. Pure; what is costly waits until a document is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from plugins.feeds.catalogue import FOUNDED, Catalogue, thread_feed
from plugins.feeds.discussions import Discussions, article_threads, word_threads
from plugins.feeds.items import (
    FeedArticle,
    Word,
    article_item,
    feed_articles,
    in_order_of_publication,
    words_of,
    worn_on,
)
from plugins.feeds.model import Feed, FeedInputs, Form, Imprint, Item, ending_of
from plugins.feeds.paging import Block, newest_of, split
from plugins.feeds.pieces import Pieces
from plugins.feeds.publisher import Publisher
from plugins.feeds.render import render
from plugins.glossary.days import words_by_day
from plugins.incremental.deferred import Deferred, given
from plugins.incremental.digest import Digested
from plugins.incremental.document import Bundle, Document
from plugins.site.addresses import Addresses
from plugins.site.model import Site

DAYS_AHEAD = 14
"""After two weeks without an article or a word the word of the day waits for the next."""

SHOWN = 7
"""Days in one document of the word of the day: a subscriber who was away for a week missed none."""

COMMENTS_SIZE = 100
"""Comments in one document: they are short."""

THREADS = 100
"""Threads of articles in one bundle."""

Items = Deferred[Sequence[Deferred[Item]]]


@dataclass(frozen=True)
class Named(Digested):
    """One feed, as it is named where one subscribes to it and in its archives."""

    feed: Feed
    archived: Feed

    def of(self, number: int) -> Feed:
        """As the document with this number says it; 0 is the one to subscribe to."""
        return self.archived if number else self.feed


@dataclass(frozen=True)
class Setup(Digested):
    """What all documents of all feeds are made with."""

    addresses: Addresses
    publisher: Publisher
    imprint: Imprint

    archived: Imprint
    """What archives say in its place."""

    pieces: Pieces

    def base(self, feed: Feed) -> str:
        """Path of a feed without its ending."""
        return self.addresses.save_as(feed.base_url.removeprefix(self.publisher.origin))

    def written(self, named: Named, block: Block[Any], items: Items, below: str = "") -> Iterator[Document]:
        """One block in each form of the feed. Archives are in Atom alone; the document in RSS points to them.

        Args:
            below: what the path has after the feed's own.
        """
        feed, base = named.of(block.number), self.base(named.feed)
        for form in (Form.ATOM,) if block.number else feed.forms:
            path = base + below + ending_of(form, block.number)
            inputs = FeedInputs(form, feed, items, block.number, block.older, block.newer)
            yield Document(path, partial(render, pieces=self.pieces), inputs)


def all_bundles(catalogue: Catalogue, pieces: Pieces) -> Iterator[Bundle]:
    """Every document of every feed, in bundles and in a fixed order: what has items in common is near each other.

    Raises:
        FeedError: an author wrote what no feed can hold.
    """
    setup = Setup(
        catalogue.site.addresses, catalogue.publisher, catalogue.imprint, catalogue.archived.imprint, pieces
    )
    yield from _comment_bundles(catalogue, setup)
    yield from _article_bundles(catalogue, setup)
    yield _word_bundle(catalogue, setup)


# Articles


@dataclass(frozen=True)
class Planned(Digested):
    """One block of a feed of articles."""

    named: Named
    block: Block[FeedArticle]

    newest: float
    """When its newest item appeared, in seconds of the epoch."""


@dataclass(frozen=True, slots=True)
class QuarterInputs:
    """All that the blocks of one quarter are made from."""

    setup: Setup
    planned: tuple[Planned, ...]


def _article_bundles(catalogue: Catalogue, setup: Setup) -> Iterator[Bundle]:
    """Blocks of all feeds whose newest article appeared in the same quarter: they hold the same articles."""
    by_quarter: dict[str, list[Planned]] = {}
    for planned in _planned(catalogue):
        by_quarter.setdefault(_quarter(planned.newest), []).append(planned)
    for quarter, some in sorted(by_quarter.items(), reverse=True):
        some.sort(key=lambda planned: planned.newest, reverse=True)
        yield Bundle(f"feeds/{quarter}", _quarter_documents, QuarterInputs(setup, tuple(some)), 2 * len(some))


def _quarter_documents(inputs: QuarterInputs) -> Iterator[Document]:
    setup, made = inputs.setup, dict[str, Deferred[Item]]()
    for planned in inputs.planned:
        items = []
        for one in planned.block.items:
            if one.id not in made:  # it stands in half a dozen feeds
                made[one.id] = article_item(one, setup.publisher, setup.addresses)
            items.append(made[one.id])
        yield from setup.written(planned.named, planned.block, _gathered(items))


def _planned(catalogue: Catalogue) -> Iterator[Planned]:
    site, size = catalogue.site, catalogue.publisher.size
    known, everything = feed_articles(site), Named(catalogue.everything(), catalogue.archived.everything())
    blocks = [(everything, block) for block in _cut(site, known, size)]
    for _, filing, feed in catalogue.places():
        newest = in_order_of_publication(site, filing.articles)[:size]
        blocks.append((Named(feed, feed), newest_of([known[one.source_path] for one in newest])))
    for named, block in blocks:
        first = block.items[0].article if block.items else None
        yield Planned(named, block, site.row(first.url).first_at.timestamp() if first else 0.0)


def _cut(site: Site, known: Mapping[str, FeedArticle], size: int) -> Iterator[Block[FeedArticle]]:
    places = site.ledger.places("article")
    ordered = [known[article.source_path] for article in in_order_of_publication(site, site.articles)]
    return split(ordered, [places[one.id] for one in ordered], len(places), size)


def _quarter(seconds: float) -> str:
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment.year}-{(moment.month + 2) // 3}"


# Words


@dataclass(frozen=True, slots=True)
class WordsInputs:
    """All that the feeds of words are made from."""

    setup: Setup
    words_feed: Named
    days_feed: Named

    words: tuple[Word, ...]
    """The one that was published last at the start."""

    order: str
    """Ids in the order of publication, a line each, of every word that ever was."""

    newest_article_at: datetime | None
    """When it was first published."""


def _word_bundle(catalogue: Catalogue, setup: Setup) -> Bundle:
    site, days_feed = catalogue.site, catalogue.word_of_the_day()
    inputs = WordsInputs(
        setup,
        Named(catalogue.words(), catalogue.archived.words()),
        Named(days_feed, days_feed),
        words_of(site, catalogue.publisher),
        "\n".join(site.ledger.places("word")),
        max((site.row(article.url).first_at for article in site.articles), default=None),
    )
    return Bundle("feeds/dictionary", _word_documents, inputs, 2 * DAYS_AHEAD)


def _word_documents(inputs: WordsInputs) -> Iterator[Document]:
    places, size = _places(inputs.order), inputs.setup.publisher.size
    for block in split(inputs.words, [places[word.id] for word in inputs.words], len(places), size):
        held = _gathered([word.item for word in block.items])
        yield from inputs.setup.written(inputs.words_feed, block, held)
    yield from _days(inputs)


def _days(inputs: WordsInputs) -> Iterator[Document]:
    """The feed as it is on the day of what is newest on the site, as it will be on each day of two weeks, and after."""
    feed, setup, words = inputs.days_feed, inputs.setup, inputs.words
    today = _newest_day(inputs)
    by_id = {word.id: word for word in words}
    dates = {word.id: word.first_at for word in words}
    days = {
        day: worn_on(by_id[identity], day, setup.publisher)
        for day, identity in words_by_day(dates, today + timedelta(DAYS_AHEAD))
        if day > today - timedelta(SHOWN)
    }
    alone: Block[Any] = Block((), 0, 0, 0)
    yield from setup.written(feed, alone, _shown(days, today))
    for day in days:
        if day >= today:
            yield from setup.written(feed, alone, _shown(days, day), f"/{day.isoformat()}")
    if days:
        yield from setup.written(feed, alone, _shown(days, max(days)), "/last")


def _newest_day(inputs: WordsInputs) -> date:
    moments = [word.first_at for word in inputs.words]
    if inputs.newest_article_at:
        moments.append(inputs.newest_article_at)
    return max(moments, default=FOUNDED).astimezone(UTC).date()


def _shown(days: dict[date, Deferred[Item]], until: date) -> Items:
    newest_first = (until - timedelta(back) for back in range(SHOWN))
    return _gathered([days[day] for day in newest_first if day in days])


# Comments


@dataclass(frozen=True, slots=True)
class CommentsInputs:
    """All that the feed of all comments is made from."""

    setup: Setup
    feed: Named
    discussions: Discussions

    order: str
    """Ids in the order of publication, a line each, of every comment that ever was: one text, for there are many."""


@dataclass(frozen=True, slots=True)
class ThreadsInputs:
    """All that the feeds of some threads are made from."""

    setup: Setup
    discussions: Discussions


def _comment_bundles(catalogue: Catalogue, setup: Setup) -> Iterator[Bundle]:
    """The feed of all comments; then those of the threads, in blocks counted from the oldest article."""
    site, publisher = catalogue.site, setup.publisher
    articles = tuple(article_threads(site))
    words = tuple(word_threads(site))
    every = Discussions((*articles, *words), publisher)
    feed = Named(catalogue.comments(), catalogue.archived.comments())
    everything = CommentsInputs(setup, feed, every, "\n".join(site.ledger.places("comment")))
    yield Bundle("feeds/comments", _comment_documents, everything, 1 + len(articles) // 20)
    for number, stop in enumerate(range(len(articles), 0, -THREADS)):
        some = Discussions(articles[max(0, stop - THREADS) : stop], publisher, every.made)
        yield Bundle(f"feeds/threads/{number}", _thread_documents, ThreadsInputs(setup, some), THREADS)
    of_words = ThreadsInputs(setup, Discussions(words, publisher, every.made))
    yield Bundle("feeds/threads/words", _thread_documents, of_words, len(words))


def _comment_documents(inputs: CommentsInputs) -> Iterator[Document]:
    said = inputs.discussions.newest_first()
    places = _places(inputs.order)
    own = [places[one.id] for one in said]
    for block in split(said, own, len(places), COMMENTS_SIZE):
        yield from inputs.setup.written(inputs.feed, block, inputs.discussions.held(block.items))


def _thread_documents(inputs: ThreadsInputs) -> Iterator[Document]:
    setup, discussions = inputs.setup, inputs.discussions
    for number, discussed in enumerate(discussions.threads):
        feed, archived = (
            thread_feed(discussed, setup.publisher, setup.addresses, imprint)
            for imprint in (setup.imprint, setup.archived)
        )
        said = discussions.of_thread(number)
        places = [one.number - 1 for one in said]
        for block in split(said, places, places[0] + 1 if places else 0, COMMENTS_SIZE):
            yield from setup.written(Named(feed, archived), block, discussions.held(block.items))


def _places(order: str) -> dict[str, int]:
    return {identity: place for place, identity in enumerate(order.splitlines())}


def _gathered(parts: Iterable[Deferred[Item]]) -> Items:
    return given(tuple(parts))
