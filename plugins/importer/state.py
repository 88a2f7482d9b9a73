"""What earlier imports wrote, so that another adds what is new and leaves alone what an author changed.

It lies in content/.import/, which builds pass over; commit it with the texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, NamedTuple

from plugins.importer.model import Line, Note, Outcome, Weight
from plugins.source import AuthorError, Source

FOLDER: Final = ".import"
STATE: Final = f"{FOLDER}/state.json"
LEDGER: Final = f"{FOLDER}/ledger.jsonl"
IMAGES: Final = f"{FOLDER}/images.jsonl"
STAGING: Final = f"{FOLDER}/new"
VERSION: Final = 2
"""Raise it when the same source becomes another text: everything is converted again then."""


def digest_of(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


class Was(NamedTuple):
    """A file as an import wrote it."""

    path: str
    digest: str


@dataclass(slots=True)
class State:
    """Grows while an import goes on."""

    files: dict[str, Was] = field(default_factory=dict)
    """Key, "wordpress:post:123", "wordpress:comment:8812" → its file."""

    sources: dict[str, str] = field(default_factory=dict)
    """Key of a text or thread → digest of all that it was made from."""

    redirects: set[str] = field(default_factory=set)
    """Old addresses that were written into redirects.txt, once."""

    images: dict[str, str] = field(default_factory=dict)
    """Old address of each image that was fetched → its path."""

    sites: dict[str, str] = field(default_factory=dict)
    """System → the address of the site that came from it: ids mean nothing beyond their site."""


def read_state(content: Path) -> State:
    """What is known; nothing where there was no import.

    Raises:
        AuthorError: the file cannot be read.
    """
    path = content / STATE
    if not path.is_file():
        return State()
    try:
        data = json.loads(path.read_text("utf-8"))
        files = {key: Was(*was) for key, was in data["files"].items()}
        sources = dict(data["sources"]) if data["version"] == VERSION else {}
        return State(
            files, sources, set(data["redirects"]), dict(data.get("images", {})), dict(data.get("sites", {}))
        )
    except (ValueError, KeyError, TypeError, AttributeError, UnicodeDecodeError):
        message = (
            "cannot be read; take it as it was committed last, or delete it, and everything counts as new"
        )
        raise AuthorError(Source(f"{content}/{STATE}"), message) from None


def write_state(state: State) -> str:
    """Sorted, so that git shows what an import did."""
    data = {
        "version": VERSION,
        "files": {key: list(was) for key, was in sorted(state.files.items())},
        "sources": dict(sorted(state.sources.items())),
        "redirects": sorted(state.redirects),
        "images": dict(sorted(state.images.items())),
        "sites": dict(sorted(state.sites.items())),
    }
    return json.dumps(data, ensure_ascii=False, indent=0) + "\n"


def line_as_data(line: Line) -> dict[str, Any]:
    """One line of the ledger for programs."""
    data: dict[str, Any] = {
        "place": str(line.source),
        "kind": line.kind,
        "id": line.id,
        "outcome": str(line.outcome),
    }
    if line.to:
        data["to"] = line.to
    if line.notes:
        data["notes"] = [[note.text, int(note.weight), *filter(None, [note.mark])] for note in line.notes]
    return data


def read_ledger(content: Path) -> Mapping[tuple[str, str], Line]:
    """The lines of the last import, by kind and id; none where they cannot be read."""
    path = content / LEDGER
    if not path.is_file():
        return {}
    try:
        return {(line.kind, line.id): line for line in _read_lines(path)}
    except (ValueError, KeyError, TypeError, UnicodeDecodeError):
        return {}


def _read_lines(path: Path) -> Iterator[Line]:
    with path.open(encoding="utf-8") as file:
        for text in file:
            data = json.loads(text)
            place, _, number = data["place"].rpartition(":")
            notes = tuple(
                Note(words, Weight(weight), *mark) for words, weight, *mark in data.get("notes", ())
            )
            yield Line(
                Source(place, int(number)),
                data["kind"],
                data["id"],
                Outcome(data["outcome"]),
                notes,
                data.get("to", ""),
            )
