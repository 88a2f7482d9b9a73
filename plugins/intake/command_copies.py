"""`backup FILE`, `move URL`: copies of the database, while the desk runs, or to another kind."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from plugins.intake.copies import back_up, copy_all, keep_newest, name_of, open_other
from plugins.intake.database import open_current
from plugins.intake.develop import settings_of
from plugins.intake.live import now
from plugins.intake.model import DeskError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    if parser.prog.endswith(" backup"):
        parser.add_argument(
            "file", type=Path, help="where to; in a folder, copies by date, the newest of which stay"
        )
    else:
        parser.add_argument(
            "url", help='as desk.database; "-" reads it from standard input, for it may hold a password'
        )


def run(options: argparse.Namespace) -> str:
    settings = settings_of(options.settings)
    engine = open_current(settings)
    try:
        if options.command == "backup":
            path: Path = options.file
            if path.is_dir():
                path /= name_of(now())
            counts = back_up(engine, path)
            if options.file.is_dir():
                keep_newest(options.file, settings.keep.backups)
            return f"{path}: {sum(counts.values()):,} rows. The secret is not in it: keep {settings.desk.secret} too"
        counts = copy_all(engine, open_other(_url(options.url)))
        rows = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
        return f"All is there: {rows or 'nothing'}. Write the new URL as desk.database, then start the desk again"
    except OperationalError as wrong:
        raise DeskError(
            f"the other database does not answer: {str(wrong.orig).strip().splitlines()[0]}"
        ) from None
    finally:
        engine.dispose()


def _url(said: str) -> str:
    url = sys.stdin.readline().strip() if said == "-" else said
    try:
        kind = make_url(url).get_backend_name()
    except ArgumentError:
        kind = ""
    if kind not in ("sqlite", "postgresql"):
        raise DeskError('this is no URL of a database; write "postgresql+psycopg://…"')
    return url
