"""Exports of WordPress: WXR, which is RSS with what WordPress knows of each text. Nothing private of it is read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import partial
from itertools import islice
from typing import Any, Final

from plugins.comments.model import Kind
from plugins.importer.model import Export, Index, Item, Outcome, Post, Remark, State, Status, Weight
from plugins.importer.moments import in_zone_of, read_mail_date, read_moment
from plugins.importer.stream import Mended, Part
from plugins.importer.xml import count_tags, elements, local, words
from plugins.source import Source

SYSTEM: Final = "wordpress"
OF_CHANNEL: Final = ("base_site_url", "base_blog_url", "link", "title", "pubDate")
RECORDS: Final = ("item", "author", "category", "tag", "term")
NAMES: Final = (*OF_CHANNEL, *RECORDS)
COUNTED: Final = ("item", "wp:comment", "wp:author", "wp:category", "wp:tag", "wp:term")

TEXTS: Final = frozenset(("", "post", "page"))
"""Kinds of items that are texts here. Those of the theme or of a plugin are, where somebody names them."""

OTHER_TERMS: Final = ("post_tag", "tag", "author", "post_format", "category", None)

STATUSES: Final[Mapping[str, Status]] = {
    "publish": "published",
    "draft": "draft",
    "pending": "pending",
    "future": "scheduled",
    "private": "private",
    "trash": "trash",
    "auto-draft": "trash",
}
STATES: Final[Mapping[str, State]] = {
    "1": "approved",
    "approve": "approved",
    "approved": "approved",
    "0": "pending",
    "hold": "pending",
    "spam": "spam",
    "trash": "trash",
    "post-trashed": "trash",
}
SKIPPED: Final = {
    "revision": "an earlier state of a text",
    "nav_menu_item": "an item of a menu; FOOTER_LINKS and SERVICE_LINKS have those of a publication",
    "custom_css": "a style of the old theme",
    "customize_changeset": "a setting of the old theme",
    "oembed_cache": "something that WordPress kept for itself",
    "user_request": "a request about private data",
    "wp_block": "a block that texts share; it stands in each of them",
    "wp_template": "a template of the old theme",
    "wp_template_part": "a template of the old theme",
    "wp_global_styles": "a style of the old theme",
    "wp_navigation": "a menu of the old theme",
    "wp_font_family": "a typeface of the old theme",
    "wp_font_face": "a typeface of the old theme",
}

OUR_HEADER: Final = "_exit_interview_header"
"""Field of a text in an export of ours: the lines of its header that WordPress has nothing like."""

OUR_COMMENT: Final = "_exit_interview_comment"
"""Field of a comment in an export of ours: what its file says, as JSON."""

OUR_KEYS: Final = frozenset(
    "filed-because series checked terms lang comments aliases summary status forms link homograph entry short also"
    " plain".split()
)

AUTHOR_LINK: Final = re.compile(r"^[\w-]+$")


@dataclass(slots=True)
class _Site:
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
    names: dict[tuple[str, str, str], None] = field(default_factory=dict)
    """Kind, slug and name of what lists were addressed by."""


@dataclass(frozen=True)
class _Fields:
    """The children of an item or a comment, by their names."""

    element: Any
    by_name: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.by_name.get(name, "").strip()

    def raw(self, name: str) -> str:
        return self.by_name.get(name, "")


def open_export(
    parts: Sequence[Part], logins: frozenset[str], mended: Mended, types: Iterable[str] = ()
) -> Export:
    """All files of one export: what one refers to may be in another.

    Args:
        logins: of people whose comments are those of an author, besides the authors that the export names.
        mended: gains what was wrong with the characters.
        types: kinds of items, of a theme or a plugin, that are articles as well.
    """
    site = _Site(types=TEXTS | frozenset(types))
    index = _index(parts, site, mended)
    told = (parts, site, logins)
    return Export(SYSTEM, index, partial(_all, *told), partial(_counts, parts), partial(_outlines, *told))


def _all(parts: Sequence[Part], site: _Site, logins: frozenset[str]) -> Iterator[Post | Item]:
    for part in parts:
        for element in elements(part, RECORDS, Mended()):
            yield from _things(element, Source(part.name, element.sourceline or 1), site, logins)


def _outlines(parts: Sequence[Part], site: _Site, logins: frozenset[str]) -> Iterator[Post]:
    for part in parts:
        for element in elements(part, ("item",), Mended()):
            source, found = Source(part.name, element.sourceline or 1), _fields(element)
            if found["post_type"] in site.types:
                yield _post(found, source, site, logins, _number(found, source), is_brief=True)


def _counts(parts: Sequence[Part]) -> Mapping[str, int]:
    total = dict.fromkeys(COUNTED, 0)
    for part in parts:
        for name, count in count_tags(part, COUNTED).items():
            total[name] += count
    return {name.removeprefix("wp:"): count for name, count in total.items()}


def _index(parts: Sequence[Part], site: _Site, mended: Mended) -> Index:
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
            found = _fields(element)
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
            elif found["status"] == "publish" and (image := _meta(element).get("_thumbnail_id")):
                stands_for.setdefault(image, number)
    return Index(
        SYSTEM,
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
        tuple(site.names),
    )


def _in_order(image: tuple[int, str]) -> tuple[int, int, str]:
    order, number = image
    return order, int(number) if number.isdecimal() else 0, number


def _learn(site: _Site, name: str, element: Any) -> None:
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
    elif name == "author":
        found = _fields(element)
        login = found["author_login"]
        if login:
            site.authors[login] = found["author_display_name"] or login
            site.author_ids.add(found["author_id"])


def _learn_names(site: _Site, item: Any) -> None:
    kinds = {"category": "category", "post_tag": "tag"}
    for child in item:
        kind, slug = kinds.get(child.get("domain") or ""), child.get("nicename")
        if local(child) == "category" and kind and slug:
            site.names[kind, slug, words(child).strip()] = None
        elif local(child) == "creator" and AUTHOR_LINK.match(words(child)):
            login = words(child).strip()
            site.names["author", login, site.authors.get(login, login)] = None


def _learn_zone(site: _Site, found: _Fields) -> None:
    """That of the first text that tells its time in both ways, for those that tell it in one."""
    if site.zone is None:
        here, there = read_moment(found["post_date"]), read_moment(found["post_date_gmt"])
        if here and there:
            minutes = round((here - there).total_seconds() / 60)
            site.zone = timezone(timedelta(minutes=minutes)) if abs(minutes) <= 14 * 60 else None


def _fields(element: Any) -> _Fields:
    found: dict[str, str] = {}
    for child in element:
        name = local(child)
        if name == "encoded":
            name = "excerpt" if "excerpt" in str(child.tag) else "content"
        if name and name not in found:
            found[name] = words(child)
    return _Fields(element, found)


def _things(element: Any, source: Source, site: _Site, logins: frozenset[str]) -> Iterator[Post | Item]:
    name = local(element)
    if name == "item":
        yield from _item(element, source, site, logins)
    elif local(element.getparent()) == "channel" and "}" in str(element.tag):
        found = _fields(element)
        kind = {"author": "author", "category": "category", "tag": "tag"}.get(name, "term")
        label = found["author_login"] or found["cat_name"] or found["tag_name"] or found["term_name"]
        where = "it is named by the texts that have it"
        if kind == "term" and found["term_taxonomy"] in ("nav_menu", "link_category", "wp_theme"):
            yield Item(kind, label, source, Outcome.SKIPPED, SKIPPED["nav_menu_item"])
        else:
            yield Item(kind, label if kind != "author" else found["author_id"], source, Outcome.KEPT, where)


def _item(element: Any, source: Source, site: _Site, logins: frozenset[str]) -> Iterator[Post | Item]:
    found = _fields(element)
    kind, number = found["post_type"] or "post", _number(found, source)
    if kind in site.types:
        yield _post(found, source, site, logins, number)
        return
    if kind == "attachment":
        yield Item(
            kind, number, source, Outcome.KEPT, "its file is fetched by: python -m plugins.importer images"
        )
    else:
        why = SKIPPED.get(
            kind, f'a "{kind[:40]}", which has no place here; --type {kind[:40]} takes it as an article'
        )
        yield Item(kind, number, source, Outcome.SKIPPED, why, _weight(kind, found))
    for comment in _remarks(element, source, site, logins):
        reason = f"under a thing of the kind {kind[:40]}, which is no text here"
        yield Item("comment", comment.id, comment.source, Outcome.SKIPPED, reason)


def _weight(kind: str, found: _Fields) -> Weight:
    """What readers had an address for is missed."""
    is_seen = found["status"] == "publish" and found["link"] and "?" not in found["link"]
    return Weight.DOUBT if kind not in SKIPPED and is_seen and found["content"] else Weight.NONE


def _number(found: _Fields, source: Source) -> str:
    return found["post_id"] or found["guid"] or str(source.line)


def _post(
    found: _Fields,
    source: Source,
    site: _Site,
    logins: frozenset[str],
    number: str,
    *,
    is_brief: bool = False,
) -> Post:
    """A text with its thread, or with one comment at most that readers saw."""
    element, meta = found.element, _meta(found.element)
    at = read_moment(found["post_date_gmt"]) or (
        read_moment(found["post_date"], site.zone) if site.zone else None
    )
    at = in_zone_of(
        found["post_date"], at or read_mail_date(found["pubDate"]) or read_moment(found["post_date"])
    )
    modified = read_moment(found["post_modified_gmt"])
    terms = [(child.get("domain"), words(child).strip()) for child in element if local(child) == "category"]
    categories = [name for domain, name in terms if domain in ("category", None) and name]
    if found["post_type"] not in TEXTS:  # a kind of its own is filed in ways of its own
        own = (name for domain, name in terms if domain not in OTHER_TERMS and name)
        categories = categories or [*own, found["post_type"].replace("_", " ").replace("-", " ").capitalize()]
    status = STATUSES.get(found["status"] or "publish", "draft")
    notes = () if found["is_sticky"] != "1" else ("it was sticky: pinned to the top of the old front page",)
    is_page = found["post_type"] == "page"
    remarks = _remarks(element, source, site, logins)
    return Post(
        id=number,
        source=source,
        kind="page" if is_page else "post",
        title=found["title"],
        body=found.raw("content"),
        writing="markdown"
        if meta.get("_wpcom_is_markdown") and "<p" not in found.raw("content")
        else "paragraphs",
        status="protected" if status == "published" and found["post_password"] else status,
        published_at=at,
        modified_at=in_zone_of(found["post_modified"], modified),
        slug=found["post_name"],
        link=found["link"],
        guid=found["guid"],
        category=categories[0] if categories else "",
        categories=tuple(categories[1:]),
        tags=tuple(name for domain, name in terms if domain in ("post_tag", "tag") and name),
        authors=tuple(name for domain, name in terms if domain == "author" and name)
        or tuple(site.authors.get(login, login) for login in [found["creator"]] if login),
        header=tuple(_our_lines(meta.get(OUR_HEADER, ""))),
        summary=found["excerpt"],
        comments="closed" if found["comment_status"] == "closed" else "",
        image=meta.get("_thumbnail_id", ""),
        was_at=(
            f"/?{'page_id' if is_page else 'p'}={number}",
            *(f"slug:{slug}" for slug in meta.get("old", "").split()),
        ),
        notes=notes,
        footnotes=tuple(_footnotes(meta.get("footnotes", ""))),
        remarks=tuple(_first_seen(remarks) if is_brief else remarks),
    )


def _first_seen(remarks: Iterable[Remark]) -> Iterator[Remark]:
    yield from islice((remark for remark in remarks if remark.state == "approved"), 1)


def _meta(element: Any) -> dict[str, str]:
    """The fields that say something here."""
    found: dict[str, str] = {}
    for child in element:
        if local(child) == "postmeta":
            pair = _fields(child)
            key, value = pair["meta_key"], pair["meta_value"]
            if key == "_wp_old_slug":
                found["old"] = f"{found.get('old', '')} {value}"
            elif key in ("_thumbnail_id", "footnotes", "_wpcom_is_markdown", OUR_HEADER):
                found[key] = value
    return found


def _our_lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.split("\n"):
        key, mark, value = line.partition(":")
        if mark and key.strip().lower() in OUR_KEYS:
            yield key.strip(), value.strip()


def _footnotes(text: str) -> Iterator[tuple[str, str]]:
    try:
        notes = json.loads(text) if text else []
    except ValueError:
        notes = []
    for note in notes if isinstance(notes, list) else []:
        if isinstance(note, dict) and note.get("id"):
            yield str(note["id"]), str(note.get("content") or "")


def _our_comment(comment: Any) -> Iterator[tuple[str, str]]:
    """What an export of ours says of a comment besides."""
    for child in comment:
        if local(child) == "commentmeta":
            pair = _fields(child)
            if pair["meta_key"] == OUR_COMMENT:
                try:
                    data = json.loads(pair["meta_value"])
                except (ValueError, RecursionError):
                    return
                if isinstance(data, dict):
                    yield from ((str(key), value) for key, value in data.items() if isinstance(value, str))


def _remarks(element: Any, source: Source, site: _Site, logins: frozenset[str]) -> Iterator[Remark]:
    for child in element:
        if local(child) != "comment" or child.get("domain"):
            continue
        found = _fields(child)
        kind = found["comment_type"]
        user = found["comment_user_id"]
        ours = tuple(_our_comment(child)) if "commentmeta" in found.by_name else ()
        yield Remark(
            id=found["comment_id"] or f"line-{child.sourceline}",
            source=Source(source.path, child.sourceline or source.line),
            author=found["comment_author"],
            website=found["comment_author_url"],
            posted_at=read_moment(found["comment_date_gmt"])
            or read_moment(found["comment_date"], site.zone or UTC),
            body=found.raw("comment_content"),
            parent="" if found["comment_parent"] == "0" else found["comment_parent"],
            kind=Kind(kind) if kind in ("pingback", "trackback", "webmention") else Kind.COMMENT,
            state="deleted"
            if ("Status", "deleted") in ours
            else STATES.get(found["comment_approved"], "pending"),
            ours=ours,
            is_by_author=("Role", "author") in ours
            or user in site.author_ids - {"", "0"}
            or found["comment_author"] in logins,
        )
