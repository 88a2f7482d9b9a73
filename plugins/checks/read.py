"""From the disk to the model: what authors wrote."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, get_args

from plugins.checks.body import Body, read_body
from plugins.checks.kept import Kept
from plugins.checks.model import Document, DocumentKind, Finding, Said, Sources
from plugins.checks.parse import parse_document
from plugins.comments.model import Comment, Role
from plugins.comments.parse import check_ids, ids_of, parse_thread
from plugins.front_matter import EVERYWHERE, Customs
from plugins.glossary.front_matter import policy_of
from plugins.glossary.model import AuthorWarning, DictionaryFile, Entry
from plugins.header import decode
from plugins.incremental.listing import Listing
from plugins.site.content import HOUSE, FileKind, Layout, Picture, names_of_comments, read_picture
from plugins.site.palette import read_palette, tokens_of
from plugins.site.redirects import Forward, parse_redirects
from plugins.source import AuthorError, Source

DOCUMENTS: tuple[DocumentKind, ...] = get_args(DocumentKind)
SHEET = Path(__file__).parents[2] / "theme/static/css/site.css"

COMMENTS_A_THREAD = 6
"""As many as a thread has in the middle."""

ENOUGH_FILES = 1000
"""Sources. Below, they are read before another process has begun."""


class ReadText(NamedTuple):
    """What one article, page or opening says."""

    document: Document
    entries: tuple[Entry, ...]
    lines: int | None
    """How many the definitions take with which it begins; None where it begins with none."""

    findings: tuple[Finding, ...]


class ReadWords(NamedTuple):
    """What one file of the dictionary says; no `file` where it is no text."""

    file: DictionaryFile | None
    lines: int
    text: Body | None
    findings: tuple[Finding, ...]


class ReadThread(NamedTuple):
    """What one thread says."""

    said: tuple[Said, ...]
    ids: tuple[tuple[str, Source], ...]
    findings: tuple[Finding, ...]


def read_sources(
    content: Path,
    now: datetime,
    customs: Customs = EVERYWHERE,
    layout: Layout = HOUSE,
    kept: Path | None = None,
    *,
    threads: bool = True,
) -> Sources:
    """Everything under `content`. What cannot be read becomes a finding; nothing is raised.

    Args:
        kept: file in which what was read is left for whoever asks next.
        threads: whether comments are asked for; without them there are none, and nothing that is said of them.
    """
    customs = replace(customs, now=now)
    picture = read_picture(content, layout, without=() if threads else ("comments",))
    known = Kept.at(kept, content, customs) if kept else Kept()
    new = [key for key, listing in picture.threads.items() if not known.has(_place_of(key), listing)]
    files = sum(map(len, picture.files.values())) + COMMENTS_A_THREAD * len(new)
    if files < ENOUGH_FILES or not new or threading.active_count() > 1:
        texts = _read_texts(content, customs, picture, known)
        fresh = _read_threads(content, customs.zone, picture, new)
    else:
        # Fork: nothing has started a thread but the preview, which reads alone. Comments are half of the work.
        from concurrent.futures import ProcessPoolExecutor  # only now: small publications need none
        from multiprocessing import get_context

        with ProcessPoolExecutor(1, mp_context=get_context("fork")) as other:
            discussion = other.submit(_read_threads, content, customs.zone, picture, new)
            texts = _read_texts(content, customs, picture, known)
            fresh = discussion.result()
    sources = _with_threads(texts, picture, fresh, known)
    known.save(is_whole=threads)
    return sources


def read_texts(
    content: Path, now: datetime, customs: Customs = EVERYWHERE, layout: Layout = HOUSE
) -> Sources:
    """`read_sources` without the threads."""
    return _read_texts(content, replace(customs, now=now), read_picture(content, layout), Kept())


def read_thread(content: Path, key: str) -> dict[str, str]:
    """Path → text of each file of one thread; nothing where there is none."""
    files = sorted((content / "comments" / key).glob("*.md"))
    return {f"{content}/comments/{key}/{path.name}": path.read_text("utf-8", "replace") for path in files}


def _place_of(key: str) -> str:
    return f"comments/{key}"


def _with_threads(
    sources: Sources, picture: Picture, fresh: Mapping[str, ReadThread], known: Kept
) -> Sources:
    read: dict[str, ReadThread] = {}
    for key, listing in sorted(picture.threads.items()):
        read[key] = known.read(_place_of(key), listing, partial(fresh.__getitem__, key))
    findings = [finding for one in read.values() for finding in one.findings]
    findings += _errors(check_ids(one for thread in read.values() for one in thread.ids))
    return replace(
        sources,
        threads={key: one.said for key, one in read.items()},
        findings=(*sources.findings, *sorted(findings)),
    )


def _read_threads(
    content: Path, zone: tzinfo, picture: Picture, keys: Iterable[str]
) -> dict[str, ReadThread]:
    """These threads, and what is wrong with their files."""
    return {key: _read_thread(content, zone, key, picture.threads[key]) for key in keys}


def _read_thread(content: Path, zone: tzinfo, key: str, listing: Listing) -> ReadThread:
    places = (f"{_place_of(key)}/{name}" for name in names_of_comments(listing))
    files = {f"{content}/{place}": (content / place).read_bytes() for place in places}
    thread, wrong = parse_thread(key, files, zone)
    said = tuple(_said(one, files) for one in thread.comments)
    return ReadThread(said, tuple(ids_of(thread)), tuple(_errors(wrong)))


def _said(comment: Comment, files: Mapping[str, bytes]) -> Said:
    path = comment.source.path
    return Said(
        comment.posted_at,
        Source(path, comment.date_line),
        blake2b(files[path], digest_size=8).hexdigest(),
        comment.number,
        comment.author,
        comment.role is Role.AUTHOR,
        comment.replyto,
        "?" in comment.body and not comment.is_deleted,
        comment.imported_from is not None,
    )


def _read_texts(content: Path, customs: Customs, picture: Picture, known: Kept) -> Sources:
    """All but the threads."""
    texts = [
        known.read(place, stamp, partial(_read_text, content, place, kind, customs))
        for kind in DOCUMENTS
        for place, stamp in picture.files[kind].items()
    ]
    words = {
        f"{content}/{place}": known.read(place, stamp, partial(_read_words, content, place, customs))
        for place, stamp in picture.files["word"].items()
    }
    findings = _errors(picture.findings(str(content)))
    findings += [finding for text in texts for finding in text.findings]
    findings += [finding for one in words.values() for finding in one.findings]
    for place in picture.files["palette"]:
        text = (content / place).read_text("utf-8-sig", "replace")
        findings += _errors(
            read_palette(text, f"{content}/{place}", tokens_of(SHEET.read_text("utf-8"))).findings
        )
    redirects: tuple[Forward, ...] = ()
    for place in picture.files["redirects"]:
        redirects, wrong_lines = parse_redirects(
            (content / place).read_text("utf-8-sig", "replace"), f"{content}/{place}"
        )
        findings += _errors(wrong_lines)
    definitions = {one.document.path: one.lines for one in texts if one.lines is not None}
    return Sources(
        documents=tuple(sorted((one.document for one in texts), key=lambda document: document.path)),
        files=frozenset((*picture.of(*get_args(FileKind)), *picture.comments())),
        dictionary=tuple(one.file for one in words.values() if one.file),
        dictionary_texts={path: one.text for path, one in words.items() if one.text},
        entries={one.document.path: one.entries for one in texts},
        definitions=definitions | {path: one.lines for path, one in words.items() if one.file},
        threads={},
        findings=tuple(findings),
        now=customs.now or datetime.now(UTC),
        folder=str(content),
        zone=customs.zone,
        layout=picture.layout,
        redirects=redirects,
    )


def _read_text(content: Path, place: str, kind: DocumentKind, customs: Customs) -> ReadText:
    from plugins.glossary.parse import read_opening  # only now: what is kept need not be read

    document = parse_document((content / place).read_bytes(), f"{content}/{place}", place, kind, customs)
    findings = _errors(document.front.findings)
    start = document.at(document.body_line)
    reading = read_opening(document.header.body, start, policy_of(document.front), customs)
    if reading is None:
        return ReadText(document, (), None, tuple(findings))
    findings += _errors(reading.findings)
    return ReadText(document, (reading.entry,) if reading.entry else (), reading.lines, tuple(findings))


def _read_words(content: Path, place: str, customs: Customs) -> ReadWords:
    from plugins.glossary.parse import read_dictionary_file

    path = f"{content}/{place}"
    try:
        text = decode((content / place).read_bytes(), path)
    except AuthorError as wrong:
        return ReadWords(None, 0, None, (Finding.of(wrong),))
    file = read_dictionary_file(text, path, customs)
    lines = (file.commentary_source.line if file.commentary else text.count("\n") + 2) - 1
    return ReadWords(file, lines, read_body(text), tuple(_errors(file.findings)))


def _errors(errors: Iterable[AuthorError]) -> list[Finding]:
    return [Finding.of(error) for error in errors if not isinstance(error, AuthorWarning)]


def read_settings_and_theme(settings: Path, theme: Path) -> dict[str, str]:
    """Path → text of the settings, of those beside them that they may go on from, and of the theme's templates.

    Paths are as the author would type them: relative where they are below the folder that is worked in.
    """
    here = Path.cwd()
    shown = theme.relative_to(here) if theme.is_relative_to(here) else theme
    paths = {settings, settings.with_name("pelicanconf.py"), *shown.glob("templates/**/*.html")}
    return {str(path): path.read_text("utf-8", "replace") for path in sorted(paths) if path.is_file()}
