"""A page as a document: its frame (the site's facts and a template), a record of inputs, and the view made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from plugins.comments.model import Form, State
from plugins.dates import Dates
from plugins.incremental.digest import Digested, digest, digest_parts
from plugins.incremental.document import Document, Inputs, parts_of
from plugins.pages.model import Opening, PageFacts
from plugins.pages.view import View
from plugins.site.addresses import Addresses, FeedLink
from plugins.site.model import Site
from plugins.site.records import Article, SiteFacts

ViewOf: TypeAlias = Callable[[Any], tuple[PageFacts, View]]


@dataclass(frozen=True, slots=True)
class Template:
    """One template of the theme."""

    name: str

    digest: bytes
    """Stands for its text, and for all that it extends, imports or includes."""

    render: Callable[[str, SiteFacts, PageFacts, View], bytes] = field(compare=False, repr=False)


@dataclass(frozen=True)
class Frame(Digested):
    """What all pages of one template have in common."""

    facts: SiteFacts
    template: Template

    def parts(self) -> Inputs:
        """As `Document.parts`."""
        return self._parts

    @cached_property
    def _parts(self) -> Inputs:
        facts = {f"site.{name}": value for name, value in digest_parts(self.facts).items()}
        return facts | {f"template {self.template.name}": self.template.digest}


@dataclass(frozen=True)
class Frames(Digested):
    """The facts of the site, and its templates: with these, inputs become pages."""

    facts: SiteFacts
    templates: Mapping[str, Template]

    @cached_property
    def _frames(self) -> dict[str, Frame]:
        return {name: Frame(self.facts, template) for name, template in self.templates.items()}

    def page(self, path: str, template: str, view_of: ViewOf, inputs: Any) -> Document:
        """A page.

        Args:
            view_of: sees `inputs`, a frozen record, and nothing else.
        """
        return Document(path, _render, Rendered(self._frames[template], view_of, inputs))

    def shown(self, path: str, template: str, facts: PageFacts, view: View) -> Document:
        """A page whose view is cheap to make."""
        return self.page(path, template, _as_shown, Shown(facts, view))


@dataclass(frozen=True, slots=True)
class Rendered:
    """All that the bytes of a page are made from."""

    frame: Frame
    view_of: ViewOf
    inputs: Any

    def parts(self) -> Inputs:
        """As `Document.parts`."""
        return {**self.frame.parts(), "page": digest(self.view_of), **parts_of(self.inputs)}


def _render(page: Rendered) -> bytes:
    template, facts = page.frame.template, page.frame.facts
    return template.render(template.name, facts, *page.view_of(page.inputs))


@dataclass(frozen=True, slots=True)
class Shown:
    """A page whose view is there already."""

    facts: PageFacts
    view: View

    def parts(self) -> Inputs:
        """As `Document.parts`."""
        facts = {f"page.{name}": value for name, value in digest_parts(self.facts).items()}
        return facts | {f"view.{name}": value for name, value in digest_parts(self.view).items()}


def _as_shown(shown: Shown) -> tuple[PageFacts, View]:
    return shown.facts, shown.view


@dataclass(frozen=True)
class Names(Digested):
    """What every page may say of the site, and the form that it may show."""

    site: str
    origin: str
    addresses: Addresses
    form: Form | None

    dates: Dates

    @classmethod
    def of(cls, site: Site) -> Names:
        layout = site.layout
        return cls(site.facts.name, site.facts.origin, site.addresses, layout.comment_form, layout.dates)


def thread_feed(names: Names, article: Article) -> tuple[FeedLink, ...]:
    """None where there is none: drafts and hidden articles are in no feed, and neither are their threads."""
    if article.status != "published" or article.comments.state is State.OFF:
        return ()
    return (names.addresses.thread_feed(article.title, article.url),)


def site_feeds(facts: SiteFacts, addresses: Addresses) -> tuple[FeedLink, ...]:
    """For discovery on every page."""
    return (addresses.site_feed(facts.name),)


def opening_of(site: Site, name: str) -> Opening | None:
    """The definition with which a page opens: content/openings/<name>.md.

    None where there is no such file, and where it is only a header, which says where the page was before.
    """
    page = site.openings.get(name)
    body = site.text(page) if page else ""
    return Opening(page.heading, page.summary, site.text(page)) if page and (body or page.summary) else None
