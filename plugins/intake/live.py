"""What the desk knows of the release that readers see: its threads, what was said in one, the frame of its pages."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from markupsafe import Markup

from plugins.comments.moment import parse_moment
from plugins.machine import MachineError

T = TypeVar("T")

FORMAT = 1
TITLE, MAIN = "<!-- desk:title -->", "<!-- desk:main -->"

PLAIN = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>{TITLE}</title>
</head>
<body>
<main>
<h1>{TITLE}</h1>
{MAIN}
</main>
</body>
</html>
"""
"""The frame where no release has one."""


class Thread(NamedTuple):
    """One thread of the release."""

    key: str
    id: str
    url: str
    title: str
    state: str
    closes_at: datetime | None
    highest: int
    """Of the numbers that were ever given, tombstones too."""

    def is_open(self, now: datetime) -> bool:
        return self.state == "open" and (self.closes_at is None or self.closes_at > now)


class Said(NamedTuple):
    """A comment that readers see."""

    number: int
    author: str
    is_by_author: bool
    html: Markup
    """As the release has it: made safe when it was built."""

    text: str
    """The first words, plain."""

    replyto: int | None = None
    """What it answers."""


@dataclass(frozen=True)
class Threads:
    by_key: Mapping[str, Thread] = field(default_factory=dict)
    by_id: Mapping[str, Thread] = field(default_factory=dict)
    site: str = ""
    authors: frozenset[str] = frozenset()
    """Names of those who write the articles, as `folded` has them."""

    def find(self, key: str, identity: str) -> Thread | None:
        """The thread of that permanent id, wherever it is now; else that of the key."""
        return self.by_id.get(identity) or self.by_key.get(key)

    @property
    def by_url(self) -> dict[str, Thread]:
        """By root-relative address."""
        return {thread.url: thread for thread in self.by_key.values()}


@dataclass
class _Kept(Generic[T]):
    """What was made of a file, until the file is another."""

    read: Callable[[bytes], T]
    stamp: tuple[int, ...] = ()
    value: T | None = None

    def of(self, path: Path) -> T | None:
        """None where there is no such file."""
        try:
            found = path.stat()
            stamp = (found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size)
            if stamp != self.stamp:
                self.value = self.read(path.read_bytes())
                self.stamp = stamp
        except (FileNotFoundError, NotADirectoryError):
            self.stamp, self.value = (), None
        return self.value


class Live:
    """The release in a folder, which another takes the place of at any time."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._threads = _Kept(read_threads)
        self._frame = _Kept(_as_frame)
        self._said: dict[str, _Kept[dict[int, Said]]] = {}

    def threads(self) -> Threads:
        """All threads; none where nothing was published yet."""
        return self._threads.of(self._site / "comments/threads.json") or Threads()

    def page(self, title: str, main: str) -> str:
        """A page of the desk, in the frame of the site."""
        frame = self._frame.of(self._site / "comments/frame.html") or PLAIN
        # The heading first: what it says is escaped, and cannot name the other place.
        return frame.replace(TITLE, escape(title)).replace(MAIN, main)

    def said(self, thread: Thread) -> Mapping[int, Said]:
        """Number → each comment of the thread that readers see."""
        kept = self._said.get(thread.key)
        if kept is None:
            if len(self._said) > KEPT_THREADS:
                self._said.clear()
            kept = self._said.setdefault(thread.key, _Kept(_read_said))
        for place in _places(thread.url):
            found = kept.of(self._site / place)
            if found is not None:
                return found
        return {}


KEPT_THREADS = 200


def read_threads(data: bytes) -> Threads:
    """The threads in a threads.json.

    Raises:
        MachineError: it is damaged, or of another format.
    """
    try:
        listed = json.loads(data)
        if listed["format"] != FORMAT:
            raise MachineError(
                f"comments/threads.json is of format {listed['format']}; this desk reads {FORMAT}"
            )
        threads = [_thread(*row) for row in listed["threads"]]
        return Threads(
            {thread.key: thread for thread in threads},
            {thread.id: thread for thread in threads},
            listed["site"],
            frozenset(map(folded, listed.get("authors", ()))),
        )
    except (ValueError, KeyError, TypeError) as wrong:
        raise MachineError(
            f"comments/threads.json is damaged ({type(wrong).__name__}); publish again"
        ) from wrong


def folded(name: str) -> str:
    """The same for names that a reader takes for the same: by letters and digits alone, marks and size apart."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _thread(
    key: str, identity: str, url: str, title: str, state: str, closes: str | None, highest: int
) -> Thread:
    return Thread(key, identity, url, title, state, parse_moment(closes) if closes else None, int(highest))


def _as_frame(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    return text if MAIN in text else PLAIN


def _places(url: str) -> list[str]:
    """Where the release may have the comments of the page at `url`: a site under a path has that in its addresses."""
    parts = url.strip("/").split("/")
    return ["/".join((*parts[start:], "comments.json")) for start in range(len(parts))]


def _read_said(data: bytes) -> dict[int, Said]:
    said: dict[int, Said] = {}
    comments: list[dict[str, Any]] = json.loads(data)["comments"]
    for one in comments:
        if one["status"] == "published":
            html = Markup(one["content_html"])  # noqa: S704 - the build has made it safe
            author = one["author"]
            said[one["number"]] = Said(
                one["number"],
                author["name"],
                author["is_author"],
                html,
                html.striptags()[:80],
                one.get("in_reply_to"),
            )
    return said


def now() -> datetime:
    """The time, in whole seconds: all that the desk's tables know."""
    return datetime.now(UTC).replace(microsecond=0)
