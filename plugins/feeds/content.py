"""Page HTML made fit for a reader far away from the site: absolute addresses, no scripts, no forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

import lxml.html
from lxml.html import HtmlElement

from plugins.feeds.faults import require_printable
from plugins.feeds.model import Item
from plugins.html.prose import plain, shorten

ADDRESSES = frozenset(("href", "src", "poster", "cite", "data", "longdesc", "xlink:href"))
UNWANTED = frozenset(("script", "style", "form", "template", "object", "embed", "link", "meta"))
CANDIDATE = re.compile(r",\s+|,(?=/)")
"""Between the candidates of a srcset; an address may hold commas of its own."""

MARKUP = re.compile(r"<[/!a-z]|&[#a-z]", re.IGNORECASE)
"""What some readers would take for HTML in a plain text, and the validators report."""

DRAWN = frozenset(("svg", "math"))
"""Elements of another vocabulary: what they need to be seen is not in the list below."""

MIXED_CASE = re.compile(r"(?<=[<\s/:])[a-z]+[A-Z]\w*")
"""Names of SVG and MathML (viewBox, linearGradient, definitionURL), which a parser of HTML writes in small letters."""

NAMED = re.compile(r"""#([^"'\s)]+)""")
"""The id in an address."""

PAINT = re.compile(r"""url\(\s*["']?#([^"'\s)]+)["']?\s*\)""")
"""By which an element of a drawing is painted, cut or masked."""

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
    text = item.text.make()
    require_printable(text + item.title + item.summary, item.source)
    html = for_feed(text, item.url)
    require_printable(html, item.source)  # it may have been written as a reference: "&#11;"
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
    named = frozenset(NAMED.findall(body))
    if named and not tags.isdisjoint(DRAWN):
        named |= _with_own_ids(root, page_url, named)
    _make_fit(root, page_url, named, may_be_drawn=not tags.isdisjoint(DRAWN))
    if not tags.isdisjoint(DRAWN):
        _give_names_back(root, {name.lower(): name for name in MIXED_CASE.findall(body)})
    text: str = lxml.html.tostring(root, encoding="unicode")
    return text.removeprefix("<div>").removesuffix("</div>").strip()


def _with_own_ids(root: HtmlElement, page_url: str, named: frozenset[str]) -> set[str]:
    """Ids by which drawings paint get the name of the page. Returns them."""
    parts = [one for drawing in root.iter(*DRAWN) for one in drawing.iter() if isinstance(one.tag, str)]
    own = {one.get("id"): f"{_stem(page_url)}-{one.get('id')}" for one in parts if one.get("id") in named}
    for one in parts if own else ():
        for name, value in one.items():
            if name == "id":
                one.set(name, own.get(value, value))
            elif "url(" in value:
                one.set(name, PAINT.sub(lambda found: f"url(#{own.get(found[1], found[1])})", value))
    return {*own.values()}


def _stem(page_url: str) -> str:
    """The last part of the address of a page."""
    return page_url.rstrip("/").rpartition("/")[2]


def _make_fit(root: HtmlElement, page_url: str, named: frozenset[str], *, may_be_drawn: bool) -> None:
    """Attributes. Items share a document: an id that no link names, and that others may have too, is left out.

    Those of footnotes and of drawings have the name of the page; to any other a link leads on the page.
    """
    stem = _stem(page_url)
    for element in root.xpath(".//*[@*]"):
        if "popover" in element.attrib:
            element.drop_tree()
            continue
        _make_absolute(element, page_url)
        _make_plain(element, may_be_drawn=may_be_drawn)
        identity = element.get("id", "")
        if identity not in named or not (":" in identity or stem in identity):
            element.attrib.pop("id", None)


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
        wanted = {
            name: value for name, value in element.items() if not name.startswith("on") and name != "style"
        }
    else:
        wanted = {name: value for name, value in element.items() if name in ATTRIBUTES}
    if len(wanted) < len(element.attrib):
        # All of them, and one by one: lxml cannot delete a name such as "{x}y", which HTML allows.
        element.attrib.clear()
        element.attrib.update(wanted)


def _give_names_back(root: HtmlElement, written: Mapping[str, str]) -> None:
    """Names in drawings as their author wrote them: programs that read XML go by each letter.

    Args:
        written: name in small letters → name.
    """
    for drawing in root.iter(*DRAWN):
        for element in drawing.iter():
            if isinstance(element.tag, str) and element.tag in written:
                element.tag = written[element.tag]
            if not written.keys().isdisjoint(element.attrib):
                kept = [(written.get(name, name), value) for name, value in element.items()]
                element.attrib.clear()
                element.attrib.update(kept)


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
