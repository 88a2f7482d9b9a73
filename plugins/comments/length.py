"""What a page shows of a thread, however long that is. A permalink depends on its number and never moves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from plugins.comments.model import Comment, Gap, KeptThread, Part, Signpost, Thread, ThreadPage

BLOCK = 250
"""Comments on a page. Fixed for ever: permalinks are counted with it."""

ALL = "comments/all/"
"""What the address of the page with all comments has after the article's."""

FIRST = 50
LAST = 20
"""Of a long thread the article shows so many from its start and its end, and all that the author wrote."""

OLD_ID = re.compile(r"(?P<system>[a-z-]+):(?P<id>\d{1,20})", re.ASCII)
OLD_ANCHORS: Final = {
    "wordpress": "comment-",
    "disqus": "comment-",
    "movabletype": "comment-",
    "blogger": "c",
}
"""How each system calls the element of a comment, before its number there."""

NONE: Final[Mapping[int, str]] = MappingProxyType({})


def permalink(href: str, number: int) -> str:
    """Where a comment stands for good.

    The first block stays on the article's own page: in a long thread, as a link to where the comment is now.

    Args:
        href: the page of the article: "/2026/the-coffee/".
    """
    if number <= BLOCK:
        return f"{href}#comment-{number}"
    return f"{href}{_suffix(number)}#comment-{number}"


def list_parts(thread: Thread) -> tuple[Part, ...]:
    """The pages that a thread needs: the article's own; for a long one its blocks too, and one with all."""
    numbers = [comment.number for comment in thread.comments]
    if not is_long(thread):
        return (Part("", "", frozenset(numbers)),)
    digest = Part("", "", frozenset(_digest(thread.comments)))
    blocks = (
        Part(_suffix(first), f"{first} to {first + BLOCK - 1}", held)
        for first in range(1, numbers[-1] + 1, BLOCK)
        if (held := frozenset(number for number in numbers if first <= number < first + BLOCK))
    )
    return (digest, *blocks, Part(ALL, "all", frozenset(numbers)))


def is_long(thread: Thread | KeptThread) -> bool:
    """Whether the thread has outgrown the article's page."""
    stubs = thread.stubs
    return bool(stubs) and stubs[-1].number > BLOCK


def list_pages(thread: Thread, href: str, part: Part) -> tuple[ThreadPage, ...]:
    """Links from one page of a long thread to the others; none in a short one."""
    others = list_parts(thread)[1:]
    return tuple(
        ThreadPage(other.title, f"{href}{other.suffix}", other.suffix == part.suffix) for other in others
    )


def old_anchors(thread: Thread) -> dict[int, str]:
    """Number → the id under which links from before an import look for the comment.

    None where that is the id of another comment here: what stands on the page now goes before what was once elsewhere.
    """
    found: dict[str, int] = {}
    for comment in thread.comments:
        old = OLD_ID.fullmatch(comment.imported_from or "")
        if old and old["system"] in OLD_ANCHORS:
            found.setdefault(f"{OLD_ANCHORS[old['system']]}{old['id']}", comment.number)
    taken = {f"comment-{comment.number}" for comment in thread.comments} if found else set()
    return {number: anchor for anchor, number in found.items() if anchor not in taken}


def find_gap(numbers: Iterable[int], href: str, anchors: Mapping[int, str] = NONE) -> Gap | None:
    """What is said in the place of comments that stand on other pages.

    Args:
        numbers: those that are left out, ascending.
        anchors: as `old_anchors` finds them.
    """
    left_out = list(numbers)
    if not left_out:
        return None
    stubs = (
        Signpost(number, f"{href}{_suffix(number)}#comment-{number}", here)
        for number in left_out
        if (here := tuple(_anchors_here(number, anchors)))
    )
    return Gap(left_out[0], left_out[-1], len(left_out), tuple(_block_links(left_out, href)), tuple(stubs))


def _anchors_here(number: int, anchors: Mapping[int, str]) -> Iterator[str]:
    """What links to the article's own page may call this comment."""
    if number <= BLOCK:
        yield f"comment-{number}"
    if number in anchors:
        yield anchors[number]


def _block_links(numbers: list[int], href: str) -> Iterator[ThreadPage]:
    held: dict[str, list[int]] = {}
    for number in numbers:
        held.setdefault(_suffix(number), []).append(number)
    for suffix, block in held.items():
        title = f"{block[0]} to {block[-1]}" if len(block) > 1 else str(block[0])
        yield ThreadPage(title, f"{href}{suffix}#comment-{block[0]}", is_current=False)


def _digest(comments: tuple[Comment, ...]) -> Iterator[int]:
    last = {comment.number for comment in comments[-LAST:]}
    for comment in comments:
        if comment.number <= FIRST or comment.is_by_author or comment.number in last:
            yield comment.number


def _suffix(number: int) -> str:
    return f"comments/{(number - 1) // BLOCK + 1}/"
