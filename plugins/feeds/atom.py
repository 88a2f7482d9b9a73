"""Atom 1.0 (RFC 4287), with threads (RFC 4685), archives (RFC 5005) and a hub (WebSub)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lxml import etree
from lxml.builder import ElementMaker

from plugins.feeds.content import Said
from plugins.feeds.model import Author, Feed, FeedInputs, Form, Item
from plugins.feeds.xml import ATOM, HISTORY, THREAD, XML, Frame, cut_out, framed, rfc3339

TYPE = Form.ATOM.media_type
NAMES = {None: ATOM, "thr": THREAD, "fh": HISTORY}

E = ElementMaker(namespace=ATOM, nsmap=NAMES)
T = ElementMaker(namespace=THREAD, nsmap=NAMES)
H = ElementMaker(namespace=HISTORY, nsmap=NAMES)


END = b"</feed>\n"
ENDS = etree.tostring(E.feed()).replace(b"/>", b">\n"), END


def frame_atom(document: FeedInputs, feed: Feed, updated_at: datetime) -> Frame:
    """The document without its items."""
    root = E.feed(
        E.id(feed.id),
        E.title(feed.title),
        E.subtitle(feed.subtitle),
        E.updated(rfc3339(updated_at)),
        _author(feed.imprint.publisher),
        *(E.link(rel=rel, type=kind, href=href) for rel, kind, href in _links(document, feed)),
        *_hub(feed),
        *([H.archive()] if document.number else []),
        E.icon(feed.imprint.icon_url),
        E.logo(feed.imprint.logo_url),
        E.rights(feed.imprint.rights),
    )
    root.set(f"{{{XML}}}lang", feed.language)
    return framed(root, feed.imprint.stylesheet, END)


def _links(document: FeedInputs, feed: Feed) -> Iterator[tuple[str, str, str]]:
    """Relation, media type, address."""
    yield "self", TYPE, feed.url(Form.ATOM, document.number)
    yield "alternate", "text/html", feed.alternate_url
    if feed.imprint.license_url:
        yield "license", "text/html", feed.imprint.license_url
    if document.number:
        yield "current", TYPE, feed.url(Form.ATOM)
    if document.older:
        yield "prev-archive", TYPE, feed.url(Form.ATOM, document.older)
    if document.newer:
        yield "next-archive", TYPE, feed.url(Form.ATOM, document.newer)
    if feed.whole_url:
        yield "related", TYPE, feed.whole_url


def _hub(feed: Feed) -> Iterator[etree._Element]:
    if feed.imprint.hub_url:
        yield E.link(rel="hub", href=feed.imprint.hub_url)


def write_atom_item(item: Item, said: Said, feed: Feed) -> bytes:
    """The item as it stands in a document of `feed`."""
    entry = E.entry(
        E.id(item.id),
        E.title(item.title),
        E.link(rel="alternate", type="text/html", href=item.url),
        *_thread(item),
        E.published(rfc3339(item.published_at)),
        E.updated(rfc3339(item.updated_at)),
        *map(_author, item.authors),
        *(E.category(term=c.term, scheme=c.scheme, label=c.label) for c in item.categories),
        *([E.summary(said.summary)] if said.summary else []),
        E.content(said.html, type="html"),
    )
    if item.language != feed.language:
        entry.set(f"{{{XML}}}lang", item.language)
    return cut_out(E.feed(entry), ENDS)


def _thread(item: Item) -> Iterator[etree._Element]:
    if item.replies:
        yield E.link(rel="replies", type=TYPE, href=item.replies.feed_url)
        yield E.link(rel="replies", type="text/html", href=item.replies.page_url)
    if item.in_reply_to:
        answered = item.in_reply_to
        yield T("in-reply-to", ref=answered.ref, href=answered.url, type="text/html")


def _author(author: Author) -> etree._Element:
    return E.author(E.name(author.name), *([E.uri(author.url)] if author.url else []))
