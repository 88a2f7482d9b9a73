"""Addresses that something had before: `Aliases: /old/address/, /2019/other/` in a front matter.

Each answers with a small page that sends readers on, which works on any server; `_redirects` and `_redirects.map`
let a server that reads them answer 301 by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from plugins.files.sitemap import locations
from plugins.incremental.document import Document
from plugins.pages.model import MovedView, PageFacts
from plugins.pages.page import Frames
from plugins.site.addresses import Addresses, moves, retired
from plugins.site.aliases import Redirect
from plugins.site.model import Site
from plugins.site.records import Alias, Article, StaticPage
from plugins.site.redirects import Forward
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
    records = [
        (one, one.url, "article" if isinstance(one, Article) else "page")
        for one in all_records
        if one.aliases and one.status != "draft"
    ]
    records += [
        (opening, opened_by[name], name.partition("-")[0])
        for name, opening in site.openings.items()
        if opening.aliases and name in opened_by
    ]
    for record, url, kind in records:
        place = source(record.source_path)
        for alias in record.aliases:
            yield _redirect(site, alias, url, record.title, place, kind)
    for slug, aliases in site.entry_aliases.items():
        for address, where in aliases:
            entry = site.dictionary.by_slug(slug)
            yield Redirect(address, _inside(site, site.addresses.entry(slug)), entry.title, where, "entry")


def _redirect(site: Site, alias: Alias, url: str, title: str, place: Source, kind: str) -> Redirect:
    return Redirect(alias.address, _inside(site, url), title, Source(place.path, alias.line), kind)


def _inside(site: Site, url: str) -> str:
    return url.removeprefix(site.addresses.root)


def taken_paths(site: Site) -> Iterator[str]:
    """Paths of the pages of articles, lists and words."""
    yield from (article.save_as for article in site.unlisted)
    yield from (site.addresses.save_as(location.url) for location in locations(site))


def all_moves(redirects: Iterable[Redirect], published: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Old address → the new one, and the title of what is there: of each alias, and of all that hung on it.

    Args:
        published: every other address of the site, sorted.
    """
    found: dict[str, tuple[str, str]] = {}
    for redirect in sorted(redirects, key=lambda one: one.alias):
        for old, new in moves(redirect.kind, redirect.alias, redirect.target, published):
            found.setdefault(old, (new, redirect.title))
    for old, new in retired(published):
        found.setdefault(old, (new, ""))
    there = frozenset(published)
    return {old: found[old] for old in sorted(found) if old not in there}


def redirect_pages(
    frames: Frames, addresses: Addresses, moved: Mapping[str, tuple[str, str]]
) -> Iterator[Document]:
    """A page at each of the old addresses that can name a file, and that leads to a page.

    At that of a feed it would be worse than nothing: some hosts show what is there instead of leading on, and a
    program that asked for a feed would get a page.
    """
    root = addresses.root
    for old, (new, title) in moved.items():
        if " " not in old and old.endswith(WITH_PAGE) and new.partition("#")[0].endswith(WITH_PAGE):
            url, target = root + old, root + new
            facts = PageFacts(title, "", url, "", "moved", (), False)
            yield frames.shown(addresses.save_as(url), "moved.html", facts, MovedView(target))


def redirect_lists(
    root: str, moved: Mapping[str, tuple[str, str]], forwards: Iterable[Forward] = ()
) -> Iterator[Document]:
    """Where there are any, lists of them for servers. `forwards`: those that are asked for with a question mark."""
    pairs = tuple((root + old, root + new) for old, (new, _) in moved.items())
    asked = tuple(sorted((root + one.path, one.query, root + _followed(one, moved)) for one in forwards))
    if pairs or asked:
        yield Document("_redirects", _netlify_list, (pairs, asked))
    if pairs:
        yield Document("_redirects.map", _nginx_map, _with_bare(pairs))
    if asked:
        queries = tuple((f"{quote(path)}?{query}", target) for path, query, target in asked)
        yield Document("_redirects.queries.map", _nginx_map, queries)


def _with_bare(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Also without the last "/", as people and programs ask for folders: nginx knows an address letter by letter."""
    known = {old for old, _ in pairs}
    bare = ((old[:-1], new) for old, new in pairs if len(old) > 1 and old.endswith("/"))
    return (*pairs, *((old, new) for old, new in bare if old not in known))


def _followed(forward: Forward, moved: Mapping[str, tuple[str, str]]) -> str:
    """Where it leads, in one step: what it names may have moved since."""
    page, mark, fragment = forward.target.partition("#")
    return f"{moved[page][0] if page in moved else page}{mark}{fragment}"


def _netlify_list(
    inputs: tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str, str], ...]],
) -> bytes:
    pairs, asked = inputs
    plain = "".join(f"{quote(alias)} {_quoted(target)} 301\n" for alias, target in pairs)
    # Parameters stand between the two addresses, a blank before each.
    with_query = "".join(
        f"{quote(path)} {query.replace('&', ' ')} {_quoted(target)} 301\n" for path, query, target in asked
    )
    return f"{plain}{with_query}".encode()


def _quoted(target: str) -> str:
    return quote(target, safe="/#")


def _nginx_map(pairs: tuple[tuple[str, str], ...]) -> bytes:
    return "".join(f'"{alias}" "{_quoted(target)}";\n' for alias, target in pairs).encode()
