"""Changes to several files in one go or not at all, also when the program is killed in between.

What is to be done is written down first, in one file under content/ that nothing else reads. Once that is there, the
change has happened: whoever comes next, any command of make, finishes what was not done.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from plugins.desk.model import DeskError

JOURNAL = ".rename.json"
"""Its name under content/. Hidden: builds and checks pass it over."""


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of some files. Paths are relative to content/."""

    moves: tuple[tuple[str, str], ...] = ()
    """From, to: files, or folders with all that is in them."""

    texts: tuple[tuple[str, bytes], ...] = ()
    """Path after the moves, and what is in the file then."""


def carry_out(content: Path, change: Change) -> None:
    """All of it.

    Raises:
        DeskError: the folder cannot be written, or a name is none to it. Nothing has changed then, or all of it will
            have at the next command.
    """
    data = {
        "moves": change.moves,
        "texts": [(path, base64.b64encode(text).decode()) for path, text in change.texts],
    }
    try:
        _write(content / JOURNAL, json.dumps(data).encode())
        try:
            _move(content, change.moves)
        except OSError:
            # What cannot be moved now may never be: no later command is to try it again.
            _move(content, [(new, old) for old, new in reversed(change.moves)])
            (content / JOURNAL).unlink()
            raise
        finish(content)
    except OSError as problem:
        raise DeskError(
            f"{content} cannot be written: {problem.strerror}; make room, and run it again"
        ) from None


def finish(content: Path) -> bool:
    """Do what is written down and not done. Whether there was anything."""
    journal = content / JOURNAL
    try:
        data = json.loads(journal.read_bytes())
    except FileNotFoundError:
        return False
    _move(content, data["moves"])
    for path, text in data["texts"]:
        _write(content / path, base64.b64decode(text))
    journal.unlink()
    return True


def _move(content: Path, moves: Iterable[tuple[str, str]]) -> None:
    """Those that are not moved yet."""
    # Not exists(): on a Mac that takes "a" for "A". An import moves ten thousand files out of one folder.
    names: dict[Path, set[str]] = {}
    for old, new in moves:
        source, target = content / old, content / new
        if source.parent not in names:
            names[source.parent] = {path.name for path in source.parent.glob("*")}
        if source.name in names[source.parent]:
            target.parent.mkdir(parents=True, exist_ok=True)
            source.rename(target)
            names[source.parent].discard(source.name)
            names.pop(target.parent, None)


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with half.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)
        raise
