"""The output folder: files appear whole, unchanged ones are left alone, and what is no longer made goes."""

from __future__ import annotations

import os
import stat as stat_of
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import InitVar, dataclass, field, replace
from pathlib import Path
from shutil import rmtree
from typing import TypeAlias

from plugins.incremental.document import Bundle, Document, Inputs, written
from plugins.incremental.faults import OutputError, making
from plugins.incremental.progress import track
from plugins.incremental.scan import find_touched, stamp
from plugins.incremental.workers import spread

Files: TypeAlias = Mapping[str, tuple[bytes, bytes]]
"""Path → the key of a file, and its stamp when it was left."""

SINGLES = ""
"""Name of the bundle of all that is given without one."""

MANY_DOCUMENTS = 2_000
"""Above, bundles are opened in the processes that make them: all at once they would fill the memory."""


@dataclass(frozen=True, slots=True)
class Left:
    """A bundle as a build left it."""

    key: bytes
    files: Files
    parts: Mapping[str, Inputs] = field(default_factory=dict)
    """Path → what the file was made from; empty as long as nobody asked."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was made."""

    path: str
    stamp: bytes

    is_changed: bool
    """False where the file held these bytes already."""


@dataclass(frozen=True, slots=True)
class Opener:
    """A bundle by its name, without its documents."""

    name: str
    key: bytes


@dataclass(frozen=True, slots=True)
class _Described:
    """A document whose inputs were looked at."""

    document: Document
    path: str
    key: bytes
    parts: Inputs

    @classmethod
    def of(cls, document: Document) -> _Described:
        parts = document.parts()
        return cls(document, document.path, document.key_of(parts), parts)


NOTHING_LEFT = written("", b"")


@dataclass(frozen=True, slots=True)
class _Opened:
    """A bundle whose documents were looked at."""

    name: str
    left: Left
    made: tuple[Written, ...]


@dataclass(slots=True)
class Output:
    """Writes into one folder and remembers what it was given. One a build."""

    folder: Path
    known: Mapping[str, Left] = field(default_factory=dict)
    """Name → each bundle as the last build left it."""

    found: InitVar[frozenset[str] | None] = None
    """Paths of files, and of folders with "/" at the end, that are not as they were left, if somebody has looked."""

    kept: set[str] = field(default_factory=set)
    """Paths of this build."""

    groups: dict[str, Left] = field(default_factory=dict)
    """Those that were opened, as this build leaves them."""

    names: set[str] = field(default_factory=set)
    """Of all bundles of this build."""

    made: dict[str, Written] = field(default_factory=dict)
    """What was not as the last build left it."""

    removed: list[str] = field(default_factory=list)

    last: list[Callable[[list[str]], Iterable[Document]]] = field(default_factory=list)
    """What follows from all that is made: given its paths, sorted, when everything else is there."""

    _files: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)
    _touched: frozenset[str] = frozenset()
    _has_seen_folders: bool = False

    def __post_init__(self, found: frozenset[str] | None) -> None:
        self._has_seen_folders = found is not None
        for left in self.known.values():
            self._files.update(left.files)
        if found is None:
            found = find_touched(self.folder, {path: left for path, (_, left) in self._files.items()})
        if linked := self._remove_links(found):
            found |= {path for path in self._files if path.startswith(linked)}
        self._touched = found

    def _remove_links(self, touched: frozenset[str]) -> tuple[str, ...]:
        """Nothing is written or removed through a link in the output: it goes, and what it showed is made again.

        Returns:
            Their paths, with "/" at the end.
        """
        where = [path for path in touched if path.endswith("/")] if self._has_seen_folders else None
        places = (
            os.walk(self.folder) if where is None else ((f"{self.folder}/{path}", 0, 0) for path in where)
        )
        found = []
        for place, *_ in places:
            with suppress(OSError), os.scandir(place) as entries:
                found += [Path(entry.path) for entry in entries if entry.is_symlink() and entry.is_dir()]
        for link in found:
            link.unlink()
        return tuple(f"{link.relative_to(self.folder).as_posix()}/" for link in found)

    @property
    def written(self) -> list[str]:
        """Paths of files whose bytes changed, in the order in which they were made."""
        return [path for path, one in self.made.items() if one.is_changed]

    @property
    def files(self) -> dict[str, bytes]:
        """Path → stamp of every file of this build."""
        held = [self.groups.get(name) or self.known[name] for name in self.names]
        return {path: left for group in held for path, (_, left) in group.files.items()}

    @property
    def folders(self) -> dict[str, bytes]:
        """Path, with "/" at the end → stamp of every folder with a file of this build: another, after a file came."""
        base = f"{self.folder}/"
        return {path: stamp(base + path) for path in self._folders()}

    def _folders(self) -> set[str]:
        found = {"./"}
        for path in self.kept:
            while "/" in path:
                path = path.rpartition("/")[0]
                if f"{path}/" in found:
                    break
                found.add(f"{path}/")
        return found

    def produce(self, documents: Iterable[Document]) -> None:
        """Make those files that are not as the last build left them under the same key.

        Raises:
            OutputError: a path was given before, or leaves the folder.
        """
        self._make_here([(Opener(SINGLES, b""), tuple(documents))])

    def produce_bundles(self, bundles: Iterable[Bundle]) -> None:
        """Open the bundles that have another key than the last build left, or files that somebody touched.

        Raises:
            OutputError: as `produce`.
        """
        doubtful = []
        for bundle in bundles:
            left, key = self.known.get(bundle.name), bundle.key
            if left and left.key == key and self._touched.isdisjoint(left.files):
                self._claim(left.files)
                self.names.add(bundle.name)
            else:
                doubtful.append((bundle, key))
        if sum(bundle.size for bundle, _ in doubtful) < MANY_DOCUMENTS:
            self._make_here([(Opener(bundle.name, key), tuple(bundle.open())) for bundle, key in doubtful])
            return
        for opened in track(spread(self._open, doubtful, is_costly=True), len(doubtful), "Making pages"):
            self._claim(opened.left.files)
            self._note(opened)

    def _make_here(self, bundles: Sequence[tuple[Opener, tuple[Document, ...]]]) -> None:
        """Look at the documents in this process; make what is stale in as many as it takes."""
        described = [(opener, [_Described.of(one) for one in documents]) for opener, documents in bundles]
        for _, documents in described:
            self._claim([one.document.path for one in documents])
        stale = [one.document for _, documents in described for one in documents if not self._is_current(one)]
        made = {one.path: one for one in track(spread(self._make, stale), len(stale), "Making pages")}
        for opener, documents in described:
            self._note(self._opened(opener, documents, made))

    def _open(self, doubtful: tuple[Bundle, bytes]) -> _Opened:
        """All of a bundle, in this process."""
        bundle, key = doubtful
        made: dict[str, Written] = {}
        documents = []
        for document in bundle.open():
            one = _Described.of(document)
            if not self._is_current(one):
                made[document.path] = self._make(document)
            documents.append(replace(one, document=NOTHING_LEFT))  # what it holds may be large
        return self._opened(Opener(bundle.name, key), documents, made)

    def _opened(
        self, opener: Opener, documents: Iterable[_Described], made: Mapping[str, Written]
    ) -> _Opened:
        files, parts, mine = {}, {}, []
        for one in documents:
            new = made.get(one.path)
            files[one.path] = (one.key, new.stamp if new else self._files[one.path][1])
            parts[one.path] = one.parts
            if new:
                mine.append(new)
        return _Opened(opener.name, Left(opener.key, files, parts), tuple(mine))

    def _note(self, opened: _Opened) -> None:
        left, before = opened.left, self.groups.get(opened.name)
        if before:  # singles come in several calls
            left = Left(left.key, {**before.files, **left.files}, {**before.parts, **left.parts})
        self.groups[opened.name] = left
        self.names.add(opened.name)
        self.made.update((one.path, one) for one in opened.made)

    def _claim(self, paths: Iterable[str]) -> None:
        """Raises OutputError where somebody else has one of them, or one leaves the folder."""
        for path in paths:
            if path in self.kept:
                raise OutputError(f"two pages want the address {path}")
            if (".." in path and ".." in path.split("/")) or path.startswith("/"):
                raise OutputError(f"{path} lies outside the output folder")
            self.kept.add(path)

    def is_current(self, document: Document) -> bool:
        """Whether the file is as the last build left it, and was made from the same inputs."""
        return self._is_current(_Described.of(document))

    def _is_current(self, one: _Described) -> bool:
        known = self._files.get(one.path)
        return known is not None and known[0] == one.key and one.path not in self._touched

    def _make(self, document: Document) -> Written:
        target = self.folder / document.path
        with making(document.path, "the file"):
            data = document.content()
        is_changed = not _holds(target, data)
        if is_changed:
            _put(self.folder, target, data)
        return Written(document.path, stamp(str(target)), is_changed)

    def finish(self) -> None:
        """Make what follows from everything else."""
        paths = sorted(self.kept) if self.last else []
        for follow in self.last:
            self.produce(follow(paths))

    def keep(self, paths: Iterable[str]) -> None:
        """Leave these files alone: somebody else writes them."""
        self.kept.update(paths)

    def prune(self) -> None:
        """Remove every file that this build did not make, and folders that this leaves empty."""
        self._prune_under(self.folder)

    def _prune_under(self, top: Path) -> None:
        for folder, _, names in os.walk(top, topdown=False):
            here = Path(folder)
            for name in sorted(names):
                path = (here / name).relative_to(self.folder).as_posix()
                if path not in self.kept:
                    (here / name).unlink()
                    self.removed.append(path)
            if here != self.folder and not any(here.iterdir()):
                here.rmdir()

    def prune_known(self) -> None:
        """The same, looking only at what the last build made, and into folders that somebody else has touched."""
        if not self._has_seen_folders:
            self.prune()
            return
        for path in sorted(self._files.keys() - self.kept):
            target = self.folder / path
            with suppress(NotADirectoryError, IsADirectoryError):  # something else has its name now
                target.unlink(missing_ok=True)
            self.removed.append(path)
            for folder in target.parents:
                if folder == self.folder or (folder.is_dir() and any(folder.iterdir())):
                    break
                with suppress(FileNotFoundError, NotADirectoryError):
                    folder.rmdir()
        self._prune_touched()

    def _prune_touched(self) -> None:
        ours = self._folders()
        for path in sorted(path for path in self._touched if path.endswith("/")):
            folder = self.folder / path
            for found in sorted(folder.iterdir()) if folder.is_dir() else ():
                name = found.relative_to(self.folder).as_posix()
                if found.is_dir() and not found.is_symlink():
                    if f"{name}/" not in ours:
                        self._prune_under(found)
                elif name not in self.kept:
                    found.unlink()
                    self.removed.append(name)


def _holds(target: Path, data: bytes) -> bool:
    try:
        found = target.lstat()
        is_file = stat_of.S_ISREG(found.st_mode)
        return is_file and found.st_size == len(data) and target.read_bytes() == data
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def _put(folder: Path, target: Path, data: bytes) -> None:
    if target.is_dir() and not target.is_symlink():
        rmtree(target)  # a file was a folder before
    if not target.parent.is_dir():
        for above in target.relative_to(folder).parents[-2::-1]:
            if (folder / above).is_file():
                (folder / above).unlink()  # and a folder was a file
        target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f".{target.name}.{os.getpid()}.part")
    half.write_bytes(data)
    half.replace(target)
