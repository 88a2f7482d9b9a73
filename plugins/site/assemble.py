"""From what was read, kept in the store, to the Site. Nothing costly is made here: it is deferred."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from markupsafe import Markup

from plugins.clock import doubt
from plugins.comments.model import KeptThread, State, Thread
from plugins.glossary.check import check_entries
from plugins.glossary.dictionary import Dictionary
from plugins.glossary.entry import AuthorWarning, DictionaryFile, Entry
from plugins.glossary.headword import superscript
from plugins.glossary.linking import MOST_LINKS
from plugins.glossary.terms import index_terms
from plugins.html.typography import set_plain
from plugins.incremental.codec import pack_plain, unpack, unpack_plain
from plugins.incremental.deferred import Deferred
from plugins.incremental.digest import digest
from plugins.incremental.store import Store, StoredBody
from plugins.site.addresses import WORDS_TAKEN, Addresses
from plugins.site.definitions import Abbreviations, deferred_definitions, deferred_text
from plugins.site.facts import Statics, comment_form, site_facts
from plugins.site.links import Located
from plugins.site.mentions import Text, link_texts
from plugins.site.model import Layout, Site, file_under
from plugins.site.pack import unpack_source
from plugins.site.pictures import shown
from plugins.site.publication import Publication
from plugins.site.read import Reading, ReadSource, at_moment, unlisted, without_words
from plugins.site.records import Article, EntryCard, Place, StaticPage
from plugins.site.resolve import Targets, find_broken, target_of
from plugins.site.statics import used_by
from plugins.source import AuthorError, AuthorErrors, Source


@dataclass(frozen=True, slots=True)
class KeptWords:
    """A dictionary file as the store keeps it; the body is the HTML of its commentary."""

    file: DictionaryFile
    addresses: tuple[Located, ...]
    body_digest: bytes
    statics: tuple[str, ...]
    """Paths of files that it names by their address."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A source with what the store knows of it besides."""

    kind: str
    path: str
    source: ReadSource


def assemble(
    store: Store,
    reading: Reading,
    publication: Publication,
    statics: Statics,
    text_of: Callable[[str], str],
) -> tuple[Site, tuple[datetime, ...]]:
    """The Site, as it is at `publication.now`, and the moments after that at which it changes by itself.

    Args:
        text_of: what stands in the file at a path relative to content/; asked only where something is wrong.

    Raises:
        AuthorErrors: links or cross-references point to nothing; two entries share a head.
    """
    all_sources = [
        Kept(kind, path, unpack_source(data)) for kind in KINDS for path, data in store.records(kind)
    ]
    sources = list(_due(all_sources, reading, publication))
    articles = [kept.source.record for kept in sources if isinstance(kept.source.record, Article)]
    all_files: dict[str, KeptWords] = {path: unpack(data) for path, data in store.records("dictionary")}
    _check_dates(all_sources, all_files.values(), reading, publication.now)
    files = {
        path: kept
        for path, kept in all_files.items()
        if publication.shows_drafts or _is_due(kept.file.published_at, publication.now)
    }
    entries, dates = _entries(files.values(), sources, publication.now)
    dictionary = Dictionary.of(entries)
    targets = _targets(sources, articles, statics, reading.addresses, dictionary)
    _check(sources, files, entries, reading, targets, text_of)

    texts = {
        kept.path: deferred_text(
            StoredBody(kept.source.body_digest, store, kept.kind, kept.path), kept.source.addresses, targets
        )
        for kept in sources
    }
    commentaries = {
        kept.file.entries[0].slug: deferred_text(
            StoredBody(kept.body_digest, store, "dictionary", path), kept.addresses, targets
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
    in_full = Abbreviations(publication.in_full)
    definitions = {
        entry.slug: deferred_definitions(entry, targets, reading.addresses.entry(entry.slug), in_full)
        for entry in dictionary.entries
    }
    places = {one.url for article in published for one in article.places}
    words = {path: used_by(kept.addresses, kept.statics) for path, kept in all_files.items()}
    public_pages = tuple(page for page in _pages(sources, "page") if page.status != "draft")
    site = Site(
        facts=site_facts(
            publication, reading.addresses, published, openings.get("front"), texts, statics, public_pages
        ),
        addresses=reading.addresses,
        layout=Layout(
            publication.list_size,
            comment_form(publication, openings.get("comment-form"), texts),
            publication.short_name,
            publication.security,
            publication.dates,
            publication.editions if dictionary.entries else None,
        ),
        articles=published,
        categories=file_under(published, lambda article: (article.category,)),
        tags=file_under(published, lambda article: article.tags),
        authors=file_under(published, lambda article: article.authors),
        by_path={article.source_path: article for article in published},
        unlisted=tuple(unlisted(article, places) for article in articles if article.status != "published"),
        pages=public_pages,
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
        used_files=statics.used.union(*(words[path] for path in files), *map(_used, sources)),
        prepared_files=frozenset[str]().union(*words.values(), *map(_used, all_sources)),
        threads={key: _thread(store, key, data) for key, data in store.records("thread")},
        linked=link_texts(
            store, index_terms(dictionary, reading.addresses.entry), _linkable(sources, texts, commentaries)
        ),
    )
    return site, tuple(_due_later(all_sources, all_files.values(), publication.now))


def _used(kept: Kept) -> set[str]:
    return used_by(kept.source.addresses, kept.source.statics)


KINDS = ("article", "page", "opening")


def _check_dates(
    sources: Iterable[Kept], files: Iterable[KeptWords], reading: Reading, now: datetime
) -> None:
    dated = [
        (record.published_at, Source(reading.source(kept.path).path, kept.source.date_line))
        for kept in sources
        if isinstance(record := kept.source.record, Article)
    ]
    dated += [
        (kept.file.published_at, Source(kept.file.path, kept.file.date_line))
        for kept in files
        if kept.file.published_at
    ]
    if findings := [AuthorError(source, message) for at, source in dated if (message := doubt(at, now))]:
        raise AuthorErrors(findings)


def _is_due(at: datetime | None, now: datetime) -> bool:
    return at is None or at <= now


def _due_later(sources: Iterable[Kept], files: Iterable[KeptWords], now: datetime) -> Iterator[datetime]:
    """When an article or a word is due, when a thread closes, and when a draft is shared no more."""
    for words in files:
        if words.file.published_at and words.file.published_at > now:
            yield words.file.published_at
    for kept in sources:
        article = kept.source.record
        if isinstance(article, Article):
            if article.status == "published" and article.published_at > now:
                yield article.published_at
            if article.share and article.share.until > now:
                yield article.share.until
            closes_at = article.comments.closes_at
            if closes_at is not None and article.comments.state is State.OPEN and closes_at > now:
                yield closes_at


def _due(sources: Iterable[Kept], reading: Reading, publication: Publication) -> Iterator[Kept]:
    """The sources as they are now; drafts only where they are shown, or shared."""
    for kept in sources:
        record = kept.source.record
        if isinstance(record, Article):
            shows = publication.shows_drafts
            record = at_moment(record, publication.now, reading.addresses, shows_drafts=shows)
            if record is not kept.source.record:
                kept = replace(kept, source=replace(kept.source, record=record))
        if record.status == "hidden" or _is_shared(kept):
            yield replace(kept, source=without_words(kept.source))
        elif publication.shows_drafts or record.status != "draft":
            yield kept


def _is_shared(kept: Kept) -> bool:
    """Whether it is a draft at an address that nobody guesses: nothing else may name it."""
    record = kept.source.record
    return isinstance(record, Article) and record.status == "draft" and record.share is not None


def _pages(sources: Iterable[Kept], kind: str) -> Iterator[StaticPage]:
    for kept in sources:
        if kept.kind == kind and isinstance(kept.source.record, StaticPage):
            yield kept.source.record


def _name(page: StaticPage) -> str:
    return PurePosixPath(page.source_path).stem


def _entries(
    files: Iterable[KeptWords], sources: Iterable[Kept], now: datetime
) -> tuple[list[Entry], dict[str, datetime]]:
    """All entries, and when each was published.

    Those of openings have no date; nor have those that only a preview shows, so that they are in no feed.
    """
    words = [kept.file for kept in files]
    entries = [entry for file in words for entry in file.entries]
    dates = {entry.slug: file.published_at for file in words for entry in file.entries if file.published_at}
    dates = {slug: at for slug, at in dates.items() if at <= now}
    for kept in sources:
        if kept.source.entries:
            entries += kept.source.entries
            if isinstance(kept.source.record, Article) and kept.source.record.status != "draft":
                dates |= {entry.slug: kept.source.record.published_at for entry in kept.source.entries}
    return entries, dates


def _check(
    sources: Iterable[Kept],
    files: Mapping[str, KeptWords],
    entries: list[Entry],
    reading: Reading,
    targets: Targets,
    text_of: Callable[[str], str],
) -> None:
    findings: list[AuthorError] = [*check_entries(entries, WORDS_TAKEN)]
    named = [(kept.path, kept.source.addresses) for kept in sources if kept.source.addresses]
    named += [(path, kept.addresses) for path, kept in files.items()]
    for path, addresses in named:
        if None in [target_of(address, targets) for address in addresses]:
            findings += find_broken(addresses, reading.source(path), targets, text_of(path))
    wrong = [finding for finding in findings if not isinstance(finding, AuthorWarning)]
    if wrong:
        raise AuthorErrors(wrong)


def _targets(
    sources: Iterable[Kept],
    articles: list[Article],
    statics: Statics,
    addresses: Addresses,
    dictionary: Dictionary,
) -> Targets:
    def entry_address(name: str) -> str | None:
        found = dictionary.find(name)
        return None if found is None else addresses.entry(found.entry.slug, found.fragment)

    return Targets(
        files={kept.path: kept.source.record.url for kept in sources if not _is_shared(kept)}
        | dict(statics.files),
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


def _entry_card(entry: Entry, addresses: Addresses) -> EntryCard:
    mark = superscript(entry.homograph) if entry.homograph else ""
    gloss = Deferred(_gloss, entry.gloss)
    card = EntryCard(entry.name, entry.title + mark, addresses.entry(entry.slug), gloss)
    return replace(card, digest=digest(card))


def _gloss(text: str) -> Markup:
    return set_plain(text)


def pack_thread(thread: Thread) -> bytes:
    """What every build needs of a thread."""
    stubs = pack_plain([(s.number, s.id, s.posted_at.timestamp(), s.is_deleted) for s in thread.stubs])
    updated_at = thread.updated_at.timestamp() if thread.updated_at else None
    return pack_plain((digest(thread), thread.count, updated_at, stubs))


def _thread(store: Store, key: str, data: bytes) -> KeptThread:
    known, count, updated_at, stubs = unpack_plain(data)
    updated = None if updated_at is None else datetime.fromtimestamp(updated_at, UTC)
    return KeptThread(
        key, known, count, updated, partial(unpack_plain, stubs), partial(_load_thread, store, key)
    )


def _load_thread(store: Store, key: str) -> Thread:
    loaded: Any = unpack(store.body("thread", key))
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
