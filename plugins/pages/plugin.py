"""Pelican glue: the only module here that may import pelican.

Pelican reads the sources, resolves addresses and runs the plugins' signals; which pages there are and what stands
on them is decided here.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from markdown import Markdown
from markupsafe import Markup
from pelican import signals
from pelican.contents import Page
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator
from pelican.readers import MarkdownReader
from pelican.utils import pelican_open

from plugins.glossary.dictionary import Dictionary
from plugins.glossary.front_matter import read_policy
from plugins.glossary.render import render_entry
from plugins.pages import links, prose
from plugins.pages.addresses import Addresses
from plugins.pages.assets import name_assets
from plugins.pages.model import Link, Place, SiteFacts
from plugins.pages.read import Reading, read_article, read_header, read_page
from plugins.pages.render import make_environment, render_page
from plugins.pages.site import Layout, Site
from plugins.pages.typography import set_type
from plugins.pages.views import all_pages
from plugins.source import AuthorErrors, Source


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
    """Builds the Site when all has been read, and writes a file for each of its pages."""

    def generate_context(self) -> None:
        """Read the openings, which Pelican does not know."""
        self.context["openings"] = {
            Path(path).stem: self.readers.read_file(
                base_path=self.path, path=path, content_class=Page, context=self.context
            )
            for path in sorted(self.get_files(["openings"]))
        }

    def generate_output(self, writer) -> None:
        """Write every page and asset of the Site that `assemble` left in the context."""
        output, site = writer.output, self.context["site"]
        for asset in self.context["assets"].values():
            output.write(asset.path, asset.data)
        environment = make_environment(Path(self.theme, "templates"))
        for page in all_pages(site):
            html = render_page(environment, page.template, site.facts, page.facts, page.view)
            output.write(page.save_as, html.encode())


def assemble(generators) -> None:
    """Turn what was read into the Site, in the context of all generators."""
    articles = next(g for g in generators if isinstance(g, ArticlesGenerator))
    pages = next(g for g in generators if isinstance(g, PagesGenerator))
    context, settings = articles.context, articles.settings
    context["assets"] = name_assets(_theme_files(Path(settings["THEME"], "static")))
    context["site"] = _site(articles, pages, context, settings)


def _theme_files(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _site(articles, pages, context, settings) -> Site:
    parts = urlsplit(settings["SITEURL"])
    addresses = Addresses(parts.path.rstrip("/"))
    reading = Reading(addresses, settings["ID_AUTHORITY"], settings["NOW"], settings["COMMENTS"])

    found = [*articles.articles, *articles.hidden_articles, *articles.drafts]
    records = [(read_article(content, reading), content) for content in found]
    if not settings["SHOW_DRAFTS"]:
        records = [(record, content) for record, content in records if record.status != "draft"]
    static = [(read_page(content, reading), content) for content in (*pages.pages, *pages.hidden_pages)]
    openings = {name: (read_page(content, reading), content) for name, content in context["openings"].items()}

    files = context["glossary_files"]
    homes = [content for _, content in (*records, *static, *openings.values())]
    entries = [entry for file in files for entry in file.entries]
    entries += [entry for content in homes for entry in content.metadata.get("entries", ())]
    dictionary = Dictionary.of(entries)

    targets = _targets(records, static, context, addresses, dictionary)
    texts = {
        record.source_path: Markup(links.resolve(content._content or "", record.source_path, targets))
        for record, content in (*records, *static, *openings.values())
    }
    renderer = Renderer(targets.entry)
    published = sorted(
        (record for record, _ in records if record.status == "published"),
        key=lambda record: (-record.published_at.timestamp(), record.slug),
    )
    listed = set(published)
    return Site(
        facts=_facts(settings, parts, addresses, published, openings, texts, context["assets"]),
        addresses=addresses,
        layout=Layout(settings["DEFAULT_PAGINATION"], settings["COMMENT_DESK"] is not None),
        articles=tuple(published),
        unlisted=tuple(sorted((r for r, _ in records if r not in listed), key=lambda r: r.slug)),
        pages=tuple(sorted((record for record, _ in static), key=lambda record: record.slug)),
        openings={name: record for name, (record, _) in openings.items()},
        texts=texts,
        dictionary=dictionary,
        definitions={entry.slug: set_type(renderer.entry(entry)) for entry in dictionary.entries},
        commentaries={},
        threads=context["comment_threads"],
    )


def _targets(records, static, context, addresses, dictionary) -> links.Targets:
    files = {record.source_path: record.url for record, _ in (*records, *static)}
    files |= {
        path: f"{addresses.root}/{links.quoted(content.url)}"
        for path, content in context["static_content"].items()
    }

    def places(of) -> dict[str, str]:
        return {place.name: place.url for record, _ in records for place in of(record)}

    def entry_address(head: str) -> str | None:
        found = dictionary.find(head)
        return found and addresses.entry(found)

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
        masthead=Markup(prose.opening_definition(texts[front[0].source_path])) if front else Markup(),
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


def use_house_reader(readers) -> None:
    """Markdown is read by the HouseReader."""
    readers.reader_classes |= dict.fromkeys(HouseReader.file_extensions, HouseReader)


def get_generators(pelican) -> type[Generator]:
    """The room's own generator."""
    return PageWriter


def register() -> None:
    """Connect to Pelican. Module-level functions only: signals hold weak references."""
    signals.readers_init.connect(use_house_reader)
    signals.get_generators.connect(get_generators)
    signals.all_generators_finalized.connect(assemble)
