"""What speaks for and against a comment, each with its points and a sentence. Nobody is refused by them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from plugins.intake.hosts import ascii_host, is_of_several_scripts, look_alikes

LINK = re.compile(r"https?://([^\s/)>\]]+)", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]{3,40}")
LEARNED_ENOUGH = 200
"""Decisions before words count: with fewer, what they say is chance."""

QUICK_SECONDS = 3
LINKS_FREE = 2


class Point(NamedTuple):
    """One thing that was noticed."""

    points: int
    """Against it; less than nothing speaks for it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is weighed."""

    body: str
    website: str | None
    author: str = ""
    trap: bool = False
    """The field that nobody sees was filled in."""

    seconds: int | None = None
    """Between the form and its sending; None for the form on a static page, which is older than its reader."""

    same_before: int = 0
    """How often the same words came before."""

    from_network: int = 0
    """How many came from the same network in this hour."""

    network_limit: int = 60
    is_known: bool = False
    """Something under this name was approved before."""

    is_as_author: bool = False
    """A reader has signed as an author of the publication is called."""

    words: float = 0.0
    """What the words are like: above nothing as in spam, below as in what was approved."""


def weigh(facts: Facts) -> tuple[Point, ...]:
    """The points, in a fixed order; what says nothing is left out."""
    return tuple(point for point in _points(facts) if point.points)


def score_of(points: Iterable[Point]) -> int:
    return sum(point.points for point in points)


def _points(facts: Facts) -> Iterable[Point]:
    yield Point(60 if facts.trap else 0, "the field that nobody sees was filled in")
    if facts.seconds is not None:
        is_quick = facts.seconds < QUICK_SECONDS
        yield Point(40 if is_quick else -10, f"sent {facts.seconds} s after the form was served")
    yield Point(min(80, 40 * facts.same_before), f"the same text came before, {facts.same_before} times")
    hosts = {host.lower() for host in LINK.findall(facts.body)}
    count = len(LINK.findall(facts.body))
    yield Point(min(50, 10 * max(0, count - LINKS_FREE)), f"{count} links")
    if facts.website and urlsplit(facts.website).netloc.lower() in hosts:
        yield Point(10, "links to its own website in the text")
    alike = look_alikes(
        ascii_host(address[0]) for address in LINK.finditer(f"{facts.body} {facts.website or ''}")
    )
    yield Point(30 if alike else 0, f"letters of several alphabets in a link: {', '.join(alike[:3])}")
    yield Point(
        20 if facts.from_network * 2 > facts.network_limit else 0,
        f"{facts.from_network} from this network in an hour",
    )
    yield Point(round(max(-40, min(40, facts.words))), "the words, by what was decided before")
    is_odd = any(map(is_of_several_scripts, facts.author.split()))
    yield Point(20 if is_odd else 0, "letters of several alphabets in one word of the name")
    if facts.is_as_author:
        # Whoever answers as the author does it at the desk. Known is the name of course: that speaks for nobody.
        yield Point(40, "a reader has signed with the name of an author")
    else:
        yield Point(
            -20 if facts.is_known else 5, "known name" if facts.is_known else "first comment under this name"
        )


def pack(points: Iterable[Point]) -> str:
    """As the database keeps them."""
    return json.dumps([tuple(point) for point in points], ensure_ascii=False)


def unpack(text: str) -> tuple[Point, ...]:
    """The inverse of `pack`."""
    return tuple(Point(*row) for row in json.loads(text))


def words_of(text: str) -> frozenset[str]:
    """The different words of a text, as they are counted."""
    return frozenset(word.lower() for word in WORD.findall(text))


def likeness(counts: Mapping[str, tuple[int, int]], approved: int, spam: int) -> float:
    """What words say: points against a text.

    Args:
        counts: word of the text → in how many approved texts and in how much spam it was.
        approved: how many texts were approved. `spam`: how many were spam.
    """
    if approved + spam < LEARNED_ENOUGH or not approved or not spam:
        return 0.0
    # The fifteen that say most; sorted, so that ties do not depend on the order of a set.
    odds = sorted(
        (
            math.log((bad + 0.5) / (spam + 1)) - math.log((good + 0.5) / (approved + 1))
            for good, bad in counts.values()
        ),
        key=lambda value: (-abs(value), value),
    )[:15]
    return 4 * math.fsum(odds)
