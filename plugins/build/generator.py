"""Reads all sources in place of Pelican's own generators, and has every room make what it makes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.contents import Article, Page, SkipStub
from pelican.generators import Generator

from plugins.build.reader import HouseReader
from plugins.build.run import finished
from plugins.build.state import Gathered, State
from plugins.build.writer import HouseWriter
from plugins.feeds.produce import produce_feeds
from plugins.files.pictures import picture_files
from plugins.files.theme import assets_of, statics_of
from plugins.header import Header, decode, read_header
from plugins.images.keep import Images
from plugins.images.model import Picture
from plugins.incremental.codec import unpack
from plugins.incremental.copies import copy_of
from plugins.incremental.identity import identity
from plugins.incremental.listing import scan
from plugins.incremental.output import Output
from plugins.incremental.report import explain
from plugins.incremental.store import Store, ledger_path, store_path
from plugins.pages.produce import produce_pages
from plugins.pages.sharing import share_site
from plugins.seal import keep_file
from plugins.search.shelf import produce_indexes
from plugins.site.assemble import assemble
from plugins.site.content import layout_of, picture_of
from plugins.site.facts import Statics
from plugins.site.ledger import Ledger, Row
from plugins.site.ledger_file import read_ledger, write_ledger
from plugins.site.model import Site
from plugins.site.publication import Publication
from plugins.site.published import borrowed_ids, publish
from plugins.site.read import Reading
from plugins.site.related import relate
from plugins.site.resolve import quoted
from plugins.site.settings import customs_of
from plugins.site.sources import Sources
from plugins.site.statics import find_statics_in_settings, warn_of_unused
from plugins.source import AuthorError, AuthorErrors, Source

STATE, IDLE = "build", "idle generators"
"""Our names in Pelican's context: the State of the build, and Pelican's own generators of articles and pages."""


class House(Generator):
    """All rooms, where Pelican has a generator for each kind of thing."""

    def generate_context(self) -> None:
        """Bring the store up to date with all that is in content/."""
        settings, content = self.settings, Path(self.path)
        reading = Reading.of(settings)
        self.state = self.context[STATE] = _begin(settings, Path(self.output_path), reading)
        picture = picture_of(settings.get("SCAN") or scan(content, is_hostile=True), layout_of(settings))
        sources = Sources(
            content,
            reading,
            customs_of(settings, settings["NOW"]),
            self._images(),
            self._read_content,
            self.readers.readers["md"].convert,
        )
        self.state.statics = frozenset(picture.files["static"])
        self.state.changes = sources.bring_up_to_date(self.state.store, picture)

    def _read_content(self, kind: str, path: str) -> Article | Page | None:
        content = self.readers.read_file(
            base_path=self.path,
            path=path,
            content_class=Article if kind == "article" else Page,
            context=self.context,
            preread_signal=signals.article_generator_preread,
            preread_sender=self,
            context_signal=signals.article_generator_context,
            context_sender=self,
        )
        return None if isinstance(content, SkipStub) else content

    def _images(self) -> Images:
        return Images(Path(self.settings["KEPT"], "images"))

    def gather(self) -> None:
        """When all has been read, static files too: put the Site together."""
        settings, content, state = self.settings, Path(self.path), self.state
        files, root = self.context["static_content"], state.reading.addresses.root
        assets = assets_of(Path(settings["THEME"]), content)
        records = state.store.records("image")
        pictures: dict[str, Picture] = {path: unpack(data) for path, data in records if path in files}
        folders = settings["STATIC_PATHS"]
        statics = Statics(
            files={path: f"{root}/{quoted(file.url)}" for path, file in files.items()},
            assets={name: f"{root}/{asset.path}" for name, asset in assets.items()},
            pictures=pictures,
            used=frozenset(
                find_statics_in_settings(settings, folders) | statics_of(Path(settings["THEME"]), folders)
            ),
        )
        site, due_later = assemble(
            state.store,
            state.reading,
            Publication.of(settings),
            statics,
            lambda path: decode(Path(content, path).read_bytes(), path),
        )
        site = replace(site, facts=replace(site.facts, sharing=share_site(site.facts, site.addresses)))
        read, previous = read_ledger(content)
        _refuse_borrowed_ids(site, previous, content)
        ledger, published = publish(site, previous, settings["ID_AUTHORITY"], settings.get("PUBLISHED_AT"))
        site = replace(site, ledger=ledger, published=published)
        site = replace(site, related=relate(state.store, site))
        if ledger is not previous:
            read = write_ledger(ledger).encode()
        self._leave_out_unused(site, pictures)
        state.gathered = Gathered(site, assets, pictures, read, due_later)

    def _leave_out_unused(self, site: Site, pictures: dict[str, Picture]) -> None:
        """Nothing is public by accident: neither a file that only drafts use, nor one that was forgotten."""
        files = self.context["static_content"]
        unused = files.keys() - site.used_files - site.prepared_files
        self.state.warnings = tuple(warn_of_unused(unused, self.state.reading.folder))
        for path in files.keys() - site.used_files:
            del files[path]
            pictures.pop(path, None)
        for path, picture in pictures.items():
            if picture.ending != "svg":
                del files[path]  # published without what a camera notes

    def generate_output(self, writer: HouseWriter) -> None:
        """Write every file of the Site, and remove from the output folder what this build does not make."""
        state, output, settings = self.state, writer.output, self.settings
        gathered, content = state.shown(), Path(self.path)
        site = gathered.site
        produce_pages(site, settings, state.store, gathered.assets, gathered.pictures, output)
        output.produce(picture_files(gathered.pictures, self._images(), content))
        keep_file(ledger_path(Path(settings["STORE"]), Path(self.output_path)), gathered.ledger)
        produce_feeds(site, settings, output)
        if settings["SEARCH_INDEX"] and (remark := produce_indexes(site, state.store, output)):
            state.remarks = (remark,)
        files = self.context["static_content"].values()
        output.produce([copy_of(content / file.source_path, file.save_as) for file in files])
        self._tidy(output, writer.was_cut_short)
        self._give_numbers(site)
        finished.send(state)

    def _give_numbers(self, site: Site) -> None:
        """For the line with which Pelican ends: it counts what its own generators have."""
        articles, pages = self.context[IDLE]
        articles.articles, pages.pages = site.articles, site.pages
        articles.drafts = [article for article in site.unlisted if article.status == "draft"]
        articles.hidden_articles = [article for article in site.unlisted if article.status == "hidden"]

    def _tidy(self, output: Output, was_cut_short: bool) -> None:
        state = self.state
        output.finish()
        if state.rebuilt_because or was_cut_short:
            output.prune()
        else:
            output.prune_known()
        if path := self.settings.get("WHY"):
            inputs = (left.parts[path] for left in output.groups.values() if path in left.parts)
            now = next(inputs) if path in output.made else None
            state.why = explain(path, state.store.inputs(path), now, state.rebuilt_because)
        state.store.keep_outputs(output.groups, output.known.keys() - output.names)
        state.output = output


def _refuse_borrowed_ids(site: Site, previous: Ledger, content: Path) -> None:
    """Before it is told under the name of another, unless that has an `Id:` of its own. Raises AuthorErrors."""
    faults = []
    for article, holder in borrowed_ids(site, previous):
        name = holder.address if isinstance(holder, Row) else f"{content.name}/{holder.source_path}"
        if isinstance(holder, Row) or not _header_of(holder.source_path, content).value("id"):
            line = _header_of(article.source_path, content).line("id")
            message = f'{name} was published with this "Id"; delete the line'
            faults.append(AuthorError(Source(f"{content.name}/{article.source_path}", line), message))
    if faults:
        raise AuthorErrors(faults)


def _header_of(path: str, content: Path) -> Header:
    return read_header(decode((content / path).read_bytes(), f"{content.name}/{path}"))


def _begin(settings: dict[str, Any], output: Path, reading: Reading) -> State:
    """With the store of this output folder, emptied if it is another identity's."""
    store = Store(store_path(Path(settings["STORE"]), output))
    found = identity(settings)
    doubt = f"nobody can say whether settings changed: {'; '.join(found.doubts)}" if found.doubts else ""
    return State(store, reading, store.open(found.digest, doubt), doubt)


def gather(generators: Iterable[Generator]) -> None:
    """All has been read."""
    for generator in generators:
        if isinstance(generator, House):
            generator.gather()


def read_nothing(generator: Generator) -> None:
    """Pelican's generators of articles and pages find no files: House reads them."""
    generator.get_files = no_files
    generator.context.setdefault(IDLE, []).append(generator)


def no_files(*_args: Any, **_kwargs: Any) -> Collection[str]:
    """None."""
    return ()


def find_statics(generator: Generator) -> None:
    """Pelican's generator of static files looks where House looked."""
    generator.get_files = lambda *_args, **_kwargs: set(generator.context[STATE].statics)


def copy_nothing(generator: Generator) -> None:
    """Pelican copies every file again at every build, and never removes one: House does it instead."""
    generator.context["staticfiles"] = []


def use_house_reader(readers: Any) -> None:
    """Markdown is read by the HouseReader."""
    readers.reader_classes |= dict.fromkeys(HouseReader.file_extensions, HouseReader)


def get_generators(_pelican: object) -> type[Generator]:
    """Ours: it runs after those of other plugins, and before Pelican's static one."""
    return House


def get_writer(_pelican: object) -> type[HouseWriter]:
    """One writer for all."""
    return HouseWriter


def register() -> None:
    """Connect to Pelican. Module-level functions only: signals hold weak references."""
    signals.readers_init.connect(use_house_reader)
    signals.article_generator_init.connect(read_nothing)
    signals.page_generator_init.connect(read_nothing)
    signals.static_generator_init.connect(find_statics)
    signals.static_generator_finalized.connect(copy_nothing)
    signals.all_generators_finalized.connect(gather)
    signals.get_generators.connect(get_generators)
    signals.get_writer.connect(get_writer)
