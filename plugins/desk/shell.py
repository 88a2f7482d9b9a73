"""The programs that a preview runs, each in its own process: new code is new, and a mistake stays there."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from plugins.checks.kept import KEPT

ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended."""

    is_fine: bool
    text: str
    """What it said, without colours."""

    is_interrupted: bool = False
    """It was ended because the author saved again."""


def lint(content: Path, is_outdated: Callable[[], bool]) -> Outcome:
    return _run(["plugins.checks", "sources", str(content), "--kept", str(KEPT)], is_outdated)


def check(output: Path, content: Path, is_outdated: Callable[[], bool]) -> Outcome:
    return _run(["plugins.checks", "site", str(output), "--content", str(content)], is_outdated)


class Builder:
    """Builds with a program that was started before the author saved, so that nobody waits for its imports."""

    def __init__(self, content: Path, settings: Path, output: Path) -> None:
        self._command = [
            "plugins.incremental",
            str(content),
            "-o",
            str(output),
            "-s",
            str(settings),
            "--wait",
        ]
        self._ready: _Program | None = None

    def prepare(self) -> None:
        """Start the program for the next build."""
        self._ready = self._ready or _Program(self._command)

    def build(self, is_outdated: Callable[[], bool]) -> Outcome:
        program, self._ready = self._ready or _Program(self._command), None
        return program.finish(is_outdated)

    def close(self) -> None:
        """End the program that nobody needs any more."""
        if self._ready:
            self._ready.end()


def _run(module: Sequence[str], is_outdated: Callable[[], bool]) -> Outcome:
    return _Program(module).finish(is_outdated)


class _Program:
    """Started at once; one that waits for a line on its standard input gets it from `finish`."""

    def __init__(self, module: Sequence[str]) -> None:
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed by finish
        self._process = subprocess.Popen(
            [sys.executable, "-m", *module],
            env=os.environ | {"COLUMNS": "200", "NO_COLOR": "1"},
            stdin=subprocess.PIPE,
            stdout=self._said,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the desk, which then ends this
        )

    def finish(self, is_outdated: Callable[[], bool]) -> Outcome:
        """Wait for its end, or end it when the author has saved again."""
        assert self._process.stdin is not None  # noqa: S101 - asked for above
        with suppress(BrokenPipeError), self._process.stdin as words:
            words.write(b"\n")
        try:
            is_interrupted = self._wait(is_outdated)
        finally:
            self.end()
        with self._said as said:
            said.seek(0)
            text = ESCAPES.sub("", said.read().decode("utf-8", "replace"))
        return Outcome(self._process.returncode == 0 and not is_interrupted, text, is_interrupted)

    def _wait(self, is_outdated: Callable[[], bool]) -> bool:
        """Wait for the end; True where the author saved before."""
        while not is_outdated():
            try:
                self._process.wait(POLL_SECONDS)
            except subprocess.TimeoutExpired:
                continue
            return False
        return True

    def end(self) -> None:
        """Whatever it does."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
