"""Addresses inside a text: `{filename}`, `{static}`, `{category}` … and `dict:` become the site's own."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from plugins.source import AuthorError, Source

TAG = re.compile(r"<[a-zA-Z][^>]*>")
ADDRESS = re.compile(
    r"""(?P<before>\b(?:href|src|poster|cite|data|content)=)(?P<quote>["'])"""
    r"""(?:[{|](?P<what>filename|static|attach|category|tag|author|index)[|}]|(?P<dict>dict):|(?P<rooted>/)(?!/))"""
    r"""(?P<value>.*?)(?P=quote)"""
)


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


def resolve(body: str, source_path: str, targets: Targets) -> str:
    """Give every link in `body` its address.

    Raises:
        AuthorError: a link points to nothing.
    """


    def resolve_tag(tag: re.Match[str]) -> str:
        return ADDRESS.sub(lambda found: _resolve_one(found, source_path, targets), tag[0])

    return TAG.sub(resolve_tag, body)


def _resolve_one(found: re.Match[str], source_path: str, targets: Targets) -> str:
    value = html.unescape(found["value"])
    if found["rooted"]:
        address: str | None = f"{targets.root}/{value}"
    elif found["dict"]:
        address = targets.entry(unquote(value))
    else:
        address = _resolve_name(found["what"], value, source_path, targets)
    if address is None:
        shown = found["dict"] + ":" if found["dict"] else f"{{{found['what']}}}"
        message = f'the link "{shown}{value}" points to nothing; correct its name'
        raise AuthorError(Source(source_path), message)
    return "".join((found["before"], found["quote"], html.escape(address), found["quote"]))


def _resolve_name(what: str, value: str, source_path: str, targets: Targets) -> str | None:
    path, mark, rest = re.match(r"([^?#]*)([?#]?)(.*)", value).groups()  # type: ignore[union-attr]
    if what == "index":
        return f"{targets.root}/"
    if what in ("filename", "static", "attach"):
        address = _find_file(unquote(path), source_path, targets.files)
    else:
        named = {"category": targets.categories, "tag": targets.tags, "author": targets.authors}[what]
        address = named.get(unquote(path))
    return None if address is None else address + mark + rest


def _find_file(path: str, source_path: str, files: Mapping[str, str]) -> str | None:
    if path.startswith("/"):
        return files.get(path[1:])
    return files.get(posixpath.normpath(posixpath.join(posixpath.dirname(source_path), path)))


def absolute(address: str, origin: str) -> str:
    """A root-relative address with scheme and host; others stay as they are."""
    return origin + address if address.startswith("/") and not address.startswith("//") else address


def quoted(path: str) -> str:
    """A file's path as part of an address."""
    return quote(path)
