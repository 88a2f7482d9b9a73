"""What an export of WordPress says of its site: read whole before one text of it is converted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any, Final

from plugins.importer.model import Index, NameKind, OldName
from plugins.importer.moments import read_mail_date, read_moment
from plugins.importer.ours import OUR_HEADER
from plugins.importer.stream import Mended, Part
from plugins.importer.xml import elements, local, words

OF_CHANNEL: Final = ("base_site_url", "base_blog_url", "link", "title", "pubDate", "redirects")
RECORDS: Final = ("item", "author", "category", "tag", "term")
NAMES: Final = (*OF_CHANNEL, *RECORDS)

TEXTS: Final = frozenset(("", "post", "page"))
"""Kinds of items that are texts here. Those of the theme or of a plugin are, where somebody names them."""

AUTHOR_LINK: Final = re.compile(r"^[\w-]+$")


@dataclass(slots=True)
class Site:
    """What the channel says before its items do."""

    address: str = ""
    title: str = ""
    exported_at: datetime | None = None
    authors: dict[str, str] = field(default_factory=dict)
    """Login → the name that readers saw."""

    author_ids: set[str] = field(default_factory=set)
    types: frozenset[str] = TEXTS
    """Kinds of items that are texts."""

    zone: tzinfo | None = None
    names: dict[tuple[NameKind, str, str], None] = field(default_factory=dict)
    """NameKind, slug and name of what lists were addressed by."""

    numbers: dict[tuple[str, str], str] = field(default_factory=dict)
    """NameKind and slug → the number that addresses had for it."""

    redirects: tuple[tuple[str, str], ...] | None = None
    above: dict[str, str] = field(default_factory=dict)
    """Slug of a category → that of the one that it is in."""

    def old_names(self) -> Iterator[OldName]:
        """A category within another had both in its address."""
        for kind, slug, name in self.names:
            yield OldName(kind, slug, name, self.numbers.get((kind, slug), ""))
            if kind == "category" and (path := self._path(slug)) != slug:
                yield OldName(kind, path, name)

    def _path(self, slug: str) -> str:
        parts = [slug]
        while (above := self.above.get(parts[0], "")) and above not in parts:
            parts.insert(0, above)
        return "/".join(parts)


@dataclass(frozen=True)
class Fields:
    """The children of an item or a comment, by their names."""

    element: Any
    by_name: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.by_name.get(name, "").strip()

    def raw(self, name: str) -> str:
        return self.by_name.get(name, "")


def fields_of(element: Any) -> Fields:
    found: dict[str, str] = {}
    for child in element:
        name = local(child)
        if name == "encoded":
            name = "excerpt" if "excerpt" in str(child.tag) else "content"
        if name and name not in found:
            found[name] = words(child)
    return Fields(element, found)


def meta_of(element: Any) -> dict[str, str]:
    """The fields that say something here."""
    found: dict[str, str] = {}
    for child in element:
        if local(child) == "postmeta":
            pair = fields_of(child)
            key, value = pair["meta_key"], pair["meta_value"]
            if key == "_wp_old_slug":
                found["old"] = f"{found.get('old', '')} {value}"
            elif key in ("_thumbnail_id", "footnotes", "_wpcom_is_markdown", OUR_HEADER):
                found[key] = value
    return found


def index_of(parts: Sequence[Part], site: Site, mended: Mended, system: str) -> Index:
    """What the whole says; `site` gains what its texts are read with."""
    files: dict[str, str] = {}
    captions: dict[str, str] = {}
    attached: dict[str, list[tuple[int, str]]] = {}
    blocks: dict[str, str] = {}
    pages: dict[str, tuple[str, str]] = {}
    stands_for: dict[str, str] = {}
    for part in parts:
        for element in elements(part, NAMES, mended):
            name = local(element)
            if name != "item":
                _learn(site, name, element)
                continue
            found = fields_of(element)
            kind, number = found["post_type"], found["post_id"]
            _learn_zone(site, found)
            _learn_names(site, element)
            if kind == "wp_block":
                blocks[number] = found.raw("content")
            elif kind == "attachment":
                files[number] = found["attachment_url"] or found["guid"]
                captions[number] = found["excerpt"]
                pages[number] = (found["link"], found["post_parent"])
                if found["post_parent"] not in ("", "0"):
                    order = int(found["menu_order"]) if found["menu_order"].isdecimal() else 0
                    attached.setdefault(found["post_parent"], []).append((order, number))
            elif found["status"] == "publish" and (image := meta_of(element).get("_thumbnail_id")):
                stands_for.setdefault(image, number)
    return Index(
        system,
        site.address,
        site.title,
        files,
        captions,
        {
            parent: tuple(number for _, number in sorted(some, key=_in_order))
            for parent, some in attached.items()
        },
        blocks,
        site.exported_at,
        tuple(
            (number, link, parent if parent not in ("", "0") else stands_for.get(number, ""))
            for number, (link, parent) in pages.items()
        ),
        tuple(site.old_names()),
        site.redirects,
    )


def _in_order(image: tuple[int, str]) -> tuple[int, int, str]:
    order, number = image
    return order, int(number) if number.isdecimal() else 0, number


def _learn(site: Site, name: str, element: Any) -> None:
    if name in OF_CHANNEL and local(element.getparent()) != "channel":
        return
    text = words(element).strip()
    if name in ("base_blog_url", "link") and text:
        site.address = text.rstrip("/")
    elif name == "base_site_url":
        site.address = site.address or text.rstrip("/")
    elif name == "title":
        site.title = site.title or text
    elif name == "pubDate":
        site.exported_at = site.exported_at or read_mail_date(text)
    elif name == "redirects":
        pairs = (line.split() for line in text.splitlines())
        site.redirects = tuple((old, new) for old, new, *_ in (pair for pair in pairs if len(pair) == 2))
    elif name == "author":
        found = fields_of(element)
        login = found["author_login"]
        if login:
            site.authors[login] = found["author_display_name"] or login
            site.author_ids.add(found["author_id"])
            site.numbers["author", login] = found["author_id"]
    elif name == "category":
        found = fields_of(element)
        site.numbers["category", found["category_nicename"]] = found["term_id"]
        site.above[found["category_nicename"]] = found["category_parent"]


def _learn_names(site: Site, item: Any) -> None:
    kinds: dict[str, NameKind] = {"category": "category", "post_tag": "tag"}
    for child in item:
        kind, slug = kinds.get(child.get("domain") or ""), child.get("nicename")
        if local(child) == "category" and kind and slug:
            site.names[kind, slug, words(child).strip()] = None
        elif local(child) == "creator" and AUTHOR_LINK.match(words(child)):
            login = words(child).strip()
            site.names["author", login, site.authors.get(login, login)] = None


def _learn_zone(site: Site, found: Fields) -> None:
    """That of the first text that tells its time in both ways, for those that tell it in one."""
    if site.zone is None:
        here, there = read_moment(found["post_date"]), read_moment(found["post_date_gmt"])
        if here and there:
            minutes = round((here - there).total_seconds() / 60)
            site.zone = timezone(timedelta(minutes=minutes)) if abs(minutes) <= 14 * 60 else None
