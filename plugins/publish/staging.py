"""The folder that is built into. It stays from publish to publish: a build then writes only what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.incremental.scan import stamp
from plugins.publish import disk
from plugins.publish.model import Manifest, PublishError
from plugins.publish.parse import parse_manifest
from plugins.publish.tree import walk
from plugins.publish.write import write_manifest
from plugins.seal import keep_file, kept_file


@dataclass(frozen=True, slots=True)
class Left:
    """What the last build left in the folder."""

    manifest: Manifest
    stamps: Mapping[str, bytes]
    """Path → what the file looks like from outside, before the next build."""

    def is_spoilt(self, staging: Path, found: Manifest) -> bool:
        """Whether files, of which nobody has written a byte since, hold others now: a disk forgets."""
        known = self.manifest.by_path
        return any(
            file.path in known
            and known[file.path].sha256 != file.sha256
            and self.stamps[file.path] == stamp(str(staging / file.path))
            for file in found.files
        )


def prepare(staging: Path) -> Left:
    """Empty the folder unless it holds exactly the files that the last build left there. Returns what it holds.

    A file that somebody else put there would be published, and nobody would know where it came from.
    """
    left = _left(staging)
    if left is None:
        disk.remove(staging)
        left = Manifest(())
    forget(staging)
    return Left(left, {file.path: stamp(str(staging / file.path)) for file in left.files})


def _left(staging: Path) -> Manifest | None:
    note = kept_file(_note(staging))
    try:
        left = parse_manifest((note or b"").decode())
        return left if sorted(walk(staging)) == [file.path for file in left.files] else None
    except (OSError, PublishError):
        return None


def remember(staging: Path, manifest: Manifest) -> None:
    """Note what a build has left in the folder."""
    note = _note(staging)
    note.parent.mkdir(parents=True, exist_ok=True)
    keep_file(note, write_manifest(manifest).encode())


def forget(staging: Path) -> None:
    """While a build is under way, and after one that failed, nothing is known of the folder."""
    disk.remove(_note(staging))


def _note(staging: Path) -> Path:
    return staging.parent / ".cache" / f"{staging.name}.json"
