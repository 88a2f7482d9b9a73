"""From what was read, kept in the store, to the Site. Nothing costly is made here: it is deferred."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from markupsafe import Markup

from plugins.comments.model import Form, KeptThread, Stub, Thread
from plugins.glossary.check import check_entries, check_references
from plugins.glossary.dictionary import Dictionary
from plugins.glossary.entry import AuthorWarning, DictionaryFile, Entry
from plugins.glossary.render import render_entry
from plugins.incremental.store import Store
from plugins.pages import links, prose
from plugins.pages.addresses import Addresses
from plugins.pages.digest import digest
from plugins.pages.model import Article, Deferred, Link, Place, SiteFacts, StaticPage
from plugins.pages.read import Reading, ReadSource, at_moment
from plugins.pages.site import Layout, Site
from plugins.pages.typography import set_type
from plugins.source import AuthorError, AuthorErrors


@dataclass(frozen=True, slots=True)
class Publication:
    """What the settings say of the site, as far as its pages show it."""

    name: str
    description: str
    language: str

    origin: str
    """Scheme and host; empty in a preview."""

    category_order: tuple[str, ...]
    services: tuple[tuple[str, str], ...]
    """Name and address from the site's root."""

    footer: tuple[tuple[str, str], ...]
    list_size: int
    comment_desk: str | None
    shows_drafts: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class KeptCommentary:
    """A dictionary file as the store keeps it; the body is the HTML of its commentary."""

    file: DictionaryFile
    addresses: tuple[str, ...]
    body_digest: bytes


@dataclass(frozen=True, slots=True)
class KeptComments:
    """A thread as the store keeps it; the body is the Thread, pickled."""

    digest: bytes
    count: int
    updated_at: datetime | None
    stubs: tuple[Stub, ...]


@dataclass(frozen=True, slots=True)
class Statics:
    """What is published as it is."""

    files: Mapping[str, str]
    """Path relative to content/ → address."""

    assets: Mapping[str, str]
    """Name under theme/static → address."""


def assemble(store: Store, reading: Reading, publication: Publication, statics: Statics) -> Site:
    """The Site, as it is at `publication.now`.

    Raises:
        AuthorErrors: links or cross-references point to nothing; two entries share a head.
    """
    sources = dict(_due(store, reading, publication))
    articles = [source.record for source in sources.values() if isinstance(source.record, Article)]
    files = dict(store.records("dictionary"))
    entries, dates = _entries(files.values(), sources.values())
    dictionary = Dictionary.of(entries)
    targets = _targets(sources.values(), articles, statics, reading.addresses, dictionary)
    _check(sources, files, entries, dictionary, reading, targets)

    texts = {
        path: _text(store, kind_of(path), path, source.addresses, source.body_digest, reading, targets)
        for path, source in sources.items()
    }
    commentaries = {
        kept.file.entries[0].slug: _text(
            store, "dictionary", path, kept.addresses, kept.body_digest, reading, targets
        )
        for path, kept in files.items()
        if kept.file.commentary
    }
    published = sorted(
        (article for article in articles if article.status == "published"),
        key=lambda article: (-article.published_at.timestamp(), article.slug),
    )
    pages = [source.record for source in sources.values() if isinstance(source.record, StaticPage)]
    openings = {_name(page): page for page in pages if kind_of(page.source_path) == "opening"}
    return Site(
        facts=_facts(publication, reading.addresses, published, openings.get("front"), texts, statics),
        addresses=reading.addresses,
        layout=Layout(
            publication.list_size, Form(publication.comment_desk) if publication.comment_desk else None
        ),
        articles=tuple(published),
        unlisted=tuple(article for article in articles if article.status != "published"),
        pages=tuple(page for page in pages if kind_of(page.source_path) == "page" and page.status != "draft"),
        openings=openings,
        texts=texts,
        dictionary=dictionary,
        definitions={entry.slug: _definition(entry, targets) for entry in dictionary.entries},
        commentaries=commentaries,
        entry_dates=dates,
        threads={key: _thread(store, key, kept) for key, kept in store.records("thread")},
        mentions=_mentions(sources.values(), dictionary),
    )


def find_due_later(store: Store, now: datetime) -> tuple[datetime, ...]:
    """When the articles that are not yet due at `now` will be: the moments at which the site changes by itself."""
    records = (source.record for _, source in store.records("article"))
    return tuple(
        record.published_at
        for record in records
        if record.status == "published" and record.published_at > now
    )


def kind_of(path: str) -> str:
    """Of a file relative to content/, by its folder: what the store calls it."""
    return KINDS.get(PurePosixPath(path).parts[0], "article")


KINDS = {"pages": "page", "openings": "opening"}


def _due(store: Store, reading: Reading, publication: Publication) -> Iterator[tuple[str, ReadSource]]:
    for kind in ("article", "page", "opening"):
        for path, source in store.records(kind):
            if isinstance(source.record, Article):
                source = _at(source, publication.now, reading.addresses)
            if publication.shows_drafts or source.record.status != "draft":
                yield path, source


def _at(source: ReadSource, now: datetime, addresses: Addresses) -> ReadSource:
    assert isinstance(source.record, Article)  # noqa: S101 - the caller looked
    record = at_moment(source.record, now, addresses)
    return source if record is source.record else replace(source, record=record)


def _name(page: StaticPage) -> str:
    return PurePosixPath(page.source_path).stem


def _entries(
    files: Iterable[KeptCommentary], sources: Iterable[ReadSource]
) -> tuple[list[Entry], dict[str, datetime]]:
    """All entries, and when each was published; the openings' have no date."""
    entries = [entry for kept in files for entry in kept.file.entries]
    dates = {
        entry.slug: kept.file.published_at
        for kept in files
        for entry in kept.file.entries
        if kept.file.published_at
    }
    for source in sources:
        entries += source.entries
        if isinstance(source.record, Article):
            dates |= {entry.slug: source.record.published_at for entry in source.entries}
    return entries, dates


def _check(
    sources: Mapping[str, ReadSource],
    files: Mapping[str, KeptCommentary],
    entries: list[Entry],
    dictionary: Dictionary,
    reading: Reading,
    targets: links.Targets,
) -> None:
    findings: list[AuthorError] = [*check_entries(entries), *check_references(dictionary)]
    addresses = {path: source.addresses for path, source in sources.items()}
    addresses |= {path: kept.addresses for path, kept in files.items()}
    for path, named in addresses.items():
        findings += links.find_broken(named, reading.source(path), targets)
    wrong = [finding for finding in findings if not isinstance(finding, AuthorWarning)]
    if wrong:
        raise AuthorErrors(wrong)


def _targets(
    sources: Iterable[ReadSource],
    articles: list[Article],
    statics: Statics,
    addresses: Addresses,
    dictionary: Dictionary,
) -> links.Targets:
    def entry_address(name: str) -> str | None:
        found = dictionary.find(name)
        return None if found is None else addresses.entry(found.entry.slug, found.fragment)

    return links.Targets(
        files={source.record.source_path: source.record.url for source in sources} | dict(statics.files),
        categories=_named(article.category for article in articles),
        tags=_named(tag for article in articles for tag in article.tags),
        authors=_named(author for article in articles for author in article.authors),
        entry=entry_address,
        root=addresses.root,
    )


def _named(places: Iterable[Place]) -> dict[str, str]:
    return {place.name: place.url for place in places}


def _text(
    store: Store,
    kind: str,
    path: str,
    addresses: tuple[str, ...],
    body_digest: bytes,
    reading: Reading,
    targets: links.Targets,
) -> Deferred[Markup]:
    source = reading.source(path)

    def make() -> Markup:
        body = store.body(kind, path).decode()
        return Markup(links.resolve(body, source, targets))  # noqa: S704 - our own Markdown's output

    resolved = tuple(links.target_of(address, source, targets) for address in addresses)
    return Deferred(digest((body_digest, resolved)) if resolved else body_digest, make)


def _definition(entry: Entry, targets: links.Targets) -> Deferred[Markup]:
    names = [target.name for reference in entry.references for target in reference.targets]
    key = digest((entry, [targets.entry(name) for name in names]))
    return Deferred(key, lambda: set_type(render_entry(entry, targets.entry)))


def _thread(store: Store, key: str, kept: KeptComments) -> KeptThread:
    load = partial(_load_thread, store, key)
    return KeptThread(key, kept.digest, kept.count, kept.updated_at, kept.stubs, load)


def _load_thread(store: Store, key: str) -> Thread:
    loaded: Any = pickle.loads(store.body("thread", key))  # noqa: S301 - our own file
    assert isinstance(loaded, Thread)  # noqa: S101 - as it was kept
    return loaded


def _mentions(sources: Iterable[ReadSource], dictionary: Dictionary) -> dict[str, tuple[str, ...]]:
    """Source path of an article → slugs of the entries that it links to."""
    mentions: dict[str, tuple[str, ...]] = {}
    for source in sources:
        found = (dictionary.find(a.removeprefix("dict:")) for a in source.addresses if a.startswith("dict:"))
        if slugs := tuple(dict.fromkeys(one.entry.slug for one in found if one)):
            mentions[source.record.source_path] = slugs
    return mentions


def _facts(
    publication: Publication,
    addresses: Addresses,
    published: list[Article],
    front: StaticPage | None,
    texts: Mapping[str, Deferred[Markup]],
    statics: Statics,
) -> SiteFacts:
    masthead = prose.opening_definition(texts[front.source_path].make()) if front else ""
    return SiteFacts(
        name=publication.name,
        origin=publication.origin,
        root=addresses.root,
        language=publication.language,
        description=publication.description,
        masthead=Markup(masthead),  # noqa: S704 - part of our own Markdown's output
        navigation=(*_navigation(publication, published), Link("Dictionary", addresses.dictionary())),
        services=tuple(Link(name, f"{addresses.root}{url}") for name, url in publication.services),
        footer=tuple(Link(name, f"{addresses.root}{url}") for name, url in publication.footer),
        assets=statics.assets,
    )


def _navigation(publication: Publication, published: list[Article]) -> list[Link]:
    """Categories that have an article: first those that the settings name, in their order; then the others."""
    order = {name: position for position, name in enumerate(publication.category_order)}

    def rank(place: Place) -> tuple[int, str]:
        return order.get(place.name, len(order)), place.name.casefold()

    return [Link(place.name, place.url) for place in sorted({a.category for a in published}, key=rank)]
