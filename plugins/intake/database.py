"""The desk's database: how it is opened, read, written and brought up to date. SQLite, or PostgreSQL by its URL."""

from __future__ import annotations

import os
import stat
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    inspect,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from plugins.intake.settings import Settings
from plugins.intake.tables import SCHEMA, metadata
from plugins.machine import MachineError

MIGRATIONS = Path(__file__).parent / "migrations"

VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32)))
"""Where Alembic keeps the number of the schema."""

BUSY_SECONDS = 30
"""How long a writer waits for the one before it."""

CACHE = "cache_size = -500"
"""Kilobytes of each of ten connections, which have 2,000 by themselves: the system keeps the file's pages anyhow."""


class Turn:
    """The writers of one process, one after another in the order in which they came.

    Those of SQLite wait by sleeping, each longer than the last time, and some for seconds while others pass them.
    """

    def __init__(self) -> None:
        self._guard, self._waiting = threading.Lock(), deque[threading.Lock]()

    def __enter__(self) -> None:
        mine = threading.Lock()
        mine.acquire()
        with self._guard:
            is_first = not self._waiting
            self._waiting.append(mine)
        if not is_first and not mine.acquire(timeout=BUSY_SECONDS):
            self._give_up(mine)

    def _give_up(self, mine: threading.Lock) -> None:
        with self._guard:
            if self._waiting[0] is not mine:  # it may have come this very moment
                self._waiting.remove(mine)
                raise MachineError("The database was busy for too long")

    def __exit__(self, *_: object) -> None:
        with self._guard:
            self._waiting.popleft()
            if self._waiting:
                self._waiting[0].release()


def open_database(settings: Settings) -> Engine:
    """The database of these settings; a file of SQLite is made, for nobody else to read.

    Raises:
        MachineError: the URL cannot be understood.
    """
    try:
        url = make_url(settings.desk.database)
    except ArgumentError:
        raise MachineError("desk.database is no URL of a database; write sqlite:///intake.db") from None
    if url.get_backend_name() == "sqlite":
        path = settings.path(url.database or "intake.db")
        _make_private(path)
        return connect(f"sqlite:///{path}", settings.desk.threads)
    return connect(url.render_as_string(hide_password=False), settings.desk.threads)


def _make_private(path: Path) -> None:
    """The file is there, with mode 0600, before SQLite writes to it; the files beside it get its mode."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        path.chmod(0o600)


def connect(url: str, threads: int = 8) -> Engine:
    """An engine for `threads` at a time."""
    kind = make_url(url).get_backend_name()
    options: dict[str, Any] = {"pool_size": threads + 2, "max_overflow": 4, "pool_timeout": BUSY_SECONDS}
    # What somebody wrote is in no message of an error, and so in no log.
    options["hide_parameters"] = True
    if kind != "sqlite":
        return create_engine(url, pool_pre_ping=True, **options)
    options["execution_options"] = {"turn": Turn()}
    # Not by the driver's own idea of when a transaction begins: two that begin as readers, then write, are locked.
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS, "isolation_level": None, "check_same_thread": False},
        **options,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", CACHE):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get("reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: all of it, or nothing."""
    turn = engine.get_execution_options().get("turn", nullcontext())
    with turn, engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One that only reads, and waits for no writer."""
    with engine.connect().execution_options(reads=True) as connection, connection.begin():
        yield connection


def lock(connection: Connection, what: str) -> None:
    """Nobody else does the same to `what` until this transaction ends. On SQLite nobody writes at all."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))"), {"what": what})


def schema_of(connection: Connection) -> str:
    """The number of the schema that the database has; empty where it has none."""
    if not inspect(connection).has_table(VERSION.name):
        return ""
    found: str | None = connection.execute(select(VERSION.c.version_num)).scalar()
    return found or ""


def migrate(engine: Engine) -> tuple[str, str]:
    """Bring the schema up to date, in one transaction.

    Returns:
        Its number before and after.
    """
    # Here alone, and not in the memory of what answers readers.
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)

    def steps(revision: Any, _context: Any) -> Any:
        return scripts._upgrade_revs("head", revision)

    with writing(engine) as connection:
        lock(connection, "schema")
        before = schema_of(connection)
        with EnvironmentContext(config, scripts, fn=steps) as environment:
            environment.configure(
                connection=connection, target_metadata=metadata, transactional_ddl=True, render_as_batch=True
            )
            environment.run_migrations()
        return before, schema_of(connection)


def open_current(settings: Settings) -> Engine:
    """As `open_database`, with the schema of this software.

    Raises:
        MachineError: it has another, or does not answer.
    """
    engine = open_database(settings)
    try:
        with reading(engine) as connection:
            found = schema_of(connection)
    except OperationalError as wrong:
        raise MachineError(f"The database does not answer: {_first_line(wrong)}") from None
    if found != SCHEMA:
        has = f"has schema {found}" if found else "is empty"
        raise MachineError(f"The database {has}; run python -m plugins.intake migrate")
    return engine


def _first_line(wrong: OperationalError) -> str:
    return str(wrong.orig).strip().partition("\n")[0]
