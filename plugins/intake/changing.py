"""What a writer does with what was sent: other words, or none. After approval both wait or leave a tombstone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, update

from plugins.intake import verdict
from plugins.intake.arriving import weigh
from plugins.intake.live import Thread
from plugins.intake.model import DeskError, Entry, State
from plugins.intake.questions import Words
from plugins.intake.queue import Arrival, held_comment, note, put, replaced, waiting_revision
from plugins.intake.settings import Limits
from plugins.intake.tables import entries


def revise(connection: Connection, entry: Entry, arrival: Arrival, now: int) -> Entry:
    """Other words for an approved mention: they wait, in the place of those that waited already."""
    known = waiting_revision(connection, entry)
    if known is not None:
        return replaced(connection, known, arrival.words, now, "worker", "change")
    points = (verdict.Point(0, "its page says something else now"),)
    return put(connection, arrival, points, now, revises=entry.id)


def may_change(entry: Entry, limits: Limits, now: int) -> bool:
    """Whether its writer may still change it: while it waits, and for a while after it came."""
    if entry.state is State.NEW:
        return True
    is_out = entry.state is State.APPROVED and entry.deleted_at is None
    return is_out and now < entry.received_at + 60 * limits.change_minutes


def change(
    connection: Connection,
    comment_id: str,
    said: Words,
    limits: Limits,
    now: int,
    *,
    is_as_author: bool = False,
) -> Entry:
    """The writer's other words: in place while it waits; after approval they wait themselves.

    Raises:
        DeskError: it can no longer be changed.
    """
    entry = held_comment(connection, comment_id)
    if not may_change(entry, limits, now):
        raise DeskError("this comment can no longer be changed")
    known = waiting_revision(connection, entry) if entry.state is State.APPROVED else entry
    thread = Thread(entry.thread_key, entry.thread_id, "", "", "open", None, 0)
    words = replace(said, replyto=entry.replyto)
    arrival = Arrival(thread, words, entry.prefix or "", is_as_author=is_as_author)
    # What was harmless may not be now.
    points = weigh(connection, arrival, 0, limits)
    if known is None:
        points += (verdict.Point(0, "changed by its writer after it was approved"),)
        return put(connection, arrival, points, now, revises=entry.id)
    return replaced(connection, known, arrival.words, now, "reader", "change", points)


def withdraw(connection: Connection, comment_id: str, now: int, who: str = "reader") -> Entry:
    """Its writer takes it back: it waits no more; after approval its file becomes a tombstone.

    Args:
        who: "worker" where a page that mentioned us is gone.

    Raises:
        DeskError: it was taken back or refused already.
    """
    entry = held_comment(connection, comment_id)
    values: dict[str, Any]
    if entry.state is State.NEW:
        values = {"state": State.WITHDRAWN}
    elif entry.state is State.APPROVED and entry.deleted_at is None:
        values = {"deleted_at": now, "written_at": None}
        connection.execute(
            update(entries)
            .where(entries.c.revises == entry.id, entries.c.state == State.NEW)
            .values(state=State.WITHDRAWN)
        )
    else:
        raise DeskError("this comment cannot be withdrawn: it was withdrawn or refused already")
    note(connection, who, "withdraw", entry.id, now)
    changed = update(entries).where(entries.c.id == entry.id).values(values).returning(entries)
    return Entry.of(connection.execute(changed).one())
