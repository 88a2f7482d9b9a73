"""What others show of a page: its card, and its oEmbed. Only where the site has an address: both are absolute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from markupsafe import Markup

from plugins.cards.compose import compose_article, compose_definition, text_of
from plugins.cards.embed import Embed, embed_article, embed_key
from plugins.cards.keep import Drawer
from plugins.cards.model import HEIGHT, WIDTH, Card
from plugins.glossary.entry import Entry
from plugins.glossary.plain import shorten
from plugins.html import prose
from plugins.incremental.deferred import Deferred, given
from plugins.incremental.digest import Digested
from plugins.incremental.document import Document
from plugins.pages.previews import Previews
from plugins.site.addresses import Addresses
from plugins.site.model import Site
from plugins.site.records import Article, EntryCard, Sharing, SiteFacts, StaticPage

MAX_ALT = 400
"""Characters: what networks take as the description of a picture."""

DICTIONARY = "Dictionary"


@dataclass(frozen=True)
class Lexicon(Digested):
    """All that any page may say of words, and of the site: many records hold it."""

    facts: SiteFacts
    addresses: Addresses
    cards: Mapping[str, EntryCard]
    """By slug, in the order of the dictionary; so are the next."""

    definitions: Mapping[str, Deferred[Markup]]
    previews: Previews

    drawer: Drawer | None
    """None in a preview, which has no cards."""

    @classmethod
    def of(cls, site: Site, drawer: Drawer) -> Lexicon:
        """That of a site."""
        return cls(
            facts=site.facts,
            addresses=site.addresses,
            cards=site.entry_cards,
            definitions=site.definitions,
            previews=Previews.of(site.dictionary.entries, site.addresses),
            drawer=drawer if site.facts.origin else None,
        )


# What the pages say of their cards


def share_site(facts: SiteFacts, addresses: Addresses) -> Sharing | None:
    """How pages are shared that have nothing of their own to show."""
    if not facts.origin:
        return None
    alt = prose.plain(facts.masthead) or f"{facts.name}. {facts.description}"
    return _sharing("website", facts.origin, addresses.front(), _own_card(facts).digest, alt)


def share_article(lexicon: Lexicon, article: Article) -> Deferred[Sharing] | None:
    """The article's own card, with the definition that it opens with."""
    origin = lexicon.facts.origin
    if not origin or article.status == "draft":
        return None
    definition = _opening(lexicon, article)
    spoken = definition or given(Markup("{}. {}").format(article.title, article.summary))
    card, embed = _article_card(lexicon, article), f"{origin}{article.url}oembed.json"
    return Deferred(_shared, SharingInputs(origin, article.url, card.digest, spoken, embed))


def share_entry(lexicon: Lexicon, slug: str) -> Deferred[Sharing] | None:
    """The entry's own card."""
    origin, url = lexicon.facts.origin, lexicon.addresses.entry(slug)
    if not origin:
        return None
    card = _entry_card(lexicon.facts.name, lexicon.definitions[slug])
    return Deferred(_shared, SharingInputs(origin, url, card.digest, lexicon.definitions[slug]))


@dataclass(frozen=True, slots=True)
class SharingInputs:
    """What a page says of its card."""

    origin: str
    url: str
    card_digest: bytes

    spoken: Deferred[Markup]
    """HTML, whose text describes the card."""

    embed: str = ""
    """Absolute address of its oEmbed, where it has one."""


def _shared(inputs: SharingInputs) -> Sharing:
    spoken = prose.plain(inputs.spoken.make())
    return _sharing("article", inputs.origin, inputs.url, inputs.card_digest, spoken, inputs.embed)


def entry_image(lexicon: Lexicon, slug: str) -> str:
    """Absolute address of the entry's card."""
    facts, url = lexicon.facts, lexicon.addresses.entry(slug)
    return _image(facts.origin, url, _entry_card(facts.name, lexicon.definitions[slug]).digest)


def share_page(site: Site, page: StaticPage | None) -> Sharing | None:
    """A page that opens with a definition is shared with the card of that entry."""
    origin = site.facts.origin
    if not origin or page is None or not page.entry_slugs:
        return None
    slug = page.entry_slugs[0]
    card = _entry_card(site.facts.name, site.definitions[slug])
    return _sharing("website", origin, site.addresses.entry(slug), card.digest, page.summary)


# The files


def site_files(lexicon: Lexicon) -> Iterator[Document]:
    """The card of the site itself; none in a preview, and neither are the next."""
    if lexicon.drawer:
        yield _picture(lexicon, lexicon.drawer, lexicon.addresses.front(), _own_card(lexicon.facts))


def article_files(lexicon: Lexicon, article: Article) -> Iterator[Document]:
    """The card and the oEmbed of an article."""
    if not lexicon.drawer or article.status == "draft":
        return
    card, origin = _article_card(lexicon, article), lexicon.facts.origin
    yield _picture(lexicon, lexicon.drawer, article.url, card)
    image = _image(origin, article.url, card.digest)
    front = lexicon.addresses.front()
    about = Embed(article.title, origin + article.url, lexicon.facts.name, origin + front, image)
    authors = tuple((author.name, origin + (author.url or front)) for author in article.authors)
    inputs = EmbedInputs(embed_key(), about, authors)
    yield Document(lexicon.addresses.save_as(f"{article.url}oembed.json"), _article_embed, inputs)


def entry_files(lexicon: Lexicon, entry: Entry) -> Iterator[Document]:
    """The card of an entry: whoever quotes a definition copies it from its page."""
    if lexicon.drawer:
        card = _entry_card(lexicon.facts.name, lexicon.definitions[entry.slug])
        yield _picture(lexicon, lexicon.drawer, lexicon.addresses.entry(entry.slug), card)


@dataclass(frozen=True, slots=True)
class EmbedInputs:
    """All that the oEmbed of an article is made from."""

    form: bytes
    """Stands for how it is written."""

    about: Embed
    authors: tuple[tuple[str, str], ...]
    """Names and addresses."""


def _article_embed(inputs: EmbedInputs) -> bytes:
    return embed_article(inputs.about, inputs.authors)


@dataclass(frozen=True, slots=True)
class PictureInputs:
    """All that the picture of a card is made from."""

    card: Deferred[Card]

    instead: Deferred[Card]
    """The site's own: shown where the typeface lacks a letter of the card."""

    drawer: Drawer


def _picture(lexicon: Lexicon, drawer: Drawer, url: str, card: Deferred[Card]) -> Document:
    inputs = PictureInputs(card, _own_card(lexicon.facts), drawer)
    return Document(lexicon.addresses.save_as(f"{url}card.png"), _drawn, inputs)


def _drawn(inputs: PictureInputs) -> bytes:
    from plugins.cards.faces import can_set  # only now: few builds need Pillow

    card = inputs.card.make()
    if can_set(card):
        return inputs.drawer.card(card)
    instead = replace(inputs.instead.make(), publication=card.publication, place=card.place)
    return inputs.drawer.card(instead if can_set(instead) else Card("", "", (), ""))


# The cards


@dataclass(frozen=True, slots=True)
class CardInputs:
    """All that stands on a card."""

    publication: str
    place: str
    foot: str
    definition: Deferred[Markup] | None = None
    """None where there is a title instead."""

    title: str = ""
    """HTML, as is the next."""

    standfirst: str = ""


def _composed(inputs: CardInputs) -> Card:
    if inputs.definition:
        blocks = compose_definition(inputs.definition.make())
    else:
        blocks = compose_article(inputs.title, inputs.standfirst)
    return Card(inputs.publication, inputs.place, blocks, inputs.foot)


def _opening(lexicon: Lexicon, article: Article) -> Deferred[Markup] | None:
    return lexicon.definitions[article.entry_slugs[0]] if article.entry_slugs else None


def _article_card(lexicon: Lexicon, article: Article) -> Deferred[Card]:
    name, place = lexicon.facts.name, article.category.name
    if definition := _opening(lexicon, article):
        return Deferred(_composed, CardInputs(name, place, article.title, definition))
    standfirst = str(article.standfirst) or text_of(article.summary)
    return Deferred(_composed, CardInputs(name, place, "", None, str(article.heading), standfirst))


def _entry_card(name: str, definition: Deferred[Markup]) -> Deferred[Card]:
    return Deferred(_composed, CardInputs(name, DICTIONARY, "", definition))


def _own_card(facts: SiteFacts) -> Deferred[Card]:
    host = urlsplit(facts.origin).netloc
    if facts.masthead:
        return Deferred(_composed, CardInputs("", "", host, given(facts.masthead)))
    title, standfirst = text_of(facts.name), text_of(facts.description)
    return Deferred(_composed, CardInputs(facts.name, "", host, None, title, standfirst))


def _sharing(kind: str, origin: str, url: str, key: bytes, alt: str, embed: str = "") -> Sharing:
    return Sharing(kind, _image(origin, url, key), WIDTH, HEIGHT, shorten(alt, MAX_ALT), embed)


def _image(origin: str, url: str, key: bytes) -> str:
    """The card's address; what follows the "?" makes networks look again when the card has changed."""
    return f"{origin}{url}card.png?{key.hex()[:10]}"
