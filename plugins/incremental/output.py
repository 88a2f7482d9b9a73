"""The output folder: files appear whole, unchanged ones are left alone, and what is no longer made goes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Output:
    """Writes into one folder and remembers what it was given. One a build."""

    folder: Path
    kept: set[str] = field(default_factory=set)
    """Paths of this build, relative to `folder`, with "/"."""

    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def write(self, path: str, data: bytes) -> None:
        """Make `path` hold `data`.

        Raises:
            ValueError: `path` was given before, or leaves the folder.
        """
        if path in self.kept:
            raise ValueError(f"two pages want the address {path}")
        target = self.folder / path
        if not target.resolve().is_relative_to(self.folder.resolve()):
            raise ValueError(f"{path} lies outside the output folder")
        self.kept.add(path)
        if _holds(target, data):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_name(f".{target.name}.{os.getpid()}.part")
        half.write_bytes(data)
        half.replace(target)
        self.written.append(path)

    def keep(self, paths: Iterable[str]) -> None:
        """Leave these files alone: somebody else writes them."""
        self.kept.update(paths)

    def prune(self) -> None:
        """Remove every file that this build did not make, and folders that this leaves empty."""
        for folder, _, names in os.walk(self.folder, topdown=False):
            here = Path(folder)
            for name in sorted(names):
                path = (here / name).relative_to(self.folder).as_posix()
                if path not in self.kept:
                    (here / name).unlink()
                    self.removed.append(path)
            if here != self.folder and not any(here.iterdir()):
                here.rmdir()


def _holds(target: Path, data: bytes) -> bool:
    try:
        return target.stat().st_size == len(data) and target.read_bytes() == data
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False
