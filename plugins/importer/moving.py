"""What was written aside comes into its place, all of it or nothing: also where a disk refuses half-way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from plugins.desk.journal import Change, carry_out
from plugins.importer.state import STAGING

HELD: Final = f"{STAGING}/held"


def move_into_place(content: Path, moves: Sequence[tuple[str, str]]) -> None:
    """Move files of the folder STAGING over what there is.

    Args:
        moves: from, to; relative to `content`.

    Raises:
        DeskError: the disk refuses; everything is as it was.
    """
    carry_out(content, Change(moves=tuple(moves), held=tuple(_hold(content, moves))))


def _hold(content: Path, moves: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Second names, or copies, of what will be replaced."""
    for _, place in moves:
        path, copy = content / place, content / HELD / place
        if path.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            try:
                copy.hardlink_to(path)
            except OSError:  # a disk that knows no links
                shutil.copy2(path, copy)
            yield f"{HELD}/{place}", place
