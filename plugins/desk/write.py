"""Model to text: the beginning of an article, and that of an entry; and text to its file."""

from __future__ import annotations

import errno
import os
import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path

HALF = re.compile(r"\..+\.(?P<process>\d+)\.part", re.DOTALL)
"""The name under which a file is written that is not whole yet."""


def write_article(title: str, category: str, slug: str, now: datetime, authority: str) -> str:
    """A new article: a draft, with its permanent id.

    Args:
        now: in the zone of the site.
        authority: first part of the id, as in ID_AUTHORITY.
    """
    fields = {
        "Title": title,
        "Date": f"{now:%Y-%m-%d %H:%M}",
        "Category": category,
        "Status": "draft",
        "Id": tag_of(authority, now, slug),
    }
    return "".join(f"{key}: {value}\n" for key, value in fields.items()) + "\n"


def tag_of(authority: str, now: datetime, slug: str) -> str:
    """A permanent id (RFC 4151)."""
    return f"tag:{authority},{now:%Y-%m-%d}:{slug}"


def write_whole(path: Path, data: bytes) -> None:
    """Whole or not at all, also when the power goes; with the rights that the file had.

    Raises:
        OSError: with `path` as its file name, whatever was refused on the way.
    """
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with half.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            half.chmod(path.stat().st_mode & 0o777)
        half.replace(path)
    except OSError as problem:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        problem.filename, problem.filename2 = str(path), None
        raise


def clear_halves(folder: Path) -> None:
    """Delete the files in a folder that a command did not finish because it was killed."""
    for path in list(folder.glob(".*.part")):
        found = HALF.fullmatch(path.name)
        if found and not _is_running(int(found["process"])):
            with suppress(OSError):
                path.unlink()


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def write_new(path: Path, text: str) -> None:
    """`write_whole`, where nothing is yet.

    Raises:
        FileExistsError: there is something.
    """
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    clear_halves(path.parent)
    write_whole(path, text.encode())


def write_entry(head: str, part_of_speech: str, text: str, now: datetime) -> str:
    """A new file of the dictionary."""
    return f"Date: {now:%Y-%m-%d}\n\n" + f"{head}, {part_of_speech} {text}".strip() + "\n"
