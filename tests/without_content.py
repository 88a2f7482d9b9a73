"""Run tests of the software in a copy of it that has no content/: `python -m tests.without_content tests/desk -n 2`.

Whoever updates the software beside a publication of their own has no text of ours; docs/begin.md promises that its
tests need none. With `--another` as the first word the copy has the content/ of a publication that was just begun.
Other arguments are pytest's; without any the whole suite runs, which takes as long as `make test`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from plugins.desk.begin import begin_publication, read_facts

ROOT = Path(__file__).parents[1]


def copy_software(to: Path) -> None:
    """All files that git knows, as they are now, but the texts."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in done.stdout.split("\0"):
        if name and not name.startswith("content/") and (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)


def begin_another(folder: Path, software: Path) -> None:
    """Put texts of somebody else where ours were."""
    said = {"NAME": "Another", "ADDRESS": "https://another.test", "AUTHOR": "A. Nother", "LICENSE": "CC0 1.0"}
    begin_publication(read_facts({**said, "FOLDER": str(folder)}), datetime.now(UTC))
    shutil.move(folder / "content", software / "content")


def main() -> int:
    arguments = sys.argv[1:]
    is_another = arguments[:1] == ["--another"]
    with tempfile.TemporaryDirectory(prefix="without-content-") as folder:
        copy = Path(folder, "software")
        copy_software(copy)
        if is_another:
            begin_another(Path(folder, "another"), copy)
        (copy / ".venv").symlink_to(Path(sys.prefix))
        command = [sys.executable, "-m", "pytest", "-m", "not ours and not slow", *arguments[is_another:]]
        return subprocess.run(command, cwd=copy, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
