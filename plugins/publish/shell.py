"""The programs that a publish runs, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from plugins.publish.model import PublishError


def lint_sources(content: Path) -> None:
    """Print every finding in the author's texts; PublishError when there is one."""
    _run("plugins.checks", "sources", str(content), failure="mend this, then publish again")


def check_site(staging: Path) -> None:
    """Print every finding in the built site; PublishError when there is one."""
    _run(
        "plugins.checks",
        "site",
        str(staging),
        failure="the built site has faults; mend this, then publish again",
    )


def build(content: Path, settings: Path, staging: Path, *, is_verbose: bool) -> None:
    """Build the site into `staging`; what it did is said when asked for, how far it is on every terminal."""
    arguments = [str(content), "-o", str(staging), "-s", str(settings), *([] if is_verbose else ["--quiet"])]
    _run("plugins.incremental", *arguments, failure="the build failed")


def _run(module: str, *arguments: str, failure: str) -> None:
    sys.stdout.flush()
    command = [sys.executable, "-m", module, *arguments]
    if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode:
        raise PublishError(failure)
