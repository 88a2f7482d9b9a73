"""What a page of another site says of one of ours: whether it links there, who wrote it, when, a few words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from lxml import etree, html

from plugins.comments.characters import (
    fault_in_header,
    fault_of_accents,
    faults_in_body,
    has_email,
    without_emails,
)
from plugins.comments.model import AUTHOR_LIMIT
from plugins.comments.values import read_author
from plugins.intake.fetch import Answer
from plugins.intake.markup import base_of, is_html, joined, parse_page
from plugins.intake.web_address import page_of
from plugins.source import WrongValueError

EXCERPT_LIMIT: Final = 300
"""Characters that are quoted of another site."""

MARKED_LIMIT: Final = 300_000
"""Bytes of a page whose microformats are read."""

NESTED_LIMIT: Final = 40_000
"""Elements of it, each counted for every microformat that it stands in: what reads them goes through each again, and
takes minutes for sixty kilobytes that mean harm. An article of ours has 450."""

FIRST_DAY: Final = datetime(1995, 1, 1, tzinfo=UTC)
SKEW: Final = timedelta(days=1)
"""A page may be dated by a clock that is ahead, or by a zone that it does not name."""

LINKS: Final = {"a": "href", "area": "href", "blockquote": "cite", "q": "cite"} | dict.fromkeys(
    ("img", "video", "audio", "source", "iframe", "embed"), "src"
)
BLOCKS: Final = frozenset(("p", "li", "dd", "dt", "blockquote", "figcaption", "td", "h1", "h2", "h3"))
READ_BY_PEOPLE: Final = etree.XPath("descendant::text()[not(ancestor::script or ancestor::style)]")
MARK: Final = re.compile(r"(?:^|\s)(?:(?:h|p|u|e|dt)-[a-z]|h[a-z]|v(?:card|event)|entry-)")
CHARGED: Final = re.compile(r"[\\`*_\[\]<>&!~#|{}()^$=+-]|(?<=\d)[.)]")
"""May mean something in Markdown."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says."""

    author: str
    """Fit for a comment; empty where the page names nobody."""

    posted_at: datetime | None
    text: str
    """One line, at most EXCERPT_LIMIT characters; may be empty."""


def look(answer: Answer, target: str, now: datetime) -> Said | None:
    """What `answer` says of `target`; None where it does not link there."""
    if not is_html(answer):
        return None
    page = parse_page(answer)
    links = list(_links_to(page, base_of(page, answer.url), target))
    if not links:
        return None
    entry = _entry(answer, page, target)
    found = entry.get("properties", {}) if entry else {}
    return Said(_author(found), _posted_at(found, now), _excerpt(found, links, page))


def as_markdown(text: str) -> str:
    """A body that shows `text` as it is."""
    return CHARGED.sub(r"\\\g<0>", text)


def _links_to(page: html.HtmlElement, base: str, target: str) -> Iterator[html.HtmlElement]:
    wanted = page_of(target)
    for element in page.iter(*LINKS):
        address = element.get(LINKS[element.tag])
        if address and page_of(joined(base, address)) == wanted:
            yield element


def _entry(answer: Answer, page: html.HtmlElement, target: str) -> dict[str, Any] | None:
    """The microformat that links to `target`, or else the first."""
    if len(answer.body) > MARKED_LIMIT or _nested(page) > NESTED_LIMIT:
        return None
    try:
        import mf2py  # type: ignore[import-untyped]  # brings 20 MB, which the desk's own process has no use for

        items = mf2py.parse(answer.body, url=answer.url, html_parser="lxml")["items"]
        entries = [item for item in _flat(items) if {"h-entry", "h-cite", "h-event"} & {*item["type"]}]
    except Exception:  # what strangers write may trip it in any way; then nobody is named
        return None
    naming = (item for item in entries if any(target in text for text in _texts(item["properties"])))
    return next(naming, entries[0] if entries else None)


def _nested(page: html.HtmlElement) -> int:
    """As NESTED_LIMIT counts."""
    depths: dict[html.HtmlElement | None, int] = {None: 0}
    for element in page.iter():
        is_marked = MARK.search(element.get("class") or "") is not None
        depths[element] = depths[element.getparent()] + is_marked
    return sum(depths.values())


def _flat(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item
        yield from _flat(item.get("children", []))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _first(found: dict[str, Any], name: str) -> str:
    """The first value of a property, as text in one line."""
    value = next(iter(found.get(name, ())), "")
    if isinstance(value, dict):
        names = value.get("properties", {}).get("name", ())
        value = next(iter(names), "") or value.get("value", "")
    return " ".join(value.split()) if isinstance(value, str) else ""


def _author(found: dict[str, Any]) -> str:
    """Empty where nobody is named, or in no way that a comment could be."""
    name = _first(found, "author")
    name = name if len(name) <= AUTHOR_LIMIT else f"{name[: AUTHOR_LIMIT - 1].rstrip()}…"
    try:
        return "" if fault_in_header(name) or has_email(name) else read_author(name)
    except WrongValueError:
        return ""


def _posted_at(found: dict[str, Any], now: datetime) -> datetime | None:
    try:
        at = datetime.fromisoformat(_first(found, "published"))
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        return None
    return min(at, now) if FIRST_DAY <= at <= now + SKEW else None


def _excerpt(found: dict[str, Any], links: list[html.HtmlElement], page: html.HtmlElement) -> str:
    """All that the entry says if it is short; else the paragraph with the link; else how it begins, or its title."""
    whole = _clean(_first(found, "content") or _first(found, "summary"))
    if whole and len(whole) <= EXCERPT_LIMIT:
        return whole
    around = _clean(_around(links[0]))
    return _cut(around or whole or _clean(_first(found, "name")) or _clean(page.findtext(".//title") or ""))


def _around(link: html.HtmlElement) -> str:
    """The paragraph in which it stands; empty where it stands in none."""
    blocks = (one for one in (link, *link.iterancestors()) if one.tag in BLOCKS)
    return "".join(READ_BY_PEOPLE(next(blocks, html.Element("p"))))


def _clean(text: str) -> str:
    """In one line, without characters that deceive."""
    text = " ".join(text.split())
    return "" if faults_in_body(text) or fault_of_accents(text) else without_emails(text)


def _cut(text: str) -> str:
    """At most EXCERPT_LIMIT characters, up to the end of a word."""
    if len(text) <= EXCERPT_LIMIT:
        return text
    cut = text[: EXCERPT_LIMIT - 1]
    whole_words = cut.rpartition(" ")[0]
    return f"{whole_words or cut}…"
