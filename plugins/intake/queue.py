"""What happens to a row: received, changed, withdrawn, decided, written. Each is one transaction, or part of one.

Whatever is asked here is asked again inside of the transaction: two processes may do it at the same moment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    ScalarSelect,
    Select,
    bindparam,
    case,
    func,
    insert,
    literal,
    select,
    update,
)

from plugins.intake import verdict
from plugins.intake.database import lock
from plugins.intake.live import Thread, Threads
from plugins.intake.model import DeskError, Entry, State, moment_of
from plugins.intake.questions import Words
from plugins.intake.secret import new_id
from plugins.intake.settings import Limits
from plugins.intake.tables import audit, entries, threads, words

HOUR = 3600
DOUBLE_SECONDS = 60
"""Within so long the same words from the same network are one press too many, not a second comment."""

WORDS_LOOKED_UP = 300

ALL_TEXTS = ""
"""The row of `words` that counts texts."""


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


def hash_of(said: Words) -> str:
    """The same for the same words by the same name."""
    text = "\0".join((said.author, said.website or "", said.body))
    return hashlib.sha256(text.encode()).hexdigest()


def _standing() -> Select[Any]:
    """All that is asked of the database about an arrival, in one question, which is made once."""
    is_same = entries.c.text_hash == bindparam("text_hash")
    in_hour = entries.c.received_at > bindparam("hour")

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
        count(in_hour, most="of_desk").label("from_all"),
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
        "hour": now - HOUR,
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
        return Received(_held(connection, found.double), is_new=False)
    if found.closed is not None:
        return Closed()
    if found.from_network >= limits.network_per_hour:
        return Limited(_until_room(connection, now, arrival.prefix, limits.network_per_hour))
    if found.from_all >= limits.desk_per_hour:
        return Limited(_until_room(connection, now, None, limits.desk_per_hour))
    points = _weigh(connection, arrival, found, found.from_network, limits)
    if verdict.score_of(points) >= limits.asks_again and not arrival.is_second:
        return AskAgain(points)
    return Received(_insert(connection, arrival, points, now), is_new=True)


def _until_room(connection: Connection, now: int, prefix: str | None, limit: int) -> int:
    query = select(entries.c.received_at).where(entries.c.received_at > now - HOUR)
    if prefix is not None:
        query = query.where(entries.c.prefix == prefix)
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


def _likeness(connection: Connection, body: str, approved: int, spam: int) -> float:
    """Args: how many texts were approved, and how many were spam."""
    if approved + spam < verdict.LEARNED_ENOUGH:
        return 0.0
    asked = sorted(verdict.words_of(body))[:WORDS_LOOKED_UP]
    rows = connection.execute(select(words).where(words.c.word.in_(asked)))
    return verdict.likeness({row.word: (row.approved, row.spam) for row in rows}, approved, spam)


def _learn(connection: Connection, body: str, column: str) -> None:
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


def _insert(
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
    return Entry.of(connection.execute(insert(entries).returning(entries), values | other).one())


def expect(connection: Connection, arrival: Arrival, now: int) -> Entry:
    """A row for a mention whose page is still to be looked at. Nobody decides about it before."""
    return _insert(connection, arrival, (), now, state=State.FETCH, fetch_after=now)


def revise(connection: Connection, entry: Entry, arrival: Arrival, now: int) -> Entry:
    """Other words for an approved mention: they wait, in the place of those that waited already."""
    known = waiting_revision(connection, entry)
    if known is not None:
        return _replaced(connection, known, arrival.words, now, "worker", "change")
    points = (verdict.Point(0, "its page says something else now"),)
    return _insert(connection, arrival, points, now, revises=entry.id)


def weigh(
    connection: Connection, arrival: Arrival, in_hour: int, limits: Limits
) -> tuple[verdict.Point, ...]:
    """What speaks for and against something that has words only now."""
    return _weigh(connection, arrival, _ask(connection, arrival, limits, 0), in_hour, limits)


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


def _held(connection: Connection, row: int) -> Entry:
    """The row as it is now, held until the end of the transaction.

    Raises:
        DeskError: there is none.
    """
    found = connection.execute(select(entries).where(entries.c.id == row).with_for_update()).first()
    if found is None:
        raise DeskError(f"there is no row {row}; see what waits")
    return Entry.of(found)


def waiting_revision(connection: Connection, entry: Entry) -> Entry | None:
    """What waits to replace the words of an approved comment."""
    query = select(entries).where(entries.c.revises == entry.id, entries.c.state == State.NEW)
    row = connection.execute(query.order_by(entries.c.id.desc()).limit(1)).first()
    return Entry.of(row) if row else None


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
    entry = _mine(connection, comment_id)
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
        return _insert(connection, arrival, points, now, revises=entry.id)
    return _replaced(connection, known, arrival.words, now, "reader", "change", points)


def edit(connection: Connection, row: int, said: Words, who: str, now: int) -> Entry:
    """A moderator's correction of what waits.

    Raises:
        DeskError: it does not wait.
    """
    entry = _held(connection, row)
    if entry.state is not State.NEW:
        raise DeskError(f"row {row} does not wait; it is {entry.state}")
    return _replaced(connection, entry, said, now, who, "edit")


def _replaced(
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


def _mine(connection: Connection, comment_id: str) -> Entry:
    found = connection.execute(
        select(entries).where(entries.c.comment_id == comment_id).with_for_update()
    ).first()
    if found is None:
        raise DeskError("there is no such comment")
    return Entry.of(found)


def withdraw(connection: Connection, comment_id: str, now: int, who: str = "reader") -> Entry:
    """Its writer takes it back: it waits no more; after approval its file becomes a tombstone.

    Args:
        who: "worker" where a page that mentioned us is gone.

    Raises:
        DeskError: it was taken back or refused already.
    """
    entry = _mine(connection, comment_id)
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
    entry = _held(connection, row)
    _expect(entry, text_hash)
    if entry.revises is not None:
        return _approve_revision(connection, entry, decider, now)
    thread = decider.threads.find(entry.thread_key, entry.thread_id)
    if thread is None:
        raise DeskError(
            f'row {row} answers "{entry.thread_key}", which is not published; refuse it, or publish that again'
        )
    number = _next_number(connection, thread, decider)
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
        _learn(connection, entry.body, "approved")
    return Entry.of(
        connection.execute(update(entries).where(entries.c.id == row).values(values).returning(entries)).one()
    )


def _expect(entry: Entry, text_hash: str) -> None:
    if entry.state is not State.NEW:
        raise DeskError(f"row {entry.id} does not wait; it is {entry.state}")
    if text_hash and text_hash != entry.text_hash:
        raise DeskError(f"row {entry.id} was changed since you looked; read it again")


def _approve_revision(connection: Connection, entry: Entry, decider: Decider, now: int) -> Entry:
    original = _held(connection, entry.revises or 0)
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


def _next_number(connection: Connection, thread: Thread, decider: Decider) -> int:
    """One more than any that was ever given: here, in a release, or by hand in the folder."""
    lock(connection, f"thread:{thread.id}")
    query = select(threads.c.last_number).where(threads.c.id == thread.id).with_for_update()
    last = connection.execute(query).scalar()
    number = 1 + max(last or 0, thread.highest, decider.highest_in_folder(thread.key))
    keep_number(connection, thread.id, number, is_known=last is not None)
    return number


def keep_number(connection: Connection, thread_id: str, number: int, *, is_known: bool) -> None:
    """Note that a number was given. It only goes up."""
    if is_known:
        highest = case((threads.c.last_number < number, number), else_=threads.c.last_number)
        connection.execute(update(threads).where(threads.c.id == thread_id).values(last_number=highest))
    else:
        connection.execute(insert(threads).values(id=thread_id, last_number=number))


def refuse(
    connection: Connection, row: int, state: State, who: str, now: int, *, text_hash: str = ""
) -> Entry:
    """Spam, or refused: both can be taken back. DeskError where it does not wait."""
    entry = _held(connection, row)
    _expect(entry, text_hash)
    if state is State.SPAM:
        _learn(connection, entry.body, "spam")
    note(connection, who, state, row, now)
    # When it was decided: from then on the days are counted after which it is erased.
    values = {"state": state, "approved_at": now}
    return Entry.of(
        connection.execute(update(entries).where(entries.c.id == row).values(values).returning(entries)).one()
    )


def put_back(connection: Connection, row: int, who: str, now: int) -> Entry:
    """What was refused waits again. DeskError where it was not refused, or its words are erased."""
    entry = _held(connection, row)
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
    entry = _held(connection, row)
    if entry.state is State.NEW:
        entry = approve(connection, row, decider, now, text_hash=text_hash)
    if entry.state is not State.APPROVED or entry.number is None or entry.deleted_at is not None:
        raise DeskError(f"row {row} cannot be answered; it is {entry.state}")
    thread = decider.threads.find(entry.thread_key, entry.thread_id)
    if thread is None:
        raise DeskError(f'row {row} answers "{entry.thread_key}", which is not published')
    arrival = Arrival(thread, replace(body, replyto=entry.number), "")
    reply = _insert(connection, arrival, (), now, role="author", prefix=None)
    return entry, approve(connection, reply.id, decider, now, role="author")


def note(connection: Connection, who: str, what: str, row: int | None, now: int, said: str = "") -> None:
    """A line of the audit. It never holds what somebody wrote."""
    connection.execute(insert(audit).values(at=now, who=who, what=str(what), entry=row, note=said))


def waiting(connection: Connection, after: int = 0, most: int = 50) -> list[Entry]:
    """What waits, in the order of arrival whatever the clock said."""
    query = select(entries).where(entries.c.state == State.NEW, entries.c.id > after)
    return [Entry.of(row) for row in connection.execute(query.order_by(entries.c.id).limit(most))]


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


def written(connection: Connection, comment_id: str, number: int, version: str, now: int) -> bool:
    """The file is there, with that number. False where something was decided since: it is written again."""
    entry = _mine(connection, comment_id)
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
