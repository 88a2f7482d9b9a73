"""What was written aside comes into its place, all of it or nothing: also where a disk refuses half-way."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from plugins.desk.journal import Change, carry_out
from plugins.desk.model import DeskError
from plugins.importer.state import STAGING

HELD: Final = f"{STAGING}/held"


def move_into_place(content: Path, moves: Sequence[tuple[str, str]]) -> None:
    """Move files of the folder STAGING over what there is.

    Args:
        moves: from, to; relative to `content`.

    Raises:
        DeskError: the disk refuses; everything is as it was.
    """
    held = _hold(content, moves)
    try:
        carry_out(content, Change(moves=tuple(moves)))
    except DeskError:
        # The moves were taken back, and where one had replaced a file there is none now.
        for path, copy in held.items():
            if not path.exists():
                copy.replace(path)
        raise


def _hold(content: Path, moves: Sequence[tuple[str, str]]) -> dict[Path, Path]:
    """Second names, or copies, of what will be replaced."""
    held: dict[Path, Path] = {}
    for _, place in moves:
        path, copy = content / place, content / HELD / place
        if path.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            try:
                copy.hardlink_to(path)
            except OSError:  # a disk that knows no links
                shutil.copy2(path, copy)
            held[path] = copy
    return held
