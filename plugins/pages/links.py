"""Addresses inside a text: `{filename}`, `{static}`, `{category}` … and `dict:` become the site's own."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
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


def find_broken(addresses: Iterable[str], source: Source, targets: Targets) -> Iterator[AuthorError]:
    """Those that point to nothing."""
    for address in addresses:
        if target_of(address, source, targets) is None:
            yield AuthorError(source, f'the link "{address}" points to nothing; correct its name')


def target_of(address: str, source: Source, targets: Targets) -> str | None:
    """Where one of `find_addresses` leads; None if nowhere."""
    kind, _, value = address.removeprefix("{").partition(":" if address.startswith("dict:") else "}")
    return targets.entry(unquote(value)) if kind == "dict" else _resolve_name(kind, value, source, targets)


def state_of(address: str, source: Source, targets: Targets) -> str:
    """Stands for what `resolve` makes of one of `find_addresses`."""
    target = target_of(address, source, targets) or ""
    image = targets.pictures.get(target)
    return f"{target} {image.digest.hex()}" if image else target


def resolve(body: str, source: Source, targets: Targets) -> str:
    """Give every link in `body` its address, and every image its sizes.

    Raises:
        AuthorError: a link points to nothing.
    """

    def resolve_one(found: re.Match[str]) -> str:
        if not _is_named(found):
            address: str | None = f"{targets.root}/{html.unescape(found['value'])}"
        else:
            address = target_of(_written(found), source, targets)
        if address is None:
            raise next(find_broken([_written(found)], source, targets))
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


def _resolve_name(what: str, value: str, source: Source, targets: Targets) -> str | None:
    path, mark, rest = re.match(r"([^?#]*)([?#]?)(.*)", value).groups()  # type: ignore[union-attr]
    if what == "index":
        return f"{targets.root}/"
    if what in ("filename", "static", "attach"):
        address = _find_file(unquote(path), source.path, targets.files)
    else:
        named = {"category": targets.categories, "tag": targets.tags, "author": targets.authors}[what]
        address = named.get(unquote(path))
    return None if address is None else address + mark + rest


def _find_file(path: str, source_path: str, files: Mapping[str, str]) -> str | None:
    inside = source_path.partition("/")[2]  # what is relative to content/, as `files` are
    if path.startswith("/"):
        return files.get(path[1:])
    return files.get(posixpath.normpath(posixpath.join(posixpath.dirname(inside), path)))


def absolute(address: str, origin: str) -> str:
    """A root-relative address with scheme and host; others stay as they are."""
    return origin + address if address.startswith("/") and not address.startswith("//") else address


def quoted(path: str) -> str:
    """A file's path as part of an address."""
    return quote(path)
