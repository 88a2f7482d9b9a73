"""sitemap.xml and robots.txt: which pages there are for search engines, and when each changed last.

Rules: https://www.sitemaps.org/protocol.html. `lastmod` is what authors and commenters wrote, never the clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from lxml import etree

from plugins.glossary.authors import authors_of_verse
from plugins.incremental.document import Document
from plugins.site.model import Site
from plugins.site.records import Article

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

MAX_ADDRESSES = 20_000
"""In one file. The protocol allows 50,000 in 50 MiB, and 2,048 characters an address: this many always fit."""


class Location(NamedTuple):
    """One page. No dataclass: 10,000 are made at every build."""

    url: str
    """Root-relative."""

    changed_at: datetime | None
    """In UTC. None where nobody knows: the line is left out then."""


@dataclass(frozen=True, slots=True)
class LocationsInputs:
    """All that a sitemap is made from."""

    origin: str
    found: tuple[Location, ...]


def crawling(site: Site, most: int = MAX_ADDRESSES) -> Iterator[Document]:
    """robots.txt; where the site has an address, the sitemap that it names, in several files if it is long."""
    origin, root = site.facts.origin, site.addresses.root
    yield Document("robots.txt", _robots, f"{origin}{root}/sitemap.xml" if origin else "")
    if not origin:
        return
    found = list(locations(site))
    parts = [tuple(found[start : start + most]) for start in range(0, len(found), most)]
    if len(parts) == 1:
        yield Document("sitemap.xml", _urlset, LocationsInputs(origin, parts[0]))
        return
    files = []
    for number, part in enumerate(parts, start=1):
        name = f"sitemap-{number}.xml"
        files.append(
            Location(f"{root}/{name}", max((one.changed_at for one in part if one.changed_at), default=None))
        )
        yield Document(name, _urlset, LocationsInputs(origin, part))
    yield Document("sitemap.xml", _index, LocationsInputs(origin, tuple(files)))


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
    if site.has_translate:
        yield Location(site.addresses.translate(), None)
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
    if site.layout.editions:
        yield Location(site.addresses.editions(), None)


def _latest(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)


def _urlset(inputs: LocationsInputs) -> bytes:
    return _document("urlset", "url", inputs)


def _index(inputs: LocationsInputs) -> bytes:
    return _document("sitemapindex", "sitemap", inputs)


def _document(root_name: str, name: str, inputs: LocationsInputs) -> bytes:
    root = etree.Element(root_name, nsmap={None: NAMESPACE})
    for one in inputs.found:
        element = etree.SubElement(root, name)
        etree.SubElement(element, "loc").text = inputs.origin + one.url
        if one.changed_at:
            etree.SubElement(element, "lastmod").text = one.changed_at.isoformat()[:19] + "Z"
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return data


def _robots(sitemap: str) -> bytes:
    """Nothing is forbidden: what is not to be found says so itself."""
    return ("User-agent: *\nDisallow:\n" + (f"\nSitemap: {sitemap}\n" if sitemap else "")).encode()
