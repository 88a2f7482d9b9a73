"""`write`: what was approved becomes files, from the database here, or over the network from the desk elsewhere."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from plugins.intake import numbers, queue
from plugins.intake.database import open_current, reading, writing
from plugins.intake.develop import settings_of
from plugins.intake.live import Live, now
from plugins.intake.model import DeskError
from plugins.intake.remote import remote_of
from plugins.intake.settings import Settings
from plugins.intake.written import Approved, Done, Stranded, approved_of, write_all


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--content", type=Path, default=Path("content"))
    parser.add_argument("--publication", type=Path, default=Path("pelicanconf.py"), help="its settings")


def run(options: argparse.Namespace) -> str:
    settings = settings_of(options.settings)
    return write(settings, options.content, options.publication)


def write(settings: Settings, content: Path, publication: Path) -> str:
    """Write all files. Returns what was done; DeskError says what could not be, and what was done all the same."""
    if settings.desk.database:
        engine = open_current(settings)
        live = Live(settings.path(settings.desk.site))
        try:
            done, faults = write_here(engine, live, content, publication)
        finally:
            engine.dispose()
    else:
        remote = remote_of(settings)
        done, faults = write_all(content, remote.approved, remote.tell, _places(content, publication))
    said = [f"{one.path}" for one in done if one.is_new]
    for fault in faults:
        if isinstance(fault, Stranded):
            print(f"Warning: {fault}; bring it back, or refuse the comment at the desk", file=sys.stderr)
    faults = [one for one in faults if not isinstance(one, Stranded)]
    if faults:
        raise DeskError("\n".join([*said, *faults]))
    if not said:
        return "Nothing to write"
    return "\n".join([*said, "make publish shows it" if len(said) == 1 else "make publish shows them"])


def _places(content: Path, publication: Path) -> Callable[[Approved], Approved | None]:
    # Reads what authors write, with what the site needs: a desk on a machine of its own has not got it.
    from plugins.intake.content import places_in

    return places_in(content, publication)


def write_here(engine: Engine, live: Live, content: Path, publication: Path) -> tuple[list[Done], list[str]]:
    """From a database that this machine reaches."""
    threads = live.threads()

    def read() -> list[Approved]:
        with reading(engine) as connection:
            found = list(queue.unwritten(connection))
        moved = ((entry, threads.find(entry.thread_key, entry.thread_id)) for entry in found)
        return [approved_of(entry, thread.key if thread else entry.thread_key) for entry, thread in moved]

    def tell(done: Done) -> bool:
        one = done.approved
        with writing(engine) as connection:
            at = int(now().timestamp())
            return numbers.written(connection, one.comment.id, one.comment.number, one.version, at)

    return write_all(content, read, tell, _places(content, publication))
