"""What goes with an answer, by its address: one table for nginx, for hosts that read `_headers`, for object stores."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from plugins.publish.model import DIGESTED, FEED_ENDINGS, RELEASE_NAME, SEARCHED, CacheClass
from plugins.site.addresses import SHARES

CACHE_CONTROL: Mapping[CacheClass, str] = {
    "immutable": "public, max-age=31536000, immutable",
    "page": "public, max-age=300",
    "feed": "public, max-age=900",
    "file": "public, max-age=3600",
}

ALWAYS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}

OF_SHARES: Mapping[str, str] = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}
"""Of drafts that are shown to whoever has their address. Of two policies for referrers the last one holds."""

DOCUMENT = "html|xml|svg"
"""Media types of what a browser shows as a document: only these need the policy, and a page has six other files."""

POLICY: Mapping[str, str] = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    # WebAssembly runs the search (docs/search.md); the digest is of the rules by which a browser may fetch the next
    # page early (docs/theme.md, next.js).
    "script-src": "'self' 'wasm-unsafe-eval' 'sha256-1yfNe0kjR5aZsOrh+jWDvblKRqnSM4C7+ZY2U7Bf/BQ='",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}

FOR_PROGRAMS = r"\.(atom|rss|opml)$|^/(feeds|dictionary)/.*\.json$|/(oembed|comments)\.json$"
"""Addresses that pages of other sites may read: feeds, words, threads as data, oEmbed."""

SHOWN_TWICE = r"\.(atom|rss)$"
"""Feeds: a browser is shown another document than a feed reader."""

CLASS_PATTERNS: tuple[tuple[str, CacheClass], ...] = (
    (DIGESTED.pattern, "immutable"),
    (f"^/{re.escape(SEARCHED)}", "immutable"),
    (rf"(/|\.html)$|^/{re.escape(RELEASE_NAME)}$", "page"),
    (rf"({'|'.join(re.escape(ending) for ending in FEED_ENDINGS)})$|^/feeds/", "feed"),
)
"""Address → class, the first that fits: what `cache_class_of` says of paths, for servers. Everything else is "file"."""


def policy(desk: str = "") -> str:
    """The content security policy. `desk`: origin of the comment desk, where it is another host."""
    directives = {**POLICY, "form-action": f"{POLICY['form-action']} {desk}".strip()}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def headers_file(desk: str = "") -> str:
    """The file `_headers`, for hosts that read it. All rules that fit an address add up there: none repeats another."""
    return "".join("\n  ".join((path, *lines)) + "\n" for path, lines in _rules(desk))


def _rules(desk: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    always = (f"{name}: {value}" for name, value in ALWAYS.items())
    yield "/*", (*always, f"Content-Security-Policy: {policy(desk)}")
    yield "/static/*", (f"Cache-Control: {CACHE_CONTROL['immutable']}",)
    yield f"/{SHARES}*", tuple(f"{name}: {value}" for name, value in OF_SHARES.items())
    feed = f"Cache-Control: {CACHE_CONTROL['feed']}"
    yield "/feeds/*", (feed, "Access-Control-Allow-Origin: *")
    for path in ("/dictionary/*.json", "/:year/:slug/oembed.json", "/:year/:slug/comments.json"):
        yield path, ("Access-Control-Allow-Origin: *",)
