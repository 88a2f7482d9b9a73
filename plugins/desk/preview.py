"""Builds again and again, as the author writes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from plugins.desk import shell
from plugins.desk.model import Problem, problem_of
from plugins.desk.watch import Watcher

Say = Callable[[str], None]
Show = Callable[[Path | None, Problem | None], None]


@dataclass(frozen=True, slots=True)
class Workshop:
    """What is built, and where."""

    content: Path
    settings: Path

    output: Path
    """One folder for all builds: a build writes only what changed there, and each page appears whole."""


def follow(workshop: Workshop, watcher: Watcher, show: Show, say: Say) -> None:
    """Build, show, wait for a change, and so on, until interrupted."""
    builder = shell.Builder(workshop.content, workshop.settings, workshop.output)
    try:
        while True:
            watcher.changed.clear()
            build_once(workshop, builder, watcher.changed.is_set, show, say)
            watcher.changed.wait()
    finally:
        builder.close()


def build_once(
    workshop: Workshop, builder: shell.Builder, is_outdated: Callable[[], bool], show: Show, say: Say
) -> None:
    """Build, show, then check sources and site: the author reads meanwhile. Stops as soon as it is outdated."""
    begun = time.monotonic()
    built = builder.build(is_outdated)
    builder.prepare()  # before the checks: they take longer than an author needs to save again
    if built.is_fine:
        show(workshop.output, None)
        say(f"Built in {time.monotonic() - begun:.1f} s")
    linted = shell.lint(workshop.content, is_outdated)
    if not linted.is_fine:
        _report("The sources have faults", linted, workshop.output if built.is_fine else None, show, say)
        return
    if not built.is_fine:
        _report("The build failed", built, None, show, say)
        return
    checked = shell.check(workshop.output, workshop.content, is_outdated)
    if not checked.is_fine:
        _report("The built site has faults", checked, workshop.output, show, say)


def _report(title: str, outcome: shell.Outcome, output: Path | None, show: Show, say: Say) -> None:
    if outcome.is_interrupted:
        return
    problem = problem_of(title, outcome.text)
    lines = [title, *(f"  {remark.place}: {remark.message}" for remark in problem.remarks), problem.text]
    say("\n".join(lines).rstrip())
    show(output, problem)
