"""Which pages there are, and the view of each. Pure: a Site goes in, documents come out, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from plugins.incremental.document import Bundle, Document
from plugins.pages import articles, front, lists, words
from plugins.pages.model import GlossedText, PageFacts, PageView, Passage
from plugins.pages.page import Frames, opening_of, site_feeds
from plugins.pages.scripts_page import every_script
from plugins.pages.search import search
from plugins.pages.sharing import Lexicon, share_page, site_files
from plugins.pages.subscribe import every_feed
from plugins.site.model import Site
from plugins.site.records import Card, StaticPage


def all_bundles(site: Site, frames: Frames, lexicon: Lexicon, cards: tuple[Card, ...]) -> Iterator[Bundle]:
    """Every page of the site but the next, and the files for programs beside them, in bundles.

    Args:
        cards: of the listed articles.
    """
    yield from articles.articles(site, frames, lexicon, cards)
    yield front.stream(site, frames, cards)
    for kind, filings in (("category", site.categories), ("tag", site.tags), ("author", site.authors)):
        for filing in filings:
            yield lists.filing_pages(site, frames, lexicon, kind, filing)
    yield from words.dictionary(site, frames, lexicon)
    yield Bundle("card", site_files, lexicon, 1)


def single_pages(site: Site, frames: Frames, lexicon: Lexicon, cards: Sequence[Card]) -> Iterator[Document]:
    """The pages that are in no bundle."""
    yield front.front(site, frames, cards)
    yield from lists.archive(site, frames, cards)
    yield search(site, frames)
    yield from (_static_page(site, frames, lexicon, page) for page in site.pages)
    yield _not_found(site, frames)


def _static_page(site: Site, frames: Frames, lexicon: Lexicon, page: StaticPage) -> Document:
    facts = PageFacts(
        title=page.title,
        description=page.summary,
        url=page.url,
        section=page.url,
        kind="page",
        feeds=site_feeds(site.facts, site.addresses),
        sharing=share_page(site, page),
    )
    body = lexicon.previews.within(site.linked[page.source_path])
    feeds = every_feed(site) if page.slug == "subscribe" else ()
    scripts = every_script(site, page.slug)
    view = PageView(page.heading, body, feeds, scripts, page.checked, page.language)
    return frames.shown(site.addresses.save_as(page.url), "page.html", facts, view)


def _not_found(site: Site, frames: Frames) -> Document:
    opening, url = opening_of(site, "404"), f"{site.addresses.root}/404.html"
    description = opening.description if opening else "There is no such page."
    feeds = site_feeds(site.facts, site.addresses)
    facts = PageFacts("Not found", description, url, "", "not-found", feeds, is_indexable=False)
    body = GlossedText((Passage(None, opening.body),) if opening else ())
    view = PageView(opening.heading if opening else Markup("Not found"), body, ())
    return frames.shown(site.addresses.save_as(url), "not_found.html", facts, view)
