"""Old addresses of no text: archives, lists, feeds, pages of comments, as each system had them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import unquote, urlsplit

from plugins.importer.clean import path_of
from plugins.importer.model import OldName
from plugins.importer.plan import PAGES, Plan, Spot
from plugins.site.redirects import QUERY
from plugins.slug import slugify

ALL: Final = "/feeds/all.atom"
COMMENTS: Final = "/feeds/comments.atom"
FEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "wordpress": (
        *("/feed/", "/feed/atom/", "/feed/rss2/", "/feed/rss/", "/feed/rdf/"),
        *("/?feed=rss2", "/?feed=atom", "/?feed=rss", "/?feed=rdf"),
        *("/wp-rss2.php", "/wp-atom.php", "/wp-rss.php", "/wp-rdf.php", "/wp-feed.php"),
    ),
    "ghost": ("/rss/", "/feed/"),
    "substack": ("/feed/",),
    "blogger": ("/feeds/posts/default/", "/feeds/posts/summary/", "/atom.xml", "/rss.xml"),
    "movabletype": ("/atom.xml", "/index.xml", "/index.rdf", "/rss.xml"),
    "folder": ("/feed.xml", "/index.xml", "/atom.xml", "/feeds/all.atom.xml", "/feeds/all.rss.xml"),
}
"""Where the feed of all texts was, from the front of the site."""

OF_COMMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "wordpress": (
        *("/comments/feed/", "/comments/feed/atom/", "/wp-commentsrss2.php"),
        *("/?feed=comments-rss2", "/?feed=comments-atom"),
    ),
    "blogger": ("/feeds/comments/default/",),
}
"""Where that of all comments was."""

LATER: Final = re.compile(r"/\d+/$")
SEVERAL: Final = 20
"""Comments of a thread for which there may have been one more page of it: most sites had 50 on one, some 20."""

MOST_PAGES: Final = 20


def redirect_lines(
    plan: Plan, old_names: Iterable[OldName], comments: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    """Old addresses of no text, and where they lead: archives, feeds, addresses with a question mark.

    Args:
        old_names: with the names that they have here.
        comments: slug of an article → comments of its thread.
    """
    ours = plan.index.redirects
    for old, new in _lines(plan, old_names, comments) if ours is None else ours:
        yield (old if "?" in old else unquote(old)), new


def _lines(
    plan: Plan, old_names: Iterable[OldName], comments: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    system, base = plan.index.system, urlsplit(plan.index.address).path.rstrip("/")
    spots = [spot for spot in plan.spots.values() if spot.is_published]
    for spot in spots:
        for query in spot.queries:
            yield query, spot.address
        if spot.has_thread and spot.category != PAGES:
            yield from _of_thread(spot, base, system)
        if spot.has_thread and system == "wordpress":
            yield from _pages_of_comments(spot, comments.get(spot.slug, 1))
    yield from _of_files(base, plan)
    listed = [spot for spot in spots if not _was_page(spot)]
    if not listed:
        return
    bases = dict.fromkeys((base, front_of(plan, base)) if system == "wordpress" else (base,))
    for front in bases:
        yield from ((f"{front}{old}", ALL) for old in FEEDS.get(system, ()))
        if any(spot.has_thread for spot in listed):
            yield from ((f"{front}{old}", COMMENTS) for old in OF_COMMENTS.get(system, ()))
        yield from _of_days(front, listed, system, is_plain=any("?p=" in spot.link for spot in listed))
        yield from _of_names(front, old_names, listed, system)


def front_of(plan: Plan, base: str) -> str:
    """What stands before all that WordPress lists, where all texts have it: "/blog", of "/blog/2012/05/x/".

    No export says what the addresses were made of. It is what all of them begin with, and no year, name or category.
    """
    names = {name.slug for name in plan.index.old_names}
    heads = [
        path_of(spot.link).removeprefix(base).strip("/").split("/")[:-1]
        for spot in plan.spots.values()
        if spot.is_published and not _was_page(spot) and spot.link and "?" not in spot.link
    ]
    parts: list[str] = []
    for some in zip(*heads, strict=False):
        if len(set(some)) > 1 or some[0].isdecimal() or some[0] in names:
            break
        parts.append(some[0])
    return "/".join((base, *parts))


def _was_page(spot: Spot) -> bool:
    """Also one that is an article here for the sake of its thread."""
    return spot.is_page or spot.category == PAGES


def _of_thread(spot: Spot, base: str, system: str) -> Iterator[tuple[str, str]]:
    """The feed of the comments of one text."""
    feed = f"{spot.address}comments.atom"
    if system == "wordpress":
        yield from ((f"{alias}feed/", feed) for alias in _whole(spot))
        if "?" in spot.link:
            numbers = (query.partition("?p=") for query in spot.queries)
            yield from ((f"{path}?feed=rss2&p={number}", feed) for path, mark, number in numbers if mark)
    elif system == "blogger":
        yield f"{base}/feeds/{spot.key.partition(':')[2]}/comments/default/", feed


def _pages_of_comments(spot: Spot, comments: int) -> Iterator[tuple[str, str]]:
    """Links to comments named them: "/2012/05/x/comment-page-1/#comment-8812"."""
    for number in range(1, min(comments // SEVERAL + 2, MOST_PAGES + 1)):
        yield from ((f"{alias}comment-page-{number}/", spot.address) for alias in _whole(spot))


def _whole(spot: Spot) -> list[str]:
    """Old addresses of a text, without those of its later pages: "/2012/05/x/2/"."""
    known = {spot.address, *spot.aliases}
    pages = {one for one in spot.aliases if LATER.search(one) and LATER.sub("/", one) in known}
    return [one for one in spot.aliases if one.endswith("/") and one not in pages]


def _of_files(base: str, plan: Plan) -> Iterator[tuple[str, str]]:
    for number, link, parent in plan.index.pages_of_files:
        text = plan.spots.get(f"{plan.index.system}:{parent}")
        if text is not None and text.is_published:
            yield f"{base}/?attachment_id={number}", text.address
            path = path_of(link)
            if "?" not in path and path not in ("/", f"{base}/"):
                yield path, text.address


def _of_days(front: str, listed: Sequence[Spot], system: str, *, is_plain: bool) -> Iterator[tuple[str, str]]:
    if system not in ("wordpress", "blogger"):
        return
    days = sorted({spot.published_at.date() for spot in listed})
    for at in days:
        year = f"/archive/{at.year}/"
        yield f"{front}/{at:%Y}/", year
        yield f"{front}/{at:%Y/%m}/", year
        if system == "blogger":
            yield f"{front}/{at:%Y_%m}_01_archive.html", year
            continue
        yield f"{front}/{at:%Y/%m/%d}/", year
        if is_plain:
            yield from ((f"{front}/?m={at:{form}}", year) for form in ("%Y", "%Y%m", "%Y%m%d"))


def _of_names(
    front: str, old_names: Iterable[OldName], listed: Sequence[Spot], system: str
) -> Iterator[tuple[str, str]]:
    used = {
        "category": {spot.category for spot in listed},
        "tag": {tag for spot in listed for tag in spot.tags},
        "author": {name for spot in listed for name in spot.authors},
    }
    folders = {"category": "", "tag": "tag/", "author": "by/"}
    for old in old_names:
        kinds = ("category", "tag") if old.kind == "category" else (old.kind,)
        found = next((one for one in kinds if old.name in used[one]), None)
        make = LISTS.get(system)
        if found is None or make is None:
            continue
        here = f"{folders[found]}{slugify(old.name)}"
        pages, feeds = make(old)
        yield from ((f"{front}{page}", f"/{here}/") for page in pages)
        yield from ((f"{front}{feed}", f"/feeds/{here}.atom") for feed in feeds)


Addresses = tuple[list[str], list[str]]
"""Of what lists a name: its pages, and its feeds."""


def _of_wordpress(old: OldName) -> Addresses:
    page, last = f"/{old.kind}/{old.slug}/", old.slug.rpartition("/")[2]
    asked = {"category": ("cat", "category_name"), "tag": ("", "tag"), "author": ("author", "author_name")}
    by_number, by_name = asked[old.kind]
    pages = [page, *([f"/?{by_name}={last}"] if QUERY.fullmatch(last) else [])]
    pages += [f"/?{by_number}={old.number}"] if by_number and old.number else []
    return pages, [f"{page}feed/"]


def _of_ghost(old: OldName) -> Addresses:
    page = f"/{'author' if old.kind == 'author' else 'tag'}/{old.slug}/"
    return [page], [f"{page}rss/"]


def _of_blogger(old: OldName) -> Addresses:
    return [f"/search/label/{old.slug}/"], [f"/feeds/posts/default/-/{old.slug}/"]


LISTS: Final[Mapping[str, Callable[[OldName], Addresses]]] = {
    "wordpress": _of_wordpress,
    "ghost": _of_ghost,
    "blogger": _of_blogger,
}
