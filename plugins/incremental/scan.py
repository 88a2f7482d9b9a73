"""What single files look like from outside, and the libraries; folders are listed by listing.py beside this."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def stamp(path: str) -> bytes:
    """What one file looks like from outside: empty if there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - 30,000 times
    except (FileNotFoundError, NotADirectoryError):
        return b""
    return b"%d %d %d %d" % (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def find_touched(folder: Path, files: Mapping[str, bytes]) -> frozenset[str]:
    """Those of `files` (path → stamp) that are not as they were left."""
    base = f"{folder}/"
    return frozenset(path for path, left in files.items() if stamp(base + path) != left)


def libraries() -> list[str]:
    """Python, and name and version of all that is installed for it."""
    found = {
        info.name
        for place in filter(None, sys.path)
        if Path(place).is_dir()
        for info in Path(place).iterdir()
        if info.suffix in (".dist-info", ".egg-info")
    }
    return [sys.version, *sorted(found)]
