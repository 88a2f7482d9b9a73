"""Which pages there are, and the view of each. Pure: a Site goes in, pages come out, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from markupsafe import Markup

from plugins.cards.keep import hand
from plugins.pages import articles, lists, words
from plugins.pages.digest import digest
from plugins.pages.model import (
    GlossedText,
    Opening,
    PageFacts,
    PageView,
    Passage,
    StaticPage,
)
from plugins.pages.page import Bundle, Page, opening_of, page_of, site_feeds
from plugins.pages.previews import Previews
from plugins.pages.search import search
from plugins.pages.sharing import Draw, share_page, site_files
from plugins.pages.site import Site
from plugins.pages.subscribe import every_feed


def all_bundles(site: Site, previews: Previews, draw: Draw) -> Iterator[Bundle]:
    """Every page of the site but the next, and the files for programs beside them, in bundles."""
    yield from articles.articles(site, previews, draw)
    yield lists.stream(site)
    for kind, filings in (("category", site.categories), ("tag", site.tags), ("author", site.authors)):
        for filing in filings:
            yield lists.filing_pages(site, kind, filing)
    yield from words.dictionary(site, previews, draw)
    yield Bundle("card", digest((site.facts, hand())), 1, partial(site_files, site, draw))


def single_pages(site: Site, previews: Previews) -> Iterator[Page]:
    """The pages that are in no bundle."""
    yield lists.front(site)
    yield from lists.archive(site)
    yield search(site)
    yield from (_static_page(site, previews, page) for page in site.pages)
    yield _not_found(site)


def _static_page(site: Site, previews: Previews, page: StaticPage) -> Page:
    body = previews.within(site.linked[page.source_path])
    feeds = every_feed(site) if page.slug == "subscribe" else ()
    facts = PageFacts(page.title, page.summary, page.url, page.url, "page", site_feeds(site))
    facts = replace(facts, sharing=share_page(site, page))
    return page_of(site, "page.html", facts, PageView(page.heading, body, feeds))


def _not_found(site: Site) -> Page:
    opening = opening_of(site, "404") or Opening(Markup("Not found"), "There is no such page.", Markup())
    url = f"{site.addresses.root}/404.html"
    facts = PageFacts("Not found", opening.description, url, "", "not-found", site_feeds(site), False)
    body = GlossedText((Passage(None, opening.body),))
    return page_of(site, "not_found.html", facts, PageView(opening.heading, body, ()))
