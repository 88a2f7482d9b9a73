"""What a release is: its files, what it changes, and the line it leaves in the ledger. No I/O here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

CacheClass = Literal["immutable", "page", "feed", "file"]
"""immutable: a digest or version is in the address, keep it a year; page: minutes; feed: 15 minutes; file: an hour."""

Action = Literal["publish", "rollback", "recover"]
"""recover: a publish was killed after its switch and before its line; the next command wrote it."""

Kind = Literal["articles", "entries", "pages", "feeds", "assets", "others"]
KINDS: tuple[Kind, ...] = ("articles", "entries", "pages", "feeds", "assets", "others")

DIGESTED = re.compile(r"\.[0-9a-f]{8,64}\.[^/]+$")
SEARCHED = "static/search/"
"""Pagefind's files: the version is in the address, and the one whose name stays is asked for with a digest."""

FEED_ENDINGS = (".atom", ".rss", ".feed.json")
ARTICLE = re.compile(r"[0-9]{4}/[^/]+/index\.html")
FEED_OF_A_DAY = re.compile(r"feeds/.+/[0-9]{4}-[0-9]{2}-[0-9]{2}\.[a-z]+")
ENTRY = re.compile(r"dictionary/[^/]{2,}/index\.html")

MEDIA_TYPES: Mapping[str, str] = {
    ".atom": "application/atom+xml",
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".rss": "application/rss+xml",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".xsl": "text/xsl; charset=utf-8",
}
"""Our own table: Python's reads the machine's /etc/mime.types, a manifest is the same on every machine."""


class PublishError(Exception):
    """Nothing was published, or what was published was put back: says why, and what to do."""


@dataclass(frozen=True, slots=True, order=True)
class File:
    """One file of a site."""

    path: str
    """Relative to the site's folder, with "/"."""

    sha256: str
    size_bytes: int
    media_type: str
    cache: CacheClass


def describe(path: str, sha256: str, size_bytes: int) -> File:
    """The file at `path`, with what follows from its name."""
    return File(path, sha256, size_bytes, media_type_of(path), cache_class_of(path))


def media_type_of(path: str) -> str:
    return MEDIA_TYPES.get(_ending(path), "application/octet-stream")


def cache_class_of(path: str) -> CacheClass:
    if DIGESTED.search(path) or path.startswith(SEARCHED):
        return "immutable"
    if path.endswith(".html"):
        return "page"
    if path.endswith(FEED_ENDINGS) or path.startswith("feeds/"):
        return "feed"
    return "file"


def kind_of(path: str) -> Kind:
    """What a reader would call the file at `path`."""
    if ARTICLE.fullmatch(path):
        return "articles"
    if ENTRY.fullmatch(path):
        return "entries"
    by_cache: dict[CacheClass, Kind] = {"page": "pages", "feed": "feeds", "immutable": "assets"}
    return by_cache.get(cache_class_of(path), "others")


def _ending(path: str) -> str:
    name = path.rpartition("/")[2]
    return "." + name.rpartition(".")[2].lower() if "." in name else ""


@dataclass(frozen=True)
class Manifest:
    """Every file of one release."""

    files: tuple[File, ...]
    """Sorted by path, each path once."""

    def __post_init__(self) -> None:
        paths = [file.path for file in self.files]
        if paths != sorted(set(paths)):
            raise ValueError("a manifest's files are sorted, and each is there once")

    @classmethod
    def of(cls, files: Iterable[File]) -> Manifest:
        return cls(tuple(sorted(files)))

    @cached_property
    def id(self) -> str:
        """The same for the same tree, on every machine: 16 hexadecimal digits."""
        tree = hashlib.sha256()
        for file in self.files:
            tree.update(f"{file.sha256} {file.path}\0".encode())
        return tree.hexdigest()[:16]

    @cached_property
    def by_path(self) -> Mapping[str, File]:
        return {file.path: file for file in self.files}

    @property
    def size_bytes(self) -> int:
        return sum(file.size_bytes for file in self.files)

    def counts(self) -> dict[Kind, int]:
        """How many files of each kind, in the order of KINDS."""
        kinds = [kind_of(file.path) for file in self.files]
        return {kind: kinds.count(kind) for kind in KINDS}


EMPTY = Manifest(())


@dataclass(frozen=True, slots=True)
class Difference:
    """What changes from one release to the next. Paths, sorted."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


def difference(old: Manifest, new: Manifest) -> Difference:
    before, after = old.by_path, new.by_path
    return Difference(
        new=tuple(path for path in after if path not in before),
        changed=tuple(path for path in after if path in before and after[path].sha256 != before[path].sha256),
        gone=tuple(path for path in before if path not in after),
    )


def address_of(path: str) -> str:
    """The address that the file at `path` answers, without the site's path prefix."""
    return "/" + path.removesuffix("index.html")


def addresses(manifest: Manifest, redirects: Iterable[str]) -> set[str]:
    """Every address that the world may have kept. Names with a digest are the site's own affair."""
    kept = (file.path for file in manifest.files if file.cache != "immutable" and not _may_go(file.path))
    return {address_of(path) for path in kept} | set(redirects)


def _may_go(path: str) -> bool:
    """What a server reads and no reader, and feeds of a single day: a window that moves with the calendar."""
    return path in ("_headers", "_redirects", "_redirects.map", "404.html") or bool(
        FEED_OF_A_DAY.fullmatch(path)
    )


@dataclass(frozen=True, slots=True)
class Order:
    """What the author allows of one publish."""

    keep: int = 5
    """How many releases stay, the current one among them; at least 2, so that there is a way back."""

    max_deletes: int | None = None
    """How many pages may go; None: a quarter of them, or 10."""

    may_lose_addresses: bool = False


def deletion_limit(pages: int, order: Order) -> int:
    """How many of `pages` pages one release may remove."""
    return order.max_deletes if order.max_deletes is not None else max(10, pages // 4)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a publish would do."""

    new: Manifest
    old: Manifest
    old_id: str
    """Id of the live release, or empty."""

    change: Difference
    lost: tuple[str, ...]
    """Addresses that would answer 404 from now on. Sorted."""

    @property
    def is_nothing(self) -> bool:
        return self.new.id == self.old_id


@dataclass(frozen=True, slots=True)
class Release:
    """One line of the ledger."""

    at: datetime
    """Aware, UTC, whole seconds."""

    action: Action
    id: str

    previous: str
    """Id of the release before, or empty."""

    counts: Mapping[Kind, int]
    size_bytes: int
    new: int
    changed: int
    gone: int


def in_order_of_publication(ledger: Iterable[Release]) -> tuple[str, ...]:
    """Ids from the oldest to the newest, each where it was published last. A rollback publishes nothing."""
    order: dict[str, None] = {}
    for release in ledger:
        if release.action == "rollback":
            continue
        order.pop(release.id, None)
        order[release.id] = None
    return tuple(order)
