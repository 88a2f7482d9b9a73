"""Theme files under names that carry their digest, so that they may be kept for ever by a browser."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass

STRING_OR_COMMENT = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\s*/\*.*?\*/""", re.DOTALL)
SCRIPTS = "js/site/"
SCRIPT = "js/site.js"
"""What runs on every page is one file: a first visit has six requests in all. What it imports waits for a need."""

IMPORT = re.compile(rb'import\("\./([\w.]+)"\)')

STRING_OR_SPACE = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\s*([{};,])\s*|(:) """, re.DOTALL)
PERMANENT = {
    "css/feed.css": "feeds/feed.css",
    "js/feed.js": "feeds/feed.js",
    "icons/favicon.svg": "feeds/icon.svg",
    "icons/feed.png": "feeds/logo.png",
}
"""What feeds name: with a digest in these addresses, another colour would change every document that ever was."""

URL = re.compile(r"""url\((["']?)(?!data:|https?:|/|#)([^)"']+)\1\)""")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is published."""

    path: str
    """Relative to the output folder: "static/css/site.3f2a91c04b.css"."""

    data: bytes


def name_assets(files: Mapping[str, bytes]) -> dict[str, Asset]:
    """Name → asset for `files` (name relative to theme/static → content).

    A stylesheet loses its comments, its relative `url(…)` is rewritten to the digested name, and its own digest is
    taken after that. Scripts lose theirs too, and those under js/site/ become one, which imports others beside it by
    their digested names. Raises KeyError when a stylesheet or an import names a file that is not there.
    """
    parts = {name for name in files if name.startswith(SCRIPTS)}
    if parts:
        files = {name: data for name, data in files.items() if name not in parts} | {
            SCRIPT: _joined([files[name] for name in sorted(parts)])
        }
    files = {name: bare_script(data) if name.endswith(".js") else data for name, data in files.items()}
    sheets = {name for name in files if name.endswith(".css")}
    assets = {name: _digested(name, files[name]) for name in sorted(files.keys() - sheets - {SCRIPT})}
    if SCRIPT in files:
        script = IMPORT.sub(lambda found: _imported(found[1].decode(), assets), files[SCRIPT])
        assets[SCRIPT] = _digested(SCRIPT, script)
    for name in sorted(sheets):
        sheet = without_comments(files[name].decode())
        assets[name] = _digested(name, _rewrite(name, sheet, assets).encode())
    return assets


def without_comments(sheet: str) -> str:
    """A stylesheet as browsers need it: ours explains itself at length and is laid out, on every first visit."""
    bare = STRING_OR_COMMENT.sub(lambda found: found[1] or "", sheet)
    return STRING_OR_SPACE.sub(lambda found: found[1] or found[2] or found[3], bare).strip()


def bare_script(script: bytes) -> bytes:
    """A script without the lines that are remarks, and without its indents. No string of ours goes over lines."""
    lines = (line.strip() for line in script.splitlines())
    return b"".join(b"%s\n" % line for line in lines if line and not line.startswith(b"//"))


def _imported(name: str, assets: Mapping[str, Asset]) -> bytes:
    return f'import("./{posixpath.basename(assets[f"js/{name}"].path)}")'.encode()


def _joined(scripts: list[bytes]) -> bytes:
    """One script of several, each with names of its own."""
    return b"".join(b"{\n%s}\n" % script for script in scripts)


def _digested(name: str, data: bytes) -> Asset:
    if name in PERMANENT:
        return Asset(PERMANENT[name], data)
    stem, ending = posixpath.splitext(name)
    digest = hashlib.sha256(data).hexdigest()[:10]
    return Asset(f"static/{stem}.{digest}{ending}", data)


def _rewrite(name: str, text: str, assets: Mapping[str, Asset]) -> str:
    here = posixpath.dirname(PERMANENT.get(name, f"static/{name}"))

    def replace(found: re.Match[str]) -> str:
        target = assets[posixpath.normpath(posixpath.join(posixpath.dirname(name), found[2]))]
        relative = posixpath.relpath(target.path, here)
        return f'url("{relative}")'

    return URL.sub(replace, text)
