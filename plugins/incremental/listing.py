"""What folders look like from outside: one listing a folder, without opening a file."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final, Literal, TypeAlias, get_args

Listing: TypeAlias = bytes
"""A line a file: name, inode, size, mtime and ctime in nanoseconds. Equal listings, unchanged files.

The ctime sees an edit whose mtime was set back. What is odd has its oddity in place of the numbers."""

Scan: TypeAlias = dict[str, Listing]
"""Folder → its listing. Folders are relative to the root that was scanned, "" for the root itself."""

Oddity = Literal[
    "leads out", "leads nowhere", "leads to a folder", "is no file", "has a name", "is forbidden"
]
"""Why something is not to be opened: a link, a pipe or device, a name with characters that no name has, permissions."""

ODD: Final = b"?"
"""With what the rest of the line of something odd begins; an inode begins with a figure."""

CTIME: Final = re.compile(rb" (\d+)$", re.MULTILINE)
"""At the end of each line of a listing."""

NO_NAME: Final = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
)
"""Control characters, what turns the direction of text, and bytes that are no UTF-8."""


def scan(root: Path, *, is_hostile: bool = False, without: Collection[str] = ()) -> Scan:
    """List `root` and every folder under it; empty if there is none. Hidden files and folders are left out.

    Args:
        is_hostile: whether anybody may have put anything there. Then nothing but regular files within `root` is
            listed as a file, and no link to a folder is followed: all else is odd.
        without: folders that are left out, relative to the root.
    """
    found: Scan = {}
    waiting = [""]
    base = str(root)
    within = f"{os.path.realpath(base)}/" if is_hostile else ""
    if is_hostile and root.is_dir() and not os.access(base, os.R_OK | os.X_OK):
        return {"": b".\0?is forbidden"}
    while waiting:
        folder = waiting.pop()
        place = os.path.join(base, folder) if folder else base  # noqa: PTH118 - 10,000 times
        found[folder], below = _list(place, within)
        paths = (f"{folder}/{name}" if folder else name for name in below)
        waiting += [path for path in paths if path not in without]
    return found


def _list(folder: str, within: str) -> tuple[Listing, list[str]]:
    lines, below = [], []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == "." or name == "__pycache__":
                    continue
                if within and (oddity := _oddity(entry, within)):
                    shown = NO_NAME.sub(lambda one: ascii(one[0])[1:-1], name)
                    lines.append(f"{shown}\0?{oddity}")
                    continue
                if entry.is_dir():
                    below.append(name)
                    continue
                try:
                    found = entry.stat()
                except FileNotFoundError:  # gone since it was listed, or a link that leads nowhere
                    continue
                if within and not stat.S_ISREG(found.st_mode):
                    lines.append(f"{name}\0?is no file")
                    continue
                times = f"{found.st_mtime_ns} {found.st_ctime_ns}"
                lines.append(f"{name}\0{found.st_ino} {found.st_size} {times}")
    except (FileNotFoundError, NotADirectoryError):
        return b"", []
    lines.sort()
    return "\n".join(lines).encode("utf-8", "surrogateescape"), below


def _oddity(entry: os.DirEntry[str], within: str) -> Oddity | None:
    """What is odd of a name or a link, or keeps us from reading what is there."""
    if not entry.name.isprintable() and NO_NAME.search(entry.name):
        return "has a name"
    if not entry.is_symlink():
        needed = os.R_OK | (os.X_OK if entry.is_dir() else 0)
        return None if os.access(entry.path, needed) else "is forbidden"
    if not os.path.realpath(entry.path).startswith(within):
        return "leads out" if Path(entry.path).exists() else "leads nowhere"
    try:
        found = entry.stat()
    except OSError:  # it is not there, or the link leads to itself
        return "leads nowhere"
    return "leads to a folder" if stat.S_ISDIR(found.st_mode) else None


def files_in(listing: Listing) -> Iterator[tuple[str, bytes]]:
    """Names of the files in one folder, sorted, with their stamps; not what is odd."""
    for line in listing.split(b"\n") if listing else ():
        name, _, numbers = line.partition(b"\0")
        if not numbers.startswith(ODD):
            yield name.decode("utf-8", "surrogateescape"), line


def odd_in(listing: Listing) -> Iterator[tuple[str, Oddity]]:
    """Names of what is odd in one folder, sorted, and what is odd of it."""
    if b"\0?" not in listing:
        return
    says = {oddity.encode(): oddity for oddity in get_args(Oddity)}
    for line in listing.split(b"\n"):
        name, _, numbers = line.partition(b"\0")
        if numbers.startswith(ODD):
            yield name.decode("utf-8", "surrogateescape"), says[numbers[1:]]


def newest_change(found: Mapping[str, Listing]) -> int:
    """The last ctime of all files, in nanoseconds of the epoch; 0 if there are none."""
    return max((int(ctime) for listing in found.values() for ctime in CTIME.findall(listing)), default=0)
