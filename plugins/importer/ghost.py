"""Exports of Ghost: one JSON. `members` are never looked at; images are not in it, only their addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from plugins.importer.koenig import read_koenig
from plugins.importer.model import Export, Index, Item, NameKind, OldName, Outcome, Post, Status, Thing
from plugins.importer.moments import read_moment
from plugins.importer.stream import Mended, Part, texts_of
from plugins.source import AuthorError, Source

SYSTEM: Final = "ghost"
LARGEST: Final = 200 << 20
"""Characters. It is one value, and held whole; above, Ghost's own tools divide it."""

STATUSES: Final[Mapping[str, Status]] = {
    "published": "published",
    "draft": "draft",
    "scheduled": "scheduled",
    "sent": "private",
}
OBJECT: Final = re.compile(r"[0-9a-f]{24}")
PLACEHOLDER: Final = "__GHOST_URL__"


def open_export(parts: Sequence[Part], logins: frozenset[str], mended: Mended) -> Export:  # noqa: ARG001
    """All files of one export. A single file is held whole, up to LARGEST characters."""
    found = [(part, _data(part, mended)) for part in parts]
    things = [thing for part, data in found for thing in _things(data, part.name)]
    counted = {"post": 0, "page": 0, "tag": 0, "user": 0}
    for _, data in found:
        posts = _rows(data, "posts")
        pages = sum(1 for post in posts if post.get("type") == "page" or post.get("page"))
        counted["post"] += len(posts) - pages
        counted["page"] += pages
        counted["tag"] += len(_rows(data, "tags"))
        counted["user"] += len(_rows(data, "users"))
    names = tuple(name for _, data in found for name in _old_names(data))
    return Export(SYSTEM, Index(SYSTEM, old_names=names), lambda: iter(things), lambda: counted)


def _data(part: Part, mended: Mended) -> dict[str, Any]:
    """`{"db": [{"data": …}]}` or `{"data": …}`."""
    pieces, size = list[str](), 0
    for piece in texts_of(part, mended):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            raise AuthorError(
                Source(part.name), f"larger than {LARGEST >> 20:,} MB; export fewer posts at a time"
            )
    try:
        data = json.loads("".join(pieces))
    except (ValueError, RecursionError) as wrong:
        line = wrong.lineno if isinstance(wrong, json.JSONDecodeError) else 1
        raise AuthorError(Source(part.name, line), "no JSON that is whole; export it again") from None
    database = data.get("db") if isinstance(data, dict) else None
    if isinstance(database, list) and database:
        data = database[0]
    data = data.get("data") if isinstance(data, dict) else None
    if not isinstance(data, dict):
        raise AuthorError(Source(part.name), 'no export of Ghost: it has no "data"')
    return data


def _rows(data: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    rows = data.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _things(data: Mapping[str, Any], path: str) -> Iterator[Thing]:
    """A JSON has no lines that anybody would look for: a place is the number of the record."""
    tags = {str(row.get("id")): row for row in _rows(data, "tags")}
    users = {
        str(row.get("id")): str(row.get("name") or row.get("slug") or "") for row in _rows(data, "users")
    }
    filed, signed = _joined(data, "posts_tags", "tag_id"), _joined(data, "posts_authors", "author_id")
    words = {str(row.get("post_id")): _said(row, "feature_image_alt") for row in _rows(data, "posts_meta")}
    for place, (identity, row) in enumerate(tags.items(), start=1):
        yield Item("tag", str(row.get("slug") or identity), Source(path, place), Outcome.KEPT)
    for place, identity in enumerate(users, start=1):
        yield Item("user", identity, Source(path, place), Outcome.KEPT)
    for place, row in enumerate(_rows(data, "posts"), start=1):
        identity = str(row.get("id") or place)
        names = [tags[one] for one in filed.get(identity, ()) if one in tags]
        writers = tuple(users[one] for one in signed.get(identity, ()) if users.get(one))
        made = _post(row, identity, Source(path, place), names, writers)
        yield replace(made, image_words=words.get(identity, ""))


def _old_names(data: Mapping[str, Any]) -> Iterator[OldName]:
    """A text is filed under the first of its tags here."""
    tables: tuple[tuple[str, NameKind], ...] = (("tags", "category"), ("users", "author"))
    for table, kind in tables:
        for row in _rows(data, table):
            if _said(row, "slug") and _said(row, "name"):
                yield OldName(kind, _said(row, "slug"), _said(row, "name"))


def _joined(data: Mapping[str, Any], table: str, name: str) -> dict[str, list[str]]:
    """Id of a post → ids of what it has, in their order."""
    found: dict[str, list[str]] = {}
    for row in sorted(_rows(data, table), key=_order):
        found.setdefault(str(row.get("post_id")), []).append(str(row.get(name)))
    return found


def _order(row: Mapping[str, Any]) -> int:
    order = row.get("sort_order")
    return order if isinstance(order, int) else 0


def _post(
    row: Mapping[str, Any],
    identity: str,
    source: Source,
    tags: Sequence[Mapping[str, Any]],
    writers: tuple[str, ...],
) -> Post:
    """What is for members only, or was only sent as a letter, is a draft."""
    status = STATUSES.get(str(row.get("status")), "draft")
    if status == "published" and row.get("visibility") not in (None, "public"):
        status = "private"
    html, slug = _said(row, "html"), _said(row, "slug")
    notes: tuple[str, ...] = ("it was featured",) if row.get("featured") else ()
    is_own_form = not html and bool(row.get("lexical") or row.get("mobiledoc"))
    if is_own_form:
        html, unknown = read_koenig(_said(row, "lexical"), _said(row, "mobiledoc"))
        notes += tuple(f'a card "{name[:40]}" is left out' for name in unknown)
    names = [
        str(tag.get("name"))
        for tag in tags
        if tag.get("visibility") != "internal" and not str(tag.get("name")).startswith("#")
    ]
    is_page = row.get("type") == "page" or bool(row.get("page"))
    created = read_moment(_said(row, "published_at")) or read_moment(_said(row, "created_at"))
    return Post(
        id=identity,
        source=source,
        kind="page" if is_page else "post",
        title=_said(row, "title"),
        body=html.replace(PLACEHOLDER, ""),
        writing="html",
        status=status,
        published_at=created,
        modified_at=read_moment(_said(row, "updated_at")),
        slug=slug,
        link=f"/{slug}/" if slug else "",
        guid=_guid(row, identity),
        category=names[0] if names else "",
        tags=tuple(names[1:]),
        authors=writers,
        summary=_said(row, "custom_excerpt"),
        image=_said(row, "feature_image").replace(PLACEHOLDER, ""),
        notes=notes,
        lost="its text is lost: the export has it only in Ghost's own form (Lexical, Mobiledoc), which cannot be read;"
        " copy it from the old page"
        if is_own_form and not html
        else "",
    )


def _guid(row: Mapping[str, Any], identity: str) -> str:
    """Its id in Ghost's feed: the long number of the row, and before version 1, when that was short, another field."""
    return identity if OBJECT.fullmatch(identity) else _said(row, "uuid")


def _said(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""
