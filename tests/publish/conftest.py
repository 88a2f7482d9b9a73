"""Small built sites, and a folder to release them into."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.publish import disk, release
from plugins.publish.directory import Directory
from plugins.publish.model import Order, Plan

MakeSite = Callable[..., Path]
Publish = Callable[..., Plan]
NOW = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _has_power(monkeypatch):
    """Nobody waits for the disk here: tests/damage cuts the power."""
    for module, name in ((os, "fsync"), (disk, "sync_all"), (disk, "sync_folder")):
        monkeypatch.setattr(module, name, lambda _: None)


@pytest.fixture
def make_site(tmp_path) -> MakeSite:
    """Build `files` (path → text) besides a front page into a fresh staging folder."""
    count = iter(range(100))

    def make(files: dict[str, str] | None = None, *, front: str = "front") -> Path:
        folder = tmp_path / f"staging-{next(count)}"
        for path, text in {"index.html": front, **(files or {})}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
        return folder

    return make


@pytest.fixture
def target(tmp_path) -> Directory:
    return Directory(tmp_path / "public")


@pytest.fixture
def publish(target) -> Publish:
    """Publish a staging folder; each call a day later than the one before."""
    day = iter(range(1, 29))

    def run(staging: Path, order: Order = Order()) -> Plan:  # noqa: B008 - frozen
        with target.locked():
            planned = release.plan(staging, target)
            release.publish(staging, target, planned, order, datetime(2026, 3, next(day), tzinfo=UTC))
        return planned

    return run
