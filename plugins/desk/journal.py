"""Changes to several files in one go or not at all, also when the program is killed in between.

What is to be done is written down first, in one file under content/ that nothing else reads. Once that is there, the
change has happened: whoever comes next, any command of make, finishes what was not done.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from plugins.desk.model import DeskError
from plugins.desk.write import clear_halves, write_whole
from plugins.machine import say

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
        write_whole(content / JOURNAL, json.dumps(data).encode())
        try:
            _move(content, change.moves)
        except OSError:
            # What cannot be moved now may never be: no later command is to try it again.
            _move(content, [(new, old) for old, new in reversed(change.moves)])
            (content / JOURNAL).unlink()
            raise
    except OSError as problem:
        raise DeskError(f"Nothing is changed. {say(problem)}") from None
    finish(content)


def finish(content: Path) -> bool:
    """Do what is written down and not done, and clear up after what was killed. Whether anything was left to do.

    Raises:
        DeskError: it cannot be done now; the next command tries again.
    """
    clear_halves(content)
    journal = content / JOURNAL
    try:
        data = json.loads(journal.read_bytes())
        moves, texts = data["moves"], [(path, base64.b64decode(text)) for path, text in data["texts"]]
    except FileNotFoundError:
        return False
    except (ValueError, KeyError, TypeError):
        raise DeskError(
            f"{journal}:1: not as a rename writes it; look at what git diff says of {content}, then delete it"
        ) from None
    try:
        _move(content, moves)
        for folder in {(content / path).parent for path, _ in texts}:
            folder.mkdir(parents=True, exist_ok=True)
            clear_halves(folder)
        for path, text in texts:
            write_whole(content / path, text)
        journal.unlink()
    except OSError as problem:
        raise DeskError(
            f"A rename is half done, and the next command of make does the rest. {say(problem)}"
        ) from None
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
