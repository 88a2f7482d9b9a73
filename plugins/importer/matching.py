"""Which article a thread belongs to that comes without one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from urllib.parse import urlsplit

from plugins.importer.clean import path_of
from plugins.importer.model import Discussion
from plugins.importer.plan import Spot
from plugins.slug import slugify


@dataclass(slots=True)
class Articles:
    """By all that a thread may call them."""

    by_path: dict[str, Spot] = field(default_factory=dict)
    by_guid: dict[str, Spot] = field(default_factory=dict)
    by_slug: dict[str, Spot] = field(default_factory=dict)


def articles_of(spots: Iterable[Spot], forwards: Iterable[tuple[str, str]] = ()) -> Articles:
    """`forwards`: old addresses and where they lead, of redirects.txt."""
    found = Articles()
    for spot in spots:
        found.by_slug.setdefault(spot.slug, spot)
        for address in (spot.address, *spot.aliases):
            found.by_path.setdefault(path_of(address), spot)
        if spot.guid:
            found.by_guid[spot.guid] = spot
    for old, new in forwards:
        if spot_there := found.by_path.get(path_of(new)):
            found.by_path.setdefault(path_of(old), spot_there)
    return found


def match(thread: Discussion, articles: Articles, said: Mapping[str, str]) -> Spot | None:
    """By what was said (`--map`), by address, by what else names it, by the last part of its address."""
    for name in (thread.link, thread.id, *thread.names):
        if answer := said.get(name):
            return articles.by_slug.get(answer.strip("/").rpartition("/")[2])
    for address in (thread.link, *thread.names):
        if found := _at(address, articles):
            return found
    for name in (*thread.names, *_last_parts(thread.link)):
        if found := articles.by_guid.get(name) or articles.by_slug.get(slugify(name)):
            return found
    return None


def _at(address: str, articles: Articles) -> Spot | None:
    if "/" not in address:
        return None
    path = path_of(address)
    # What follows a question mark may name the text, or only tell where a reader came from.
    return articles.by_path.get(path) or articles.by_path.get(path.partition("?")[0] if path != "/" else path)


def _last_parts(link: str) -> Iterator[str]:
    try:
        last = urlsplit(link).path.rstrip("/").rpartition("/")[2]
    except ValueError:
        return
    if last:
        yield last.rpartition(".")[0] or last


def nearest(thread: Discussion, articles: Articles) -> list[str]:
    """Slugs of the three articles whose names are most like that of the thread."""
    names = [*_last_parts(thread.link), slugify(thread.title)]
    found = [
        one for name in names if name for one in get_close_matches(name, articles.by_slug, n=3, cutoff=0.4)
    ]
    return list(dict.fromkeys(found))[:3]
