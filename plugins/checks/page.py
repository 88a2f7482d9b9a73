"""One built page, feed or stylesheet, read into what the rules need. Pure: made for worker processes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from plugins.checks.model import BuiltEntry, BuiltFile, BuiltPage, Reference
from plugins.comments.characters import has_email

ADDRESSES = ("href", "src", "poster", "action", "formaction", "data", "cite")
"""Attributes that hold one address."""

PICTURES = ("og:image", "og:url")
"""Properties of <meta> whose content is an address."""

IDS = (
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-labelledby",
    "aria-owns",
    "commandfor",
    "for",
    "form",
    "headers",
    "interestfor",
    "list",
    "popovertarget",
)
"""Attributes that hold ids of the same page."""

CSS_URL = re.compile(r"""url\(\s*(["']?)(?P<address>[^"')]+)\1\s*\)""")
REFRESH = re.compile(r"^[\d.\s]*[;,]\s*url\s*=", re.I)
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
PARSER = html.HTMLParser(encoding="utf-8")


def parse_page(data: bytes, path: str) -> BuiltPage:
    """Read one page."""
    root = html.document_fromstring(data, parser=PARSER) if data.strip() else html.Element("html")
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    titles = root.xpath("//head/title")
    return BuiltPage(
        path=path,
        language=root.get("lang", ""),
        title=titles[0].text_content().strip() if titles else "",
        headings=tuple(_line(element) for element in elements if element.tag == "h1"),
        canonical=tuple(
            Reference(element.get("href", ""), _line(element))
            for element in root.xpath("//link[@rel='canonical']")
        ),
        leads_on=_leads_on(root),
        is_indexable=not root.xpath("//meta[@name='robots' and contains(@content, 'noindex')]"),
        ids=tuple(
            (element.get("id"), _line(element)) for element in elements if element.get("id") is not None
        ),
        references=tuple(reference for element in elements for reference in _references(element)),
        images_without_alt=tuple(
            Reference(element.get("src", ""), _line(element))
            for element in elements
            if element.tag == "img" and element.get("alt") is None
        ),
        emails=tuple(_emails(root)),
        terms=_terms(root),
        names=tuple(
            element.get("name") for element in elements if element.tag == "a" and element.get("name")
        ),
    )


def _line(element: Any) -> int:
    return element.sourceline or 1


def _leads_on(root: Any) -> str:
    contents = root.xpath("//meta[translate(@http-equiv, 'REFSH', 'refsh') = 'refresh']/@content")
    return REFRESH.sub("", contents[0]).strip() if contents else ""


def _references(element: Any) -> Iterator[Reference]:
    line = _line(element)
    for name, value in element.items():
        if name in ADDRESSES or (name == "content" and element.get("property") in PICTURES):
            yield Reference(value, line)
        elif name == "srcset":
            yield from (Reference(part.split()[0], line) for part in value.split(",") if part.split())
        elif name in IDS:
            yield from (Reference(part, line, is_id=True) for part in value.split())


def _terms(root: Any) -> tuple[str, ...] | None:
    texts = root.xpath("//article[contains(@class, 'article')]/div[@class='prose e-content']")
    if not texts:
        return None
    words = texts[0].xpath(".//a[@class='term' and not(ancestor::dl)]/@interestfor")
    return tuple(dict.fromkeys(word.removeprefix("word-") for word in words))


def parse_entries(data: bytes) -> tuple[BuiltEntry, ...]:
    """The entries of the dictionary's own index.json; none where it is not as the house writes it."""
    try:
        return tuple(_entry(entry) for entry in json.loads(data)["entries"])
    except (ValueError, KeyError, TypeError):
        return ()


def _entry(data: dict[str, Any]) -> BuiltEntry:
    policy = data["policy"]
    return BuiltEntry(data["headword"], data["slug"], policy["link"] != "auto" or policy["isAutoMeant"])


def _emails(root: Any) -> Iterator[Reference]:
    for thread in root.xpath("//*[@id='comments']"):
        for element in thread.iter():
            # The publication's own address (COMMENT_MAIL): no comment has a class.
            if element.get("class") == "by-mail":
                continue
            words = [element.text or "", *element.values()] if isinstance(element.tag, str) else []
            for text in [*words, element.tail or ""]:
                if has_email(text):
                    yield Reference(text, _line(element))


def parse_file(data: bytes, path: str) -> BuiltFile:
    """Read a feed, a sitemap, a stylesheet or a data file."""
    if path.endswith(".css"):
        return BuiltFile(path, tuple(_css_references(data.decode("utf-8", "replace"))), "")
    if path.endswith((".json", ".webmanifest")):
        return _parse_json(data, path)
    return _parse_xml(data, path)


def _css_references(text: str) -> Iterator[Reference]:
    for found in CSS_URL.finditer(text):
        if not SCHEME.match(found["address"]) and not found["address"].startswith("#"):
            line = text.count("\n", 0, found.start()) + 1
            yield Reference(found["address"], line)


def _parse_json(data: bytes, path: str) -> BuiltFile:
    try:
        json.loads(data)
    except ValueError as error:
        return BuiltFile(path, (), f"no JSON ({error})", getattr(error, "lineno", 1))
    return BuiltFile(path, (), "")


def _parse_xml(data: bytes, path: str) -> BuiltFile:
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        return BuiltFile(path, (), f"no XML ({error.msg})", error.lineno or 1)
    return BuiltFile(path, tuple(_feed_references(root)), "")


def _feed_references(root: Any) -> Iterator[Reference]:
    """Links of Atom, RSS and sitemaps; those inside of texts are the pages' own."""
    for element in root.iter("{*}link", "{*}loc", "{*}outline"):
        address = element.get("href") or element.get("xmlUrl") or (element.text or "").strip()
        if address:
            yield Reference(address, element.sourceline or 1)
