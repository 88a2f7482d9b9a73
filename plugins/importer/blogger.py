"""Exports of Blogger: a feed in Atom, in which texts, pages, comments, settings and templates are entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from plugins.importer.model import Export, Index, Item, OldName, Outcome, Post, Remark, Thing
from plugins.importer.moments import read_moment
from plugins.importer.stream import Mended, Part
from plugins.importer.xml import count_tags, elements, local, words
from plugins.source import Source

SYSTEM: Final = "blogger"
KIND: Final = "http://schemas.google.com/blogger/2008/kind#"
NUMBER: Final = re.compile(r"(?:post|page)-(\d+)$")
WHY: Final = {"settings": "a setting of the old blog", "template": "a template of the old blog"}


@dataclass(slots=True)
class _Feed:
    """What must be known before the first text. Comments are held in the memory: they may stand far from theirs."""

    title: str = ""
    address: str = ""
    texts: set[str] = field(default_factory=set)
    remarks: dict[str, list[Remark]] = field(default_factory=dict)
    labels: dict[str, None] = field(default_factory=dict)


def open_export(parts: Sequence[Part], logins: frozenset[str], mended: Mended) -> Export:
    """All files of one export."""
    feed = _Feed()
    for part in parts:
        for element in elements(part, ("entry", "title", "link"), mended):
            _learn(element, Source(part.name, element.sourceline or 1), feed, logins)

    def things() -> Iterator[Thing]:
        for part in parts:
            for element in elements(part, ("entry",), Mended()):
                yield from _things(element, Source(part.name, element.sourceline or 1), feed)
        for parent in sorted(feed.remarks.keys() - feed.texts):
            for remark in feed.remarks[parent]:
                why = "the text that it stands under is not in the export"
                yield Item("comment", remark.id, remark.source, Outcome.SKIPPED, why)

    def counts() -> Mapping[str, int]:
        total = sum(count_tags(part, ("entry",))["entry"] for part in parts)
        comments = sum(len(some) for some in feed.remarks.values())
        return {"item": total - comments, "comment": comments}

    names = tuple(OldName("category", label, label) for label in feed.labels)
    index = Index(SYSTEM, feed.address.rstrip("/"), feed.title, old_names=names)
    return Export(SYSTEM, index, things, counts)


def _learn(element: Any, source: Source, feed: _Feed, logins: frozenset[str]) -> None:
    if local(element) == "title":
        feed.title = feed.title or words(element).strip()
    elif local(element) == "link":
        is_site = _attribute(element, "rel") == "alternate"
        feed.address = feed.address or (_attribute(element, "href") if is_site else "")
    elif _kind(element) == "comment":
        parent, remark = _remark(element, source, logins)
        feed.remarks.setdefault(parent, []).append(remark)
    elif _kind(element) in ("post", "page"):
        feed.texts.add(_number(element))
        feed.labels.update(dict.fromkeys(_labels(element)))


def _things(element: Any, source: Source, feed: _Feed) -> Iterator[Thing]:
    kind, number = _kind(element), _number(element)
    if kind in ("post", "page"):
        yield _post(element, source, tuple(feed.remarks.get(number, ())))
    elif kind != "comment":
        yield Item(kind or "entry", number, source, Outcome.SKIPPED, WHY.get(kind, "no text"))


def _attribute(element: Any, name: str) -> str:
    return str(element.get(name) or "")


def _kind(entry: Any) -> str:
    terms = [_attribute(child, "term") for child in entry if local(child) == "category"]
    return next((term.removeprefix(KIND) for term in terms if term.startswith(KIND)), "")


def _labels(entry: Any) -> list[str]:
    terms = [_attribute(child, "term") for child in entry if local(child) == "category"]
    return [term for term in terms if term and not term.startswith(KIND)]


def _texts(entry: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for child in entry:
        found.setdefault(local(child), words(child).strip())
    return found


def _number(entry: Any) -> str:
    """The last part of its id: "tag:blogger.com,1999:blog-1.post-22" is 22."""
    identity = _texts(entry).get("id", "")
    found = NUMBER.search(identity)
    return found[1] if found else identity.rpartition(".")[2]


def _links(entry: Any) -> Iterator[tuple[str, str]]:
    for child in entry:
        if local(child) == "link":
            yield _attribute(child, "rel"), _attribute(child, "href")


def _author(entry: Any) -> dict[str, str]:
    return next((_texts(child) for child in entry if local(child) == "author"), {})


def _post(entry: Any, source: Source, remarks: tuple[Remark, ...]) -> Post:
    found, links = _texts(entry), dict(_links(entry))
    labels = _labels(entry)
    is_draft = any(words(child).strip() == "yes" for child in entry.iter() if local(child) == "draft")
    link = links.get("alternate", "")
    return Post(
        id=_number(entry),
        source=source,
        kind="page" if _kind(entry) == "page" else "post",
        title=found.get("title", ""),
        body=found.get("content", ""),
        writing="html",
        status="draft" if is_draft else "published",
        published_at=read_moment(found.get("published", "")),
        modified_at=read_moment(found.get("updated", "")),
        slug=link.rpartition("/")[2].removesuffix(".html"),
        link=link,
        guid=found.get("id", ""),
        category=labels[0] if labels else "",
        tags=tuple(labels[1:]),
        authors=tuple(name for name in [_author(entry).get("name", "")] if name),
        remarks=remarks,
    )


def _remark(entry: Any, source: Source, logins: frozenset[str]) -> tuple[str, Remark]:
    """The id of its text, and the comment. What it answers is among its links."""
    found, author = _texts(entry), _author(entry)
    above = next((_attribute(child, "ref") for child in entry if local(child) == "in-reply-to"), "")
    parent = next((href.rpartition("/")[2] for rel, href in _links(entry) if rel == "related"), "")
    text = NUMBER.search(above)
    return text[1] if text else above, Remark(
        id=_number(entry),
        source=source,
        author=author.get("name", ""),
        website=author.get("uri", ""),
        posted_at=read_moment(found.get("published", "")),
        body=found.get("content", ""),
        parent=parent,
        is_by_author=author.get("name", "") in logins,
    )
