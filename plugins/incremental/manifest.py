"""Whether there is anything to do at all, found out before Pelican is imported.

The manifest of a build says what all its sources looked like from outside, when the next article falls due, and how
the build left its files. Any doubt is a reason to build.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from plugins.incremental.codec import DamagedError, pack_plain, unpack_plain, using
from plugins.incremental.listing import Scan, newest_change, scan
from plugins.incremental.scan import libraries, stamp

TICK_NS = 20_000_000
"""Longer than any file system's clock takes for one step, nearly: those that take seconds are not worked on."""

TRIES = 5
"""Somebody may be writing all the time."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a build reads, seen from outside."""

    content: Scan
    others: Mapping[str, bytes]
    """Name → digest: theme, code, settings, libraries, options."""

    theme: str
    """The folder that was looked at."""

    themes: tuple[Scan, ...]
    """What it looked like, and the house's own."""

    imported: tuple[str, ...]
    """The Python files, imported by the settings, that were looked at."""

    looked_at_ns: int
    """When looking began."""

    @property
    def is_at_rest(self) -> bool:
        """Nothing was changed within the last tick of the clock before somebody looked."""
        newest = max(map(newest_change, (self.content, *self.themes)))
        return self.looked_at_ns - newest > TICK_NS

    def digests(self) -> dict[str, bytes]:
        """Name → digest of each group of inputs."""
        return dict(self.others) | {"content": _digest(sorted(self.content.items()))}


def look(
    content: Path,
    root: Path,
    settings: Path,
    theme: Path,
    options: Iterable[str],
    imported: tuple[str, ...] = (),
) -> Inputs:
    """See what a build of `content` with `settings` would read.

    Args:
        root: the folder with plugins/, its own theme and the settings that others build upon.
        theme: the folder that the settings name.
        options: whatever else the build was asked for.
        imported: Python files that the settings import.
    """
    looked_at_ns = time.time_ns()
    beside = (*root.glob("*.py"), *settings.resolve().parent.glob("*.py"), settings)
    texts = sorted({*map(str, beside), *imported})
    themes = tuple(scan(folder) for folder in (root / "theme", theme))
    others = {
        "theme": _digest((folder, listing) for found in themes for folder, listing in sorted(found.items())),
        "code": _digest(sorted(scan(root / "plugins").items())),
        "settings": _digest([(path, stamp(path)) for path in texts]),
        "libraries": _digest((name, b"") for name in libraries()),
        "options": _digest((option, b"") for option in options),
    }
    return Inputs(scan(content, is_hostile=True), others, str(theme), themes, imported, looked_at_ns)


def look_at_rest(look: Callable[[], Inputs], seen: Inputs | None = None) -> Inputs:
    """What `look` sees, or has just `seen`, when no source was changed within the last tick of the clock.

    A file that changes twice within one tick may look the same after it, and would be taken for unchanged for ever.
    """
    for _ in range(TRIES):
        inputs, seen = seen or look(), None
        if inputs.is_at_rest:
            break
        time.sleep(TICK_NS / 1e9)
    return inputs


def _digest(pairs: Iterable[tuple[str, bytes]]) -> bytes:
    parts = blake2b(digest_size=16)
    for name, data in pairs:
        parts.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        parts.update(data)
    return parts.digest()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build was made from and left behind."""

    inputs: Mapping[str, bytes]

    built_for: float
    """The clock of that build, in seconds of the epoch."""

    next_due: float | None
    """When the next article falls due; None if none is waiting."""

    outputs: Mapping[str, bytes]
    """Path → stamp of every file."""

    folders: Mapping[str, bytes]
    """Path → stamp of every folder with one of them."""

    theme: str
    """The folder that its settings named."""

    imported: tuple[str, ...]
    """The Python files that its settings imported."""

    def reasons(
        self, now: float, inputs: Mapping[str, bytes], touched: Callable[[], Collection[str]]
    ) -> tuple[str, ...]:
        """What speaks for building again; nothing if the files are what a build would make.

        Args:
            touched: says which of `outputs` and `folders` are not as they were left.
        """
        names = [name for name in inputs if inputs[name] != self.inputs.get(name)]
        if now < self.built_for or (self.next_due is not None and now >= self.next_due):
            names.append("clock")
        if not names and touched():
            names.append("output")
        return tuple(names)


def write_manifest(manifest: Manifest, path: Path) -> None:
    """Keep it; whole or not at all."""
    data = pack_plain(
        (
            dict(manifest.inputs),
            manifest.built_for,
            manifest.next_due,
            dict(manifest.outputs),
            dict(manifest.folders),
            manifest.theme,
            manifest.imported,
        )
    )
    half = path.with_name(f"{path.name}.{os.getpid()}.part")
    half.write_bytes(blake2b(data, digest_size=16).digest() + data)
    half.replace(path)


def read_manifest(path: Path) -> Manifest | None:
    """The manifest of the last build, or None where there is none, or none that can be trusted."""
    try:
        kept = path.read_bytes()
    except OSError:
        return None
    seal, data = kept[:16], kept[16:]
    if blake2b(data, digest_size=16).digest() != seal:
        return None
    try:
        with using(path.name):
            return Manifest(*unpack_plain(data))
    except DamagedError:  # of another version of this file, or of Python
        return None
