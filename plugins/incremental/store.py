"""What earlier builds found out: one SQLite file, safe to delete at any time.

It is changed in transactions, so that a build that is killed leaves it whole; it names the code, the libraries and
the settings that filled it, and is emptied when these are others.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from plugins.incremental.codec import DamagedError, pack_plain, unpack_plain
from plugins.incremental.document import Inputs
from plugins.incremental.output import Left
from plugins.seal import seal, unseal

SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS units (kind TEXT, path TEXT, stamp BLOB, record BLOB,
    PRIMARY KEY (kind, path)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bodies (kind TEXT, path TEXT, body BLOB, PRIMARY KEY (kind, path));
CREATE TABLE IF NOT EXISTS groups (name TEXT PRIMARY KEY, key BLOB, files BLOB, inputs BLOB);
"""
"""Every BLOB is sealed under the names of its row: damage of what SQLite holds is noticed when it is read."""

FORMAT = b"5"


@dataclass(frozen=True, slots=True)
class Unit:
    """One source, read: a file, or a folder that is read as one."""

    kind: str
    path: str

    stamp: bytes
    """Of the source when it was read."""

    record: bytes
    """What every build needs of it."""

    body: bytes
    """What only some pages need."""


@dataclass(slots=True)
class Store:
    """A connection for each process that uses it: SQLite's do not survive a fork."""

    path: Path
    _connections: dict[int, sqlite3.Connection] = field(default_factory=dict)

    def open(self, identity: bytes, doubt: str = "") -> str:
        """Prepare the file for a build with this `identity` of code, libraries and settings.

        Args:
            doubt: why nobody can say whether they are those that filled it, if so.

        Returns:
            Why everything must be read anew, or nothing.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        existed = self.path.exists()
        try:
            self._prepare()
            found = self.fact("identity")
        except sqlite3.DatabaseError:
            self.delete()
            self._prepare()
            found, existed = None, True
        if found == FORMAT + identity and not doubt:
            return ""
        self.delete()
        self._prepare()
        self.begin_outputs()  # until a build comes to its end, nobody knows which files there are
        self.keep_fact("identity", FORMAT + identity)
        if not existed:
            return "first build"
        if found and doubt:
            return doubt
        return "code, libraries or settings changed" if found else "the store could not be read"

    def _prepare(self) -> None:
        connection = self._connection()
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(SCHEMA)

    def delete(self) -> None:
        """Remove the file and what SQLite keeps beside it."""
        self.close()
        for ending in ("", "-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)

    def close(self) -> None:
        """End this process's connection."""
        connection = self._connections.pop(os.getpid(), None)
        if connection is not None:
            connection.close()

    def _connection(self) -> sqlite3.Connection:
        process = os.getpid()
        if process not in self._connections:
            self._connections[process] = sqlite3.connect(self.path, timeout=60)
        return self._connections[process]

    def fact(self, name: str) -> bytes | None:
        """A value kept under `name`, or None. Raises DamagedError."""
        row = self._connection().execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return _unsealed(row[0], "fact", name) if row else None

    def keep_fact(self, name: str, value: bytes) -> None:
        """Keep `value` under `name`."""
        with self._connection() as connection:
            row = (name, seal(value, "fact", name))
            connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", row)

    def stamps(self, kind: str) -> dict[str, bytes]:
        """Path → stamp of all units of a kind. Raises DamagedError."""
        rows = self._connection().execute("SELECT path, stamp FROM units WHERE kind = ?", (kind,))
        return {path: _unsealed(stamp, "stamp", kind, path) for path, stamp in rows}

    def records(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """Path and record of all units of a kind, by path. Raises DamagedError."""
        rows = self._connection().execute(
            "SELECT path, record FROM units WHERE kind = ? ORDER BY path", (kind,)
        )
        for path, record in rows:
            yield path, _unsealed(record, "record", kind, path)

    def body(self, kind: str, path: str) -> bytes:
        """The body of one unit.

        Raises:
            DamagedError: it is not what was kept, or there is none.
        """
        row = (
            self._connection()
            .execute("SELECT body FROM bodies WHERE kind = ? AND path = ?", (kind, path))
            .fetchone()
        )
        if row is None:
            raise DamagedError(f"no body of {path}")
        return _unsealed(row[0], "body", kind, path)

    def bodies(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """Path and body of all units of a kind, by path. Raises DamagedError."""
        rows = self._connection().execute(
            "SELECT path, body FROM bodies WHERE kind = ? ORDER BY path", (kind,)
        )
        for path, body in rows:
            yield path, _unsealed(body, "body", kind, path)

    def keep_units(self, units: Iterable[Unit]) -> None:
        """Add or replace units."""
        with self._connection() as connection:
            for unit in units:
                row = (unit.kind, unit.path)
                stamp, record = seal(unit.stamp, "stamp", *row), seal(unit.record, "record", *row)
                body = seal(unit.body, "body", *row)
                connection.execute("INSERT OR REPLACE INTO units VALUES (?, ?, ?, ?)", (*row, stamp, record))
                connection.execute("INSERT OR REPLACE INTO bodies VALUES (?, ?, ?)", (*row, body))

    def forget_units(self, kind: str, paths: Iterable[str]) -> None:
        """Remove units whose source is gone."""
        gone = [(kind, path) for path in paths]
        with self._connection() as connection:
            connection.executemany("DELETE FROM units WHERE kind = ? AND path = ?", gone)
            connection.executemany("DELETE FROM bodies WHERE kind = ? AND path = ?", gone)

    def begin_outputs(self) -> bool:
        """Note that files are going to be written. True if an earlier build began and did not come to its end:
        there may be files then that no build knows of."""
        was_cut_short = self.fact("writing") is not None
        self.keep_fact("writing", b"")
        return was_cut_short

    def groups(self) -> dict[str, Left]:
        """Name → each group of written files, without their inputs. Raises DamagedError."""
        rows = self._connection().execute("SELECT name, key, files FROM groups")
        return {
            name: Left(
                _unsealed(key, "key", name),
                unpack_plain(_unsealed(files, "files", name)),
            )
            for name, key, files in rows
        }

    def inputs(self, path: str) -> Inputs | None:
        """What a written file was made from, or None if it is not known."""
        for name, left in self.groups().items():
            if path in left.files:
                row = (
                    self._connection().execute("SELECT inputs FROM groups WHERE name = ?", (name,)).fetchone()
                )
                found: Inputs = unpack_plain(_unsealed(row[0], "inputs", name))[path]
                return found
        return None

    def keep_outputs(self, groups: Mapping[str, Left], gone: Iterable[str]) -> None:
        """Note how groups were left, and which there are no more, in one transaction.

        What `begin_outputs` began is done with it.
        """
        with self._connection() as connection:
            connection.execute("DELETE FROM facts WHERE name = 'writing'")
            connection.executemany("DELETE FROM groups WHERE name = ?", [(name,) for name in gone])
            for name, left in groups.items():
                files, inputs = pack_plain(dict(left.files)), pack_plain({**left.parts})
                held = {"key": left.key, "files": files, "inputs": inputs}
                row = (name, *(seal(data, what, name) for what, data in held.items()))
                connection.execute("INSERT OR REPLACE INTO groups VALUES (?, ?, ?, ?)", row)


@dataclass(frozen=True, slots=True)
class StoredBody:
    """The body of a unit, by what stands for it: where it is kept is no part of what it is."""

    digest: bytes
    store: Store = field(compare=False, repr=False)
    kind: str = field(compare=False)
    path: str = field(compare=False)

    def load(self) -> bytes:
        """The body. Raises DamagedError."""
        return self.store.body(self.kind, self.path)


def _unsealed(kept: object, *names: str) -> bytes:
    data = unseal(kept, *names)
    if data is None:
        raise DamagedError(f"{' '.join(map(str, names))} is not what was kept")
    return data


def ledger_path(folder: Path, output: Path) -> Path:
    """Where the ledger of publication is, as it will be when what stands in `output` is published."""
    return store_path(folder, output).with_suffix(".ledger")


def store_path(folder: Path, output: Path) -> Path:
    """Where the store of one output folder is: readable, and different for different folders."""
    digest = blake2b(str(output.resolve()).encode(), digest_size=4).hexdigest()
    return folder / f"{output.resolve().name}-{digest}.sqlite"
