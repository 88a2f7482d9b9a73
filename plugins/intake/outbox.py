"""Messages that wait to be sent: put there by what causes them, in its transaction; `sending.py` takes them out."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from plugins.intake.database import lock
from plugins.intake.tables import outbox


def put(
    connection: Connection, kind: str, mail: str, about: str, now: int, person: int | None = None
) -> bool:
    """Into the outbox; False where the same thing was put there already."""
    lock(connection, f"mail:{about}")
    if connection.execute(select(outbox.c.id).where(outbox.c.about == about)).first():
        return False
    values = {"kind": kind, "person": person, "mail": mail, "about": about}
    connection.execute(insert(outbox).values(values | {"created_at": now, "not_before": now}))
    return True
