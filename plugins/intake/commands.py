"""The commands of the desk: name → where it is.

Each module has `add_arguments(parser)` and `run(options) -> str`, what is said when it is done; it is imported when its
command is typed: what one needs, the others do not wait for.
"""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from plugins.intake.settings import DEFAULT_PATH


class Command(NamedTuple):
    module: str
    """Under plugins.intake."""

    help: str


COMMANDS: Mapping[str, Command] = {
    "serve": Command("command_serve", "answer readers"),
    "write": Command("command_write", "make files in content/ of what was approved"),
    "moderate": Command("command_moderate", "decide, one after another, in the terminal"),
    "watch": Command("command_watch", "write and publish what is approved, by itself"),
    "account": Command("command_account", "somebody who may decide in the browser, or their new password"),
    "work": Command("command_work", "one round of looking at pages that mention us, and of sending mail"),
    "sources": Command("command_sources", "where no mentions are taken from: list, block, lift"),
    "mail-test": Command("command_mail_test", "say in one line whether mail works"),
    "read": Command("command_read", "queue answers that came by e-mail, from a file of messages"),
    "mention": Command("command_mention", "tell other sites of new links, after a publish"),
    "list": Command("command_rows", "what waits, a row a line"),
    "show": Command("command_rows", "one row, with all that happened to it"),
    "stats": Command("command_rows", "how much there is, and what is wrong"),
    "close": Command("command_rows", "a thread takes no more comments, before any publish says so"),
    "tidy": Command("command_people", "erase what is older than its days: once a day"),
    "forget": Command("command_people", "erase an address, and all that hangs on it"),
    "export-mine": Command("command_people", "all that is known of an address, for whose it is"),
    "backup": Command("command_copies", "a copy of the database, while the desk runs"),
    "move": Command("command_copies", "all rows into another database, from SQLite to PostgreSQL"),
    "rebuild": Command("command_rebuild", "a database that was lost, from content/ and the release"),
    "migrate": Command("command_migrate", "make the database, or bring its schema up to date"),
}


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """What was typed. Its `run` is the command's."""
    parser = argparse.ArgumentParser(
        "python -m plugins.intake", description="The comment desk (docs/intake.md)"
    )
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True, dest="command")
    named, *_ = [one for one in arguments or () if not one.startswith("-")] or [""]
    for name, command in COMMANDS.items():
        one = subparsers.add_parser(name, help=command.help, description=command.help.capitalize())
        one.add_argument(
            "--settings", type=Path, default=DEFAULT_PATH, help="the settings file (intake.toml)"
        )
        if name == named:
            module = importlib.import_module(f"plugins.intake.{command.module}")
            module.add_arguments(one)
            one.set_defaults(run=module.run)
    return parser.parse_args(arguments)
