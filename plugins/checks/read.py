"""From the disk to the model: the only module of this room that reads files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from plugins.checks.model import BuiltFile, BuiltPage, Document, DocumentKind, Finding, Site, Sources
from plugins.checks.page import parse_entries, parse_file, parse_page
from plugins.checks.parse import blank_code, parse_document, parse_text
from plugins.comments.parse import parse_threads
from plugins.glossary.front_matter import read_policy
from plugins.glossary.model import AuthorWarning, DictionaryFile, Entry
from plugins.glossary.parse import read_dictionary_file, read_opening
from plugins.source import AuthorError

KINDS: Mapping[str, DocumentKind] = {"articles": "article", "pages": "page", "openings": "opening"}
MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")
CHECKED_FILES = (".atom", ".css", ".json", ".opml", ".rss", ".svg", ".webmanifest", ".xml")

DICTIONARY = "dictionary/index.json"
SECURITY = ".well-known/security.txt"

ENOUGH_FILES = 1000
"""Sources. Below, they are read before another process has begun."""

ENOUGH_FOR_WORKERS = 150
"""Pages. Below, starting a worker takes longer than it saves."""


def read_sources(content: Path, now: datetime, allowed_keys: frozenset[str] = frozenset()) -> Sources:
    """Everything under `content`. What cannot be read becomes a finding; nothing is raised."""
    places = sorted(_visible_files(content))
    if len(places) < ENOUGH_FILES:
        return _with_threads(_read_texts(content, now, allowed_keys, places), _read_threads(content, places))
    # Fork, as below. The threads are about half of the work.
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as other:
        threads = other.submit(_read_threads, content, places)
        texts = _read_texts(content, now, allowed_keys, places)
        return _with_threads(texts, threads.result())


def _with_threads(sources: Sources, read: tuple[dict[str, int], list[Finding]]) -> Sources:
    threads, wrong = read
    return replace(sources, threads=threads, findings=(*sources.findings, *wrong))


def _read_threads(content: Path, places: Iterable[str]) -> tuple[dict[str, int], list[Finding]]:
    """All threads, and what is wrong with their files."""
    comments = {
        f"{content}/{place}": (content / place).read_bytes()
        for place in places
        if place.startswith("comments/")
    }
    threads, wrong = parse_threads(comments, f"{content}/comments")
    return {key: len(thread.comments) for key, thread in threads.items()}, _errors(wrong)


def _read_texts(content: Path, now: datetime, allowed_keys: frozenset[str], places: Iterable[str]) -> Sources:
    """All but the threads."""
    documents: list[Document] = []
    dictionary: list[DictionaryFile] = []
    dictionary_texts: dict[str, str] = {}
    entries: dict[str, tuple[Entry, ...]] = {}
    findings: list[Finding] = []
    for place in places:
        folder = place.partition("/")[0]
        path = f"{content}/{place}"
        if not place.endswith(MARKDOWN):
            continue
        if folder in KINDS:
            document, found = parse_document((content / place).read_bytes(), path, place, KINDS[folder])
            findings += found
            if document:
                documents.append(document)
                entries[path], faults = _entries_of(document)
                findings += faults
        elif folder == "dictionary":
            text, found = parse_text((content / place).read_bytes(), path)
            findings += found
            if text is not None:
                dictionary.append(read_dictionary_file(text, path))
                dictionary_texts[path] = blank_code(text)
    findings += _errors(error for file in dictionary for error in file.findings)
    return Sources(
        documents=tuple(documents),
        files=frozenset(places),
        dictionary=tuple(dictionary),
        dictionary_texts=dictionary_texts,
        entries=entries,
        threads={},
        findings=tuple(findings),
        now=now,
        folder=str(content),
        allowed_keys=allowed_keys,
    )


def _entries_of(document: Document) -> tuple[tuple[Entry, ...], list[Finding]]:
    values = {field.key: field.value for field in document.fields}
    policy, policy_errors = read_policy(values, document.at(1))
    body = "\n".join(document.text.split("\n")[document.body_line - 1 :])
    reading = read_opening(body, document.at(document.body_line), policy)
    if reading is None:
        return (), _errors(policy_errors)
    return (reading.entry,) if reading.entry else (), _errors((*policy_errors, *reading.findings))


def _errors(errors: Iterable[AuthorError]) -> list[Finding]:
    return [Finding.of(error) for error in errors if not isinstance(error, AuthorWarning)]


def _visible_files(folder: Path, inside: str = "") -> Iterator[str]:
    """Paths of all files but hidden ones and editors' backups, which Pelican ignores too."""
    try:
        entries = sorted(os.scandir(folder / inside), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name.endswith("~"):
            continue
        if entry.is_dir():
            yield from _visible_files(folder, f"{inside}{entry.name}/")
        else:
            yield f"{inside}{entry.name}"


def read_site(folder: Path, now: datetime) -> Site:
    """A built site: every page, feed and stylesheet of it, at `now`."""
    paths = sorted(_visible_files(folder))
    pages = [path for path in paths if path.endswith(".html")]
    files = [path for path in paths if path.endswith(CHECKED_FILES)]
    index = folder / DICTIONARY
    entries = parse_entries(index.read_bytes()) if index.is_file() else ()
    known = folder / SECURITY
    security = known.read_text("utf-8", "replace") if known.is_file() else ""
    if len(pages) < ENOUGH_FOR_WORKERS:
        return Site(
            str(folder),
            tuple(_read_page(folder, path) for path in pages),
            tuple(_read_file(folder, path) for path in files),
            frozenset(paths),
            entries,
            security,
            now,
        )
    # Fork: nothing here has started a thread, and a fresh interpreter would import lxml again.
    with ProcessPoolExecutor(mp_context=get_context("fork")) as workers:
        return Site(
            str(folder),
            tuple(workers.map(_read_page, [folder] * len(pages), pages, chunksize=32)),
            tuple(workers.map(_read_file, [folder] * len(files), files, chunksize=32)),
            frozenset(paths),
            entries,
            security,
            now,
        )


def _read_page(folder: Path, path: str) -> BuiltPage:
    return parse_page((folder / path).read_bytes(), path)


def _read_file(folder: Path, path: str) -> BuiltFile:
    return parse_file((folder / path).read_bytes(), path)


def clock(environment: Mapping[str, str]) -> datetime:
    """The time of this build: SOURCE_DATE_EPOCH where it is set, as in pelicanconf.py."""
    epoch = environment.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
