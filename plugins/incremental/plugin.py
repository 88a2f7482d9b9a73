"""Pelican glue: the only module here that may import pelican."""

from __future__ import annotations

from pathlib import Path

from pelican import signals
from pelican.generators import Generator
from pelican.writers import Writer

from plugins.incremental.output import Output


class HouseWriter(Writer):
    """Hands every generator the same Output. Pelican's own pages and feeds are not written: the rooms do that."""

    def __init__(self, output_path, settings=None) -> None:
        super().__init__(output_path, settings)
        self.output = Output(Path(output_path))

    def write_file(self, *args, **kwargs) -> None:
        """Nothing."""

    def write_feed(self, *args, **kwargs) -> None:
        """Nothing."""


class Tidier(Generator):
    """Runs when all rooms have written, before Pelican copies static files."""

    def generate_output(self, writer) -> None:
        """Remove from the output folder what this build does not make."""
        static = {content.save_as for content in self.context["static_content"].values()}
        writer.output.keep(static)
        writer.output.prune()


def get_writer(pelican) -> type[Writer]:
    """One writer for all."""
    return HouseWriter


def get_generators(pelican) -> type[Generator]:
    """The last generator but Pelican's static one."""
    return Tidier


def register() -> None:
    """Connect to Pelican. Module-level functions only: signals hold weak references."""
    signals.get_writer.connect(get_writer)
    signals.get_generators.connect(get_generators)
