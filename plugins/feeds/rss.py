"""RSS 2.0 as the RSS Advisory Board's profile asks, with content, threads and the way to the archives."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from lxml.builder import ElementMaker

from plugins.feeds.content import Contents
from plugins.feeds.model import Document, Form, Item, updated_at
from plugins.feeds.xml import ATOM, CONTENT, DC, SLASH, WFW, rfc822, whole

NAMES = {"atom": ATOM, "content": CONTENT, "dc": DC, "slash": SLASH, "wfw": WFW}
LOGO_WIDTH, LOGO_HEIGHT = 144, 72
"""In pixels; 144 is the most that RSS allows."""

E = ElementMaker(nsmap=NAMES)
A = ElementMaker(namespace=ATOM, nsmap=NAMES)


def render_rss(document: Document, contents: Contents) -> bytes:
    """The document, whole. Its archives are the Atom feed's.

    Raises:
        FeedError: a text holds a character that XML cannot.
    """
    feed, items = document.feed, document.items.make()
    channel = E.channel(
        E.title(feed.title),
        E.link(feed.alternate_url),
        E.description(feed.subtitle),
        E.language(feed.language),
        E.copyright(feed.imprint.rights),
        E.lastBuildDate(rfc822(updated_at(feed, items))),
        *_links(document),
        E.image(
            E.url(feed.imprint.logo_url),
            E.title(feed.title),
            E.link(feed.alternate_url),
            E.width(str(LOGO_WIDTH)),
            E.height(str(LOGO_HEIGHT)),
        ),
        *(_item(item, contents, document) for item in items),
    )
    return whole(E.rss(channel, version="2.0"), feed.imprint.stylesheet)


def _links(document: Document) -> Iterator[etree._Element]:
    feed = document.feed
    yield A.link(rel="self", type=Form.RSS.media_type, href=document.url)
    if feed.imprint.hub_url:
        yield A.link(rel="hub", href=feed.imprint.hub_url)
    if document.older:
        archive = feed.url(Form.ATOM, document.older)
        yield A.link(rel="prev-archive", type=Form.ATOM.media_type, href=archive)


def _item(item: Item, contents: Contents, document: Document) -> etree._Element:
    content, summary = contents.of(item), contents.summary_of(item)
    return E.item(
        E.title(item.title),
        E.link(item.url),
        *([E.description(summary)] if summary else []),
        *(_dc("creator", author.name) for author in item.authors or (document.feed.imprint.publisher,)),
        E.pubDate(rfc822(item.published_at)),
        *(E.category(category.label, domain=category.scheme) for category in item.categories),
        E.guid(item.id, isPermaLink="false"),
        *_thread(item),
        _named(CONTENT, "encoded", content),
    )


def _thread(item: Item) -> Iterator[etree._Element]:
    if item.replies is None:
        return
    yield E.comments(item.replies.page_url)
    yield _named(WFW, "commentRss", item.replies.feed_url)
    if item.replies.count is not None:
        yield _named(SLASH, "comments", str(item.replies.count))


def _dc(name: str, text: str) -> etree._Element:
    return _named(DC, name, text)


def _named(namespace: str, name: str, text: str) -> etree._Element:
    element = etree.Element(f"{{{namespace}}}{name}", nsmap=NAMES)
    element.text = text
    return element
