"""The permanent addresses of the site (docs/addresses.md), root-relative and with the site's path prefix."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugins.pages.model import FeedLink, Place

ATOM = "application/atom+xml"
RSS = "application/rss+xml"
JSON_FEED = "application/feed+json"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where everything is."""

    root: str
    """Path prefix: empty, or such as /magazine."""

    def front(self) -> str:
        return f"{self.root}/"

    def archive(self) -> str:
        return f"{self.root}/archive/"

    def search(self) -> str:
        return f"{self.root}/search/"

    def year(self, year: int) -> str:
        return f"{self.root}/archive/{year}/"

    def dictionary(self) -> str:
        return f"{self.root}/dictionary/"

    def letter(self, letter: str) -> str:
        """`letter`: one letter, or "#" for heads that begin with none."""
        return f"{self.root}/dictionary/{'0' if letter == '#' else letter.lower()}/"

    def authors(self) -> str:
        """Who signed the verse of the dictionary."""
        return f"{self.root}/dictionary/authors/"

    def entry(self, slug: str, fragment: str = "") -> str:
        return f"{self.root}/dictionary/{slug}/{'#' if fragment else ''}{fragment}"

    def draft(self, slug: str) -> str:
        return f"{self.root}/drafts/{slug}/"

    def page(self, slug: str) -> str:
        return f"{self.root}/{slug}/"

    def save_as(self, url: str) -> str:
        """The file that answers at `url`, relative to the output folder."""
        path = url.removeprefix(self.root).lstrip("/")
        return f"{path}index.html" if path.endswith("/") or not path else path

    def site_feed(self, name: str) -> FeedLink:
        return FeedLink(name, f"{self.root}/feeds/all.atom", ATOM)

    def place_feed(self, kind: str, place: Place, site_name: str) -> FeedLink:
        """The feed of a category, a tag or an author; `kind` says which."""
        folder = {"category": "", "tag": "tag/", "author": "by/"}[kind]
        return FeedLink(f"{place.name}, {site_name}", f"{self.root}/feeds/{folder}{place.slug}.atom", ATOM)

    def dictionary_feed(self, site_name: str) -> FeedLink:
        return FeedLink(f"New words, {site_name}", f"{self.root}/feeds/dictionary.atom", ATOM)

    def word_feed(self, site_name: str) -> FeedLink:
        return FeedLink(f"Word of the day, {site_name}", f"{self.root}/feeds/word-of-the-day.atom", ATOM)

    def comments_feed(self, site_name: str) -> FeedLink:
        return FeedLink(f"Comments, {site_name}", f"{self.root}/feeds/comments.atom", ATOM)

    def thread_feeds(self, title: str, page_url: str) -> tuple[FeedLink, FeedLink, FeedLink]:
        """The comments of the article or entry `title`, whose page is `page_url`, in Atom, RSS and JSON.

        Its comments.json is the thread as data."""
        name, base = f"Comments on {title}", f"{page_url}comments"
        rss, json_feed = FeedLink(name, f"{base}.rss", RSS), FeedLink(name, f"{base}.feed.json", JSON_FEED)
        return FeedLink(name, f"{base}.atom", ATOM), rss, json_feed

    def every_form(self, feed: FeedLink) -> tuple[FeedLink, FeedLink, FeedLink]:
        """A feed under /feeds/ in Atom, RSS and JSON."""
        base = feed.url.removesuffix(".atom")
        return feed, FeedLink(feed.title, f"{base}.rss", RSS), FeedLink(feed.title, f"{base}.json", JSON_FEED)

    def all_feeds(self) -> str:
        """The list of all feeds, as OPML."""
        return f"{self.root}/feeds/all.opml"


FIXED = frozenset(
    [
        "archive",
        "by",
        "card.png",
        "dictionary",
        "drafts",
        "feeds",
        "page",
        "search",
        "static",
        "tag",
        "404.html",
        "robots.txt",
        "sitemap.xml",
    ]
)
"""First parts of addresses that no category and no page may take."""


WORDS_TAKEN = frozenset("abcdefghijklmnopqrstuvwxyz0") | {"authors", "days", "index", "schema"}
"""Slugs that no entry may have: letters, and the other addresses under /dictionary/."""


def id_for(authority: str, published_at: datetime, slug: str) -> str:
    """The permanent id of an article whose author wrote none (RFC 4151)."""
    return f"tag:{authority},{published_at:%Y-%m-%d}:{slug}"
