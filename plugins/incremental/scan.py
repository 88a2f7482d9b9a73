"""What the sources look like from outside: one listing a folder, without opening a file."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

Listing: TypeAlias = bytes
"""A line a file: name, inode, size, mtime and ctime in nanoseconds. Equal listings, unchanged files.

The ctime sees an edit whose mtime was set back."""

Scan: TypeAlias = dict[str, Listing]
"""Folder → its listing. Folders are relative to the root that was scanned, "" for the root itself."""

CTIME = re.compile(rb" (\d+)$", re.MULTILINE)
"""At the end of each line of a listing."""


def scan(root: Path) -> Scan:
    """List `root` and every folder under it; empty if there is none. Hidden files and folders are left out."""
    found: Scan = {}
    waiting = [""]
    base = str(root)
    while waiting:
        folder = waiting.pop()
        found[folder], below = _list(os.path.join(base, folder) if folder else base)  # noqa: PTH118 - 10,000 times
        waiting += [f"{folder}/{name}" if folder else name for name in below]
    return found


def _list(folder: str) -> tuple[Listing, list[str]]:
    lines, below = [], []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == "." or name == "__pycache__":
                    continue
                if entry.is_dir():
                    below.append(name)
                    continue
                try:
                    found = entry.stat()
                except FileNotFoundError:  # gone since it was listed, or a link that leads nowhere
                    continue
                times = f"{found.st_mtime_ns} {found.st_ctime_ns}"
                lines.append(f"{name}\0{found.st_ino} {found.st_size} {times}")
    except (FileNotFoundError, NotADirectoryError):
        return b"", []
    lines.sort()
    return "\n".join(lines).encode("utf-8", "surrogateescape"), below


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


def newest_change(found: Scan) -> int:
    """The last ctime of all files, in nanoseconds of the epoch; 0 if there are none."""
    return max((int(ctime) for listing in found.values() for ctime in CTIME.findall(listing)), default=0)


def files_of(
    found: Scan,
    folders: Iterable[str] = ("",),
    endings: Sequence[str] = (),
    excludes: Iterable[str] = (),
) -> dict[str, bytes]:
    """Path → stamp of the files in and under `folders`, but not `excludes`; only those with one of `endings`."""
    is_wanted, is_unwanted, ends = _within(folders), _within(filter(None, excludes)), tuple(endings)
    files: dict[str, bytes] = {}
    for folder, listing in sorted(found.items()):
        if not is_wanted(folder) or is_unwanted(folder):
            continue
        prefix = f"{folder}/" if folder else ""
        for line in listing.split(b"\n") if listing else ():
            name = line.partition(b"\0")[0].decode("utf-8", "surrogateescape")
            if not ends or name.endswith(ends):
                files[prefix + name] = line
    return dict(sorted(files.items()))


def _within(tops: Iterable[str]) -> Callable[[str], bool]:
    """Says of a folder whether it is one of `tops` or under one; all are under ""."""
    names = frozenset(tops)
    beginnings = tuple(f"{top}/" for top in names)
    return lambda folder: "" in names or folder in names or folder.startswith(beginnings)
