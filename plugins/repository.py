"""What git says of a file of the publication, where there is git."""

from __future__ import annotations

import subprocess
from pathlib import Path


def is_uncommitted(path: Path) -> bool:
    """Whether a repository has the folder of the file, and not what the file says."""
    command = ["git", "status", "--porcelain", "--untracked-files=all", "--", path.name]
    try:
        done = subprocess.run(  # noqa: S603 - words of ours, and no shell
            command, cwd=path.parent, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError:  # no git, or no such folder
        return False
    return done.returncode == 0 and bool(done.stdout)
