"""What the desk knows: the state of the publication, and that of a preview. No I/O here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from plugins.comments.characters import fault_in_header
from plugins.site.texts import Changes, Kind

PLACE = re.compile(r"(?P<place>[^\s:][^:\n]*:\d+): (?P<message>.+)")


class DeskError(Exception):
    """The command cannot do what it was asked to: says why, and what to write instead."""


def in_one_line(variable: str, typed: str) -> str:
    """What was typed for a variable of make, on one line.

    Raises:
        DeskError: it has a character that nobody sees, or that turns the direction of the text.
    """
    line = " ".join(typed.split())
    if fault := fault_in_header(line):
        raise DeskError(f"{variable}: {fault}")
    return line


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that is not finished."""

    path: str
    slug: str
    days: int
    """Since the date that it bears."""

    words: int
    lacks: tuple[str, ...]
    """What stands between it and a publish, "path:line: what is wrong; what to write instead"."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A draft that is shown to whoever has its address."""

    path: str
    slug: str

    address: str
    """From the site's front page."""

    until: datetime
    """In the zone of the publication."""


@dataclass(frozen=True, slots=True)
class Question:
    """Of a reader."""

    thread: str
    number: int
    author: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Queue:
    """What there is to do at the comment desk."""

    waiting: int
    """Comments that nobody has decided on."""

    since: datetime | None
    """When the oldest of them came."""

    unwritten: int
    """Approved ones that are no files yet."""


@dataclass(frozen=True, slots=True)
class State:
    """What `make status` shows."""

    counts: Mapping[Kind, int]
    """Of public texts."""

    reading: int
    """Words to read in published articles."""

    wrong: tuple[str, ...]
    """What a publish would stop at, "path:line: what; what instead"."""

    drafts: tuple[Draft, ...]

    shared: tuple[Shared, ...]
    """Drafts that whoever has the address reads, the first to end at the start."""

    scheduled: tuple[tuple[datetime, str], ...]
    """When, and the path of what falls due then; the next one first. Told in the publication's zone."""

    queue: Queue | None
    """None where there is no desk."""

    questions: tuple[Question, ...]
    """Of readers, that no author has answered, the oldest first."""

    unchecked: tuple[str, ...]
    """Where `Checked:` is of more than a year ago, "path:line"."""

    reviews: tuple[tuple[datetime, str], ...]
    """Since when a public text is to be looked at again (`Review-By:`), and where that is written, "path:line"."""

    unwritten: tuple[tuple[str, str], ...]
    """Words whose entry is still to be written, and where one says so, "path:line"."""

    unused: tuple[str, ...]
    """Words to which nothing leads, "path:line: HEAD"."""

    uncommitted: tuple[str, ...]
    """What make publish has written and git has not: the path of the ledger of publication, or nothing."""

    changes: Changes | None
    """What a publish would do now; None where nothing says what is live."""

    release: str
    """Id of the last one, or empty."""

    released_at: datetime | None
    now: datetime
    """In the publication's zone."""


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
