"""A long feed in documents (RFC 5005): one to subscribe to, and archives that never change.

The same law as the lists of the pages room: blocks are counted from the oldest, so a new item moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Block(Generic[T]):
    """What stands in one document."""

    items: tuple[T, ...]
    number: int
    """0 is the document to subscribe to; archives are counted from the oldest."""

    older: int
    newer: int
    """Numbers of the neighbouring archives; 0 when there is none."""


def split(items: Sequence[T], size: int) -> Iterator[Block[T]]:
    """Cut `items` (newest first) into a subscription document and archives, newest first.

    The subscription document holds the newest `size` to `2 * size - 1`, each archive exactly `size`; every
    item stands in one document. A new item changes the first, and once in `size` times it makes an archive,
    which the archive before it then points to.
    """
    archives = max(0, len(items) // size - 1)
    yield Block(tuple(items[: len(items) - archives * size]), 0, archives, 0)
    for number in range(archives, 0, -1):
        start = len(items) - number * size
        newer = number + 1 if number < archives else 0
        yield Block(tuple(items[start : start + size]), number, number - 1, newer)
