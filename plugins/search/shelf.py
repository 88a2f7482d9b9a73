"""Indexes of the search, made again where what is searched has changed, and where their files stand."""

from __future__ import annotations

import sys
import time
from contextlib import nullcontext
from dataclasses import dataclass, field
from hashlib import blake2b

from rich.console import Console

from plugins.incremental.codec import pack_plain, unpack_plain
from plugins.incremental.document import Document, written
from plugins.incremental.output import Output
from plugins.incremental.progress import WORTH_SHOWING
from plugins.incremental.store import Store
from plugins.search.documents import all_indexes
from plugins.search.heads import render_heads
from plugins.search.model import Index
from plugins.search.render import TEMPLATE, render_index
from plugins.search.shell import CHUNKS, ENGINE, engine_version, index
from plugins.site.model import Site


def produce_indexes(site: Site, store: Store, output: Output) -> str:
    """Have those bundles indexed whose documents changed. All their files, Pagefind's script, and search/index.json,
    which says what there is, into the output folder.

    Returns:
        What was indexed, for the report of the build; or nothing.
    """
    language = site.facts.language.split("-")[0].lower()
    maker = b"\0".join((language.encode(), repr(CHUNKS).encode(), TEMPLATE.read_bytes()))
    indexes = [(one, one.digest_by(maker)) for one in all_indexes(site)]
    folder = f"static/search/{engine_version()}/"
    shelf = _Shelf(store, output, folder, language)
    for one, digest in indexes:
        shelf.put(one, digest, has_engine=one is indexes[0][0])
    root = site.addresses.root
    listed = render_index(root, f"{root}/{folder}", indexes)
    output.produce([written("search/heads.json", render_heads(site)), written("search/index.json", listed)])
    return shelf.remark() if shelf.indexed else ""


@dataclass(frozen=True, slots=True)
class IndexFile:
    """A file that Pagefind made."""

    digest: bytes

    data: bytes = field(compare=False, repr=False)
    """Empty where the output folder has it already."""


def _made(file: IndexFile) -> bytes:
    return file.data


@dataclass
class _Shelf:
    """Where the files of the bundles stand."""

    store: Store
    output: Output
    folder: str
    language: str
    indexed: dict[str, float] = field(default_factory=dict)
    """Name of a bundle → seconds that it took."""

    def put(self, one: Index, digest: bytes, *, has_engine: bool) -> None:
        """Have the bundle's files in the output folder, indexed again only where that is needed.

        Args:
            has_engine: whether Pagefind itself stands in this bundle, for all of them.
        """
        fact = f"search {one.name}"
        kept = self.store.fact(fact)
        known, contents = unpack_plain(kept) if kept else (b"", {})
        shown = digest + bytes([has_engine])
        documents = [self._document(one, name, content) for name, content in contents.items()]
        if known != shown or not all(map(self.output.is_current, documents)):
            files = self._index(one, has_engine)
            contents = {name: blake2b(data, digest_size=16).digest() for name, data in files.items()}
            documents = [
                self._document(one, name, content, files[name]) for name, content in contents.items()
            ]
        self.output.produce(documents)
        self.store.keep_fact(fact, pack_plain((shown, contents)))

    def _document(self, one: Index, name: str, content: bytes, data: bytes = b"") -> Document:
        path = f"{self.folder}{name}" if name == ENGINE else f"{self.folder}{one.name}/{name}"
        return Document(path, _made, IndexFile(content, data))

    def _index(self, one: Index, has_engine: bool) -> dict[str, bytes]:
        count, started = len(one.findables), time.perf_counter()
        is_shown = count >= WORTH_SHOWING and sys.stderr.isatty()
        said = f"Indexing {one.name}: {count:,} documents"
        with Console(stderr=True).status(said) if is_shown else nullcontext():
            files = index(one, self.language)
        self.indexed[one.name] = time.perf_counter() - started
        return {
            name: data for name, data in files.items() if has_engine or not name.startswith(("wasm.", ENGINE))
        }

    def remark(self) -> str:
        """What was indexed, for the report of the build."""
        seconds = sum(self.indexed.values())
        return f"Indexed for the search: {', '.join(self.indexed)}; {seconds:.2f} s of the above"
