"""Which files of content/ are published: those that something public shows, leads to or names."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

from plugins.site.links import Located

QUOTED = re.compile(r""""[^"\n]*"|'[^'\n]*'""")
TOKEN = re.compile(r"""[^\s"'<>()\[\],]+""")
SHOWN = 10
"""How many unused files a build names."""


def find_statics(text: str, folders: Iterable[str]) -> tuple[str, ...]:
    """Paths relative to content/ that `text` names by their address ("/images/desk.jpg"), in any of its forms.

    `text` is HTML, a stylesheet, a template or the value of a setting. What only looks like an address names no file,
    and does no harm.

    Args:
        folders: where static files are, such as "images".
    """
    starts = [f"/{folder.strip('/')}/" for folder in folders if folder.strip("/")]
    if not any(start in text for start in starts):
        return ()
    parts = [part[0].strip("\"'") for form in (QUOTED, TOKEN) for part in form.finditer(text)]
    found = {part[at + 1 :] for part in parts for start in starts if (at := part.find(start)) >= 0}
    return tuple(sorted(re.split("[?#]", unquote(html.unescape(path)))[0] for path in found))


def find_statics_in_settings(settings: Mapping[str, object], folders: Iterable[str]) -> set[str]:
    """Files that a setting names: by their address, or by their path in STATIC_PATHS or EXTRA_PATH_METADATA."""
    named = {*_strings(settings["STATIC_PATHS"]), *_strings(settings["EXTRA_PATH_METADATA"])}
    texts = (text for name, value in settings.items() if name.isupper() for text in _strings(value))
    return named.union(*(find_statics(text, folders) for text in texts))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from _strings(name)
            yield from _strings(one)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for one in value:
            yield from _strings(one)


def used_by(addresses: Iterable[Located], statics: Iterable[str]) -> set[str]:
    """Paths that a text uses: what its links name as files, and what it names by address."""
    return {name for _, kind, name, _ in addresses if kind == "file"}.union(statics)


def warn_of_unused(paths: Iterable[str], folder: str) -> list[str]:
    """Lines for the author about files that nothing uses, neither public nor in preparation."""
    found = sorted(paths)
    advice = "nothing uses it, so it is not published; use it in a text, or delete it"
    lines = [f"{folder}/{path}:1: warning: {advice}" for path in found[:SHOWN]]
    return lines + [f"and {len(found) - SHOWN:,} more files that nothing uses"] * (len(found) > SHOWN)
