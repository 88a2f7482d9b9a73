"""Exports of WordPress: WXR, which is RSS with what WordPress knows of each text. Nothing private of it is read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC
from functools import partial
from itertools import islice
from typing import Any, Final

from plugins.comments.model import Kind
from plugins.importer.markup import NEXT_PAGE
from plugins.importer.model import Export, Item, Outcome, Post, Remark, State, Status, Weight
from plugins.importer.moments import in_zone_of, read_mail_date, read_moment
from plugins.importer.ours import OUR_COMMENT, OUR_HEADER, lines_in, values_in
from plugins.importer.stream import Mended, Part
from plugins.importer.wordpress_site import RECORDS, TEXTS, Fields, Site, fields_of, index_of, meta_of
from plugins.importer.xml import count_tags, elements, local, words
from plugins.source import Source

MOST_PAGES: Final = 50
"""Of one text."""

SYSTEM: Final = "wordpress"
COUNTED: Final = ("item", "wp:comment", "wp:author", "wp:category", "wp:tag", "wp:term")

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
NOTES: Final = frozenset(
    "note order_note webhook_delivery action_log editorial-comment workflow_note edd_payment_note".split()
)
"""Types of comments that WordPress and its plugins keep for those who run a site: they too are "approved"."""

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


def open_export(
    parts: Sequence[Part], logins: frozenset[str], mended: Mended, types: Iterable[str] = ()
) -> Export:
    """All files of one export: what one refers to may be in another.

    Args:
        logins: of people whose comments are those of an author, besides the authors that the export names.
        mended: gains what was wrong with the characters.
        types: kinds of items, of a theme or a plugin, that are articles as well.
    """
    site = Site(types=TEXTS | frozenset(types))
    index = index_of(parts, site, mended, SYSTEM)
    told = (parts, site, logins)
    return Export(SYSTEM, index, partial(_all, *told), partial(_counts, parts), partial(_outlines, *told))


def _all(parts: Sequence[Part], site: Site, logins: frozenset[str]) -> Iterator[Post | Item]:
    for part in parts:
        for element in elements(part, RECORDS, Mended()):
            yield from _things(element, Source(part.name, element.sourceline or 1), site, logins)


def _outlines(parts: Sequence[Part], site: Site, logins: frozenset[str]) -> Iterator[Post]:
    for part in parts:
        for element in elements(part, ("item",), Mended()):
            source, found = Source(part.name, element.sourceline or 1), fields_of(element)
            if found["post_type"] in site.types:
                yield _post(found, source, site, logins, _number(found, source), is_brief=True)


def _counts(parts: Sequence[Part]) -> Mapping[str, int]:
    total = dict.fromkeys(COUNTED, 0)
    for part in parts:
        for name, count in count_tags(part, COUNTED).items():
            total[name] += count
    return {name.removeprefix("wp:"): count for name, count in total.items()}


def _things(element: Any, source: Source, site: Site, logins: frozenset[str]) -> Iterator[Post | Item]:
    name = local(element)
    if name == "item":
        yield from _item(element, source, site, logins)
    elif local(element.getparent()) == "channel" and "}" in str(element.tag):
        found = fields_of(element)
        kind = {"author": "author", "category": "category", "tag": "tag"}.get(name, "term")
        label = found["author_login"] or found["cat_name"] or found["tag_name"] or found["term_name"]
        where = "it is named by the texts that have it"
        if kind == "term" and found["term_taxonomy"] in ("nav_menu", "link_category", "wp_theme"):
            yield Item(kind, label, source, Outcome.SKIPPED, SKIPPED["nav_menu_item"])
        else:
            yield Item(kind, label if kind != "author" else found["author_id"], source, Outcome.KEPT, where)


def _item(element: Any, source: Source, site: Site, logins: frozenset[str]) -> Iterator[Post | Item]:
    found = fields_of(element)
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


def _weight(kind: str, found: Fields) -> Weight:
    """What readers had an address for is missed."""
    is_seen = found["status"] == "publish" and found["link"] and "?" not in found["link"]
    return Weight.DOUBT if kind not in SKIPPED and is_seen and found["content"] else Weight.NONE


def _number(found: Fields, source: Source) -> str:
    return found["post_id"] or found["guid"] or str(source.line)


def _post(
    found: Fields,
    source: Source,
    site: Site,
    logins: frozenset[str],
    number: str,
    *,
    is_brief: bool = False,
) -> Post:
    """A text with its thread, or with one comment at most that readers saw."""
    element, meta = found.element, meta_of(found.element)
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
        header=tuple(lines_in(meta.get(OUR_HEADER, ""))),
        summary=found["excerpt"],
        comments="closed" if found["comment_status"] == "closed" else "",
        image=meta.get("_thumbnail_id", ""),
        was_at=(
            f"/?{'page_id' if is_page else 'p'}={number}",
            *(f"slug:{slug}" for slug in meta.get("old", "").split()),
            *_pages(found["link"], found.raw("content")),
        ),
        notes=notes,
        footnotes=tuple(_footnotes(meta.get("footnotes", ""))),
        remarks=tuple(_first_seen(remarks) if is_brief else remarks),
    )


def _pages(link: str, body: str) -> Iterator[str]:
    """Where the second page of a text was, and those after it."""
    pages = len(NEXT_PAGE.findall(body)) + 1
    if link.endswith("/") and "?" not in link:
        yield from (f"{link}{number}/" for number in range(2, min(pages, MOST_PAGES) + 1))


def _first_seen(remarks: Iterable[Remark]) -> Iterator[Remark]:
    yield from islice((remark for remark in remarks if remark.state == "approved"), 1)


def _footnotes(text: str) -> Iterator[tuple[str, str]]:
    try:
        notes = json.loads(text) if text else []
    except ValueError:
        notes = []
    for note in notes if isinstance(notes, list) else []:
        if isinstance(note, dict) and note.get("id"):
            yield str(note["id"]), str(note.get("content") or "")


def _ours(comment: Any) -> Iterator[tuple[str, str]]:
    """What an export of ours says of a comment besides."""
    for child in comment:
        if local(child) == "commentmeta":
            pair = fields_of(child)
            if pair["meta_key"] == OUR_COMMENT:
                yield from values_in(pair["meta_value"])


def _state(found: Fields, ours: tuple[tuple[str, str], ...]) -> State:
    if found["comment_type"] in NOTES:
        return "internal"
    return "deleted" if ("Status", "deleted") in ours else STATES.get(found["comment_approved"], "pending")


def _remarks(element: Any, source: Source, site: Site, logins: frozenset[str]) -> Iterator[Remark]:
    for child in element:
        if local(child) != "comment" or child.get("domain"):
            continue
        found = fields_of(child)
        kind = found["comment_type"]
        user = found["comment_user_id"]
        ours = tuple(_ours(child)) if "commentmeta" in found.by_name else ()
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
            state=_state(found, ours),
            ours=ours,
            is_by_author=("Role", "author") in ours
            or user in site.author_ids - {"", "0"}
            or found["comment_author"] in logins,
        )
