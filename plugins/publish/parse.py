"""Text to model: manifests, the ledger, redirects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, get_args

from plugins.publish.model import KINDS, Action, File, Manifest, PublishError, Release

FORMAT = 1


def parse_manifest(text: str) -> Manifest:
    """Read what `write_manifest` wrote.

    Raises:
        PublishError: the text is no manifest, or its id is not that of its files.
    """
    try:
        data = json.loads(text)
        if data["format"] != FORMAT:
            raise PublishError(f"this manifest has format {data['format']}; this program reads {FORMAT}")
        manifest = Manifest(tuple(_parse_file(file) for file in data["files"]))
        if manifest.id != data["id"]:
            raise PublishError(f"the manifest of release {data['id']} was changed; publish again")
    except (KeyError, TypeError, ValueError) as error:
        raise PublishError(f"a manifest cannot be read ({error}); publish again") from error
    return manifest


def _parse_file(data: dict[str, Any]) -> File:
    return File(data["path"], data["sha256"], data["size"], data["type"], data["cache"])


def parse_ledger(text: str) -> tuple[Release, ...]:
    """Read the ledger, oldest line first.

    A last line without its line break was cut off by a kill or a full disk, and counts as not written.

    Raises:
        PublishError: another line cannot be read.
    """
    lines = text.split("\n")[:-1]
    return tuple(_parse_line(number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _parse_line(number: int, line: str) -> Release:
    try:
        data = json.loads(line)
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
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"ledger.jsonl:{number}: this line cannot be read ({error}); delete it"
        raise PublishError(message) from error


def parse_redirects(text: str) -> Iterator[str]:
    """The addresses that a `_redirects` file answers: its first column."""
    for line in text.splitlines():
        words = line.split()
        if len(words) >= 2 and not words[0].startswith("#"):
            yield words[0]
