"""`migrate`: the schema of the database is made, or brought up to date."""

from __future__ import annotations

import argparse

from plugins.intake.database import migrate, open_database
from plugins.intake.develop import settings_of


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(options: argparse.Namespace) -> str:
    before, after = migrate(open_database(settings_of(options.settings)))
    return f"Schema {after}" + (", as before" if before == after else "")
