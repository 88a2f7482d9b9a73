"""What an author waits for: from the moment at which a file is saved until the preview shows it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from cases import Publication
from measure import FailedRunError, Run, family, proportional_bytes
from tools import Tool

PAUSE = 0.01
"""Seconds between two looks at the page."""

PATIENCE = 600
"""Seconds for the first build, and for one page."""

ADDRESS = re.compile(r"http://\S+/")


def watch_saves(house: Tool, publication: Publication, rounds: int) -> list[Run]:
    """Start the preview and save some texts, one after the other.

    Raises:
        FailedRunError: it ended, or a page never changed.
    """
    command = [
        sys.executable,
        "-m",
        "plugins.desk",
        "devserver",
        "--content",
        str(publication.folder),
        "--port",
        "0",
    ]
    said_in = house.folder / "preview.txt"
    with said_in.open("wb") as said:
        process = subprocess.Popen(
            command, cwd=house.folder, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        )
    try:
        _wait(lambda: "Built in" in said_in.read_text("utf-8"), process, said_in)
        found = ADDRESS.search(said_in.read_text("utf-8"))
        assert found
        return [_save(process, found[0], publication, said_in) for _ in range(rounds)]
    finally:
        process.terminate()
        process.wait(60)


def _save(process: subprocess.Popen[bytes], address: str, publication: Publication, said: Path) -> Run:
    path = publication.pick_an_old_article()
    page = address + path.removeprefix("articles/").removesuffix(".md") + "/"
    before, user = _read(page), _user_seconds(process.pid)
    publication.add_a_sentence(path)
    begun = time.perf_counter()
    _wait(lambda: _read(page) != before, process, said)
    wall = time.perf_counter() - begun
    held = sum(map(proportional_bytes, family(process.pid)))
    return Run(wall, _user_seconds(process.pid) - user, 0.0, held)


def _read(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - our own preview
        data: bytes = answer.read()
    return data


def _wait(is_so: Callable[[], bool], process: subprocess.Popen[bytes], said: Path) -> None:
    until = time.perf_counter() + PATIENCE
    while not is_so():
        if process.poll() is not None or time.perf_counter() > until:
            raise FailedRunError(f"the preview: {said.read_text('utf-8')[-4000:]}")
        time.sleep(PAUSE)


def _user_seconds(pid: int) -> float:
    """Of a process and of those of its children that have ended."""
    cells = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(cells[11]) + int(cells[13])) / os.sysconf("SC_CLK_TCK")
