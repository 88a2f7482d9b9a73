"""Pelican glue: the only module here that may import pelican."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.settings import read_settings

from plugins.feeds.build import DocumentSet, all_sets, inputs_of
from plugins.feeds.catalogue import Catalogue
from plugins.feeds.faults import FeedError
from plugins.feeds.items import identified
from plugins.feeds.ledger import Ledger, parse_ledger
from plugins.feeds.model import Document
from plugins.feeds.opml import render_opml
from plugins.feeds.pieces import Pieces
from plugins.feeds.publisher import Publisher
from plugins.feeds.render import render
from plugins.incremental.output import Group, Product, Shared
from plugins.pages.digest import digest
from plugins.pages.site import Site
from plugins.source import AuthorError, Source


class FeedWriter(Generator):
    """Writes the feeds of the Site that the pages room left in the context."""

    def generate_output(self, writer) -> None:
        """One file a document."""
        site, content = self.context["site"], Path(self.settings["PATH"])
        catalogue = Catalogue.of(site, make_publisher(site, self.settings, read_ledger(content)))
        pieces = Pieces()

        def make(document: Document) -> bytes:
            try:
                return render(document, pieces)
            except FeedError as fault:
                raise at_its_line(fault, content) from None

        imprint = Shared.of({"imprint": digest(catalogue.imprint)})

        def products(one: DocumentSet) -> Iterator[Product]:
            for document in one.documents():
                yield Product(document.path, imprint, inputs_of(document), partial(make, document))

        def group(one: DocumentSet) -> Group:
            return Group(one.name, imprint.digest + one.digest, one.size, partial(products, one))

        try:
            writer.output.produce_groups([group(one) for one in all_sets(catalogue)])
            listed = catalogue.subscriptions()
        except FeedError as fault:
            raise at_its_line(fault, content) from None
        writer.output.write(listed.path, render_opml(listed))


def make_publisher(site: Site, settings, ledger: Ledger) -> Publisher:
    """Who publishes `site`, with the ids that the ledger has for it."""
    bare = Publisher(
        authority=settings["ID_AUTHORITY"],
        origin=site.facts.origin or settings["FEED_ORIGIN"],
        size=settings["FEED_SIZE"],
        hub_url=settings.get("FEED_HUB") or "",
    )
    return identified(site, bare, ledger)


def read_ledger(content: Path) -> Ledger:
    """content/ids.json; an empty ledger where there is none."""
    path = content / "ids.json"
    if not path.exists():
        return Ledger()
    return parse_ledger(path.read_text("utf-8"), Source(f"{content.name}/ids.json"))


def at_its_line(fault: FeedError, content: Path) -> AuthorError:
    """The error with the line on which the file has it."""
    for folder in (content, content.parent):
        path = folder / fault.source.path
        if path.is_file():
            return fault.at_its_line(path.read_text("utf-8"))
    return AuthorError(fault.source, fault.message)


class _HaveSite(Exception):  # noqa: N818 - nothing is wrong
    """All was read; what Pelican would do now is not wanted."""


def read_site(settings_path: Path, content: Path) -> tuple[Site, dict]:
    """The Site, without its texts, and the settings that it was read with. Nothing is written."""

    contexts: list[dict] = []

    def keep(generators) -> None:
        contexts.append(generators[0].context)

    def stop(_pelican) -> None:
        raise _HaveSite

    # A store and an output of its own: those of other settings would be emptied.
    with TemporaryDirectory() as folder:
        elsewhere = {"PATH": str(content), "STORE": f"{folder}/store", "OUTPUT_PATH": f"{folder}/output"}
        settings = read_settings(str(settings_path), override=elsewhere)
        _run_until(stop, keep, Pelican(settings))
    return contexts[0]["site"], settings


def _run_until(stop, keep, pelican) -> None:
    # Asked for a writer, Pelican has read everything and run every receiver of the signal before.
    finalized, writer = signals.all_generators_finalized, signals.get_writer
    with finalized.connected_to(keep), writer.connected_to(stop), suppress(_HaveSite):
        pelican.run()


def get_generators(_pelican) -> type[Generator]:
    """The room's own generator."""
    return FeedWriter


def register() -> None:
    """Connect to Pelican. Module-level functions only: signals hold weak references."""
    signals.get_generators.connect(get_generators)
