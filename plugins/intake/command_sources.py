"""`sources`: where no mentions are taken from. Blocks are listed, made and lifted."""

from __future__ import annotations

import argparse

from sqlalchemy import delete, select

from plugins.comments.moment import write_moment
from plugins.comments.values import HOST, read_web_address
from plugins.intake import queue, webmention
from plugins.intake.database import open_current, writing
from plugins.intake.develop import settings_of
from plugins.intake.live import now
from plugins.intake.model import moment_of
from plugins.intake.tables import sources
from plugins.machine import MachineError
from plugins.source import WrongValueError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--block", metavar="SOURCE", help="a host, or the address of one page")
    which.add_argument("--lift", metavar="SOURCE", help="take from there again")
    parser.add_argument("--reason", default="", help="why, for whoever reads the list later")


def run(options: argparse.Namespace) -> str:
    engine, at = open_current(settings_of(options.settings)), int(now().timestamp())
    try:
        with writing(engine) as connection:
            if options.block:
                source = _read(options.block)
                is_new = webmention.block(connection, source, options.reason, at)
                return f"{source} is blocked{'' if is_new else ' already'}"
            if options.lift:
                source = _read(options.lift)
                gone = connection.execute(delete(sources).where(sources.c.source == source)).rowcount
                queue.note(connection, "terminal", "lift", None, at)
                return f"{source} is blocked no more" if gone else f"{source} was not blocked"
            rows = connection.execute(select(sources).order_by(sources.c.source)).all()
    finally:
        engine.dispose()
    listed = [
        f"{row.source}  since {write_moment(moment_of(row.blocked_at))}  {row.reason}".rstrip()
        for row in rows
    ]
    return "\n".join(listed) or "Nothing is blocked"


def _read(text: str) -> str:
    """A host in small letters, or the address of a page."""
    if HOST.fullmatch(text):
        return text.lower()
    try:
        return read_web_address(text)
    except WrongValueError:
        raise MachineError(
            f'"{text}" is no host and no page; write "host.example" or "https://host.example/page"'
        ) from None
