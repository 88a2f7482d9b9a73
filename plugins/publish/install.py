"""The tree of a release, put together of what is sound: what was built, and what releases have of it.

The live release shares no file on the disk with the one that takes its place: one bad sector never takes both. Links
go to the releases before, so that two kept releases, and what changed, are all that takes space.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plugins.publish import disk
from plugins.publish.model import EMPTY, File, Manifest, time_of
from plugins.publish.packed import copies, is_whole, pack, pack_brotli
from plugins.publish.whole import is_sound


@dataclass(frozen=True, slots=True)
class Looked:
    """The tree of a release that was looked at."""

    folder: Path
    manifest: Manifest = EMPTY
    spoilt: Mapping[str, str] = field(default_factory=dict)
    """Path → what is wrong there."""

    def has(self, file: File, path: str) -> bool:
        """Whether what stands at `path`, which is `file` or its packed copy, is whole."""
        same = self.manifest.by_path.get(file.path)
        return same is not None and same.sha256 == file.sha256 and path not in self.spoilt

    def like(self, file: File, path: str) -> os.stat_result | None:
        """How it looks from outside, if it is whole.

        What keeps its bytes keeps its time, so that a browser's copy stays valid; one of a damaged file must not.
        """
        try:
            return (self.folder / path).lstat() if self.has(file, path) else None
        except OSError:  # a packed copy that is not there
            return None


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the files of a release are taken from."""

    live: Looked | None
    built: Path | None = None
    own: Looked | None = None
    """The tree that the new one takes the place of."""

    others: tuple[Path, ...] = ()
    """Trees of the other releases that are kept, the newest first."""

    is_fresh: bool = False
    """Nothing is taken from a release but times."""

    packed: Path | None = None
    """A folder that knows what was packed with brotli before."""


def assemble(manifest: Manifest, half: Path, sources: Sources) -> Iterator[str]:
    """Put the files of a release into the new folder `half`. Yields paths of which nobody has a sound file."""
    half.mkdir()
    half.chmod(disk.FOLDER_MODE)
    packed_copies = copies(manifest)
    unpacked: list[tuple[Path, File]] = []
    for file in manifest.files:
        target = half / file.path
        disk.make_folders(target.parent, half)
        if not _place(file, target, sources):
            yield file.path
            continue
        if f"{file.path}.gz" in packed_copies and not _place_packed(file, ".gz", target, sources):
            pack(target)
        if f"{file.path}.br" in packed_copies and not _place_packed(file, ".br", target, sources):
            unpacked.append((target, file))
    pack_brotli(unpacked, sources.packed)


def _place(file: File, target: Path, sources: Sources) -> bool:
    """Whether there was a sound file to put at `target`."""
    like = sources.live.like(file, file.path) if sources.live else None
    if any(disk.link(one, target) for one in _links(file, file.path, like, sources)):
        return True
    if sources.built and (sources.built / file.path).is_file():
        _copy(file, sources.built, target, like)
        return True
    for tree in sources.others:
        if is_sound(tree / file.path, file):
            _copy(file, tree, target, like)
            return True
    return False


def _copy(file: File, tree: Path, target: Path, like: os.stat_result | None) -> None:
    disk.copy(tree / file.path, target, like)
    own = time_of(file)
    if own is not None:
        os.utime(target, (own, own))


def _place_packed(file: File, ending: str, target: Path, sources: Sources) -> bool:
    """Whether some release had a packed copy of `file` to put beside `target`."""
    path, packed = f"{file.path}{ending}", target.with_name(f"{target.name}{ending}")
    like = sources.live.like(file, path) if sources.live else None
    if any(disk.link(one, packed) for one in _links(file, path, like, sources)):
        return True
    if sources.live and like and not sources.is_fresh:
        disk.copy(sources.live.folder / path, packed, like)
        return True
    return False


def _links(file: File, path: str, like: os.stat_result | None, sources: Sources) -> Iterator[Path]:
    """What the new tree may share: its own of before, and what others have and the live release does not share."""
    if sources.is_fresh:
        return
    if sources.own and sources.own.has(file, path):
        yield sources.own.folder / path
    for tree in sources.others:
        try:
            found = (tree / path).lstat()
        except OSError:
            continue
        if like and found.st_ino != like.st_ino and _looks(found) == _looks(like):
            sound = is_sound(tree / path, file) if path == file.path else is_whole(tree / path, file)
            if sound:
                yield tree / path


def _looks(found: os.stat_result) -> tuple[int, int, int]:
    """What a server's ETag is made of, and who may read it."""
    return found.st_size, found.st_mtime_ns, found.st_mode
