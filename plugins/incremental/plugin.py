"""Pelican glue: the only module here that may import pelican."""

from __future__ import annotations

from pathlib import Path

from pelican import signals
from pelican.generators import Generator
from pelican.writers import Writer

from plugins.incremental.identity import identity
from plugins.incremental.output import Output
from plugins.incremental.store import Store


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
        written = [(one.path, one.key, one.stamp, one.inputs) for one in output.made.values()]
        store.keep_outputs(written, output.removed)
        store.close()


def open_store(generator) -> None:
    """Give all generators the store of this output folder, emptied if it is another identity's."""
    settings = generator.settings
    store = Store(store_path(Path(settings["STORE"]), Path(generator.output_path)))
    generator.context["rebuilt_because"] = store.open(
        identity(settings, Path(settings["THEME"], "templates"))
    )
    generator.context["store"] = store


def store_path(folder: Path, output: Path) -> Path:
    """One store for each output folder."""
    name = "-".join(output.resolve().parts[1:][-3:]) or "root"
    return folder / f"{name}.sqlite"


def get_writer(pelican) -> type[Writer]:
    """One writer for all."""
    return HouseWriter


def get_generators(pelican) -> type[Generator]:
    """The last generator but Pelican's static one."""
    return Tidier


def register() -> None:
    """Connect to Pelican. Module-level functions only: signals hold weak references."""
    signals.article_generator_init.connect(open_store)
    signals.get_writer.connect(get_writer)
    signals.get_generators.connect(get_generators)
