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
from typing import NamedTuple

SECOND = timedelta(seconds=1)


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


OLD = "old"
"""The kind of a row that says that an address answered at the site of before, from which somebody moved in."""


def with_old_addresses(ledger: Ledger, addresses: Iterable[str], now: datetime) -> Ledger:
    """The ledger with a row for each address that it has not got: as if it had been published here."""
    there = {row.address for row in ledger.rows}
    rows = [Row(OLD, now, now, None, one, one, ()) for one in dict.fromkeys(addresses) if one not in there]
    return merge(ledger, Ledger(tuple(rows))) if rows else ledger


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


def _merged(one: Row, other: Row) -> Row:
    newer = max(one, other, key=_how_new)
    modified = [row.modified_at for row in (one, other) if row.modified_at]
    return newer._replace(first_at=min(one.first_at, other.first_at), modified_at=max(modified, default=None))


def _how_new(row: Row) -> tuple[datetime, str, tuple[str, ...], str]:
    return row.changed_at, row.address, row.marks, row.kind


def _ordered(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: (row.kind, row.first_at, row.id)))
