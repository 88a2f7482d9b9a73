"""The rules over what authors wrote. Pure: everything they look at is in `Sources`."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from posixpath import basename, dirname

from plugins.checks.inventory import is_public
from plugins.checks.model import Document, Finding, Sources
from plugins.clock import MAX_SKEW
from plugins.comments.parse import check_keys
from plugins.glossary.check import check_entries
from plugins.glossary.entry import Entry
from plugins.site.addresses import WORDS_TAKEN, owner_of
from plugins.site.aliases import Redirect, find_faults
from plugins.slug import slug_of_file, slugify
from plugins.source import Source

Rule = Callable[[Sources], Iterator[Finding]]


COPY = re.compile(r"(?P<name>.+?)(?:[ _-]+copy(?:[ _-]*\d+)?|[ _]*\(\d+\)|[ _-]+Kopie)$", re.IGNORECASE)
COPY_OF = re.compile(r"copy[ _-]of[ _-](?P<name>.+)$", re.IGNORECASE)


def equal_parts_of_a_series(sources: Sources) -> Iterator[Finding]:
    first: dict[tuple[str, int], Document] = {}
    for article in sources.articles:
        part = article.front.values.get("series")
        if part is None:
            continue
        holder = first.setdefault(part, article)
        if holder is not article:
            where = article.at(article.line("series"))
            yield Finding(where, f"{holder.path} is part {part[1]} already; write the next number")


def missing_parts_of_a_series(sources: Sources) -> Iterator[Finding]:
    """Readers are told "Part 3", and look for the second. A part may be a draft still."""
    series: dict[str, dict[int, Document]] = defaultdict(dict)
    for article in sources.articles:
        if part := article.front.values.get("series"):
            series[part[0]].setdefault(part[1], article)
    for name, parts in series.items():
        for number, before in zip(sorted(parts), [0, *sorted(parts)], strict=False):
            if number > before + 1:
                article = parts[number]
                message = f'"{name}" has no part {before + 1}; write "Series: {name}, {before + 1}"'
                yield Finding(article.at(article.line("series")), message)


def equal_slugs(sources: Sources) -> Iterator[Finding]:
    for kind in ("article", "page"):
        first: dict[str, Document] = {}
        for document in (document for document in sources.documents if document.kind == kind):
            slug = document.slug
            holder = first.setdefault(slug, document)
            if slug and holder is not document:
                where = document.at(document.line("slug"))
                yield Finding(
                    where, f'{holder.path} has the slug "{slug}" already; rename this file or write "Slug:"'
                )


def equal_ids(sources: Sources) -> Iterator[Finding]:
    first: dict[str, Document] = {}
    for article in sources.articles:
        name = article.value("id")
        holder = first.setdefault(name, article)
        if name and holder is not article:
            yield Finding(
                article.at(article.line("id")), f'{holder.path} has this "Id" already; delete the line'
            )


def slugs_that_are_taken(sources: Sources) -> Iterator[Finding]:
    """A page and a category have addresses of one part: all of them differ, and from the fixed ones."""
    categories = {slugify(article.value("category")) for article in sources.articles} - {""}
    for page in (document for document in sources.documents if document.kind == "page"):
        slug = page.slug
        owner = owner_of(slug) or ("a category" if slug in categories else "")
        if owner:
            yield Finding(
                page.at(page.line("slug")), f"the address /{slug}/ belongs to {owner}; rename this file"
            )
    for article in sources.articles:
        slug = slugify(article.value("category"))
        if owner_of(slug):
            where = article.at(article.line("category"))
            yield Finding(
                where, f"the address /{slug}/ belongs to {owner_of(slug)}; name the category otherwise"
            )


def wrong_aliases(sources: Sources) -> Iterator[Finding]:
    """Old addresses that are none, that are somebody else's, or that two files claim."""
    owners = _owners(sources, sources.all_entries)
    redirects = [
        Redirect(alias, address_of(document), "", document.at(document.line("aliases")))
        for document in sources.documents
        for alias in document.front.values.get("aliases", ())
    ]
    redirects += [
        Redirect(alias, f"/dictionary/{file.entries[0].slug}/", "", where)
        for file in sources.dictionary
        if file.entries
        for alias, where in file.aliases
    ]
    redirects += [forward.redirect for forward in sources.redirects if not forward.query]
    yield from map(Finding.of, find_faults(redirects, owners))


def _owners(sources: Sources, entries: Iterable[Entry]) -> dict[str, str]:
    """Address, in lower case → whose it is."""
    owners = {f"/{name}/": "the house" for name in ("archive", "dictionary", "feeds", "dictionary/authors")}
    owners |= {"/": "the front page", "/404.html": "the house"}
    owners |= {f"/dictionary/{slug}/": "the house" for slug in WORDS_TAKEN}
    for article in sources.articles:
        year = address_of(article).split("/")[1]
        owners[f"/archive/{year}/"] = "the house"
        owners[f"/{slugify(article.value('category'))}/"] = "a category"
        owners |= {f"/tag/{slugify(tag)}/": "a tag" for tag in article.header.names("tags")}
        authors = article.header.names("author", "authors")
        owners |= {f"/by/{slugify(name)}/": "an author" for name in authors}
    owners |= {f"/dictionary/{entry.slug}/": f"the word {entry.headword}" for entry in entries}
    owners |= {address_of(document): document.path for document in sources.documents}
    return {address.casefold(): owner for address, owner in owners.items()}


def address_of(document: Document) -> str:
    """Where a document is published; of an opening, where the page is that opens with it."""
    slug = document.slug
    if document.kind == "opening":
        kind, _, name = slug.partition("-")
        return f"/{ {'category': '', 'tag': 'tag/', 'author': 'by/'}.get(kind, f'{kind}-') }{name}/"
    date = document.date if document.kind == "article" else None
    return f"/{date.year}/{slug}/" if date else f"/{slug}/"


def names_spelt_in_two_ways(sources: Sources) -> Iterator[Finding]:
    """Names with one slug share one address: Pelican merges them, or stops with half of the files written."""
    for fields, what in ((("category",), "category"), (("tags",), "tag"), (("author", "authors"), "author")):
        used = [
            (name, article.at(article.line(field)))
            for article in sources.articles
            for field in fields
            for name in (article.header.names(field) if what != "category" else (article.value(field),))
        ]
        yield from _spellings(used, what)
    parts = ((article, article.front.values.get("series")) for article in sources.articles)
    named = [(part[0], article.at(article.line("series"))) for article, part in parts if part]
    yield from _spellings(named, "series")


def _spellings(used: list[tuple[str, Source]], what: str) -> Iterator[Finding]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, _ in used:
        counts[slugify(name)][name] += 1
    for name, where in used:
        usual = min(counts[slugify(name)].items(), key=lambda item: (-item[1], item[0]))[0]
        if name != usual and name:
            yield Finding(where, f'the {what} "{name}" is "{usual}" elsewhere; write it in one way')


def two_categories(sources: Sources) -> Iterator[Finding]:
    """ "Pay, Leaving" beside articles of Pay and of Leaving: an article is filed once."""
    categories = {article.value("category").casefold() for article in sources.articles}
    for article in sources.articles:
        parts = [part.strip() for part in article.value("category").split(",")]
        if len(parts) > 1 and all(part.casefold() in categories for part in parts):
            message = f'an article is filed once; write "Category: {parts[0]}", and the rest under "Tags:"'
            yield Finding(article.at(article.line("category")), message)


def threads_of_nothing(sources: Sources) -> Iterator[Finding]:
    """A thread belongs to an article, or to an entry of the dictionary."""
    known = {article.slug for article in sources.articles}
    known |= {slug_of_file(article.place) for article in sources.articles}
    known |= {f"dictionary/{entry.slug}" for entry in sources.all_entries}
    yield from map(Finding.of, check_keys(sources.threads, known, f"{sources.folder}/comments"))


def comments_at_odd_times(sources: Sources) -> Iterator[Finding]:
    """Nobody can answer what was not there yet, nor tomorrow."""
    published = {article.slug: article.date for article in sources.articles}
    published |= {
        f"dictionary/{entry.slug}": file.published_at for file in sources.dictionary for entry in file.entries
    }
    for key, comments in sources.threads.items():
        since = published.get(key)
        for said in comments:
            posted_at, source = said.posted_at, said.source
            # What comes from elsewhere may stand under a text that was dated anew there.
            if since and posted_at < since and not said.is_imported:
                what = "word" if key.startswith("dictionary/") else "article"
                message = (
                    f"the comment is older than its {what}, of {since:%Y-%m-%d}; correct one of the dates"
                )
                yield Finding(source, message)
            if posted_at > sources.now + MAX_SKEW:
                yield Finding(
                    source, f"the comment is of {posted_at:%Y-%m-%d}, a day to come; correct its date"
                )


def copied_files(sources: Sources) -> Iterator[Finding]:
    """Editors and file managers make them, and each would be a page of its own."""
    known = {document.place: document for document in sources.documents}
    for document in sources.documents:
        original = known.get(_original(document))
        if original and document.status != "draft":
            message = f"this is a copy of {basename(original.path)}, and published beside it; delete it, or rename it"
            yield Finding(document.at(1), message)


def _original(document: Document) -> str:
    stem, _, ending = basename(document.place).rpartition(".")
    found = COPY.match(stem) or COPY_OF.match(stem)
    return f"{dirname(document.place)}/{found['name']}.{ending}" if found else ""


def faults_between_entries(sources: Sources) -> Iterator[Finding]:
    """Doubles, homographs, cross-references: what one entry alone cannot show."""
    yield from map(Finding.of, check_entries(sources.all_entries, WORDS_TAKEN))


def law_unchecked_for_a_year(sources: Sources) -> Iterator[Finding]:
    """A law changes under a text that does not; and nobody has looked anything up in a month to come."""
    now = sources.now.astimezone(sources.zone)
    for document in sources.documents:
        checked = document.front.values.get("checked", "")
        if not checked or not is_public(document, sources):
            continue
        where = document.at(document.line("checked"))
        if checked > f"{now:%Y-%m}":
            yield Finding(where, f'"{checked}" is a month to come; write that in which it was looked up')
        elif checked < f"{now.year - 1}-{now:%m}":
            yield Finding(
                where,
                f"the law and the figures here were last checked in {checked}, more than a year ago;"
                f' read them again and write "Checked: {now:%Y-%m}"',
            )


RULES: tuple[Rule, ...] = (
    equal_parts_of_a_series,
    missing_parts_of_a_series,
    equal_slugs,
    equal_ids,
    slugs_that_are_taken,
    wrong_aliases,
    names_spelt_in_two_ways,
    two_categories,
    faults_between_entries,
    threads_of_nothing,
    comments_at_odd_times,
)

WARNINGS: tuple[Rule, ...] = (law_unchecked_for_a_year, copied_files)
