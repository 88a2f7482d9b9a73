"""Notices that an author has saved something."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

QUIET_MS, SETTLE_MS = 20, 400
"""An editor saves in several steps: wait until it is quiet, at most so long."""


class Watcher:
    """Sets `changed` whenever something below `folders`, or a settings file in `project`, changes."""

    def __init__(self, folders: Sequence[Path], project: Path) -> None:
        self.changed = threading.Event()
        self._stop = threading.Event()
        ignore = DefaultFilter()
        there = [folder for folder in folders if folder.is_dir()]
        self._threads = [
            self._thread(there, ignore, is_recursive=True),
            self._thread([project], _is_settings, is_recursive=False),
        ]

    def _thread(
        self, paths: Sequence[Path], is_wanted: Callable[[Change, str], bool], *, is_recursive: bool
    ) -> threading.Thread:
        def follow() -> None:
            for _ in watch(
                *paths,
                watch_filter=is_wanted,
                debounce=SETTLE_MS,
                step=QUIET_MS,
                stop_event=self._stop,
                rust_timeout=500,
                raise_interrupt=False,
                recursive=is_recursive,
            ):
                self.changed.set()

        return threading.Thread(target=follow, daemon=True)

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=2)


def _is_settings(_: Change, path: str) -> bool:
    return path.endswith("conf.py")
