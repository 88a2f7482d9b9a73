"""Simulated subscribers: whatever an author publishes, each item is told once, and nothing that is out moves.

A publication lives through random publishes, in memory. After each, readers of several kinds fetch what is there.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

import pytest
from lxml import etree

from plugins.feeds.catalogue import Catalogue
from plugins.feeds.pieces import Pieces
from plugins.feeds.render import render
from plugins.site.addresses import id_for
from plugins.site.ledger import LOST, Ledger, Row, merge, put_back
from plugins.site.ledger_file import parse_ledger, write_ledger
from plugins.site.published import publish
from plugins.source import Source
from tests.feeds.made import (
    LEAVING,
    ORIGIN,
    PAY,
    PUBLISHER,
    all_documents,
    make_article,
    make_comment,
    make_site,
)
from tests.feeds.strict import NAMES

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SIZE = 4
MONEY = replace(PAY, name="Money", slug="money", url="/money/")
KINDS = {"feeds/all": "article", "feeds/dictionary": "word", "feeds/comments": "comment"}
FEEDS = tuple(KINDS)


@dataclass
class Text:
    """An article as its author has it; everything but the number may change."""

    number: int
    published_at: datetime
    has_id: bool
    slug: str = ""
    title: str = ""
    file: str = ""
    category: object = PAY
    modified_at: datetime | None = None
    aliases: tuple = ()
    is_draft: bool = False

    def article(self):
        slug = self.slug
        written = f"tag:x.example,2026:own-{self.number}"
        return make_article(
            self.number,
            slug=slug,
            url=f"/2026/{slug}/",
            save_as=f"2026/{slug}/index.html",
            source_path=f"articles/{self.file}.md",
            title=self.title,
            id=written if self.has_id else id_for(PUBLISHER.authority, self.published_at, slug),
            published_at=self.published_at,
            modified_at=self.modified_at,
            category=self.category,
            aliases=self.aliases,
        )


@dataclass
class Reader:
    """A subscriber's program.

    By id, then by link where it does not know the id; by id alone; some keep only the newest in their list; some ask
    with the time or the tag of what they have, some fetch everything again.
    """

    keeps: int = 999
    knows_links: bool = True
    asks: str = ""
    """ "tag" or "time": how it asks whether something is new; empty for one that always fetches."""

    shown: dict = field(default_factory=dict)
    links: set = field(default_factory=set)
    copy: File | None = None

    def poll(self, server, path):
        """Ids of what it tells as new, and of what it tells as changed."""
        file = server.get(path, self)
        assert file.data == server.files[path].data, f"304 for a changed document: {path}"
        self.copy = file
        new, changed = [], []
        items = sorted(items_of(file.data), key=lambda item: item.updated, reverse=True)
        for item in items[: self.keeps]:
            if item.id not in self.shown:
                if not (self.knows_links and item.link in self.links):
                    new.append(item.id)
            elif self.shown[item.id] != item.updated:
                changed.append(item.id)
            self.shown[item.id] = item.updated
            self.links.add(item.link)
        return new, changed


def readers():
    """One of each kind."""
    return [
        *(Reader(keeps=20), Reader(keeps=50, asks="tag"), Reader(asks="time")),
        *(Reader(knows_links=False), Reader(knows_links=False, keeps=20, asks="time")),
    ]


class File(NamedTuple):
    """What a server has at one address. Its tag is its time and its size, as nginx makes it."""

    data: bytes
    modified_at: datetime


class Server:
    """The releases, and what is live: a file that a publish does not change keeps its time."""

    def __init__(self):
        self.files, self.before = {}, {}

    def publish(self, files, now):
        known, self.before = self.files, self.files
        self.files = {
            path: known[path] if path in known and known[path].data == data else File(data, now)
            for path, data in files.items()
        }

    def roll_back(self):
        self.files = self.before

    def get(self, path, reader):
        file, kept = self.files[path], reader.copy
        if kept and reader.asks == "time" and kept.modified_at == file.modified_at:
            return kept
        tags = [(one.modified_at, len(one.data)) for one in (kept, file) if one]
        return kept if kept and reader.asks == "tag" and tags[0] == tags[1] else file


class Seen(NamedTuple):
    """An item of a document."""

    id: str
    link: str
    updated: str
    data: bytes


@lru_cache(maxsize=500)
def items_of(data):
    """As they stand in the document."""
    return [
        Seen(
            entry.findtext("atom:id", None, NAMES),
            entry.find("atom:link[@rel='alternate']", NAMES).get("href"),
            entry.findtext("atom:updated", None, NAMES),
            etree.tostring(entry).strip(),
        )
        for entry in etree.fromstring(data).findall("atom:entry", NAMES)
    ]


@lru_cache(maxsize=500)
def frame_of(data):
    """A document without its items, and without what its neighbours and its newest item make of it."""
    root = etree.fromstring(data)
    moving = (
        "atom:entry",
        "atom:updated",
        "atom:link[@rel='next-archive']",
        "atom:link[@rel='prev-archive']",
    )
    for path in moving:
        for element in root.findall(path, NAMES):
            root.remove(element)
    return etree.tostring(root)


class Alias:
    def __init__(self, address):
        self.address, self.line = address, 1


class Publication:
    """An author, the ledger, and what is live."""

    def __init__(self, number):
        self.random = random.Random(number)  # noqa: S311 - a history, not a secret
        self.texts, self.words, self.comments = [], {}, []
        self.ledger, self.now, self.made = Ledger(), START, 0
        self.origin = ORIGIN
        for _ in range(self.random.randint(1, 9)):
            self.new(START - timedelta(hours=self.random.randint(1, 999)))
        self.words = {
            f"WORD{chr(65 + number)}, n. Of the first file, {number}.": START for number in range(3)
        }
        self.touched, self.modified, self.gone = set(), set(), None
        self.pieces, self.name = Pieces(), "The Exit Interview"

    def new(self, published_at, **changes):
        self.made += 1
        text = Text(self.made, published_at, self.random.random() < 0.5, **changes)
        text.slug, text.title, text.file = f"a{self.made}", f"Title {self.made}", f"f{self.made}"
        self.texts.append(text)
        return text

    def public(self):
        return [text for text in self.texts if not text.is_draft]

    def publish(self):
        """Path → bytes of the site's feeds, and the site, whose ledger is noted."""
        articles = [text.article() for text in self.public()]
        threads: dict = {}
        for key, comment in self.comments:
            if any(text.number == key for text in self.public()):
                slug = next(text.slug for text in self.texts if text.number == key)
                threads.setdefault(slug, []).append(comment)
        site = make_site(articles, words=self.words, threads=threads, ledger=self.ledger, now=self.now)
        site = replace(site, facts=replace(site.facts, name=self.name))
        self.ledger = parse_ledger(write_ledger(site.ledger), Source("content/ledger.txt"))
        publisher = replace(PUBLISHER, origin=self.origin, size=SIZE)
        catalogue = Catalogue.of(site, publisher)
        wanted = [
            one
            for one in all_documents(catalogue)
            if one.path.startswith(FEEDS) and one.path.endswith(".atom")
        ]
        return {one.path: render(one.inputs, self.pieces) for one in wanted}, site

    def ids_of_touched(self, site):
        """Ids of the articles that were edited, renamed, filed or dated anew, and of the comments under them."""
        found = {f"comment:{one.id}" for key, one in self.comments if key in self.touched}
        for text in self.public():
            if text.number in self.touched:
                found.add(site.by_path[f"articles/{text.file}.md"].url)
        rows = site.published.items()
        return {row.id for url, row in rows if url in found or row.id.rpartition("2026:")[2] in found}

    def move(self):
        """Something that an author does between two publishes."""
        moves = (
            "new batch late draft edit rename refile delete redate word comment late_comment branch host name"
            " torn_ledger lost_ledger take_over come_again take_down nothing"
        )
        self.now += timedelta(minutes=self.random.randint(1, 5000))
        getattr(self, f"_{self.random.choice(moves.split())}")()

    def _nothing(self):
        pass

    def _new(self):
        self.new(self.now - timedelta(minutes=1))

    def _batch(self):
        for _ in range(self.random.randint(2, SIZE)):
            self.new(self.now - timedelta(hours=2))

    def _late(self):
        self.new(self.now - timedelta(days=self.random.randint(100, 900)))

    def _draft(self):
        waiting = [text for text in self.texts if text.is_draft]
        if waiting:
            waiting[0].is_draft = False
        else:
            self.new(self.now - timedelta(hours=1), is_draft=True)

    def _any(self):
        return self.random.choice(self.public()) if self.public() else None

    def _edit(self):
        if text := self._any():
            text.modified_at = self.now
            self.modified.add(text.number)
            self.touched.add(text.number)

    def _rename(self):
        if text := self._any():
            text.aliases = (*text.aliases, Alias(f"/2026/{text.slug}/"))
            text.slug = f"{text.slug}x"
            text.title = f"{text.title}!"
            text.file = f"{text.file}x"
            self.touched.add(text.number)

    def _refile(self):
        for text in self.texts:
            text.category = {PAY.slug: MONEY, "money": LEAVING, "leaving": PAY}[text.category.slug]
            self.touched.add(text.number)

    def _delete(self):
        if text := self._any():
            self.texts.remove(text)

    def _redate(self):
        if text := self._any():
            moved = text.published_at - timedelta(days=self.random.randint(-30, 30))
            text.published_at = min(moved, text.modified_at or self.now)
            self.touched.add(text.number)

    def _take_over(self):
        """A new text gets the address of an old one, which moves aside with its title."""
        if (text := self._any()) and not text.has_id:
            slug, text.slug, text.file = text.slug, f"{text.slug}z", f"{text.file}z"
            self.touched.add(text.number)
            self.new(self.now - timedelta(minutes=1)).slug = slug

    def _come_again(self):
        """A text goes, its address is given up; later another comes there, with its title."""
        if (text := self._any()) and not self.gone:
            self.texts.remove(text)
            self.gone = text
            row = Row(LOST, self.now, self.now, None, f"/2026/{text.slug}/", f"/2026/{text.slug}/", ())
            self.ledger = merge(self.ledger, Ledger((row,)))
        elif self.gone:
            new = self.new(self.now - timedelta(minutes=1))
            new.slug, new.title, new.file = self.gone.slug, self.gone.title, self.gone.file
            self.gone = None

    def _lost_ledger(self):
        """All of it, or all but some lines."""
        left = self.random.sample(self.ledger.rows, self.random.choice((0, len(self.ledger.rows) // 2)))
        self.ledger = put_back(Ledger(tuple(left)), self.ledger)

    def _word(self):
        number = len(self.words)
        self.words[f"WORD{chr(65 + number)}, n. Of the first file, {number}."] = START

    def _comment(self, minutes=1):
        if text := self._any():
            number = sum(key == text.number for key, _ in self.comments) + 1
            made = make_comment(
                number, id=f"{text.number:03}{number:09}", posted_at=self.now - timedelta(minutes=minutes)
            )
            self.comments.append((text.number, made))

    def _late_comment(self):
        self._comment(minutes=99_999)

    def _take_down(self):
        if self.comments:
            place = self.random.randrange(len(self.comments))
            key, comment = self.comments[place]
            self.comments[place] = (key, replace(comment, status=type(comment.status)("deleted"), body=""))

    def _branch(self):
        before = self.ledger
        site = make_site([text.article() for text in self.public()], ledger=before, now=self.now)
        self.ledger = merge(before, publish(site, before, PUBLISHER.authority, self.now).ledger)

    def _host(self):
        self.origin = "https://elsewhere.example" if self.origin == ORIGIN else ORIGIN

    def _name(self):
        self.name = f"{self.name}!"

    def _torn_ledger(self):
        """A merge that nobody finished left its marks, and lines of both sides."""
        lines = write_ledger(self.ledger).splitlines(keepends=True)
        middle = len(lines) // 2
        torn = [
            *lines[:middle],
            "<<<<<<< ours\n",
            *lines[middle:],
            "=======\n",
            *lines[middle:],
            ">>>>>>> theirs\n",
        ]
        self.ledger = parse_ledger("".join(torn), Source("content/ledger.txt"))


def archives_of(files):
    return {
        path: data for path, data in files.items() if path.removesuffix(".atom").rpartition("/")[2].isdigit()
    }


def live_through(number, publishes=12):
    """A history, and what its subscribers saw; how many publishes it had."""
    publication, server = Publication(number), Server()
    subscribers = {feed: readers() for feed in FEEDS}
    files, site = publication.publish()
    server.publish(files, publication.now)
    known = {row.id for row in site.published.values()}
    for feed, some in subscribers.items():
        for reader in some:
            reader.poll(server, f"{feed}.atom")
    for _ in range(publishes):
        publication.touched.clear()
        publication.modified.clear()
        publication.move()
        before = files
        files, site = publication.publish()
        server.publish(files, publication.now)
        news = {row.id for row in site.published.values() if row.id not in known and row.kind != "feed"}
        for feed, some in subscribers.items():
            kind = KINDS[feed]
            fresh = {
                f"{publication.origin}{address}": row.id
                for address, row in site.published.items()
                if row.id in news and row.kind == kind
            }
            for reader in some:
                passed_over = reader.links if reader.knows_links else set()  # an old link, a new text
                expected = sorted(identity for link, identity in fresh.items() if link not in passed_over)
                new, changed = reader.poll(server, f"{feed}.atom")
                assert sorted(new) == expected, (number, feed, reader)
                assert len(changed) <= (len(publication.modified) if kind == "article" else 0), (number, feed)
        if publication.random.random() < 0.2:
            roll_back_and_forth(publication, server, subscribers, number)
        check_archives(publication, site, before, files, number)
        known |= news
    return publishes


def roll_back_and_forth(publication, server, subscribers, number):
    """What was shown is no news when it is shown again; the ledger stays."""
    publication.now += timedelta(minutes=9)
    server.roll_back()
    for _ in range(2):
        for feed, some in subscribers.items():
            for reader in some:
                assert reader.poll(server, f"{feed}.atom")[0] == [], (number, feed)
        publication.now += timedelta(minutes=9)
        server.publish(publication.publish()[0], publication.now)


def check_archives(publication, site, before, files, number):
    """Not a byte of an archive changes but by an edit or a deletion of what is in it, or by another neighbour."""
    touched = publication.ids_of_touched(site)
    for path, data in archives_of(before).items():
        if path not in files or publication.origin.encode() not in data:
            continue
        was = {item.id: item for item in items_of(data)}
        now = {item.id: item for item in items_of(files[path])}
        assert list(now) == [identity for identity in was if identity in now], (number, path)
        for identity in now.keys() - touched:
            assert now[identity].data == was[identity].data, (number, path, identity)
        if "/comments/" not in path:  # the title of an article stands in its thread's
            assert frame_of(files[path]) == frame_of(data), (number, path)


@pytest.mark.parametrize("some", range(4))
def test_every_item_is_told_once_and_nothing_that_is_out_moves(some):
    """By the rules of common readers, over made-up histories."""
    assert sum(live_through(number) for number in range(some * 10, some * 10 + 10)) == 120


@pytest.mark.slow
@pytest.mark.parametrize("some", range(10))
def test_every_item_is_told_once_over_five_hundred_histories(some):
    """The rest of them."""
    assert sum(live_through(number) for number in range(100 + some * 46, 146 + some * 46)) == 46 * 12
