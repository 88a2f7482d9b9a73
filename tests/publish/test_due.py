"""A timer asks before it publishes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.incremental.manifest import Manifest, write_manifest
from plugins.incremental.store import store_path
from plugins.publish.due import main, next_due

DUE = 1_796_000_000.0


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with something published, and what the last build knows."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(DUE)))
    Path("public").mkdir()
    Path("public/current").symlink_to("releases/0123456789abcdef")
    Path(".cache/store").mkdir(parents=True)

    def build(next_due: float | None) -> None:
        path = store_path(Path(".cache/store"), Path("staging")).with_suffix(".manifest")
        write_manifest(Manifest({}, 0, next_due, {}, {}, "", ()), path)

    return build


@pytest.mark.parametrize(
    ("at", "code", "said"),
    [
        (DUE - 3600, 0, "Due since 2026-11-29 23:53 UTC\n"),
        (DUE, 0, "Due since 2026-11-30 00:53 UTC\n"),
        (DUE + 1, 1, ""),
        (None, 1, ""),
    ],
)
def test_it_speaks_when_something_waits_no_longer(project, capsys, at, code, said):
    """Silent else: a timer's words are mail."""
    project(at)
    assert main([]) == code
    assert capsys.readouterr().out == said


def test_where_nothing_was_published_nothing_falls_due(project, capsys):
    """The first publish is an author's."""
    Path("public/current").unlink()
    project(DUE)
    assert main([]) == 1
    assert capsys.readouterr().out == ""


def test_where_nobody_knows_a_publish_finds_out(project, capsys):
    """After make clean; the publish leaves the answer."""
    assert main([]) == 0
    assert capsys.readouterr().out.startswith("Nobody knows what waits")
    assert next_due(Path("staging")) is None


def test_it_needs_neither_pelican_nor_what_publishes(tmp_path):
    """A timer asks every few minutes."""
    program = (
        "import sys; from plugins.publish.__main__ import main; main(['due']);"
        "print({'pelican', 'jinja2', 'rich', 'sqlalchemy', 'boto3'} & sys.modules.keys())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "set()\n"
