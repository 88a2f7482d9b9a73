"""Theme files under names that carry their digest, so that they may be kept for ever by a browser."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass

STRING_OR_COMMENT = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\s*/\*.*?\*/""", re.DOTALL)
SCRIPTS = "js/site/"
"""What runs on every page is one file, js/site.js: a first visit has six requests in all."""

STRING_OR_SPACE = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\s*([{};,])\s*""", re.DOTALL)
URL = re.compile(r"""url\((["']?)(?!data:|https?:|/|#)([^)"']+)\1\)""")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is published."""

    path: str
    """Relative to the output folder: "static/css/site.3f2a91c04b.css"."""

    data: bytes


def name_assets(files: Mapping[str, bytes], folder: str = "static") -> dict[str, Asset]:
    """Name → asset for `files` (name relative to theme/static → content).

    A stylesheet loses its comments, its relative `url(…)` is rewritten to the digested name, and its own digest is
    taken after that. Scripts under js/site/ become one. Raises KeyError when a stylesheet names a file that is not
    there.
    """
    parts = {name for name in files if name.startswith(SCRIPTS)}
    if parts:
        files = {name: data for name, data in files.items() if name not in parts} | {
            "js/site.js": _joined([files[name] for name in sorted(parts)])
        }
    sheets = {name for name in files if name.endswith(".css")}
    assets = {name: _digested(name, files[name], folder) for name in sorted(files.keys() - sheets)}
    for name in sorted(sheets):
        sheet = without_comments(files[name].decode())
        assets[name] = _digested(name, _rewrite(name, sheet, assets, folder).encode(), folder)
    return assets


def without_comments(sheet: str) -> str:
    """A stylesheet as browsers need it: ours explains itself at length and is laid out, on every first visit."""
    bare = STRING_OR_COMMENT.sub(lambda found: found[1] or "", sheet)
    return STRING_OR_SPACE.sub(lambda found: found[1] or found[2], bare).strip()


def _joined(scripts: list[bytes]) -> bytes:
    """One script of several, each with names of its own."""
    return b"".join(b"{\n%s}\n" % script for script in scripts)


def _digested(name: str, data: bytes, folder: str) -> Asset:
    stem, ending = posixpath.splitext(name)
    digest = hashlib.sha256(data).hexdigest()[:10]
    return Asset(f"{folder}/{stem}.{digest}{ending}", data)


def _rewrite(name: str, text: str, assets: Mapping[str, Asset], folder: str) -> str:
    here = posixpath.dirname(name)

    def replace(found: re.Match[str]) -> str:
        target = assets[posixpath.normpath(posixpath.join(here, found[2]))]
        relative = posixpath.relpath(target.path, posixpath.join(folder, here))
        return f'url("{relative}")'

    return URL.sub(replace, text)
