"""Every page of the publication under the Nu Html Checker, at its strictest, but for what browsers know before it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.pages import TEMPLATES

CHECKER = Path(sys.prefix, "vnu.jar")
pytestmark = pytest.mark.skipif(
    not CHECKER.is_file() or not shutil.which("java"), reason="no vnu.jar or no Java: make test gets them"
)
EXCEPTION = "Attribute “interestfor” not allowed on element “a” at this point."
"""Of https://open-ui.org/components/interest-invokers.explainer/: Chromium has it, no standard yet (docs/theme.md)."""


def complaints(pages):
    """What the checker says of files of HTML, warnings too."""
    command = ["java", "-jar", CHECKER, "--format", "json", *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    return {
        f"{Path(one['url']).parent.name}: {one['message']}" for one in messages if one["message"] != EXCEPTION
    }


def test_a_page_of_each_kind_is_valid(published):
    """The not-found page is a file, all others are in folders."""
    pages = [
        published / path.lstrip("/") / ("" if path.endswith(".html") else "index.html")
        for path in TEMPLATES.values()
    ]

    assert complaints(page for page in pages if page.is_file()) == set()


@pytest.mark.slow
def test_every_page_is_valid(published):
    """All of them."""
    assert complaints(sorted(published.rglob("*.html"))) == set()


def test_the_checker_would_say_so(tmp_path):
    """It runs, and sees what is wrong."""
    page = tmp_path / "index.html"
    page.write_text("<!DOCTYPE html><html lang=en><title>A</title><p><div>b</div></p>", "utf-8")

    assert complaints([page]) != set()
