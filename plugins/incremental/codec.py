"""How what is kept is written, and read again: the only module that knows a serialisation.

`pack` takes any value of ours; `pack_plain` takes texts, numbers, bytes, tuples, lists and mappings of these, and is
three times as fast (docs/decisions/0007-one-codec.md). What cannot be read, or cannot be used as it was meant to be, is
damage, and damage is made again: nobody ever sees a KeyError for it.
"""

from __future__ import annotations

import marshal
import pickle
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

UNUSABLE = (AttributeError, EOFError, ImportError, LookupError, TypeError, ValueError, pickle.UnpicklingError)
"""What reading or using bytes raises that another version wrote, or nobody."""


class DamagedError(sqlite3.DatabaseError):
    """What is kept is something else than what was kept. The build throws the store away, and begins again."""


@contextmanager
def using(what: str) -> Iterator[None]:
    """Something kept is put to use. Raises DamagedError where it cannot be."""
    try:
        yield
    except UNUSABLE as error:
        raise DamagedError(f"{what} cannot be used: {error}") from error


def pack(value: object) -> bytes:
    """Any value, as bytes."""
    return pickle.dumps(value, 5)


def unpack(data: bytes) -> Any:
    """What was packed. Raises DamagedError."""
    try:
        return pickle.loads(data)  # noqa: S301 - sealed, and our own
    except UNUSABLE as error:
        raise DamagedError(f"what is kept cannot be read: {error}") from error


def pack_plain(value: Any) -> bytes:
    """A plain value, as bytes."""
    return marshal.dumps(value)


def unpack_plain(data: bytes) -> Any:
    """What was packed so. Raises DamagedError."""
    try:
        return marshal.loads(data)  # noqa: S302 - sealed, and our own
    except UNUSABLE as error:
        raise DamagedError(f"what is kept cannot be read: {error}") from error
