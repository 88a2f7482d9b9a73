"""The ledger of publication as content/ledger.txt: read and written, line by line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from plugins.header import decode
from plugins.site.ledger import Ledger, Row, merge
from plugins.source import AuthorError, AuthorErrors, Source

LEDGER = "ledger.txt"
"""Its name under content/."""

HEADER = "# What was published, and when. Written by make publish: commit it, and never edit it (docs/ledger.md).\n"

LEFT_BY_GIT = ("<<<<<<< ", "=======", ">>>>>>> ", "||||||| ")
"""Of a merge that nobody finished. The lines of all sides count, so nothing is lost if these are passed over."""

NEVER = "-"

LOST = "lost"
"""The kind of a row that says that an address was given up: its id and its address are that address."""


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
