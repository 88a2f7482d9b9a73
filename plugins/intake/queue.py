"""The rows of the queue: put in, found, held, told apart; and the audit. Each is part of somebody's transaction.

What happens to a row: `arriving`, `changing`, `deciding`, `numbers`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from plugins.intake import verdict
from plugins.intake.live import Thread
from plugins.intake.model import DeskError, Entry, State, moment_of
from plugins.intake.questions import Words
from plugins.intake.secret import new_id
from plugins.intake.tables import audit, entries

INSERT = insert(entries).returning(entries)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that wants to be in the queue."""

    thread: Thread
    words: Words
    prefix: str

    trap: bool = False
    seconds: int | None = None
    is_second: bool = False
    """Its writer was asked again, and pressed once more."""

    is_as_author: bool = False
    """Signed as an author of the publication is called."""

    kind: str = "comment"
    source: str | None = None
    target: str | None = None
    posted_at: int | None = None
    comment_id: str = ""
    """Where it has an id already: of what another system held, so that it is known when it comes again."""

    @property
    def text_hash(self) -> str:
        return hash_of(self.words)


def hash_of(said: Words) -> str:
    """The same for the same words by the same name."""
    text = "\0".join((said.author, said.website or "", said.body))
    return hashlib.sha256(text.encode()).hexdigest()


def put(
    connection: Connection, arrival: Arrival, points: Sequence[verdict.Point], now: int, **other: Any
) -> Entry:
    said = arrival.words
    values = {
        "kind": arrival.kind,
        "thread_key": arrival.thread.key,
        "thread_id": arrival.thread.id,
        "replyto": said.replyto,
        "author": said.author,
        "website": said.website,
        "body": said.body,
        "source": arrival.source,
        "target": arrival.target,
        "posted_at": arrival.posted_at,
        "received_at": now,
        "state": State.NEW,
        "verdict": verdict.pack(points),
        "score": verdict.score_of(points),
        "prefix": arrival.prefix,
        "comment_id": arrival.comment_id or new_id(moment_of(now)),
        "text_hash": arrival.text_hash,
    }
    # The row that was inserted, not the latest: another may have come meanwhile.
    return Entry.of(connection.execute(INSERT, values | other).one())


def find(connection: Connection, comment_id: str) -> Entry | None:
    """By the id of the comment."""
    row = connection.execute(select(entries).where(entries.c.comment_id == comment_id)).first()
    return Entry.of(row) if row else None


def find_row(connection: Connection, row: int) -> Entry | None:
    """By the number of the row."""
    if not 0 < row < 2**62:
        return None
    found = connection.execute(select(entries).where(entries.c.id == row)).first()
    return Entry.of(found) if found else None


def held(connection: Connection, row: int) -> Entry:
    """The row as it is now, held until the end of the transaction.

    Raises:
        DeskError: there is none.
    """
    found = connection.execute(select(entries).where(entries.c.id == row).with_for_update()).first()
    if found is None:
        raise DeskError(f"there is no row {row}; see what waits")
    return Entry.of(found)


def held_comment(connection: Connection, comment_id: str) -> Entry:
    found = connection.execute(
        select(entries).where(entries.c.comment_id == comment_id).with_for_update()
    ).first()
    if found is None:
        raise DeskError("there is no such comment")
    return Entry.of(found)


def waiting_revision(connection: Connection, entry: Entry) -> Entry | None:
    """What waits to replace the words of an approved comment."""
    query = select(entries).where(entries.c.revises == entry.id, entries.c.state == State.NEW)
    row = connection.execute(query.order_by(entries.c.id.desc()).limit(1)).first()
    return Entry.of(row) if row else None


def replaced(
    connection: Connection,
    entry: Entry,
    said: Words,
    now: int,
    who: str,
    what: str,
    points: Sequence[verdict.Point] | None = None,
) -> Entry:
    values: dict[str, Any] = {
        "author": said.author,
        "website": said.website,
        "replyto": said.replyto if entry.revises is None else entry.replyto,
        "body": said.body,
        "text_hash": hash_of(said),
    }
    if points is not None:
        values |= {"verdict": verdict.pack(points), "score": verdict.score_of(points)}
    note(connection, who, what, entry.id, now)
    changed = update(entries).where(entries.c.id == entry.id).values(values).returning(entries)
    return Entry.of(connection.execute(changed).one())


def note(connection: Connection, who: str, what: str, row: int | None, now: int, said: str = "") -> None:
    """A line of the audit. It never holds what somebody wrote."""
    connection.execute(insert(audit).values(at=now, who=who, what=str(what), entry=row, note=said))


def waiting(connection: Connection, after: int = 0, most: int = 50) -> list[Entry]:
    """What waits, in the order of arrival whatever the clock said."""
    query = select(entries).where(entries.c.state == State.NEW, entries.c.id > after)
    return [Entry.of(row) for row in connection.execute(query.order_by(entries.c.id).limit(most))]


def counts(connection: Connection) -> Mapping[str, int]:
    """State → how many."""
    query = select(entries.c.state, func.count()).group_by(entries.c.state).order_by(entries.c.state)
    return {row[0]: row[1] for row in connection.execute(query)}


def unwritten(connection: Connection) -> Iterator[Entry]:
    """What is approved and has no file yet, or another than it should: by number."""
    query = select(entries).where(
        entries.c.state == State.APPROVED, entries.c.written_at.is_(None), entries.c.number.is_not(None)
    )
    for row in connection.execute(query.order_by(entries.c.thread_id, entries.c.number)):
        yield Entry.of(row)
