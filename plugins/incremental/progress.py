"""How far a long build is, for somebody who watches it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Thing = TypeVar("Thing")

WORTH_SHOWING = 200
EVERY_SECONDS = 0.1


def track(things: Iterable[Thing], total: int, text: str, *, is_costly: bool = False) -> Iterator[Thing]:
    """Pass `things` on; show how many of `total` there were, when there are many and somebody watches.

    No thread is started: other processes are forked while this runs.

    Args:
        is_costly: whether two are many.
    """
    if total < (2 if is_costly else WORTH_SHOWING) or not sys.stderr.isatty():
        yield from things
        return
    from rich.console import (
        Console,  # only now: most builds show nothing, and it takes longer than all they do
    )
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(text), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True) as progress:
        task, shown_at = progress.add_task(text, total=total), 0.0
        for thing in things:
            yield thing
            progress.advance(task)
            if time.monotonic() - shown_at > EVERY_SECONDS:
                progress.refresh()
                shown_at = time.monotonic()
