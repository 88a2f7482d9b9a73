"""From the disk to the model: what was built."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

from plugins.checks.model import BuiltFile, BuiltPage, Site
from plugins.checks.page import parse_entries, parse_file, parse_page

CHECKED_FILES = (".atom", ".css", ".json", ".opml", ".rss", ".svg", ".webmanifest", ".xml")

DICTIONARY = "dictionary/index.json"
SECURITY = ".well-known/security.txt"

ENOUGH_FOR_WORKERS = 150
"""Pages. Below, starting a worker takes longer than it saves."""


def _visible_files(folder: Path, inside: str = "") -> Iterator[str]:
    """Paths of all files of a built site but hidden ones."""
    try:
        entries = sorted(os.scandir(folder / inside), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _visible_files(folder, f"{inside}{entry.name}/")
        else:
            yield f"{inside}{entry.name}"


def read_site(folder: Path, now: datetime) -> Site:
    """A built site: every page, feed and stylesheet of it, at `now`."""
    paths = sorted(_visible_files(folder))
    pages = [path for path in paths if path.endswith(".html")]
    files = [path for path in paths if path.endswith(CHECKED_FILES)]
    index = folder / DICTIONARY
    entries = parse_entries(index.read_bytes()) if index.is_file() else ()
    known = folder / SECURITY
    security = known.read_text("utf-8", "replace") if known.is_file() else ""
    if len(pages) < ENOUGH_FOR_WORKERS:
        return Site(
            str(folder),
            tuple(_read_page(folder, path) for path in pages),
            tuple(_read_file(folder, path) for path in files),
            frozenset(paths),
            entries,
            security,
            now,
        )
    # Fork: nothing here has started a thread, and a fresh interpreter would import lxml again.
    with ProcessPoolExecutor(mp_context=get_context("fork")) as workers:
        return Site(
            str(folder),
            tuple(workers.map(_read_page, [folder] * len(pages), pages, chunksize=32)),
            tuple(workers.map(_read_file, [folder] * len(files), files, chunksize=32)),
            frozenset(paths),
            entries,
            security,
            now,
        )


def _read_page(folder: Path, path: str) -> BuiltPage:
    return parse_page((folder / path).read_bytes(), path)


def _read_file(folder: Path, path: str) -> BuiltFile:
    return parse_file((folder / path).read_bytes(), path)
