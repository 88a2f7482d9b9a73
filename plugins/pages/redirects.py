"""Addresses that something had before: `Aliases: /old/address/, /2019/other/` in a front matter.

Each answers with a small page that sends readers on, which works on any server; `_redirects` and `_redirects.map`
let a server that reads them answer 301 by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from urllib.parse import quote

from plugins.pages.aliases import Redirect
from plugins.pages.digest import digest
from plugins.pages.model import Alias, Article, MovedView, PageFacts, StaticPage
from plugins.pages.page import Document, Page
from plugins.pages.site import Site
from plugins.pages.sitemap import locations
from plugins.source import Source

WITH_PAGE = ("/", ".html", ".htm")
"""Endings of addresses at which a page can stand; others are only known to a server that reads the lists."""


def redirects_of(
    site: Site, source: Callable[[str], Source], opened_by: Mapping[str, str]
) -> Iterator[Redirect]:
    """All that the site's authors asked for; drafts have not moved from anywhere yet.

    Args:
        source: path under content/ → place in that file.
        opened_by: name of an opening → address of the page that opens with it.
    """
    all_records: tuple[Article | StaticPage, ...] = (*site.articles, *site.unlisted, *site.pages)
    records = [(one, one.url) for one in all_records if one.aliases and one.status != "draft"]
    records += [
        (opening, opened_by[name])
        for name, opening in site.openings.items()
        if opening.aliases and name in opened_by
    ]
    for record, url in records:
        place = source(record.source_path)
        for alias in record.aliases:
            yield _redirect(site, alias, url, record.title, place)
    for slug, aliases in site.entry_aliases.items():
        for address, where in aliases:
            entry = site.dictionary.by_slug(slug)
            yield Redirect(address, _inside(site, site.addresses.entry(slug)), entry.title, where)


def _redirect(site: Site, alias: Alias, url: str, title: str, place: Source) -> Redirect:
    return Redirect(alias.address, _inside(site, url), title, Source(place.path, alias.line))


def _inside(site: Site, url: str) -> str:
    return url.removeprefix(site.addresses.root)


def taken_paths(site: Site) -> Iterator[str]:
    """Paths of the pages of articles, lists and words."""
    yield from (article.save_as for article in site.unlisted)
    yield from (site.addresses.save_as(location.url) for location in locations(site))


def redirect_pages(site: Site, redirects: Iterable[Redirect]) -> Iterator[Page]:
    """A page at each of the old addresses."""
    root = site.addresses.root
    for redirect in redirects:
        if redirect.alias.endswith(WITH_PAGE):
            url, target = root + redirect.alias, root + redirect.target
            facts = PageFacts(redirect.title, "", url, "", "moved", (), False)
            view = MovedView(target)
            inputs = {"target": digest((redirect.title, url, target))}
            yield Page(site.addresses.save_as(url), "moved.html", inputs, partial(_moved, facts, view))


def _moved(facts: PageFacts, view: MovedView) -> tuple[PageFacts, MovedView]:
    return facts, view


def redirect_lists(site: Site, redirects: Iterable[Redirect]) -> Iterator[Document]:
    """The same for servers, where there are any."""
    root = site.addresses.root
    pairs = sorted((root + redirect.alias, root + redirect.target) for redirect in redirects)
    if pairs:
        inputs = {"redirects": digest(pairs)}
        yield Document("_redirects", inputs, partial(_netlify_list, pairs))
        yield Document("_redirects.map", inputs, partial(_nginx_map, pairs))


def _netlify_list(pairs: list[tuple[str, str]]) -> bytes:
    return "".join(f"{quote(alias)} {quote(target)} 301\n" for alias, target in pairs).encode()


def _nginx_map(pairs: list[tuple[str, str]]) -> bytes:
    return "".join(f'"{alias}" "{quote(target)}";\n' for alias, target in pairs).encode()
