"""A disk that forgets what was not synced when the power is cut, for those who may not mount one.

A process runs on the folder; what it syncs is copied into another one. After its death, names and bytes that were not
synced are there or not, by lot: more may be lost than on any real file system, and never less.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from plugins.publish import disk

CHANGES = {"os.rename", "os.link", "os.symlink", "os.mkdir", "os.remove", "os.rmdir", "os.truncate"}


class Disk:
    """What would be left of `folder`, kept in `durable`. All that is there at the beginning has been synced."""

    def __init__(self, folder: Path, durable: Path) -> None:
        self.folder, self.durable = folder, durable
        self.synced: set[int] = set()
        """Inodes."""

        self.names: dict[str, int] = {}
        """Path in `durable` → inode of what it was copied from."""

    def cut_at(self, step: int) -> None:
        """In the process that will die: before its so-manieth change to the disk."""

        def sync(handle: int) -> None:
            left[1] = True
            path = Path(f"/proc/self/fd/{handle}").readlink()
            self.synced.add(os.fstat(handle).st_ino)
            if path.is_dir():
                self.sync_names(path)
            self.save()
            left[1] = False

        def sync_all(_: Path) -> None:
            left[1] = True
            self.sync_everything()
            left[1] = False

        left: list[int] = [step, False]
        """Changes still to come, and whether it is this layer that makes them."""

        os.fsync, disk.sync_all = sync, sync_all
        self.sync_everything()

        def count(event: str, arguments: tuple) -> None:
            if left[1]:
                return
            if event in CHANGES or (event == "open" and is_for_writing(arguments[2])):
                left[0] -= 1
                if left[0] == 0:
                    os._exit(99)

        sys.addaudithook(count)

    def sync_everything(self) -> None:
        for path in (self.folder, *self.folder.rglob("*")):
            self.synced.add(path.lstat().st_ino)
        shutil.rmtree(self.durable, ignore_errors=True)
        self.names.clear()
        self.copy(self.folder, self.durable)
        self.save()

    def sync_names(self, folder: Path) -> None:
        """What an fsync of a folder does: its names, and nothing of what is in the files."""
        kept = self.durable / folder.relative_to(self.folder)
        if not kept.is_dir():
            return
        there = {path.name: path for path in folder.iterdir()}
        for path in [*kept.iterdir()]:
            known = self.names.get(path.relative_to(self.durable).as_posix())
            if path.name in there and there[path.name].lstat().st_ino == known:
                if there[path.name].is_file() and not path.is_symlink():
                    self.copy(there.pop(path.name), path)
                else:
                    there.pop(path.name)
            else:
                delete(path)
        for name, path in there.items():
            self.copy(path, kept / name)

    def copy(self, path: Path, kept: Path) -> None:
        """What is known to be on the disk of something whose name is."""
        found = path.lstat()
        self.names[kept.relative_to(self.durable).as_posix()] = found.st_ino
        if path.is_symlink():
            delete(kept)
            kept.symlink_to(path.readlink())
        elif path.is_dir():
            kept.mkdir(exist_ok=True)
            for one in path.iterdir() if found.st_ino in self.synced else ():
                self.copy(one, kept / one.name)
        else:
            kept.write_bytes(path.read_bytes() if found.st_ino in self.synced else b"")
        if not path.is_symlink():
            kept.chmod(found.st_mode & 0o777)

    def save(self) -> None:
        note = self.durable.with_name("synced.json")
        note.write_text(json.dumps([sorted(self.synced), self.names]))

    def left_over(self, lot: random.Random) -> Path:
        """In the process that lives on: the folder as it is found when the power is back."""
        synced, self.names = json.loads(self.durable.with_name("synced.json").read_text())
        self.synced = set(synced)
        self._mix(self.folder, self.durable, lot)
        return self.durable

    def _mix(self, folder: Path, kept: Path, lot: random.Random) -> None:
        """Some of what was not synced came to the disk all the same."""
        there = {path.name: path for path in folder.iterdir()}
        for name in sorted({*there, *(path.name for path in kept.iterdir())}):
            path, known = there.get(name), kept / name
            ino = self.names.get(known.relative_to(self.durable).as_posix())
            if path is not None and path.lstat().st_ino == ino and known.is_dir() and not known.is_symlink():
                self._mix(path, known, lot)
            elif lot.random() < 0.5:
                delete(known)
                if path is not None:
                    self._bring(path, known, lot)

    def _bring(self, path: Path, kept: Path, lot: random.Random) -> None:
        if path.is_symlink():
            kept.symlink_to(path.readlink())
        elif path.is_dir():
            kept.mkdir()
            for one in sorted(path.iterdir()):
                if path.stat().st_ino in self.synced or lot.random() < 0.7:
                    self._bring(one, kept / one.name, lot)
        else:
            data = path.read_bytes()
            if path.stat().st_ino not in self.synced:
                data = lot.choice([b"", data[: len(data) // 2], bytes(len(data)), data])
            kept.write_bytes(data)
        if not path.is_symlink():
            kept.chmod(path.stat().st_mode & 0o777)


def delete(path: Path) -> None:
    """Whatever it is."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def is_for_writing(flags: object) -> bool:
    """Whether a file was opened to be changed."""
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def in_a_process(work: Callable[[], None]) -> int:
    """Run `work` in a process of its own. Returns 0, 99 where the power was cut, 1 where it failed."""
    child = os.fork()
    if not child:
        try:
            work()
            os._exit(0)
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
