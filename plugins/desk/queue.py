"""What waits at the comment desk of this machine, where there is one."""

from __future__ import annotations

from pathlib import Path

from plugins.desk.model import Queue
from plugins.source import AuthorErrors

FILE = "sqlite:///"


def queue_of(settings: Path) -> Queue | None:
    """As the settings at this path say; None where there is no desk, or it does not answer."""
    if not settings.is_file():
        return None
    try:  # only now: few publications have a desk on the machine of their author
        from sqlalchemy.exc import SQLAlchemyError

        from plugins.intake.database import open_database, reading
        from plugins.intake.model import State, moment_of
        from plugins.intake.queue import counts, unwritten, waiting
        from plugins.intake.settings import read_intake
        from plugins.machine import MachineError
    except ImportError:
        return None
    try:
        desk = read_intake(settings)
        url = desk.desk.database
        if url.startswith(FILE) and not desk.path(url.removeprefix(FILE)).is_file():
            return None
        with reading(open_database(desk)) as connection:
            oldest = waiting(connection, most=1)
            since = moment_of(oldest[0].received_at) if oldest else None
            return Queue(counts(connection).get(State.NEW, 0), since, sum(1 for _ in unwritten(connection)))
    except (SQLAlchemyError, AuthorErrors, MachineError):
        return None
