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
from types import MappingProxyType
from typing import NamedTuple

SECOND = timedelta(seconds=1)

LOST = "lost"
"""The kind of a row that says that an address was given up: it is its id, too. `changed_at` is when; `modified_at`, if
that is not before, when it answered again."""

TEXTS = ("article", "word")
"""Kinds of which another can come to an address that was given up. A feed is what its address says."""

NOTHING_LOST: Mapping[str, datetime] = MappingProxyType({})


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

    def given_up(self) -> dict[str, datetime]:
        """Address → when somebody gave it up, of those that have not answered since."""
        lost = (row for row in self.rows if row.kind == LOST)
        return {
            row.address: row.changed_at
            for row in lost
            if row.modified_at is None or row.modified_at < row.changed_at
        }


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
    given_up = previous.given_up()
    is_changed = False
    for kind, some in by_kind.items():
        known = [row for row in previous.rows if row.kind == kind]
        recognized = recognize(some, known, given_up)
        for thing, row in _rows_of(some, known, recognized, rows, now):
            is_changed = is_changed or rows.get(row.id) is not row
            rows[row.id] = shown[thing.address] = row
    return Advanced(Ledger(_ordered(rows.values())) if is_changed else previous, shown)


def _rows_of(
    things: Sequence[Thing],
    known: Sequence[Row],
    recognized: Mapping[str, Row],
    rows: Mapping[str, Row],
    now: datetime | None,
) -> Iterator[tuple[Thing, Row]]:
    """All of one kind. `rows`: of every kind, by id."""
    last_at = max((row.first_at for row in known), default=None)
    free = _Seconds(known)
    for thing in things:
        if row := recognized.get(thing.address):
            yield thing, _brought_up_to_date(row, thing, free, now)
    news = sorted((thing for thing in things if thing.address not in recognized), key=_when_written)
    taken = {*rows, *(thing.id for thing in news if thing.has_written_id)} if news else set()
    latest = last_at
    for thing, first_at in zip(news, _first_moments(news, last_at, now), strict=True):
        identity = thing.id if thing.has_written_id else _unlike(thing.id, taken)
        taken.add(identity)
        written_at = _written_at(thing)
        is_late = latest is not None and written_at <= latest
        changed_at = free.take(first_at if is_late else written_at)
        latest = max(latest, changed_at) if latest else None
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


def recognize(
    things: Sequence[Thing], known: Sequence[Row], given_up: Mapping[str, datetime] = NOTHING_LOST
) -> dict[str, Row]:
    """Which of `things` were published before, by address; all are of one kind.

    By the id that an author wrote; by an address where it looks as it did; by an address that it had (`Aliases:`); by a
    mark that nothing else has; by its address alone. What is not unmistakable is new: a wrong guess would show one
    thing under another's name.

    Args:
        given_up: address → when somebody gave it up.
    """
    search = _Search(known, given_up)
    for by in (_by_id, _by_address_and_looks, _by_alias, _by_marks, _by_address):
        left = [thing for thing in things if thing.address not in search.found]
        if not left:
            break
        by(left, search)
    return search.found


class _Search:
    """What was recognized so far."""

    def __init__(self, known: Sequence[Row], given_up: Mapping[str, datetime]) -> None:
        self.known, self._given_up = known, given_up
        self.by_id = {row.id: row for row in known}
        self.by_address = {row.address: row for row in known}
        """Of two that had one address, the one that was published later."""
        self._articles: dict[str, list[Row]] = {}
        """By address: all that were published there, the oldest first."""
        for row in known:
            if row.kind == "article":
                self._articles.setdefault(row.address, []).append(row)
        self.found: dict[str, Row] = {}
        self.claimed: set[str] = set()

    def claim(self, thing: Thing, row: Row) -> None:
        self.found[thing.address] = row
        self.claimed.add(row.id)

    def at(self, address: str, thing: Thing) -> Row | None:
        """What was published at `address`, if that can be `thing`."""
        row = self.by_address.get(address)
        row = next((one for one in reversed(self._articles.get(address, ())) if _looks_like(one, thing)), row)
        return row if row and row.id not in self.claimed and self.may_be(row, thing) else None

    def may_be(self, row: Row, thing: Thing) -> bool:
        """Whether it can be `thing`. A text that was given up comes back as it was, or not at all."""
        if row.kind not in TEXTS:
            return True
        gone_at = self._given_up.get(row.address)
        if self.by_address[row.address] is not row:  # it went, and something else was published there
            if row.kind != "article":
                return False
            there = self._articles[row.address]
            gone_at = there[there.index(row) + 1].first_at
        if gone_at is None or gone_at < row.first_at:
            return True
        return not thing.has_written_id and thing.published_at <= gone_at and _looks_like(row, thing)


def _looks_like(row: Row, thing: Thing) -> bool:
    return not set(row.marks).isdisjoint(thing.marks)


def _by_id(things: Iterable[Thing], search: _Search) -> None:
    for thing in things:
        if thing.has_written_id and (row := search.by_id.get(thing.id)):
            search.claim(thing, row)


def _by_address_and_looks(things: Iterable[Thing], search: _Search) -> None:
    """The address of an article can be taken by another, while it moves aside; that of a word is its head."""
    for thing in things:
        row = None if thing.has_written_id else search.at(thing.address, thing)
        if row and (row.kind != "article" or _looks_like(row, thing)):
            search.claim(thing, row)


def _by_alias(things: Iterable[Thing], search: _Search) -> None:
    for thing in things:
        if row := next(filter(None, (search.at(address, thing) for address in thing.was_at)), None):
            search.claim(thing, row)


def _by_marks(things: Iterable[Thing], search: _Search) -> None:
    unknown = [thing for thing in things if not thing.has_written_id]
    left = [row for row in search.known if row.id not in search.claimed] if unknown else []
    for place in range(max((len(thing.marks) for thing in unknown), default=0)):
        rows = {row.marks[place]: row for row in left if len(row.marks) > place}
        had = Counter(row.marks[place] for row in left if len(row.marks) > place)
        wants = Counter(thing.marks[place] for thing in unknown)
        for thing in unknown:
            mark = thing.marks[place]
            if mark and had[mark] == wants[mark] == 1:
                row = rows[mark]
                if row.id not in search.claimed and search.may_be(row, thing):
                    search.claim(thing, row)
        unknown = [thing for thing in unknown if thing.address not in search.found]


def _by_address(things: Iterable[Thing], search: _Search) -> None:
    """An `Id:` that was written, or changed, after the publication changes none; another text there has its own."""
    for thing in things:
        row = search.at(thing.address, thing)
        if row and (not thing.has_written_id or _looks_like(row, thing)):
            search.claim(thing, row)


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


def put_back(here: Ledger, noted: Ledger) -> Ledger:
    """`here`, and all that is in `noted`, which was written where `here` should have come of it.

    Of two rows with one id those moments hold that would in a merge. Where both were changed at one time, that of
    `here` is the later (somebody else has published, too), unless rows are missing in it.
    """
    rows = {row.id: row for row in here.rows}
    is_older = any(row.id not in rows for row in noted.rows)
    for row in noted.rows:
        mine = rows.get(row.id)
        if mine is None:
            rows[row.id] = row
        elif mine != row:
            first, second = (row, mine) if is_older else (mine, row)
            rows[row.id] = _joined(first if first.changed_at >= second.changed_at else second, mine, row)
    return Ledger(_ordered(rows.values()))


def complete(newer: Ledger, older: Ledger) -> Ledger:
    """`newer`, which came of `older` or of one before it, and the lines that only `older` has."""
    there = {row.id for row in newer.rows}
    return Ledger(_ordered([*newer.rows, *(row for row in older.rows if row.id not in there)]))


def _merged(one: Row, other: Row) -> Row:
    return _joined(max(one, other, key=_how_new), one, other)


def _joined(newer: Row, one: Row, other: Row) -> Row:
    modified = [row.modified_at for row in (one, other) if row.modified_at]
    return newer._replace(first_at=min(one.first_at, other.first_at), modified_at=max(modified, default=None))


def _how_new(row: Row) -> tuple[datetime, str, tuple[str, ...], str]:
    return row.changed_at, row.address, row.marks, row.kind


def _ordered(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: (row.kind, row.first_at, row.id)))
