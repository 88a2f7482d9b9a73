"""Pelican glue: the only module here that may import pelican."""

from __future__ import annotations

import gc
import logging
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from importlib import import_module
from pathlib import Path

from blinker import Signal
from pelican import Pelican, log, signals
from pelican.generators import Generator
from pelican.settings import read_settings
from pelican.writers import Writer

from plugins.incremental.identity import identity
from plugins.incremental.manifest import Inputs, Manifest, look_at_rest, write_manifest
from plugins.incremental.output import NOTHING_SHARED, Output, Product
from plugins.incremental.report import Report, explain
from plugins.incremental.scan import stamp
from plugins.incremental.store import Store, store_path

finished = Signal("All rooms have written; sent with the context and the Output.")


@dataclass(frozen=True, slots=True)
class Build:
    """What is to be built."""

    content: Path
    output: Path
    settings: Path
    cache: Path

    now: float
    """The clock, in seconds of the epoch."""

    look: Callable[[str], Inputs]
    """Sees all that a build with this theme reads."""

    seen: Inputs | None = None
    """What it saw a moment ago, if anything."""

    touched: Callable[[], frozenset[str]] | None = None
    """Which files of the output are not as the last build left them, if somebody is looking already."""

    has_search: bool = False
    """Whether the index of the search is made, whatever the settings say."""


class HouseWriter(Writer):
    """Hands every generator the same Output. Pelican's own pages and feeds are not written: the rooms do that."""

    def __init__(self, output_path, settings=None) -> None:
        super().__init__(output_path, settings)
        store = Store(store_path(Path(settings["STORE"]), Path(output_path)))
        self.was_cut_short = store.begin_outputs()
        touched = settings.get("TOUCHED")
        self.output = Output(Path(output_path), store.groups(), touched() if touched else None)
        store.close()

    def write_file(self, *args, **kwargs) -> None:
        """Nothing."""

    def write_feed(self, *args, **kwargs) -> None:
        """Nothing."""


class Tidier(Generator):
    """Runs when all rooms have written."""

    def generate_output(self, writer) -> None:
        """Copy static files, remove from the output folder what this build does not make, and note what it made."""
        output, store = writer.output, self.context["store"]
        output.produce([self._copy(static) for static in self.context["static_content"].values()])
        if self.context["rebuilt_because"] or writer.was_cut_short:
            output.prune()
        else:
            output.prune_known()
        if why := self.settings.get("WHY"):
            self.context["why"] = self._explain(why, output, store)
        store.keep_outputs(output.groups, output.known.keys() - output.names)
        finished.send(self.context, output=output)

    def _explain(self, path: str, output: Output, store: Store) -> str:
        inputs = (left.inputs[path] for left in output.groups.values() if path in left.inputs)
        now = next(inputs) if path in output.made else None
        return explain(path, store.inputs(path), now, self.context["rebuilt_because"])

    def _copy(self, static) -> Product:
        source = Path(self.path, static.source_path)
        looks = {"file": blake2b(stamp(source), digest_size=16).digest()}
        return Product(static.save_as, NOTHING_SHARED, looks, source.read_bytes)


def copy_nothing(generator) -> None:
    """Pelican copies every file again at every build, and never removes one: Tidier does it instead."""
    generator.context["staticfiles"] = []


def open_store(generator) -> None:
    """Give all generators the store of this output folder, emptied if it is another identity's."""
    settings = generator.settings
    store = Store(store_path(Path(settings["STORE"]), Path(generator.output_path)))
    generator.context["rebuilt_because"] = store.open(identity(settings))
    generator.context["store"] = store


def load(settings: Path, content: Path) -> None:
    """Import what a build of `content` with these settings does."""
    for plugin in read_settings(str(settings), override={"PATH": str(content)})["PLUGINS"] or ():
        name = plugin if isinstance(plugin, str) else plugin.__name__
        import_module(f"{name}.plugin")


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
        "WHY": why,
        "TOUCHED": build.touched,
    }
    if build.has_search:
        override["SEARCH_INDEX"] = True
    settings = read_settings(str(build.settings), override=override)
    # What a build depends on is looked at before it starts: what changes meanwhile is seen by the next.
    seen = build.seen if build.seen and build.seen.theme == str(Path(settings["THEME"])) else None
    inputs = look_at_rest(partial(build.look, settings["THEME"]), seen)
    settings["SCAN"] = inputs.content
    done: list[tuple[dict, Output]] = []

    def note(context, output) -> None:
        done.append((context, output))

    with finished.connected_to(note):
        Pelican(settings).run()
    if not done:
        return None
    context, output = done[0]
    kept = store_path(build.cache, build.output).with_suffix(".manifest")
    write_manifest(_manifest(inputs, build.now, context, output), kept)
    return _report(context, output)


def _manifest(inputs: Inputs, now: float, context, output: Output) -> Manifest:
    waiting = [moment.timestamp() for moment in context["due_later"]]
    return Manifest(inputs.digests(), now, min(waiting, default=None), output.files, inputs.theme)


def _report(context, output: Output) -> Report:
    changes = context["changes"].values()
    return Report(
        read=sum(len(change.read) for change in changes),
        restored=sum(change.restored for change in changes),
        rendered=len(output.made),
        written=len(output.written),
        removed=len(output.removed),
        kept=len(output.kept) - len(output.written),
        rebuilt_because=context["rebuilt_because"],
        why=context.get("why", ""),
        remarks=tuple(context.get("remarks", ())),
    )


def get_writer(_pelican) -> type[Writer]:
    """One writer for all."""
    return HouseWriter


def get_generators(_pelican) -> type[Generator]:
    """The last generator but Pelican's static one."""
    return Tidier


def register() -> None:
    """Connect to Pelican. Module-level functions only: signals hold weak references."""
    signals.article_generator_init.connect(open_store)
    signals.static_generator_finalized.connect(copy_nothing)
    signals.get_writer.connect(get_writer)
    signals.get_generators.connect(get_generators)
