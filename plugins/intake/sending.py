"""The worker's part in mail: what waits in the outbox is handed over, or tried again later.

Mail may be down for days: nothing waits for it, and nothing is lost.
"""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine, or_, select, update

from plugins.intake.database import lock, writing
from plugins.intake.mail import addressed
from plugins.intake.post import Terminal, UndeliveredError, hand_over, server
from plugins.intake.settings import Settings
from plugins.intake.tables import outbox, people

LEASE_SECONDS: Final = 15 * 60
"""A message that is being sent is nobody else's for so long; who was killed meanwhile sends it again."""

FIRST_PAUSE_SECONDS: Final = 5 * 60
LONGEST_PAUSE_SECONDS: Final = 24 * 3600
MAX_TRIES: Final = 12
"""Over a week; then it stays, and `stats` tells it."""

AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Due:
    """A message that is sent now."""

    id: int
    mail: str
    to: tuple[str, ...]
    tries: int


def send(engine: Engine, settings: Settings, now: int) -> tuple[int, int]:
    """Send what is due. Returns how many were taken, and how many were not."""
    due = _claimed(engine, settings, now) if settings.mail.host else []
    faults: dict[int, str] = {}
    try:
        if due:
            with server(settings) as connection:
                for one in due:
                    faults[one.id] = _fault(connection, one, settings.mail.sender)
                    _note(engine, one, faults[one.id], now)
    except UndeliveredError as wrong:
        for one in due:
            if one.id not in faults:
                faults[one.id] = str(wrong)
                _note(engine, one, str(wrong), now)
    failed = sum(map(bool, faults.values()))
    return len(due) - failed, failed


def _claimed(engine: Engine, settings: Settings, now: int) -> list[Due]:
    """What is due, and from now on nobody else's."""
    # No pause is longer: what is to wait for more was put there by a clock that was wrong.
    is_due = or_(outbox.c.not_before <= now, outbox.c.not_before > now + LONGEST_PAUSE_SECONDS)
    query = (
        select(outbox, people.c.address)
        .outerjoin(people, people.c.id == outbox.c.person)
        .where(outbox.c.sent_at.is_(None), is_due, outbox.c.tries < MAX_TRIES)
        .order_by(outbox.c.id)
        .limit(AT_ONCE)
    )
    with writing(engine) as connection:
        lock(connection, "outbox")
        rows = connection.execute(query).all()
        ids = [row.id for row in rows]
        connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(not_before=now + LEASE_SECONDS))
    to = settings.mail.moderators
    return [Due(row.id, row.mail, (row.address,) if row.address else to, row.tries) for row in rows]


def _fault(connection: smtplib.SMTP | Terminal, one: Due, sender: str) -> str:
    """Why it was not taken; empty where it was."""
    try:
        hand_over(connection, addressed(one.mail, ", ".join(one.to)), sender, one.to)
    except UndeliveredError as wrong:
        return str(wrong)
    return ""


def _note(engine: Engine, one: Due, fault: str, now: int) -> None:
    """What became of it. Of what was sent the words are forgotten."""
    pause = min(FIRST_PAUSE_SECONDS * 3**one.tries, LONGEST_PAUSE_SECONDS)
    values = {"tries": one.tries + 1, "fault": fault, "not_before": now + pause}
    with writing(engine) as connection:
        connection.execute(
            update(outbox)
            .where(outbox.c.id == one.id)
            .values(values if fault else {"sent_at": now, "mail": "", "fault": None})
        )
