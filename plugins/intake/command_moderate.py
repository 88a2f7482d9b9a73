"""`moderate`: what waits, one after another, in the terminal. A letter decides; nothing is lost by stopping."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from plugins.intake.command_write import write
from plugins.intake.database import open_current
from plugins.intake.desk import Desk
from plugins.intake.develop import settings_of
from plugins.intake.live import Live
from plugins.intake.model import DeskError, State
from plugins.intake.moderating import Elsewhere, Here, Item, Queue
from plugins.intake.secret import read_secret
from plugins.intake.settings import Settings
from plugins.intake.shell import edit_text, make_publish

WHO = "terminal"
ASKED = "[a]pprove, [s]pam, [r]efuse, [e]dit, re[p]ly, [n]ext, [q]uit: "


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--content", type=Path, default=Path("content"))
    parser.add_argument("--publication", type=Path, default=Path("pelicanconf.py"), help="its settings")


def run(options: argparse.Namespace) -> str:
    settings = settings_of(options.settings)
    if not settings.desk.database:
        distant = _sign_in(settings)
        try:
            approved = walk(distant)
        finally:
            distant.leave()
        return _finish(settings, options, approved)
    if options.content.is_dir() and not settings.desk.content:
        content = str(options.content.absolute())
        settings = replace(settings, desk=replace(settings.desk, content=content))
    engine = open_current(settings)
    secret = read_secret(settings.path(settings.desk.secret))
    desk = Desk(settings, engine, secret, Live(settings.path(settings.desk.site)))
    try:
        approved = walk(Here(desk, WHO))
    finally:
        engine.dispose()
    return _finish(settings, options, approved)


def _sign_in(settings: Settings) -> Elsewhere:
    """At the desk of the settings, as in a browser."""
    print(f"{settings.desk.url}\nName: ", end="", flush=True)
    name = sys.stdin.readline().strip()
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    return Elsewhere(settings.desk.url, name, password)


def _finish(settings: Settings, options: argparse.Namespace, approved: int) -> str:
    if not approved:
        return "Nothing was approved"
    if not options.content.is_dir():
        return "make comments fetches what was approved, where content/ is"
    said = write(settings, options.content, options.publication)
    if sys.stdin.isatty() and _ask_for("Publish now? [y/n] ") == "y":
        print(said)
        return "" if make_publish(options.content.absolute().parent) == 0 else "It was not published"
    return said


def _ask_for(question: str) -> str:
    """The first letter of what was typed; q at the end of the input."""
    print(question, end="", flush=True)
    line = sys.stdin.readline()
    return line.strip().lower()[:1] if line else "q"


def walk(queue: Queue) -> int:
    """From row to row, in the order of arrival. Returns how many were approved."""
    after = approved = 0
    while True:
        item, waiting = queue.after(after)
        if item is None:
            print(
                f"That was the last; {waiting:,} that you passed over still wait"
                if waiting
                else "Nothing more waits"
            )
            return approved
        _show(item, waiting)
        letter = _ask_for(ASKED)
        if letter == "q":
            return approved
        if letter == "n":
            after = item.row
        elif letter not in DOING:
            print("One of the letters, please")
        else:
            try:
                print(DOING[letter](queue, item))
                approved += letter in "ap"
            except DeskError as wrong:
                print(wrong)


def _typed_reply() -> str:
    return edit_text("") if sys.stdin.isatty() else sys.stdin.readline()


def _correct(queue: Queue, item: Item) -> str:
    text = edit_text(item.body)
    try:
        return queue.edit(item, text)
    except DeskError as wrong:
        raise DeskError(f"{wrong}. You wrote:\n\n{text}") from None


DOING: Mapping[str, Callable[[Queue, Item], str]] = {
    "a": lambda queue, item: queue.approve(item),
    "s": lambda queue, item: queue.refuse(item, State.SPAM),
    "r": lambda queue, item: queue.refuse(item, State.REFUSED),
    "e": _correct,
    "p": lambda queue, item: queue.reply(item, _typed_reply()),
}


def _show(item: Item, waiting: int) -> None:
    about = f", in reply to {item.replyto}" if item.replyto else ""
    print(f"\n{waiting} waiting. Row {item.row}: {item.author} to {item.title}{about}\n{item.at}")
    if item.revises:
        print(f"Other words for row {item.revises}")
    if item.website:
        print(item.website)
    if item.leads_to:
        print(f"Leads to {', '.join(item.leads_to)}")
    for point in item.points:
        print(f"  {point.points:+d} {point.reason}")
    print(f"\n{item.body}\n")
