"""How long builds take, what they hold and what they write: ours, plain Pelican's and Hugo's, side by side.

    python tests/bench/bench.py --size 1000

Every case is run for one program after the other, several times where it is short; the table shows medians.
Goals are met or not; the exit code does not tell. The figures are kept in results/, and `--write-docs` puts those
of the last run of each size into docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TypeAlias

from cases import CASES, Case, Publication
from machine import describe
from measure import FailedRunError, Run, measure
from preview import watch_saves
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from table import Results, show, write_docs
from tools import ROOT, House, Hugo, PlainPelican, Tool

HERE = Path(__file__).parent
KEPT = HERE / "results"
REFERENCE = 1000
"""Articles of the publication that the cost per article is compared with."""

EVERYTHING_AGAIN = 2000
"""Articles. Above, plain Pelican is measured once, cold: it makes everything in every case."""

Runs: TypeAlias = dict[tuple[str, str], list[Run]]
"""Case and program → what was measured."""


def main() -> None:
    options = _parser().parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever stops a long bench keeps what it has
    screen = Console(stderr=True)
    if options.size:
        results = bench(options, screen)
        show(results, Console(width=None if sys.stdout.isatty() else 132))
    if options.write_docs:
        write_docs(KEPT, ROOT / "docs/performance.md")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--size", type=int, metavar="ARTICLES", help="measure a publication of so many articles")
    add("--seed", type=int, default=1, help="other words, other threads")
    add("--rounds", type=int, default=5, help="how often a case is run at most")
    add("--patience", type=float, default=30, metavar="SECONDS", help="after which a case is not run again")
    add("--programs", nargs="+", default=["ours", "Pelican", "Hugo"], metavar="NAME", help="which to measure")
    add("--no-rooms", action="store_true", help="only whole builds, not the rooms by themselves")
    add(
        "--write-docs", action="store_true", help="put the last figures of each size into docs/performance.md"
    )
    return parser


def bench(options: argparse.Namespace, screen: Console) -> Results:
    """Measure everything and keep the figures."""
    machine, load_before = describe("Hugo" in options.programs), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _progress(screen) as progress:
        work = Path(folder)
        runs = _whole_builds(work, options, progress)
        rooms = [] if options.no_rooms else _rooms(work, options, progress)
        results: Results = {
            "size": options.size,
            "seed": options.seed,
            "machine": machine,
            "load": [round(load_before, 1), round(os.getloadavg()[0], 1)],
            "day": time.strftime("%Y-%m-%d", time.gmtime()),
            "runs": [
                {"case": case, "program": program, "runs": [asdict(run) for run in some]}
                for (case, program), some in runs.items()
            ],
            "rooms": rooms,
        }
        _keep(results)  # before the folder is removed, which takes a while
    return results


def _keep(results: Results) -> None:
    KEPT.mkdir(exist_ok=True)
    name = f"{results['size']}-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}.json"
    (KEPT / name).write_text(json.dumps(results, indent=1) + "\n", "utf-8")


@contextmanager
def _progress(screen: Console) -> Iterator[Progress]:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    # Drawn seldom: what draws it takes time from what is measured.
    with Progress(*columns, console=screen, transient=True, refresh_per_second=1) as progress:
        yield progress


def _whole_builds(work: Path, options: argparse.Namespace, progress: Progress) -> Runs:
    runs: Runs = {}
    if options.size > REFERENCE and "ours" in options.programs:
        reference = _Bench(work / "reference", REFERENCE, options, progress, ["ours"])
        reference.run(CASES[:1])
        runs["clean, cold", f"ours at {REFERENCE:,}"] = reference.runs["clean, cold", "ours"]
    whole = _Bench(work / "whole", options.size, options, progress, options.programs)
    whole.run([case for case in CASES if not case.is_preview])
    if "ours" in options.programs:
        whole.preview(next(case for case in CASES if case.is_preview))
    return runs | whole.runs


def _rooms(work: Path, options: argparse.Namespace, progress: Progress) -> list[dict[str, object]]:
    """Measured in a process of their own, which has imported nothing yet."""
    task = progress.add_task("rooms by themselves", total=None)
    copy = House(work / "rooms")  # compiled: reading source is not what is measured
    command = [sys.executable, str(HERE / "rooms.py"), "--seed", str(options.seed)]
    done = subprocess.run(
        command,
        env=os.environ | {"PYTHONPATH": str(copy.folder)},
        cwd=work,
        capture_output=True,
        text=True,
        check=False,
    )
    progress.remove_task(task)
    if done.returncode:
        progress.console.print(f"rooms.py failed: {done.stderr[-4000:]}", markup=False, style="red")
        return []
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


class _Bench:
    """One publication and the programs that build it."""

    def __init__(
        self, work: Path, size: int, options: argparse.Namespace, progress: Progress, programs: Sequence[str]
    ) -> None:
        self.runs: Runs = {}
        self._options, self._progress, self._size = options, progress, size
        self._task = progress.add_task(f"making up {size:,} articles", total=None)
        self._publication = Publication(work / "content", size, options.seed)
        self._tools: list[Tool] = []
        for kind in (House, PlainPelican, Hugo):
            if kind.name in programs:
                self._tools.append(kind(work / kind.name))
        self._take(self._publication.paths())

    def run(self, cases: Sequence[Case]) -> None:
        """Round after round, until nothing is short enough to be run again."""
        self._progress.update(
            self._task, total=self._options.rounds * len(cases) * len(self._tools), completed=0
        )
        try:
            for number in range(self._options.rounds):
                for case in cases:
                    self._run_case(case, number)
        except KeyboardInterrupt:
            self._progress.console.print("Stopped: what was measured until now follows.", style="red")
        self._progress.remove_task(self._task)

    def preview(self, case: Case) -> None:
        """The same text saved again and again, by somebody who looks at it."""
        house = next((tool for tool in self._tools if isinstance(tool, House)), None)
        if house:
            self._progress.console.print(f"{self._size:,} articles: {case.name}")
            runs = watch_saves(house, self._publication, self._options.rounds)
            self.runs[case.name, house.name] = runs

    def _run_case(self, case: Case, number: int) -> None:
        waiting = [tool for tool in self._tools if self._is_due(case, tool)]
        # Ours remembers what was built: a change that it is not to be measured with must not happen.
        changes = case.edit or case.is_template
        if changes and any(tool.name == "ours" for tool in self._tools) and waiting[:1] != self._tools[:1]:
            waiting = []
        if waiting and case.edit:
            self._take(case.edit(self._publication))
        turn = number % len(waiting) if waiting else 0
        for tool in waiting[turn:] + waiting[:turn]:
            self._progress.update(
                self._task, description=f"{self._size:,} articles: {case.name}, {tool.name}"
            )
            self._measure(case, tool)
            self._progress.advance(self._task)
        self._progress.advance(self._task, len(self._tools) - len(waiting))

    def _is_due(self, case: Case, tool: Tool) -> bool:
        if tool.name == "Pelican" and not case.is_cold and self._size > EVERYTHING_AGAIN:
            return False
        spent = sum(run.wall_seconds for run in self.runs.get((case.name, tool.name), []))
        return spent < float(self._options.patience)

    def _measure(self, case: Case, tool: Tool) -> None:
        if case.is_cold:
            tool.forget()
        if case.is_template:
            tool.change_template()
        command = tool.command(self._publication.folder)
        try:
            run = measure(command, tool.folder, tool.environment, tool.output)
        except FailedRunError as failed:
            self._progress.console.print(
                f"{tool.name} failed, and is out: {failed}", markup=False, style="red"
            )
            self._tools.remove(tool)
            return
        self.runs.setdefault((case.name, tool.name), []).append(run)

    def _take(self, paths: tuple[str, ...]) -> None:
        for tool in self._tools:
            tool.take(self._publication.folder, paths)


if __name__ == "__main__":
    main()
