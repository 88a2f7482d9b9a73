"""What came from another site, as a tree. Pure."""

from __future__ import annotations

import codecs
import re
from typing import Final
from urllib.parse import urljoin

from lxml import etree, html

from plugins.intake.fetch import Answer

HTML_TYPES: Final = frozenset(("text/html", "application/xhtml+xml"))
CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.ASCII | re.IGNORECASE)
NOTHING: Final = b"<!doctype html><title></title>"


def is_html(answer: Answer) -> bool:
    """Whether it says that it is a page."""
    return answer.media_type in HTML_TYPES


def parse_page(answer: Answer) -> html.HtmlElement:
    """Its tree, without comments; of what is no HTML the tree of an empty page."""
    parser = html.HTMLParser(encoding=_charset(answer), remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(answer.body, parser=parser)
    except (etree.LxmlError, ValueError):
        return html.document_fromstring(NOTHING)


def _charset(answer: Answer) -> str | None:
    """What the answer's header says; None where it says nothing of use, and the document is asked."""
    found = CHARSET.search(next(iter(answer.all_of("content-type")), ""))
    try:
        return codecs.lookup(found[1]).name if found else None
    except LookupError:
        return None


def base_of(page: html.HtmlElement, url: str) -> str:
    """What addresses in the page are relative to."""
    for base in page.iter("base"):
        if href := (base.get("href") or "").strip():
            return joined(url, href)
    return url


def joined(base: str, address: str) -> str:
    """The whole address; empty where it cannot be one."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""
