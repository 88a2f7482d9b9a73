"""From what was read, kept in the store, to the Site. Nothing costly is made here: it is deferred."""

from __future__ import annotations

import marshal
import pickle
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import Any

from markupsafe import Markup

from plugins.comments.model import Form, KeptThread, State, Thread
from plugins.glossary.check import check_entries, check_references
from plugins.glossary.dictionary import Dictionary
from plugins.glossary.entry import AuthorWarning, DictionaryFile, Entry
from plugins.glossary.headword import superscript
from plugins.glossary.linking import MOST_LINKS
from plugins.glossary.render import render_entry
from plugins.glossary.terms import index_terms
from plugins.images.model import Picture
from plugins.incremental.store import Store
from plugins.pages import links, prose
from plugins.pages.addresses import WORDS_TAKEN, Addresses
from plugins.pages.digest import digest
from plugins.pages.mentions import Text, link_texts
from plugins.pages.model import Article, Deferred, EntryCard, Link, Place, SiteFacts, StaticPage
from plugins.pages.pack import unpack
from plugins.pages.pictures import shown
from plugins.pages.read import Reading, ReadSource, at_moment
from plugins.pages.sharing import share_site
from plugins.pages.site import Layout, Security, Site, file_under
from plugins.pages.typography import set_plain, set_type
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
    short_name: str
    security: Security | None


@dataclass(frozen=True, slots=True)
class KeptWords:
    """A dictionary file as the store keeps it; the body is the HTML of its commentary."""

    file: DictionaryFile
    addresses: tuple[links.Located, ...]
    body_digest: bytes


@dataclass(frozen=True, slots=True)
class Statics:
    """What is published as it is."""

    files: Mapping[str, str]
    """Path relative to content/ → address."""

    assets: Mapping[str, str]
    """Name under theme/static → address."""

    pictures: Mapping[str, Picture]
    """Path relative to content/ of an image → what was made of it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A source with what the store knows of it besides."""

    kind: str
    path: str
    source: ReadSource


def assemble(
    store: Store, reading: Reading, publication: Publication, statics: Statics
) -> tuple[Site, tuple[datetime, ...]]:
    """The Site, as it is at `publication.now`, and the moments after that at which it changes by itself.

    Raises:
        AuthorErrors: links or cross-references point to nothing; two entries share a head.
    """
    all_sources = [Kept(kind, path, unpack(data)) for kind in KINDS for path, data in store.records(kind)]
    sources = list(_due(all_sources, reading, publication))
    articles = [kept.source.record for kept in sources if isinstance(kept.source.record, Article)]
    files: dict[str, KeptWords] = {path: pickle.loads(data) for path, data in store.records("dictionary")}  # noqa: S301
    entries, dates = _entries(files.values(), sources)
    dictionary = Dictionary.of(entries)
    targets = _targets(sources, articles, statics, reading.addresses, dictionary)
    _check(sources, files, entries, dictionary, reading, targets)

    texts = {
        kept.path: _text(
            store, kept.kind, kept.path, kept.source.addresses, kept.source.body_digest, reading, targets
        )
        for kept in sources
    }
    commentaries = {
        kept.file.entries[0].slug: _text(
            store, "dictionary", path, kept.addresses, kept.body_digest, reading, targets
        )
        for path, kept in files.items()
        if kept.file.commentary
    }
    published = tuple(
        sorted(
            (article for article in articles if article.status == "published"),
            key=lambda article: (-article.published_at.timestamp(), article.slug),
        )
    )
    openings = {_name(page): page for page in _pages(sources, "opening")}
    definitions = {
        entry.slug: _definitions(entry, targets, reading.addresses.entry(entry.slug))
        for entry in dictionary.entries
    }
    site = Site(
        facts=_facts(publication, reading.addresses, published, openings.get("front"), texts, statics),
        addresses=reading.addresses,
        layout=Layout(
            publication.list_size,
            _form(publication, openings.get("comment-form"), texts),
            publication.short_name,
            publication.security,
        ),
        articles=published,
        categories=file_under(published, lambda article: (article.category,)),
        tags=file_under(published, lambda article: article.tags),
        authors=file_under(published, lambda article: article.authors),
        by_path={article.source_path: article for article in published},
        unlisted=tuple(article for article in articles if article.status != "published"),
        pages=tuple(page for page in _pages(sources, "page") if page.status != "draft"),
        openings=openings,
        texts=texts,
        dictionary=dictionary,
        definitions={slug: plain for slug, (plain, _) in definitions.items()},
        linked_definitions={slug: linked for slug, (_, linked) in definitions.items()},
        entry_cards={entry.slug: _entry_card(entry, reading.addresses) for entry in dictionary.entries},
        commentaries=commentaries,
        entry_dates=dates,
        entry_changes={
            entry.slug: kept.file.modified_at
            for kept in files.values()
            if kept.file.modified_at
            for entry in kept.file.entries
        },
        entry_aliases={
            kept.file.entries[0].slug: kept.file.aliases for kept in files.values() if kept.file.aliases
        },
        threads={key: _thread(store, key, data) for key, data in store.records("thread")},
        linked=link_texts(
            store, index_terms(dictionary, reading.addresses.entry), _linkable(sources, texts, commentaries)
        ),
    )
    return site, tuple(_due_later(all_sources, publication.now))


KINDS = ("article", "page", "opening")


def _due_later(sources: Iterable[Kept], now: datetime) -> Iterator[datetime]:
    """When an article is due, and when a thread closes."""
    for kept in sources:
        article = kept.source.record
        if isinstance(article, Article):
            if article.status == "published" and article.published_at > now:
                yield article.published_at
            closes_at = article.comments.closes_at
            if closes_at is not None and article.comments.state is State.OPEN and closes_at > now:
                yield closes_at


def _due(sources: Iterable[Kept], reading: Reading, publication: Publication) -> Iterator[Kept]:
    """The sources as they are now; drafts only where they are shown."""
    for kept in sources:
        record = kept.source.record
        if isinstance(record, Article):
            record = at_moment(record, publication.now, reading.addresses)
            if record is not kept.source.record:
                kept = replace(kept, source=replace(kept.source, record=record))
        if publication.shows_drafts or record.status != "draft":
            yield kept


def _pages(sources: Iterable[Kept], kind: str) -> Iterator[StaticPage]:
    for kept in sources:
        if kept.kind == kind and isinstance(kept.source.record, StaticPage):
            yield kept.source.record


def _name(page: StaticPage) -> str:
    return PurePosixPath(page.source_path).stem


def _entries(files: Iterable[KeptWords], sources: Iterable[Kept]) -> tuple[list[Entry], dict[str, datetime]]:
    """All entries, and when each was published; the openings' have no date."""
    words = [kept.file for kept in files]
    entries = [entry for file in words for entry in file.entries]
    dates = {entry.slug: file.published_at for file in words for entry in file.entries if file.published_at}
    for kept in sources:
        if kept.source.entries:
            entries += kept.source.entries
            if isinstance(kept.source.record, Article):
                dates |= {entry.slug: kept.source.record.published_at for entry in kept.source.entries}
    return entries, dates


def _check(
    sources: Iterable[Kept],
    files: Mapping[str, KeptWords],
    entries: list[Entry],
    dictionary: Dictionary,
    reading: Reading,
    targets: links.Targets,
) -> None:
    findings: list[AuthorError] = [*check_entries(entries, WORDS_TAKEN), *check_references(dictionary)]
    named = [(kept.path, kept.source.addresses) for kept in sources if kept.source.addresses]
    named += [(path, kept.addresses) for path, kept in files.items()]
    for path, addresses in named:
        if None in [links.target_of(address, targets) for address in addresses]:
            findings += links.find_broken(addresses, reading.source(path), targets)
    wrong = [finding for finding in findings if not isinstance(finding, AuthorWarning)]
    if wrong:
        raise AuthorErrors(wrong)


def _targets(
    sources: Iterable[Kept],
    articles: list[Article],
    statics: Statics,
    addresses: Addresses,
    dictionary: Dictionary,
) -> links.Targets:
    def entry_address(name: str) -> str | None:
        found = dictionary.find(name)
        return None if found is None else addresses.entry(found.entry.slug, found.fragment)

    return links.Targets(
        files={kept.path: kept.source.record.url for kept in sources} | dict(statics.files),
        categories=_named(article.category for article in articles),
        tags=_named(tag for article in articles for tag in article.tags),
        authors=_named(author for article in articles for author in article.authors),
        entry=entry_address,
        root=addresses.root,
        pictures={
            statics.files[path]: shown(path, one, addresses.root) for path, one in statics.pictures.items()
        },
    )


def _named(places: Iterable[Place]) -> dict[str, str]:
    return {place.name: place.url for place in places}


def _text(
    store: Store,
    kind: str,
    path: str,
    addresses: tuple[links.Located, ...],
    body_digest: bytes,
    reading: Reading,
    targets: links.Targets,
) -> Deferred[Markup]:
    def make() -> Markup:
        body = store.body(kind, path).decode()
        return Markup(links.resolve(body, reading.source(path), targets))  # noqa: S704 - our own Markdown's output

    if not addresses:
        return Deferred(body_digest, make)
    leads = "\0".join([links.state_of(address, targets) for address in addresses])
    return Deferred(blake2b(leads.encode(), key=body_digest, digest_size=16).digest(), make)


def _definitions(
    entry: Entry, targets: links.Targets, href: str
) -> tuple[Deferred[Markup], Deferred[Markup]]:
    """The definition for the entry's own page, and the same with a head that leads there, for lists."""
    names = [target.name for reference in entry.references for target in reference.targets]
    key = digest((entry, [targets.entry(name) for name in names]))
    plain = Deferred(key, lambda: set_type(render_entry(entry, targets.entry)))
    linked_key = blake2b(href.encode(), key=key, digest_size=16).digest()
    return plain, Deferred(linked_key, lambda: set_type(render_entry(entry, targets.entry, href=href)))


def _entry_card(entry: Entry, addresses: Addresses) -> EntryCard:
    mark = superscript(entry.homograph) if entry.homograph else ""
    gloss = Deferred(digest(entry.gloss), partial(set_plain, entry.gloss))
    card = EntryCard(entry.name, entry.title + mark, addresses.entry(entry.slug), gloss)
    return replace(card, digest=digest(card))


def pack_thread(thread: Thread) -> bytes:
    """What every build needs of a thread."""
    stubs = marshal.dumps([(s.number, s.id, s.posted_at.timestamp(), s.is_deleted) for s in thread.stubs])
    updated_at = thread.updated_at.timestamp() if thread.updated_at else None
    return marshal.dumps((digest(thread), thread.count, updated_at, stubs))


def _thread(store: Store, key: str, data: bytes) -> KeptThread:
    known, count, updated_at, stubs = marshal.loads(data)  # noqa: S302 - our own file
    updated = None if updated_at is None else datetime.fromtimestamp(updated_at, UTC)
    return KeptThread(key, known, count, updated, stubs, partial(_load_thread, store, key))


def _load_thread(store: Store, key: str) -> Thread:
    loaded: Any = pickle.loads(store.body("thread", key))  # noqa: S301 - our own file
    assert isinstance(loaded, Thread)  # noqa: S101 - as it was kept
    return loaded


def _linkable(
    sources: Iterable[Kept],
    texts: Mapping[str, Deferred[Markup]],
    commentaries: Mapping[str, Deferred[Markup]],
) -> Iterator[Text]:
    for kept in sources:
        if kept.kind != "opening":
            own = frozenset(entry.slug for entry in kept.source.entries)
            most = MOST_LINKS if kept.source.has_terms else 0
            yield Text(kept.path, texts[kept.path], own, most)
    for slug, commentary in commentaries.items():
        yield Text(f"dictionary/{slug}", commentary, frozenset((slug,)))


def _form(
    publication: Publication, opening: StaticPage | None, texts: Mapping[str, Deferred[Markup]]
) -> Form | None:
    """Where comments are sent; None where there is no desk."""
    if not publication.comment_desk:
        return None
    return Form(publication.comment_desk, texts[opening.source_path].make() if opening else Markup())


def _facts(
    publication: Publication,
    addresses: Addresses,
    published: tuple[Article, ...],
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
        sharing=share_site(
            publication.name, publication.description, publication.origin, addresses, masthead
        ),
    )


def _navigation(publication: Publication, published: tuple[Article, ...]) -> list[Link]:
    """Categories that have an article: first those that the settings name, in their order; then the others."""
    order = {name: position for position, name in enumerate(publication.category_order)}

    def rank(place: Place) -> tuple[int, str]:
        return order.get(place.name, len(order)), place.name.casefold()

    return [Link(place.name, place.url) for place in sorted({a.category for a in published}, key=rank)]
