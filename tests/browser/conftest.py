"""The publication in a real Chromium, served from loopback."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.pages import serve
from tests.comments.long_threads import make_thread, write_thread

ROOT = Path(__file__).parents[2]
LONG = "/2026/four-hundred/"
LONGER = "/2026/a-thousand/"
SIZES = {"four-hundred": 400, "a-thousand": 1000}
SETTINGS = f"""\
import sys

sys.path.insert(0, {str(ROOT)!r})

from publishconf import *

COMMENT_DESK = "https://desk.example/comments/"
"""


@pytest.fixture(scope="session")
def site_folder(published):
    """The publication, built as it is published."""
    return published


@pytest.fixture(scope="session")
def address(site_folder):
    """Where the publication is served."""
    with serve(site_folder) as url:
        yield url


@pytest.fixture(scope="session")
def argued(built_once):
    """The publication with a comment desk and two articles that were argued about at length."""

    def build(folder):
        shutil.copytree(ROOT / "content", folder / "content")
        (folder / "conf.py").write_text(SETTINGS, "utf-8")
        for slug, count in SIZES.items():
            write_thread(folder / "content", make_thread(slug, count))
            article = folder / f"content/articles/2026/{slug}.md"
            article.write_text(
                f"Title: {slug}\nDate: 2026-01-05 09:00\nCategory: Pay\n\nA paragraph.\n", "utf-8"
            )
        command = [sys.executable, "-m", "plugins.incremental", "content", "-o", "output", "-s", "conf.py"]
        done = subprocess.run(
            [*command, "--cache", "cache"],
            cwd=folder,
            env=os.environ | {"SOURCE_DATE_EPOCH": "1795000000", "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    return built_once("argued", build) / "output"


@pytest.fixture(scope="session")
def argued_address(argued):
    """Where that is served."""
    with serve(argued) as url:
        yield url


@pytest.fixture
def open_page(chromium, address):
    """Open a page: `open_page("/pay/", width=390, scheme="dark", scripts=False)`."""
    contexts = []

    def open_one(path, width=1280, scheme="light", scripts=True, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=scripts,
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(address + path)
        return page

    yield open_one
    for context in contexts:
        context.close()
