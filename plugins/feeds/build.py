"""Which feeds the site has, and what is in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugins.feeds.content import for_feed
from plugins.feeds.model import Author, Category, Feed, Item
from plugins.pages.model import Article, FeedLink, Place
from plugins.pages.site import Site

RIGHTS = "CC BY 4.0"


@dataclass(frozen=True, slots=True)
class Authority:
    """Who mints the permanent ids, and where addresses begin."""

    name: str
    """As in RFC 4151: a domain name that was ours once. Ids keep it whatever the host becomes."""

    origin: str
    """Scheme and host of every address."""


def all_feeds(site: Site, authority: Authority, size: int) -> Iterator[Feed]:
    """The site's feed and one for each category.

    Args:
        size: most items in one document.
    """
    items = {article.id: _item(site, article, authority) for article in site.articles}

    def feed(link: FeedLink, name: str, alternate: str, subtitle: str, articles: tuple[Article, ...]) -> Feed:
        return Feed(
            id=f"tag:{authority.name},2026:feed:{name}",
            title=link.title,
            subtitle=subtitle,
            url=authority.origin + link.url,
            alternate_url=authority.origin + alternate,
            language=site.facts.language,
            rights=RIGHTS,
            icon_url=authority.origin + site.facts.assets["icons/favicon.svg"],
            items=tuple(items[article.id] for article in articles[:size]),
        )

    name, front = site.facts.name, site.addresses.front()
    yield feed(site.addresses.site_feed(name), "all", front, site.facts.description, site.articles)
    for filing in site.categories:
        link = site.addresses.place_feed("category", filing.place, name)
        subtitle = f"Articles filed under {filing.place.name}."
        yield feed(link, f"category:{filing.place.slug}", filing.place.url, subtitle, filing.articles)


def _item(site: Site, article: Article, authority: Authority) -> Item:
    url = authority.origin + article.url
    return Item(
        id=article.id,
        title=article.title,
        url=url,
        published_at=article.published_at,
        updated_at=article.modified_at or article.published_at,
        authors=tuple(Author(place.name, authority.origin + place.url) for place in article.authors),
        categories=(
            _category(article.category, "category", authority),
            *(_category(tag, "tag", authority) for tag in article.tags),
        ),
        summary=article.summary,
        content=for_feed(site.text(article), url),
    )


def _category(place: Place, kind: str, authority: Authority) -> Category:
    return Category(place.slug, f"tag:{authority.name},2026:{kind}", place.name)
