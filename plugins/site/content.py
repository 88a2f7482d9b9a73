"""The picture of content/: what each file in it is. Build, checks, status and lint ask here (docs/content.md).

What is of no known kind is a stray: it is told, and never published.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

from plugins.incremental.listing import Listing, Oddity, files_in, odd_in, scan
from plugins.keys import Kind
from plugins.site.ledger_file import LEDGER
from plugins.site.palette import PALETTE
from plugins.site.redirects import REDIRECTS
from plugins.source import AuthorError, Source

FileKind = Literal[Kind, "static", "ledger", "redirects", "palette", "licence", "left over", "stray"]

TEXTS: Final[tuple[Kind, ...]] = ("article", "page", "opening", "word")

FIXED: Final[Mapping[str, FileKind]] = {"openings": "opening", "dictionary": "word", "comments": "comment"}
"""Folders whose name no setting changes."""

MENTIONS: Final = "mentions.jsonl"
"""What other sites were told of (docs/intake.md)."""

AT_THE_ROOT: Final[Mapping[str, FileKind]] = {
    LEDGER: "ledger",
    MENTIONS: "ledger",
    REDIRECTS: "redirects",
    PALETTE: "palette",
    **dict.fromkeys(("LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE", "COPYING"), "licence"),
}

MARKDOWN: Final = (".md", ".markdown", ".mkd", ".mdown")
"""How the name of a text ends."""

NEARLY_MARKDOWN: Final = re.compile(
    r"(?P<stem>.+?)(?P<ending>(?:\.(?:md|markdown|mkd|mdown|mdx|mdwn|mdtext|text|txt))+)", re.IGNORECASE
)
OTHER_TEXTS: Final = (
    ".doc",
    ".docx",
    ".htm",
    ".html",
    ".odt",
    ".org",
    ".pages",
    ".pdf",
    ".rst",
    ".rtf",
    ".tex",
)
IMAGES: Final = (".avif", ".gif", ".heic", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff", ".webp")

LEFT_OVER: Final = re.compile(
    r"\..*|.*~|#.*#|~\$.*|.*\.(?:swp|swo|orig|rej|bak|tmp|part|crdownload)|Thumbs\.db|ehthumbs\.db|desktop\.ini",
    re.IGNORECASE | re.DOTALL,
)
"""Names of what editors, tools and systems leave behind (listed in docs/content.md)."""

LEFT_FOLDERS: Final = frozenset({"__MACOSX", "__pycache__", "@eaDir", "$RECYCLE.BIN"})

ODDITIES: Final[Mapping[Oddity, str]] = {
    "leads out": "a link that leads out of the sources; put the file itself here",
    "leads nowhere": "a link that leads nowhere; put the file itself here, or delete it",
    "leads to a folder": "a link to a folder; move the folder itself here",
    "is no file": "no file but a pipe, a socket or a device; delete it",
    "is forbidden": "its permissions forbid to read it; allow that (chmod -R u+rX)",
    "has a name": "a control character, or bytes that are not UTF-8, in the name; rename it",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Which folders of one publication hold what."""

    articles: tuple[str, ...] = ("articles",)
    """Relative to content/; "" is content/ itself. The first is where new ones are written."""

    pages: tuple[str, ...] = ("pages",)
    statics: tuple[str, ...] = ("images",)
    """Folders, or single files."""

    left_out: tuple[str, ...] = ()
    """Folders that the settings exclude, where they name them for nothing else."""

    def kind_of_folder(self, folder: str) -> FileKind:
        """What is in `folder`, relative to content/."""
        kinds = _kinds(self)
        while folder and folder not in kinds:
            folder = folder.rpartition("/")[0]
        return kinds.get(folder, "stray")


HOUSE: Final = Layout()


@cache
def _kinds(layout: Layout) -> dict[str, FileKind]:
    """Folder → what is in it, and in folders under it that are not named."""
    kinds: dict[str, FileKind] = dict.fromkeys(layout.left_out, "left over")
    kinds |= dict.fromkeys(layout.statics, "static")
    kinds |= dict.fromkeys(layout.articles, "article")
    kinds |= dict.fromkeys(layout.pages, "page")
    return {**kinds, **FIXED}


def article_paths(environ: Mapping[str, str], usual: list[str]) -> list[str]:
    """Folders of articles: those that ARTICLES in the environment names ("posts", "." for content/ itself)."""
    return environ.get("ARTICLES", "").split() or usual


def layout_of(settings: Mapping[str, Any]) -> Layout:
    """What the settings say; where they say nothing, as Pelican does."""
    return Layout(
        _folders(settings.get("ARTICLE_PATHS", [""])),
        _folders(settings.get("PAGE_PATHS", ["pages"])),
        _folders(settings.get("STATIC_PATHS", ["images"])),
        _folders(
            [path for kind in ("ARTICLE", "PAGE", "STATIC") for path in settings.get(f"{kind}_EXCLUDES", [])]
        ),
    )


def _folders(named: list[str]) -> tuple[str, ...]:
    cleaned = ("/".join(part for part in path.split("/") if part not in ("", ".")) for path in named)
    return tuple(dict.fromkeys(cleaned))


@dataclass(frozen=True)
class Picture:
    """What there is under content/."""

    layout: Layout

    files: Mapping[FileKind, Mapping[str, bytes]]
    """Kind → place → stamp, sorted. Places are relative to content/. Comments are in `threads`."""

    threads: Mapping[str, Listing]
    """Key → the files of the thread."""

    strays: tuple[tuple[str, str], ...]
    """Place, and what is wrong with what is there; what to write instead."""

    def of(self, *kinds: FileKind) -> dict[str, bytes]:
        """Place → stamp of all files of some kinds."""
        return {place: stamp for kind in kinds for place, stamp in self.files.get(kind, {}).items()}

    def comments(self) -> Iterator[str]:
        """Places of all comments."""
        for key, listing in self.threads.items():
            yield from (f"comments/{key}/{name}" for name in names_of_comments(listing))

    def findings(self, content: str) -> Iterator[AuthorError]:
        """Strays and what is odd, one finding a cause. `content` is what the author calls the folder."""
        told: dict[tuple[str, str], list[str]] = {}
        for place, message in self.strays:
            told.setdefault((place.rpartition("/")[0], message), []).append(place)
        for (_, message), places in told.items():
            more = f" (and {len(places) - 1:,} more here)" if len(places) > 1 else ""
            yield AuthorError(Source(f"{content}/{places[0]}"), f"{message}{more}")


def names_of_comments(listing: Listing) -> Iterator[str]:
    """Names of the files of one thread, sorted."""
    return (name for name, _ in files_in(listing) if not LEFT_OVER.fullmatch(name))


def read_picture(content: Path, layout: Layout = HOUSE, without: Collection[str] = ()) -> Picture:
    """The picture of the folder at `content`, as it is on disk. `without`: folders that nobody looks into."""
    return picture_of(scan(content, is_hostile=True, without=without), layout)


def picture_of(listed: Mapping[str, Listing], layout: Layout = HOUSE) -> Picture:
    """The picture of a folder that was listed as hostile."""
    files: dict[FileKind, dict[str, bytes]] = {kind: {} for kind in get_args(FileKind)}
    threads: dict[str, Listing] = {}
    strays: list[tuple[str, str]] = []
    for folder, listing in sorted(listed.items()):
        if not LEFT_FOLDERS.isdisjoint(folder.split("/")):
            continue
        kind, prefix = layout.kind_of_folder(folder), f"{folder}/" if folder else ""
        strays += [(f"{prefix}{name}", ODDITIES[oddity]) for name, oddity in odd_in(listing)]
        if kind == "comment" and folder != "comments":
            if any(names_of_comments(listing)):
                threads[folder.removeprefix("comments/")] = listing
            continue
        for name, stamp in files_in(listing):
            place = prefix + name
            files[_kind_of(place, name, kind, layout)][place] = stamp
    strays += [(place, advise(place, layout)) for place in files["stray"]]
    return Picture(layout, files, threads, tuple(sorted(strays)))


def _kind_of(place: str, name: str, kind: FileKind, layout: Layout) -> FileKind:
    if LEFT_OVER.fullmatch(name):
        return "left over"
    if place in AT_THE_ROOT:
        return AT_THE_ROOT[place]
    if place in layout.statics:
        return "static"
    if kind in TEXTS:
        return kind if name.endswith(MARKDOWN) else "stray"
    return "stray" if kind == "comment" else kind


def advise(place: str, layout: Layout) -> str:
    """What is wrong with a stray, and what to do with it."""
    folder, _, name = place.rpartition("/")
    kind, articles = layout.kind_of_folder(folder), _shown(layout.articles[0] if layout.articles else "")
    ending = Path(name).suffix.lower()
    if kind == "comment":
        return "not in the folder of a thread; move it into one"
    if ending in IMAGES and layout.statics:
        return f"an image that is not among the files to show; move it to {layout.statics[0]}/"
    if kind in TEXTS:
        if found := NEARLY_MARKDOWN.fullmatch(name):
            return f'"{found["ending"]}" is not how a text ends, so nobody reads it; rename it to "{found["stem"]}.md"'
        if ending in OTHER_TEXTS:
            return f'not Markdown, so nobody reads it; save its text as "{name.removesuffix(Path(name).suffix)}.md"'
        return "not a text, so nobody reads it; move it to where files are shown from (STATIC_PATHS), or delete it"
    top = folder.partition("/")[0]
    usual = next((known for known in _kinds(layout) if known.lower() == top.lower()), "")
    if usual:
        return f'"{top}" is not the folder "{usual}", so nobody reads what is in it; rename the folder'
    if NEARLY_MARKDOWN.fullmatch(name) or ending in OTHER_TEXTS:
        return (
            f"not in a folder of texts, so it is not published; move it to {articles}, "
            f"or build with ARTICLES={top or '.'}"
        )
    where = "move it to where files are shown from (STATIC_PATHS)"
    return f"not in a folder that is known, so it is not published; {where}, or delete it"


def _shown(folder: str) -> str:
    return f"{folder}/" if folder else "the root"
