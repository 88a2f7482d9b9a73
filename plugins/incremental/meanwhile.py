"""One thing found out in another process while this one goes on."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

from plugins.incremental.codec import pack_plain, unpack_plain

Found = TypeVar("Found")


def meanwhile(work: Callable[[], Found]) -> Callable[[], Found]:
    """Begin `work` in a process of its own.

    Args:
        work: reads files only, and returns a plain value.

    Returns:
        Waits for the result, the first time. Where the other process failed, the work is done here.
    """
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        _answer(work, writing)
    os.close(writing)
    results: list[Found] = []

    def result() -> Found:
        if not results:
            found = _wait(process, reading)
            results.append(work() if found is None else found[0])
        return results[0]

    return result


def _answer(work: Callable[[], Any], writing: int) -> None:
    """In the other process: never returns, whatever happens."""
    code = 1
    try:
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(pack_plain((work(),)))
        code = 0
    finally:
        os._exit(code)


def _wait(process: int, reading: int) -> Any:
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(process, 0)
    return unpack_plain(data) if status == 0 else None
