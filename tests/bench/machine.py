"""The machine that figures were measured on, without its name or its folders."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

from tools import find_hugo


def describe(has_hugo: bool) -> dict[str, str]:
    """What a reader must know to compare figures."""
    return {
        "processors": f"{len(os.sched_getaffinity(0))} × {_processor()}",
        "memory": f"{_memory_gb():.0f} GB",
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "Pelican": version("pelican"),
    } | ({"Hugo": _hugo()} if has_hugo else {})


def _processor() -> str:
    found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE)
    return found[1] if found else platform.machine()


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def _hugo() -> str:
    done = subprocess.run([str(find_hugo()), "version"], capture_output=True, text=True, check=True)
    found = re.search(r"v(\d+\.\d+\.\d+)", done.stdout)
    return found[1] if found else version("hugo")
