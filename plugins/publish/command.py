"""The commands of this room: publish, rollback, releases, send, verify, nginx."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rich.console import Console
from rich.text import Text as Line

from plugins.clock import clock, read_date
from plugins.header import decode
from plugins.incremental.store import ledger_path
from plugins.machine import say
from plugins.publish import disk, noted, release, shell, staging
from plugins.publish.deliver import Arrival, Errand, check, deliver, guard_there, sealed
from plugins.publish.directory import Directory
from plugins.publish.due import STORES, next_due
from plugins.publish.model import Manifest, Order, Plan, PublishError
from plugins.publish.nginx import nginx_conf
from plugins.publish.outside import changed_addresses
from plugins.publish.packed import forget_packed
from plugins.publish.places import HOOK, chosen, read_targets
from plugins.publish.render import render_ledger, render_nothing, render_plan, render_published, say_sending
from plugins.publish.target import Target
from plugins.publish.tree import read_tree
from plugins.repository import is_deleted, is_uncommitted
from plugins.seal import kept_file
from plugins.site.ledger_file import LEDGER, addresses_ever, give_up
from plugins.site.settings import read_settings, zone_of
from plugins.site.texts import Text, say_count
from plugins.source import AuthorError, AuthorErrors, Source

KEPT = Path(".cache")

CONSOLE_WIDTH = 200
"""Where output is no terminal: addresses stay on one line."""


class DeliveryError(PublishError):
    """It was released here, and did not arrive everywhere."""


def main(arguments: list[str], desk_listens_at: Callable[[Path | None], str]) -> int:
    """Args: where the comment desk listens, by the file of its settings: another room knows."""
    options = _parser().parse_args(arguments)
    options.desk_listens_at = desk_listens_at
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a job in the background inherits an ignored one
    try:
        commands = {
            "publish": _publish,
            "rollback": _rollback,
            "releases": _releases,
            "send": _send,
            "verify": _verify,
            "nginx": _nginx,
        }
        commands[options.command](options)
    except DeliveryError as error:
        print(error, file=sys.stderr)
        return 1
    except PublishError as error:
        print(f"Not published: {error}" if options.command == "publish" else error, file=sys.stderr)
        return 1
    except (AuthorError, AuthorErrors) as wrong:
        print(wrong, file=sys.stderr)
        return 1
    except BrokenPipeError:
        raise
    except OSError as error:
        print(f"Not published: {say(error)}" if options.command == "publish" else say(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    return 0


def _publish(options: argparse.Namespace) -> None:
    target = Directory(options.public, _packed(options))
    order = _order(options)
    settings = read_settings(options.settings)
    places = read_targets(settings, options.settings, is_at_once=options.fresh)
    with target.locked():
        if not options.dry_run:
            noted.note(options.public, target.current_id(), options.content)  # of one that was killed
        _say_lines_back(options)
        options.sources = _sources(options)
        texts = shell.lint_sources(options.sources, options.settings)
        planned = _build(options, target, tuple(_named(text, options) for text in texts))
        site, is_news = _site(settings), not planned.is_nothing
        if options.dry_run:
            _say(render_plan(planned))
            _say_next(options)
            release.guard(planned, order)
            _say_where(places, planned, Arrival(target, planned.new, options.staging, order, site, is_news))
            return
        built = kept_file(ledger_path(STORES, options.staging))
        if built is not None:  # None: built by plain Pelican
            after = give_up(built.decode(), planned.lost, planned.back, options.now)
            noted.announce(options.public, planned.new.id, after)
        _packed(options).mkdir(parents=True, exist_ok=True)
        mended = release.publish(options.staging, target, planned, order, options.now, is_fresh=options.fresh)
        forget_packed(_packed(options), planned.new)
        noted.note(options.public, planned.new.id, options.content)
        _tell(mended)
        rendering = render_nothing if planned.is_nothing else render_published
        _say(rendering(planned, f"{options.public}/current", options.port))
        if is_uncommitted(options.content / LEDGER):
            print(f"To be committed: {options.content / LEDGER}, which says what was published")
        _say_next(options)
        _deliver(places, options, order, is_news=is_news)
    if is_news and (hook := settings.get(HOOK)):
        shell.after_publish(hook, changed_addresses(planned.new, planned.old))


def _say_lines_back(options: argparse.Namespace) -> None:
    """Before anything is built upon it, the ledger of publication has all that was published from here.

    Raises:
        AuthorError: only git has it.
    """
    path = options.content / LEDGER
    if count := noted.mend(options.public, options.content, is_dry=options.dry_run):
        lines = f"{path}: {say_count(count, 'line')} of what was published"
        had_gone = "had gone, and is put back" if count == 1 else "had gone, and are put back"
        print(f"{lines} {'would be put back before the build' if options.dry_run else had_gone}", flush=True)
    elif is_deleted(path):
        raise AuthorError(Source(str(path)), f"it has gone, and git has it; write: git checkout {path}")


def _say_where(places: tuple[Target, ...], planned: Plan, arrival: Arrival) -> None:
    """What a dry run says of targets: it reaches each of them, and writes nowhere."""
    faults: list[str] = []
    for target in places:
        try:
            with target.locked(is_dry=True):
                sending = target.plan(planned.new)
                print(f"Would send to {target.name}: {say_sending(sending)} ({target.promise})")
                guard_there(target, sending.live, replace(arrival, site=target.site or arrival.site))
        except PublishError as error:
            faults.append(str(error))
    if faults:
        raise PublishError("\n".join(faults))


def _deliver(
    places: tuple[Target, ...],
    options: argparse.Namespace,
    order: Order | None = None,
    *,
    is_news: bool = True,
) -> None:
    """Send the live release to all of them; what one refuses the others get."""
    if not places:
        return
    errand = replace(_errand(options), order=order or Order(options.keep), is_news=is_news)
    faults: list[str] = []
    for target in places:
        try:
            for line in deliver(target, errand):
                print(line, flush=True)
        except PublishError as error:
            faults.append(f"{error}\n  to send it again: make send TARGET={target.name}")
    if faults:
        where = "\n".join(faults)
        raise DeliveryError(f"Released here as {errand.release.id}, but not everywhere:\n{where}")


def _errand(options: argparse.Namespace) -> Errand:
    is_thorough = options.command == "send"  # a publish does not read every object of a bucket each time
    depot = Directory(options.public)
    site = _site(read_settings(options.settings))
    return Errand(depot, sealed(depot), Order(options.keep), site, options.now, is_thorough)


def _site(settings: Mapping[str, Any]) -> str:
    return str(settings.get("SITEURL") or "").rstrip("/")


def _order(options: argparse.Namespace) -> Order:
    most = sys.maxsize if options.allow_deletes else options.max_deletes
    return Order(options.keep, most, options.allow_lost)


def _send(options: argparse.Namespace) -> None:
    places = read_targets(read_settings(options.settings), options.settings, may_adopt=options.adopt)
    with Directory(options.public).locked():
        _deliver(chosen(places, options.target), options, _order(options))


def _verify(options: argparse.Namespace) -> None:
    places = chosen(read_targets(read_settings(options.settings), options.settings), options.target)
    errand = _errand(options)
    faults: list[str] = []
    for target in places:
        try:
            for line in check(target, errand):
                print(line, flush=True)
        except PublishError as error:
            faults.append(str(error))
    if faults:
        raise DeliveryError("\n".join(faults))


def _sources(options: argparse.Namespace) -> Path:
    """What is built from: what the author writes in, or a copy of what was committed of it.

    The ledger of publication is the newest in both: publishes write it, and authors commit it when they do.
    """
    content: Path = options.content
    if not options.only_committed:
        return content
    copy = shell.committed(content, options.staging.parent / KEPT / "committed")
    if (content / LEDGER).is_file():
        disk.copy(content / LEDGER, copy / LEDGER)
    return copy


def _named(text: Text, options: argparse.Namespace) -> Text:
    """The text under the name that its author knows."""
    copied = f"{options.sources}/"
    is_copy = options.only_committed and text.name.startswith(copied)
    return replace(text, name=f"{options.content}/{text.name.removeprefix(copied)}") if is_copy else text


def _packed(options: argparse.Namespace) -> Path:
    folder: Path = options.staging.parent / KEPT / "packed"
    return folder


def _build(options: argparse.Namespace, target: Directory, texts: tuple[Text, ...]) -> Plan:
    built = None if options.fresh else _build_on(options)
    if built is None:
        _forget_all(options)
        built = _build_on(options)
    assert built  # noqa: S101 - from nothing, nothing is spoilt
    staging.remember(options.staging, built)
    shell.check_site(options.staging, options.sources, options.settings)
    root = urlsplit(_site(read_settings(options.settings))).path
    ledger = options.content / LEDGER
    known = decode(ledger.read_bytes(), ledger.as_posix()) if ledger.is_file() else ""
    return release.plan(options.staging, target, root, texts, addresses_ever(known))


def _build_on(options: argparse.Namespace) -> Manifest | None:
    """Build upon what the last build left. None where the disk has spoilt it."""
    left = staging.prepare(options.staging)
    kept = ledger_path(STORES, options.staging)
    if kept_file(kept) is None:
        disk.remove(kept.with_suffix(".manifest"))  # a build is never nothing then
    shell.build(options.sources, options.settings, options.staging, options.now, is_verbose=options.verbose)
    built = read_tree(options.staging)
    return None if left.is_spoilt(options.staging, built) else built


def _forget_all(options: argparse.Namespace) -> None:
    """From nothing: neither what was built nor what builds know."""
    staging.forget(options.staging)
    kept = ledger_path(STORES, options.staging)
    drawn = Path(read_settings(options.settings).get("KEPT") or KEPT)
    for path in (drawn / "images", drawn / "cards", *kept.parent.glob(f"{kept.stem}.*")):
        if path.suffix != ".lock":
            disk.remove(path)


def _say_next(options: argparse.Namespace) -> None:
    if at := next_due(options.staging):
        zone = zone_of(read_settings(options.settings))
        print(f"Next falls due: {at.astimezone(zone):%Y-%m-%d %H:%M %Z} ({at:%Y-%m-%d %H:%M} UTC)")


def _tell(mended: Iterable[str]) -> None:
    for what in mended:
        print(f"{what}. Made good")


def _rollback(options: argparse.Namespace) -> None:
    target = Directory(options.public)
    with target.locked():
        live, mended = release.rollback(target, options.release, options.now)
        _tell(mended)
        print(f"Release {live} is live again; the next make publish publishes what is written now")
        # Only now: settings that cannot be read must not stand in the way of a rollback.
        _deliver(read_targets(read_settings(options.settings), options.settings), options)


def _releases(options: argparse.Namespace) -> None:
    target = Directory(options.public)
    ledger = target.ledger()
    if not ledger:
        print("Nothing was published yet: make publish")
        return
    _console().print(render_ledger(ledger, target.current_id(), target.sealed()))


def _nginx(options: argparse.Namespace) -> None:
    settings = read_settings(options.settings)
    folder = options.folder or str(options.public.resolve())
    listen = options.desk_listens_at(options.desk)
    has_brotli = not options.no_brotli
    print(nginx_conf(settings, folder, is_plain=options.plain, has_brotli=has_brotli, listen=listen), end="")


def _say(lines: Iterable[Line]) -> None:
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
        "--now", type=_utc, default=clock(os.environ), help="the time for the ledger, ISO 8601"
    )
    shared.add_argument("--settings", type=Path, default=Path("publishconf.py"))
    shared.add_argument("--keep", type=int, default=Order().keep, help="how many releases stay")
    allowing = argparse.ArgumentParser(add_help=False)
    allowing.add_argument("--max-deletes", type=int, help="how many pages may go")
    allowing.add_argument("--allow-deletes", action="store_true", help="any number of pages may go")
    allowing.add_argument("--allow-lost", action="store_true", help="published addresses may answer 404")
    commands = parser.add_subparsers(dest="command", required=True)

    publish = commands.add_parser("publish", parents=[shared, allowing], help="check, build, check, release")
    publish.add_argument("--content", type=Path, default=Path("content"))
    publish.add_argument("--staging", type=Path, default=Path("staging"), help="built into")
    publish.add_argument(
        "--dry-run", action="store_true", help="build, check and print the plan; change nothing"
    )
    publish.add_argument(
        "--only-committed",
        action="store_true",
        help="build from what git has of the content, not from what is there",
    )
    publish.add_argument("--fresh", action="store_true", help="build everything again")
    publish.add_argument("--verbose", action="store_true", help="show what the build says")
    publish.add_argument("--port", type=int, default=8000, help="named in the summary")

    rollback = commands.add_parser("rollback", parents=[shared], help="make an earlier release live")
    rollback.add_argument(
        "release", nargs="?", default="", help="its id; without it, the one before the live one"
    )
    commands.add_parser("releases", parents=[shared], help="what was published, and when")

    for name, text in (
        ("send", "send the live release, or mend it there"),
        ("verify", "hold targets against it"),
    ):
        parents = [shared, allowing] if name == "send" else [shared]
        command = commands.add_parser(name, parents=parents, help=text)
        command.add_argument("target", nargs="?", default="", help="its name; without it, all")
        if name == "send":
            command.add_argument(
                "--adopt", action="store_true", help="a site there that nobody knows may be set aside"
            )

    nginx = commands.add_parser(
        "nginx", parents=[shared], help="print the configuration of nginx for SITEURL"
    )
    nginx.add_argument("--folder", help="the folder there that holds current; without it, --public")
    nginx.add_argument(
        "--desk",
        type=Path,
        help="settings of the comment desk, which say its port; intake.toml where there is one",
    )
    nginx.add_argument("--plain", action="store_true", help="without TLS: something before nginx ends it")
    nginx.add_argument("--no-brotli", action="store_true", help="nginx has no module for .br")
    return parser


def _utc(text: str) -> datetime:
    return read_date(text, UTC).astimezone(UTC)
