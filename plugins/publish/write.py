"""Model to text: manifests and the ledger. Sorted keys, so that the same model is the same text."""

from __future__ import annotations

import json

from plugins.publish.model import File, Manifest, Release
from plugins.publish.parse import FORMAT


def write_manifest(manifest: Manifest) -> str:
    data = {"files": [_file(file) for file in manifest.files], "format": FORMAT, "id": manifest.id}
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _file(file: File) -> dict[str, str | int]:
    return {
        "path": file.path,
        "sha256": file.sha256,
        "size": file.size_bytes,
        "type": file.media_type,
        "cache": file.cache,
    }


def write_release(release: Release) -> str:
    """One line of the ledger, with its line break."""
    data = {
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
    return json.dumps(data, sort_keys=True) + "\n"
