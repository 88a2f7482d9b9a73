"""What comes to the desk: whether it is kept, and what speaks for and against it.

Whatever is asked here is asked inside of the transaction that keeps it: two processes may do it at the same moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    ScalarSelect,
    Select,
    bindparam,
    func,
    insert,
    literal,
    select,
    update,
)

from plugins.intake import verdict
from plugins.intake.database import lock
from plugins.intake.model import Entry, State
from plugins.intake.queue import Arrival, held, put
from plugins.intake.settings import Limits
from plugins.intake.tables import entries, threads, words

HOUR = 3600
"""The window of the limits. What came later than in an hour came by a clock that was wrong, and limits nobody."""

IS_SENT = entries.c.prefix != ""
"""By somebody from somewhere: the author's answers and what came by mail take nobody's room."""

DOUBLE_SECONDS = 60
"""Within so long the same words from the same network are one press too many, not a second comment."""

WORDS_LOOKED_UP = 300

ALL_TEXTS = ""
"""The row of `words` that counts texts."""


@dataclass(frozen=True, slots=True)
class Received:
    entry: Entry
    is_new: bool
    """False: it was there already."""


@dataclass(frozen=True, slots=True)
class Limited:
    """A limit is reached: nothing was kept."""

    seconds: int
    """Until the window has room again."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Somebody closed the thread at the desk. Nothing was kept."""


@dataclass(frozen=True, slots=True)
class AskAgain:
    """So much speaks against it that its writer presses once more. Nothing was kept."""

    points: tuple[verdict.Point, ...]


def _standing() -> Select[Any]:
    """All that is asked of the database about an arrival, in one question, which is made once."""
    is_same = entries.c.text_hash == bindparam("text_hash")
    in_hour = entries.c.received_at.between(bindparam("hour"), bindparam("ahead"))

    def count(*conditions: ColumnElement[bool], most: str) -> ScalarSelect[int]:
        """No further than to the limit."""
        some = select(literal(1)).where(*conditions).limit(bindparam(most, type_=Integer)).subquery()
        return select(func.count()).select_from(some).scalar_subquery()

    double = select(entries.c.id).where(
        is_same,
        entries.c.thread_id == bindparam("thread_id"),
        entries.c.prefix == bindparam("prefix"),
        entries.c.received_at >= bindparam("minute"),
        entries.c.state != State.WITHDRAWN,
        entries.c.revises.is_(None),
        func.coalesce(entries.c.replyto, 0) == bindparam("replyto"),
    )
    known = select(literal(1)).where(
        entries.c.author == bindparam("author"), entries.c.state == State.APPROVED
    )
    learned = select(words.c.approved).where(words.c.word == ALL_TEXTS)
    learned_spam = select(words.c.spam).where(words.c.word == ALL_TEXTS)
    closed = select(threads.c.closed_at).where(threads.c.id == bindparam("thread_id"))
    return select(
        double.order_by(entries.c.id).limit(1).scalar_subquery().label("double"),
        count(in_hour, entries.c.prefix == bindparam("prefix"), most="of_network").label("from_network"),
        count(in_hour, IS_SENT, most="of_desk").label("from_all"),
        select(func.count()).select_from(entries).where(is_same).scalar_subquery().label("same"),
        known.limit(1).scalar_subquery().label("known"),
        learned.scalar_subquery().label("approved"),
        learned_spam.scalar_subquery().label("spam"),
        closed.scalar_subquery().label("closed"),
    )


STANDING = _standing()


def _ask(connection: Connection, arrival: Arrival, limits: Limits, now: int) -> Row[Any]:
    asked = {
        "text_hash": arrival.text_hash,
        "hour": now - HOUR + 1,
        "ahead": now + HOUR,
        "minute": now - DOUBLE_SECONDS,
        "thread_id": arrival.thread.id,
        "prefix": arrival.prefix,
        "replyto": arrival.words.replyto or 0,
        "author": arrival.words.author,
        "of_network": limits.network_per_hour,
        "of_desk": limits.desk_per_hour,
    }
    return connection.execute(STANDING, asked).one()


def receive(
    connection: Connection, arrival: Arrival, limits: Limits, now: int
) -> Received | Limited | AskAgain | Closed:
    """Put something into the queue, in a transaction that writes."""
    lock(connection, f"text:{arrival.text_hash}")
    found = _ask(connection, arrival, limits, now)
    if found.double is not None:
        return Received(held(connection, found.double), is_new=False)
    if found.closed is not None:
        return Closed()
    if found.from_network >= limits.network_per_hour:
        return Limited(_until_room(connection, now, arrival.prefix, limits.network_per_hour))
    if found.from_all >= limits.desk_per_hour:
        return Limited(_until_room(connection, now, None, limits.desk_per_hour))
    points = _weigh(connection, arrival, found, found.from_network, limits)
    if verdict.score_of(points) >= limits.asks_again and not arrival.is_second:
        return AskAgain(points)
    return Received(put(connection, arrival, points, now), is_new=True)


def _until_room(connection: Connection, now: int, prefix: str | None, limit: int) -> int:
    query = select(entries.c.received_at).where(entries.c.received_at.between(now - HOUR + 1, now + HOUR))
    query = query.where(IS_SENT if prefix is None else entries.c.prefix == prefix)
    # The one whose going brings the count below the limit.
    held = connection.execute(
        query.order_by(entries.c.received_at.desc()).offset(limit - 1).limit(1)
    ).scalar()
    return max(1, (held or now) + HOUR - now)


def _weigh(
    connection: Connection, arrival: Arrival, found: Row[Any], in_hour: int, limits: Limits
) -> tuple[verdict.Point, ...]:
    return verdict.weigh(
        verdict.Facts(
            body=arrival.words.body,
            website=arrival.words.website,
            author=arrival.words.author,
            trap=arrival.trap,
            seconds=arrival.seconds,
            same_before=int(found.same),
            from_network=in_hour,
            network_limit=limits.network_per_hour,
            is_known=found.known is not None,
            is_as_author=arrival.is_as_author,
            words=_likeness(connection, arrival.words.body, found.approved or 0, found.spam or 0),
        )
    )


def weigh(
    connection: Connection, arrival: Arrival, in_hour: int, limits: Limits
) -> tuple[verdict.Point, ...]:
    """What speaks for and against something that has words only now."""
    return _weigh(connection, arrival, _ask(connection, arrival, limits, 0), in_hour, limits)


def _likeness(connection: Connection, body: str, approved: int, spam: int) -> float:
    """Args: how many texts were approved, and how many were spam."""
    if approved + spam < verdict.LEARNED_ENOUGH:
        return 0.0
    asked = sorted(verdict.words_of(body))[:WORDS_LOOKED_UP]
    rows = connection.execute(select(words).where(words.c.word.in_(asked)))
    return verdict.likeness({row.word: (row.approved, row.spam) for row in rows}, approved, spam)


def learn(connection: Connection, body: str, column: str) -> None:
    """Count the words of a text that was decided."""
    found = [ALL_TEXTS, *sorted(verdict.words_of(body))[:WORDS_LOOKED_UP]]
    lock(connection, "words")
    known = set(connection.execute(select(words.c.word).where(words.c.word.in_(found))).scalars())
    if known:
        connection.execute(
            update(words).where(words.c.word.in_(sorted(known))).values({column: words.c[column] + 1})
        )
    if new := [{"word": word, column: 1} for word in found if word not in known]:
        connection.execute(insert(words), new)


def expect(connection: Connection, arrival: Arrival, now: int) -> Entry:
    """A row for a mention whose page is still to be looked at. Nobody decides about it before."""
    return put(connection, arrival, (), now, state=State.FETCH, fetch_after=now)
