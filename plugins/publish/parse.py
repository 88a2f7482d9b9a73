"""Text to model: manifests, the ledger, redirects."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, get_args
from urllib.parse import unquote

from plugins.publish.model import KINDS, Action, File, Kept, Manifest, PublishError, Release, describe
from plugins.site.texts import Text

FORMAT = 1


def parse_manifest(text: str) -> Manifest:
    """Read what `write_manifest` wrote.

    Raises:
        PublishError: the text is no manifest, or not as it was written.
    """
    try:
        data = json.loads(text)
        if data["format"] != FORMAT:
            raise PublishError(f"this manifest has format {data['format']}; this program reads {FORMAT}")
        files = tuple(_parse_file(file) for file in data["files"])
        manifest = Manifest(files, tuple(Text(*text) for text in data.get("texts", ())))
        if manifest.id != data["id"] or data.get("seal", manifest.seal) != manifest.seal:
            raise PublishError(f"the manifest of release {data['id']} was changed; publish again")
    except (KeyError, TypeError, ValueError) as error:
        raise PublishError(f"a manifest cannot be read ({error}); publish again") from error
    return manifest


def _parse_file(data: dict[str, Any]) -> File:
    return describe(data["path"], data["sha256"], data["size"])


def parse_kept(text: str) -> tuple[Kept, ...]:
    """Read what `write_kept` wrote; nothing where it is anything else."""
    try:
        data = json.loads(text)
        if data["seal"] != seal_of({"kept": data["kept"]}):
            return ()
        return tuple(Kept(describe(path, sha256, size), age) for age, path, sha256, size in data["kept"])
    except (KeyError, TypeError, ValueError):
        return ()


def parse_ledger(text: str) -> tuple[tuple[Release, ...], int]:
    """Read the ledger, oldest line first.

    A last line without its line break was cut off by a kill or a full disk, and counts as not written.

    Returns:
        The lines, and how many more there are that are not as they were written.
    """
    read = [_parse_line(line) for line in text.split("\n")[:-1] if line.strip()]
    lines = tuple(line for line in read if line)
    return lines, len(read) - len(lines)


@lru_cache(maxsize=10_000)  # a publish reads the ledger a dozen times, and it grows for ever
def _parse_line(line: str) -> Release | None:
    try:
        data = json.loads(line)
        if data.pop("seal", seal := seal_of(data)) != seal:
            return None
        counts = {kind: int(data["counts"].get(kind, 0)) for kind in KINDS}
        action = data["action"]
        if action not in get_args(Action):
            raise ValueError(f"unknown action {action!r}")
        at = datetime.fromisoformat(data["at"])
        return Release(
            at,
            action,
            data["id"],
            data["previous"],
            counts,
            data["size"],
            data["new"],
            data["changed"],
            data["gone"],
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def seal_of(line: Mapping[str, Any]) -> str:
    """Of a line of the ledger; lines of before there were seals have none."""
    held = {name: value for name, value in line.items() if name != "seal"}
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()[:16]


def parse_redirects(text: str, root: str = "") -> dict[str, str]:
    """The addresses that a `_redirects` file answers, and where each leads, without the site's path prefix `root`."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        old, *rest = line.split() or ("#",)
        # Parameters of a query, a word each, stand between the two addresses.
        places = [number for number, word in enumerate(rest) if word.startswith("/")]
        if places and not old.startswith("#"):
            query = "&".join(rest[: places[0]])
            address = unquote(old).removeprefix(root)
            found[f"{address}?{query}" if query else address] = unquote(rest[places[0]]).removeprefix(root)
    return found
