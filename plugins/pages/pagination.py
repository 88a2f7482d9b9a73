"""Long lists in pages that never change: numbered from the oldest, and the newest page is the list itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from plugins.pages.model import Pagination

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class ListPage(Generic[Item]):
    """One page of a list."""

    path: str
    """Relative to the list's address: empty, or "page/7/"."""

    items: tuple[Item, ...]
    """Newest first."""

    pagination: Pagination


def paginate(items: Sequence[Item], base: str, size: int) -> Iterator[ListPage[Item]]:
    """Cut `items` (newest first) into pages.

    The list's own address shows the newest `size` to `2 * size - 1` articles. Every page before it holds exactly
    `size`, so a new article changes the list's own page, and once in `size` times the newest numbered page.
    """
    numbered = max(0, len(items) // size - 1)
    newest = items[: len(items) - numbered * size]
    yield ListPage("", tuple(newest), Pagination(None, "", _address(base, numbered)))
    for number in range(numbered, 0, -1):
        start = len(items) - number * size
        newer = base if number == numbered else _address(base, number + 1)
        pagination = Pagination(number, newer, _address(base, number - 1))
        yield ListPage(f"page/{number}/", tuple(items[start : start + size]), pagination)


def _address(base: str, number: int) -> str:
    return f"{base}page/{number}/" if number else ""
