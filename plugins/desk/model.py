"""What the desk knows: the state of the publication, and that of a preview. No I/O here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

PLACE = re.compile(r"(?P<place>[^\s:][^:\n]*:\d+): (?P<message>.+)")


class DeskError(Exception):
    """The command cannot do what it was asked to: says why, and what to write instead."""


@dataclass(frozen=True, slots=True)
class State:
    """What `make status` shows."""

    articles: int
    drafts: int
    scheduled: int
    words: int
    """In published articles, as a reader would count them."""

    entries: int
    threads: int
    comments: int

    release: str
    """Id of the last one, or empty."""

    released_at: datetime | None


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of what a build said that names a place."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the preview is not what the author wrote."""

    title: str
    remarks: tuple[Remark, ...]

    text: str
    """Everything that was said, for what names no place."""


def problem_of(title: str, text: str) -> Problem:
    """Read what a program said: "path:line: message" lines become remarks."""
    found = (PLACE.fullmatch(line.strip()) for line in text.splitlines())
    remarks = tuple(Remark(match["place"], match["message"]) for match in found if match)
    return Problem(title, remarks, "" if remarks else text.strip())
