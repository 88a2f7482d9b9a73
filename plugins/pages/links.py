"""Addresses inside a text: `{filename}`, `{static}`, `{category}` … and `dict:` become the site's own."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import quote, unquote

from plugins.pages.pictures import Shown, show_pictures
from plugins.source import AuthorError, Source

TAG = re.compile(r"<[a-zA-Z][^>]*>")
ADDRESS = re.compile(
    r"""(?P<before>\b(?:href|src|poster|cite|data|content)=)(?P<quote>["'])"""
    r"""(?:[{|](?P<what>filename|static|attach|category|tag|author|index)[|}]|(?P<dict>dict):|(?P<rooted>/)(?!/))"""
    r"""(?P<value>.*?)(?P=quote)"""
)

IMAGES = "images/"
"""Where images are, in content/ and on the site."""


Located: TypeAlias = tuple[str, str, str, str]
"""A link as its author wrote it; the kind of what it names; its name (of a file: its path relative to content/); and
what stands behind that, from "?" or "#" on. Plain, because the store keeps two for each article."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Everything that a link can point to."""

    files: Mapping[str, str]
    """Path relative to content/ → address, for articles, pages and static files."""

    categories: Mapping[str, str]
    """Name → address; so are the next two."""

    tags: Mapping[str, str]
    authors: Mapping[str, str]

    entry: Callable[[str], str | None]
    """A headword, with "#2" for its second sense → address of that entry."""

    root: str
    """Path prefix of the site."""

    pictures: Mapping[str, Shown] = field(default_factory=dict)
    """Address of an image in content/ → how it is shown."""


def find_addresses(body: str) -> tuple[str, ...]:
    """What the links and images of `body` name, once each and in order: "{filename}a.md", "dict:BOSS".

    An image at /images/ is one of ours, and named as "{static}/images/…". Together with the Targets they are all that
    `resolve` depends on.
    """
    found = (match for tag in TAG.finditer(body) for match in ADDRESS.finditer(tag[0]) if _is_named(match))
    return tuple(dict.fromkeys(map(_written, found)))


def locate(address: str, source: Source) -> Located:
    """What one of `find_addresses` of the file at `source` names, wherever that leads at present."""
    kind, _, value = address.removeprefix("{").partition(":" if address.startswith("dict:") else "}")
    if kind == "dict":
        return address, kind, unquote(value), ""
    path, mark, rest = re.match(r"([^?#]*)([?#]?)(.*)", value).groups()  # type: ignore[union-attr]
    if kind in ("filename", "static", "attach"):
        return address, "file", _path_of(unquote(path), source.path), mark + rest
    return address, kind, unquote(path), mark + rest


def _path_of(path: str, source_path: str) -> str:
    if path.startswith("/"):
        return path[1:]
    inside = source_path.partition("/")[2]  # what is relative to content/, as `Targets.files` are
    return posixpath.normpath(posixpath.join(posixpath.dirname(inside), path))


def find_broken(addresses: Iterable[Located], source: Source, targets: Targets) -> Iterator[AuthorError]:
    """Those that point to nothing."""
    for located in addresses:
        if target_of(located, targets) is None:
            yield AuthorError(source, f'the link "{located[0]}" points to nothing; correct its name')


def target_of(located: Located, targets: Targets) -> str | None:
    """Where it leads; None if nowhere."""
    _, kind, name, rest = located
    if kind == "file":
        address = targets.files.get(name)
    elif kind == "dict":
        address = targets.entry(name)
    elif kind == "index":
        return f"{targets.root}/"
    else:
        named = {"category": targets.categories, "tag": targets.tags, "author": targets.authors}[kind]
        address = named.get(name)
    return None if address is None else address + rest


def state_of(located: Located, targets: Targets) -> str:
    """Stands for what `resolve` makes of it."""
    target = target_of(located, targets) or ""
    image = targets.pictures.get(target)
    return f"{target} {image.digest.hex()}" if image else target


def resolve(body: str, source: Source, targets: Targets) -> str:
    """Give every link in `body` its address, and every image its sizes.

    Raises:
        AuthorError: a link points to nothing.
    """

    def resolve_one(found: re.Match[str]) -> str:
        address: str | None
        if not _is_named(found):
            address = f"{targets.root}/{html.unescape(found['value'])}"
        else:
            located = locate(_written(found), source)
            address = target_of(located, targets)
            if address is None:
                raise next(find_broken([located], source, targets))
        return "".join((found["before"], found["quote"], html.escape(address), found["quote"]))

    resolved = TAG.sub(lambda tag: ADDRESS.sub(resolve_one, tag[0]), body)
    return show_pictures(resolved, targets.pictures) if targets.pictures else resolved


def _is_named(found: re.Match[str]) -> bool:
    """Whether it names one of our sources, and not an address of the site."""
    return not found["rooted"] or (found["before"] == "src=" and found["value"].startswith(IMAGES))


def _written(found: re.Match[str]) -> str:
    value = html.unescape(found["value"])
    if found["rooted"]:
        return f"{{static}}/{value}"
    return f"dict:{value}" if found["dict"] else f"{{{found['what']}}}{value}"


def absolute(address: str, origin: str) -> str:
    """A root-relative address with scheme and host; others stay as they are."""
    return origin + address if address.startswith("/") and not address.startswith("//") else address


def quoted(path: str) -> str:
    """A file's path as part of an address."""
    return quote(path)
