"""Whole builds of small sites, with the house's own settings."""

import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import pytest

from tests.site.small_site import Running

ROOT = Path(__file__).parents[2]
CLOCK = 1796000000


@dataclass(frozen=True)
class Built:
    """What one build left behind."""

    folder: Path
    returncode: int
    log: str

    def page(self, address):
        """The parsed page at an address such as /pay/."""
        return lxml.html.parse(self.folder / address.strip("/") / "index.html").getroot()

    def files(self):
        """Path → bytes of everything that was built."""
        found = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in found}


def run_pelican(content, output, settings="pelicanconf.py", cwd=ROOT, **environment):
    """Build as a user of Pelican would."""
    command = [sys.executable, "-m", "pelican", content, "-s", settings, "-o", output, "--fatal", "errors"]
    done = subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | {"COLUMNS": "300", "SOURCE_DATE_EPOCH": str(CLOCK)} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
    )
    return Built(Path(output), done.returncode, done.stdout + done.stderr)


def write_files(folder, files):
    """Files by path, with their text."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def pelican():
    """`run_pelican`, for tests that need more than `build`."""
    return run_pelican


def run_forked(content, output, settings, clock=CLOCK):
    """The same in a process that has nothing to import, with the word of the day for a week."""

    def work():
        from pelican import main

        os.chdir(ROOT)
        sys.modules.pop("pelicanconf", None)
        logging.getLogger().handlers.clear()  # those of pytest
        try:
            main([str(content), "-s", str(settings), "-o", str(output), "--fatal", "errors"])
        except SystemExit as end:
            return int(end.code or 0)
        return 0

    outcome = Running.start(work, Path(f"{output}.log"), clock).wait()
    return Built(Path(output), outcome.status, outcome.said)


@pytest.fixture
def build(tmp_path):
    """Build a site from files given as path → text, with `run_forked`."""

    def build_files(files, settings="pelicanconf.py"):
        content = tmp_path / "content"
        write_files(content, files)
        return run_forked(content, tmp_path / "output", settings)

    return build_files


@pytest.fixture(scope="session")
def publication(published):
    """The publication itself, as it is published."""
    return Built(published, 0, "")
