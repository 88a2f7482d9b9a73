"""Numbers of a thread: one more each time, never one twice, whoever else counts; and whether their files are there."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, case, insert, select, update

from plugins.intake.database import lock
from plugins.intake.live import Thread
from plugins.intake.model import Entry, State
from plugins.intake.queue import held_comment, note
from plugins.intake.tables import entries, threads


def next_number(connection: Connection, thread: Thread, highest_in_folder: Callable[[str], int]) -> int:
    """One more than any that was ever given: here, in a release, or by hand in the folder."""
    lock(connection, f"thread:{thread.id}")
    query = select(threads.c.last_number).where(threads.c.id == thread.id).with_for_update()
    last: int | None = connection.execute(query).scalar()
    number = 1 + max(last or 0, thread.highest, highest_in_folder(thread.key))
    keep_number(connection, thread.id, number, is_known=last is not None)
    return number


def keep_number(connection: Connection, thread_id: str, number: int, *, is_known: bool) -> None:
    """Note that a number was given. It only goes up."""
    if is_known:
        highest = case((threads.c.last_number < number, number), else_=threads.c.last_number)
        connection.execute(update(threads).where(threads.c.id == thread_id).values(last_number=highest))
    else:
        connection.execute(insert(threads).values(id=thread_id, last_number=number))


def is_closed_here(connection: Connection, thread_id: str) -> bool:
    """Whether somebody closed the thread at the desk."""
    query = select(threads.c.closed_at).where(threads.c.id == thread_id)
    return connection.execute(query).scalar() is not None


def close(connection: Connection, thread: Thread, now: int | None) -> None:
    """The thread takes no more comments from now on; with None it does again."""
    lock(connection, f"thread:{thread.id}")
    known = connection.execute(select(threads.c.id).where(threads.c.id == thread.id)).first()
    keep_number(connection, thread.id, thread.highest, is_known=known is not None)
    connection.execute(update(threads).where(threads.c.id == thread.id).values(closed_at=now))


def written(connection: Connection, comment_id: str, number: int, version: str, now: int) -> bool:
    """The file is there, with that number. False where something was decided since: it is written again."""
    entry = held_comment(connection, comment_id)
    if entry.number != number:
        _renumber(connection, entry, number, now)
    if entry.state is not State.APPROVED or entry.version != version:
        return False
    if entry.written_at is None:
        connection.execute(update(entries).where(entries.c.id == entry.id).values(written_at=now))
        note(connection, "write", "written", entry.id, now)
    return True


def _renumber(connection: Connection, entry: Entry, number: int, now: int) -> None:
    """An author took the number meanwhile: nothing was published under it, and its answers follow."""
    lock(connection, f"thread:{entry.thread_id}")
    connection.execute(update(entries).where(entries.c.id == entry.id).values(number=number))
    answers = update(entries).where(
        entries.c.thread_id == entry.thread_id,
        entries.c.replyto == entry.number,
        entries.c.role == "author",
        entries.c.id > entry.id,
        entries.c.written_at.is_(None),
    )
    connection.execute(answers.values(replyto=number))
    known = connection.execute(select(threads.c.id).where(threads.c.id == entry.thread_id)).first()
    keep_number(connection, entry.thread_id, number, is_known=known is not None)
    note(connection, "write", "renumber", entry.id, now, f"{entry.number} to {number}")
