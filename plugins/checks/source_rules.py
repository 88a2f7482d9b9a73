"""The rules over what authors wrote. Pure: everything they look at is in `Sources`."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from difflib import get_close_matches
from urllib.parse import unquote

from dateutil import parser as dates  # type: ignore[import-untyped]

from plugins.checks.model import Document, Finding, Sources
from plugins.checks.parse import END, names_in, slug_of, slug_of_file, slugify
from plugins.comments.parse import check_keys
from plugins.comments.values import read_policy
from plugins.glossary.check import check_entries
from plugins.glossary.dictionary import Dictionary
from plugins.glossary.entry import Entry
from plugins.pages.addresses import WORDS_TAKEN
from plugins.pages.aliases import Redirect, find_faults, split_aliases
from plugins.source import Source

Rule = Callable[[Sources], Iterator[Finding]]

PELICAN_KEYS = (
    *("Title", "Date", "Modified", "Category", "Tags", "Author", "Authors", "Slug", "Summary"),
    *("Status", "Lang", "Translation", "Template", "Save_as", "Url"),
)
OUR_KEYS = (
    "Filed-Because",
    "Series",
    "Id",
    "Comments",
    "Entry",
    "Forms",
    "Link",
    "Homograph",
    "Aliases",
    "Terms",
)
KNOWN = {key.lower(): key for key in (*PELICAN_KEYS, *OUR_KEYS)}

REQUIRED = {"article": ("Title", "Date", "Category"), "page": ("Title",), "opening": ("Title",)}
EXAMPLES = {"Title": "What this is about", "Date": "2026-11-14 08:00", "Category": "Job Search"}
CHOICES = {
    "status": ("published", "draft", "hidden"),
    "comments": ("open", "closed", "off"),
    "entry": ("yes", "no"),
    "terms": ("yes", "no"),
}

TAKEN = frozenset(("archive", "by", "dictionary", "drafts", "feeds", "page", "search", "static", "tag"))
"""First parts of addresses that are the house's own (docs/addresses.md)."""

DAYS = (datetime(2001, 1, 1, tzinfo=UTC), datetime(2004, 2, 2, tzinfo=UTC))
"""Two days that have nothing in common."""

YEAR = re.compile(r"\d{4}")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?$")
AMBIGUOUS = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}")

LINK = re.compile(r"[{|](?P<what>filename|static|attach)[|}](?P<path>[^\s)\"'>?#|]*)")
IMAGE_ADDRESS = re.compile(r"""(?:!\[[^\]]*\]\(\s*<?|\bsrc=["'])/(?P<path>images/[^\s)"'>?#]*)""")
DICTIONARY_LINK = re.compile(r"""(?<=[(<"'])dict:(?P<name>[^)>"'\n]+)""")
NOWHERE = "nowhere"
"""The name in a cross-reference that is a joke: "See [SINCERITY](dict:nowhere)"."""

IMAGE_WITHOUT_ALT = re.compile(r"!\[\s*\](?=[(\[])")
IMG = re.compile(r"<img\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
ALT = re.compile(r"\salt\s*=", re.IGNORECASE)


def every_finding(sources: Sources) -> list[Finding]:
    """All that is wrong, sorted by file and line, each once."""
    found = {finding for rule in RULES for finding in rule(sources)}
    return sorted(found | set(sources.findings))


def unknown_keys(sources: Sources) -> Iterator[Finding]:
    for document in sources.documents:
        for field in document.fields:
            if field.name not in KNOWN and field.name not in sources.allowed_keys:
                yield Finding(document.at(field.line), f'unknown key "{field.key}"; {_advice(field.name)}')


def _advice(name: str) -> str:
    close = get_close_matches(name, [*KNOWN, "filed-because"], n=1, cutoff=0.7)
    return (
        f'write "{KNOWN[close[0]]}:"'
        if close
        else "delete the line, or put an empty line before it if it is text"
    )


def doubled_keys(sources: Sources) -> Iterator[Finding]:
    for document in sources.documents:
        for field in document.fields:
            first = document.by_name[field.name]
            if first is not field:
                yield Finding(
                    document.at(field.line),
                    f'"{field.key}" stands in line {first.line} already; keep one of them',
                )


def missing_keys(sources: Sources) -> Iterator[Finding]:
    for document in sources.documents:
        if not document.fields:
            yield Finding(
                document.at(1), f'no front matter; write "Title: {EXAMPLES["Title"]}" in the first line'
            )
            continue
        for key in REQUIRED[document.kind]:
            if not document.value(key.lower()):
                where = document.line(key.lower())
                yield Finding(document.at(where), f'"{key}" is missing; write "{key}: {EXAMPLES[key]}"')


def text_in_front_matter(sources: Sources) -> Iterator[Finding]:
    """Python-Markdown ends the front matter at the first line that is no field, and says nothing."""
    for document in sources.documents:
        before = document.text.split("\n")[document.body_line - 2]
        if document.fields and document.body.strip() and before.strip() and not END.match(before):
            yield Finding(
                document.at(document.body_line), "no empty line after the front matter; put one here"
            )


def wrong_dates(sources: Sources) -> Iterator[Finding]:
    for document in sources.documents:
        for name in ("date", "modified"):
            text = document.value(name)
            if text and read_date(text) is None:
                where = document.at(document.line(name))
                yield Finding(where, f'"{text}" is no date; write it as "{EXAMPLES["Date"]}"')


def modified_before_written(sources: Sources) -> Iterator[Finding]:
    for document in sources.documents:
        written, modified = read_date(document.value("date")), read_date(document.value("modified"))
        if written and modified and modified < written:
            yield Finding(
                document.at(document.line("modified")),
                '"Modified" is before "Date"; write a later date, or delete it',
            )


def read_date(text: str) -> datetime | None:
    """A date as Pelican reads it; None where it is no date, or one that depends on the day of the build."""
    if not text or AMBIGUOUS.match(text):
        return None
    if ISO_DATE.match(text):
        return _parse_iso_date(text)
    try:
        # Pelican fills what is missing from today: a whole date reads the same on any day.
        one, other = (_parse_date(text, today) for today in DAYS)
    except (ValueError, OverflowError, TypeError):
        return None
    return one if one == other else None


def _parse_iso_date(text: str) -> datetime | None:
    """The usual way to write a date, ten times as fast."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read.replace(tzinfo=read.tzinfo or UTC)


def _parse_date(text: str, today: datetime) -> datetime:
    read: datetime = dates.parse(text, default=today.replace(tzinfo=None))
    return read.replace(tzinfo=read.tzinfo or UTC)


def wrong_choices(sources: Sources) -> Iterator[Finding]:
    for document in sources.documents:
        for name, choices in CHOICES.items():
            value = document.value(name)
            if value and not _is_choice(name, value, choices):
                *others, last = choices
                yield Finding(
                    document.at(document.line(name)),
                    f'"{value}" is unknown here; write {", ".join(others)} or {last}',
                )


def _is_choice(name: str, value: str, choices: tuple[str, ...]) -> bool:
    if name != "comments":
        return value.lower() in choices
    with suppress(ValueError):
        return bool(read_policy(value))
    return False


def series_without_number(sources: Sources) -> Iterator[Finding]:
    for article in sources.articles:
        series = article.value("series")
        if series and series_part(series) is None:
            where = article.at(article.line("series"))
            yield Finding(where, f'"{series}" has no number; write "Series: Name of the series, 1"')


def equal_parts_of_a_series(sources: Sources) -> Iterator[Finding]:
    first: dict[tuple[str, int], Document] = {}
    for article in sources.articles:
        part = series_part(article.value("series"))
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
        if part := series_part(article.value("series")):
            series[part[0]].setdefault(part[1], article)
    for name, parts in series.items():
        for number, before in zip(sorted(parts), [0, *sorted(parts)], strict=False):
            if number > before + 1:
                article = parts[number]
                message = f'"{name}" has no part {before + 1}; write "Series: {name}, {before + 1}"'
                yield Finding(article.at(article.line("series")), message)


def series_part(text: str) -> tuple[str, int] | None:
    """ "Pay Talk, 2" as name and number; None where it has another shape."""
    name, _, number = (part.strip() for part in text.rpartition(","))
    return (name, int(number)) if name and number.isdecimal() else None


def equal_slugs(sources: Sources) -> Iterator[Finding]:
    for kind in ("article", "page"):
        first: dict[str, Document] = {}
        for document in (document for document in sources.documents if document.kind == kind):
            slug = slug_of(document)
            holder = first.setdefault(slug, document)
            if holder is not document:
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
        slug = slug_of(page)
        owner = _owner(slug) or ("a category" if slug in categories else "")
        if owner:
            yield Finding(
                page.at(page.line("slug")), f"the address /{slug}/ belongs to {owner}; rename this file"
            )
    for article in sources.articles:
        slug = slugify(article.value("category"))
        if _owner(slug):
            where = article.at(article.line("category"))
            yield Finding(
                where, f"the address /{slug}/ belongs to {_owner(slug)}; name the category otherwise"
            )


def _owner(slug: str) -> str:
    if slug in TAKEN:
        return "the house"
    return f"the articles of {slug}" if YEAR.fullmatch(slug) else ""


def wrong_aliases(sources: Sources) -> Iterator[Finding]:
    """Old addresses that are none, that are somebody else's, or that two files claim."""
    owners = _owners(sources.documents, sources.all_entries)
    redirects = [
        Redirect(alias, _address(document), "", document.at(document.line("aliases")))
        for document in sources.documents
        for alias in split_aliases(document.value("aliases"))
    ]
    redirects += [
        Redirect(alias, f"/dictionary/{file.entries[0].slug}/", "", where)
        for file in sources.dictionary
        if file.entries
        for alias, where in file.aliases
    ]
    yield from map(Finding.of, find_faults(redirects, owners))


def _owners(documents: Iterable[Document], entries: Iterable[Entry]) -> dict[str, str]:
    """Address, in lower case → whose it is."""
    owners = {f"/{name}/": "the house" for name in ("archive", "dictionary", "feeds", "dictionary/authors")}
    owners |= {"/": "the front page", "/404.html": "the house"}
    owners |= {f"/dictionary/{slug}/": "the house" for slug in WORDS_TAKEN}
    for article in (document for document in documents if document.kind == "article"):
        year = _address(article).split("/")[1]
        owners[f"/archive/{year}/"] = "the house"
        owners[f"/{slugify(article.value('category'))}/"] = "a category"
        owners |= {f"/tag/{slugify(tag)}/": "a tag" for tag in names_in(article.value("tags"))}
        for field in ("author", "authors"):
            owners |= {f"/by/{slugify(name)}/": "an author" for name in names_in(article.value(field))}
    owners |= {f"/dictionary/{entry.slug}/": f"the word {entry.headword}" for entry in entries}
    owners |= {_address(document): document.path for document in documents}
    return {address.casefold(): owner for address, owner in owners.items()}


def _address(document: Document) -> str:
    """Where a document is published; of an opening, where the page is that opens with it."""
    slug = slug_of(document)
    if document.kind == "opening":
        kind, _, name = slug.partition("-")
        return f"/{ {'category': '', 'tag': 'tag/', 'author': 'by/'}.get(kind, f'{kind}-') }{name}/"
    date = read_date(document.value("date")) if document.kind == "article" else None
    return f"/{date.year}/{slug}/" if date else f"/{slug}/"


def names_spelt_in_two_ways(sources: Sources) -> Iterator[Finding]:
    """Names with one slug share one address: Pelican merges them, or stops with half of the files written."""
    for fields, what in ((("category",), "category"), (("tags",), "tag"), (("author", "authors"), "author")):
        used = [
            (name, article.at(article.line(field)))
            for article in sources.articles
            for field in fields
            for name in (names_in(article.value(field)) if what != "category" else (article.value(field),))
        ]
        yield from _spellings(used, what)
    parts = ((article, series_part(article.value("series"))) for article in sources.articles)
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


def images_without_words(sources: Sources) -> Iterator[Finding]:
    for document in sources.documents:
        for found in IMAGE_WITHOUT_ALT.finditer(document.body):
            message = "an image without words; write what it shows: ![A desk by the lift](…)"
            yield Finding(_place(document, found), message)
        for found in IMG.finditer(document.body):
            if not ALT.search(found[0]):
                yield Finding(_place(document, found), 'an <img> without alt; write alt="what it shows"')


def links_to_missing_files(sources: Sources) -> Iterator[Finding]:
    for document in sources.documents:
        for found in LINK.finditer(document.body):
            path = _target(document, unquote(found["path"]))
            if path.startswith("dictionary/") and path in sources.files:
                message = f'the link "{found[0]}" points into the dictionary; write "dict:" and the head'
                yield Finding(_place(document, found), message)
            elif path not in sources.files:
                advice = _suggestion(path, sources, document)
                yield Finding(_place(document, found), f'the link "{found[0]}" points to no file; {advice}')
        for found in IMAGE_ADDRESS.finditer(document.body) if "/images/" in document.body else ():
            if unquote(found["path"]) not in sources.files:
                message = (
                    f'there is no image "/{found["path"]}"; put it into content/images/, or correct its name'
                )
                yield Finding(_place(document, found), message)


def links_to_drafts(sources: Sources) -> Iterator[Finding]:
    """A published page cannot link to what is not published."""
    unpublished = {document.place for document in sources.documents if not is_public(document, sources)}
    for document in sources.documents if unpublished else ():
        if document.place in unpublished:
            continue
        for found in LINK.finditer(document.body):
            if found["what"] == "filename" and _target(document, unquote(found["path"])) in unpublished:
                message = f'the link "{found[0]}" points to a draft; publish that too, or take the link out'
                yield Finding(_place(document, found), message)


def is_public(document: Document, sources: Sources) -> bool:
    """Whether a publish at `sources.now` shows this document."""
    date = read_date(document.value("date"))
    return document.value("status").lower() != "draft" and (date is None or date <= sources.now)


def _target(document: Document, path: str) -> str:
    if path.startswith("/"):
        return posixpath.normpath(path[1:])
    return posixpath.normpath(posixpath.join(posixpath.dirname(document.place), path))


def _suggestion(path: str, sources: Sources, document: Document) -> str:
    here, name = posixpath.dirname(document.place), posixpath.basename(path)
    places = {posixpath.basename(place): place for place in sorted(sources.files)}
    close = get_close_matches(name, places, n=1, cutoff=0.75)
    if not close:
        return "write the path of one, from this file's folder"
    return f'write "{posixpath.relpath(places[close[0]], here)}"'


def _place(document: Document, found: re.Match[str]) -> Source:
    return document.at(document.body_line + document.body.count("\n", 0, found.start()))


def threads_of_nothing(sources: Sources) -> Iterator[Finding]:
    """A thread belongs to an article, or to an entry of the dictionary."""
    known = {slug_of(article) for article in sources.articles}
    known |= {slug_of_file(place) for place in sources.files if place.startswith("articles/")}
    known |= {f"dictionary/{entry.slug}" for entry in sources.all_entries}
    yield from map(Finding.of, check_keys(sources.threads, known, f"{sources.folder}/comments"))


def faults_between_entries(sources: Sources) -> Iterator[Finding]:
    """Doubles, homographs, cross-references: what one entry alone cannot show."""
    yield from map(Finding.of, check_entries(sources.all_entries, WORDS_TAKEN))


def links_to_missing_entries(sources: Sources) -> Iterator[Finding]:
    dictionary = Dictionary.of(sources.all_entries)
    for document in sources.documents:
        yield from _dictionary_links(document.body, document.at(document.body_line), dictionary)
    for path, text in sources.dictionary_texts.items():
        yield from _dictionary_links(text, Source(path), dictionary)


def _dictionary_links(text: str, start: Source, dictionary: Dictionary) -> Iterator[Finding]:
    for found in DICTIONARY_LINK.finditer(text) if "dict:" in text else ():
        name = unquote(found["name"])
        if name != NOWHERE and dictionary.find(name) is None:
            near = dictionary.nearest(name)
            advice = f'write "dict:{near}", or define it' if near else "define it, or take the link out"
            where = start.down(text.count("\n", 0, found.start()))
            yield Finding(where, f'the link "dict:{name}" points to no entry; {advice}')


RULES: tuple[Rule, ...] = (
    unknown_keys,
    doubled_keys,
    missing_keys,
    text_in_front_matter,
    wrong_dates,
    modified_before_written,
    wrong_choices,
    series_without_number,
    equal_parts_of_a_series,
    missing_parts_of_a_series,
    equal_slugs,
    equal_ids,
    slugs_that_are_taken,
    wrong_aliases,
    names_spelt_in_two_ways,
    images_without_words,
    links_to_missing_files,
    links_to_drafts,
    links_to_missing_entries,
    faults_between_entries,
    threads_of_nothing,
)
