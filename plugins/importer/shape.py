"""Whether two pieces of HTML say the same: what readers see of them, not what only styles look at. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any, Final

from lxml import etree

SEEN_THROUGH: Final = frozenset(
    (
        "div",
        "span",
        "font",
        "center",
        "section",
        "article",
        "main",
        "bdi",
        "thead",
        "tbody",
        "tfoot",
        "big",
        "nobr",
    )
)
"""Elements that say nothing of what is in them."""

SAME: Final = {"b": "strong", "i": "em", "tt": "code", "acronym": "abbr", "strike": "s", "del": "s"}
TOLD: Final = {
    "a": ("href", "title"),
    "img": ("src", "alt", "title"),
    "ol": ("start",),
    "abbr": ("title",),
    "source": ("src",),
}
AROUND: Final = re.compile(
    r" ?(</?(?:address|aside|blockquote|br|caption|dd|details|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|nav"
    r"|ol|p|pre|summary|table|td|th|tr|ul|video)\b[^>]*>) ?"
)
"""Blanks around these say nothing."""

HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
MOST_DEEP: Final = 100
"""Elements within one another; no text that somebody wrote has so many. What is deeper stands in the last of these."""

TOO_DEEP: Final = etree.ErrorTypes.ERR_RESOURCE_LIMIT
TAG: Final = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)\b[^<>]*>")
NOT_COUNTED: Final = frozenset(
    "area br col hr img input p li dt dd tr td th tbody thead tfoot source wbr".split()
)
"""Elements that end by themselves."""

NO_WORDS: Final = frozenset(("script", "style", "template", "noscript"))

PARSER: Final = {"encoding": "utf-8", "huge_tree": True, "remove_comments": True, "remove_pis": True}


def parse(html: str) -> Any:
    """The body of a page with this in it."""
    body = _parsed(html)
    body = _parsed(_flattened(html)) if body is None else body
    return _parsed(escape(TAG.sub("", html))) if body is None else body


def flat(html: str) -> str:
    """The same, without the tags of what is deeper than anybody would write."""
    return html if html.count("<") <= MOST_DEEP or _parsed(html) is not None else _flattened(html)


def _parsed(html: str) -> Any:
    """None where it is too deep: a parser that gives up has lost the words."""
    page = f"<!DOCTYPE html><html><head><title></title></head><body>{html}</body></html>".encode()
    parser = etree.HTMLParser(**PARSER)
    root = etree.fromstring(page, parser)
    body = None if root is None else root.find("body")
    if html.count("<") > MOST_DEEP and (_is_deep(body) or parser.error_log.filter_types(TOO_DEEP)):
        return None
    return etree.fromstring("<body/>") if body is None else body


def _is_deep(body: Any) -> bool:
    depth = 0
    for event, _ in () if body is None else etree.iterwalk(body, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MOST_DEEP * 4:  # of a table in a table, three more are not counted
            return True
    return False


def _flattened(html: str) -> str:
    """Without the tags of elements that are too deep; what is in them stands in the last that is not."""
    depth = 0

    def kept(found: re.Match[str]) -> str:
        nonlocal depth
        if found["name"].lower() in NOT_COUNTED:
            return found[0]
        depth = max(depth - 1, 0) if found["end"] else depth
        is_kept = depth < MOST_DEEP
        depth += 0 if found["end"] else 1
        return found[0] if is_kept else ""

    return TAG.sub(kept, html)


def shapes(body: Any) -> list[str]:
    """What each block of a body says; words outside of all blocks are one. What says nothing is left out."""
    found: list[list[str]] = [[]]
    _text(body.text, found[-1])
    for child in body:
        if is_inline(child):
            _walk(child, found[-1])
        else:
            found.append([])
            _walk(child, found[-1])
            found.append([])
        _text(child.tail, found[-1])
    told = (AROUND.sub(r"\1", " ".join("".join(part).split())) for part in found)
    return [_without_ends(one) for one in told if one]


def _without_ends(said: str) -> str:
    return said.removeprefix("<p>").removesuffix("</p>").strip() if said.count("<p>") == 1 else said


INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img input ins kbd label mark nobr q s samp small"
    " span strike strong sub sup time tt u var wbr".split()
)


def is_inline(element: Any) -> bool:
    """Whether it can stand in a line of text."""
    return element.tag in INLINE and not any(one.tag not in INLINE for one in element.iterdescendants())


def plain(body: Any) -> str:
    """Every character that readers see, without blanks: block after block, whatever the elements are."""
    return "".join("".join(_words(body)).split())


def _words(element: Any) -> Iterator[str]:
    if isinstance(element.tag, str) and element.tag not in NO_WORDS:
        yield element.text or ""
        for child in element:
            yield from _words(child)
            yield child.tail or ""


def _text(text: str | None, said: list[str]) -> None:
    if text:
        said.append(text.replace("<", "‹").replace("\n", " "))


def _walk(element: Any, said: list[str]) -> None:
    tag = element.tag
    if not isinstance(tag, str) or tag in NO_WORDS:
        return
    tag = SAME.get(tag, tag)
    if tag == "pre":
        said.append(f"<pre>{''.join(_words(element)).strip(chr(10))!r}</pre>")
        return
    is_seen = not (tag in SEEN_THROUGH or _is_only_paragraph(element)) or bool(element.get("id"))
    if is_seen:
        said.append(f"<{tag}{''.join(_attributes(element, tag))}>")
    _text(element.text, said)
    for child in element:
        _walk(child, said)
        _text(child.tail, said)
    if is_seen and tag not in ("br", "hr", "img"):
        said.append(f"</{tag}>")


def _is_only_paragraph(element: Any) -> bool:
    """Of an item of a list: whether there is a paragraph around its words is a matter of space."""
    parent = element.getparent()
    return (
        element.tag == "p"
        and parent is not None
        and parent.tag in ("li", "dd", "td", "th")
        and _is_first(element)
    )


def _is_first(element: Any) -> bool:
    before, above = element.getprevious(), (element.getparent().text or "").strip()
    return before is None and not above


def _attributes(element: Any, tag: str) -> Iterable[str]:
    # Headings have ids of their own in the house; of all else one is there because something leads to it.
    anchors = () if tag in HEADINGS else ("id", "name")
    for name in (*anchors, *TOLD.get(tag, ())):
        value = (element.get(name) or "").strip()
        if value and not (name == "start" and value == "1"):
            yield f" {name}={value!r}"
