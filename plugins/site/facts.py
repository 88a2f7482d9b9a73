"""What every page of a site shows of it, and what is published as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from plugins.comments.model import Form
from plugins.html import prose
from plugins.images.model import Picture
from plugins.incremental.deferred import Deferred
from plugins.site.addresses import Addresses
from plugins.site.publication import Publication
from plugins.site.records import Article, Link, Place, SiteFacts, StaticPage


@dataclass(frozen=True, slots=True)
class Statics:
    """What is published as it is."""

    files: Mapping[str, str]
    """Path relative to content/ → address."""

    assets: Mapping[str, str]
    """Name under theme/static → address."""

    pictures: Mapping[str, Picture]
    """Path relative to content/ of an image → what was made of it."""

    used: frozenset[str]
    """Paths that settings and theme name."""


def comment_form(
    publication: Publication, opening: StaticPage | None, texts: Mapping[str, Deferred[Markup]]
) -> Form | None:
    """Where comments are sent; None where there is neither a desk nor an address for them."""
    if not publication.comment_desk and not publication.comment_mail:
        return None
    words = texts[opening.source_path].make() if opening else Markup()
    return Form(publication.comment_desk or "", words, mail=publication.comment_mail)


def site_facts(
    publication: Publication,
    addresses: Addresses,
    published: tuple[Article, ...],
    front: StaticPage | None,
    texts: Mapping[str, Deferred[Markup]],
    statics: Statics,
    pages: Iterable[StaticPage],
) -> SiteFacts:
    home = addresses.entry(front.entry_slugs[0]) if front and front.entry_slugs else ""
    masthead = prose.opening_definition(texts[front.source_path].make(), home) if front else ""
    policy = f"{addresses.root}{publication.comment_policy}"
    return SiteFacts(
        name=publication.name,
        origin=publication.origin,
        root=addresses.root,
        language=publication.language,
        description=publication.description,
        masthead=Markup(masthead),  # noqa: S704 - part of our own Markdown's output
        navigation=(*_navigation(publication, published), Link("Dictionary", addresses.dictionary())),
        services=tuple(Link(name, f"{addresses.root}{url}") for name, url in publication.services),
        footer=tuple(Link(name, f"{addresses.root}{url}") for name, url in publication.footer),
        assets=statics.assets,
        contact=publication.contact,
        threads_note=publication.threads_note,
        comment_policy=policy if any(page.url == policy for page in pages) else "",
        takes_comments=bool(publication.comment_desk or publication.comment_mail),
        webmention=publication.webmention,
    )


def _navigation(publication: Publication, published: tuple[Article, ...]) -> list[Link]:
    """Categories that have an article: first those that the settings name, in their order; then the others."""
    order = {name: position for position, name in enumerate(publication.category_order)}

    def rank(place: Place) -> tuple[int, str, str, str]:
        return order.get(place.name, len(order)), place.name.casefold(), place.name, place.slug

    return [Link(place.name, place.url) for place in sorted({a.category for a in published}, key=rank)]
