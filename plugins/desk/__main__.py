"""python -m plugins.desk new | define | status | serve [FOLDER…] | devserver | regenerate"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from plugins.checks.read import clock, read_sources
from plugins.desk import live, server
from plugins.desk.author import begin_article, begin_entry, state_of
from plugins.desk.model import DeskError
from plugins.desk.parse import parse_setting
from plugins.desk.preview import Workshop, follow
from plugins.desk.render import render_state
from plugins.desk.watch import Watcher
from plugins.publish.parse import parse_ledger

WATCHED = ("theme", "plugins")
PREVIEW = Path(".cache/preview")


def main(arguments: list[str] | None = None) -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        options = _parser().parse_args(arguments)
        options.run(options)
    except DeskError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        _say("\nStopped.")
    return 0


def _new(options: argparse.Namespace) -> None:
    sources = read_sources(options.content, clock(os.environ))
    path = begin_article(
        sources, options.title, options.category, _now(options), _setting(options, "ID_AUTHORITY")
    )
    print(f"{path}: write it, then delete its line Status: draft")


def _define(options: argparse.Namespace) -> None:
    sources = read_sources(options.content, clock(os.environ))
    path = begin_entry(sources, options.head, options.part_of_speech, options.text, _now(options))
    print(f"{path}: {'done' if options.text else 'write what it means'}")


def _status(options: argparse.Namespace) -> None:
    sources = read_sources(options.content, clock(os.environ))
    ledger = options.public / "ledger.jsonl"
    state = state_of(sources, parse_ledger(ledger.read_text("utf-8")) if ledger.is_file() else ())
    Console(highlight=False).print(render_state(state))


def _setting(options: argparse.Namespace, name: str) -> str:
    default = {"TIMEZONE": "UTC", "ID_AUTHORITY": "localhost"}[name]
    path: Path = options.settings
    return parse_setting(path.read_text("utf-8"), name, default) if path.is_file() else default


def _now(options: argparse.Namespace) -> datetime:
    return clock(os.environ).astimezone(ZoneInfo(_setting(options, "TIMEZONE")))


def _serve(options: argparse.Namespace) -> None:
    root = next((folder for folder in options.folders if folder.is_dir()), None)
    if root is None:
        raise DeskError(f"there is no {options.folders[0]} yet; write make publish, then make serve")
    started = server.start(options.server, options.port, server.handler_of(root), "serve")
    _say(f"Serving {root} at {server.address_of(started)} (Ctrl-C stops it)")
    with started:
        started.serve_forever()


def _devserver(options: argparse.Namespace) -> None:
    preview = live.Live()
    started = server.start(options.server, options.port, live.handler_of(preview), "devserver")
    thread = threading.Thread(target=started.serve_forever, daemon=True)
    watcher = _watcher(options)
    _say(f"Serving a preview at {server.address_of(started)} (Ctrl-C stops it)")
    thread.start()
    watcher.start()
    try:
        follow(Workshop(options.content, options.settings, PREVIEW), watcher, preview.show, _say)
    finally:
        preview.stop()
        watcher.stop()
        started.shutdown()
        started.server_close()


def _regenerate(options: argparse.Namespace) -> None:
    watcher = _watcher(options)
    watcher.start()
    try:
        follow(Workshop(options.content, options.settings, options.output), watcher, lambda *_: None, _say)
    finally:
        watcher.stop()


def _watcher(options: argparse.Namespace) -> Watcher:
    return Watcher([options.content, *map(Path, WATCHED)], Path())


def _say(text: str) -> None:
    print(text, flush=True)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise DeskError(f'"{text}" is no port; write PORT=8000, or another number below 65536')
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plugins.desk", description=__doc__)
    sources = argparse.ArgumentParser(add_help=False)
    sources.add_argument("--content", type=Path, default=Path("content"))
    sources.add_argument("--settings", type=Path, default=Path("pelicanconf.py"))
    listening = argparse.ArgumentParser(add_help=False)
    listening.add_argument("--server", default="127.0.0.1")
    listening.add_argument("--port", type=_port, default=8000, help="0 takes a free one")
    commands = parser.add_subparsers(required=True)

    new = commands.add_parser("new", parents=[sources], help="begin an article")
    new.add_argument("--title", default=os.environ.get("TITLE", ""))
    new.add_argument("--category", default=os.environ.get("CATEGORY", ""))
    new.set_defaults(run=_new)

    define = commands.add_parser("define", parents=[sources], help="begin an entry of the dictionary")
    define.add_argument("--head", default=os.environ.get("HEAD", ""))
    define.add_argument("--part-of-speech", default="n.")
    define.add_argument("--text", default=os.environ.get("TEXT", ""))
    define.set_defaults(run=_define)

    status = commands.add_parser("status", parents=[sources], help="count what there is")
    status.add_argument("--public", type=Path, default=Path("public"))
    status.set_defaults(run=_status)

    serve = commands.add_parser(
        "serve", parents=[listening], help="show the first of these folders that exists"
    )
    serve.add_argument("folders", nargs="*", type=Path, default=[Path("public/current"), Path("output")])
    serve.set_defaults(run=_serve)

    devserver = commands.add_parser(
        "devserver", parents=[sources, listening], help="preview that follows the author"
    )
    devserver.set_defaults(run=_devserver)

    regenerate = commands.add_parser("regenerate", parents=[sources], help="build on every change")
    regenerate.add_argument("--output", type=Path, default=Path("output"))
    regenerate.set_defaults(run=_regenerate)
    return parser


if __name__ == "__main__":
    sys.exit(main())
