"""A release as the world sees it: fetched, unpacked, and held against its manifest. Changes nothing."""

from __future__ import annotations

import http.client
import re
import ssl
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import Message
from urllib.parse import quote, urljoin, urlsplit

from plugins.publish.model import EMPTY, FEED_ENDINGS, OF_A_DAY, RELEASE_NAME, File, Manifest
from plugins.publish.packed import unpacked
from plugins.publish.parse import parse_redirects
from plugins.publish.target import Sealed
from plugins.publish.tree import digest_of
from plugins.site.addresses import address_of

MOST = 50
"""Changed files that are fetched."""

NOT_THERE = "/there-is-nothing-at-this-address/"
TIMEOUT_SECONDS = 30
MAX_AGE = re.compile(r"(?:s-maxage|max-age)=(\d+)")
LONGEST_PAGE_SECONDS = 3600
SHORTEST_ASSET_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Answer:
    """What came."""

    status: int
    headers: Message
    body: bytes
    """Unpacked as its `Content-Encoding` says; empty where that is not true."""

    @property
    def max_age_seconds(self) -> int:
        """How long it may be kept, from now on."""
        found = MAX_AGE.search(self.headers.get("Cache-Control") or "")
        age = self.headers.get("Age") or "0"
        return max(int(found[1]) - (int(age) if age.isdecimal() else 0), 0) if found else 0


@dataclass(frozen=True, slots=True)
class Seen:
    """What looking found."""

    faults: tuple[str, ...] = ()
    """Address, what was wanted, what came."""

    stale: Mapping[str, datetime] = field(default_factory=dict)
    """Address at which a cache still shows the release before → until when it may."""


def shown_at(site: str) -> str | None:
    """Id of the release that is shown at `site`; empty where something else is, None where nobody answers."""
    try:
        answer = fetch(f"{site}/{RELEASE_NAME}?{time.time_ns()}")  # no cache has that address
    except OSError:
        return None
    line = answer.body.decode(errors="replace").strip()
    return line if answer.status == 200 and re.fullmatch(r"[0-9a-f]{16}", line) else ""


def wait_until_shown(site: str, release: str, seconds: float) -> str | None:
    """What `shown_at` says when that is `release`, or when time is over."""
    until = time.monotonic() + seconds
    while True:
        shown = shown_at(site)
        if shown == release or time.monotonic() > until:
            return shown
        time.sleep(min(5, seconds / 10))


def look(site: str, release: Sealed, old: Manifest, now: datetime, *, has_our_headers: bool) -> Seen:
    """Fetch what changed since `old` (up to MOST), and one of each kind of thing that can go wrong.

    Args:
        site: address of the front page, without the last "/".
        has_our_headers: whether headers are as the software says, and not as a host likes.
    """
    looked = _Look(site, release.manifest, old, now, has_our_headers)
    with ThreadPoolExecutor(8) as workers:
        moved = _moved(release, site)
        chosen = [file for file in _chosen(release.manifest, old) if address_of(file.path) not in moved]
        answers = workers.map(looked.file, chosen)
        faults = [fault for found in answers for fault in found]
    faults += [*looked.feed(), *looked.old_address(moved), *looked.missing()]
    return Seen(tuple(dict.fromkeys(faults)), dict(looked.stale))


def _moved(release: Sealed, site: str) -> Mapping[str, str]:
    """Old address → where it leads: such a page a server may show, or lead on by itself."""
    path = release.tree / "_redirects"
    text = path.read_text("utf-8", errors="replace") if path.is_file() else ""
    return parse_redirects(text, urlsplit(site).path)


def _chosen(new: Manifest, old: Manifest) -> list[File]:
    changed = [file for file in new.files if old.by_path.get(file.path) != file]
    chosen = [file for file in changed if not file.path.startswith("_") and file.path != "404.html"][:MOST]
    asset = [file for file in new.files if file.cache == "immutable"][:1]
    front = [file for file in new.files if file.path == "index.html"]
    return [*dict.fromkeys((*front, *asset, *chosen))]


def _digests_at(path: str, manifest: Manifest) -> set[str]:
    """Of all that may come at the address of `path`: a feed of a day is any of its documents, where there are such."""
    stem, _, ending = path.rpartition(".")
    return {
        file.sha256
        for file in manifest.files
        if file.path == path
        or (
            file.path.startswith(f"{stem}/")
            and file.path.endswith(f".{ending}")
            and OF_A_DAY.fullmatch(file.path)
        )
    }


@dataclass
class _Look:
    site: str
    new: Manifest
    old: Manifest
    now: datetime
    has_our_headers: bool
    stale: dict[str, datetime] = field(default_factory=dict)

    def file(self, file: File) -> list[str]:
        """What is wrong with the answer at the address of a file."""
        url = self.site + quote(address_of(file.path))
        try:
            answer = fetch(url, {"Accept-Encoding": "br, gzip"})
        except OSError as error:
            return [f"{url}: wanted {file.path}, got no answer ({error})"]
        if answer.status != 200:
            return [f"{url}: wanted 200, got {answer.status}"]
        found = digest_of(answer.body)
        if found not in _digests_at(file.path, self.new):
            is_before = found in _digests_at(file.path, self.old)
            if is_before and answer.max_age_seconds:
                self.stale[url] = self.now + timedelta(seconds=answer.max_age_seconds)
                return []
            what = "the release before" if is_before else "other bytes"
            return [f"{url}: wanted {file.path} of this release, got {what}"]
        return [f"{url}: {fault}" for fault in self._headers(file, answer)]

    def _headers(self, file: File, answer: Answer) -> Iterator[str]:
        wanted, got = file.media_type.partition(";")[0], answer.headers.get_content_type()
        if got != wanted and (self.has_our_headers or wanted in ("text/html", "text/css")):
            yield f"wanted {wanted}, got {got}"
        if not self.has_our_headers:
            return
        vary = " ".join(answer.headers.get_all("Vary") or ()).lower()
        if answer.headers["Content-Encoding"] and "accept-encoding" not in vary:
            yield "wanted Vary: Accept-Encoding, for it is packed; got " + (vary or "none")
        age = answer.max_age_seconds
        if file.cache == "immutable" and age < SHORTEST_ASSET_SECONDS:
            yield f"wanted to be kept for a year, got {answer.headers['Cache-Control'] or 'no Cache-Control'}"
        if file.cache == "page" and age > LONGEST_PAGE_SECONDS:
            yield f"wanted to be kept for minutes, got {answer.headers['Cache-Control']}"

    def feed(self) -> Iterator[str]:
        """Who asks a second time is told that nothing is new."""
        feed = next((file for file in self.new.files if file.path.endswith(FEED_ENDINGS)), None)
        if feed is None:
            return
        url = self.site + quote(f"/{feed.path}")
        try:
            first = fetch(url)
            tags = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
            asked = {ask: first.headers[tag] for tag, ask in tags.items() if first.headers[tag]}
            status = fetch(url, asked).status if asked else 200
        except OSError as error:
            yield f"{url}: wanted a feed, got no answer ({error})"
            return
        if first.status == 200 and status != 304:
            yield f"{url}: wanted 304 when asked again, got {status}"

    def old_address(self, moved: Mapping[str, str]) -> Iterator[str]:
        """One that moved leads on: by the server, or by the page that stands there."""
        old = next(
            (one for one in moved if one.endswith("/") and f"{one[1:]}index.html" in self.new.by_path), None
        )
        if old is None:
            return
        url, root = self.site + quote(old), self.site
        try:
            answer = fetch(url)
        except OSError as error:
            yield f"{url}: wanted {moved[old]}, got no answer ({error})"
            return
        leads = urljoin(url, answer.headers["Location"] or "")
        is_right = leads.partition("?")[0] in (urljoin(url, quote(moved[old])), root + quote(moved[old]))
        is_page = (
            answer.status == 200 and digest_of(answer.body) == self.new.by_path[f"{old[1:]}index.html"].sha256
        )
        if not is_page and not (answer.status in (301, 302, 307, 308) and is_right):
            got = f"{answer.status} {answer.headers['Location'] or ''}".rstrip()
            yield f"{url}: wanted to be led to {moved[old]}, got {got}"

    def missing(self) -> Iterator[str]:
        """What is not there is said to be not there, by our own page."""
        url, page = self.site + NOT_THERE, self.new.by_path.get("404.html")
        try:
            answer = fetch(url)
        except OSError as error:
            yield f"{url}: wanted 404, got no answer ({error})"
            return
        before = self.old.by_path.get("404.html")
        if answer.status != 404:
            yield f"{url}: wanted 404, got {answer.status}"
        elif page and digest_of(answer.body) not in {page.sha256, before.sha256 if before else ""}:
            yield f"{url}: wanted our page 404.html, got another"


def fetch(url: str, headers: Mapping[str, str] | None = None) -> Answer:
    """What a GET of `url` brings; no redirect is followed. Raises OSError."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port
    connection = (
        http.client.HTTPSConnection(host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
        if secure
        else http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
    )
    try:
        connection.request(
            "GET", parts.path + (f"?{parts.query}" if parts.query else ""), headers={**(headers or {})}
        )
        answer = connection.getresponse()
        return Answer(
            answer.status, answer.headers, _unpack(answer.read(), answer.headers["Content-Encoding"] or "")
        )
    except http.client.HTTPException as error:
        raise OSError(f"the answer breaks off: {type(error).__name__}") from error
    finally:
        connection.close()


def _unpack(body: bytes, encoding: str) -> bytes:
    endings = {"gzip": ".gz", "br": ".br"}
    if encoding in ("", "identity"):
        return body
    try:
        return unpacked(body, endings[encoding])
    except (KeyError, OSError, EOFError, ValueError, zlib.error):
        return b""


def changed_addresses(new: Manifest, old: Manifest | None) -> Iterable[str]:
    """Addresses of which the bytes are others than in `old`."""
    before, after = (old or EMPTY).by_path, new.by_path
    paths = before.keys() | after.keys()
    return sorted({address_of(path) for path in paths if before.get(path) != after.get(path)})
