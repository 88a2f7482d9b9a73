"""Model to text: manifests and the ledger. Sorted keys, so that the same model is the same text."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple
from typing import Any

from plugins.publish.model import File, Kept, Manifest, Release
from plugins.publish.parse import FORMAT, seal_of


def write_manifest(manifest: Manifest) -> str:
    data = {
        "files": [_file(file) for file in manifest.files],
        "format": FORMAT,
        "id": manifest.id,
        "seal": manifest.seal,
        "texts": [astuple(text) for text in manifest.texts],
    }
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _file(file: File) -> dict[str, str | int]:
    return {
        "path": file.path,
        "sha256": file.sha256,
        "size": file.size_bytes,
        "type": file.media_type,
        "cache": file.cache,
    }


def write_kept(kept: Iterable[Kept]) -> str:
    """What `parse_kept` reads."""
    rows = [[one.age, one.file.path, one.file.sha256, one.file.size_bytes] for one in kept]
    return json.dumps({"kept": rows, "seal": seal_of({"kept": rows})}, ensure_ascii=False, indent=1) + "\n"


def write_release(release: Release) -> str:
    """One line of the ledger, with its line break."""
    data: dict[str, Any] = {
        "at": release.at.isoformat(),
        "action": release.action,
        "id": release.id,
        "previous": release.previous,
        "counts": dict(release.counts),
        "size": release.size_bytes,
        "new": release.new,
        "changed": release.changed,
        "gone": release.gone,
    }
    return json.dumps({**data, "seal": seal_of(data)}, sort_keys=True) + "\n"
