"""A small project of its own: settings, a theme, one article; and the desk, run in it as authors run it."""

import io
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import pytest

from plugins.machine import run

ROOT = Path(__file__).parents[2]

SETTINGS = """
SITENAME = "Small"
SITEURL = ""
TIMEZONE = "Europe/Berlin"
ID_AUTHORITY = "small.example"
THEME = "theme"
PATH = "content"
ARTICLE_PATHS = ["articles"]
PAGE_PATHS = ["pages"]
SLUGIFY_SOURCE = "basename"
DIRECT_TEMPLATES = ["index", "404"]
ARTICLE_URL = "{slug}/"
ARTICLE_SAVE_AS = "{slug}/index.html"
CATEGORY_SAVE_AS = TAG_SAVE_AS = AUTHOR_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""
PAGE = '<!doctype html><html lang="en"><head><title>T</title></head><body><h1>{}</h1>{}</body></html>\n'
LINKS = '{% for a in articles %}<a href="/{{ a.url }}">{{ a.title }}</a>{% endfor %}'
FILES = {
    "pelicanconf.py": SETTINGS,
    "publishconf.py": SETTINGS,
    "theme/templates/index.html": PAGE.format("{{ SITENAME }}", LINKS),
    "theme/templates/404.html": PAGE.format("Not found", ""),
    "theme/templates/article.html": PAGE.format("{{ article.title }}", "{{ article.content }}"),
    "theme/static/site.css": "p { color: red }\n",
    "content/articles/2026/one.md": "Title: One\nDate: 2026-03-02\nCategory: Pay\n\nFirst words.\n",
}


class Project:
    """A folder with a publication in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for path in ("theme/templates", "theme/static"):
            (folder / path).mkdir(parents=True)
        for path, text in FILES.items():
            self.write(path, text)

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text)

    def run(self, room: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the house in this project, without a terminal: in a fork, which has nothing to import."""
        command = import_module(f"plugins.{room}.__main__")
        import_module("plugins.checks.read")
        arguments_of_process = [f"plugins.{room}", *arguments]
        with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as told:
            process = os.fork()
            if process == 0:
                status = 70
                try:
                    os.chdir(self.folder)
                    os.environ.clear()
                    os.environ |= self.environment() | environment
                    sys.argv = arguments_of_process
                    nothing = os.open(os.devnull, os.O_RDONLY)
                    for number, descriptor in enumerate((nothing, said.fileno(), told.fileno())):
                        os.dup2(descriptor, number)
                    sys.stdin, sys.stdout, sys.stderr = (
                        io.TextIOWrapper(io.FileIO(number, mode, closefd=False), encoding="utf-8")
                        for number, mode in enumerate("rww")
                    )
                    status = run(lambda: command.main(list(arguments)))
                except SystemExit as end:
                    status = end.code if isinstance(end.code, int) else 1
                except BaseException:
                    traceback.print_exc()
                    status = 1
                finally:
                    sys.stdout.flush()
                    sys.stderr.flush()
                    os._exit(status or 0)
            _, ended = os.waitpid(process, 0)
            out, err = (file.seek(0) or file.read().decode() for file in (said, told))
        return subprocess.CompletedProcess(arguments_of_process, os.waitstatus_to_exitcode(ended), out, err)

    def environment(self) -> dict[str, str]:
        kept = {
            key: value
            for key, value in os.environ.items()
            if key not in ("TITLE", "CATEGORY", "HEAD", "TEXT")
        }
        return kept | {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1795000000"}


@contextmanager
def interrupts_ignored() -> Iterator[None]:
    """What is started within inherits an ignored SIGINT, as from `nohup make devserver &`."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Running:
    """A desk that serves, and what it has said so far."""

    def __init__(self, project: Project, *arguments: str) -> None:
        with interrupts_ignored():
            self.process = subprocess.Popen(
                [sys.executable, "-m", "plugins.desk", *arguments],
                cwd=project.folder,
                env=project.environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        self.said = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.said += line

    def wait_for(self, text: str, seconds: float = 180) -> None:
        """Until it has said something that matches `text`."""
        wait_until(lambda: re.search(text, self.said), f"{text!r} in {self.said!r}", seconds, self)

    @property
    def address(self) -> str:
        self.wait_for(r"http://\S+/")
        return re.search(r"http://\S+/", self.said)[0]

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of what a browser gets."""
        return get(self.address + path.lstrip("/"))

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        """Ctrl-C, or another signal. Returns the exit code."""
        self.process.send_signal(how)
        code = self.process.wait(timeout=180)
        self._reader.join(timeout=180)
        return code


def wait_until(
    is_true: Callable[[], object], what: str = "it", seconds: float = 180, running: Running | None = None
) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, f"waited {seconds} s for {what}: {running and running.said}"
        time.sleep(0.05)


def get(address: str) -> tuple[int, str]:
    """Status and text at an address, without following redirects into the void."""
    try:
        with urllib.request.urlopen(address, timeout=180) as response:  # noqa: S310
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.fixture
def project(tmp_path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def start(project) -> Iterator[Callable[..., Running]]:
    """Start the desk; whatever still runs at the end is ended."""
    started: list[Running] = []

    def run(*arguments: str) -> Running:
        started.append(Running(project, *arguments))
        return started[-1]

    yield run
    for running in started:
        if running.process.poll() is None:
            running.process.kill()
            running.process.wait()


@pytest.fixture
def until() -> Callable[..., None]:
    """`wait_until`, for the tests."""
    return wait_until
