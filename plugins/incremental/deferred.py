"""What is made when somebody wants it: a function, and the one record that it is made from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from plugins.incremental.digest import digest_of_call

T = TypeVar("T", covariant=True)
Inputs = TypeVar("Inputs")
Given = TypeVar("Given")


class Deferred(Generic[T]):
    """A costly value that is not made yet. The same function of the same inputs, the same digest, the same value.

    The function sees its inputs and nothing else: `digest` refuses one that closes over something, and inputs of which
    nobody can say when two are equal.
    """

    __slots__ = ("_digest", "_function", "_inputs")

    def __init__(self, function: Callable[[Inputs], T], inputs: Inputs) -> None:
        self._function: Callable[[Any], T] = function
        self._inputs = inputs
        self._digest = b""

    @property
    def digest(self) -> bytes:
        """Stands for the value; taken when it is wanted first."""
        if not self._digest:
            self._digest = digest_of_call(self._function, self._inputs)
        return self._digest

    def make(self) -> T:
        """The value."""
        return self._function(self._inputs)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Deferred) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"Deferred({self._function!r}, {self._inputs!r:.80})"


def given(value: Given) -> Deferred[Given]:
    """A value that is there already."""
    return Deferred(_as_it_is, value)


def _as_it_is(value: Given) -> Given:
    return value
