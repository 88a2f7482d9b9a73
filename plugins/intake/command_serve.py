"""`serve`: the desk answers."""

from __future__ import annotations

import argparse
import logging
import time
from threading import Thread

import waitress
from flask import Flask

from plugins.ending import end_with_make
from plugins.intake.desk import BODY_LIMIT_BYTES, Desk
from plugins.intake.develop import begin, for_development
from plugins.intake.live import now
from plugins.intake.settings import read_intake
from plugins.intake.web import make_app, serve_static

CONNECTIONS = 1000
"""That may be open at once. waitress has 100, which as many slow senders take from everybody."""

SLOW_SECONDS = 20
"""After so long without a byte a connection is closed."""

HEADER_LIMIT_BYTES = 16_384

WORK_SECONDS = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--develop", action="store_true", help="on this machine, with a database in .cache/")


def run(options: argparse.Namespace) -> str:
    settings = for_development(options.settings) if options.develop else read_intake(options.settings)
    if options.develop:
        end_with_make()
        begin(settings)
    desk = Desk.open(settings)
    if options.develop:
        Thread(target=_work, args=(desk,), daemon=True).start()
    app = make_app(desk)
    if options.develop:
        serve_static(app, settings.path(settings.desk.site))
    serve(desk, app)
    return ""


def _work(desk: Desk) -> None:
    """What a timer does elsewhere."""
    from plugins.intake.command_work import work

    while True:
        time.sleep(WORK_SECONDS)
        work(desk, int(now().timestamp()))


def serve(desk: Desk, app: Flask) -> None:
    """Until it is stopped."""
    logging.basicConfig(format="%(levelname)s %(name)s %(message)s", level=logging.INFO)
    # It tells of each request that waits a moment; and of none what it was.
    logging.getLogger("waitress.queue").disabled = True
    host, _, port = desk.settings.desk.listen.rpartition(":")
    logging.getLogger("plugins.intake").info("the desk answers at %s", desk.settings.desk.url)
    waitress.serve(
        app,
        host=host.strip("[]"),
        port=int(port),
        threads=desk.settings.desk.threads,
        ident=None,
        connection_limit=CONNECTIONS,
        channel_timeout=SLOW_SECONDS,
        cleanup_interval=5,
        # The application refuses what is too long with a page of its own; waitress only what no person sends.
        max_request_body_size=4 * BODY_LIMIT_BYTES,
        max_request_header_size=HEADER_LIMIT_BYTES,
        # The application judges X-Forwarded-For itself: only from the proxies of the settings.
        clear_untrusted_proxy_headers=False,
    )
