"""The programs that a preview runs, each in its own process: new code is new, and a mistake stays there."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

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
    return _run(["plugins.checks", "sources", str(content)], is_outdated)


def build(content: Path, settings: Path, output: Path, is_outdated: Callable[[], bool]) -> Outcome:
    command = ["plugins.incremental", str(content), "-o", str(output), "-s", str(settings)]
    return _run(command, is_outdated)


def check(output: Path, is_outdated: Callable[[], bool]) -> Outcome:
    return _run(["plugins.checks", "site", str(output)], is_outdated)


def _run(module: Sequence[str], is_outdated: Callable[[], bool]) -> Outcome:
    environment = os.environ | {"COLUMNS": "200", "NO_COLOR": "1"}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-m", *module],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the desk, which then ends this
        )
        try:
            is_interrupted = _wait(process, is_outdated)
        finally:
            _end(process)
        said.seek(0)
        text = ESCAPES.sub("", said.read().decode("utf-8", "replace"))
    return Outcome(process.returncode == 0 and not is_interrupted, text, is_interrupted)


def _wait(process: subprocess.Popen[bytes], is_outdated: Callable[[], bool]) -> bool:
    """Wait for the end; True where the author saved before."""
    while not is_outdated():
        try:
            process.wait(POLL_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return False
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
