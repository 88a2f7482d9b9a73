"""View of the page Search. What it searches in is made elsewhere: docs/search.md."""

from __future__ import annotations

from plugins.incremental.document import Document
from plugins.pages.dictionary_inputs import letters_of
from plugins.pages.lists import years_of
from plugins.pages.model import PageFacts, SearchView
from plugins.pages.page import Frames, opening_of, site_feeds
from plugins.site.model import Site


def search(site: Site, frames: Frames) -> Document:
    """The field, and for readers without scripts the ways to everything."""
    opening, url = opening_of(site, "search"), site.addresses.search()
    facts = PageFacts(
        title="Search",
        description=opening.description
        if opening
        else "Search the articles, the dictionary and the comments.",
        url=url,
        section="",
        kind="search",
        feeds=site_feeds(site.facts, site.addresses),
    )
    letters = letters_of(site.dictionary, site.addresses) if site.dictionary.entries else ()
    view = SearchView("Search", opening, f"{url}index.json", letters, years_of(site))
    return frames.shown(site.addresses.save_as(url), "search.html", facts, view)
