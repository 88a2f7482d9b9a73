"""Every page of the site, and what belongs to pages, into the output folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from plugins.cards.keep import Drawer
from plugins.dates import dates_of
from plugins.files.assets import Asset
from plugins.files.sitemap import crawling
from plugins.files.well_known import customary
from plugins.images.keep import Images
from plugins.images.model import Picture
from plugins.incremental.codec import pack_plain, unpack_plain
from plugins.incremental.document import Document, written
from plugins.incremental.output import Output
from plugins.incremental.store import Store
from plugins.pages.desk_files import desk_files
from plugins.pages.dictionary_inputs import address_of_opening
from plugins.pages.page import Frames, Template
from plugins.pages.redirects import all_moves, redirect_lists, redirect_pages, redirects_of, taken_paths
from plugins.pages.render import Templates
from plugins.pages.sharing import Lexicon
from plugins.pages.views import all_bundles, single_pages
from plugins.site.addresses import address_of
from plugins.site.aliases import Redirect, addresses_of, find_faults
from plugins.site.model import Site
from plugins.site.records import Card
from plugins.site.redirects import Forward, find_astray, read_redirects
from plugins.source import AuthorErrors, Source

GLOSSARY_SCHEMA = Path(__file__).parents[1] / "glossary" / "schema.json"


def produce_pages(
    site: Site,
    settings: Mapping[str, Any],
    store: Store,
    assets: Mapping[str, Asset],
    pictures: Mapping[str, Picture],
    output: Output,
) -> None:
    """Raises AuthorErrors where an address that something had before is another's."""
    frames = _frames(site, settings, store)
    lexicon = Lexicon.of(site, Drawer(Path(settings["KEPT"], "cards")))
    cards = tuple(map(Card.of, site.articles))
    singles = [*single_pages(site, frames, lexicon, cards), *crawling(site), *customary(site)]
    singles += desk_files(site, frames)
    content = Path(settings["PATH"])
    forwards = read_redirects(content)
    redirects = _redirects(site, content.name, forwards, (one.path for one in singles))

    def follow(paths: list[str]) -> Iterator[Document]:
        published = sorted(map(address_of, paths))
        moved = all_moves(redirects, published)
        if findings := list(find_astray(forwards, frozenset(published), moved)):
            raise AuthorErrors(findings)
        yield from redirect_pages(frames, site.addresses, moved)
        asked = (forward for forward in forwards if forward.query)
        yield from redirect_lists(site.addresses.root, moved, asked)

    output.last.append(follow)
    schema = site.addresses.save_as(f"{site.addresses.dictionary()}schema.json")
    singles.append(written(schema, GLOSSARY_SCHEMA.read_bytes()))
    singles += _assets(assets)
    output.produce_bundles(all_bundles(site, frames, lexicon, cards))
    if site.layout.editions:
        from plugins.pages.editions import editions, pictures_of  # only now: no other build needs it

        kept = Path(settings["KEPT"])
        shown = pictures_of(pictures, Images(kept / "images"), content, site.addresses.root)
        output.produce_bundles([editions(site, frames, lexicon, kept / "editions", shown)])
    output.produce(singles)


def _frames(site: Site, settings: Mapping[str, Any], store: Store) -> Frames:
    templates = Templates(
        Path(settings["THEME"], "templates"), Path(settings["STORE"], "templates"), dates_of(settings)
    )
    keys = _template_keys(templates, store)
    return Frames(site.facts, {name: Template(name, key, templates.render) for name, key in keys.items()})


def _template_keys(templates: Templates, store: Store) -> dict[str, bytes]:
    """As `Templates.keys`, found out once for each state of the templates."""
    kept = store.fact("templates")
    known, keys = unpack_plain(kept) if kept else (b"", {})
    if known != templates.digest:
        keys = templates.keys()
        store.keep_fact("templates", pack_plain((templates.digest, keys)))
    return keys  # type: ignore[no-any-return]


def _assets(assets: Mapping[str, Asset]) -> Iterator[Document]:
    for asset in assets.values():
        yield written(asset.path, asset.data)
    if icon := assets.get("icons/favicon.ico"):
        yield written("favicon.ico", icon.data)  # asked for by programs that read no HTML


def _redirects(site: Site, folder: str, forwards: Iterable[Forward], paths: Iterable[str]) -> list[Redirect]:
    """Those of the site, which has these paths besides those of its articles, lists and words."""

    def source(path: str) -> Source:
        return Source(f"{folder}/{path}")

    opened_by = {name: url for name in site.openings if (url := address_of_opening(site, name))}
    redirects = list(redirects_of(site, source, opened_by))
    redirects += [forward.redirect for forward in forwards if not forward.query]
    if redirects and (findings := list(find_faults(redirects, addresses_of((*taken_paths(site), *paths))))):
        raise AuthorErrors(findings)
    return redirects
