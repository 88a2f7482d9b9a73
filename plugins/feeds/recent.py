"""What was made lately, within a bound: things that many documents share are made once, and memory stays small."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """Values by key. When they weigh more than `most` together, those go that nobody asked for the longest."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.weight = 0
        self._held: dict[Hashable, tuple[T, int]] = {}

    def get(self, key: Hashable, make: Callable[[], T], weigh: Callable[[T], int]) -> T:
        """The value of `key`, made if it is not held."""
        held = self._held.pop(key, None)
        if held is None:
            value = make()
            held = value, weigh(value)
            self.weight += held[1]
        self._held[key] = held  # at the end: the newest
        while self.weight > self.most and len(self._held) > 1:
            oldest = next(iter(self._held))
            self.weight -= self._held.pop(oldest)[1]
        return held[0]
