"""All that the pages of the dictionary are made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from markupsafe import Markup

from plugins.comments.model import Form, KeptThread
from plugins.dates import Dates
from plugins.glossary.dictionary import Dictionary
from plugins.glossary.entry import Entry
from plugins.incremental.deferred import Deferred, given
from plugins.incremental.digest import Digested
from plugins.pages.model import Letter, Opening
from plugins.pages.page import Frames, opening_of
from plugins.pages.sharing import Lexicon, share_page
from plugins.site.addresses import Addresses
from plugins.site.mentions import LinkedText
from plugins.site.model import Site
from plugins.site.records import Article, EntryCard, Link, Sharing, SiteFacts, StaticPage

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class DictionaryInputs(Digested):
    """All that the pages of the dictionary are made from, but for where articles use its words."""

    frames: Frames
    lexicon: Lexicon

    dictionary: Dictionary = field(compare=False, repr=False)
    """Of the entries of `definitions`, which stand for it."""

    definitions: Mapping[str, Deferred[Markup]]
    """By slug, as all that follows; with a head that leads to the entry's page."""

    dates: Mapping[str, datetime]
    """That their files bear."""

    first_at: Mapping[str, datetime]
    """When they were first published, whatever date that is."""

    commentaries: Mapping[str, LinkedText]
    threads: Mapping[str, KeptThread]

    homes: Mapping[str, Link]
    """The article or page that opens with an entry."""

    calendar: Dates
    form: Form | None

    form_defines: tuple[str, ...]
    """Slugs of the entries with which the opening of the form begins."""

    opening: Opening | None
    sharing: Sharing | None
    """Of the index. So is the opening."""

    has_editions: bool

    @classmethod
    def of(cls, site: Site, frames: Frames, lexicon: Lexicon) -> DictionaryInputs:
        """Those of a site."""
        form = site.openings.get("comment-form")
        return cls(
            frames=frames,
            lexicon=lexicon,
            dictionary=site.dictionary,
            definitions=site.linked_definitions,
            dates=site.entry_dates,
            first_at=site.word_days,
            commentaries=_of_entries(site.linked),
            threads=_of_entries(site.threads),
            homes=_homes(site),
            calendar=site.layout.dates,
            form=site.layout.comment_form,
            form_defines=form.entry_slugs if form else (),
            opening=opening_of(site, "dictionary"),
            sharing=share_page(site, site.openings.get("dictionary")),
            has_editions=site.layout.editions is not None,
        )

    @property
    def facts(self) -> SiteFacts:
        return self.lexicon.facts

    @property
    def addresses(self) -> Addresses:
        return self.lexicon.addresses

    @cached_property
    def letters(self) -> tuple[Letter, ...]:
        """The whole alphabet."""
        return letters_of(self.dictionary, self.addresses)

    @cached_property
    def deferred_letters(self) -> Deferred[tuple[Letter, ...]]:
        return given(self.letters)

    def card(self, entry: Entry) -> EntryCard:
        """What lists show of an entry."""
        return self.lexicon.cards[entry.slug]

    def cards(self, entries: Iterable[Entry]) -> tuple[EntryCard, ...]:
        """What lists show of some."""
        return tuple(map(self.card, entries))


def _of_entries(named: Mapping[str, Kept]) -> dict[str, Kept]:
    """By slug, what belongs to entries, and not to articles."""
    start = "dictionary/"
    return {key.removeprefix(start): one for key, one in named.items() if key.startswith(start)}


def letters_of(dictionary: Dictionary, addresses: Addresses) -> tuple[Letter, ...]:
    """The whole alphabet; letters with which no entry begins have no address."""
    counts = Counter(letter_of(entry) for entry in dictionary.entries)
    names = sorted(set("ABCDEFGHIJKLMNOPQRSTUVWXYZ") | set(counts))
    return tuple(Letter(name, addresses.letter(name) if counts[name] else "", counts[name]) for name in names)


def letter_of(entry: Entry) -> str:
    return "#" if entry.initial == "0" else entry.initial.upper()


def _homes(site: Site) -> dict[str, Link]:
    """Slug of an entry → the article or page that opens with it."""
    homes: dict[str, Link] = {}
    for name, opening in site.openings.items():
        if (address := address_of_opening(site, name)) is not None:
            homes |= dict.fromkeys(opening.entry_slugs, Link(opening.title, address))
    places: list[Article | StaticPage] = [*site.pages, *site.articles]
    for place in places:
        homes |= dict.fromkeys(place.entry_slugs, Link(place.title, place.url))
    return homes


def address_of_opening(site: Site, name: str) -> str | None:
    """The page that opens with `content/openings/<name>.md`; None where it stands on no page of its own."""
    kind, _, slug = name.partition("-")
    for kept, filings in (("category", site.categories), ("tag", site.tags), ("author", site.authors)):
        if kind == kept:
            return next((filing.place.url for filing in filings if filing.place.slug == slug), None)
    addresses = site.addresses
    fixed = {
        "front": addresses.front(),
        "dictionary": addresses.dictionary(),
        "archive": addresses.archive(),
        "search": addresses.search(),
        "translate": addresses.translate(),
    }
    return fixed.get(name)
