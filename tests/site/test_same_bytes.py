"""The same sources give the same bytes: with any hash seed, locale, zone, day and order of folders."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site.small_site import CONTENT, ROOT, SETTINGS, SmallSite, differences, tree

CLOCK = "1795900000"
OTHER_ORDER = """
import os

class Listed(list):
    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def __next__(self):
        if not self:
            raise StopIteration
        return self.pop(0)

    def close(self):
        return None


scandir, listdir = os.scandir, os.listdir
os.scandir = lambda *path: Listed(sorted(scandir(*path), key=lambda entry: entry.name[::-1], reverse=True))
os.listdir = lambda *path: sorted(listdir(*path), key=lambda name: str(name)[::-1], reverse=True)
"""
"""Loaded before everything else: folders are listed by the ends of their names, backwards."""

MACHINES = [
    {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
    {
        "PYTHONHASHSEED": "1",
        "LC_ALL": "C",
        "LANG": "tr_TR.UTF-8",
        "TZ": "Pacific/Auckland",
        "PYTHONUTF8": "1",
        "SOURCE_DATE_EPOCH": "1799999999",  # weeks later; nothing fell due meanwhile
    },
    {"PYTHONHASHSEED": "2", "LC_ALL": "POSIX", "TZ": "America/St_Johns"},
    {"PYTHONHASHSEED": "3", "LC_ALL": "C.UTF-8", "TZ": "Asia/Kathmandu"},
    {"PYTHONHASHSEED": "4", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
]


def build(folder: Path, content: Path, settings: Path, machine: dict[str, str], *, other_order: bool) -> Path:
    """A clean build on such a machine; its output."""
    folder.mkdir(parents=True)
    if other_order:
        (folder / "sitecustomize.py").write_text(OTHER_ORDER, "utf-8")
    command = [sys.executable, "-m", "plugins.incremental", str(content), "-o", str(folder / "output")]
    done = subprocess.run(
        [*command, "-s", str(settings), "--cache", str(folder / "cache")],
        cwd=ROOT,
        env=os.environ | {"SOURCE_DATE_EPOCH": CLOCK, "PYTHONPATH": str(folder)} | machine,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "output"


def test_two_machines_make_the_same_of_a_small_site(tmp_path):
    """A release is known by a digest of its bytes: it must not be chance. The other has one processor."""
    # given
    site = SmallSite(tmp_path / "site")
    elsewhere = SmallSite(tmp_path / "else where", dict(reversed(CONTENT.items())))
    ours = os.sched_getaffinity(0)

    # when
    one = build(tmp_path / "one", site.content, site.root / SETTINGS, MACHINES[0], other_order=False)
    os.sched_setaffinity(0, {min(ours)})
    try:
        other = build(
            tmp_path / "other", elsewhere.content, elsewhere.root / SETTINGS, MACHINES[1], other_order=True
        )
    finally:
        os.sched_setaffinity(0, ours)

    # then
    assert differences(tree(one), tree(other)) == []


@pytest.mark.slow
@pytest.mark.ours
def test_five_machines_make_the_same_of_the_publication(tmp_path):
    """From a copy of its texts in a folder of another name, too."""
    # given
    copy = tmp_path / "elsewhere" / "content"
    shutil.copytree(ROOT / "content", copy)

    # when
    first, *others = (
        tree(
            build(
                tmp_path / str(number),
                copy if number % 2 else ROOT / "content",
                ROOT / "publishconf.py",
                machine,
                other_order=number > 2,
            )
        )
        for number, machine in enumerate(MACHINES)
    )

    # then
    assert [differences(first, other) for other in others] == [[], [], [], []]
