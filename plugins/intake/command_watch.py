"""`watch`: on a machine that has desk, content and releases, what is approved is written and published by itself."""

from __future__ import annotations

import argparse
import logging
import math
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from plugins.intake.command_write import write
from plugins.intake.database import open_current, reading
from plugins.intake.develop import settings_of
from plugins.intake.model import DeskError, State
from plugins.intake.shell import make_publish
from plugins.intake.tables import entries

LOOK_SECONDS = 5
QUIET_SECONDS = 60
"""After the last decision: whoever decides decides several."""

LATEST_SECONDS = 600
"""After the first, however many follow."""

log = logging.getLogger("plugins.intake")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--content", type=Path, default=Path("content"))
    parser.add_argument("--publication", type=Path, default=Path("pelicanconf.py"), help="its settings")


def run(options: argparse.Namespace) -> str:
    logging.basicConfig(format="%(levelname)s %(name)s %(message)s", level=logging.INFO)
    settings = settings_of(options.settings)
    engine = open_current(settings)
    pause, publish_at = Pause(), math.inf
    while True:
        with reading(engine) as connection:
            query = select(func.count(), func.max(entries.c.id), func.max(entries.c.approved_at)).where(
                entries.c.state == State.APPROVED, entries.c.written_at.is_(None)
            )
            waiting = tuple(connection.execute(query).one())
        at = time.monotonic()
        if pause.is_over(waiting, at):
            try:
                log.info("%s", write(settings, options.content, options.publication))
            except DeskError as wrong:
                log.error("%s", wrong)
            publish_at = at
        if at >= publish_at:
            publish_at = math.inf
            if make_publish(options.content.absolute().parent):
                publish_at = at + LATEST_SECONDS
                log.error("make publish failed; it is tried again in %d minutes", LATEST_SECONDS // 60)
        time.sleep(LOOK_SECONDS)


@dataclass
class Pause:
    """When it is time: some quiet after the last decision, and not for ever."""

    seen: tuple[int, ...] = ()
    first: float = 0.0
    last: float = 0.0
    tried: tuple[int, ...] = ()

    def is_over(self, waiting: tuple[int, ...], at: float) -> bool:
        """Whether what waits is to be published now.

        Args:
            waiting: another tuple after each decision; its first number is how many wait.
            at: in seconds of a clock that is never set back.
        """
        if not waiting[0] or waiting == self.tried:
            self.seen = ()
            return False
        if not self.seen:
            self.first = at
        if waiting != self.seen:
            self.seen, self.last = waiting, at
        if at - self.last < QUIET_SECONDS and at - self.first < LATEST_SECONDS:
            return False
        self.tried, self.seen = waiting, ()
        return True
