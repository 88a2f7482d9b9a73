"""What git says of a file of the publication, where there is git."""

from __future__ import annotations

import subprocess
from pathlib import Path


def is_uncommitted(path: Path) -> bool:
    """Whether a repository has the folder of the file, and not what the file says."""
    return bool(_ask(path, "status", "--porcelain", "--untracked-files=all"))


def is_deleted(path: Path) -> bool:
    """Whether a repository has the file that is gone from its folder, and not by `git rm`."""
    return bool(_ask(path, "ls-files", "--deleted"))


def _ask(path: Path, *words: str) -> bytes:
    """What git answers; nothing where there is no git."""
    command = ["git", *words, "--", path.name]
    try:
        done = subprocess.run(  # noqa: S603 - words of ours, and no shell
            command, cwd=path.parent, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError:  # no git, or no such folder
        return b""
    return done.stdout if done.returncode == 0 else b""
