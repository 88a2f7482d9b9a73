"""python -m plugins.publish publish | rollback [ID] | releases"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from plugins.publish import release, shell, staging
from plugins.publish.directory import Directory
from plugins.publish.model import Order, Plan, PublishError
from plugins.publish.render import render_ledger, render_nothing, render_plan, render_published
from plugins.publish.tree import read_tree

CONSOLE_WIDTH = 200
"""Where output is no terminal: addresses stay on one line."""


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        commands = {"publish": _publish, "rollback": _rollback, "releases": _releases}
        commands[options.command](options)
    except PublishError as error:
        print(f"Not published: {error}" if options.command == "publish" else error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    return 0


def _publish(options: argparse.Namespace) -> None:
    target = Directory(options.public)
    order = Order(options.keep, _max_deletes(options), options.allow_lost)
    with target.locked():
        shell.lint_sources(options.content)
        planned = _build(options, target)
        if options.dry_run:
            _say(render_plan(planned))
            return
        release.publish(options.staging, target, planned, order, options.now)
    rendering = render_nothing if planned.is_nothing else render_published
    _say(rendering(planned, f"{options.public}/current", options.port))


def _build(options: argparse.Namespace, target: Directory) -> Plan:
    if options.fresh:
        staging.forget(options.staging)
    staging.prepare(options.staging)
    staging.forget(options.staging)
    shell.build(options.content, options.settings, options.staging, is_verbose=options.verbose)
    staging.remember(options.staging, read_tree(options.staging))
    shell.check_site(options.staging)
    return release.plan(options.staging, target)


def _max_deletes(options: argparse.Namespace) -> int | None:
    return sys.maxsize if options.allow_deletes else options.max_deletes


def _rollback(options: argparse.Namespace) -> None:
    target = Directory(options.public)
    with target.locked():
        live = release.rollback(target, options.release, options.now)
    print(f"Release {live} is live again; the next make publish publishes what is written now")


def _releases(options: argparse.Namespace) -> None:
    target = Directory(options.public)
    ledger = target.ledger()
    if not ledger:
        print("Nothing was published yet: make publish")
        return
    _console().print(render_ledger(ledger, target.current_id(), target.sealed()))


def _say(lines: Iterable[Text]) -> None:
    console = _console()
    for line in lines:
        console.print(line, soft_wrap=True)


def _console() -> Console:
    return Console(highlight=False, width=None if sys.stdout.isatty() else CONSOLE_WIDTH)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plugins.publish", description=__doc__)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--public", type=Path, default=Path("public"), help="the folder of releases")
    shared.add_argument(
        "--now", type=_utc, default=datetime.now(UTC), help="the time for the ledger, ISO 8601"
    )
    commands = parser.add_subparsers(dest="command", required=True)

    publish = commands.add_parser("publish", parents=[shared], help="check, build, check, release")
    publish.add_argument("--content", type=Path, default=Path("content"))
    publish.add_argument("--settings", type=Path, default=Path("publishconf.py"))
    publish.add_argument("--staging", type=Path, default=Path("staging"), help="built into")
    publish.add_argument("--keep", type=int, default=Order().keep, help="how many releases stay")
    publish.add_argument("--max-deletes", type=int, help="how many pages may go")
    publish.add_argument("--allow-deletes", action="store_true", help="any number of pages may go")
    publish.add_argument("--allow-lost", action="store_true", help="published addresses may answer 404")
    publish.add_argument(
        "--dry-run", action="store_true", help="build, check and print the plan; change nothing"
    )
    publish.add_argument("--fresh", action="store_true", help="build everything again")
    publish.add_argument("--verbose", action="store_true", help="show what the build says")
    publish.add_argument("--port", type=int, default=8000, help="named in the summary")

    rollback = commands.add_parser("rollback", parents=[shared], help="make an earlier release live")
    rollback.add_argument(
        "release", nargs="?", default="", help="its id; without it, the one before the live one"
    )
    commands.add_parser("releases", parents=[shared], help="what was published, and when")
    return parser


def _utc(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main())
