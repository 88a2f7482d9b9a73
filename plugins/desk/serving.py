"""The commands that serve: the published site, and the preview that follows the author."""

from __future__ import annotations

import argparse
import threading
from pathlib import Path
from urllib.parse import quote

from plugins.desk import live, server
from plugins.desk.guard import Guard
from plugins.desk.model import DeskError
from plugins.desk.preview import Say, Workshop, follow
from plugins.desk.watch import Watcher
from plugins.desk.workbench import Workbench
from plugins.ending import end_with_make

HOUSE = Path(__file__).parents[2]
WATCHED = (HOUSE / "theme", HOUSE / "plugins", Path("theme"))
"""The software, and a theme of the publication's own."""

PREVIEW = Path(".cache/preview")


def serve(options: argparse.Namespace, say: Say) -> None:
    end_with_make()
    root = next((folder for folder in options.folders if folder.is_dir()), None)
    if root is None:
        raise DeskError(f"there is no {options.folders[0]} yet; write make publish, then make serve")
    handler = server.handler_of(root)
    started = server.start(options.server, options.port, handler, "serve")
    below = f"{quote(handler.base.removeprefix('/'))}/" if handler.base else ""
    say(f"Serving {root} at {server.address_of(started)}{below} (Ctrl-C stops it)")
    with started:
        started.serve_forever()


def devserver(options: argparse.Namespace, say: Say) -> None:
    end_with_make()
    preview = live.Live()
    guard = Guard(options.server)
    handler = live.handler_of(preview, Workbench(options.content, options.settings, guard))
    started = server.start(options.server, options.port, handler, "devserver")
    guard.port = started.server_address[1]
    thread = threading.Thread(target=started.serve_forever, daemon=True)
    watcher = _watcher(options)
    say(f"Serving a preview at {server.address_of(started)} (Ctrl-C stops it)")
    thread.start()
    watcher.start()
    try:
        follow(Workshop(options.content, options.settings, PREVIEW), watcher, preview.show, say)
    finally:
        preview.stop()
        watcher.stop()
        started.shutdown()
        started.server_close()


def regenerate(options: argparse.Namespace, say: Say) -> None:
    end_with_make()
    watcher = _watcher(options)
    watcher.start()
    try:
        follow(Workshop(options.content, options.settings, options.output), watcher, lambda *_: None, say)
    finally:
        watcher.stop()


def _watcher(options: argparse.Namespace) -> Watcher:
    return Watcher(list(dict.fromkeys(path.resolve() for path in (options.content, *WATCHED))), Path())
