"""Atom 1.0 (RFC 4287)."""

from __future__ import annotations

from datetime import UTC, datetime

from lxml import etree
from lxml.builder import ElementMaker

from plugins.feeds.model import Author, Feed, Item

ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""When an empty feed was last changed: no clock here."""

E = ElementMaker(namespace=ATOM, nsmap={None: ATOM})


def render_atom(feed: Feed) -> bytes:
    """The document, whole.

    Raises:
        ValueError: a text holds a character that XML cannot.
    """
    root = E.feed(
        E.id(feed.id),
        E.title(feed.title),
        E.subtitle(feed.subtitle),
        E.updated(_time(feed.updated_at or EPOCH)),
        E.link(rel="self", type="application/atom+xml", href=feed.url),
        E.link(rel="alternate", type="text/html", href=feed.alternate_url),
        E.icon(feed.icon_url),
        E.rights(feed.rights),
        *map(_item, feed.items),
    )
    root.set(f"{{{XML}}}lang", feed.language)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return data


def _item(item: Item) -> etree._Element:
    return E.entry(
        E.id(item.id),
        E.title(item.title),
        E.link(rel="alternate", type="text/html", href=item.url),
        E.published(_time(item.published_at)),
        E.updated(_time(item.updated_at)),
        *map(_author, item.authors),
        *(E.category(term=c.term, scheme=c.scheme, label=c.label) for c in item.categories),
        E.summary(item.summary),
        E.content(item.content, type="html"),
    )


def _author(author: Author) -> etree._Element:
    return E.author(E.name(author.name), E.uri(author.url))


def _time(moment: datetime) -> str:
    """RFC 3339, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
