"""JSON Feed 1.1. It has no archives: those are in Atom."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from plugins.feeds.content import Said
from plugins.feeds.model import Author, Feed, FeedInputs, Form, Item
from plugins.feeds.xml import Frame, rfc3339

VERSION = "https://jsonfeed.org/version/1.1"


def frame_json(document: FeedInputs, feed: Feed, updated_at: datetime) -> Frame:  # noqa: ARG001 - it has no words for them
    """The document without its items."""
    data: dict[str, Any] = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.alternate_url,
        "feed_url": feed.url(Form.JSON),
        "description": feed.subtitle,
        "language": feed.language,
        "icon": feed.imprint.icon_url,
        "favicon": feed.imprint.icon_url,
        "authors": [_author(feed.imprint.publisher)],
    }
    if feed.imprint.hub_url:
        data["hubs"] = [{"type": "WebSub", "url": feed.imprint.hub_url}]
    before = _write(data | {"items": []}).removesuffix("]\n}")
    return Frame(before.encode(), b"\n ]\n}\n", between=b",")


def write_json_item(item: Item, said: Said, feed: Feed) -> bytes:
    """The item as it stands in a document of `feed`."""
    data: dict[str, Any] = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_html": said.html,
        "date_published": rfc3339(item.published_at),
        "date_modified": rfc3339(item.updated_at),
    }
    if said.summary:
        data["summary"] = said.summary
    if item.authors:
        data["authors"] = [_author(author) for author in item.authors]
    if item.categories:
        data["tags"] = [category.label for category in item.categories]
    if item.language != feed.language:
        data["language"] = item.language
    # No text has a line break of its own in JSON: all of them are the layout's.
    return f"\n{_write(data)}".replace("\n", "\n  ").encode()


def _write(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)


def _author(author: Author) -> dict[str, str]:
    return {"name": author.name} | ({"url": author.url} if author.url else {})
