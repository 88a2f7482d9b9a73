"""A small publication with two articles that were argued about at length, and a desk that takes comments."""

import os
import subprocess
import sys
from pathlib import Path

from tests.comments.long_threads import make_thread, write_thread
from tests.site.conftest import write_files
from tests.site.small_site import CONTENT

ROOT = Path(__file__).parents[2]
LONG = "/2026/four-hundred/"
LONGER = "/2026/a-thousand/"
SIZES = {"four-hundred": 400, "a-thousand": 1000}
SETTINGS = f"""\
import sys

sys.path.insert(0, {str(ROOT)!r})

from publishconf import *

COMMENT_DESK = "/comments/"
"""


def build_argued(folder: Path) -> None:
    """Fill `folder` with its sources, and `folder`/output with what is built of them."""
    write_files(folder / "content", CONTENT)
    (folder / "conf.py").write_text(SETTINGS, "utf-8")
    for slug, count in SIZES.items():
        write_thread(folder / "content", make_thread(slug, count))
        article = folder / f"content/articles/2026/{slug}.md"
        article.write_text(f"Title: {slug}\nDate: 2026-01-05 09:00\nCategory: Pay\n\nA paragraph.\n", "utf-8")
    command = [sys.executable, "-m", "plugins.incremental", "content", "-o", "output", "-s", "conf.py"]
    done = subprocess.run(
        [*command, "--cache", "cache"],
        cwd=folder,
        env=os.environ | {"SOURCE_DATE_EPOCH": "1796000000", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
    )
    assert done.returncode == 0, done.stdout + done.stderr
