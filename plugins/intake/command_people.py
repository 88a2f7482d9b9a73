"""`forget ADDRESS`, `export-mine ADDRESS`, `tidy`: what the desk keeps of people, and for how long."""

from __future__ import annotations

import argparse
import json

from plugins.intake.database import open_current, reading, writing
from plugins.intake.develop import settings_of
from plugins.intake.keeping import all_of, forget, tidy
from plugins.intake.live import now
from plugins.intake.model import DeskError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    if not parser.prog.endswith(" tidy"):
        parser.add_argument("address", help="of somebody who asks for it")


def run(options: argparse.Namespace) -> str:
    settings = settings_of(options.settings)
    engine = open_current(settings)
    try:
        if options.command == "export-mine":
            with reading(engine) as connection:
                found = all_of(connection, options.address)
            if found is None:
                raise DeskError("the desk does not know this address")
            return json.dumps(found, ensure_ascii=False, indent=1)
        with writing(engine) as connection:
            if options.command == "tidy":
                erased = tidy(connection, settings.keep.days, int(now().timestamp()))
                said = ", ".join(f"{count} {what}" for what, count in erased.items() if count)
                return f"Erased: {said}" if said else "Nothing is old enough"
            count, numbers = forget(connection, options.address)
    finally:
        engine.dispose()
    if not count and not numbers:
        return "The desk does not know this address"
    rest = (
        f"; comments that were followed are published, and stay until withdrawn: {', '.join(map(str, numbers))}"
        if numbers
        else ""
    )
    return f"Forgotten, with {count} subscriptions{rest}. Copies made before still have it until they are old"
