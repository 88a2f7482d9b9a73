"""One trial: a folder of releases, something that happens to it, and the next publish."""

from __future__ import annotations

import errno
import gzip
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from plugins.publish import release
from plugins.publish.directory import Directory
from plugins.publish.model import Order, PublishError
from tests.damage.power import CHANGES, Disk, delete, in_a_process, is_for_writing

ORDER = Order(keep=3, may_lose_addresses=True)
START = datetime(2026, 3, 1, tzinfo=UTC)
OUT_OF_ROOM = 28


class Trial:
    """Three releases are there, of which two share no file; a fourth has been built."""

    def __init__(self, folder: Path, seed: int, public: Path | None = None) -> None:
        self.lot = random.Random(seed)  # noqa: S311 - the same every time
        self.folder = folder
        self.public = public or folder / "public"
        self.day = 0
        self.what = "nothing"
        self.sites = [self._build(f"v{number}") for number in range(5)]
        for site in self.sites[:3]:
            self.publish(site)

    def _build(self, name: str) -> Path:
        site = self.folder / name
        texts = {
            "index.html": f"<h1>{name}</h1>" + "word " * 300,
            "2026/a/index.html": "the same in all " * 100,
            "2026/b/index.html": "short",
            f"2026/{name}/index.html": f"only in {name} " * 50,
            "feeds/all.atom": f"<feed>{name}</feed>" * 40,
            "static/site.0123456789.css": "p { color: red } " * 60,
            "images/a.png": "\x89PNG" * 300,
        }
        for path, text in texts.items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_text(text, "utf-8")
        return site

    def publish(self, site: Path, public: Path | None = None, *, is_fresh: bool = False) -> None:
        """As `make publish` does when it has built."""
        self.day += 1
        target = Directory(public or self.public)
        with target.locked():
            planned = release.plan(site, target)
            release.publish(site, target, planned, ORDER, START + timedelta(self.day), is_fresh=is_fresh)

    def rollback(self) -> None:
        """As `make rollback` does."""
        self.day += 1
        target = Directory(self.public)
        with target.locked():
            release.rollback(target, "", START + timedelta(self.day))

    def happen(self) -> None:
        """Something happens."""
        happening = self.lot.choice(HAPPENINGS)
        self.what = happening.__name__.strip("_")
        self.what += f" {happening(self)}"

    def check(self, site: Path) -> None:
        """What is served is `site`, whole, and everybody may read it; nothing is left of what went wrong."""
        target = Directory(self.public)
        live = target.current_id()
        assert served(target.current) == built(site)
        assert (self.public / "current").readlink() == Path("releases", live)
        assert not modes(target.tree(live)) - {(True, 0o755), (False, 0o644)}
        target.verify(target.manifest(live), target.current)
        for path in target.current.rglob("*.gz"):
            assert gzip.decompress(path.read_bytes()) == path.with_suffix("").read_bytes()
        lines, bad = target.read_ledger()
        assert (lines[-1].id, bad) == (live, 0)
        kept = {path.name for path in (self.public / "releases").iterdir()}
        assert {name for name in kept if not name.endswith(".kept")} == {
            name for one in target.sealed() for name in (one, f"{one}.json")
        }

    def run(self) -> None:
        """All of it."""
        self.happen()
        assert self.what.startswith("damage") or self.seen() in map(built, self.sites)
        site = self.lot.choice(self.sites[2:])
        self.publish(site, is_fresh=self.lot.random() < 0.2)
        self.check(site)
        try:
            self.rollback()
        except PublishError as error:  # what was damaged was the only other
            assert "there is no earlier release" in str(error)
        else:
            self.check(next(one for one in self.sites if built(one) == self.seen()))
        self.publish(self.sites[4])
        self.check(self.sites[4])
        self.publish(self.sites[4])
        self.check(self.sites[4])

    def seen(self) -> dict[str, bytes] | None:
        """What is served now; None where nothing is."""
        return served(self.public / "current") or None


def _damage(trial: Trial) -> str:
    """To one file or folder, whatever it is for: live, kept, packed, a manifest, the ledger, the link."""
    lot = trial.lot
    if lot.random() < 0.5:
        tree = Directory(trial.public).tree(Directory(trial.public).current_id())
        path = lot.choice(sorted(tree.rglob("*")))
    else:
        path = lot.choice(sorted(path for path in trial.public.rglob("*") if path.name != ".lock"))
    name, damage = lot.choice([*DAMAGES.items()])
    if path.name in ("releases", "ledger.jsonl") and name in (
        "be a folder",
        "be a file",
        "be a pipe",
        "be a link",
    ):
        name, damage = "go", DAMAGES["go"]
    damage(path, lot)
    return f"{name}: {path.relative_to(trial.public)}"


def _flip(path: Path, lot: random.Random) -> None:
    _edit(
        path,
        lambda data: (
            data[: (at := lot.randrange(len(data)))]
            + bytes([data[at] ^ 1 << lot.randrange(8)])
            + data[at + 1 :]
        ),
    )


def _zero(path: Path, lot: random.Random) -> None:
    size = lot.choice((64, 512, 4096))
    _edit(
        path,
        lambda data: (
            data[: (at := lot.randrange(len(data)) // size * size)]
            + bytes(len(data[at : at + size]))
            + data[at + size :]
        ),
    )


def _cut(path: Path, lot: random.Random) -> None:
    _edit(path, lambda data: data[: lot.randrange(len(data))])


def _edit(path: Path, change: Callable[[bytes], bytes]) -> None:
    """In place, as a disk does it: also for all that share the file, and without another time."""
    if not path.is_file() or path.is_symlink() or not path.stat().st_size:
        return
    found, data = path.stat(), change(path.read_bytes())
    with path.open("r+b") as stream:
        stream.write(data)
        stream.truncate()
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def _go(path: Path, _lot: random.Random) -> None:
    delete(path)


def _be_a_folder(path: Path, _lot: random.Random) -> None:
    delete(path)
    path.mkdir()
    (path / "stray").write_text("stray")


def _be_a_file(path: Path, _lot: random.Random) -> None:
    delete(path)
    path.write_text("stray")


def _be_a_pipe(path: Path, _lot: random.Random) -> None:
    delete(path)
    os.mkfifo(path)


def _be_a_link(path: Path, lot: random.Random) -> None:
    delete(path)
    path.symlink_to(lot.choice(["/etc/hostname", "/etc", "nowhere", ".", path.name]))


def _mode(path: Path, lot: random.Random) -> None:
    if not path.is_symlink():
        path.chmod(lot.choice([0, 0o700, 0o600, 0o640, 0o777]))


def _stray(path: Path, _lot: random.Random) -> None:
    folder = path if path.is_dir() and not path.is_symlink() else path.parent
    (folder / "index.html.gz").write_bytes(b"stray")
    (folder / "stray").mkdir(exist_ok=True)


DAMAGES: dict[str, Callable[[Path, random.Random], None]] = {
    "flip": _flip,
    "zero": _zero,
    "cut": _cut,
    "go": _go,
    "be a folder": _be_a_folder,
    "be a file": _be_a_file,
    "be a pipe": _be_a_pipe,
    "be a link": _be_a_link,
    "mode": _mode,
    "stray": _stray,
}


def _kill(trial: Trial) -> str:
    """At one of its changes to the disk, a publish is killed."""
    step = trial.lot.randrange(1, 60)

    def work() -> None:
        sys.addaudithook(_at(step, lambda: os.kill(os.getpid(), signal.SIGKILL)))
        trial.publish(trial.sites[3])

    assert in_a_process(work) in (0, -signal.SIGKILL)
    return f"at {step}"


def _fill_the_disk(trial: Trial) -> str:
    """From one of its changes on, a publish is told that there is no room: nothing of it is left."""
    step, before = trial.lot.randrange(1, 60), trial.seen()
    number = trial.lot.choice([errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO])

    def work() -> None:
        def fail() -> None:
            raise OSError(number, os.strerror(number), "public")

        sys.addaudithook(_at(step, fail, goes_on=True))
        try:
            trial.publish(trial.sites[3])
        except (OSError, PublishError):
            os._exit(OUT_OF_ROOM)

    ended = in_a_process(work)
    assert ended in (0, OUT_OF_ROOM)
    if ended:
        assert trial.seen() in (before, built(trial.sites[3]))
        assert not list((trial.public / "releases").glob(".unfinished-*/*"))
    return f"at {step}: {errno.errorcode[number]}"


REMOVALS = {"os.remove", "os.rmdir"}


def _at(step: int, do: Callable[[], None], *, goes_on: bool = False) -> Callable[[str, tuple], None]:
    left = [step]

    def count(event: str, arguments: tuple) -> None:
        if event not in CHANGES and not (event == "open" and is_for_writing(arguments[2])):
            return
        left[0] -= 1
        if left[0] == 0 or (goes_on and left[0] < 0 and event not in REMOVALS):
            do()

    return count


def _cut_the_power(trial: Trial) -> str:
    """At one of its changes, or a moment after its end: what was not synced is lost, by lot."""
    step = trial.lot.randrange(1, 45)
    layer = Disk(trial.public, trial.folder / "durable")

    def work() -> None:
        layer.cut_at(step)
        trial.publish(trial.sites[3])

    ended = in_a_process(work)
    assert ended in (0, 99)
    left = layer.left_over(trial.lot)
    if not ended:
        assert served(left / "current") == built(trial.sites[3]), (
            "published, and the power was cut a moment later"
        )
    shutil.rmtree(trial.public)
    left.rename(trial.public)
    return f"at {step}"


def _umask(trial: Trial) -> str:
    """Whoever publishes keeps everything to himself."""
    umask = trial.lot.choice([0o777, 0o077, 0o027, 0])

    def work() -> None:
        os.umask(umask)
        trial.publish(trial.sites[3])

    assert in_a_process(work) == 0
    trial.check(trial.sites[3])
    return f"{umask:03o}"


def _leave_something(trial: Trial) -> str:
    """In the folder of releases, from a program that nobody knows."""
    releases, name = (
        trial.public / "releases",
        trial.lot.choice(["0" * 16, ".unfinished-x", "x.json", "0" * 16 + ".json"]),
    )
    trial.lot.choice([_be_a_folder, _be_a_file, _be_a_pipe, _be_a_link])(releases / name, trial.lot)
    return name


HAPPENINGS: tuple[Callable[[Trial], str], ...] = (
    *[_damage] * 6,
    _kill,
    _fill_the_disk,
    *[_cut_the_power] * 3,
    _umask,
    _leave_something,
)


def served(current: Path) -> dict[str, bytes]:
    """Path → bytes of what a server shows, but for packed copies."""
    return {
        path.relative_to(current).as_posix(): path.read_bytes()
        for path in sorted(current.rglob("*"))
        if path.is_file() and path.suffix not in (".gz", ".br") and path.name != "release.txt"
    }


def built(site: Path) -> dict[str, bytes]:
    """Path → bytes of what was built."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


def modes(tree: Path) -> set[tuple[bool, int]]:
    """Whether it is a folder, and what others may do, of everything."""
    return {(path.is_dir(), path.stat().st_mode & 0o777) for path in _all(tree)}


def _all(tree: Path) -> Iterator[Path]:
    yield tree
    yield from tree.rglob("*")
