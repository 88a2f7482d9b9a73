"""The book of addresses: what hangs on which, whose they are, and what answers when a thing has moved.

Declared once, here. Aliases, the guard of a publish, the rules for slugs and the checks of a built site read it. All
addresses begin at the site's front page.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from plugins.site.records import Place


@dataclass(frozen=True, slots=True)
class Kind:
    """What a thing's address looks like, and what else is addressed by its slug."""

    page: re.Pattern[str]
    """Its page; all that is in that folder moves with it: card, oEmbed, thread, pages of a thread or of a list."""

    beside: tuple[str, ...] = ()
    """How addresses elsewhere begin that move with it."""

    lists: tuple[str, ...] = ()
    """Lists that were there for its sake: when none of that address is left, the new one answers."""


KINDS: Mapping[str, Kind] = {
    "article": Kind(re.compile(r"/(?P<year>\d{4})/(?P<slug>[^/]+)/"), lists=("/archive/{year}/",)),
    "entry": Kind(
        re.compile(r"/dictionary/(?P<slug>(?P<letter>[^/])[^/]+)/"),
        lists=("/dictionary/{letter}/",),
    ),
    "category": Kind(re.compile(r"/(?P<slug>[^/]+)/"), ("/feeds/{slug}.", "/feeds/{slug}/")),
    "tag": Kind(re.compile(r"/tag/(?P<slug>[^/]+)/"), ("/feeds/tag/{slug}.", "/feeds/tag/{slug}/")),
    "author": Kind(re.compile(r"/by/(?P<slug>[^/]+)/"), ("/feeds/by/{slug}.", "/feeds/by/{slug}/")),
    "page": Kind(re.compile(r"/(?P<slug>[^/]+)/")),
}

WHOLE = "/dictionary/index.json"
"""The data of all words, which answers for those of one."""

RETIRED: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"(/feeds/(?:(?:tag|by)/)?[^/]+)\.atom"), ("{}.rss", "{}.json")),
    (re.compile(r"(/feeds/(?:all|dictionary|comments)/\d+)\.atom"), ("{}.json",)),
    (re.compile(r"(/(?!feeds/).+/comments)\.atom"), ("{}.rss", "{}.feed.json")),
    (re.compile(r"(/.+/comments/\d+)\.atom"), ("{}.feed.json",)),
    (re.compile(r"/feeds/all\.atom"), ("/feed", "/feed/", "/feeds/", "/feed.xml", "/atom.xml")),
    (re.compile(r"/feeds/all\.rss"), ("/rss.xml", "/index.xml")),
    (re.compile(r"/feeds/all\.json"), ("/feed.json",)),
)
"""Address that answers → those that it answers for where nothing is: forms that were published once and are made no
more, and where people and programs look for a feed by custom."""

FEEDS = (".atom", ".rss", "/all.json")
"""Endings of addresses that answer for retired ones: of tens of thousands of addresses the others are not looked at."""

SHARES = "preview/"
"""Paths of drafts that are shown to whoever has the address begin so."""

ENTRY = re.compile(r"/dictionary/(?!(?:authors|editions)/)([^/]{2,})/")

FIXED = frozenset(
    (
        *(
            "archive",
            "by",
            "card.png",
            "comments",
            "dictionary",
            "drafts",
            "feeds",
            "images",
            "page",
            "preview",
            "search",
        ),
        *(
            "static",
            "tag",
            "translate",
            "404.html",
            "atom.xml",
            "favicon.ico",
            "feed",
            "feed.json",
            "feed.xml",
            "humans.txt",
            "index.xml",
            "manifest.webmanifest",
            "opensearch.xml",
            "release.txt",
            "rss.xml",
        ),
        *(
            "robots.txt",
            "sitemap.xml",
            "_headers",
            "_redirects",
            "_redirects.map",
            "_redirects.queries.map",
            ".well-known",
        ),
    )
)
"""First parts of addresses that no category and no page may take, in whatever case."""

YEAR = re.compile(r"\d{4}")

WORDS_TAKEN = frozenset("abcdefghijklmnopqrstuvwxyz0") | {"authors", "days", "editions", "index", "schema"}
"""Slugs that no entry may have: letters, and the other addresses under /dictionary/."""

UNSEEN = re.compile(
    r"/(?:drafts|feeds|preview|static|images)/.*|(?:/.*)?/page/\d+/|/.*/comments(?:[.-].*|/(?:\d+|all)/)"
)
"""Addresses, in lower case, that follow from others and that nobody writes as an alias."""

MAY_GO = re.compile(
    r"/(?:404\.html|_headers|_redirects|_redirects(?:\.queries)?\.map|preview/.+"
    r"|comments/(?:threads\.json|frame\.html)"
    r"|dictionary/[^/]+/oembed\.json|feeds/(?:.+/\d{4}-\d\d-\d\d|word-of-the-day/last)\.[a-z]+"
    r"|feeds/(?:tag/|by/|(?!(?:all|comments|dictionary|tag|by)/))[^/]+/\d+\.(?:atom|json))"
)
"""Addresses that no reader keeps: what servers and the comment desk read, drafts that were shown to some, the oEmbed
that words once had (programs find it from the page), feeds of a single day (a window that moves), and the archives that
categories, tags and authors once had: a subscriber walks through them once, and the whole is in those of all."""


OF_A_LIST = re.compile(r"(?P<list>/(?:.+/)?)page/\d+/")
"""A page of a list, which goes when the list becomes shorter: what was on it stands on those before."""


class Move(NamedTuple):
    """One address that leads on, in one step."""

    old: str
    new: str


def owner_of(slug: str) -> str:
    """Who has the address /slug/ in every publication; empty where a page or a category may take it."""
    if slug.lower() in FIXED:
        return "the house"
    return f"the articles of {slug}" if YEAR.fullmatch(slug) else ""


def address_of(path: str) -> str:
    """The address that the file at `path`, relative to the output folder, answers."""
    return "/" + path.removesuffix("index.html")


def moves(kind: str, alias: str, target: str, published: Sequence[str]) -> Iterator[Move]:
    """`alias`, where a thing was that is at `target` now, and all that hung on it, each to the same form.

    Args:
        kind: one of KINDS; another for a page of no kind, which moves alone.
        published: every address of the site, sorted.
    """
    yield Move(alias, target)
    declared = KINDS.get(kind)
    old, new = (declared.page.fullmatch(one) if declared else None for one in (alias, target))
    if declared is None or old is None or new is None:
        return
    hung = [
        Move(before + address.removeprefix(after), address)
        for before, after in [(alias, target), *_pairs(declared.beside, old, new)]
        for address in beginning_with(after, published)
        if address != target
    ]
    yield from hung
    there = {move.old for move in hung}
    forms = (form for move in [Move(alias, target), *hung] for form in _retired_forms(move.old, move.new))
    yield from (move for move in forms if move.old not in there)
    for before, after in _pairs(declared.lists, old, new):
        if not _has(before, published) and _has(after, published):
            yield Move(before, after)


def retired(published: Iterable[str]) -> Iterator[Move]:
    """Forms that are made no more, of all that is published."""
    for address in published:
        yield from _retired_forms(address, address)


def beginning_with(stem: str, addresses: Sequence[str]) -> Iterator[str]:
    """Those of `addresses`, which are sorted, that begin with `stem`."""
    for number in range(bisect_left(addresses, stem), len(addresses)):
        if not addresses[number].startswith(stem):
            return
        yield addresses[number]


def answered_elsewhere(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """How addresses of this host begin that another program answers: the comment desk. With the path prefix."""
    site, desk = urlsplit(settings.get("SITEURL") or ""), urlsplit(settings.get("COMMENT_DESK") or "")
    is_here = not desk.netloc or desk.netloc == site.netloc
    return (desk.path,) if is_here and desk.path else ()


def webmention_endpoint(settings: Mapping[str, Any]) -> str:
    """Where other sites tell of pages that mention ours: an address of the comment desk; empty where it takes none."""
    desk = settings.get("COMMENT_DESK") if settings.get("WEBMENTIONS") else None
    return f"{desk.rstrip('/')}/webmention" if desk else ""


def _pairs(stems: Iterable[str], old: re.Match[str], new: re.Match[str]) -> Iterator[tuple[str, str]]:
    for stem in stems:
        yield stem.format_map(old.groupdict()), stem.format_map(new.groupdict())


def _retired_forms(address: str, target: str) -> Iterator[Move]:
    """What hung on `address` once and is made no more: a feed in that form is answered by `target`."""
    for pattern, forms in RETIRED if address.endswith(FEEDS) else ():
        if found := pattern.fullmatch(address):
            yield from (Move(form.format(*found.groups()), target) for form in forms)
    if found := ENTRY.fullmatch(address):
        yield Move(f"/dictionary/{found[1]}.json", WHOLE)


def _has(address: str, published: Sequence[str]) -> bool:
    place = bisect_left(published, address)
    return place < len(published) and published[place] == address


ATOM = "application/atom+xml"
MEDIA_TYPES = {"atom": ATOM, "rss": "application/rss+xml", "json": "application/feed+json"}
"""Of each form of a feed, by the ending of its address."""

FORMS: Mapping[str, tuple[str, ...]] = {
    "all": ("atom", "rss", "json"),
    "category": ("atom", "rss"),
    "dictionary": ("atom", "rss"),
}
"""Kind of feed → its forms (docs/decisions/0005-which-feeds-there-are.md); every other is made in Atom alone."""


def forms_of(kind: str) -> tuple[str, ...]:
    """The endings of a feed's addresses, the one to name first at the start."""
    return FORMS.get(kind, ("atom",))


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed to subscribe to."""

    title: str
    url: str

    media_type: str
    """Such as application/atom+xml."""

    @property
    def form(self) -> str:
        """What readers call it."""
        return {"atom": "Atom", "rss": "RSS", "json": "JSON Feed", "opml": "OPML"}[
            self.url.rpartition(".")[2]
        ]

    @property
    def is_of_thread(self) -> bool:
        """Those of threads stand beside their pages, all others under /feeds/."""
        return "/feeds/" not in self.url


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

    def translate(self) -> str:
        return f"{self.root}/translate/"

    def year(self, year: int) -> str:
        return f"{self.root}/archive/{year}/"

    def dictionary(self) -> str:
        return f"{self.root}/dictionary/"

    def letter(self, letter: str) -> str:
        """`letter`: one letter, or "#" for heads that begin with none."""
        return f"{self.root}/dictionary/{'0' if letter == '#' else letter.lower()}/"

    def editions(self) -> str:
        """The dictionary as files for other devices."""
        return f"{self.root}/dictionary/editions/"

    def authors(self) -> str:
        """Who signed the verse of the dictionary."""
        return f"{self.root}/dictionary/authors/"

    def entry(self, slug: str, fragment: str = "") -> str:
        return f"{self.root}/dictionary/{slug}/{'#' if fragment else ''}{fragment}"

    def draft(self, slug: str) -> str:
        return f"{self.root}/drafts/{slug}/"

    def shared(self, token: str) -> str:
        """Of a draft that is shown to whoever knows this."""
        return f"{self.root}/preview/{token}/"

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

    def thread_feed(self, title: str, page_url: str) -> FeedLink:
        """The comments of the article or entry `title`, whose page is `page_url`.

        Its comments.json is the thread as data."""
        return FeedLink(f"Comments on {title}", f"{page_url}comments.atom", ATOM)

    def every_form(self, feed: FeedLink, kind: str) -> tuple[FeedLink, ...]:
        """A feed under /feeds/ in each form that there is of its kind."""
        base = feed.url.removesuffix(".atom")
        return tuple(FeedLink(feed.title, f"{base}.{form}", MEDIA_TYPES[form]) for form in forms_of(kind))

    def all_feeds(self) -> str:
        """The list of all feeds, as OPML."""
        return f"{self.root}/feeds/all.opml"


IN_A_TAG = "-._~!$&'()*+,;=:@/?"
"""What may stand in the specific part of a tag URI, besides letters and digits."""


def tag_uri(authority: str, name: str) -> str:
    """A permanent id (RFC 4151). The year is the first in which the authority was ours, and stays."""
    return f"tag:{authority},2026:{quote(name, safe=IN_A_TAG)}"


def id_for(authority: str, published_at: datetime, slug: str) -> str:
    """The permanent id of an article whose author wrote none (RFC 4151)."""
    return f"tag:{authority},{published_at:%Y-%m-%d}:{slug}"
