"""Editions that were made before: a folder of files by digest, which outlives the store of a build. Safe to delete."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from plugins.seal import keep_file, kept_file

MOST: Final = 4
"""States of one file that are kept: those of a preview and of what is published, and of the last change to each."""

MADE_WITH: Final = ("typst", "pillow", "lxml", "jinja2")
ROOMS: Final = ("editions", "glossary", "cards")


class Shelf:
    """Has a file made, unless the folder has it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def digest(self) -> bytes:
        """Stands for how editions are made: the folder only saves time."""
        return hand()

    def get(self, name: str, key: bytes, make: Callable[[], bytes]) -> bytes:
        """The file `name`, made from what `key` stands for."""
        digest = blake2b(key, key=hand(), digest_size=16).hexdigest()
        path = self._folder / f"{name}.{digest}"
        data = kept_file(path)
        if data is None:
            data = make()
            self._folder.mkdir(parents=True, exist_ok=True)
            keep_file(path, data)
            for old in sorted(self._folder.glob(f"{name}.*"), key=lambda one: -one.stat().st_mtime_ns)[MOST:]:
                old.unlink(missing_ok=True)
        return data


@cache
def hand() -> bytes:
    """Stands for what decides how an edition looks, whatever it is made from: rooms, fonts, libraries."""
    plugins = Path(__file__).parents[1]
    seen = blake2b(digest_size=16)
    for name in MADE_WITH:
        seen.update(f"{name} {_version(name)}\n".encode())
    fonts = sorted((plugins.parent / "theme" / "static" / "fonts").iterdir())
    for path in (*(file for room in ROOMS for file in sorted((plugins / room).rglob("*"))), *fonts):
        if path.is_file() and path.suffix != ".pyc":
            seen.update(path.read_bytes())
    return seen.digest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
