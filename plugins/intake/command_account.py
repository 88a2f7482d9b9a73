"""`account NAME`: somebody who may decide in the browser. The password is typed, never an argument."""

from __future__ import annotations

import argparse
import getpass
import sys

from plugins.intake import passwords
from plugins.intake.database import open_current, writing
from plugins.intake.develop import settings_of
from plugins.intake.live import now
from plugins.intake.model import DeskError
from plugins.intake.questions import ask_name


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name")


def run(options: argparse.Namespace) -> str:
    name = options.name.strip()
    if fault := ask_name(name):
        raise DeskError(f"{name[:40]}: {fault}")
    if len(name) > passwords.NAME_LIMIT:
        raise DeskError(f"a name of {len(name)} characters; write at most {passwords.NAME_LIMIT}")
    password = _password()
    if len(password) < passwords.FEWEST:
        raise DeskError(f"a password of {len(password)} characters; write at least {passwords.FEWEST}")
    engine = open_current(settings_of(options.settings))
    with writing(engine) as connection:
        passwords.keep_account(connection, name, password, int(now().timestamp()))
    return f"{name} can sign in at desk/"


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first, second = getpass.getpass("Password: "), getpass.getpass("Once more: ")
    if first != second:
        raise DeskError("these are two passwords; do it again")
    return first
