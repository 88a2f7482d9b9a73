"""What there is in content/ before an import: nothing of it may be covered, and threads find their articles in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from plugins.checks.model import Document
from plugins.checks.read import read_texts
from plugins.checks.source_rules import address_of
from plugins.front_matter import Customs
from plugins.importer.names import Names
from plugins.importer.plan import EPOCH, Spot, Taken, Wishes
from plugins.importer.state import State
from plugins.site.content import Layout

COMMENT_FILE: Final = re.compile(r"0*(?P<number>[1-9]\d{0,6})-(?P<id>[A-Za-z0-9_-]+)\.md", re.ASCII)


@dataclass(frozen=True)
class Existing:
    """All that matters of it."""

    taken: Taken
    names: Names
    spots: tuple[Spot, ...]
    """The articles, as an import would have placed them."""

    aliases: frozenset[str]
    """Addresses that lead somewhere already: aliases and lines of redirects.txt."""


def read_existing(content: Path, state: State, wishes: Wishes, customs: Customs, layout: Layout) -> Existing:
    """Look through content/. A folder that is not there yet is empty."""
    taken, names = Taken(), Names()
    if not content.is_dir():
        return Existing(taken, names, (), frozenset())
    sources = read_texts(content, wishes.now, customs, layout)
    keys = {was.path: key for key, was in state.files.items()}
    paths: dict[str, str] = {}
    spots: list[Spot] = []
    by_id = {one.value("id"): one for one in sources.articles if one.value("id")}
    for document in sources.documents:
        if document.kind not in ("article", "page"):
            continue
        key = keys.get(document.place, f"content:{document.place}")
        paths[key] = document.place
        _take(document, key, taken, names)
        if document.kind == "article":
            spots.append(_spot(document, key))
    # What was renamed here is known by its id; what was deleted keeps its place in the state.
    for key, was in state.files.items():
        if ":comment:" not in key:
            paths.setdefault(key, was.path)
    moved = {one.value("id"): one.place for one in by_id.values()}
    taken.paths = paths
    taken.guids = {guid: keys.get(place, f"content:{place}") for guid, place in moved.items()}
    old = {alias for one in sources.documents for alias in one.front.values.get("aliases", ())}
    return Existing(
        taken, names, tuple(spots), frozenset(old | {forward.old for forward in sources.redirects})
    )


def _take(document: Document, key: str, taken: Taken, names: Names) -> None:
    taken.slugs.setdefault(document.slug.lower(), key)
    taken.addresses.setdefault(address_of(document).lower(), key)
    for alias in document.front.values.get("aliases", ()):
        taken.addresses.setdefault(alias.lower(), key)
    if document.value("category"):
        names.called(document.value("category"), "category")
    for name in document.header.names("tags"):
        names.called(name)
    for name in document.header.names("author", "authors"):
        names.called(name, "author")


def _spot(document: Document, key: str) -> Spot:
    return Spot(
        key=key,
        title=document.value("title"),
        path=document.place,
        address=address_of(document),
        slug=document.slug,
        is_page=False,
        is_published=document.status != "draft",
        has_thread=False,
        published_at=document.date or EPOCH,
        category=document.value("category"),
        tags=(),
        authors=(),
        aliases=tuple(document.front.values.get("aliases", ())),
        queries=(),
        link="",
        guid=document.value("id"),
        notes=(),
    )


def numbers_in(content: Path, state: State, prefix: str) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """Key of each thread → id in the source → number of what was imported from there; and the highest number of each.

    What was deleted here keeps its number.
    """
    numbers: dict[str, dict[str, int]] = {}
    last: dict[str, int] = {}
    for key, name in (*_on_disk(content), *_in_state(state)):
        found = COMMENT_FILE.fullmatch(name)
        if found:
            number = int(found["number"])
            last[key] = max(last.get(key, 0), number)
            if found["id"].startswith(prefix):
                numbers.setdefault(key, {}).setdefault(found["id"].removeprefix(prefix), number)
    return numbers, last


def gone_in(content: Path, state: State, prefix: str) -> dict[str, set[str]]:
    """Key of each thread → ids in the source of comments that were imported and deleted here."""
    here = set(_on_disk(content))
    gone: dict[str, set[str]] = {}
    for key, name in _in_state(state):
        found = COMMENT_FILE.fullmatch(name)
        if found and (key, name) not in here and found["id"].startswith(prefix):
            gone.setdefault(key, set()).add(found["id"].removeprefix(prefix))
    return gone


def _on_disk(content: Path) -> Iterator[tuple[str, str]]:
    folder = content / "comments"
    for thread in sorted(folder.iterdir()) if folder.is_dir() else ():
        if thread.is_dir() and thread.name != "dictionary":
            yield from ((thread.name, file.name) for file in sorted(thread.iterdir()))


def _in_state(state: State) -> Iterator[tuple[str, str]]:
    for was in state.files.values():
        if was.path.startswith("comments/"):
            _, key, name = was.path.split("/", 2)
            yield key, name
