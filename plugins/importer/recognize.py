"""What kind of export lies there: by what is in it, never by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from plugins.importer import blogger, disqus, folders, ghost, movabletype, substack, wordpress
from plugins.importer.model import Export
from plugins.importer.stream import Mended, Part, parts_of, texts_of
from plugins.source import AuthorError, Source

HEAD: Final = 20_000
"""Characters in which an export says what it is."""

Reader = Callable[[Sequence[Part], frozenset[str], Mended], Export]

KNOWN: Final[Mapping[str, tuple[re.Pattern[str], Reader]]] = {
    "disqus": (re.compile(r"<disqus\b|disqus\.com/disqus-internals"), disqus.open_export),
    "wordpress": (
        re.compile(r"<rss\b.*(?:wordpress\.org/export|<wp:|wxr_version)", re.DOTALL),
        wordpress.open_export,
    ),
    "blogger": (re.compile(r"<feed\b.*blogger", re.DOTALL | re.IGNORECASE), blogger.open_export),
    "ghost": (re.compile(r'\{\s*"(?:db|data|meta)"\s*:'), ghost.open_export),
    "movabletype": (
        re.compile(r"(?:[A-Z][A-Z ]*:.*\n)*(?:TITLE|AUTHOR|BASENAME):.*\n(?:[A-Z][A-Z ]*:.*\n)*-----\n"),
        movabletype.open_export,
    ),
}
BY_NAME: Final[Mapping[str, Reader]] = {"substack": substack.open_export, "folder": folders.open_export}
"""What no single file says of itself: a table among files, and a folder of texts."""

KINDS: Final = (
    "an export of WordPress (WXR), Disqus, Ghost, Substack, Blogger or Movable Type,"
    " or a folder of Markdown for Hugo, Jekyll or Pelican"
)


def open_files(
    paths: Sequence[Path], logins: frozenset[str], mended: Mended, types: Sequence[str] = ()
) -> Export:
    """Open what somebody has exported: one file, several that belong together, what packs them, or a folder.

    Args:
        types: kinds of items of WordPress that are articles besides posts.

    Raises:
        AuthorError: it is nothing that is known, or two things.
    """
    parts = [part for path in paths for part in parts_of(path, str(path))]
    if any(substack.is_table(part.name) for part in parts):
        return substack.open_export(parts, logins, mended)
    found: dict[str, list[Part]] = {}
    for part in parts:
        if kind := "folder" if folders.is_text(part.name) else kind_of(part):
            found.setdefault(kind, []).append(part)
    if len(found) > 1:
        found.pop("folder", None)  # a readme beside an export
    if not found:
        raise AuthorError(Source(str(paths[0])), f"nothing that is known here; name {KINDS}")
    if len(found) > 1:
        names = " and ".join(f"{kind} ({some[0].name})" for kind, some in found.items())
        raise AuthorError(
            Source(str(paths[0])), f"exports of two systems: {names}; import one after the other"
        )
    ((kind, some),) = found.items()
    if kind == "wordpress":
        return wordpress.open_export(some, logins, mended, types)
    reader = BY_NAME[kind] if kind in BY_NAME else KNOWN[kind][1]
    return reader(some, logins, mended)


def kind_of(part: Part) -> str:
    """The system that wrote it; empty for what is no export."""
    head = ""
    for text in texts_of(part, Mended()):
        head += text
        if len(head) >= HEAD:
            break
    head = head[:HEAD].lstrip()
    anywhere = ("disqus", "wordpress", "blogger")
    for name, (pattern, _) in KNOWN.items():
        if pattern.search(head) if name in anywhere else pattern.match(head):
            return name
    return ""
