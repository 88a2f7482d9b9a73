"""How many files an edit and a new word move: our own publication, sent to a real branch and a real folder."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.publish.directory import Directory
from plugins.publish.model import difference
from tests.conftest import ROOT
from tests.targets.conftest import program

pytestmark = [pytest.mark.slow, pytest.mark.ours]
"""Three publishes of the whole publication."""

ARTICLE, WORDS = (
    "content/articles/2026/a-letter-we-could-not-answer.md",
    "content/dictionary/2026-11-further-words.md",
)
EDIT_FILES, WORD_FILES = 30, 60
"""The bound of the feeds: fewer files than this for one edit, and for one new word, the search's among them."""


@pytest.fixture(scope="module")
def publication(tmp_path_factory):
    """A copy of ours, published once, with a branch and a folder that it goes to."""
    program("git")
    folder = tmp_path_factory.mktemp("publication")
    shutil.copytree(ROOT / "content", folder / "content")
    for name in ("plugins", "theme"):
        (folder / name).symlink_to(ROOT / name)
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / name, folder / name)
    subprocess.run(["git", "init", "-q", "--bare", "-b", "pages", folder / "far.git"], check=True)
    targets = [f"git+file://{folder}/far.git?name=pages#pages", f"file://{folder}/far?name=disk"]
    with (folder / "publishconf.py").open("a") as settings:
        settings.write(f"\nPUBLISH_TARGETS = {targets!r}\n")
    publish(folder, "2026-11-29T08:00:00Z")
    return folder


def publish(folder: Path, at: str) -> str:
    """`make publish`, and what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "plugins.publish", "publish", "--now", at],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "GIT_CONFIG_GLOBAL": "/dev/null"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def moved(folder: Path, said: str) -> tuple[int, int, list[str]]:
    """Files that git was given, and that the last commit differs in; and those that were new or changed here."""
    sent = int(re.search(r"^pages: \w+ is live, ([\d,]+) files sent", said, re.MULTILINE)[1].replace(",", ""))
    command = ["git", "diff-tree", "-r", "--name-only", "--diff-filter=AM", "pages~1", "pages"]
    listed = subprocess.run(
        command, cwd=folder / "far.git", check=True, capture_output=True, text=True
    ).stdout
    own = {"release.txt"}
    public = Directory(folder / "public")
    ledger = public.ledger()
    change = difference(public.manifest(ledger[-2].id), public.manifest(ledger[-1].id))
    return sent, len({*listed.splitlines()} - own), sorted((*change.new, *change.changed))


def test_one_edit_moves_fewer_than_thirty_files(publication):
    """A sentence more in an article: the page, its feeds, its part of the search."""
    # when
    path = publication / ARTICLE
    path.write_text(
        path.read_text("utf-8") + "\nAnd one more sentence, which nobody has to read twice.\n", "utf-8"
    )
    sent, committed, changed = moved(publication, publish(publication, "2026-11-29T09:00:00Z"))

    # then
    assert 0 < sent < EDIT_FILES, changed
    assert 0 < committed < EDIT_FILES, changed


def test_one_word_moves_fewer_than_sixty_files(publication):
    """A new entry of the dictionary: its page, its neighbours, lists, feeds, the search, the editions."""
    # when
    path = publication / WORDS
    path.write_text(
        path.read_text("utf-8") + "\nZYZZYVA, n. The last word, as it was meant to be had.\n", "utf-8"
    )
    _, committed, changed = moved(publication, publish(publication, "2026-11-29T10:00:00Z"))

    # then
    assert 0 < committed < WORD_FILES, changed
