"""A digest of any frozen value: equal values have equal digests, in every process and on every machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from hashlib import blake2b
from typing import Any

SIZE_BYTES = 16


def digest(value: Any) -> bytes:
    """SIZE_BYTES that stand for `value`.

    A part that has a `digest` of its own stands for itself.

    `value`: None, texts, numbers, moments, enumerations, tuples, lists, mappings and frozen dataclasses of these.

    Raises:
        TypeError: something in `value` is of another type, so that nobody can say when two are equal.
    """
    parts = blake2b(digest_size=SIZE_BYTES)
    _feed(value, parts.update)
    return parts.digest()


def digest_parts(value: Any) -> dict[str, bytes]:
    """Name of a field → its digest, for a frozen dataclass."""
    return {field.name: digest(getattr(value, field.name)) for field in fields(value) if field.compare}


def joined(digests: Iterable[bytes]) -> bytes:
    """One digest that stands for all of them, in their order."""
    return blake2b(b"".join(digests), digest_size=SIZE_BYTES).digest()


def _feed(value: Any, update: Callable[[bytes], None]) -> None:
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, str):
        data = value.encode("utf-8", "surrogatepass")
        update(b"s%d:" % len(data))
        update(data)
    elif value is None or isinstance(value, (bool, int, float)):
        update(f"n{value!r};".encode())
    elif isinstance(value, bytes):
        update(b"b%d:" % len(value))
        update(value)
    elif isinstance(value, datetime):
        update(f"d{value.timestamp()!r};".encode())
    else:
        _feed_parts(value, update)


def _feed_parts(value: Any, update: Callable[[bytes], None]) -> None:
    if known := getattr(value, "digest", None):
        update(b"D" + known)
        return
    if isinstance(value, (tuple, list)):
        update(b"t%d:" % len(value))
        parts: Any = value
    elif isinstance(value, Mapping):
        update(b"m%d:" % len(value))
        parts = sorted(value.items())
    elif is_dataclass(value):
        update(f"c{type(value).__name__}:".encode())
        parts = [getattr(value, field.name) for field in fields(value) if field.compare]
    else:
        raise TypeError(f"no digest of {type(value).__name__}: {value!r:.80}")
    for part in parts:
        _feed(part, update)
