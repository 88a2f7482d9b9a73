"""What the addresses that authors write name: `{filename}`, `{static}`, `{category}` … and `dict:`. Pure."""

from __future__ import annotations

import posixpath
import re
from typing import TypeAlias
from urllib.parse import unquote

from plugins.source import Source

IMAGES = "images/"
"""Where images are, in content/ and on the site."""


Located: TypeAlias = tuple[str, str, str, str]
"""A link as its author wrote it; the kind of what it names; its name (of a file: its path relative to content/); and
what stands behind that, from "?" or "#" on. Plain, because the store keeps two for each article."""


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
