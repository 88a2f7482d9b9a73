"""The folder that is built into. It stays from publish to publish: a build then writes only what changed."""

from __future__ import annotations

import shutil
from pathlib import Path

from plugins.publish.model import Manifest, PublishError
from plugins.publish.parse import parse_manifest
from plugins.publish.tree import walk
from plugins.publish.write import write_manifest


def prepare(staging: Path) -> None:
    """Empty the folder unless it holds exactly what the last build left there.

    A file that somebody else put there would be published, and nobody would know where it came from.
    """
    if staging.is_dir() and not _is_as_left(staging):
        shutil.rmtree(staging)


def remember(staging: Path, manifest: Manifest) -> None:
    """Note what a build has left in the folder."""
    note = _note(staging)
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(write_manifest(manifest), "utf-8")


def forget(staging: Path) -> None:
    """While a build is under way, and after one that failed, nothing is known of the folder."""
    _note(staging).unlink(missing_ok=True)


def _is_as_left(staging: Path) -> bool:
    try:
        left = parse_manifest(_note(staging).read_text("utf-8"))
        return sorted(walk(staging)) == [file.path for file in left.files]
    except (FileNotFoundError, PublishError):
        return False


def _note(staging: Path) -> Path:
    return staging.parent / ".cache" / f"{staging.name}.json"
