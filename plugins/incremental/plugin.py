"""Pelican glue: the only module here that may import pelican."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from blinker import Signal
from pelican import Pelican, log, signals
from pelican.generators import Generator
from pelican.settings import read_settings
from pelican.writers import Writer

from plugins.incremental.identity import identity
from plugins.incremental.manifest import Inputs, Manifest, write_manifest
from plugins.incremental.output import Output
from plugins.incremental.report import Report, explain
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

    inputs: Inputs


class HouseWriter(Writer):
    """Hands every generator the same Output. Pelican's own pages and feeds are not written: the rooms do that."""

    def __init__(self, output_path, settings=None) -> None:
        super().__init__(output_path, settings)
        store = Store(store_path(Path(settings["STORE"]), Path(output_path)))
        self.output = Output(Path(output_path), store.outputs())
        store.close()

    def write_file(self, *args, **kwargs) -> None:
        """Nothing."""

    def write_feed(self, *args, **kwargs) -> None:
        """Nothing."""


class Tidier(Generator):
    """Runs when all rooms have written, before Pelican copies static files."""

    def generate_output(self, writer) -> None:
        """Remove from the output folder what this build does not make, and note what it made."""
        output, store = writer.output, self.context["store"]
        output.keep(content.save_as for content in self.context["static_content"].values())
        if self.context["rebuilt_because"]:
            output.prune()
        else:
            output.prune_known()
        if why := self.settings.get("WHY"):
            made = output.made.get(why)
            self.context["why"] = explain(
                why, store.inputs(why), made and made.inputs, self.context["rebuilt_because"]
            )
        written = [(one.path, one.key, one.stamp, one.inputs) for one in output.made.values()]
        store.keep_outputs(written, output.removed)
        finished.send(self.context, output=output)


def open_store(generator) -> None:
    """Give all generators the store of this output folder, emptied if it is another identity's."""
    settings = generator.settings
    store = Store(store_path(Path(settings["STORE"]), Path(generator.output_path)))
    generator.context["rebuilt_because"] = store.open(
        identity(settings, Path(settings["THEME"], "templates"))
    )
    generator.context["store"] = store


def run(build: Build, why: str | None = None) -> Report:
    """Build, and keep a manifest of what came of it.

    Raises:
        AuthorError, AuthorErrors: what the authors wrote is wrong.
    """
    log.init(level=logging.WARNING, fatal="errors")
    log.console.quiet = True  # the report says it better
    override = {
        "PATH": str(build.content.resolve()),
        "OUTPUT_PATH": str(build.output.resolve()),
        "STORE": str(build.cache),
        "NOW": datetime.fromtimestamp(build.now, UTC),
        "SCAN": build.inputs.content,
        "WHY": why,
    }
    kept = store_path(build.cache, build.output).with_suffix(".manifest")
    kept.unlink(missing_ok=True)
    done: list[tuple[dict, Output]] = []

    def note(context, output) -> None:
        done.append((context, output))

    with finished.connected_to(note):
        Pelican(read_settings(str(build.settings), override=override)).run()
    context, output = done[0]
    write_manifest(_manifest(build, context, output), kept)
    return _report(context, output)


def _manifest(build: Build, context, output: Output) -> Manifest:
    waiting = [moment.timestamp() for moment in context["due_later"]]
    left = {path: stamp for path, (_, stamp) in output.known.items() if path in output.kept}
    left |= {path: one.stamp for path, one in output.made.items()}
    return Manifest(build.inputs.digests(), build.now, min(waiting, default=None), left)


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
    signals.get_writer.connect(get_writer)
    signals.get_generators.connect(get_generators)
