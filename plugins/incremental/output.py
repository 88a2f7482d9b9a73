"""The output folder: files appear whole, unchanged ones are left alone, and what is no longer made goes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from plugins.incremental.progress import track
from plugins.incremental.scan import stamp
from plugins.incremental.workers import spread


class BuildError(Exception):
    """A file cannot be made, and no author's text is to blame: says why, and what to do."""


def write_inputs(inputs: Mapping[str, bytes]) -> bytes:
    """Inputs as the store keeps them; read by `read_inputs`."""
    return b"\n".join(name.encode() + b" " + value.hex().encode() for name, value in inputs.items())


def read_inputs(text: bytes) -> dict[str, str]:
    """Name → digest, in hexadecimal."""
    parted = (line.decode().rpartition(" ") for line in text.splitlines())
    return {name: value for name, _, value in parted}


@dataclass(frozen=True, slots=True)
class Shared:
    """Inputs that many products have in common."""

    inputs: Mapping[str, bytes]
    digest: bytes

    @classmethod
    def of(cls, inputs: Mapping[str, bytes]) -> Shared:
        """With the digest taken."""
        return cls(inputs, blake2b(write_inputs(inputs), digest_size=16).digest())


NOTHING_SHARED = Shared.of({})


@dataclass(frozen=True, slots=True)
class Product:
    """A file that may have to be made."""

    path: str
    """Relative to the output folder, with "/"."""

    shared: Shared

    inputs: Mapping[str, bytes]
    """Name → digest of everything else that the file's content depends on: the same inputs, the same bytes.

    Products with the same `shared` have the same names in the same order."""

    make: Callable[[], bytes]

    @property
    def key(self) -> bytes:
        """Stands for all inputs."""
        return blake2b(b"".join(self.inputs.values()), key=self.shared.digest, digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it was left."""

    path: str
    key: bytes
    stamp: bytes

    inputs: bytes
    """As `write_inputs` has them."""

    is_changed: bool
    """False where the file held these bytes already."""


@dataclass(slots=True)
class Output:
    """Writes into one folder and remembers what it was given. One a build."""

    folder: Path
    known: Mapping[str, tuple[bytes, bytes]] = field(default_factory=dict)
    """Path → key and stamp, as the last build left it."""

    kept: set[str] = field(default_factory=set)
    """Paths of this build."""

    made: dict[str, Written] = field(default_factory=dict)
    """What was not as the last build left it."""

    removed: list[str] = field(default_factory=list)

    @property
    def written(self) -> list[str]:
        """Paths of files whose bytes changed, in the order in which they were made."""
        return [path for path, one in self.made.items() if one.is_changed]

    def write(self, path: str, data: bytes) -> None:
        """Make `path` hold `data`. Raises ValueError as `produce` does."""
        inputs = {"content": blake2b(data, digest_size=16).digest()}
        self.produce([Product(path, NOTHING_SHARED, inputs, lambda: data)])

    def produce(self, products: Sequence[Product], text: str = "Making pages") -> None:
        """Make those files that are not as the last build left them under the same key.

        Args:
            text: what is said of it to somebody who watches.

        Raises:
            ValueError: a path was given before, or leaves the folder.
        """
        for product in products:
            self._claim(product.path)
        stale = [product for product in products if not self.is_current(product)]
        for one in track(spread(self._make, stale), len(stale), text):
            self.made[one.path] = one

    def _claim(self, path: str) -> None:
        if path in self.kept:
            raise ValueError(f"two pages want the address {path}")
        if ".." in path.split("/") or path.startswith("/"):
            raise ValueError(f"{path} lies outside the output folder")
        self.kept.add(path)

    def is_current(self, product: Product) -> bool:
        """Whether the file is as the last build left it, and was made from the same inputs."""
        key, left = self.known.get(product.path, (b"", b""))
        return key == product.key and left == stamp(f"{self.folder}/{product.path}")

    def _make(self, product: Product) -> Written:
        target = self.folder / product.path
        data = product.make()
        is_changed = not _holds(target, data)
        if is_changed:
            _put(target, data)
        inputs = write_inputs({**product.shared.inputs, **product.inputs})
        return Written(product.path, product.key, stamp(str(target)), inputs, is_changed)

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
        for path in sorted(self.known.keys() - self.kept):
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
