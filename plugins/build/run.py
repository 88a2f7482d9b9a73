"""One build by Pelican, and what came of it."""

from __future__ import annotations

import gc
import logging
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path

from blinker import Signal
from pelican import Pelican, log
from pelican.settings import read_settings

from plugins.build.state import State
from plugins.incremental.identity import imported_files
from plugins.incremental.manifest import Inputs, Manifest, look_at_rest, write_manifest
from plugins.incremental.report import Report
from plugins.incremental.store import Store, store_path

finished = Signal("All rooms have written; sent by the State of the build.")


@dataclass(frozen=True, slots=True)
class Build:
    """What is to be built."""

    content: Path
    output: Path
    settings: Path
    cache: Path

    now: float
    """The clock, in seconds of the epoch."""

    look: Callable[[str, tuple[str, ...]], Inputs]
    """Sees all that a build with this theme, and with settings that import these Python files, reads."""

    seen: Inputs | None = None
    """What it saw a moment ago, if anything."""

    touched: Callable[[], frozenset[str]] | None = None
    """Which files of the output are not as the last build left them, if somebody is looking already."""

    published_at: datetime | None = None
    """The time of the publish that asks for it; None for a preview."""

    has_search: bool = False
    """Whether the index of the search is made, whatever the settings say."""

    has_editions: bool = False
    """The same for every edition."""


def load(settings: Path, content: Path) -> tuple[Path, ...]:
    """Import what a build of `content` with these settings does. Returns the Python files that the settings import."""
    read_settings(str(settings), override={"PATH": str(content)})
    import_module("plugins.build.generator")
    return imported_files()


def run(build: Build, why: str | None = None) -> Report | None:
    """Build, and keep a manifest of what came of it.

    Returns:
        What was done; None where the settings do not name this room, so that Pelican did it all.

    Raises:
        AuthorError, AuthorErrors: what the authors wrote is wrong.
    """
    log.init(level=logging.WARNING, fatal="errors")
    log.console.quiet = True  # the report says it better
    kept = store_path(build.cache, build.output)
    kept.with_suffix(".manifest").unlink(missing_ok=True)
    with suppress(sqlite3.DatabaseError):
        return _run(build, why)
    # The store is damaged, and holds nothing that is worth more than a right page.
    gc.collect()  # what has it open would tidy up when the new one is there already
    Store(kept).delete()
    return _run(replace(build, touched=None), why)


def _run(build: Build, why: str | None) -> Report | None:
    override = {
        "PATH": str(build.content.resolve()),
        "OUTPUT_PATH": str(build.output.resolve()),
        "STORE": str(build.cache),
        "NOW": datetime.fromtimestamp(build.now, UTC),
        "PUBLISHED_AT": build.published_at,
        "WHY": why,
        "TOUCHED": build.touched,
    }
    if build.has_search:
        override["SEARCH_INDEX"] = True
    if build.has_editions:
        override["EDITIONS"] = ["all"]
    settings = read_settings(str(build.settings), override=override)
    # What a build depends on is looked at before it starts: what changes meanwhile is seen by the next.
    files = imported_files(besides=build.settings)
    settings["PYTHON_FILES"] = files
    asked = str(Path(settings["THEME"])), tuple(map(str, files))
    seen = build.seen if build.seen and (build.seen.theme, build.seen.imported) == asked else None
    inputs = look_at_rest(partial(build.look, *asked), seen)
    settings["SCAN"] = inputs.content
    done: list[State] = []

    def note(state: State) -> None:
        done.append(state)

    with finished.connected_to(note):
        Pelican(settings).run()
    if not done:
        return None
    state = done[0]
    kept = store_path(build.cache, build.output).with_suffix(".manifest")
    if not state.doubt:
        write_manifest(_manifest(inputs, build.now, state), kept)
    return _report(state)


def _manifest(inputs: Inputs, now: float, state: State) -> Manifest:
    output = state.written()
    waiting = [moment.timestamp() for moment in state.shown().due_later]
    return Manifest(
        inputs.digests(),
        now,
        min(waiting, default=None),
        output.files,
        output.folders,
        inputs.theme,
        inputs.imported,
    )


def _report(state: State) -> Report:
    changes, output = state.changes.values(), state.written()
    return Report(
        read=sum(len(change.read) for change in changes),
        restored=sum(change.restored for change in changes),
        rendered=len(output.made),
        written=len(output.written),
        removed=len(output.removed),
        kept=len(output.kept) - len(output.written),
        rebuilt_because=state.rebuilt_because,
        why=state.why,
        remarks=state.remarks,
        warnings=state.warnings,
    )
