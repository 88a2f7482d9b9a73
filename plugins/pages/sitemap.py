"""sitemap.xml and robots.txt: which pages there are for search engines, and when each changed last.

Rules: https://www.sitemaps.org/protocol.html. `lastmod` is what authors and commenters wrote, never the clock.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from hashlib import blake2b
from typing import NamedTuple

from lxml import etree

from plugins.glossary.authors import authors_of_verse
from plugins.pages.digest import digest
from plugins.pages.model import Article
from plugins.pages.page import Document
from plugins.pages.site import Site

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

MOST_ADDRESSES = 20_000
"""In one file. The protocol allows 50,000 in 50 MiB, and 2,048 characters an address: this many always fit."""


class Location(NamedTuple):
    """One page. No dataclass: 10,000 are made at every build."""

    url: str
    """Root-relative."""

    changed_at: datetime | None
    """In UTC. None where nobody knows: the line is left out then."""


def crawling(site: Site, most: int = MOST_ADDRESSES) -> Iterator[Document]:
    """robots.txt; where the site has an address, the sitemap that it names, in several files if it is long."""
    origin, root = site.facts.origin, site.addresses.root
    address = f"{origin}{root}/sitemap.xml" if origin else ""
    yield Document("robots.txt", {"sitemap": digest(address)}, partial(_robots, address))
    if not origin:
        return
    found = list(locations(site))
    parts = [tuple(found[start : start + most]) for start in range(0, len(found), most)]
    if len(parts) == 1:
        yield Document(
            "sitemap.xml", {"pages": _digest(origin, parts[0])}, partial(_urlset, origin, parts[0])
        )
        return
    files = []
    for number, part in enumerate(parts, start=1):
        name = f"sitemap-{number}.xml"
        files.append(
            Location(f"{root}/{name}", max((one.changed_at for one in part if one.changed_at), default=None))
        )
        yield Document(name, {"pages": _digest(origin, part)}, partial(_urlset, origin, part))
    index = tuple(files)
    yield Document("sitemap.xml", {"pages": _digest(origin, index)}, partial(_index, origin, index))


def locations(site: Site) -> Iterator[Location]:
    """Every page that may be found: articles from the oldest on, so that a new one changes only the last file.

    Left out are drafts, hidden pages, pages of long threads, and the older pages of lists.
    """
    threads = site.threads
    for article in reversed(site.articles):
        changed_at, thread = article.published_at, threads.get(article.slug)
        if article.modified_at or thread:
            commented_at = thread.updated_at if thread and article.shows_comments else None
            changed_at = max(filter(None, (changed_at, article.modified_at, commented_at)))
        yield Location(article.url, changed_at)
    yield from _lists(site)
    yield from _words(site)
    yield Location(site.addresses.search(), None)
    for page in site.pages:
        if page.status == "published":
            yield Location(page.url, page.changed_at)


def _lists(site: Site) -> Iterator[Location]:
    """Each as new as the newest of its articles."""
    changed = _Newest()
    for article in site.articles:
        if article.modified_at:
            changed.note(article)
    for filing in (*site.categories, *site.tags, *site.authors):
        newest = filing.articles[0].published_at
        yield Location(filing.place.url, _latest(newest, changed.at.get(filing.place.url)))
    if site.articles:
        newest = site.articles[0].published_at
        for url in (site.addresses.front(), site.addresses.archive()):
            yield Location(url, _latest(newest, changed.at.get("")))
    years: dict[int, datetime] = {}
    for article in site.articles:
        years.setdefault(article.published_at.year, article.published_at)
    for year, newest in years.items():
        yield Location(site.addresses.year(year), _latest(newest, changed.at.get(str(year))))


class _Newest:
    """When the articles of each list were changed last."""

    def __init__(self) -> None:
        self.at: dict[str, datetime] = {}

    def note(self, article: Article) -> None:
        assert article.modified_at is not None  # noqa: S101 - the caller asked
        places = (article.category, *article.tags, *article.authors)
        for key in ("", str(article.published_at.year), *(place.url for place in places)):
            self.at[key] = max(self.at.get(key, article.modified_at), article.modified_at)


def _words(site: Site) -> Iterator[Location]:
    letters: dict[str, datetime | None] = {}
    for entry in site.dictionary.entries:
        thread = site.threads.get(f"dictionary/{entry.slug}")
        known = (site.entry_dates.get(entry.slug), site.entry_changes.get(entry.slug))
        yield Location(
            site.addresses.entry(entry.slug), _latest(*known, thread.updated_at if thread else None)
        )
        letter = site.addresses.letter("#" if entry.initial == "0" else entry.initial)
        letters[letter] = _latest(letters.get(letter), *known)
    yield from (Location(url, changed_at) for url, changed_at in letters.items())
    yield Location(site.addresses.dictionary(), _latest(*letters.values()))
    if authors_of_verse(site.dictionary):
        yield Location(site.addresses.authors(), None)


def _latest(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)


def _digest(origin: str, found: tuple[Location, ...]) -> bytes:
    """As `digest` would, in a tenth of the time: 10,000 are taken at every build."""
    stands = blake2b(origin.encode(), digest_size=16)
    stands.update("\n".join(one.url for one in found).encode())
    stands.update(
        array("d", [one.changed_at.timestamp() if one.changed_at else 0 for one in found]).tobytes()
    )
    return stands.digest()


def _urlset(origin: str, found: tuple[Location, ...]) -> bytes:
    return _document("urlset", "url", origin, found)


def _index(origin: str, files: tuple[Location, ...]) -> bytes:
    return _document("sitemapindex", "sitemap", origin, files)


def _document(root_name: str, name: str, origin: str, found: tuple[Location, ...]) -> bytes:
    root = etree.Element(root_name, nsmap={None: NAMESPACE})
    for one in found:
        element = etree.SubElement(root, name)
        etree.SubElement(element, "loc").text = origin + one.url
        if one.changed_at:
            etree.SubElement(element, "lastmod").text = one.changed_at.isoformat()[:19] + "Z"
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return data


def _robots(sitemap: str) -> bytes:
    """Nothing is forbidden: what is not to be found says so itself."""
    return ("User-agent: *\nDisallow:\n" + (f"\nSitemap: {sitemap}\n" if sitemap else "")).encode()
