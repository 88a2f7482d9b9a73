"""Whatever happens to a folder of releases, the next publish shows the whole site, and needs no help from anybody."""

import os
import shutil
import traceback
from pathlib import Path

import pytest

from tests.damage.trial import Trial

QUICK = 48
ALL = 1048
ONCE_WRONG = (708, 864)
"""A manifest that was a folder, and the live release a file."""


@pytest.fixture
def quick_disk(monkeypatch):
    """Nobody waits for a disk: the layer of `power` says what would be on it."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr("plugins.publish.disk.sync_all", lambda _: None)


def run(seeds, folder: Path) -> None:
    failed = []
    for seed in seeds:
        place = folder / str(seed)
        place.mkdir()
        trial = Trial(place, seed)
        try:
            trial.run()
        except Exception:
            failed.append(f"seed {seed}: {trial.what}\n{traceback.format_exc(limit=-3)}")
        shutil.rmtree(place)
    assert not failed, "\n".join(failed)


def test_a_publish_heals_what_happened(tmp_path, quick_disk):
    """Powers are cut, bytes flip, disks fill, somebody moves things about."""
    run((*range(QUICK), *ONCE_WRONG), tmp_path)


@pytest.mark.slow
def test_a_publish_heals_whatever_happens(tmp_path, quick_disk):
    """The same, a thousand times."""
    run(range(QUICK, ALL), tmp_path)
