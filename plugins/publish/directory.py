"""The target "directory": releases side by side, and one symlink that says which is live.

    public/current            → releases/<id>; what a web server shows
    public/releases/<id>/     the files, and .gz beside those that shrink
    public/releases/<id>.json the manifest; a release without one was not finished and counts as absent
    public/ledger.jsonl       one line for everything that happened
    public/.lock              held while somebody publishes

Nothing that `current` shows is ever changed in place. A kill is safe at every step: before the rename
of `current` the old release is live and whole, after it the new one.
"""

from __future__ import annotations

import fcntl
import gzip
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from plugins.publish.model import EMPTY, File, Manifest, PublishError, Release, difference
from plugins.publish.parse import parse_ledger, parse_manifest
from plugins.publish.tree import digest, digest_of, read_tree
from plugins.publish.write import write_manifest, write_release

UNFINISHED = ".unfinished-"
COMPRESSIBLE = ("text/", "application/atom", "application/json", "application/manifest", "application/rss")
COMPRESSIBLE_EXACT = ("application/xml", "image/svg+xml", "application/wasm")
SMALLEST_BYTES = 512
"""Below this, the header of a .gz costs more than it saves."""


@dataclass(frozen=True, slots=True)
class Directory:
    """A folder that holds releases."""

    folder: Path

    @property
    def current(self) -> Path:
        """What a web server shows."""
        return self.folder / "current"

    @property
    def _releases(self) -> Path:
        return self.folder / "releases"

    def tree(self, release: str) -> Path:
        """The files of a release."""
        return self._releases / release

    def _manifest_path(self, release: str) -> Path:
        return self._releases / f"{release}.json"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other publishers out. The lock goes with its process, however that ends.

        Raises:
            PublishError: somebody else is publishing.
        """
        self._releases.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("a+") as lock:
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

    def current_id(self) -> str:
        """Id of the live release, or empty."""
        if self.current.is_symlink():
            return self.current.readlink().name
        if self.current.exists():
            raise PublishError(f"{self.current} is no symlink; move it away and publish again")
        return ""

    def sealed(self) -> tuple[str, ...]:
        """Ids of all finished releases, sorted."""
        if not self._releases.is_dir():
            return ()
        manifests = sorted(self._releases.glob("*.json"))
        return tuple(path.stem for path in manifests if self.tree(path.stem).is_dir())

    def manifest(self, release: str) -> Manifest:
        """The manifest of a sealed release; the empty one for the empty id."""
        if not release:
            return EMPTY
        try:
            return parse_manifest(self._manifest_path(release).read_text("utf-8"))
        except FileNotFoundError:
            raise PublishError(f"there is no release {release}; make releases lists them") from None

    def redirects(self, release: str) -> str:
        """The text of a release's `_redirects`, or empty."""
        path = self.tree(release) / "_redirects"
        return path.read_text("utf-8") if release and path.is_file() else ""

    def install(self, source: Path, manifest: Manifest) -> None:
        """Make a sealed release of the files in `source`, without showing it.

        A file that the live release has too is hard-linked: its time stays, so a browser's copy stays valid.
        """
        self.clear_unfinished()
        if self.tree(manifest.id).is_dir():  # live, and somebody deleted its manifest
            self.verify(manifest, self.tree(manifest.id))
            self._write(self._manifest_path(manifest.id), write_manifest(manifest))
            return
        previous_id = self.current_id()
        previous = self.manifest(previous_id) if previous_id in self.sealed() else EMPTY
        half = self._releases / f"{UNFINISHED}{manifest.id}"
        half.mkdir()
        for file in manifest.files:
            same = previous.by_path.get(file.path)
            known = self.tree(previous_id) / file.path if same and same.sha256 == file.sha256 else None
            _place(file, source / file.path, half / file.path, known, manifest)
        half.rename(self.tree(manifest.id))
        self._write(self._manifest_path(manifest.id), write_manifest(manifest))

    def switch(self, release: str) -> None:
        """Make `release` the live one: one rename."""
        new = self.folder / ".current"
        new.unlink(missing_ok=True)
        new.symlink_to(Path("releases", release))
        new.replace(self.current)

    def verify(self, manifest: Manifest, tree: Path) -> None:
        """Hold the files of `tree` against the manifest.

        Raises:
            PublishError: they differ.
        """
        problems = list(_differences(manifest, tree))
        if problems:
            raise PublishError(f"{tree} is not what was sealed: {', '.join(problems[:5])}")

    def ledger(self) -> tuple[Release, ...]:
        """What happened here, oldest first."""
        try:
            return parse_ledger(self._ledger_path.read_text("utf-8"))
        except FileNotFoundError:
            return ()

    @property
    def _ledger_path(self) -> Path:
        return self.folder / "ledger.jsonl"

    def record(self, release: Release) -> None:
        """Add a line to the ledger. A cut-off last line is taken away first."""
        with self._ledger_path.open("ab+") as stream:
            stream.seek(0)
            whole = stream.read().rpartition(b"\n")
            stream.truncate(len(whole[0]) + len(whole[1]))
            stream.write(write_release(release).encode())
            stream.flush()
            os.fsync(stream.fileno())

    def remove(self, release: str) -> None:
        """Forget a release: its manifest first, so that half of it is never taken for a whole."""
        self._manifest_path(release).unlink(missing_ok=True)
        shutil.rmtree(self.tree(release))

    def clear_unfinished(self) -> None:
        """Remove what a killed publish left."""
        sealed = {*self.sealed(), self.current_id()}
        for path in sorted(self._releases.iterdir()):
            if path.is_dir() and path.name not in sealed:
                shutil.rmtree(path)
            elif path.is_file() and path.stem not in sealed:
                path.unlink()

    def _write(self, path: Path, text: str) -> None:
        half = path.with_name(f"{UNFINISHED}{path.name}")
        half.write_text(text, "utf-8")
        half.replace(path)


def _place(file: File, source: Path, target: Path, known: Path | None, manifest: Manifest) -> None:
    """Put one file of a release in its place: a link to the live release's file where that is sound."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if known is None or not known.is_file() or digest(known) != file.sha256 or not _link(known, target):
        shutil.copyfile(source, target)
    packed = f"{target.name}.gz"
    if not is_compressible(file) or f"{file.path}.gz" in manifest.by_path:
        return
    if known is None or not _link(known.with_name(packed), target.with_name(packed)):
        _compress(target, target.with_name(packed))


def is_compressible(file: File) -> bool:
    """Whether a .gz may pay."""
    is_text = file.media_type.startswith(COMPRESSIBLE) or file.media_type in COMPRESSIBLE_EXACT
    return is_text and file.size_bytes >= SMALLEST_BYTES


def _compress(path: Path, target: Path) -> None:
    data = path.read_bytes()
    packed = gzip.compress(data, compresslevel=9, mtime=0)
    if len(packed) < len(data):
        target.write_bytes(packed)
        shutil.copystat(path, target)


def _link(known: Path, target: Path) -> bool:
    """Whether `target` is now the same file as `known`; not every file system can."""
    try:
        os.link(known, target)
    except OSError:
        return False
    return True


def _differences(manifest: Manifest, tree: Path) -> Iterator[str]:
    found = read_tree(tree)
    change = difference(manifest, found)
    yield from (f"{path} is missing" for path in change.gone)
    yield from (f"{path} has other bytes" for path in change.changed)
    for path in change.new:
        original = manifest.by_path.get(path.removesuffix(".gz"))
        if not path.endswith(".gz") or original is None:
            yield f"{path} does not belong there"
        elif _unpacked_digest(tree / path) != original.sha256:
            yield f"{path} unpacks to other bytes"


def _unpacked_digest(path: Path) -> str:
    try:
        return digest_of(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError):
        return ""
