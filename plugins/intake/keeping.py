"""What is kept for how long, and what is known of one address: erased by age, on request, or shown to whose it is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, func, or_, select, update

from plugins.comments.moment import write_moment
from plugins.intake.model import State, moment_of
from plugins.intake.tables import attempts, audit, entries, outbox, people, sessions, subscriptions

DAY = 86_400


def tidy(connection: Connection, days: int, now: int) -> dict[str, int]:
    """Erase what is older than its days. What waits is never erased, and no row of a published comment goes.

    Returns:
        What was erased → how much.
    """
    before = now - DAY * days
    decided = entries.c.state.in_([State.SPAM, State.REFUSED, State.WITHDRAWN])
    # What was withdrawn bears no date of its own: it is as old as its arrival.
    at = func.coalesce(entries.c.approved_at, entries.c.received_at)
    networks = update(entries).where(
        entries.c.prefix.is_not(None), entries.c.state.not_in([State.NEW, State.FETCH]), at < before
    )
    words = update(entries).where(decided, at < before, entries.c.body != "")
    emptied = {"body": "", "author": "", "website": None, "verdict": "[]"}
    unconfirmed = delete(subscriptions).where(
        subscriptions.c.confirmed_at.is_(None), subscriptions.c.created_at < before
    )
    stopped = delete(subscriptions).where(subscriptions.c.stopped_at < now - DAY)
    # Also what no server took in all that time: it was given up long before.
    sent = delete(outbox).where(outbox.c.created_at < before)
    alone = delete(people).where(
        # An address is asked once a day, and for that it has to be known for so long.
        or_(people.c.asked_at.is_(None), people.c.asked_at < now - DAY),
        people.c.id.not_in(select(subscriptions.c.person)),
        people.c.id.not_in(
            select(outbox.c.person).where(outbox.c.person.is_not(None), outbox.c.sent_at.is_(None))
        ),
    )
    return {
        "networks": connection.execute(networks.values(prefix=None)).rowcount,
        "refused words": connection.execute(words.values(emptied)).rowcount,
        "subscriptions": sum(connection.execute(one).rowcount for one in (unconfirmed, stopped)),
        "mail": connection.execute(sent).rowcount,
        "addresses": connection.execute(alone).rowcount,
        "attempts": connection.execute(delete(attempts).where(attempts.c.at < before)).rowcount,
        "sessions": connection.execute(delete(sessions).where(sessions.c.expires_at < now)).rowcount,
        "notes": connection.execute(
            delete(audit).where(audit.c.at < before, audit.c.entry.is_(None))
        ).rowcount,
    }


def _person(connection: Connection, address: str) -> int | None:
    query = select(people.c.id).where(func.lower(people.c.address) == address.strip().lower())
    found: int | None = connection.execute(query).scalar()
    return found


def forget(connection: Connection, address: str) -> tuple[int, list[int]]:
    """Erase an address and all that hangs on it.

    Returns:
        How many subscriptions went, and the numbers of published comments that were followed with it: those are files.
    """
    person = _person(connection, address)
    if person is None:
        return 0, []
    followed = (
        select(entries.c.number)
        .join(subscriptions, subscriptions.c.comment_id == entries.c.comment_id)
        .where(subscriptions.c.person == person, entries.c.number.is_not(None))
    )
    numbers = list(connection.execute(followed).scalars())
    count = connection.execute(delete(subscriptions).where(subscriptions.c.person == person)).rowcount
    connection.execute(delete(outbox).where(outbox.c.person == person))
    connection.execute(delete(people).where(people.c.id == person))
    return count, numbers


def all_of(connection: Connection, address: str) -> dict[str, Any] | None:
    """All that the desk knows of an address; None where it knows none."""
    person = _person(connection, address)
    if person is None:
        return None
    row = connection.execute(select(people).where(people.c.id == person)).one()
    query = (
        select(subscriptions, entries.c.thread_key, entries.c.author, entries.c.body, entries.c.state)
        .join(entries, entries.c.comment_id == subscriptions.c.comment_id)
        .where(subscriptions.c.person == person)
        .order_by(subscriptions.c.id)
    )
    follows = [
        {
            "comment": one.comment_id,
            "thread": one.thread_key,
            "author": one.author,
            "body": one.body,
            "state": one.state,
            "asked": _when(one.created_at),
            "confirmed": _when(one.confirmed_at),
            "stopped": _when(one.stopped_at),
        }
        for one in connection.execute(query)
    ]
    waiting = select(outbox).where(outbox.c.person == person).order_by(outbox.c.id)
    mail = [
        {"kind": one.kind, "made": _when(one.created_at), "sent": _when(one.sent_at)}
        for one in connection.execute(waiting)
    ]
    return {"address": row.address, "since": _when(row.created_at), "follows": follows, "mail": mail}


def _when(seconds: int | None) -> str | None:
    return None if seconds is None else write_moment(moment_of(seconds))
