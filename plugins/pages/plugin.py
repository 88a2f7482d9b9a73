"""Pelican glue: the only module here that may import pelican.

Pelican reads the sources, resolves addresses and runs the plugins' signals; which pages there are and what stands
on them is decided here.
"""

from __future__ import annotations

import marshal
import pickle
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from markdown import Markdown
from pelican import signals
from pelican.contents import Article, Page, SkipStub
from pelican.generators import Generator
from pelican.readers import MarkdownReader
from pelican.utils import pelican_open

from plugins.cards.keep import Drawer
from plugins.comments.parse import parse_thread
from plugins.comments.render import with_bodies
from plugins.glossary.entry import AuthorWarning, Policy
from plugins.glossary.front_matter import read_policy
from plugins.glossary.read import read_text_file
from plugins.images.keep import Images
from plugins.images.model import FORMATS, OTHER_FORMATS, ImageFault
from plugins.incremental.output import NOTHING_SHARED, Group, Product, Shared
from plugins.incremental.restore import Outcome, bring_up_to_date
from plugins.incremental.scan import files_of, scan
from plugins.incremental.store import Unit
from plugins.pages import links
from plugins.pages.addresses import Addresses
from plugins.pages.aliases import Redirect, addresses_of, find_faults
from plugins.pages.assemble import (
    KeptWords,
    Publication,
    Statics,
    assemble,
    pack_thread,
)
from plugins.pages.assets import name_assets
from plugins.pages.customary import customary
from plugins.pages.digest import digest, digest_parts, joined
from plugins.pages.pack import pack
from plugins.pages.page import Bundle, Document
from plugins.pages.page import Page as PublishedPage
from plugins.pages.pictures import picture_files
from plugins.pages.previews import Previews
from plugins.pages.read import Reading, keep_article, keep_page, line_of, read_header
from plugins.pages.redirects import redirect_lists, redirect_pages, redirects_of, taken_paths
from plugins.pages.related import relate
from plugins.pages.render import Templates
from plugins.pages.site import Security
from plugins.pages.sitemap import crawling
from plugins.pages.typography import set_type
from plugins.pages.views import all_bundles, single_pages
from plugins.pages.words import address_of_opening
from plugins.source import AuthorError, AuthorErrors, Source

IMAGE_ENDINGS = tuple(f".{ending}" for ending in (*FORMATS, *OTHER_FORMATS, "svg"))
GLOSSARY_SCHEMA = Path(__file__).parents[1] / "glossary" / "schema.json"


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
            content_folder = Path(self.settings["PATH"])
            self._say_where(Path(source_path).relative_to(content_folder.parent).as_posix(), text)
            content = self._md.convert(text)
        meta, entries = self._md.Meta, self._md.entries
        metadata = self._parse_metadata(meta)
        metadata["entries"] = entries
        metadata["aliases_line"] = line_of("Aliases", text)
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
        """Bring the store up to date with articles, pages, openings, dictionary and threads."""
        settings = self.settings
        self.reading = Reading(
            Addresses(urlsplit(settings["SITEURL"]).path.rstrip("/")),
            settings["ID_AUTHORITY"],
            settings["COMMENTS"],
            settings["COMMENTS_CLOSE_AFTER_DAYS"],
            Path(self.path).name,
        )
        self.store = self.context["store"]
        found = settings.get("SCAN") or scan(Path(self.path))
        endings = tuple(f".{ending}" for ending in self.readers.extensions)
        texts = {
            "article": (
                settings["ARTICLE_PATHS"],
                settings["ARTICLE_EXCLUDES"],
                partial(self._read_text, "article", Article, keep_article),
            ),
            "page": (
                settings["PAGE_PATHS"],
                settings["PAGE_EXCLUDES"],
                partial(self._read_text, "page", Page, keep_page),
            ),
            "opening": (["openings"], [], partial(self._read_text, "opening", Page, keep_page)),
            "dictionary": (["dictionary"], [], self._read_words),
        }
        changes = {
            kind: bring_up_to_date(self.store, kind, files_of(found, folders, endings, excludes), read)
            for kind, (folders, excludes, read) in texts.items()
        }
        threads = {
            folder.removeprefix("comments/"): listing
            for folder, listing in found.items()
            if folder.startswith("comments/") and listing
        }
        images = {
            path: stamp
            for path, stamp in files_of(found, settings["STATIC_PATHS"]).items()
            if path.lower().endswith(IMAGE_ENDINGS)
        }
        changes["image"] = bring_up_to_date(self.store, "image", images, self._read_image, is_costly=True)
        changes["thread"] = bring_up_to_date(self.store, "thread", threads, self._read_thread)
        self.context["changes"] = changes
        if findings := [finding for change in changes.values() for finding in change.findings]:
            raise AuthorErrors(findings)

    def _read_text(self, kind, content_class, keep, path, stamp) -> Outcome:
        source = self.reading.source(path)
        try:
            content = self.readers.read_file(
                base_path=self.path,
                path=path,
                content_class=content_class,
                context=self.context,
                preread_signal=signals.article_generator_preread,
                preread_sender=self,
                context_signal=signals.article_generator_context,
                context_sender=self,
            )
            if isinstance(content, SkipStub):
                return Outcome(None)
            record, body = keep(content, self.reading)
            return Outcome(Unit(kind, path, stamp, pack(record), body.encode()))
        except AuthorErrors as wrong:
            return Outcome(None, wrong.findings)
        except AuthorError as wrong:
            return Outcome(None, (wrong,))
        except ValueError as wrong:
            return Outcome(
                None, (AuthorError(source, f"cannot be read ({wrong}); mend it, or move it away"),)
            )

    def _read_words(self, path, stamp) -> Outcome:
        source = self.reading.source(path)
        text = read_text_file(Path(self.path, path).read_bytes(), source.path)
        wrong = tuple(finding for finding in text.findings if not isinstance(finding, AuthorWarning))
        if wrong:
            return Outcome(None, wrong)
        body = ""
        if text.file.commentary:
            body = self.readers.readers["md"].convert(text.file.commentary, text.file.commentary_source)
        named = tuple(links.locate(one, source) for one in links.find_addresses(body))
        kept = KeptWords(text.file, named, digest(body))
        return Outcome(Unit("dictionary", path, stamp, pickle.dumps(kept, 5), body.encode()))

    def _read_thread(self, key, stamp) -> Outcome:
        folder = Path(self.path, "comments", key)
        files = {
            self.reading.source(path.relative_to(self.path).as_posix()).path: path.read_bytes()
            for path in sorted(folder.iterdir())
            if path.is_file() and not path.name.startswith(".")
        }
        thread, findings = parse_thread(key, files, ZoneInfo(self.settings["TIMEZONE"]))
        if findings:
            return Outcome(None, findings)
        return Outcome(Unit("thread", key, stamp, pack_thread(thread), pickle.dumps(with_bodies(thread), 5)))

    def _images(self) -> Images:
        return Images(Path(self.settings["KEPT"], "images"))

    def _read_image(self, path, stamp) -> Outcome:
        try:
            picture = self._images().picture(Path(self.path, path))
        except ImageFault as wrong:
            return Outcome(None, (AuthorError(self.reading.source(path), str(wrong)),))
        return Outcome(Unit("image", path, stamp, pickle.dumps(picture, 5), b""))

    def generate_output(self, writer) -> None:
        """Write every page and asset of the Site."""
        site, output = self.context["site"], writer.output
        for asset in self.context["assets"].values():
            output.write(asset.path, asset.data)
        if icon := self.context["assets"].get("icons/favicon.ico"):
            output.write("favicon.ico", icon.data)  # asked for by programs that read no HTML
        templates = Templates(Path(self.theme, "templates"), Path(self.settings["STORE"], "templates"))
        keys = self._template_keys(templates)
        facts = {f"site.{name}": value for name, value in digest_parts(site.facts).items()}

        @cache
        def shared(template: str) -> Shared:
            return Shared.of(facts | {f"template {template}": keys[template]})

        def make(page) -> bytes:
            return templates.render(page.template, site.facts, *page.make())

        def product(one: PublishedPage | Document) -> Product:
            if isinstance(one, Document):
                return Product(one.save_as, NOTHING_SHARED, one.inputs, one.make)
            return Product(one.save_as, shared(one.template), one.inputs, partial(make, one))

        def group(bundle: Bundle) -> Group:
            key = joined((everything, bundle.digest))
            return Group(bundle.name, key, bundle.size, lambda: map(product, bundle.files()))

        everything, previews = digest((facts, keys)), Previews.of(site)
        singles = [*single_pages(site, previews), *crawling(site), *customary(site)]
        redirects = self._redirects(site, (one.save_as for one in singles))
        singles += [*redirect_pages(site, redirects), *redirect_lists(site, redirects)]
        draw = Drawer(Path(self.settings["KEPT"], "cards")).card
        output.produce_groups(map(group, all_bundles(site, previews, draw)))
        output.produce(list(map(product, singles)))
        schema = site.addresses.save_as(f"{site.addresses.dictionary()}schema.json")
        output.write(schema, GLOSSARY_SCHEMA.read_bytes())
        files = picture_files(self.context["pictures"], self._images(), Path(self.path))
        output.produce([Product(path, NOTHING_SHARED, {"image": known}, make) for path, known, make in files])
        self._give_numbers(site)

    def _redirects(self, site, paths) -> list[Redirect]:
        """Those of the site, which has these paths besides those of its articles, lists and words."""
        opened_by = {name: url for name in site.openings if (url := address_of_opening(site, name))}
        redirects = list(redirects_of(site, self.reading.source, opened_by))
        if redirects and (
            findings := list(find_faults(redirects, addresses_of((*taken_paths(site), *paths))))
        ):
            raise AuthorErrors(findings)
        return redirects

    def _template_keys(self, templates) -> dict[str, bytes]:
        """As `Templates.keys`, found out once for each state of the templates."""
        kept = self.store.fact("templates")
        known, keys = marshal.loads(kept) if kept else (b"", {})  # noqa: S302 - our own file
        if known != templates.digest:
            keys = templates.keys()
            self.store.keep_fact("templates", marshal.dumps((templates.digest, keys)))
        return keys

    def _give_numbers(self, site) -> None:
        """For the line with which Pelican ends: it counts what its own generators have."""
        articles, pages = self.context["idle_generators"]
        articles.articles, pages.pages = site.articles, site.pages
        articles.drafts = [article for article in site.unlisted if article.status == "draft"]
        articles.hidden_articles = [article for article in site.unlisted if article.status == "hidden"]


def assemble_site(generators) -> None:
    """When all has been read, static files too: gather the Site."""
    room = next(generator for generator in generators if isinstance(generator, PageWriter))
    context, settings = room.context, room.settings
    addresses, parts = room.reading.addresses, urlsplit(settings["SITEURL"])
    context["assets"] = name_assets(_theme_files(Path(settings["THEME"], "static")))
    publication = Publication(
        name=settings["SITENAME"],
        description=settings["SITESUBTITLE"],
        language=settings["DEFAULT_LANG"],
        origin=f"{parts.scheme}://{parts.netloc}" if parts.netloc else "",
        category_order=tuple(settings["CATEGORY_ORDER"]),
        services=tuple(settings["SERVICE_LINKS"]),
        footer=tuple(settings["FOOTER_LINKS"]),
        list_size=settings["DEFAULT_PAGINATION"],
        comment_desk=settings["COMMENT_DESK"],
        shows_drafts=settings["SHOW_DRAFTS"],
        now=settings["NOW"],
        short_name=settings["SHORT_NAME"],
        security=_security(settings["SECURITY_CONTACT"], settings["SECURITY_EXPIRES"]),
    )
    context["pictures"] = {
        path: pickle.loads(data)  # noqa: S301 - our own file
        for path, data in room.store.records("image")
        if path in context["static_content"]
    }
    statics = Statics(
        files={
            path: f"{addresses.root}/{links.quoted(content.url)}"
            for path, content in context["static_content"].items()
        },
        assets={name: f"{addresses.root}/{asset.path}" for name, asset in context["assets"].items()},
        pictures=context["pictures"],
    )
    for path, picture in context["pictures"].items():
        if picture.ending != "svg":
            del context["static_content"][path]  # published without what a camera notes
    site, context["due_later"] = assemble(room.store, room.reading, publication, statics)
    context["site"] = replace(site, related=relate(room.store, site))


def _security(contact: str | None, expires: str) -> Security | None:
    return Security(contact, datetime.fromisoformat(expires).astimezone(UTC)) if contact else None


def _theme_files(folder: Path) -> dict[str, bytes]:
    files = sorted(
        path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".md", ".txt")
    )
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def read_nothing(generator) -> None:
    """Pelican's generators of articles and pages find no files: PageWriter reads them."""
    generator.get_files = no_files
    generator.context.setdefault("idle_generators", []).append(generator)


def no_files(*_args, **_kwargs) -> list[str]:
    """None."""
    return []


def use_house_reader(readers) -> None:
    """Markdown is read by the HouseReader."""
    readers.reader_classes |= dict.fromkeys(HouseReader.file_extensions, HouseReader)


def get_generators(_pelican) -> type[Generator]:
    """The room's own generator."""
    return PageWriter


def register() -> None:
    """Connect to Pelican. Module-level functions only: signals hold weak references."""
    signals.readers_init.connect(use_house_reader)
    signals.article_generator_init.connect(read_nothing)
    signals.page_generator_init.connect(read_nothing)
    signals.get_generators.connect(get_generators)
    signals.all_generators_finalized.connect(assemble_site)
