"""The way out as Ghost's JSON: posts, tags and users."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from plugins.checks.model import Document
from plugins.importer.leave import House, absolute
from plugins.slug import slugify


def write_ghost(house: House) -> str:
    """Ghost's own form: posts, tags and users. It has no comments: those are in WXR only."""
    texts = house.texts()
    users = {
        name: number
        for number, name in enumerate(sorted({n for one in texts for n in house.authors_of(one)}), start=1)
    }
    tags: dict[str, int] = {}
    posts, filed, signed = [], [], []
    for number, document in enumerate(texts, start=1):
        posts.append(_ghost_post(document, number, house))
        names = [name for name in (document.value("category"), *document.header.names("tags")) if name]
        for order, name in enumerate(names):
            tag = tags.setdefault(name, len(tags) + 1)
            filed.append({"post_id": str(number), "tag_id": str(tag), "sort_order": order})
        for order, name in enumerate(house.authors_of(document)):
            signed.append({"post_id": str(number), "author_id": str(users[name]), "sort_order": order})
    data = {
        "posts": posts,
        "tags": [{"id": str(number), "name": name, "slug": slugify(name)} for name, number in tags.items()],
        "users": [{"id": str(number), "name": name, "slug": slugify(name)} for name, number in users.items()],
        "posts_tags": filed,
        "posts_authors": signed,
    }
    return (
        json.dumps({"db": [{"meta": {"version": "5.0.0"}, "data": data}]}, ensure_ascii=False, indent=1)
        + "\n"
    )


def _ghost_post(document: Document, number: int, house: House) -> dict[str, object]:
    at = document.date
    modified: datetime | None = document.front.values.get("modified") or at
    return {
        "id": str(number),
        "title": document.value("title"),
        "slug": document.slug,
        "html": absolute(house.render(document.header.body.strip("\n")), document, house),
        "type": "post" if document.kind == "article" else "page",
        "status": "draft" if document.status == "draft" else "published",
        "visibility": "public",
        "custom_excerpt": document.value("summary") or None,
        "created_at": _ghost_time(at),
        "published_at": _ghost_time(at),
        "updated_at": _ghost_time(modified),
    }


def _ghost_time(at: datetime | None) -> str | None:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z" if at else None
