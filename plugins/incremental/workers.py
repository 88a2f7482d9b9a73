"""The same work on many things, in as many processes as there are processors."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from plugins.incremental.faults import BuildError

Given = TypeVar("Given")
Made = TypeVar("Made")

WORTH_FORKING = 100
"""Fewer things than this are done sooner than a process is started."""

CHUNK = 20


def spread(
    work: Callable[[Given], Made], things: Sequence[Given], workers: int = 0, *, is_costly: bool = False
) -> Iterator[Made]:
    """`work` on each of `things`; results in their order.

    Args:
        work: any function; it must not change anything that another call reads.
        workers: how many processes; 0 for one a processor. One where forking does not pay, or is not safe because
            this process has threads.
        is_costly: whether a single piece of work takes as long as starting a process.

    Raises:
        BuildError: one of the processes was killed.
    """
    worth, chunk = (2, 1) if is_costly else (WORTH_FORKING, CHUNK)
    count = workers or len(os.sched_getaffinity(0))
    if count < 2 or len(things) < worth or threading.active_count() > 1:
        yield from map(work, things)
        return
    # Forked processes inherit the work and the things: neither need be what can be sent to them.
    context = multiprocessing.get_context("fork")
    gc.freeze()  # what is there now is no garbage: looking through it would copy all of it into every process
    pool = ProcessPoolExecutor(count, context, _Worker.take, (work, things))
    try:
        yield from pool.map(_Worker.do, range(len(things)), chunksize=chunk)
    except BrokenProcessPool:
        message = "a process of the build was ended from outside, perhaps for want of memory; build again"
        raise BuildError(message) from None
    finally:
        pool.shutdown(cancel_futures=True)
        gc.unfreeze()


class _Worker:
    """Lives in the forked processes only."""

    work: Callable[[Any], Any]
    things: Sequence[Any]

    @classmethod
    def take(cls, work: Callable[[Any], Any], things: Sequence[Any]) -> None:
        cls.work, cls.things = staticmethod(work), things
        threading.Thread(target=cls.end_with_the_build, daemon=True).start()
        gc.enable()  # the build goes without, having little; here circles come and go with every page

    @staticmethod
    def end_with_the_build() -> None:
        """Nobody tells these processes that the build was killed."""
        parent = multiprocessing.parent_process()
        assert parent is not None  # noqa: S101 - this is one of its children
        parent.join()
        os._exit(1)

    @classmethod
    def do(cls, number: int) -> Any:
        return cls.work(cls.things[number])
