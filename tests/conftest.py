"""What the tests of all rooms share."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

CheckGolden = Callable[[bytes, Path], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --update-golden` writes what the code gives now; read the diff before committing."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the files of golden folders")


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
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.fail('there is no Chromium; install it with "apt-get install chromium"')
    from playwright.sync_api import sync_playwright  # only here: most tests need no browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()
