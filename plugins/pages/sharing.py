"""What others show of a page: its card, and its oEmbed. Only where the site has an address: both are absolute."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from markupsafe import Markup

from plugins.cards.compose import compose_article, compose_definition, text_of
from plugins.cards.embed import Embed, embed_article, embed_entry, embed_key
from plugins.cards.keep import hand
from plugins.cards.model import HEIGHT, WIDTH, Card
from plugins.glossary.plain import shorten
from plugins.pages import prose
from plugins.pages.addresses import Addresses
from plugins.pages.digest import digest
from plugins.pages.model import Article, Deferred, Sharing, StaticPage
from plugins.pages.page import Document
from plugins.pages.site import Site

LONGEST_ALT = 400
"""Characters: what networks take as the description of a picture."""

DICTIONARY = "Dictionary"
SENSE = re.compile(r"""<li\b[^>]* data-mark="([^"]*)"[^>]*>""")


def share_site(
    name: str, description: str, origin: str, addresses: Addresses, masthead: str
) -> Sharing | None:
    """How pages are shared that have nothing of their own to show."""
    if not origin:
        return None
    key = digest((name, description, origin, masthead))
    alt = _read_aloud(masthead) or f"{name}. {description}"
    return _sharing("website", origin, addresses.front(), key, alt, has_embed=False)


def share_article(site: Site, article: Article) -> Deferred[Sharing] | None:
    """The article's own card, with the definition that it opens with."""
    origin = site.facts.origin
    if not origin or article.status == "draft":
        return None
    key = _article_key(site, article)

    def make() -> Sharing:
        alt = f"{article.title}. {article.summary}"
        if article.entry_slugs:
            alt = _read_aloud(site.definitions[article.entry_slugs[0]].make())
        return _sharing("article", origin, article.url, key, alt)

    return Deferred(digest((key, article.url, article.summary)), make)


def share_entry(site: Site, slug: str) -> Deferred[Sharing] | None:
    """The entry's own card."""
    origin, url, definition = site.facts.origin, site.addresses.entry(slug), site.definitions[slug]
    if not origin:
        return None
    key = _entry_key(site, slug)
    make = partial(_share_definition, origin, url, key, definition)
    return Deferred(digest((key, url)), make)


def entry_image(site: Site, slug: str) -> str:
    """Absolute address of the entry's card."""
    return _image(site.facts.origin, site.addresses.entry(slug), _entry_key(site, slug))


def share_opening(site: Site, name: str) -> Sharing | None:
    """A page that opens with a definition is shared with the card of that entry, without its oEmbed."""
    opening = site.openings.get(name)
    return share_page(site, opening) if opening else None


def share_page(site: Site, page: StaticPage) -> Sharing | None:
    """The same of a page."""
    if not site.facts.origin or not page.entry_slugs:
        return None
    slug = page.entry_slugs[0]
    url, alt = site.addresses.entry(slug), page.summary
    return _sharing("website", site.facts.origin, url, _entry_key(site, slug), alt, has_embed=False)


Draw = Callable[[Card], bytes]


def site_files(site: Site, draw: Draw) -> Iterator[Document]:
    """The card of the site itself; none in a preview, and neither are the next."""
    if site.facts.origin:
        own = _site_card(site)
        make = partial(_draw, own, own, draw)
        inputs = {
            "card": digest((site.facts.name, site.facts.description, site.facts.masthead)),
            "hand": hand(),
        }
        yield Document(site.addresses.save_as(f"{site.addresses.front()}card.png"), inputs, make)


def article_files(site: Site, article: Article, draw: Draw) -> Iterator[Document]:
    """The card and the oEmbed of an article."""
    if site.facts.origin and article.status != "draft":
        yield from _article_files(site, article, _site_card(site), draw)


def entry_files(site: Site, slug: str, draw: Draw) -> Iterator[Document]:
    """The card and the oEmbed of an entry."""
    if site.facts.origin:
        yield from _entry_files(site, slug, _site_card(site), draw)


def _article_files(site: Site, article: Article, own: Deferred[Card], draw: Draw) -> Iterator[Document]:
    key = _article_key(site, article)
    card = Deferred(key, partial(_article_card, site, article))
    yield _picture(site, article.url, card, own, draw)
    image = _image(site.facts.origin, article.url, key)
    about = _about(site, article.title, article.url, image, article.language)
    authors = tuple((author.name, site.facts.origin + author.url) for author in article.authors)
    yield _embed(site, article.url, (about, authors), partial(embed_article, about, authors))


def _entry_files(site: Site, slug: str, own: Deferred[Card], draw: Draw) -> Iterator[Document]:
    entry, url, definition = site.dictionary.by_slug(slug), site.addresses.entry(slug), site.definitions[slug]
    card = Deferred(_entry_key(site, slug), partial(_entry_card, site, slug))
    yield _picture(site, url, card, own, draw)
    about = _about(site, site.entry_cards[slug].title, url, entry_image(site, slug), site.facts.language)
    yield _embed(
        site,
        url,
        (about, definition.digest),
        lambda: embed_entry(about, _read_aloud(definition.make()), entry.headword),
    )


def _picture(site: Site, url: str, card: Deferred[Card], own: Deferred[Card], draw: Draw) -> Document:
    inputs = {"card": digest((card.digest, own.digest)), "hand": hand()}
    return Document(site.addresses.save_as(f"{url}card.png"), inputs, partial(_draw, card, own, draw))


def _draw(card: Deferred[Card], own: Deferred[Card], draw: Draw) -> bytes:
    """The card; in letters that the typeface does not have, the site's own in its place."""
    from plugins.cards.faces import can_set  # only now: few builds need Pillow

    made = card.make()
    if can_set(made):
        return draw(made)
    instead = replace(own.make(), publication=made.publication, place=made.place)
    return draw(instead if can_set(instead) else Card("", "", (), ""))


def _embed(site: Site, url: str, stands_for: object, make: Callable[[], bytes]) -> Document:
    inputs = {"embed": digest(stands_for), "form": embed_key()}
    return Document(site.addresses.save_as(f"{url}oembed.json"), inputs, make)


def _about(site: Site, title: str, url: str, image: str, language: str) -> Embed:
    facts = site.facts
    front = facts.origin + site.addresses.front()
    return Embed(title, facts.origin + url, facts.name, front, image, language)


def _article_key(site: Site, article: Article) -> bytes:
    """Stands for all that is on the card."""
    shown = tuple(site.definitions[slug].digest for slug in article.entry_slugs[:1])
    return digest(
        (
            site.facts.name,
            article.category.name,
            article.title,
            shown or (article.standfirst, article.summary),
        )
    )


def _entry_key(site: Site, slug: str) -> bytes:
    return digest((site.facts.name, site.definitions[slug].digest))


def _article_card(site: Site, article: Article) -> Card:
    if article.entry_slugs:
        blocks = compose_definition(site.definitions[article.entry_slugs[0]].make())
        return Card(site.facts.name, article.category.name, blocks, article.title)
    standfirst = article.standfirst or text_of(article.summary)
    return Card(site.facts.name, article.category.name, compose_article(article.heading, standfirst), "")


def _entry_card(site: Site, slug: str) -> Card:
    return Card(site.facts.name, DICTIONARY, compose_definition(site.definitions[slug].make()), "")


def _site_card(site: Site) -> Deferred[Card]:
    facts, host = site.facts, urlsplit(site.facts.origin).netloc

    def make() -> Card:
        if not facts.masthead:
            blocks = compose_article(text_of(facts.name), text_of(facts.description))
            return Card(facts.name, "", blocks, host)
        return Card("", "", compose_definition(facts.masthead), host)

    return Deferred(digest((facts.name, facts.description, facts.origin, facts.masthead)), make)


def _share_definition(origin: str, url: str, key: bytes, definition: Deferred[Markup]) -> Sharing:
    return _sharing("article", origin, url, key, _read_aloud(definition.make()))


def _read_aloud(definition: str) -> str:
    """The text of a definition, with the numbers that the stylesheet shows."""
    return prose.plain(SENSE.sub(r" \1 ", definition))


def _sharing(kind: str, origin: str, url: str, key: bytes, alt: str, *, has_embed: bool = True) -> Sharing:
    embed = f"{origin}{url}oembed.json" if has_embed else ""
    return Sharing(kind, _image(origin, url, key), WIDTH, HEIGHT, shorten(alt, LONGEST_ALT), embed)


def _image(origin: str, url: str, key: bytes) -> str:
    """The card's address; what follows the "?" makes networks look again when the card has changed."""
    return f"{origin}{url}card.png?{key.hex()[:10]}"
