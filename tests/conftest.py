"""What the tests of all rooms share."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from tests.bench.pages import chromium as start_chromium

# A busy machine is no fault; and what fails fails again.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("full", deadline=None, max_examples=500)
settings.load_profile("house")

ROOT = Path(__file__).parents[1]

OUR_FIXTURES = {"published"}
"""Who asks for it looks at the publication in content/."""

FRONT = ROOT / "content/openings/front.md"
HAS_OUR_TEXTS = FRONT.is_file() and "The Exit Interview" in FRONT.read_text("utf-8")
"""Not where content/ is missing, or somebody else's."""

collect_ignore = [] if HAS_OUR_TEXTS else ["content"]

CheckGolden = Callable[[bytes, Path], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --update-golden` writes what the code gives now; read the diff before committing."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the files of golden folders")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is ours is marked; what takes minutes begins first, so that no process waits for it alone at the end."""
    for item in items:
        if item.nodeid.startswith("tests/content/") or OUR_FIXTURES.intersection(
            getattr(item, "fixturenames", ())
        ):
            item.add_marker("ours")
        if not HAS_OUR_TEXTS and item.get_closest_marker("ours"):
            item.add_marker(pytest.mark.skip(reason="what is in content/ is not The Exit Interview"))
    items.sort(key=lambda item: not item.nodeid.startswith("tests/site/test_incremental.py"))


@pytest.fixture
def check_golden(request: pytest.FixtureRequest) -> CheckGolden:
    """Compare bytes with a golden file, or write it with `--update-golden`."""

    def check(actual: bytes, path: Path) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(actual)
            return
        assert path.exists(), f"{path} is missing; write it with pytest --update-golden, and read it"
        assert actual.decode() == path.read_text("utf-8"), f"{path} differs"

    return check


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests of a process: playwright cannot be started twice in one."""
    with start_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def built_once(tmp_path_factory, worker_id):
    """`built_once(name, build)`: the folder that `build(folder)` fills, once for all processes of a run."""

    def build_once(name: str, build: Callable[[Path], None]) -> Path:
        base = tmp_path_factory.getbasetemp()
        folder = (base if worker_id == "master" else base.parent) / name
        with folder.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                half = folder.with_suffix(".part")
                shutil.rmtree(half, ignore_errors=True)
                half.mkdir()
                build(half)
                half.rename(folder)
        return folder

    return build_once


@pytest.fixture(scope="session")
def published(built_once):
    """The publication, built as it is published: one folder for all tests, which only read it."""

    def build(folder: Path) -> None:
        command = [sys.executable, "-m", "pelican", "content", "-s", "publishconf.py", "-o", folder]
        done = subprocess.run(
            [*command, "--fatal", "errors"],
            cwd=ROOT,
            env=os.environ | {"COLUMNS": "300", "SOURCE_DATE_EPOCH": "1796000000"},
            capture_output=True,
            text=True,
            check=False,
            timeout=1200,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    return built_once("published", build)
