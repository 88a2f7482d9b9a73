"""The output folder: files appear whole, unchanged ones are left alone, and what is no longer made goes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

from plugins.incremental.progress import track
from plugins.incremental.scan import find_touched, stamp
from plugins.incremental.workers import spread

Inputs: TypeAlias = Mapping[str, bytes]
"""Name → digest."""

Files: TypeAlias = Mapping[str, tuple[bytes, bytes]]
"""Path → the key of a file, and its stamp when it was left."""

SINGLES = ""
"""Name of the group of all that is given without one."""

MANY = 2_000
"""Products. Above, groups are opened in the processes that make them: all at once they would fill the memory."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Inputs that many products have in common."""

    inputs: Inputs
    digest: bytes

    @classmethod
    def of(cls, inputs: Inputs) -> Shared:
        """With the digest taken."""
        named = b"\n".join(name.encode() + b" " + value for name, value in inputs.items())
        return cls(inputs, blake2b(named, digest_size=16).digest())


NOTHING_SHARED = Shared.of({})


@dataclass(frozen=True, slots=True)
class Product:
    """A file that may have to be made."""

    path: str
    """Relative to the output folder, with "/"."""

    shared: Shared

    inputs: Inputs
    """Everything else that the file's content depends on: the same inputs, the same bytes.

    Products with the same `shared` have the same names in the same order."""

    make: Callable[[], bytes]

    @property
    def key(self) -> bytes:
        """Stands for all inputs."""
        return blake2b(b"".join(self.inputs.values()), key=self.shared.digest, digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class Group:
    """Products that are looked at one by one only where something about them may have changed."""

    name: str
    """The same in every build."""

    key: bytes
    """The same key: the same products with the same inputs. It may change more often than they do."""

    size: int
    """About how many products there are."""

    products: Callable[[], Iterable[Product]]


@dataclass(frozen=True, slots=True)
class Left:
    """A group as a build left it."""

    key: bytes
    files: Files
    inputs: Mapping[str, Inputs] = field(default_factory=dict)
    """Path → what the file was made from; empty as long as nobody asked."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was made."""

    path: str
    stamp: bytes

    is_changed: bool
    """False where the file held these bytes already."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """A group whose products were looked at."""

    name: str
    left: Left
    made: tuple[Written, ...]


@dataclass(slots=True)
class Output:
    """Writes into one folder and remembers what it was given. One a build."""

    folder: Path
    known: Mapping[str, Left] = field(default_factory=dict)
    """Name → each group as the last build left it."""

    found: InitVar[frozenset[str] | None] = None
    """Paths of files that are not as they were left, if somebody has looked."""

    kept: set[str] = field(default_factory=set)
    """Paths of this build."""

    groups: dict[str, Left] = field(default_factory=dict)
    """Those that were opened, as this build leaves them."""

    names: set[str] = field(default_factory=set)
    """Of all groups of this build."""

    made: dict[str, Written] = field(default_factory=dict)
    """What was not as the last build left it."""

    removed: list[str] = field(default_factory=list)
    _files: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)
    _touched: frozenset[str] = frozenset()

    def __post_init__(self, found: frozenset[str] | None) -> None:
        for left in self.known.values():
            self._files.update(left.files)
        if found is None:
            found = find_touched(self.folder, {path: left for path, (_, left) in self._files.items()})
        self._touched = found

    @property
    def written(self) -> list[str]:
        """Paths of files whose bytes changed, in the order in which they were made."""
        return [path for path, one in self.made.items() if one.is_changed]

    @property
    def files(self) -> dict[str, bytes]:
        """Path → stamp of every file of this build."""
        held = [self.groups.get(name) or self.known[name] for name in self.names]
        return {path: left for group in held for path, (_, left) in group.files.items()}

    def write(self, path: str, data: bytes) -> None:
        """Make `path` hold `data`. Raises ValueError as `produce` does."""
        inputs = {"content": blake2b(data, digest_size=16).digest()}
        self.produce([Product(path, NOTHING_SHARED, inputs, lambda: data)])

    def produce(self, products: Sequence[Product]) -> None:
        """Make those files that are not as the last build left them under the same key.

        Raises:
            ValueError: a path was given before, or leaves the folder.
        """
        self._make_here([Group(SINGLES, b"", len(products), lambda: products)])

    def produce_groups(self, groups: Iterable[Group]) -> None:
        """The same for products in groups; those under the same key, with no file touched, are not opened."""
        doubtful = []
        for group in groups:
            left = self.known.get(group.name)
            if left and left.key == group.key and self._touched.isdisjoint(left.files):
                self._claim(left.files)
                self.names.add(group.name)
            else:
                doubtful.append(group)
        total = sum(group.size for group in doubtful)
        if total < MANY:
            self._make_here(doubtful)
            return
        for opened in track(spread(self._open, doubtful, is_costly=True), len(doubtful), "Making pages"):
            self._claim(opened.left.files)
            self._note(opened)

    def _make_here(self, groups: Sequence[Group]) -> None:
        """Open the groups in this process; make what is stale in as many as it takes."""
        opened = [(group, tuple(group.products())) for group in groups]
        for _, products in opened:
            self._claim([product.path for product in products])
        stale = [product for _, products in opened for product in products if not self.is_current(product)]
        made = {one.path: one for one in track(spread(self._make, stale), len(stale), "Making pages")}
        for group, products in opened:
            self._note(self._opened(group, products, made))

    def _open(self, group: Group) -> _Opened:
        """All of a group, in this process."""
        made: dict[str, Written] = {}
        products = []
        for product in group.products():
            if not self.is_current(product):
                made[product.path] = self._make(product)
            products.append(product)
        return self._opened(group, products, made)

    def _opened(self, group: Group, products: Sequence[Product], made: Mapping[str, Written]) -> _Opened:
        files, inputs = {}, {}
        for product in products:
            new = made.get(product.path)
            files[product.path] = (product.key, new.stamp if new else self._files[product.path][1])
            inputs[product.path] = {**product.shared.inputs, **product.inputs}
        mine = tuple(made[product.path] for product in products if product.path in made)
        return _Opened(group.name, Left(group.key, files, inputs), mine)

    def _note(self, opened: _Opened) -> None:
        left, before = opened.left, self.groups.get(opened.name)
        if before:  # singles come in several calls
            left = Left(left.key, {**before.files, **left.files}, {**before.inputs, **left.inputs})
        self.groups[opened.name] = left
        self.names.add(opened.name)
        self.made.update((one.path, one) for one in opened.made)

    def _claim(self, paths: Iterable[str]) -> None:
        """Raises ValueError where somebody else has one of them, or one leaves the folder."""
        for path in paths:
            if path in self.kept:
                raise ValueError(f"two pages want the address {path}")
            if (".." in path and ".." in path.split("/")) or path.startswith("/"):
                raise ValueError(f"{path} lies outside the output folder")
            self.kept.add(path)

    def is_current(self, product: Product) -> bool:
        """Whether the file is as the last build left it, and was made from the same inputs."""
        known = self._files.get(product.path)
        return known is not None and known[0] == product.key and product.path not in self._touched

    def _make(self, product: Product) -> Written:
        target = self.folder / product.path
        data = product.make()
        is_changed = not _holds(target, data)
        if is_changed:
            _put(target, data)
        return Written(product.path, stamp(str(target)), is_changed)

    def keep(self, paths: Iterable[str]) -> None:
        """Leave these files alone: somebody else writes them."""
        self.kept.update(paths)

    def prune(self) -> None:
        """Remove every file that this build did not make, and folders that this leaves empty."""
        for folder, _, names in os.walk(self.folder, topdown=False):
            here = Path(folder)
            for name in sorted(names):
                path = (here / name).relative_to(self.folder).as_posix()
                if path not in self.kept:
                    (here / name).unlink()
                    self.removed.append(path)
            if here != self.folder and not any(here.iterdir()):
                here.rmdir()

    def prune_known(self) -> None:
        """The same, looking only at what the last build made."""
        for path in sorted(self._files.keys() - self.kept):
            target = self.folder / path
            target.unlink(missing_ok=True)
            self.removed.append(path)
            for folder in target.parents:
                if folder == self.folder or not folder.is_dir() or any(folder.iterdir()):
                    break
                folder.rmdir()


def _holds(target: Path, data: bytes) -> bool:
    try:
        return target.stat().st_size == len(data) and target.read_bytes() == data
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def _put(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f".{target.name}.{os.getpid()}.part")
    half.write_bytes(data)
    half.replace(target)
