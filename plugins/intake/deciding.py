"""What a moderator does with what waits: approved, refused, put back, corrected, answered. Each in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, update

from plugins.intake.arriving import learn
from plugins.intake.live import Threads
from plugins.intake.model import DeskError, Entry, State
from plugins.intake.numbers import next_number
from plugins.intake.questions import Words
from plugins.intake.queue import Arrival, held, note, put, replaced
from plugins.intake.tables import entries


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides, and what has to be known for it."""

    who: str
    threads: Threads

    highest_in_folder: Callable[[str], int] = lambda _key: 0
    """Key of a thread → the highest number of its files, where the folder is on this machine."""


def approve(
    connection: Connection, row: int, decider: Decider, now: int, *, text_hash: str = "", role: str = "reader"
) -> Entry:
    """Give a comment its number; the words of a revision take the place of the old ones.

    Args:
        text_hash: of the words that whoever decides has seen; empty where nobody could have changed them.

    Raises:
        DeskError: it does not wait, says something else now, or its thread is gone.
    """
    entry = held(connection, row)
    _expect(entry, text_hash)
    if entry.revises is not None:
        return _approve_revision(connection, entry, decider, now)
    thread = decider.threads.find(entry.thread_key, entry.thread_id)
    if thread is None:
        raise DeskError(
            f'row {row} answers "{entry.thread_key}", which is not published; refuse it, or publish that again'
        )
    number = next_number(connection, thread, decider.highest_in_folder)
    if entry.replyto is not None and entry.replyto >= number:
        raise DeskError(f"row {row} answers comment {entry.replyto}, which is not there; edit it")
    values = {
        "state": State.APPROVED,
        "number": number,
        "approved_at": now,
        "role": role,
        "thread_key": thread.key,
        "thread_id": thread.id,
    }
    note(connection, decider.who, "approve", row, now, f"number {number}")
    if entry.kind != "webmention":
        learn(connection, entry.body, "approved")
    return Entry.of(
        connection.execute(update(entries).where(entries.c.id == row).values(values).returning(entries)).one()
    )


def _expect(entry: Entry, text_hash: str) -> None:
    if entry.state is not State.NEW:
        raise DeskError(f"row {entry.id} does not wait; it is {entry.state}")
    if text_hash and text_hash != entry.text_hash:
        raise DeskError(f"row {entry.id} was changed since you looked; read it again")


def _approve_revision(connection: Connection, entry: Entry, decider: Decider, now: int) -> Entry:
    original = held(connection, entry.revises or 0)
    if original.deleted_at is not None:
        raise DeskError(f"row {entry.id} changes a comment that was withdrawn; refuse it")
    values = {
        "author": entry.author,
        "website": entry.website,
        "body": entry.body,
        "text_hash": entry.text_hash,
        "modified_at": max(now, (original.modified_at or 0) + 1, original.received_at),
        "written_at": None,
    }
    note(connection, decider.who, "approve", entry.id, now, f"revision of row {original.id}")
    connection.execute(
        update(entries)
        .where(entries.c.id == entry.id)
        .values(state=State.APPROVED, approved_at=now, written_at=now)
    )
    changed = update(entries).where(entries.c.id == original.id).values(values).returning(entries)
    return Entry.of(connection.execute(changed).one())


def is_stranded(entry: Entry, threads: Threads) -> bool:
    """Approved, never written, and its page is gone: no file will come of it."""
    return (
        entry.state is State.APPROVED
        and (entry.written_at, entry.modified_at, entry.deleted_at) == (None, None, None)
        and threads.find(entry.thread_key, entry.thread_id) is None
    )


def refuse(
    connection: Connection,
    row: int,
    state: State,
    who: str,
    now: int,
    *,
    text_hash: str = "",
    threads: Threads | None = None,
) -> Entry:
    """Spam, or refused: both can be taken back. DeskError where it neither waits nor is stranded in `threads`."""
    entry = held(connection, row)
    if state is not State.REFUSED or threads is None or not is_stranded(entry, threads):
        _expect(entry, text_hash)
    if state is State.SPAM:
        learn(connection, entry.body, "spam")
    note(connection, who, state, row, now)
    # When it was decided: from then on the days are counted after which it is erased.
    values = {"state": state, "approved_at": now}
    return Entry.of(
        connection.execute(update(entries).where(entries.c.id == row).values(values).returning(entries)).one()
    )


def put_back(connection: Connection, row: int, who: str, now: int) -> Entry:
    """What was refused waits again. DeskError where it was not refused, or its words are erased."""
    entry = held(connection, row)
    if entry.state not in (State.SPAM, State.REFUSED) or not (entry.body or entry.source):
        raise DeskError(f"row {row} was not refused, or its words are erased")
    note(connection, who, "put back", row, now)
    values = {"state": State.NEW, "approved_at": None}
    return Entry.of(
        connection.execute(update(entries).where(entries.c.id == row).values(values).returning(entries)).one()
    )


def answer(
    connection: Connection, row: int, body: Words, decider: Decider, now: int, *, text_hash: str = ""
) -> tuple[Entry, Entry]:
    """The author answers: what waits is approved first, so that numbers stay in order. Returns both.

    Raises:
        DeskError: as `approve`; and where it is neither waiting nor approved.
    """
    entry = held(connection, row)
    if entry.state is State.NEW:
        entry = approve(connection, row, decider, now, text_hash=text_hash)
    if entry.state is not State.APPROVED or entry.number is None or entry.deleted_at is not None:
        raise DeskError(f"row {row} cannot be answered; it is {entry.state}")
    thread = decider.threads.find(entry.thread_key, entry.thread_id)
    if thread is None:
        raise DeskError(f'row {row} answers "{entry.thread_key}", which is not published')
    arrival = Arrival(thread, replace(body, replyto=entry.number), "")
    reply = put(connection, arrival, (), now, role="author", prefix=None)
    return entry, approve(connection, reply.id, decider, now, role="author")


def edit(connection: Connection, row: int, said: Words, who: str, now: int, *, text_hash: str = "") -> Entry:
    """A moderator's correction of what waits.

    Args:
        text_hash: of the words that were corrected; empty where nobody could have changed them.

    Raises:
        DeskError: it does not wait, or says something else now.
    """
    entry = held(connection, row)
    _expect(entry, text_hash)
    return replaced(connection, entry, said, now, who, "edit")
