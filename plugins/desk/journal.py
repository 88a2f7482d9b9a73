"""Changes to several files in one go or not at all, also when the program is killed in between.

What is to be done is written down first, in one file under content/ that nothing else reads. Once that is there, the
change has happened: whoever comes next, any command of make, finishes what was not done.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path

from plugins.desk.model import DeskError
from plugins.desk.write import clear_halves, write_whole
from plugins.machine import say

JOURNAL = ".rename.json"
"""Its name under content/. Hidden: builds and checks pass it over."""

UNDO = ".rename-undo.json"
"""Its name when a disk refused one of the moves, and they are taken back."""


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of some files. Paths are relative to content/."""

    moves: tuple[tuple[str, str], ...] = ()
    """From, to: files, or folders with all that is in them."""

    texts: tuple[tuple[str, bytes], ...] = ()
    """Path after the moves, and what is in the file then."""

    held: tuple[tuple[str, str], ...] = ()
    """Copy, and the file that a move replaces: it comes back where the moves are taken back."""


def carry_out(content: Path, change: Change) -> None:
    """All of it.

    Raises:
        DeskError: the folder cannot be written, or a name is none to it. Nothing has changed then, or all of it will
            have at the next command.
    """
    journal = content / JOURNAL
    data = {
        "moves": change.moves,
        "texts": [(path, base64.b64encode(text).decode()) for path, text in change.texts],
        "held": change.held,
    }
    try:
        write_whole(journal, json.dumps(data).encode())
        try:
            _move(content, change.moves)
        except OSError:
            # What cannot be moved now may never be: no later command is to try it again. A new name needs no room.
            journal.replace(content / UNDO)
            finish(content)
            raise
    except OSError as problem:
        raise DeskError(f"Nothing is changed. {say(problem)}") from None
    finish(content)


def is_unfinished(content: Path) -> bool:
    """Whether there is something left to do, so that the files that are still to be moved must stay."""
    return (content / JOURNAL).exists() or (content / UNDO).exists()


def finish(content: Path) -> bool:
    """Do what is written down and not done, and clear up after what was killed. Whether anything was left to do.

    Raises:
        DeskError: it cannot be done now; the next command tries again.
    """
    clear_halves(content)
    for name in (UNDO, JOURNAL):
        change = _read(content / name)
        if change is None:
            continue
        try:
            if name == UNDO:
                _move_back(content, change)
            else:
                _move(content, change.moves)
                _write(content, change.texts)
            (content / name).unlink()
        except OSError as problem:
            raise DeskError(
                f"A rename is half done, and the next command of make does the rest. {say(problem)}"
            ) from None
        return True
    return False


def _read(journal: Path) -> Change | None:
    try:
        data = json.loads(journal.read_bytes())
        texts = tuple((path, base64.b64decode(text)) for path, text in data["texts"])
        return Change(tuple(map(tuple, data["moves"])), texts, tuple(map(tuple, data.get("held", ()))))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise DeskError(
            f"{journal}:1: not as a rename writes it; look at what git diff says of {journal.parent}, then delete it"
        ) from None


def _write(content: Path, texts: tuple[tuple[str, bytes], ...]) -> None:
    for folder in {(content / path).parent for path, _ in texts}:
        folder.mkdir(parents=True, exist_ok=True)
        clear_halves(folder)
    for path, text in texts:
        write_whole(content / path, text)


class _Names:
    """What folders hold, looked at once: an import moves ten thousand files out of one.

    Not exists(): on a Mac that takes "a" for "A".
    """

    def __init__(self) -> None:
        self._held: dict[Path, set[str]] = {}

    def has(self, path: Path) -> bool:
        if path.parent not in self._held:
            self._held[path.parent] = {one.name for one in path.parent.glob("*")}
        return path.name in self._held[path.parent]

    def move(self, source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
        self._held.get(source.parent, set()).discard(source.name)
        self._held.pop(target.parent, None)


def _move(content: Path, moves: tuple[tuple[str, str], ...]) -> None:
    """Those that are not moved yet."""
    names = _Names()
    for old, new in moves:
        if names.has(content / old):
            names.move(content / old, content / new)


def _move_back(content: Path, change: Change) -> None:
    """Those that were moved, and what they had replaced. Where nothing was, `new` is somebody's own file."""
    names = _Names()
    for old, new in reversed(change.moves):
        if not names.has(content / old) and names.has(content / new):
            names.move(content / new, content / old)
    for copy, place in change.held:
        if names.has(content / copy) and not names.has(content / place):
            names.move(content / copy, content / place)
