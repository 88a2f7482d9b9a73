"""Copies of the desk's database: into a file while it runs, and from one kind of database to another."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, func, insert, select, text

from plugins.intake.database import connect, migrate, reading, writing
from plugins.intake.model import DeskError
from plugins.intake.tables import metadata

AT_ONCE = 500


def copy_all(source: Engine, target: Engine) -> Mapping[str, int]:
    """Every row of one database into the other, which has the schema and nothing else. Returns rows by table.

    What is read is the state of one moment, while others go on writing.

    Raises:
        DeskError: the other is not empty, or the counts differ after.
    """
    counts: dict[str, int] = {}
    with source.connect() as one:
        if one.dialect.name == "postgresql":
            one = one.execution_options(isolation_level="REPEATABLE READ")
        with one.execution_options(reads=True).begin(), writing(target) as other:
            for table in metadata.sorted_tables:
                if _count(other, table.name):
                    raise DeskError(f"the other database is not empty: {table.name} has rows")
                rows = one.execute(select(table).order_by(*table.primary_key.columns))
                for some in rows.mappings().partitions(AT_ONCE):
                    other.execute(insert(table), [dict(row) for row in some])
                counts[table.name] = _count(one, table.name)
                if (copied := _count(other, table.name)) != counts[table.name]:
                    raise DeskError(
                        f"{table.name}: {copied} of {counts[table.name]} rows arrived; nothing was kept"
                    )
            _count_on(other)
    return counts


def _count(connection: Connection, table: str) -> int:
    return int(connection.execute(select(func.count()).select_from(metadata.tables[table])).scalar_one())


def _count_on(connection: Connection) -> None:
    """PostgreSQL gives the next id after the highest that was copied; SQLite does by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        if "id" in table.columns and table.columns["id"].autoincrement is True:
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "  # noqa: S608 - our own names
                    f"coalesce((SELECT max(id) FROM {table.name}), 0) + 1, false)"
                )
            )


def back_up(source: Engine, path: Path) -> Mapping[str, int]:
    """All that is in the database, as a file of SQLite that nobody else may read. It is there whole, or not."""
    half = path.with_name(f".{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        half.unlink()
    os.close(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    target = connect(f"sqlite:///{half}")
    try:
        migrate(target)
        counts = copy_all(source, target)
    finally:
        target.dispose()
    with half.open("rb") as file:
        os.fsync(file.fileno())
    half.replace(path)
    return counts


def name_of(at: datetime) -> str:
    """Of a copy in a folder of copies: sorts by time."""
    return f"intake-{at:%Y%m%dT%H%M%SZ}.db"


def keep_newest(folder: Path, most: int) -> None:
    """Older copies go."""
    for path in sorted(folder.glob("intake-*.db"))[:-most]:
        path.unlink()


def open_other(url: str) -> Engine:
    """The database that rows are moved to, with the schema."""
    engine = connect(url)
    migrate(engine)
    with reading(engine) as connection:
        if any(_count(connection, table.name) for table in metadata.sorted_tables):
            raise DeskError("the other database is not empty; name an empty one")
    return engine
