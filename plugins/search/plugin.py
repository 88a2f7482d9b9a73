"""Pelican glue: the only module here that may import pelican."""

from __future__ import annotations

import marshal
import sys
import time
from contextlib import nullcontext
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

from pelican import signals
from pelican.generators import Generator
from rich.console import Console

from plugins.incremental.output import NOTHING_SHARED, Output, Product
from plugins.incremental.progress import WORTH_SHOWING
from plugins.incremental.store import Store
from plugins.search.documents import all_bundles
from plugins.search.model import Bundle
from plugins.search.render import TEMPLATE, render_index
from plugins.search.shell import CHUNK, ENGINE, engine_version, index


class Indexer(Generator):
    """Has those bundles indexed whose documents changed, and hands all their files to the Output."""

    def generate_output(self, writer) -> None:
        """The bundles, Pagefind's script, and search/index.json, which says what there is."""
        if not self.settings["SEARCH_INDEX"]:
            return
        site = self.context["site"]
        language = site.facts.language.split("-")[0].lower()
        maker = b"\0".join((language.encode(), CHUNK.encode(), TEMPLATE.read_bytes()))
        bundles = [(bundle, bundle.digest(maker)) for bundle in all_bundles(site)]
        folder = f"static/search/{engine_version()}/"
        shelf = _Shelf(self.context["store"], writer.output, folder, language)
        for bundle, digest in bundles:
            shelf.put(bundle, digest, has_engine=bundle is bundles[0][0])
        root = site.addresses.root
        writer.output.write("search/index.json", render_index(root, f"{root}/{folder}", bundles))
        if shelf.indexed:
            self.context.setdefault("remarks", []).append(shelf.remark())


@dataclass
class _Shelf:
    """Where the files of the bundles stand."""

    store: Store
    output: Output
    folder: str
    language: str
    indexed: dict[str, float] = field(default_factory=dict)
    """Name of a bundle → seconds that it took."""

    def put(self, bundle: Bundle, digest: bytes, *, has_engine: bool) -> None:
        """Have the bundle's files in the output folder, indexed again only where that is needed.

        Args:
            has_engine: whether Pagefind itself stands in this bundle, for all of them.
        """
        fact = f"search {bundle.name}"
        kept = self.store.fact(fact)
        known, contents = marshal.loads(kept) if kept else (b"", {})  # noqa: S302 - our own file
        shown = digest + bytes([has_engine])
        products = [self._product(bundle, name, content) for name, content in contents.items()]
        if known != shown or not all(map(self.output.is_current, products)):
            files = self._index(bundle, has_engine)
            contents = {name: blake2b(data, digest_size=16).digest() for name, data in files.items()}
            products = [
                self._product(bundle, name, content, files[name]) for name, content in contents.items()
            ]
        self.output.produce(products)
        self.store.keep_fact(fact, marshal.dumps((shown, contents)))

    def _product(self, bundle: Bundle, name: str, content: bytes, data: bytes = b"") -> Product:
        path = f"{self.folder}{name}" if name == ENGINE else f"{self.folder}{bundle.name}/{name}"
        return Product(path, NOTHING_SHARED, {"content": content}, lambda: data)

    def _index(self, bundle: Bundle, has_engine: bool) -> dict[str, bytes]:
        count, started = len(bundle.documents), time.perf_counter()
        is_shown = count >= WORTH_SHOWING and sys.stderr.isatty()
        said = f"Indexing {bundle.name}: {count:,} documents"
        with TemporaryDirectory() as folder, Console(stderr=True).status(said) if is_shown else nullcontext():
            files = index(bundle, self.language, Path(folder))
        self.indexed[bundle.name] = time.perf_counter() - started
        return {
            name: data for name, data in files.items() if has_engine or not name.startswith(("wasm.", ENGINE))
        }

    def remark(self) -> str:
        """What was indexed, for the report of the build."""
        seconds = sum(self.indexed.values())
        return f"Indexed for the search: {', '.join(self.indexed)}; {seconds:.2f} s of the above"


def get_generators(_pelican) -> type[Generator]:
    """The room's own generator."""
    return Indexer


def register() -> None:
    """Connect to Pelican. Module-level functions only: signals hold weak references."""
    signals.get_generators.connect(get_generators)
