"""JSON Feed 1.1. `next_url` is the archive before: the same blocks as RFC 5005's."""

from __future__ import annotations

import json
from typing import Any

from plugins.feeds.content import Contents
from plugins.feeds.model import Author, Document, Form, Item
from plugins.feeds.xml import rfc3339

VERSION = "https://jsonfeed.org/version/1.1"


def render_json(document: Document, contents: Contents) -> bytes:
    """The document, whole.

    Raises:
        FeedError: a text holds a control character.
    """
    feed = document.feed
    data: dict[str, Any] = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.alternate_url,
        "feed_url": document.url,
        "description": feed.subtitle,
        "language": feed.language,
        "icon": feed.imprint.icon_url,
        "favicon": feed.imprint.icon_url,
        "authors": [_author(feed.imprint.publisher)],
    }
    if document.older:
        data["next_url"] = feed.url(Form.JSON, document.older)
    if feed.imprint.hub_url and not document.number:
        data["hubs"] = [{"type": "WebSub", "url": feed.imprint.hub_url}]
    data["items"] = [_item(item, contents, feed.language) for item in document.items.make()]
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _item(item: Item, contents: Contents, language: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_html": contents.of(item),
        "date_published": rfc3339(item.published_at),
        "date_modified": rfc3339(item.updated_at),
    }
    if summary := contents.summary_of(item):
        data["summary"] = summary
    if item.authors:
        data["authors"] = [_author(author) for author in item.authors]
    if item.categories:
        data["tags"] = [category.label for category in item.categories]
    if item.language != language:
        data["language"] = item.language
    return data


def _author(author: Author) -> dict[str, str]:
    return {"name": author.name} | ({"url": author.url} if author.url else {})
