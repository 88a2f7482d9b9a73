"""Mentions that other sites tell of: which are taken.

A mention is one row for a source and a target, however often it is sent. Its page is looked at by the worker, never
while somebody waits for an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from sqlalchemy import Connection, func, insert, select, update

from plugins.comments.characters import fault_in_header, has_email
from plugins.comments.model import AUTHOR_LIMIT, Comment, Kind
from plugins.comments.parse import parse_comment
from plugins.comments.values import read_author, read_web_address
from plugins.comments.write import file_name, write_comment
from plugins.intake import arriving, queue
from plugins.intake.database import lock
from plugins.intake.live import Thread, Threads
from plugins.intake.model import Entry, State
from plugins.intake.questions import Words
from plugins.intake.tables import entries, sources
from plugins.intake.web_address import same_page
from plugins.source import Source, WrongValueError

KIND: Final = "webmention"
HOUR: Final = 3600
SOURCE_LIMIT_BYTES: Final = 1500
TARGET_LIMIT_BYTES: Final = 500
"""Both together stand in an index, which holds no more in PostgreSQL."""

AGAIN_SECONDS: Final = 600
"""A page that was looked at is looked at again no sooner than so: who sends often does not make us ask often."""

NOBODY: Final = "Another site"
"""Whose host no comment could be called by."""


class RefusedError(Exception):
    """A mention is not taken: says why."""


class TooManyError(Exception):
    """So many came from one network in this hour."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody sent."""

    source: str
    target: str
    thread: Thread


def read_told(source: str, target: str, threads: Threads, desk_origin: str) -> Told:
    """What was sent, if it can be a mention of one of our pages.

    Raises:
        RefusedError: it cannot.
    """
    for name, address, limit in (
        ("source", source, SOURCE_LIMIT_BYTES),
        ("target", target, TARGET_LIMIT_BYTES),
    ):
        if len(address.encode("utf-8", "replace")) > limit:
            raise RefusedError(f"{name} is longer than {limit} bytes")
        try:
            if fault_in_header(address) or has_email(address):
                raise WrongValueError("")
            read_web_address(address)
        except WrongValueError:
            raise RefusedError(f"{name} is no web address that could be shown") from None
    if same_page(source, target):
        raise RefusedError("source and target are the same page")
    hosts = {urlsplit(one).hostname for one in (threads.site, desk_origin) if one}
    if urlsplit(source).hostname in hosts:
        raise RefusedError("source is a page of this site")
    thread = _thread(target, threads) if urlsplit(target).hostname in hosts else None
    if thread is None:
        raise RefusedError("target is no page here that takes mentions")
    if comment_of(source, host_of(source), "") is None:
        raise RefusedError("source is no web address that could be shown")
    return Told(source, target, thread)


def _thread(target: str, threads: Threads) -> Thread | None:
    """Whatever part of its page the target is."""
    parts = urlsplit(target)
    if parts.query:
        return None
    by_url = threads.by_url
    return by_url.get(parts.path) or by_url.get(quote(unquote(parts.path)))


def host_of(source: str) -> str:
    """What a mention is called by whose page names nobody."""
    host = urlsplit(source).hostname or ""
    try:
        return read_author(host) if not fault_in_header(host) and len(host) <= AUTHOR_LIMIT else NOBODY
    except WrongValueError:
        return NOBODY


def comment_of(source: str, author: str, body: str) -> Comment | None:
    """The comment that this mention would be; None where no file could hold it."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    comment = Comment(1, "0", at, author, body, Source(""), kind=Kind.WEBMENTION, source_url=source)
    return parse_comment(write_comment(comment).encode(), f"content/{file_name(comment)}")[0]


def receive(connection: Connection, told: Told, prefix: str, per_hour: int, now: int) -> Entry:
    """A row whose page the worker looks at; of one that is there the same row.

    Raises:
        RefusedError: nothing is taken from there.
        TooManyError: the network has sent as many as it may.
    """
    if is_blocked(connection, told.source):
        raise RefusedError("nothing is taken from there")
    lock(connection, f"mention:{told.source}")
    known = _known(connection, told)
    if known is not None:
        return _again(connection, known, now)
    recent = select(func.count()).select_from(entries)
    mine = recent.where(
        entries.c.kind == KIND,
        entries.c.prefix == prefix,
        entries.c.received_at.between(now - HOUR + 1, now + HOUR),
    )
    if int(connection.execute(mine).scalar_one()) >= per_hour:
        raise TooManyError
    words = Words(host_of(told.source), None, None, "")
    arrival = queue.Arrival(told.thread, words, prefix, kind=KIND, source=told.source, target=told.target)
    return arriving.expect(connection, arrival, now)


def _known(connection: Connection, told: Told) -> Entry | None:
    """The row of this source and this page. What its writer took away may come again, under a number of its own."""
    query = select(entries).where(
        entries.c.kind == KIND,
        entries.c.source == told.source,
        entries.c.thread_id == told.thread.id,
        entries.c.revises.is_(None),
        entries.c.deleted_at.is_(None),
        entries.c.state != State.WITHDRAWN,
    )
    row = connection.execute(query.order_by(entries.c.id.desc()).limit(1)).first()
    return Entry.of(row) if row else None


def _again(connection: Connection, entry: Entry, now: int) -> Entry:
    """It was sent again: its page may say something else. What a person refused stays refused, and is not looked at."""
    if entry.state is State.SPAM or (entry.state is State.REFUSED and entry.fault is None):
        return entry
    if entry.fetch_after is not None:
        return entry
    values: dict[str, Any] = {"fetch_after": now + AGAIN_SECONDS, "fetch_tries": 0}
    if entry.state is State.REFUSED:  # by the worker, who could not read the page
        values |= {"state": State.FETCH, "fault": None}
    changed = update(entries).where(entries.c.id == entry.id).values(values).returning(entries)
    return Entry.of(connection.execute(changed).one())


def is_blocked(connection: Connection, source: str) -> bool:
    """Whether its host or this page is blocked."""
    host = (urlsplit(source).hostname or "").lower()
    named = select(sources.c.source).where(sources.c.source.in_([host, source]))
    return connection.execute(named.limit(1)).first() is not None


def block(connection: Connection, source: str, reason: str, now: int) -> bool:
    """Nothing more is taken from a host, or from one page. False where that holds already."""
    if connection.execute(select(sources).where(sources.c.source == source)).first():
        return False
    connection.execute(insert(sources).values(source=source, reason=reason[:300], blocked_at=now))
    queue.note(connection, "terminal", "block", None, now)
    return True
