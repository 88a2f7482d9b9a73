"""Pelican glue: the only module here that may import pelican.

Pelican reads the sources, resolves addresses and runs the plugins' signals; which pages there are and what stands
on them is decided here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from markdown import Markdown
from markupsafe import Markup
from pelican import signals
from pelican.contents import Article, Page, SkipStub
from pelican.generators import Generator
from pelican.readers import MarkdownReader
from pelican.utils import pelican_open

from plugins.comments.model import Form
from plugins.glossary.dictionary import Dictionary
from plugins.glossary.front_matter import read_policy
from plugins.glossary.entry import Policy
from plugins.glossary.model import AuthorWarning
from plugins.glossary.render import render_entry
from plugins.pages import links, prose
from plugins.pages.addresses import Addresses
from plugins.pages.assets import name_assets
from plugins.pages.digest import digest
from plugins.pages.model import Article as ArticleRecord
from plugins.pages.model import Deferred, Link, Place, SiteFacts
from plugins.pages.read import Reading, ReadSource, at_moment, read_article, read_header, read_page
from plugins.pages.render import make_environment, render_page
from plugins.pages.site import Layout, Site
from plugins.pages.typography import set_type
from plugins.pages.views import all_pages
from plugins.source import AuthorError, AuthorErrors, Source


class HouseReader(MarkdownReader):
    """Reads Markdown with one parser a process, and hands on the definitions that it met."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._parser = Markdown(**self.settings["MARKDOWN"])

    def read(self, source_path):
        """Content and metadata of one file; metadata gains `entries` and `plain_title`."""
        self._source_path = source_path
        self._md = self._parser.reset()
        with pelican_open(source_path) as text:
            self._say_where(Path(source_path).relative_to(self.settings["PATH"]).as_posix(), text)
            content = self._md.convert(text)
        meta, entries = self._md.Meta, self._md.entries
        metadata = self._parse_metadata(meta)
        metadata["entries"] = entries
        metadata["plain_title"] = "".join(meta.get("title", [])).strip()
        return content, metadata

    def convert(self, text: str, source: Source) -> str:
        """A piece of a file, such as the commentary on an entry, as HTML."""
        self._md = self._parser.reset()
        self._md.source_path, self._md.first_line, self._md.entry_policy = source.path, source.line, Policy()
        return set_type(self._md.convert("\n" + text))

    def _say_where(self, path: str, text: str) -> None:
        """Tell the glossary's extension what it cannot see: the file, its first line, its policy."""
        header = read_header(text)
        policy, findings = read_policy(header, Source(path))
        if findings:
            raise AuthorErrors(findings)
        self._md.source_path = path
        self._md.first_line = len(header) + 2 if header else 1
        self._md.entry_policy = policy

    def _parse_metadata(self, meta):
        meta_step = self._md.preprocessors["meta"]
        try:
            return super()._parse_metadata(meta)
        finally:
            self._md.preprocessors.register(meta_step, "meta", 27)


class PageWriter(Generator):
    """Reads all sources in place of Pelican's own generators, and writes a file for each page of the Site."""

    def generate_context(self) -> None:
        """Read articles, pages and openings; everything wrong with them is said at once."""
        settings = self.settings
        self.reading = Reading(
            Addresses(urlsplit(settings["SITEURL"]).path.rstrip("/")), settings["ID_AUTHORITY"], settings["COMMENTS"]
        )
        self.findings: list[AuthorError] = []
        self.articles = self._read(settings["ARTICLE_PATHS"], settings["ARTICLE_EXCLUDES"], Article, read_article)
        self.pages = self._read(settings["PAGE_PATHS"], settings["PAGE_EXCLUDES"], Page, read_page)
        self.openings = self._read(["openings"], (), Page, read_page)
        if self.findings:
            raise AuthorErrors(self.findings)

    def _read(self, paths, excludes, kind, to_record) -> list[ReadSource]:
        found = (self._read_one(path, kind, to_record) for path in sorted(self.get_files(paths, excludes)))
        return [source for source in found if source]

    def _read_one(self, path, kind, to_record) -> ReadSource | None:
        try:
            content = self.readers.read_file(
                base_path=self.path,
                path=path,
                content_class=kind,
                context=self.context,
                preread_signal=signals.article_generator_preread,
                preread_sender=self,
                context_signal=signals.article_generator_context,
                context_sender=self,
            )
            if isinstance(content, SkipStub):
                return None
            record = to_record(content, self.reading)
            return ReadSource(record, content.metadata.get("entries", ()), content._content or "")
        except AuthorErrors as wrong:
            self.findings += wrong.findings
        except AuthorError as wrong:
            self.findings.append(wrong)
        except (ValueError, UnicodeDecodeError) as wrong:
            self.findings.append(AuthorError(Source(path), f"cannot be read: {wrong}"))
        return None

    def generate_output(self, writer) -> None:
        """Write every page and asset of the Site."""
        site = self.context["site"]
        for asset in self.context["assets"].values():
            writer.output.write(asset.path, asset.data)
        environment = make_environment(Path(self.theme, "templates"))
        for page in all_pages(site):
            html = render_page(environment, page.template, site.facts, page.facts, page.view)
            writer.output.write(page.save_as, html.encode())


def assemble(generators) -> None:
    """When all has been read, static files too: gather the Site."""
    room = next(generator for generator in generators if isinstance(generator, PageWriter))
    context = room.context
    context["assets"] = name_assets(_theme_files(Path(room.settings["THEME"], "static")))
    context["site"] = _site(room, context, room.settings)


def _theme_files(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".md", ".txt"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _site(room: PageWriter, context, settings) -> Site:
    parts, addresses = urlsplit(settings["SITEURL"]), room.reading.addresses
    due = [
        replace(source, record=at_moment(source.record, settings["NOW"], addresses)) for source in room.articles
    ]
    articles = [source for source in due if settings["SHOW_DRAFTS"] or source.record.status != "draft"]
    sources = (*articles, *room.pages, *room.openings)

    files = context["glossary_files"]
    dictionary, dates = _words(files, sources)
    targets = _targets([source.record for source in articles], room.pages, context, addresses, dictionary)
    published = sorted(
        (source.record for source in articles if source.record.status == "published"),
        key=lambda record: (-record.published_at.timestamp(), record.slug),
    )
    texts = {source.record.source_path: _text(source, targets) for source in sources}
    openings = {Path(source.record.source_path).stem: source.record for source in room.openings}
    return Site(
        facts=_facts(settings, parts, addresses, published, openings, texts, context["assets"]),
        addresses=addresses,
        layout=Layout(settings["DEFAULT_PAGINATION"], _form(settings)),
        articles=tuple(published),
        unlisted=tuple(source.record for source in articles if source.record.status != "published"),
        pages=tuple(source.record for source in room.pages if source.record.status != "draft"),
        openings=openings,
        texts=texts,
        dictionary=dictionary,
        definitions={
            entry.slug: set_type(render_entry(entry, targets.entry)) for entry in dictionary.entries
        },
        commentaries=_commentaries(files, room.readers.readers["md"], targets),
        entry_dates=dates,
        threads=_threads(context),
    )


def _words(files, sources) -> tuple[Dictionary, dict[str, datetime]]:
    """The dictionary, and when each entry was published."""
    findings = [finding for file in files for finding in file.findings if not isinstance(finding, AuthorWarning)]
    if findings:
        raise AuthorErrors(findings)
    entries = [entry for file in files for entry in file.entries]
    dates = {entry.slug: file.published_at for file in files for entry in file.entries if file.published_at}
    for source in sources:
        entries += source.entries
        if isinstance(source.record, ArticleRecord):
            dates |= {entry.slug: source.record.published_at for entry in source.entries}
    return Dictionary.of(entries), dates


def _commentaries(files, reader, targets) -> dict[str, Markup]:
    """Slug → commentary, of the entries that have one."""
    return {
        file.entries[0].slug: Markup(
            links.resolve(reader.convert(file.commentary, file.commentary_source), file.path, targets)
        )
        for file in files
        if file.commentary
    }


def _text(source, targets) -> Deferred[Markup]:
    resolved = Markup(links.resolve(source.body, source.record.source_path, targets))
    return Deferred(digest(resolved), lambda: resolved)


def _form(settings) -> Form | None:
    return Form(settings["COMMENT_DESK"]) if settings["COMMENT_DESK"] else None


def _threads(context):
    if context["comment_findings"]:
        raise AuthorErrors(context["comment_findings"])
    return context["comment_threads"]


def _targets(records, pages, context, addresses, dictionary) -> links.Targets:
    files = {record.source_path: record.url for record in (*records, *(source.record for source in pages))}
    files |= {
        path: f"{addresses.root}/{links.quoted(content.url)}"
        for path, content in context["static_content"].items()
    }

    def places(of) -> dict[str, str]:
        return {place.name: place.url for record in records for place in of(record)}

    def entry_address(head: str) -> str | None:
        found = dictionary.find(head)
        if found is None:
            return None
        return addresses.entry(found.entry.slug) + (f"#{found.fragment}" if found.fragment else "")

    return links.Targets(
        files=files,
        categories=places(lambda record: (record.category,)),
        tags=places(lambda record: record.tags),
        authors=places(lambda record: record.authors),
        entry=entry_address,
        root=addresses.root,
    )


def _facts(settings, parts, addresses, published, openings, texts, assets) -> SiteFacts:
    front = openings.get("front")
    return SiteFacts(
        name=settings["SITENAME"],
        origin=f"{parts.scheme}://{parts.netloc}" if parts.netloc else "",
        root=addresses.root,
        language=settings["DEFAULT_LANG"],
        description=settings["SITESUBTITLE"],
        masthead=Markup(prose.opening_definition(texts[front.source_path].make())) if front else Markup(),
        navigation=(*_navigation(settings, published), Link("Dictionary", addresses.dictionary())),
        services=tuple(Link(name, f"{addresses.root}{url}") for name, url in settings["SERVICE_LINKS"]),
        footer=tuple(Link(name, f"{addresses.root}{url}") for name, url in settings["FOOTER_LINKS"]),
        assets={name: f"{addresses.root}/{asset.path}" for name, asset in assets.items()},
    )


def _navigation(settings, published) -> list[Link]:
    """Categories that have an article: first those that the settings name, in their order, then the others."""
    order = {name: position for position, name in enumerate(settings["CATEGORY_ORDER"])}
    places = {record.category for record in published}

    def rank(place: Place) -> tuple[int, str]:
        return order.get(place.name, len(order)), place.name.casefold()

    return [Link(place.name, place.url) for place in sorted(places, key=rank)]


def read_nothing(generator) -> None:
    """Pelican's generators of articles and pages find no files: PageWriter reads them."""
    generator.get_files = no_files


def no_files(*args, **kwargs) -> list[str]:
    """None."""
    return []


def use_house_reader(readers) -> None:
    """Markdown is read by the HouseReader."""
    readers.reader_classes |= dict.fromkeys(HouseReader.file_extensions, HouseReader)


def get_generators(pelican) -> type[Generator]:
    """The room's own generator."""
    return PageWriter


def register() -> None:
    """Connect to Pelican. Module-level functions only: signals hold weak references."""
    signals.readers_init.connect(use_house_reader)
    signals.article_generator_init.connect(read_nothing)
    signals.page_generator_init.connect(read_nothing)
    signals.get_generators.connect(get_generators)
    signals.all_generators_finalized.connect(assemble)
