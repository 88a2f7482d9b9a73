"""What stands where: before one text is converted, each has its file, its address and what leads there. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from typing import Final
from urllib.parse import urlsplit

from plugins.clock import FIRST_YEAR, MAX_AHEAD
from plugins.importer.clean import host_of, path_of
from plugins.importer.model import Index, Note, Post, Weight
from plugins.importer.names import Names, slug_of, title_of, words_of
from plugins.site.addresses import FIXED, UNSEEN
from plugins.site.aliases import fault_of_shape
from plugins.site.redirects import QUERY
from plugins.slug import slugify

EPOCH: Final = datetime(FIRST_YEAR, 1, 1, 12, tzinfo=UTC)
UNFILED: Final = "Uncategorized"
PAGES: Final = "Pages"
"""Category of pages that have a thread."""

WHY_NOT: Final = {
    "draft": "a draft; --drafts takes it as a draft",
    "pending": "it waits for a review; --drafts takes it as a draft",
    "scheduled": "it is not published yet; --drafts takes it as a draft",
    "private": "it is private; --drafts takes it as a draft, which nobody sees until you publish it",
    "protected": "it has a password; --drafts takes it as a draft, which nobody sees until you publish it",
    "trash": "it was in the trash",
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What whoever imports has asked for."""

    drafts: bool = False
    categories: Mapping[str, str] = field(default_factory=dict)
    """Old category, as a slug → the name that it gets."""

    pending: bool = False
    """Comments that wait to be approved go to the comment desk."""

    logins: frozenset[str] = frozenset()
    zone: tzinfo = UTC
    now: datetime = EPOCH
    old_site: tuple[str, ...] = ()
    """Every address that the old site's map names."""

    map: Mapping[str, str] = field(default_factory=dict)
    """Old address of a thread → slug or address of its article."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a text is."""

    key: str
    """ "wordpress:123"."""

    title: str
    path: str
    address: str
    slug: str
    is_page: bool
    is_published: bool
    has_thread: bool
    published_at: datetime
    category: str
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    aliases: tuple[str, ...]
    queries: tuple[str, ...]
    """Old addresses with a question mark."""

    link: str
    guid: str
    notes: tuple[Note, ...]


@dataclass
class Plan:
    """All of it."""

    index: Index
    wishes: Wishes
    spots: dict[str, Spot] = field(default_factory=dict)
    """Key → what is imported."""

    moved: dict[str, str] = field(default_factory=dict)
    """Old address as `path_of` has it → new one."""

    def new_address(self, old: str) -> str | None:
        """Where something is now that was on the old site."""
        return self.moved.get(path_of(old))


@dataclass
class Taken:
    """What there is in content/ already, or was given away."""

    slugs: dict[str, str] = field(default_factory=dict)
    """Slug in lower case → key of the text that has it."""

    addresses: dict[str, str] = field(default_factory=dict)
    """Address or alias in lower case → key."""

    guids: dict[str, str] = field(default_factory=dict)

    paths: Mapping[str, str] = field(default_factory=dict)
    """Key → file, of texts that were imported before."""


def make_plan(posts: Iterable[Post], index: Index, wishes: Wishes, taken: Taken, names: Names) -> Plan:
    """Give each text that comes here its place.

    Args:
        posts: all of the export; what they say is looked at, and not kept.
    """
    plan = Plan(index, wishes)
    later = [_without_words(post) for post in posts if is_wanted(post, wishes)]
    for post in later:
        if post.kind == "post" or has_thread(post):
            _learn_names(post, wishes, names)
    categories = {slug: name for (kind, slug), name in names.taken.items() if kind == "category"}
    for post in later:
        spot = _spot(post, plan, taken, names, categories)
        plan.spots[spot.key] = spot
    # Only when every text has its address is it known which old ones are free.
    taken.addresses = {**dict.fromkeys(addresses_of_lists(plan), ""), **taken.addresses}
    for post in later:
        spot = plan.spots[key_of(index.system, post)]
        if spot.is_published:
            plan.spots[spot.key] = _with_old_addresses(post, spot, plan, taken)
    for spot in plan.spots.values():
        if spot.is_published:
            _lead(spot, plan)
    return plan


def key_of(system: str, post: Post) -> str:
    return f"{system}:{post.id}"


def whole(address: str, index: Index) -> str:
    """An address as the old site had it: systems that do not say where they were write it from their front page."""
    is_rooted = address.startswith("/") and not address.startswith("//")
    return f"{index.address}{address}" if is_rooted else address


def guid_of(post: Post, index: Index) -> str:
    """Its id in the feeds of before; empty where nobody knows it."""
    return whole(post.guid, index) if index.address or not post.guid.startswith("/") else ""


def is_wanted(post: Post, wishes: Wishes) -> bool:
    """Whether it comes here at all."""
    return post.status == "published" or (wishes.drafts and post.status != "trash")


def has_thread(post: Post) -> bool:
    """Whether anything was said under it that readers saw."""
    return any(remark.state == "approved" for remark in post.remarks)


def _without_words(post: Post) -> Post:
    """A site of ten thousand texts is looked at twice, and held in the memory without its words."""
    kept = tuple(replace(one, body="") for one in post.remarks[:1] if one.state == "approved")
    if not kept and has_thread(post):
        kept = tuple(replace(one, body="") for one in post.remarks if one.state == "approved")[:1]
    return replace(post, body=post.body[:1], summary="", remarks=kept)


def category_of(post: Post, wishes: Wishes, names: Names) -> str:
    """The one category that it is filed under here."""
    if post.kind == "page":
        return names.called(PAGES, "category")
    wanted = wishes.categories.get(slugify(post.category), post.category)
    return names.called(wanted, "category") or names.called(UNFILED, "category")


def _learn_names(post: Post, wishes: Wishes, names: Names) -> None:
    category_of(post, wishes, names)


def _spot(post: Post, plan: Plan, taken: Taken, names: Names, categories: Mapping[str, str]) -> Spot:
    notes: list[Note] = [Note(post.lost, Weight.LOSS)] if post.lost else []
    notes += [Note(one, Weight.SMALL) for one in post.notes]
    key, guid = key_of(plan.index.system, post), guid_of(post, plan.index)
    _recognize(guid, key, taken)
    title = title_of(post.title)
    if not title:
        title = words_of(post.title) or f"Untitled {post.id}"
        notes.append(Note(f'it has no title; it is called "{title}"', Weight.DOUBT))
    at = _date(post, plan, notes)
    is_page = post.kind == "page" and not has_thread(post)
    if post.kind == "page" and not is_page:
        notes.append(
            Note(
                "a page with comments: it is an article in no list, so that its thread is kept", Weight.DOUBT
            )
        )
    slug = _slug(post, title, key, taken, categories if is_page else {}, notes)
    is_published = post.status == "published"
    address = f"/{slug}/" if is_page else f"/{at.year}/{slug}/"
    path = taken.paths.get(key) or (f"pages/{slug}.md" if is_page else f"articles/{at.year}/{slug}.md")
    taken.addresses[address.lower()] = key
    if guid and taken.guids.setdefault(guid, key) != key:
        notes.append(
            Note("another text has the same id in the old feed; this one gets an id of its own", Weight.DOUBT)
        )
    tags = [one for name in (*post.categories, *post.tags) if (one := names.called(name))]
    if lost := [name for name in (*post.categories, *post.tags) if not names.called(name)]:
        notes.append(
            Note(f"{len(lost)} tags without a letter that an address could have are left out", Weight.SMALL)
        )
    category = "" if is_page else category_of(post, plan.wishes, names)
    authors = [one for name in post.authors if (one := names.called(person(name), "author"))]
    return Spot(
        key, title, path, address, slug, is_page, is_published, has_thread(post), at, category,
        () if is_page else tuple(dict.fromkeys(tags)),
        () if is_page else tuple(dict.fromkeys(authors)), (), (), whole(post.link, plan.index),
        guid if taken.guids.get(guid) == key else "", tuple(notes),
    )  # fmt: skip


def _recognize(guid: str, key: str, taken: Taken) -> None:
    """A text that was renamed here since it was imported is known by the id that it kept."""
    held = taken.guids.get(guid, "")
    if not held.startswith("content:"):
        return
    taken.paths = {**taken.paths, key: held.removeprefix("content:")}
    for book in (taken.slugs, taken.addresses, taken.guids):
        book.update({name: key for name, holder in book.items() if holder == held})


def _with_old_addresses(post: Post, spot: Spot, plan: Plan, taken: Taken) -> Spot:
    notes = list(spot.notes)
    aliases, queries = _old_addresses(post, plan, taken, spot.key, spot.address, notes)
    return replace(spot, aliases=aliases, queries=queries, notes=tuple(notes))


def addresses_of_lists(plan: Plan) -> Iterator[str]:
    """Addresses of lists that there are for the sake of these texts."""
    yield from ("/archive/", "/search/", "/dictionary/", "/tag/", "/by/")
    for spot in plan.spots.values():
        if spot.is_published:
            yield f"/archive/{spot.published_at.year}/"
            yield f"/{slugify(spot.category)}/"
            yield from (f"/tag/{slugify(tag)}/" for tag in spot.tags)
            yield from (f"/by/{slugify(name)}/" for name in spot.authors)


def person(name: str) -> str:
    """Of somebody who signs texts: no address."""
    return name.partition("@")[0] if "@" in name else name


def _date(post: Post, plan: Plan, notes: list[Note]) -> datetime:
    at = post.published_at or post.modified_at
    if at is None and post.kind == "page" and not has_thread(post):
        return plan.index.exported_at or EPOCH  # it needs none, and gets none
    if at is None:
        notes.append(Note("it has no date that can be read; it has that of the export", Weight.DOUBT))
        return plan.index.exported_at or EPOCH
    if at.year < FIRST_YEAR:
        notes.append(Note(f"its date was of the year {at.year}; it is of {FIRST_YEAR} here", Weight.DOUBT))
        return EPOCH
    if at - plan.wishes.now > MAX_AHEAD:
        notes.append(Note(f"its date was of the year {at.year}; it has that of the export", Weight.DOUBT))
        return plan.index.exported_at or EPOCH
    return at


def _slug(
    post: Post, title: str, key: str, taken: Taken, categories: Mapping[str, str], notes: list[Note]
) -> str:
    if known := taken.paths.get(key):
        slug = known.rpartition("/")[2].removesuffix(".md")
        taken.slugs.setdefault(slug, key)
        return slug
    wanted = slug = slug_of(post.slug, title, f"{post.kind}-{post.id}")
    number = 1
    while taken.slugs.get(slug, key) != key or _belongs_to_house(slug, post, categories):
        number += 1
        slug = f"{wanted}-{number}"
    taken.slugs[slug] = key
    if post.slug and slug != post.slug:
        why = "two texts have it" if number > 1 else "it could be no name of a file"
        shown = post.slug if len(post.slug) <= 60 else f"{post.slug[:60]}…"
        notes.append(Note(f'its slug was "{words_of(shown)}"; it is "{slug}": {why}', Weight.SMALL))
    return slug


def _belongs_to_house(slug: str, post: Post, categories: Mapping[str, str]) -> bool:
    return post.kind == "page" and (
        slug in FIXED or slug in categories or re.fullmatch(r"\d{4}", slug) is not None
    )


def _old_addresses(
    post: Post, plan: Plan, taken: Taken, key: str, address: str, notes: list[Note]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    aliases: list[str] = []
    queries: list[str] = []
    link, guid = whole(post.link, plan.index), guid_of(post, plan.index)
    base = urlsplit(plan.index.address).path.rstrip("/")
    for old in dict.fromkeys((link, *_earlier(post, link, base), guid if "://" in guid else "")):
        if not old or (("://" in old) and host_of(old) != host_of(plan.index.address or link)):
            continue
        path = path_of(old)
        if "?" in path:
            place = "/" if path.startswith("/?") or path.count("/") == 1 else path.partition("?")[0]
            query = path.partition("?")[2]
            if QUERY.fullmatch(query) and not (place != "/" and fault_of_shape(place)):
                queries.append(f"{place}?{query}")
            continue
        alias = _alias(path, old)
        if alias == address or not alias or alias == "/":
            continue
        if fault_of_shape(alias) or UNSEEN.fullmatch(alias.casefold()):
            shown = alias if len(alias) <= 80 else f"{alias[:80]}…"
            notes.append(Note(f"its old address {shown} can lead nowhere here", Weight.LOSS))
        elif taken.addresses.setdefault(alias.lower(), key) == key:
            aliases.append(alias)
        else:
            notes.append(Note(f"its old address {alias} belongs to something else here", Weight.DOUBT))
    return tuple(dict.fromkeys(aliases)), tuple(dict.fromkeys(queries))


def address_as_alias(old: str) -> str:
    """A whole address of the old site as its path, the way `Aliases` have it; empty for one with a question mark."""
    path = path_of(old)
    return "" if "?" in path else _alias(path, old)


def _alias(path: str, old: str) -> str:
    """A file of before keeps its name: "/2012/x.html"."""
    name = path.rstrip("/").rpartition("/")[2]
    return path.rstrip("/") if "." in name and not old.partition("?")[0].endswith("/") else path


def _earlier(post: Post, link: str, base: str) -> Iterator[str]:
    """Addresses that it had before the one that the export names. `base`: the path at which the old site began."""
    for old in post.was_at:
        if old.startswith("slug:"):
            name = old.removeprefix("slug:")
            head, _, last = link.rstrip("/").rpartition("/")
            if name and last == post.slug and head:
                yield f"{head}/{name}/"
        elif old.startswith("/"):
            site = urlsplit(link)
            old = f"{base}{old}" if old.startswith("/?") else old
            yield f"{site.scheme}://{site.netloc}{old}" if site.netloc else old
        else:
            yield old


def _lead(spot: Spot, plan: Plan) -> None:
    for old in (spot.link, spot.guid, *spot.aliases, *spot.queries):
        if old:
            plan.moved.setdefault(path_of(old), spot.address)
