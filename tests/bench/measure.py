"""One run of a program: how long it took, what it held in memory, which files it wrote."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SHORTEST_PAUSE = 0.02
"""Seconds between two looks at the memory."""

SHARE = 0.03
"""Of one processor's time, the most that looking may take; it is taken from what is measured."""

LIST_AGAIN = 0.1
"""Seconds after which processes that were started meanwhile are looked for."""


class FailedRunError(RuntimeError):
    """A program that was to be measured ended with an error."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took."""

    wall_seconds: float
    user_seconds: float
    """Of all its processes together."""

    system_seconds: float
    peak_bytes: int
    """Proportional set size, summed over its processes at one moment."""

    files_written: int = 0
    """Files that are new or were written again."""

    files_removed: int = 0
    files: int = 0
    """Files that there are afterwards."""

    output_bytes: int = 0


Stamp = tuple[int, int, int]
"""Inode, size, time of the last writing in nanoseconds."""


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str], output: Path) -> Run:
    """Run a command and watch it.

    Args:
        folder: where it runs.
        environment: added to that of the bench.
        output: the folder that it writes.

    Raises:
        FailedRunError: it did not end with 0.
    """
    before = dict(_stamps(output))
    with (folder / "said.txt").open("w+b") as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        watch = MemoryWatch(process.pid)
        watch.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - begun
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            watch.stop()
            if process.returncode is None:
                process.kill()
        if process.returncode:
            said.seek(0)
            raise FailedRunError(f"{' '.join(command)}\n{said.read()[-4000:].decode(errors='replace')}")
    after = dict(_stamps(output))
    return Run(
        wall,
        usage.ru_utime,
        usage.ru_stime,
        watch.peak_bytes,
        sum(before.get(path) != stamp for path, stamp in after.items()),
        len(before.keys() - after.keys()),
        len(after),
        sum(size for _, size, _ in after.values()),
    )


class MemoryWatch(threading.Thread):
    """Looks again and again at what a process and all that it started hold."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.peak_bytes = 0
        self._pid = pid
        self._is_over = threading.Event()

    def run(self) -> None:
        """Until the process has ended."""
        pids, listed_at, pause = [self._pid], time.perf_counter(), 0.0
        while not self._is_over.wait(pause):
            begun = time.thread_time()
            if time.perf_counter() - listed_at > LIST_AGAIN:
                pids, listed_at = family(self._pid), time.perf_counter()
            self.peak_bytes = max(self.peak_bytes, sum(map(proportional_bytes, pids)))
            pause = max(SHORTEST_PAUSE, (time.thread_time() - begun) / SHARE)

    def stop(self) -> None:
        """The process has ended."""
        self._is_over.set()
        self.join()


def family(pid: int) -> list[int]:
    """A process and all that came of it."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):  # noqa: PTH208 - many times a second
        if name.isdigit():
            children.setdefault(_parent(name), []).append(int(name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def _parent(pid: str) -> int:
    try:
        with open(f"/proc/{pid}/stat", "rb") as stat:  # noqa: PTH123
            return int(stat.read().rpartition(b")")[2].split()[1])
    except OSError:
        return 0


def proportional_bytes(pid: int) -> int:
    """What a process holds; of memory shared with others its part. 0 when it has ended."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", "rb") as lines:  # noqa: PTH123
            return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(b"Pss:")), 0)
    except OSError:
        return 0


def _stamps(folder: Path) -> Iterator[tuple[str, Stamp]]:
    waiting = [str(folder)] if folder.is_dir() else []
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    found = entry.stat(follow_symlinks=False)
                    yield entry.path, (found.st_ino, found.st_size, found.st_mtime_ns)
