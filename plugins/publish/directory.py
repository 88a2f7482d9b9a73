"""The target "directory": releases side by side, and one symlink that says which is live.

    public/current            → releases/<id>; what a web server shows
    public/releases/<id>/     the files, and .gz beside those that shrink
    public/releases/<id>.json the manifest; a release without one was not finished and counts as absent
    public/releases/<id>.kept what stands there of earlier releases: files with a digest in their name
    public/ledger.jsonl       one line for everything that happened
    public/.lock              held while somebody publishes

Nothing that `current` shows is ever changed in place. A kill or a power cut is safe at every step: before the rename
of `current` the old release is live and whole, after it the new one.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from plugins.publish import disk
from plugins.publish.install import Looked, Sources, assemble
from plugins.publish.model import (
    EMPTY,
    RELEASE_NAME,
    Kept,
    Manifest,
    PublishError,
    Release,
    in_order_of_publication,
    release_line,
    with_kept,
)
from plugins.publish.parse import parse_kept, parse_ledger, parse_manifest
from plugins.publish.tree import read_tree
from plugins.publish.whole import differences
from plugins.publish.write import write_kept, write_manifest, write_release

UNFINISHED = ".unfinished-"
ID = re.compile(r"[0-9a-f]{16}")
SHOWN = 5
"""How many differences are named."""


@dataclass(frozen=True, slots=True)
class Directory:
    """A folder that holds releases."""

    folder: Path

    packed: Path | None = None
    """A folder that knows what was packed with brotli before."""

    @property
    def current(self) -> Path:
        """What a web server shows."""
        return self.folder / "current"

    @property
    def _releases(self) -> Path:
        return self.folder / "releases"

    @property
    def _ledger_path(self) -> Path:
        return self.folder / "ledger.jsonl"

    def tree(self, release: str) -> Path:
        """The files of a release."""
        return self._releases / release

    def _manifest_path(self, release: str) -> Path:
        return self._releases / f"{release}.json"

    def _kept_path(self, release: str) -> Path:
        return self._releases / f"{release}.kept"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other publishers out. The lock goes with its process, however that ends.

        Raises:
            PublishError: somebody else is publishing.
        """
        self.make_folders()
        path = self.folder / ".lock"
        if path.is_symlink():  # of an edition before, over ssh
            path.unlink()
        with path.open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                who = lock.read().strip() or "unknown"
                raise PublishError(f"somebody is publishing already (process {who}); wait for it") from None
            lock.truncate(0)
            lock.write(f"{os.getpid()}\n")
            lock.flush()
            yield

    def make_folders(self) -> None:
        """Those of all releases: where nobody but their owner may look in, a server shows nothing."""
        for folder in (self.folder, self._releases):
            if not folder.is_dir():
                folder.mkdir(parents=True)
                folder.chmod(disk.FOLDER_MODE)
            elif not folder.stat().st_mode & 0o077:
                folder.chmod(disk.FOLDER_MODE)

    def current_id(self) -> str:
        """Id of the live release, or empty where nothing is, or nothing that is a release."""
        try:
            shown = self.current.readlink()
        except OSError:
            return ""
        return shown.name if shown.parts[:-1] == ("releases",) and ID.fullmatch(shown.name) else ""

    def sealed(self) -> tuple[str, ...]:
        """Ids of all finished releases, sorted."""
        if not self._releases.is_dir():
            return ()
        manifests = sorted(self._releases.glob("*.json"))
        return tuple(path.stem for path in manifests if self.tree(path.stem).is_dir())

    def manifest(self, release: str) -> Manifest:
        """The manifest of a sealed release; the empty one for the empty id.

        Raises:
            PublishError: there is none, or it is not what was written.
        """
        if not release:
            return EMPTY
        try:
            manifest = parse_manifest(self._manifest_path(release).read_text("utf-8"))
        except (OSError, ValueError):
            raise PublishError(f"there is no release {release}; make releases lists them") from None
        if manifest.id != release:
            raise PublishError(f"{self._manifest_path(release)} is the manifest of another release")
        return manifest

    def is_known(self, release: str) -> bool:
        """Whether there is a manifest of it that is what was written."""
        try:
            self.manifest(release)
        except PublishError:
            return False
        return True

    def known(self, release: str) -> Manifest:
        """The manifest of a release, or what stands in its tree if that has its id; else the empty one."""
        try:
            return self.manifest(release)
        except PublishError:
            found = self._as_found(self.tree(release))
            return found if found.id == release else EMPTY

    def _as_found(self, tree: Path) -> Manifest:
        try:
            found = read_tree(tree)
        except (OSError, PublishError):
            return EMPTY
        paths = found.by_path
        others = {f"{path}{ending}" for path in paths for ending in (".gz", ".br")}
        others |= {RELEASE_NAME, *(one.file.path for one in self.kept(tree.name))}
        return Manifest.of(file for path, file in paths.items() if path not in others)

    def kept(self, release: str) -> tuple[Kept, ...]:
        """What stands in a release of earlier ones."""
        try:
            return parse_kept(self._kept_path(release).read_text("utf-8", errors="replace"))
        except OSError:
            return ()

    def whole(self, manifest: Manifest) -> Manifest:
        """All that stands in the tree of a release but packed copies."""
        return with_kept(manifest, self.kept(manifest.id))

    def redirects(self, release: str) -> str:
        """The text of a release's `_redirects`, or empty."""
        path = self.tree(release) / "_redirects"
        return path.read_text("utf-8", errors="replace") if release and path.is_file() else ""

    def look(self, release: str, manifest: Manifest | None = None) -> Looked:
        """Hold the tree of a release against `manifest`, its own where none is given."""
        manifest = self.whole(manifest or self.known(release))
        return Looked(self.tree(release), manifest, differences(manifest, self.tree(release)))

    def install(self, manifest: Manifest, sources: Sources, kept: tuple[Kept, ...] = ()) -> tuple[str, ...]:
        """Make a sealed release, without showing it; a tree of that name gives way to it at one moment.

        Everything is on the disk before the manifest, and the manifest before this returns. `kept` is what stays there
        of earlier releases, as far as anybody has it.

        Returns:
            Paths of which nobody has a sound file; then everything is as before.

        Raises:
            OSError: the disk is full, or the like; then everything is as before, too.
        """
        half, tree = self._releases / f"{UNFINISHED}{manifest.id}", self.tree(manifest.id)
        others = tuple(self.tree(one) for one in reversed(self.published()) if one != manifest.id)
        try:
            sources = replace(sources, others=others, packed=self.packed)
            missing = tuple(assemble(with_kept(manifest, kept), half, sources))
            if lost := tuple(path for path in missing if path in manifest.by_path):
                return lost
            self._write_name(manifest, half)
            disk.sync_all(half)
            self._seal_kept(manifest.id, [one for one in kept if one.file.path not in missing])
            if os.path.lexists(tree):
                disk.exchange(half, tree)
            else:
                half.rename(tree)
            disk.sync_folder(self._releases)
            self.seal(manifest)
        finally:
            with suppress(OSError):
                disk.remove(half)
        return ()

    def _seal_kept(self, release: str, kept: Sequence[Kept]) -> None:
        path = self._kept_path(release)
        if kept:
            disk.write(path, write_kept(kept).encode(), self._releases / f"{UNFINISHED}kept")
        else:
            disk.remove(path)

    def _write_name(self, manifest: Manifest, tree: Path) -> None:
        """So that everybody can see which release is shown."""
        path = tree / RELEASE_NAME
        if RELEASE_NAME not in manifest.by_path:
            path.write_bytes(release_line(manifest.id))
            path.chmod(disk.FILE_MODE)

    def seal(self, manifest: Manifest) -> None:
        """Write the manifest of a release whose tree is whole."""
        path = self._manifest_path(manifest.id)
        if path.is_dir() and not path.is_symlink():
            disk.remove(path)
        disk.write(path, write_manifest(manifest).encode(), self._releases / f"{UNFINISHED}manifest")

    def switch(self, release: str) -> None:
        """Make `release` the live one: one rename. What stands in the place of the link is set aside."""
        new = self.folder / ".current"
        disk.remove(new)
        new.symlink_to(Path("releases", release))
        if self.current.is_dir() and not self.current.is_symlink():
            self.current.rename(self._free_name("current-set-aside"))
        new.replace(self.current)
        disk.sync_folder(self.folder)

    def _free_name(self, stem: str) -> Path:
        names = (self.folder / (f"{stem}-{count}" if count else stem) for count in range(1000))
        return next(name for name in names if not os.path.lexists(name))

    def verify(self, manifest: Manifest, tree: Path) -> None:
        """Hold everything in `tree` against the manifest.

        Raises:
            PublishError: it differs.
        """
        if problems := differences(self.whole(manifest), tree):
            raise PublishError(f"{tree} is not what was sealed: {say(problems)}")

    def ledger(self) -> tuple[Release, ...]:
        """What happened here, oldest first; without lines that are not what was written. Raises OSError."""
        return self.read_ledger()[0]

    def read_ledger(self) -> tuple[tuple[Release, ...], int]:
        """The same, and how many lines there are besides."""
        try:
            return parse_ledger(self._ledger_path.read_text("utf-8", errors="replace"))
        except FileNotFoundError:
            return (), 0

    def published(self) -> tuple[str, ...]:
        """Ids of the sealed releases that were published, in that order. Another may be there: sealed, never live."""
        sealed = {*self.sealed()}
        return tuple(one for one in in_order_of_publication(self.ledger()) if one in sealed)

    def published_after(self, release: str) -> tuple[str, ...]:
        """Those published after `release`: there are some when it was rolled back to."""
        order = self.published()
        return order[order.index(release) + 1 :] if release in order else ()

    def sealed_at(self, release: str) -> datetime:
        """When the manifest of a release was written, as the disk has it."""
        try:
            return datetime.fromtimestamp(int(self._manifest_path(release).lstat().st_mtime), UTC)
        except (OSError, OverflowError, ValueError):  # a time that no calendar has
            return datetime.fromtimestamp(0, UTC)

    def record(self, release: Release) -> None:
        """Add a line to the ledger: it is on the disk when this returns. A cut-off last line is taken away."""
        self.write_ledger((*self.ledger(), release))

    def write_ledger(self, lines: Iterable[Release]) -> None:
        """Write all of the ledger again."""
        disk.write(self._ledger_path, "".join(map(write_release, lines)).encode(), self.folder / ".ledger")

    def remove(self, release: str) -> None:
        """Forget a release: its manifest first, so that half of it is never taken for a whole."""
        disk.remove(self._manifest_path(release))
        disk.remove(self._kept_path(release))
        disk.remove(self.tree(release))

    def clear_unfinished(self) -> None:
        """Remove what a killed publish left."""
        live = self.current_id()
        sealed = {*self.sealed(), *([live] if self.tree(live).is_dir() else [])}
        for path in sorted(self._releases.iterdir()):
            is_manifest = path.suffix in (".json", ".kept") and path.stem in sealed
            if not is_manifest and path.name not in sealed:
                disk.remove(path)


def say(problems: Mapping[str, str]) -> str:
    """A few of the differences of a tree."""
    more = f" and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
    return ", ".join(f"{path} {fault}" for path, fault in list(problems.items())[:SHOWN]) + more
