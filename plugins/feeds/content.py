"""Page HTML made fit for a reader far away from the site: absolute addresses, no scripts, no forms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

import lxml.html
from lxml.html import HtmlElement

from plugins.feeds.faults import require_printable
from plugins.feeds.model import Item
from plugins.pages.prose import plain, shorten

ADDRESSES = frozenset(("href", "src", "poster", "cite", "data", "longdesc"))
UNWANTED = frozenset(("script", "style", "form", "template", "object", "embed", "link", "meta"))
CANDIDATE = re.compile(r",\s+|,(?=/)")
"""Between the candidates of a srcset; an address may hold commas of its own."""

MARKUP = re.compile(r"<[/!a-z]|&[#a-z]", re.IGNORECASE)
"""What some readers would take for HTML in a plain text, and the validators report."""

DRAWN = frozenset(("svg", "math"))
"""Elements of another vocabulary: what they need to be seen is not in the list below."""

ATTRIBUTES = frozenset(
    [
        *(
            "abbr",
            "alt",
            "cite",
            "class",
            "colspan",
            "controls",
            "datetime",
            "dir",
            "headers",
            "height",
            "href",
        ),
        *(
            "href",
            "hreflang",
            "id",
            "kind",
            "label",
            "lang",
            "longdesc",
            "loop",
            "media",
            "muted",
            "open",
            "poster",
        ),
        *("preload", "rel", "reversed", "rowspan", "scope", "sizes", "span", "src", "srclang", "srcset"),
        *("start", "title", "type", "value", "width"),
    ]
)
"""What readers know and the validators let pass; "class" so that one who styles feeds can."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an item says, as readers get it."""

    html: str

    summary: str
    """Plain text; empty where there is none that does not look like HTML."""


def say(item: Item) -> Said:
    """What the item says, made fit for readers.

    Raises:
        FeedError: it holds a character that no feed can.
    """
    html = for_feed(item.text.make(), item.url)
    require_printable(html + item.title + item.summary, item.source)
    if item.summary:
        return Said(html, item.summary)
    start = shorten(plain(html))
    return Said(html, "" if MARKUP.search(start) else start)


def for_feed(body: str, page_url: str) -> str:
    """`body` with every address absolute.

    Args:
        body: HTML of the article, as on its page.
        page_url: absolute address of that page; fragments and relative addresses are resolved against it.
    """
    if not body.strip():
        return ""
    root = lxml.html.fragment_fromstring(body, create_parent="div")
    tags = {element.tag for element in root.iter()}
    if not tags.isdisjoint(UNWANTED):
        for element in list(root.iter(*UNWANTED)):
            element.drop_tree()
    if "iframe" in tags:
        for frame in list(root.iter("iframe")):
            _make_link(frame)
    if "picture" in tags:
        for picture in list(root.iter("picture")):
            _make_image(picture)
    for element in root.xpath(".//*[@*]"):
        if "popover" in element.attrib:
            element.drop_tree()
            continue
        _make_absolute(element, page_url)
        _make_plain(element, may_be_drawn=not tags.isdisjoint(DRAWN))
    text: str = lxml.html.tostring(root, encoding="unicode")
    return text.removeprefix("<div>").removesuffix("</div>").strip()


def _make_absolute(element: HtmlElement, page_url: str) -> None:
    for name, value in element.items():
        if name in ADDRESSES:
            element.set(name, urljoin(page_url, value.strip()))
        elif name == "srcset" and value:
            found = (_candidate(text, page_url) for text in CANDIDATE.split(value.strip()) if text)
            element.set(name, ", ".join(found))


def _candidate(text: str, page_url: str) -> str:
    address, *width = text.split()
    return " ".join((urljoin(page_url, address), *width))


def _make_plain(element: HtmlElement, *, may_be_drawn: bool) -> None:
    if may_be_drawn and (element.tag in DRAWN or any(True for _ in element.iterancestors(*DRAWN))):
        unwanted = [name for name in element.attrib if name.startswith("on") or name == "style"]
    else:
        unwanted = [name for name in element.attrib if name not in ATTRIBUTES]
    for name in unwanted:
        del element.attrib[name]


def _make_image(picture: HtmlElement) -> None:
    """Readers show an image; what else a browser might take instead is weight in every feed."""
    for source in picture.xpath(".//source"):
        source.drop_tag()  # this parser takes it for the parent of what follows
    picture.drop_tag()


def _make_link(frame: HtmlElement) -> None:
    """An embedded page is a link to it: readers leave frames out without a word."""
    address, name = frame.get("src", ""), frame.get("title", "")
    tail = frame.tail
    frame.clear()
    frame.tag, frame.text, frame.tail = "a", name or address, tail
    frame.set("href", address)
