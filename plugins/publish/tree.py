"""A folder of files, read into a manifest."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from plugins.publish.model import Manifest, PublishError, describe


def read_tree(folder: Path) -> Manifest:
    """Every file under `folder`.

    Raises:
        PublishError: something there is neither a file nor a folder (a link may point anywhere).
    """
    return Manifest.of(
        describe(path, digest(folder / path), (folder / path).stat().st_size) for path in walk(folder)
    )


def walk(folder: Path) -> Iterator[str]:
    """Paths of all files, relative to `folder`. Raises PublishError as `read_tree` does."""
    for path, entry in entries(folder):
        if entry.is_file(follow_symlinks=False):
            yield path
        elif not entry.is_dir(follow_symlinks=False):
            raise PublishError(f"{entry.path} is no ordinary file; put a copy in its place")


def entries(folder: Path, prefix: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Everything under `folder`, with its path relative to it. No link is followed. Raises OSError."""
    with os.scandir(folder) as listed:
        found = sorted(listed, key=lambda entry: entry.name)
    for entry in found:
        yield f"{prefix}{entry.name}", entry
        if entry.is_dir(follow_symlinks=False):
            yield from entries(Path(entry.path), f"{prefix}{entry.name}/")


def digest(path: Path) -> str:
    """SHA-256 of the file at `path`, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest_of(data: bytes) -> str:
    """SHA-256 of `data`, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
