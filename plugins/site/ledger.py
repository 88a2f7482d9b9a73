"""The ledger of publication: what was published, under which id, and in which order. Pure.

Dates are what authors say of their texts; positions in feeds, ids and what is new come from here. `make publish` writes
content/ledger.txt, a line a thing, and no line ever leaves it: the two sides of a merge are right together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from plugins.header import decode
from plugins.source import AuthorError, AuthorErrors, Source

LEDGER = "ledger.txt"
"""Its name under content/."""

HEADER = "# What was published, and when. Written by make publish: commit it, and never edit it (docs/ledger.md).\n"
LEFT_BY_GIT = ("<<<<<<< ", "=======", ">>>>>>> ", "||||||| ")
"""Of a merge that nobody finished. The lines of all sides count, so nothing is lost if these are passed over."""

SECOND = timedelta(seconds=1)
NEVER = "-"


class Row(NamedTuple):
    """One thing that was published. Tuples: a large site has tens of thousands at every build."""

    kind: str
    """ "article", "word", "comment", "feed"."""

    first_at: datetime
    """When it was first published. No two of a kind in one publish have the same second: it is their order."""

    changed_at: datetime
    """What feeds say of its last change: a written date where that is later than what was published before it."""

    modified_at: datetime | None
    """The latest `Modified` that was published."""

    id: str
    """A permanent URI. It never changes."""

    address: str
    """The last that it had, from the site's front page."""

    marks: tuple[str, ...]
    """By which it is known again under another address, the surest first."""


class Thing(NamedTuple):
    """Something that a build shows."""

    kind: str

    id: str
    """The one that its author wrote, or what it gets if it has none yet."""

    address: str
    published_at: datetime
    modified_at: datetime | None
    marks: tuple[str, ...]

    has_written_id: bool = False
    was_at: tuple[str, ...] = ()
    """Addresses that it had before (`Aliases:`)."""


@dataclass(frozen=True, slots=True)
class Ledger:
    rows: tuple[Row, ...] = ()
    """By kind, then in order of publication."""

    def places(self, kind: str) -> dict[str, int]:
        """Id → place in the order of publication, from 0 on, of all of a kind that were ever published."""
        return {row.id: place for place, row in enumerate(row for row in self.rows if row.kind == kind)}


class Advanced(NamedTuple):
    """The ledger after a publish, and the rows of what that publish shows."""

    ledger: Ledger

    rows: Mapping[str, Row]
    """By address. In no order that means anything."""


# Advance


def advance(previous: Ledger, things: Iterable[Thing], now: datetime | None) -> Advanced:
    """The ledger after a publish that shows `things`, which are all there is of their kinds.

    What is not in the ledger yet is news: it comes after all that is, in the order of written dates. Of a kind of
    which nothing is in the ledger, everything counts as published when it was written: a publication that begins to
    keep a ledger, or has lost it, tells nobody anything twice.

    Args:
        now: the time of the publish; None in a preview, which does with what is written.
    """
    by_kind: dict[str, list[Thing]] = {}
    for thing in things:
        by_kind.setdefault(thing.kind, []).append(thing)
    rows = {row.id: row for row in previous.rows}
    shown: dict[str, Row] = {}
    is_changed = False
    for kind, some in by_kind.items():
        known = [row for row in previous.rows if row.kind == kind]
        for thing, row in _rows_of(some, known, rows, now):
            is_changed = is_changed or rows.get(row.id) is not row
            rows[row.id] = shown[thing.address] = row
    return Advanced(Ledger(_ordered(rows.values())) if is_changed else previous, shown)


def _rows_of(
    things: Sequence[Thing], known: Sequence[Row], rows: Mapping[str, Row], now: datetime | None
) -> Iterator[tuple[Thing, Row]]:
    """All of one kind. `rows`: of every kind, by id."""
    last_at = max((row.first_at for row in known), default=None)
    free = _Seconds(known)
    recognized = recognize(things, known)
    for thing in things:
        if row := recognized.get(thing.address):
            yield thing, _brought_up_to_date(row, thing, free, now)
    news = sorted((thing for thing in things if thing.address not in recognized), key=_when_written)
    taken = set(rows) if news else set()
    for thing, first_at in zip(news, _first_moments(news, last_at, now), strict=True):
        identity = thing.id if thing.has_written_id else _unlike(thing.id, taken)
        taken.add(identity)
        written_at = _written_at(thing)
        is_late = last_at is not None and written_at <= last_at
        changed_at = free.take(first_at if is_late else written_at)
        yield (
            thing,
            Row(thing.kind, first_at, changed_at, thing.modified_at, identity, thing.address, thing.marks),
        )


class _Seconds:
    """Which seconds no other thing of a kind has: programs that sort by time then keep our order."""

    def __init__(self, known: Sequence[Row]) -> None:
        self._known = known
        self._next: dict[datetime, datetime] = {}

    @cached_property
    def _taken(self) -> set[datetime]:
        """Most builds take none, and of tens of thousands the set alone takes a tenth of a second."""
        return {row.changed_at for row in self._known}

    def take(self, moment: datetime) -> datetime:
        """The first free second from `moment` on."""
        at, passed = _second(moment), []
        while at in self._taken:
            passed.append(at)
            at = self._next.get(at, at + SECOND)
        self._next.update(dict.fromkeys(passed, at + SECOND))  # hundreds of words have one date
        self._taken.add(at)
        return at


def _first_moments(
    news: Sequence[Thing], last_at: datetime | None, now: datetime | None
) -> Iterator[datetime]:
    """When each was published first, after all that was before; the last of them now."""
    if last_at and now:
        before = max(last_at, _second(now) - len(news) * SECOND)
        yield from (before + number * SECOND for number in range(1, len(news) + 1))
        return
    at = last_at
    for thing in news:
        written_at = _second(thing.published_at)
        at = written_at if at is None else max(at + SECOND, written_at)
        yield at


def _second(moment: datetime) -> datetime:
    """As it will be read from the file: days are those of UTC."""
    return moment.astimezone(UTC).replace(microsecond=0)


def _when_written(thing: Thing) -> tuple[datetime, str]:
    return thing.published_at, thing.id


def _written_at(thing: Thing) -> datetime:
    return max(thing.modified_at or thing.published_at, thing.published_at)


def _brought_up_to_date(row: Row, thing: Thing, free: _Seconds, now: datetime | None) -> Row:
    """A later `Modified` is a change to tell of; whatever else was changed is not."""
    changed_at, modified_at = row.changed_at, row.modified_at
    if thing.modified_at and (modified_at is None or thing.modified_at > modified_at):
        modified_at = thing.modified_at
        is_late = modified_at <= changed_at
        changed_at = free.take(max(now or changed_at, changed_at) if is_late else modified_at)
    if thing.published_at > changed_at:  # no feed may say that it was changed before it was published
        changed_at = free.take(thing.published_at)
    if (thing.address, thing.marks, changed_at, modified_at) == (
        *(row.address, row.marks, row.changed_at, row.modified_at),
    ):
        return row
    return row._replace(
        address=thing.address, marks=thing.marks, changed_at=changed_at, modified_at=modified_at
    )


def _unlike(identity: str, taken: set[str]) -> str:
    """`identity`, or one that nobody has: the address of something that was renamed is free, its id is not."""
    tried, number = identity, 1
    while tried in taken:
        number += 1
        tried = f"{identity}:{number}"
    return tried


# Recognize


def recognize(things: Sequence[Thing], known: Sequence[Row]) -> dict[str, Row]:
    """Which of `things` were published before, by address; all are of one kind.

    By the id that an author wrote, by the address, by an address that it had (`Aliases:`), by a mark that nothing
    else has. What is not unmistakable is new: a wrong guess would show one thing under another's name.
    """
    by_id, by_address = {row.id: row for row in known}, {row.address: row for row in known}
    found: dict[str, Row] = {}
    for thing in things:
        if row := _row_here(thing, by_id, by_address):
            found[thing.address] = row
    claimed = {row.id for row in found.values()}
    for thing in things:
        if thing.address not in found:
            for address in thing.was_at:
                row = by_address.get(address)
                if row and row.id not in claimed:
                    found[thing.address] = row
                    claimed.add(row.id)
                    break
    if len(found) < len(things):
        _recognize_by_marks(things, known, found, claimed)
    return found


def _row_here(thing: Thing, by_id: Mapping[str, Row], by_address: Mapping[str, Row]) -> Row | None:
    if thing.has_written_id and (row := by_id.get(thing.id)):
        return row
    here = by_address.get(thing.address)
    if here is None or not thing.has_written_id:
        return here
    # An `Id:` that was written, or changed, after the publication changes none; another text in that place has its own.
    return None if set(here.marks).isdisjoint(thing.marks) else here


def _recognize_by_marks(
    things: Sequence[Thing], known: Sequence[Row], found: dict[str, Row], claimed: set[str]
) -> None:
    unknown = [thing for thing in things if thing.address not in found and not thing.has_written_id]
    left = [row for row in known if row.id not in claimed]
    for place in range(max((len(thing.marks) for thing in unknown), default=0)):
        rows = {row.marks[place]: row for row in left if len(row.marks) > place}
        had = Counter(row.marks[place] for row in left if len(row.marks) > place)
        wants = Counter(thing.marks[place] for thing in unknown)
        for thing in unknown:
            mark = thing.marks[place]
            if mark and had[mark] == wants[mark] == 1 and rows[mark].id not in claimed:
                found[thing.address] = rows[mark]
                claimed.add(rows[mark].id)
        unknown = [thing for thing in unknown if thing.address not in found]


# Addresses

LOST = "lost"
"""The kind of a row that says that an address was given up: its id and its address are that address."""


OLD = "old"
"""The kind of a row that says that an address answered at the site of before, from which somebody moved in."""


def with_old_addresses(ledger: Ledger, addresses: Iterable[str], now: datetime) -> Ledger:
    """The ledger with a row for each address that it has not got: as if it had been published here."""
    there = {row.address for row in ledger.rows}
    rows = [Row(OLD, now, now, None, one, one, ()) for one in dict.fromkeys(addresses) if one not in there]
    return merge(ledger, Ledger(tuple(rows))) if rows else ledger


def addresses_ever(text: str) -> set[str]:
    """Every address of a page or a feed in the ledger `text` that nobody has given up. Fast: comments are many."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for line in text.split("\n"):
        if line and not line.startswith(("comment\t", "#", *LEFT_BY_GIT)):
            parts = line.split("\t", 6)
            if len(parts) > 5:
                found[parts[0] == LOST].add(parts[5].partition("#")[0])
    return found[False] - found[True]


def give_up(text: str, lost: Iterable[str], now: datetime) -> str:
    """The ledger `text` with a row for each address that answers no more."""
    rows = (Row(LOST, now, now, None, address, address, ()) for address in sorted(lost))
    return text + "".join(f"{_write_row(row)}\n" for row in rows)


# Read, merge, write


def parse_ledger(text: str, source: Source) -> Ledger:
    """Read content/ledger.txt: one line a thing, in any order, also the lines of both sides of a merge.

    Raises:
        AuthorErrors: lines that nobody can read.
    """
    rows: list[Row] = []
    findings: list[AuthorError] = []
    for number, line in enumerate(text.split("\n")):
        if line and not line.startswith(("#", *LEFT_BY_GIT)):
            try:
                rows.append(_parse_row(line))
            except ValueError:
                message = (
                    "this is no line of the ledger; take the line as it was committed last, or delete it"
                )
                findings.append(AuthorError(source.down(number), message))
    if findings:
        raise AuthorErrors(findings)
    return merge(Ledger(tuple(rows)), Ledger())


def merge(one: Ledger, other: Ledger) -> Ledger:
    """All that is in either: first published when it was first, changed when it was last."""
    rows: dict[str, Row] = {}
    for row in (*one.rows, *other.rows):
        before = rows.get(row.id)
        rows[row.id] = row if before is None or before == row else _merged(before, row)
    return Ledger(_ordered(rows.values()))


def complete(newer: Ledger, older: Ledger) -> Ledger:
    """`newer`, which came of `older` or of one before it, and the lines that only `older` has."""
    there = {row.id for row in newer.rows}
    return Ledger(_ordered([*newer.rows, *(row for row in older.rows if row.id not in there)]))


def write_ledger(ledger: Ledger) -> str:
    """What `parse_ledger` reads, in an order in which a publish adds lines at few places."""
    return HEADER + "".join(f"{_write_row(row)}\n" for row in ledger.rows)


def _merged(one: Row, other: Row) -> Row:
    newer = max(one, other, key=_how_new)
    modified = [row.modified_at for row in (one, other) if row.modified_at]
    return newer._replace(first_at=min(one.first_at, other.first_at), modified_at=max(modified, default=None))


def _how_new(row: Row) -> tuple[datetime, str, tuple[str, ...], str]:
    return row.changed_at, row.address, row.marks, row.kind


def _ordered(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: (row.kind, row.first_at, row.id)))


def _parse_row(line: str) -> Row:
    kind, first_at, changed_at, modified_at, identity, address, *marks = line.split("\t")
    if not (kind and identity and address):
        raise ValueError(line)
    first = _parse_moment(first_at)
    changed = first if changed_at == first_at else _parse_moment(changed_at)
    modified = None if modified_at == NEVER else _parse_moment(modified_at)
    return Row(kind, first, changed, modified, identity, address, tuple(marks))


def _parse_moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _write_row(row: Row) -> str:
    modified = _write_moment(row.modified_at) if row.modified_at else NEVER
    moments = (_write_moment(row.first_at), _write_moment(row.changed_at), modified)
    return "\t".join(
        (row.kind, *moments, row.id, row.address, *(" ".join(mark.split()) for mark in row.marks))
    )


def _write_moment(moment: datetime) -> str:
    return (
        moment.astimezone(UTC).isoformat()[:19] + "Z"
    )  # strftime takes ten times as long, tens of thousands of times


def read_ledger(content: Path) -> tuple[bytes, Ledger]:
    """content/ledger.txt, and what it says; both are empty where there is none."""
    path, place = content / LEDGER, f"{content.name}/{LEDGER}"
    data = path.read_bytes() if path.is_file() else b""
    return data, parse_ledger(decode(data, place), Source(place))
