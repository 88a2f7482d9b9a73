"""Readers who want to be told of answers.

An address that somebody typed is asked once a day at most, and told of nothing until it has confirmed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select, update

from plugins.intake import outbox
from plugins.intake.database import lock
from plugins.intake.mail import Sender, confirm_message
from plugins.intake.model import DeskError, Entry, moment_of
from plugins.intake.secret import Secret, digest_of
from plugins.intake.tables import outbox as messages
from plugins.intake.tables import people, subscriptions

HOUR: Final = 3600
DAY: Final = 24 * HOUR
MAX_ADDRESSES: Final = 2
"""Of one comment: its writer has one, and may have mistyped it."""

MAX_ASKED: Final = 60
"""Addresses that the whole desk asks in an hour: it writes to no list of strangers."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """That one address wants to be told of answers to one comment."""

    id: int
    comment_id: str
    person: int
    is_confirmed: bool
    is_stopped: bool


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody typed an address."""

    entry: Entry
    title: str
    """Of the page that the comment is on."""

    highest: int
    """The highest number there: what comes later is told."""

    address: str
    """As `mail.read_address` reads it."""


def token_of(secret: Secret, person: int, comment_id: str) -> str:
    """Opens the page of one subscription."""
    return secret.token("mail", f"{person}-{comment_id}")


def ask(
    connection: Connection, secret: Secret, request: Request, sender: Sender, desk_url: str, now: int
) -> None:
    """Note it, and ask the address to confirm, if it was not asked within a day. Whoever typed it cannot tell.

    Raises:
        DeskError: too many addresses were typed.
    """
    lock(connection, "addresses")
    person, asked_at = _person(connection, request.address, now)
    subscription = _subscription(connection, secret, request, person, now)
    is_late = asked_at is None or not now - DAY < asked_at <= now + DAY
    if subscription.is_confirmed or not is_late:
        return
    asked = select(func.count()).select_from(messages)
    recent = asked.where(
        messages.c.kind == "confirm", messages.c.created_at.between(now - HOUR + 1, now + HOUR)
    )
    if int(connection.execute(recent).scalar_one()) >= MAX_ASKED:
        raise DeskError("too many addresses were entered in this hour; try again in the next")
    connection.execute(update(people).where(people.c.id == person).values(asked_at=now))
    url = f"{desk_url}mail/{token_of(secret, person, subscription.comment_id)}"
    mail = confirm_message(sender, request.title, url, moment_of(now))
    outbox.put(connection, "confirm", mail, f"confirm:{subscription.id}:{now}", now, person)


def _person(connection: Connection, address: str, now: int) -> tuple[int, int | None]:
    """The row of an address, and when it was last asked."""
    row = connection.execute(select(people).where(people.c.address == address)).first()
    if row is None:
        row = connection.execute(
            insert(people).values(address=address, created_at=now).returning(people)
        ).one()
    return row.id, row.asked_at


def _subscription(
    connection: Connection, secret: Secret, request: Request, person: int, now: int
) -> Subscription:
    comment_id = request.entry.comment_id
    of_comment = select(subscriptions).where(subscriptions.c.comment_id == comment_id)
    rows = connection.execute(of_comment).all()
    row = next((one for one in rows if one.person == person), None)
    told = max(request.highest, request.entry.number or 0)
    if row is None:
        if len(rows) >= MAX_ADDRESSES:
            raise DeskError("this comment has as many addresses as it can have; stop one of them first")
        values = {"comment_id": comment_id, "person": person, "created_at": now, "told_number": told}
        digest = digest_of(token_of(secret, person, comment_id))
        added = insert(subscriptions).values(values | {"token_hash": digest}).returning(subscriptions)
        return _of(connection.execute(added).one())
    if row.stopped_at is None:
        return _of(row)
    again = {"stopped_at": None, "confirmed_at": None, "created_at": now, "told_number": told}
    changed = update(subscriptions).where(subscriptions.c.id == row.id).values(again)
    return _of(connection.execute(changed.returning(subscriptions)).one())


def _of(row: object) -> Subscription:
    values = row._mapping  # type: ignore[attr-defined]
    return Subscription(
        values["id"],
        values["comment_id"],
        values["person"],
        values["confirmed_at"] is not None,
        values["stopped_at"] is not None,
    )


def find(connection: Connection, token: str) -> Subscription | None:
    """What a token opens: one subscription and no other."""
    query = select(subscriptions).where(subscriptions.c.token_hash == digest_of(token))
    row = connection.execute(query).first()
    return _of(row) if row else None


def of_person(connection: Connection, person: int) -> list[Subscription]:
    """All that an address asked for and has not stopped."""
    query = select(subscriptions).where(
        subscriptions.c.person == person, subscriptions.c.stopped_at.is_(None)
    )
    return [_of(row) for row in connection.execute(query.order_by(subscriptions.c.id))]


def confirm(connection: Connection, person: int, now: int) -> None:
    """The address wants it: all that was asked for it, for it is asked once a day and not once a comment."""
    waiting = (subscriptions.c.confirmed_at.is_(None), subscriptions.c.stopped_at.is_(None))
    connection.execute(
        update(subscriptions).where(subscriptions.c.person == person, *waiting).values(confirmed_at=now)
    )


def stop(connection: Connection, subscription: Subscription, now: int, *, all_of_them: bool = False) -> None:
    """Nothing more is sent: of one comment, or at all. What waits in the outbox goes too."""
    which = (
        subscriptions.c.person == subscription.person
        if all_of_them
        else subscriptions.c.id == subscription.id
    )
    connection.execute(
        update(subscriptions).where(which, subscriptions.c.stopped_at.is_(None)).values(stopped_at=now)
    )
    unsent = delete(messages).where(messages.c.person == subscription.person, messages.c.sent_at.is_(None))
    if not all_of_them:
        unsent = unsent.where(messages.c.about.like(f"answer:{subscription.id}:%"))
    connection.execute(unsent)
