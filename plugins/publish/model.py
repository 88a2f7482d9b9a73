"""What a release is: its files, what it changes, and the line it leaves in the ledger. No I/O here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Literal, get_args

from plugins.site import texts
from plugins.site.addresses import MAY_GO, address_of
from plugins.site.texts import Changes, Text

CacheClass = Literal["immutable", "page", "feed", "file"]
"""immutable: a digest or version is in the address, keep it a year; page: minutes; feed: 15 minutes; file: an hour."""

Action = Literal["publish", "rollback", "recover"]
"""recover: a publish was killed after its switch and before its line, or the ledger was damaged; the next command wrote
the line."""

Kind = Literal["articles", "words", "comments", "pages", "files"]
KINDS: tuple[Kind, ...] = get_args(Kind)

DIGESTED = re.compile(r"\.[0-9a-f]{8,64}\.[^/]+$")
SEARCHED = "static/search/"
"""Pagefind's files: the version is in the address, and the one whose name stays is asked for with a digest."""

RELEASE_NAME = "release.txt"
"""A line with the id of the release, in every release and in no manifest: by it the world sees which one is shown."""

KEPT_RELEASES = 5
"""For how many releases a file with a digest in its name answers when no page asks for it any more."""

FEED_ENDINGS = (".atom", ".rss")
OF_A_DAY = re.compile(r"feeds/(?:.+/(\d{4}-\d\d-\d\d)|word-of-the-day/last)\.[a-z]+")
"""A document that servers choose by date: that of a day, or the one for all days after."""

SECONDS_A_DAY = 86_400

MEDIA_TYPES: Mapping[str, str] = {
    ".atom": "application/atom+xml",
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".epub": "application/epub+zip",
    ".gif": "image/gif",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
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
    ".zip": "application/zip",
}
"""Our own table: Python's reads the machine's /etc/mime.types, a manifest is the same on every machine."""


NAMED_TYPES = (
    (re.compile(r"opensearch\.xml"), "application/opensearchdescription+xml"),
    (re.compile(r"feeds/.*\.json"), "application/feed+json"),
)
"""Paths of which the ending does not say enough."""


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


def time_of(file: File) -> int | None:
    """The time that the file gets, in seconds of the epoch; None for that of its release.

    Documents of a day take turns at one address, and servers go by times: no two days, and no two documents of one day,
    have the same. It lies in the day before, for nothing may be served that was changed in the future.
    """
    found = OF_A_DAY.fullmatch(file.path)
    if not found or not found[1]:
        return None
    day = datetime.fromisoformat(found[1]).replace(tzinfo=UTC)
    return int(day.timestamp()) - 1 - int(file.sha256[:12], 16) % SECONDS_A_DAY


def media_type_of(path: str) -> str:
    for pattern, media_type in NAMED_TYPES:
        if pattern.fullmatch(path):
            return media_type
    return MEDIA_TYPES.get(_ending(path), "application/octet-stream")


def cache_class_of(path: str) -> CacheClass:
    if DIGESTED.search(path) or path.startswith(SEARCHED):
        return "immutable"
    if path.endswith(".html") or path == RELEASE_NAME:
        return "page"
    if path.endswith(FEED_ENDINGS) or path.startswith("feeds/"):
        return "feed"
    return "file"


def _ending(path: str) -> str:
    name = path.rpartition("/")[2]
    return "." + name.rpartition(".")[2].lower() if "." in name else ""


@dataclass(frozen=True)
class Manifest:
    """Every file of one release."""

    files: tuple[File, ...]
    """Sorted by path, each path once."""

    texts: tuple[Text, ...] = ()
    """What authors wrote of it; none in manifests of before texts were noted. No part of the id."""

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
    def seal(self) -> str:
        """Of all that is written into the manifest, what is no part of the id too: 64 hexadecimal digits."""
        seen = hashlib.sha256(repr(self.texts).encode("utf-8", "surrogatepass"))
        for file in self.files:
            seen.update(f"{file.sha256} {file.size_bytes} {file.path}\0".encode())
        return seen.hexdigest()

    @cached_property
    def by_path(self) -> Mapping[str, File]:
        return {file.path: file for file in self.files}

    @property
    def size_bytes(self) -> int:
        return sum(file.size_bytes for file in self.files)

    def counts(self) -> dict[Kind, int]:
        """How much there is of what authors count, and how many files in all."""
        written = texts.count(self.texts)
        return {
            "articles": written["article"],
            "words": written["word"],
            "comments": written["comment"],
            "pages": written["page"],
            "files": len(self.files),
        }


EMPTY = Manifest(())


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of an earlier release that stays: a page that a browser or a proxy has kept still asks for it."""

    file: File
    """Of class immutable."""

    age: int
    """Releases since the last one that had it, from 1 on."""


def keep(old: Manifest, kept: Iterable[Kept], new: Manifest) -> tuple[Kept, ...]:
    """What stays beside the files of `new`, which takes the place of `old`, beside which `kept` stood."""
    stays = {one.file.path: Kept(one.file, one.age + 1) for one in kept if one.age < KEPT_RELEASES}
    stays |= {file.path: Kept(file, 1) for file in old.files if file.cache == "immutable"}
    folders = {above for file in new.files for above in _folders(file.path)}
    return tuple(
        stays[path]
        for path in sorted(stays.keys() - new.by_path.keys() - folders)
        if not _folders(path) & new.by_path.keys()
    )


def _folders(path: str) -> set[str]:
    """All folders in which a file stands."""
    return {path[:place] for place, sign in enumerate(path) if sign == "/"}


@dataclass(frozen=True, slots=True)
class Difference:
    """What changes from one release to the next. Paths, sorted."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


def release_line(release: str) -> bytes:
    """What stands in `release.txt`."""
    return f"{release}\n".encode()


def with_kept(manifest: Manifest, kept: Iterable[Kept]) -> Manifest:
    """All that stands in the tree of a release but packed copies. It has another id."""
    line = release_line(manifest.id)
    name = describe(RELEASE_NAME, hashlib.sha256(line).hexdigest(), len(line))
    return Manifest.of(
        {one.path: one for one in (*(one.file for one in kept), name, *manifest.files)}.values()
    )


def difference(old: Manifest, new: Manifest) -> Difference:
    before, after = old.by_path, new.by_path
    return Difference(
        new=tuple(path for path in after if path not in before),
        changed=tuple(path for path in after if path in before and after[path].sha256 != before[path].sha256),
        gone=tuple(path for path in before if path not in after),
    )


def addresses(manifest: Manifest, redirects: Iterable[str]) -> set[str]:
    """Every address that the world may have kept. Names with a digest are the site's own affair."""
    kept = (address_of(file.path) for file in manifest.files if file.cache != "immutable")
    return {address for address in kept if not MAY_GO.fullmatch(address)} | set(redirects)


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

    moved: Mapping[str, str] = field(default_factory=dict)
    """Addresses that lead on from now on, and where to."""

    back: tuple[str, ...] = ()
    """Addresses that were given up and answer again. Sorted."""

    @property
    def texts(self) -> Changes | None:
        """What the author changed; None where nobody knows what the live release was made from."""
        return texts.compare(self.old.texts, self.new.texts) if self.old.texts else None

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
