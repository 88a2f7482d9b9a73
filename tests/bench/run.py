"""How long things take with a publication of a given size.

    python tests/bench/run.py --articles 1000

Each step runs as an author runs it, in a process of its own. The result is printed, and kept in results/.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "tests/bench/results"


@dataclass(frozen=True, slots=True)
class Measured:
    """One step."""

    name: str
    wall_seconds: float
    user_seconds: float
    peak_mb: float
    """Of the largest process so far."""


def measure(name: str, *command: str) -> Measured:
    """Run a step. A step that fails ends the bench: its time would mean nothing."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=os.environ | {"SOURCE_DATE_EPOCH": "2000000000", "COLUMNS": "200"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{name} failed\n{(done.stdout + done.stderr)[-3000:]}")
    return Measured(
        name, round(wall, 2), round(after.ru_utime - before.ru_utime, 2), round(after.ru_maxrss / 1024, 1)
    )


def steps(folder: Path, articles: int) -> Iterator[Measured]:
    """Everything between a text and a reader, and once more without a change."""
    content, staging, public = folder / "content", folder / "staging", folder / "public"
    yield measure("make up the texts", "tests/bench/corpus.py", str(content), "--articles", str(articles))
    yield measure("check the sources", "-m", "plugins.checks", "sources", str(content))
    write_pages(content / "pages")
    build = ("-m", "pelican", str(content), "-o", str(staging), "-s", "publishconf.py", "--fatal", "errors")
    yield measure("build", *build)
    yield measure("build again", *build)
    yield measure("check the site", "-m", "plugins.checks", "site", str(staging))
    publish = ("-m", "plugins.publish", "publish", "--content", str(content), "--staging", str(staging))
    yield measure("publish", *publish, "--public", str(public))
    yield measure("publish again", *publish, "--public", str(public))


def write_pages(folder: Path) -> None:
    """The pages that the settings link to, with nothing on them."""
    folder.mkdir()
    for page in sorted((ROOT / "content/pages").glob("*.md")):
        (folder / page.name).write_text(f"Title: {page.stem}\n\nWords.\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=1000)
    options = parser.parse_args()
    measured = []
    print(f"{options.articles:,} articles      wall s   user s   peak MB")  # noqa: T201 - a command
    with tempfile.TemporaryDirectory() as folder:
        for step in steps(Path(folder), options.articles):
            measured.append(asdict(step))
            times = f"{step.wall_seconds:8.2f} {step.user_seconds:8.2f} {step.peak_mb:9.1f}"
            print(f"{step.name:<18} {times}", flush=True)  # noqa: T201
    RESULTS.mkdir(exist_ok=True)
    name = RESULTS / f"{options.articles}-{int(time.time())}.json"
    name.write_text(json.dumps(measured, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
