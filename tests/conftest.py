"""What the tests of all rooms share."""

from collections.abc import Callable
from pathlib import Path

import pytest

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
