"""RSS 2.0 as the RSS Advisory Board's profile asks, with content, threads and the way to the archives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import escape

from lxml import etree
from lxml.builder import ElementMaker

from plugins.feeds.content import Said
from plugins.feeds.model import Feed, FeedInputs, Form, Item
from plugins.feeds.xml import ATOM, CONTENT, DC, THREAD, Frame, cut_out, framed, rfc822

NAMES = {"atom": ATOM, "content": CONTENT, "dc": DC, "thr": THREAD}
LOGO_WIDTH, LOGO_HEIGHT = 144, 72
"""In pixels; 144 is the most that RSS allows."""

MARKUP = re.compile(r"<[a-z/!?]|&#?\w+;", re.IGNORECASE)

E = ElementMaker(nsmap=NAMES)
A = ElementMaker(namespace=ATOM, nsmap=NAMES)
T = ElementMaker(namespace=THREAD, nsmap=NAMES)


END = b"  </channel>\n</rss>\n"
ENDS = etree.tostring(E.rss()).replace(b"/>", b">\n  <channel>\n"), END


def frame_rss(document: FeedInputs, feed: Feed, updated_at: datetime) -> Frame:
    """The document without its items. Its archives are the Atom feed's."""
    channel = E.channel(
        E.title(_as_html(feed.title)),
        E.link(feed.alternate_url),
        E.description(_as_html(feed.subtitle)),
        E.language(feed.language),
        E.copyright(feed.imprint.rights),
        E.lastBuildDate(rfc822(updated_at)),
        *_links(document, feed),
        E.image(
            E.url(feed.imprint.logo_url),
            E.title(_as_html(feed.title)),
            E.link(feed.alternate_url),
            E.width(str(LOGO_WIDTH)),
            E.height(str(LOGO_HEIGHT)),
        ),
    )
    return framed(E.rss(channel, version="2.0"), feed.imprint.stylesheet, END)


def _links(document: FeedInputs, feed: Feed) -> Iterator[etree._Element]:
    yield A.link(rel="self", type=Form.RSS.media_type, href=feed.url(Form.RSS))
    if feed.imprint.hub_url:
        yield A.link(rel="hub", href=feed.imprint.hub_url)
    if document.older:
        archive = feed.url(Form.ATOM, document.older)
        yield A.link(rel="prev-archive", type=Form.ATOM.media_type, href=archive)
    if feed.whole_url:
        yield A.link(rel="related", type=Form.ATOM.media_type, href=feed.whole_url)


def write_rss_item(item: Item, said: Said, feed: Feed) -> bytes:
    """The item as it stands in a document of `feed`."""
    made = E.item(
        E.title(_as_html(item.title)),
        E.link(item.url),
        *([E.description(_as_html(said.summary))] if said.summary else []),
        *(_named(DC, "creator", author.name) for author in item.authors or (feed.imprint.publisher,)),
        E.pubDate(rfc822(item.published_at)),
        *(E.category(category.label, domain=category.scheme) for category in item.categories),
        E.guid(item.id, isPermaLink="false"),
        *_thread(item),
        _named(CONTENT, "encoded", said.html),
    )
    return cut_out(E.rss(E.channel(made)), ENDS)


def _as_html(text: str) -> str:
    """`text` as readers show it that take for HTML what looks like it; most texts stay as they are."""
    return escape(text, quote=False) if MARKUP.search(text) else text


def _thread(item: Item) -> Iterator[etree._Element]:
    if item.replies:
        yield E.comments(item.replies.page_url)
        yield A.link(rel="replies", type=Form.ATOM.media_type, href=item.replies.feed_url)
    if item.in_reply_to:
        answered = item.in_reply_to
        yield T("in-reply-to", ref=answered.ref, href=answered.url, type="text/html")


def _named(namespace: str, name: str, text: str) -> etree._Element:
    element = etree.Element(f"{{{namespace}}}{name}", nsmap=NAMES)
    element.text = text
    return element
