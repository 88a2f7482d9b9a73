"""The application: its parts, what goes with every answer, and what is said when something is wrong."""

from __future__ import annotations

import importlib
import logging
import traceback
from collections.abc import Mapping
from pathlib import Path

from flask import Flask, Response, send_from_directory
from sqlalchemy import exc
from werkzeug.exceptions import HTTPException

from plugins.intake.desk import BODY_LIMIT_BYTES, Desk, attach, page
from plugins.intake.questions import WrongRequestError
from plugins.machine import MachineError

BLUEPRINTS = ("reader", "subscriber", "receiver", "moderator", "machines")
"""Modules of this room with a `blueprint`, whose addresses begin at the desk's root."""

HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; manifest-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
"""What is private stays so: in no cache, no index, no frame, and no address is passed on."""

log = logging.getLogger("plugins.intake")


def make_app(desk: Desk) -> Flask:
    """The application of one desk."""
    app = Flask("plugins.intake", static_folder=None, template_folder="templates")
    app.config.update(MAX_CONTENT_LENGTH=BODY_LIMIT_BYTES, TRAP_HTTP_EXCEPTIONS=False)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    attach(app, desk)
    for name in BLUEPRINTS:
        blueprint = importlib.import_module(f"plugins.intake.{name}").blueprint
        app.register_blueprint(blueprint, url_prefix=desk.settings.root.rstrip("/") or None)
    app.register_error_handler(WrongRequestError, _wrong_request)
    app.register_error_handler(HTTPException, _http)
    for kind in (MachineError, exc.SQLAlchemyError):
        app.register_error_handler(kind, _unavailable)
    app.register_error_handler(Exception, _fault)
    app.after_request(_with_headers)
    return app


def serve_static(app: Flask, folder: Path) -> None:
    """Serve a release's stylesheet and fonts, where no other server does: without them the honeypot is seen.

    Args:
        folder: of the release.
    """

    def release(name: str) -> Response:
        return send_from_directory(folder / "static", name)

    app.add_url_rule("/static/<path:name>", "release", release)


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Cache-Control"] = HEADERS["Cache-Control"]
    return response


def _wrong_request(wrong: Exception) -> Response:
    status = wrong.status if isinstance(wrong, WrongRequestError) else 400
    return page("That did not work", "wrong.html", status, message=str(wrong))


MESSAGES: Mapping[int, str] = {
    404: "There is nothing at this address.",
    405: "This address is not asked in that way.",
    413: "This is longer than a comment can be.",
}


def _http(wrong: Exception) -> Response:
    code = wrong.code if isinstance(wrong, HTTPException) and wrong.code else 400
    message = MESSAGES.get(code, "This cannot be answered.")
    headers = (
        {"Allow": ", ".join(sorted(allowed))} if (allowed := getattr(wrong, "valid_methods", None)) else {}
    )
    return page(
        "Not found" if code == 404 else "That did not work", "wrong.html", code, headers, message=message
    )


def _unavailable(wrong: Exception) -> Response:
    """The machine's fault: said in the log by its kind alone, for its words may hold what somebody wrote."""
    log.error("%s", wrong if isinstance(wrong, MachineError) else type(wrong).__name__)
    message = (
        "The comment desk cannot answer now. Go back: your browser has kept what you wrote. Try again later."
    )
    return page("Not now", "wrong.html", 503, {"Retry-After": "60"}, message=message)


def _fault(wrong: Exception) -> Response:
    """Ours. The log has where it was, and not the error's own words, for the same reason."""
    where = "".join(traceback.format_tb(wrong.__traceback__))
    log.error("%s\n%s", type(wrong).__name__, where)
    message = "The comment desk made a mistake. Go back: your browser has kept what you wrote."
    return page("That did not work", "wrong.html", 500, message=message)
