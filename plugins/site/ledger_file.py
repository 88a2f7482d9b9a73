"""The ledger of publication as content/ledger.txt: read and written, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from plugins.header import decode
from plugins.site.ledger import LOST, Ledger, Row, merge
from plugins.source import AuthorError, AuthorErrors, Source

LEDGER = "ledger.txt"
"""Its name under content/."""

HEADER = "# What was published, and when. Written by make publish: commit it, and never edit it (docs/ledger.md).\n"

LEFT_BY_GIT = ("<<<<<<< ", "=======", ">>>>>>> ", "||||||| ")
"""Of a merge that nobody finished. The lines of all sides count, so nothing is lost if these are passed over."""

NEVER = "-"


class Ever(NamedTuple):
    """Addresses of pages and feeds, by what became of them."""

    published: frozenset[str]
    """At any time, and nobody has given them up."""

    given_up: frozenset[str]
    """They have not answered since."""


NO_ADDRESSES = Ever(frozenset(), frozenset())


def addresses_ever(text: str) -> Ever:
    """What the ledger `text` says of addresses. Fast: comments are many."""
    published: set[str] = set()
    gone: list[str] = []
    for line in text.split("\n"):
        if line.startswith(f"{LOST}\t"):
            gone.append(line)
        elif line and not line.startswith(("comment\t", "#", *LEFT_BY_GIT)):
            parts = line.split("\t", 6)
            if len(parts) > 5:
                published.add(parts[5].partition("#")[0])
    given_up = parse_ledger("\n".join(gone), Source(LEDGER)).given_up()
    return Ever(frozenset(published - given_up.keys()), frozenset(given_up))


def give_up(text: str, lost: Iterable[str], found: Iterable[str], now: datetime) -> str:
    """The ledger `text` with a row for each address that is `lost`, and for each that was and is `found` again."""
    gone = (Row(LOST, now, now, None, address, address, ()) for address in sorted(lost))
    back = (Row(LOST, now, now, now, address, address, ()) for address in sorted(found))
    return text + "".join(f"{_write_row(row)}\n" for row in (*gone, *back))


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


def other_holders(text: str, here: Ledger, noted: Ledger, source: Source) -> Iterator[AuthorError]:
    """Lines of `text`, which says `here`, that give an address to something else than was `noted` there.

    A line is one only where the thing that was noted is nowhere in it: what has moved leaves its address to others.
    """
    ids, lost = {row.id for row in here.rows}, {row.address for row in noted.rows if row.kind == LOST}
    known = {row.id for row in noted.rows}
    gone = {
        (row.kind, row.address): row.id
        for row in noted.rows
        if row.id not in ids and row.kind not in ("comment", LOST) and row.address not in lost
    }
    others = {row.id: row for row in here.rows if row.id not in known and (row.kind, row.address) in gone}
    for number, line in enumerate(text.split("\n") if others else ()):
        parts = line.split("\t", 6)
        if len(parts) > 5 and (row := others.get(parts[4])):
            message = (
                f"{row.address} was published under the id {gone[row.kind, row.address]};"
                " delete this line, and make publish puts the published one back"
            )
            yield AuthorError(source.down(number), message)


def write_ledger(ledger: Ledger) -> str:
    """What `parse_ledger` reads, in an order in which a publish adds lines at few places."""
    return HEADER + "".join(f"{_write_row(row)}\n" for row in ledger.rows)


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
