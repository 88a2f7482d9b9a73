"""One file of the site before its view is made, and what the makers of views share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from plugins.comments.model import Form, State
from plugins.glossary.entry import Entry
from plugins.pages.addresses import Addresses
from plugins.pages.digest import digest, digest_parts
from plugins.pages.model import (
    Article,
    EntryCard,
    FeedLink,
    Opening,
    PageFacts,
    View,
)
from plugins.pages.site import Site

NOTHING = bytes(16)
"""The digest of what is not there."""


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site, before its view is made."""

    save_as: str
    template: str

    inputs: Mapping[str, bytes]
    """Name → digest of everything that the view is made from, besides the site's facts.

    All pages of one template have the same names, in the same order."""

    make: Callable[[], tuple[PageFacts, View]]
    """Reads nothing but what `inputs` stand for."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file that no template makes."""

    save_as: str

    inputs: Mapping[str, bytes]
    """Name → digest of all that it depends on."""

    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files of the site that are looked at one by one only where something about them may have changed."""

    name: str
    """The same in every build."""

    digest: bytes
    """Stands for the inputs of all of them, and for which there are; the site's facts and templates go without
    saying. It may change more often than they do, never less often."""

    size: int
    """About how many files there are."""

    files: Callable[[], Iterable[Page | Document]]


@dataclass(frozen=True, slots=True)
class Names:
    """What every page may say of the site: covered by the site's facts."""

    site: str
    origin: str
    addresses: Addresses
    form: Form | None

    form_digest: bytes
    """An input of its own, for the words that the form opens with."""

    @classmethod
    def of(cls, site: Site) -> Names:
        form = site.layout.comment_form
        return cls(site.facts.name, site.facts.origin, site.addresses, form, digest(form))


def page_of(site: Site, template: str, facts: PageFacts, view: View) -> Page:
    """A page whose view is cheap to make."""
    inputs = {f"page.{name}": value for name, value in digest_parts(facts).items()}
    inputs |= {f"view.{name}": value for name, value in digest_parts(view).items()}
    return Page(site.addresses.save_as(facts.url), template, inputs, lambda: (facts, view))


def thread_feeds(names: Names, article: Article) -> tuple[FeedLink, ...]:
    """Drafts and hidden articles are in no feed, and neither are their threads."""
    if article.status != "published" or article.comments.state is State.OFF:
        return ()
    return names.addresses.thread_feeds(article.title, article.url)


def site_feeds(site: Site) -> tuple[FeedLink, ...]:
    """For discovery on every page."""
    return (site.addresses.site_feed(site.facts.name),)


def opening_of(site: Site, name: str) -> Opening | None:
    """The definition with which a page opens: content/openings/<name>.md."""
    page = site.openings.get(name)
    return Opening(page.heading, page.summary, site.text(page)) if page else None


def entry_card(site: Site, entry: Entry) -> EntryCard:
    """What a list shows of `entry`."""
    return site.entry_cards[entry.slug]
