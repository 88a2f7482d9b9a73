"""Exports of Substack: a zip of `posts.csv` and a file of HTML for each post. Lists of subscribers are never opened."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final
from urllib.parse import unquote

from plugins.importer.model import Export, Index, Item, Outcome, Post, Status, Thing
from plugins.importer.moments import read_moment
from plugins.importer.stream import Mended, Part, text_of
from plugins.source import AuthorError, Source

SYSTEM: Final = "substack"
FILE: Final = re.compile(r"(?:.*[/!])?(?P<id>\d+)\.(?P<slug>[^/]*)\.html")
WRAPPED: Final = re.compile(
    r"https://(?:substackcdn\.com|cdn\.substack\.com)/image/fetch/[^/\s\"']*/(?P<address>https?(?::|%3A)[^\s\"'<>]+)"
)
LONGEST_FIELD: Final = 10 << 20


def open_export(parts: Sequence[Part], logins: frozenset[str], mended: Mended) -> Export:  # noqa: ARG001
    """The zip. Only what a reader could see is opened: `posts.csv`, and the HTML that it names."""
    table = next(part for part in parts if is_table(part.name))
    files = {found["id"]: part for part in parts if (found := FILE.fullmatch(part.name))}
    rows = list(_rows(table, mended))
    named = {row["post_id"].partition(".")[0] for _, row in rows}

    def things() -> Iterator[Thing]:
        for line, row in rows:
            yield _post(row, Source(table.name, line), files)
        for identity in files.keys() - named:
            why = "posts.csv does not name it"
            yield Item("file", identity, Source(files[identity].name), Outcome.SKIPPED, why)

    counts = {"post": len(rows), "file": len(files.keys() - named)}
    return Export(SYSTEM, Index(SYSTEM), things, lambda: counts)


def is_table(name: str) -> bool:
    return re.split("[/!]", name)[-1] == "posts.csv"


def _rows(part: Part, mended: Mended) -> Iterator[tuple[int, dict[str, str]]]:
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.DictReader(io.StringIO(text_of(part, mended), newline=""), strict=True)
    try:
        if "post_id" not in (reader.fieldnames or ()):
            raise AuthorError(Source(part.name), 'no table of posts: it has no column "post_id"')
        before = reader.line_num
        for row in reader:
            yield before + 1, {name: value or "" for name, value in row.items() if isinstance(name, str)}
            before = reader.line_num
    except csv.Error as wrong:
        raise AuthorError(
            Source(part.name, reader.line_num), f"no table that can be read ({wrong}); download it again"
        ) from None


def _post(row: Mapping[str, str], source: Source, files: Mapping[str, Part]) -> Post:
    identity, _, slug = row["post_id"].partition(".")
    file = files.get(identity)
    body = text_of(file) if file else ""
    return Post(
        id=identity,
        source=source,
        kind="post",
        title=escape(row.get("title", "")),
        body=WRAPPED.sub(lambda found: unquote(found["address"]), body),
        writing="html",
        status=_status(row),
        published_at=read_moment(row.get("post_date", "")) or read_moment(row.get("email_sent_at", "")),
        modified_at=None,
        slug=slug,
        link=f"/p/{slug}" if slug else "",
        guid=f"/p/{slug}" if slug else "",
        summary=escape(row.get("subtitle", "")),
        notes=() if file else ("its file is not in the export",),
    )


def _status(row: Mapping[str, str]) -> Status:
    """What readers paid for is not published by accident."""
    if row.get("is_published", "").strip().lower() != "true":
        return "draft"
    return "published" if row.get("audience", "everyone") in ("everyone", "") else "private"
