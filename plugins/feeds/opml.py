"""OPML 2.0: all feeds in one file, for a reader to take in whole."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.builder import ElementMaker

from plugins.feeds.model import Feed, Form
from plugins.feeds.xml import whole

E = ElementMaker()


@dataclass(frozen=True, slots=True)
class Group:
    """Feeds of one kind."""

    name: str
    feeds: tuple[Feed, ...]


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """The file, before it is rendered."""

    path: str
    title: str
    owner_url: str
    groups: tuple[Group, ...]


def render_opml(subscriptions: Subscriptions) -> bytes:
    """The file, whole. No dates: it would change with every one of them."""
    root = E.opml(
        E.head(E.title(subscriptions.title), E.ownerId(subscriptions.owner_url)),
        E.body(*(_group(group) for group in subscriptions.groups if group.feeds)),
        version="2.0",
    )
    return whole(root, "")


def _group(group: Group):  # type: ignore[no-untyped-def]  # lxml has no types
    return E.outline(*map(_outline, group.feeds), text=group.name)


def _outline(feed: Feed):  # type: ignore[no-untyped-def]
    return E.outline(
        type="rss",
        text=feed.title,
        title=feed.title,
        description=feed.subtitle,
        xmlUrl=feed.url(Form.ATOM),
        htmlUrl=feed.alternate_url,
        language=feed.language,
    )
