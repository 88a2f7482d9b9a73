"""View of the page Search. What it searches in is made elsewhere: docs/search.md."""

from __future__ import annotations

from plugins.pages.lists import years_of
from plugins.pages.model import PageFacts, SearchView
from plugins.pages.page import Page, opening_of, page_of, site_feeds
from plugins.pages.site import Site
from plugins.pages.words import letters_of


def search(site: Site) -> Page:
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
        feeds=site_feeds(site),
    )
    letters = letters_of(site) if site.dictionary.entries else ()
    view = SearchView("Search", opening, f"{url}index.json", letters, years_of(site))
    return page_of(site, "search.html", facts, view)
