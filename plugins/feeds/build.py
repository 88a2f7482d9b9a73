"""Which documents each feed is cut into. Pure; what is dear waits until a document is rendered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import blake2b
from typing import Any

from plugins.feeds.catalogue import FOUNDED, Catalogue
from plugins.feeds.discussions import Discussions
from plugins.feeds.items import Word, article_items, words_of, worn_on
from plugins.feeds.model import Document, Feed, Form, Item, ending_of
from plugins.feeds.paging import Block, split
from plugins.glossary.days import words_by_day
from plugins.pages.model import Deferred
from plugins.pages.site import Site

DAYS_AHEAD = 365
SHOWN = 7
"""Days in one document of the word of the day: a subscriber who was away for a week missed none."""

COMMENTS_SIZE = 100
"""Comments in one document: they are short."""

Items = Deferred[Sequence[Deferred[Item]]]


def all_documents(catalogue: Catalogue) -> list[Document]:
    """Every document of every feed, in a fixed order: those that have items in common are near each other.

    Raises:
        FeedError: an author wrote what no feed can hold.
    """
    words = words_of(catalogue.site, catalogue.publisher)
    documents = [
        *_article_documents(catalogue),
        *_dictionary_documents(catalogue, words),
        *_days(catalogue, words),
        *_discussion_documents(catalogue, words),
    ]
    documents.sort(key=lambda document: document.newest, reverse=True)
    return documents


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


def _article_documents(catalogue: Catalogue) -> Iterator[Document]:
    site, size = catalogue.site, catalogue.publisher.size
    items = article_items(site, catalogue.publisher)
    appeared = {article.source_path: article.published_at.timestamp() for article in site.articles}
    places = ((filing.articles, feed) for _, filing, feed in catalogue.places())
    for articles, feed in ((site.articles, catalogue.everything()), *places):
        base, deferred = _base(catalogue, feed), feed.deferred()
        for block in split([article.source_path for article in articles], size):
            held = _gathered(
                [items[path].kept if block.number else items[path].fresh for path in block.items]
            )
            newest = appeared[block.items[0]] if block.items else 0.0
            yield from _written(base, deferred, block, held, newest)


# Words


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


def _discussion_documents(catalogue: Catalogue, words: Sequence[Word]) -> Iterator[Document]:
    discussions = Discussions.of(catalogue.site, catalogue.publisher, words)
    feed = catalogue.comments()
    base, deferred = _base(catalogue, feed), feed.deferred()
    for block in split(discussions.newest_first(), COMMENTS_SIZE):
        newest = block.items[0].seconds if block.items else 0.0
        yield from _written(base, deferred, block, discussions.held(block.items), newest)
    root = len(catalogue.site.addresses.root) + 1
    for number, discussed in enumerate(discussions.threads):
        key = discussions.digests[number]
        thread = Deferred(key, partial(catalogue.thread, discussed))
        base, newest = f"{discussed.page_url[root:]}comments", discussed.published_at.timestamp()
        for block in split(discussions.said[number], COMMENTS_SIZE):
            yield from _written(base, thread, block, discussions.held(block.items), newest, "feed.json")


def _gathered(parts: Sequence[Deferred[Item]]) -> Items:
    held = tuple(parts)
    joined = b"".join([part.digest for part in held])
    return Deferred(blake2b(joined, digest_size=16).digest(), lambda: held)
