"""Ids minted once (RFC 4151) and kept in content/ids.json, where their author wrote none.

A row is found by its key: the path of an article, the slug of a word or of a place. What is renamed between
two runs of `python -m plugins.feeds mint` is found by its mark: the title of an article, the first words of a
definition, the oldest article of a place. The build only reads.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from plugins.source import AuthorError, Source


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of one thing that has an id."""

    id: str

    mark: str
    """By which it is known again under another key."""

    added: date | None = None
    """When a word was added to a file that is older than it."""


@dataclass(frozen=True, slots=True)
class Named:
    """Something that needs an id."""

    key: str
    """ "articles/2026/the-coffee.md", "dictionary/networking", "feeds/category/pay"."""

    mark: str

    id: str
    """What is minted if it has none yet."""

    is_written: bool = False
    """Its author wrote the id down: it is this one, and the ledger does not hold it."""

    @property
    def kind(self) -> str:
        """Only things of one kind can be the same thing renamed."""
        return self.key.rpartition("/")[0] if self.key.startswith("feeds/") else self.key.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Ledger:
    rows: Mapping[str, Row] = field(default_factory=dict)

    def identify(self, things: Iterable[Named]) -> dict[str, Row]:
        """The row of each thing that its author gave no id, by key: the one it has, or the one to mint."""
        named = [thing for thing in things if not thing.is_written]
        if not self.rows and len({thing.id for thing in named}) == len(named):
            return {thing.key: Row(thing.id, thing.mark) for thing in named}
        keys = {thing.key for thing in named}
        moved = self._moved([thing for thing in named if thing.key not in self.rows], keys)
        found = {thing.key: self.rows.get(thing.key) or moved.get(thing.key) for thing in named}
        taken = {row.id for row in self.rows.values()}
        for thing in named:
            if found[thing.key] is None:
                found[thing.key] = Row(_unlike(thing.id, taken), thing.mark)
            taken.add(found[thing.key].id)  # type: ignore[union-attr]
        return {key: row for key, row in found.items() if row}

    def _moved(self, unknown: list[Named], keys: set[str]) -> dict[str, Row]:
        """Those among `unknown` that had another key. What is not unmistakable is new."""
        left = {key: row for key, row in self.rows.items() if key not in keys}
        marks = {(Named(key, row.mark, "").kind, row.mark): row for key, row in left.items()}
        had = Counter((Named(key, row.mark, "").kind, row.mark) for key, row in left.items())
        wants = Counter((thing.kind, thing.mark) for thing in unknown)
        return {
            thing.key: marks[mark]
            for thing in unknown
            if (mark := (thing.kind, thing.mark)) in marks and had[mark] == wants[mark] == 1
        }

    def minted(self, found: Mapping[str, Row], things: Iterable[Named]) -> Ledger:
        """The ledger with what `identify` found. Rows of what is gone stay: an id is never given twice."""
        marks = {thing.key: thing.mark for thing in things}
        ids = {row.id for row in found.values()}
        kept = {key: row for key, row in self.rows.items() if row.id not in ids}
        new = {key: Row(row.id, marks[key], row.added) for key, row in found.items()}
        return Ledger(kept | new)

    def renamed(self, old: str, new: str) -> Ledger:
        """The ledger after its author said that `old` is now called `new`.

        Raises:
            KeyError: nothing is called `old`.
        """
        rows = dict(self.rows)
        rows[new] = rows.pop(old)
        return Ledger(rows)


def _unlike(identity: str, taken: set[str]) -> str:
    """`identity`, or one that nobody has: the slug of something renamed is free, its id is not."""
    tried, number = identity, 1
    while tried in taken:
        number += 1
        tried = f"{identity}:{number}"
    return tried


def parse_ledger(text: str, source: Source) -> Ledger:
    """Read content/ids.json.

    Raises:
        AuthorError: it is no ledger, or two rows have one id.
    """
    try:
        rows = {key: _parse_row(row) for key, row in json.loads(text).items()}
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        line = wrong.lineno if isinstance(wrong, json.JSONDecodeError) else 1
        message = f"this is no ledger of ids ({wrong}); take the last version that was, and mint again"
        raise AuthorError(source.down(line - 1), message) from None
    for identity, count in Counter(row.id for row in rows.values()).items():
        if count > 1:
            raise AuthorError(source, f"two rows have the id {identity}; delete one and mint again")
    return Ledger(rows)


def _parse_row(row: Any) -> Row:
    added = date.fromisoformat(row["added"]) if "added" in row else None
    if not isinstance(row["id"], str) or not isinstance(row["mark"], str):
        raise TypeError("an id or a mark is no text")
    return Row(row["id"], row["mark"], added)


def write_ledger(ledger: Ledger) -> str:
    """What `parse_ledger` reads: one line a row, by key, so that a merge sees what changed."""
    lines = [
        f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(_written(row), ensure_ascii=False)}"
        for key, row in sorted(ledger.rows.items())
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _written(row: Row) -> dict[str, str]:
    return {"id": row.id, "mark": row.mark} | ({"added": row.added.isoformat()} if row.added else {})
