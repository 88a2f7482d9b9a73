"""Ghost's own forms of a text, Lexical and Mobiledoc, as HTML: for exports that carry no HTML beside them. Pure.

Each is a tree of paragraphs and cards. Cards that only letters show, or only members, are left out as on Ghost's pages;
one that nobody here knows is told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from lxml import etree
from markdown import markdown

from plugins.importer.shape import parse

FORMATS: Final = (
    (16, "code"),
    (1, "strong"),
    (2, "em"),
    (4, "s"),
    (8, "u"),
    (32, "sub"),
    (64, "sup"),
    (128, "mark"),
)
"""Bit of a text's format → element."""

BLOCKS: Final = {"paragraph": "p", "quote": "blockquote", "aside": "blockquote", "listitem": "li"}
UNSEEN: Final = frozenset(("email", "email-cta", "paywall", "signup", "tk"))
"""What a page of Ghost does not show either, or asks for an address with."""

MOST_DEEP: Final = 100

Node = Mapping[str, Any]


def read_koenig(lexical: str, mobiledoc: str) -> tuple[str, tuple[str, ...]]:
    """The HTML of a text, empty where it cannot be read; and names of cards that nobody here knows."""
    unknown: dict[str, None] = {}
    body = etree.Element("body")
    try:
        if lexical:
            _add_all(body, json.loads(lexical)["root"]["children"], unknown, 0)
        elif mobiledoc:
            _add_sections(body, json.loads(mobiledoc), unknown)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return "", ()
    html = etree.tostring(body, method="html", encoding="unicode")
    return html.removeprefix("<body>").removesuffix("</body>"), tuple(unknown)


def _add(parent: Any, tag: str, text: str = "", **attributes: str) -> Any:
    element = etree.SubElement(parent, tag, {name: value for name, value in attributes.items() if value})
    element.text = text or None
    return element


def _add_words(parent: Any, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _add_html(parent: Any, html: str) -> None:
    """A piece of HTML, without the paragraph around it that a caption may have."""
    body = parse(html)
    if len(body) == 1 and body[0].tag == "p" and parent.tag != "body":
        body = body[0]
    _add_words(parent, body.text or "")
    parent.extend(list(body))


# Lexical


def _add_all(parent: Any, nodes: Iterable[Node], unknown: dict[str, None], depth: int) -> None:
    for node in nodes:
        _add_node(parent, node, unknown, depth)


def _add_node(parent: Any, node: Node, unknown: dict[str, None], depth: int) -> None:
    kind = str(node["type"]).removeprefix("extended-")
    inside = node.get("children", ()) if depth < MOST_DEEP else ()
    if kind == "text":
        _add_text(parent, str(node.get("text", "")), int(node.get("format") or 0))
    elif kind in ("linebreak", "tab"):
        _add(parent, "br") if kind == "linebreak" else _add_words(parent, " ")
    elif kind in ("link", "autolink"):
        _add_all(_add(parent, "a", href=str(node.get("url", ""))), inside, unknown, depth + 1)
    elif kind in BLOCKS:
        _add_all(_add(parent, BLOCKS[kind]), inside, unknown, depth + 1)
    elif kind == "heading":
        _add_all(_add(parent, _heading(node.get("tag"))), inside, unknown, depth + 1)
    elif kind == "list":
        is_ordered = node.get("listType") == "number"
        _add_all(_add(parent, "ol" if is_ordered else "ul"), inside, unknown, depth + 1)
    else:
        _add_card(parent, kind, node, unknown)


def _heading(tag: object) -> str:
    return str(tag) if tag in ("h1", "h2", "h3", "h4", "h5", "h6") else "h2"


def _add_text(parent: Any, text: str, bits: int) -> None:
    for bit, tag in FORMATS:
        if bits & bit:
            parent = _add(parent, tag)
    _add_words(parent, text)


# Mobiledoc


def _add_sections(body: Any, document: Node, unknown: dict[str, None]) -> None:
    """A section is a list: 1, its tag and its markers; 2 and an image; 3, a list; 10 and the number of a card."""
    for section in document["sections"]:
        kind = section[0]
        if kind == 1:
            _add_markers(_add(body, BLOCKS.get(section[1], section[1])), section[2], document)
        elif kind == 2:
            _add(_add(body, "p"), "img", src=str(section[1]))
        elif kind == 3:
            some = _add(body, section[1])
            for markers in section[2]:
                _add_markers(_add(some, "li"), markers, document)
        elif kind == 10:
            name, payload = document["cards"][section[1]]
            _add_card(body, name, payload, unknown)


def _add_markers(block: Any, markers: Sequence[Any], document: Node) -> None:
    """Each opens some elements, holds words, and closes some."""
    place = block
    for kind, opened, closed, value in markers:
        for number in opened:
            tag, *attributes = document["markups"][number]
            pairs = attributes[0] if attributes else ()
            place = _add(place, tag, **dict(zip(pairs[::2], pairs[1::2], strict=False)))
        if kind == 0:
            _add_words(place, value)
        elif document["atoms"][value][0] == "soft-return":
            _add(place, "br")
        for _ in range(closed):
            place = place.getparent()


# Cards of both


def _add_card(body: Any, name: str, data: Node, unknown: dict[str, None]) -> None:
    write = CARDS.get(name)
    if write is not None:
        write(body, data)
    elif name not in UNSEEN:
        unknown[name] = None


def _said(data: Node, *names: str) -> str:
    return next((data[name] for name in names if isinstance(data.get(name), str) and data[name]), "")


def _figure(body: Any, data: Node) -> Any:
    figure = _add(body, "figure")
    if caption := _said(data, "caption"):
        _add_html(_add(figure, "figcaption"), caption)
    return figure


def _image(body: Any, data: Node) -> None:
    figure = _figure(body, data)
    image = etree.Element("img", src=_said(data, "src"), alt=_said(data, "alt"))
    if href := _said(data, "href"):
        link = etree.Element("a", href=href)
        link.append(image)
        image = link
    figure.insert(0, image)


def _gallery(body: Any, data: Node) -> None:
    for image in data.get("images", ()):
        _image(body, image)
    if caption := _said(data, "caption"):
        _add_html(_add(body, "p"), caption)


def _code(body: Any, data: Node) -> None:
    _add(_add(body, "pre"), "code", _said(data, "code"))
    if caption := _said(data, "caption"):
        _add_html(_add(body, "p"), caption)


def _html(body: Any, data: Node) -> None:
    _add_html(body, _said(data, "html"))


def _markdown(body: Any, data: Node) -> None:
    _add_html(body, markdown(_said(data, "markdown"), extensions=["extra"]))


def _bookmark(body: Any, data: Node) -> None:
    about = data.get("metadata") if isinstance(data.get("metadata"), dict) else {}
    url = _said(data, "url") or _said(about or {}, "url")
    _add(_add(body, "p"), "a", _said(about or {}, "title") or url, href=url)
    for words in (_said(about or {}, "description"), _said(data, "caption")):
        if words:
            _add_html(_add(body, "p"), words)


def _link_to(*names: str) -> Callable[[Any, Node], None]:
    """A card that is a file, or something of another site: a link, with its caption."""

    def write(body: Any, data: Node) -> None:
        url = _said(data, "url", "src", "buttonUrl")
        _add(_add(body, "p"), "a", _said(data, *names) or url, href=url)
        if caption := _said(data, "caption", "fileCaption"):
            _add_html(_add(body, "p"), caption)

    return write


def _callout(body: Any, data: Node) -> None:
    quote = _add(_add(body, "blockquote"), "p")
    emoji = _said(data, "calloutEmoji")
    _add_words(quote, f"{emoji} " if emoji else "")
    _add_html(quote, _said(data, "calloutText"))


def _toggle(body: Any, data: Node) -> None:
    _add_html(_add(body, "h4"), _said(data, "heading"))
    _add_html(body, _said(data, "content"))


def _rule(body: Any, data: Node) -> None:  # noqa: ARG001 - the shape of a card
    _add(body, "hr")


def _names() -> Iterator[tuple[str, Callable[[Any, Node], None]]]:
    yield from (("image", _image), ("gallery", _gallery), ("html", _html), ("bookmark", _bookmark))
    yield from (("callout", _callout), ("toggle", _toggle))
    yield from ((name, _code) for name in ("codeblock", "code"))
    yield from ((name, _markdown) for name in ("markdown", "card-markdown"))
    yield from ((name, _rule) for name in ("horizontalrule", "hr"))
    yield from ((name, _link_to("title", "fileTitle")) for name in ("embed", "file", "audio", "video"))
    yield ("button", _link_to("buttonText"))


CARDS: Final[Mapping[str, Callable[[Any, Node], None]]] = dict(_names())
"""Name of a card → what writes it, in Lexical's spelling and in Mobiledoc's."""
