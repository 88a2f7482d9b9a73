"""The worker's part in mentions: the pages that others told of are looked at, and what becomes of their rows then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, or_, select, update

from plugins.intake import arriving, changing, queue, verdict
from plugins.intake.database import lock, reading, writing
from plugins.intake.desk import Desk
from plugins.intake.fetch import Answer, ForbiddenError, Limits, Question, UnreachableError, ask
from plugins.intake.live import Thread
from plugins.intake.mentioned import Said, as_markdown, look
from plugins.intake.model import Entry, State, moment_of
from plugins.intake.questions import Words
from plugins.intake.tables import entries
from plugins.intake.webmention import KIND, comment_of, host_of, is_blocked

LEASE_SECONDS: Final = 15 * 60
FIRST_PAUSE_SECONDS: Final = 5 * 60
LONGEST_PAUSE_SECONDS: Final = 24 * 3600
MAX_TRIES: Final = 6
AT_ONCE: Final = 20
"""Pages in one round."""

Ask = Callable[[Question], Answer]


def look_at_pages(desk: Desk, now: int, ask_for: Ask = ask) -> int:
    """Look at the pages that are due. Returns how many were."""
    due = _claimed(desk, now)
    for entry in due:
        _look_at(desk, entry, now, ask_for)
    return len(due)


def _claimed(desk: Desk, now: int) -> list[Entry]:
    """What is due, and from now on no other worker's."""
    is_alive = or_(
        entries.c.state.in_((State.FETCH, State.NEW)),
        (entries.c.state == State.APPROVED) & entries.c.deleted_at.is_(None),
    )
    # No pause is longer: what is to wait for more was put there by a clock that was wrong.
    is_due = or_(entries.c.fetch_after <= now, entries.c.fetch_after > now + LONGEST_PAUSE_SECONDS)
    query = select(entries).where(entries.c.kind == KIND, is_due, is_alive)
    with writing(desk.engine) as connection:
        lock(connection, "mentions")
        rows = connection.execute(query.order_by(entries.c.fetch_after, entries.c.id).limit(AT_ONCE)).all()
        ids = [row.id for row in rows]
        connection.execute(
            update(entries).where(entries.c.id.in_(ids)).values(fetch_after=now + LEASE_SECONDS)
        )
    return [Entry.of(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of looking at a page."""

    said: Said | None = None
    """It links to us, and says this."""

    fault: str = ""
    is_gone: bool = False
    """The page is gone, or links to us no more."""

    is_final: bool = False
    """Looking again changes nothing."""


def _look_at(desk: Desk, entry: Entry, now: int, ask_for: Ask) -> None:
    looked = _looked(desk, entry, now, ask_for)
    with writing(desk.engine) as connection:
        current = queue.find_row(connection, entry.id)
        if current is None:
            return
        if looked.said is not None:
            _says(connection, desk, current, looked.said, now)
        elif looked.is_gone and current.state in (State.NEW, State.APPROVED) and current.deleted_at is None:
            changing.withdraw(connection, current.comment_id, now, "worker")
            _update(connection, current, {"fetch_after": None})
        else:
            _failed(connection, current, looked, now)


def _looked(desk: Desk, entry: Entry, now: int, ask_for: Ask) -> Looked:
    source, mentions = entry.source or "", desk.settings.mentions
    with reading(desk.engine) as connection:
        if is_blocked(connection, source):
            return Looked(fault="nothing is taken from there", is_final=True)
    try:
        limits = Limits(mentions.seconds, 1024 * mentions.kilobytes)
        answer = ask_for(Question(source, limits=limits))
    except UnreachableError as wrong:
        return Looked(fault=str(wrong), is_final=isinstance(wrong, ForbiddenError))
    if answer.status != 200:
        is_gone = answer.status in (404, 410)
        return Looked(fault=f"it answers {answer.status}", is_gone=is_gone, is_final=answer.status == 410)
    said = look(answer, entry.target or "", moment_of(now))
    if said is None and answer.is_cut:
        return Looked(fault=f"no link to us in its first {mentions.kilobytes} kB", is_final=True)
    return Looked(said, "no link to us", is_gone=said is None, is_final=True)


def _says(connection: Connection, desk: Desk, entry: Entry, said: Said, now: int) -> None:
    """It links to us. What was seen by a person stays until a person has seen the other words."""
    words = _words(entry, said)
    digest = queue.hash_of(words)
    values: dict[str, Any] = {"fetch_after": None, "fetch_tries": 0, "fault": None, "seen_hash": digest}
    thread = Thread(entry.thread_key, entry.thread_id, "", "", "open", None, 0)
    arrival = queue.Arrival(
        thread, words, entry.prefix or "", kind=KIND, source=entry.source, target=entry.target
    )
    is_new = digest != entry.seen_hash
    if is_new and entry.state in (State.FETCH, State.NEW):
        points = arriving.weigh(connection, arrival, 0, desk.settings.limits)
        values |= {"state": State.NEW, "author": words.author, "body": words.body, "text_hash": digest}
        values |= {"verdict": verdict.pack(points), "score": verdict.score_of(points), "fetched_at": now}
        if said.posted_at is not None:
            values["posted_at"] = min(int(said.posted_at.timestamp()), entry.received_at)
    elif is_new and entry.state is State.APPROVED and entry.deleted_at is None:
        if digest == entry.text_hash:
            _forget_revision(connection, entry)
        else:
            changing.revise(connection, entry, arrival, now)
    _update(connection, entry, values)


def _words(entry: Entry, said: Said) -> Words:
    """Such as a file can hold."""
    source = entry.source or ""
    author, body = said.author or host_of(source), as_markdown(said.text)
    if comment_of(source, author, body) is None:
        author, body = host_of(source), ""
    return Words(author, None, None, body)


def _forget_revision(connection: Connection, entry: Entry) -> None:
    """It says again what stands here."""
    waits = (entries.c.revises == entry.id, entries.c.state == State.NEW)
    connection.execute(update(entries).where(*waits).values(state=State.WITHDRAWN))


def _failed(connection: Connection, entry: Entry, looked: Looked, now: int) -> None:
    """It is looked at again later, or never. What a person has seen stays as it was."""
    is_over = looked.is_final or entry.fetch_tries + 1 >= MAX_TRIES
    pause = min(FIRST_PAUSE_SECONDS * 3**entry.fetch_tries, LONGEST_PAUSE_SECONDS)
    values: dict[str, Any] = {"fetch_tries": entry.fetch_tries + 1}
    values["fetch_after"] = None if is_over else now + pause
    if entry.state is State.FETCH:
        values["fault"] = looked.fault[:300]
        if is_over:
            values |= {"state": State.REFUSED, "approved_at": now}
            queue.note(connection, "worker", State.REFUSED, entry.id, now)
    _update(connection, entry, values)


def _update(connection: Connection, entry: Entry, values: dict[str, Any]) -> None:
    connection.execute(update(entries).where(entries.c.id == entry.id).values(values))
