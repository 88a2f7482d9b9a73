"""A long feed in documents (RFC 5005): one to subscribe to, and archives that never change.

Blocks are counted from what was published first, so a new item moves nothing.
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


def newest_of(items: Sequence[T]) -> Block[T]:
    """All there is of a feed without archives."""
    return Block(tuple(items), 0, 0, 0)


def split(items: Sequence[T], places: Sequence[int], total: int, size: int) -> Iterator[Block[T]]:
    """Cut `items` (newest first) into a subscription document and archives, newest first.

    Archives are cut by the places that things have in the order of publication, so what is deleted leaves a gap and
    moves nothing. Of `total` places the subscription document has the newest `size` to `2 * size - 1`, each archive
    exactly `size`; every item stands in one document. A new item changes the first, and once in `size` times it makes
    an archive, which the archive before it then points to. An archive in which nothing is left is not made.

    Args:
        places: of each item, from 0 on.
        total: how many places were ever taken.
    """
    archives = max(0, total // size - 1)
    held: dict[int, list[T]] = {}
    for item, place in zip(items, places, strict=True):
        number = place // size + 1
        held.setdefault(number if number <= archives else 0, []).append(item)
    numbers = sorted((number for number in held if number), reverse=True)
    yield Block(tuple(held.get(0, ())), 0, numbers[0] if numbers else 0, 0)
    for index, number in enumerate(numbers):
        older = numbers[index + 1] if index + 1 < len(numbers) else 0
        yield Block(tuple(held[number]), number, older, numbers[index - 1] if index else 0)
