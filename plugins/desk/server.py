"""Shows a built site on this machine, with the addresses that a reader will see."""

from __future__ import annotations

import errno
import json
import re
import socket
from dataclasses import dataclass, replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from plugins.desk.model import DeskError
from plugins.publish.model import media_type_of

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request gets."""

    status: HTTPStatus
    media_type: str
    body: bytes
    location: str = ""
    """Where to look instead; empty where the answer is here."""

    headers: tuple[tuple[str, str], ...] = ()
    """Further ones."""


def path_of(root: Path) -> str:
    """Where on its host the site says that it is, as "/magazine"; empty for the top."""
    try:
        scope = json.loads((root / "manifest.webmanifest").read_bytes())["scope"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return unquote(scope.rstrip("/")) if isinstance(scope, str) else ""


def answer_from(root: Path, address: str, base: str = "") -> Answer:
    """What the site in the folder `root` answers at `address`, the path of a request.

    Args:
        base: the path on the host below which the site is, as "/magazine".
    """
    path = unquote(urlsplit(address).path)
    if base and not path.startswith(f"{base}/"):
        if path in ("/", base):
            return Answer(HTTPStatus.FOUND, HTML, b"", f"{quote(base)}/")
        return _not_found(root)
    path = path.removeprefix(base).lstrip("/")
    try:
        # Resolved anew each time: root may be a symlink that a publish switches.
        top = root.resolve()
        file = (top / path).resolve()
        if not file.is_relative_to(top):
            return _not_found(top)
        if file.is_dir() and path and not path.endswith("/"):
            return Answer(HTTPStatus.MOVED_PERMANENTLY, HTML, b"", f"{quote(base)}/{quote(path)}/")
        if file.is_dir():
            file = file / "index.html"
        elif path.endswith("/"):
            return _not_found(top)
        return Answer(HTTPStatus.OK, media_type_of(file.name), file.read_bytes())
    except (OSError, ValueError):  # a name too long, with a null byte, or gone since
        return _not_found(root)


def _not_found(root: Path) -> Answer:
    page = root / "404.html"
    body = (
        page.read_bytes() if page.is_file() else b"<!doctype html><title>Not found</title><h1>Not found</h1>"
    )
    return Answer(HTTPStatus.NOT_FOUND, HTML, body)


SCRIPTED = re.compile(rb"(</(?:feed|rss)>\s*)$")
SCRIPT = '<script xmlns="http://www.w3.org/1999/xhtml" src="{}/feeds/feed.js"/>'


def shown(answer: Answer, accepted: str, base: str = "") -> Answer:
    """What a browser gets that asked for a feed; docs/nginx.conf does the same.

    Chromium shows a feed as bare text under its own type, and with its stylesheet as XML. XML of a feed has no links: a
    script, which no feed reader is given, makes them.
    """
    is_feed = answer.media_type.startswith(("application/atom+xml", "application/rss+xml"))
    if not is_feed or "text/html" not in accepted:
        return answer
    script = SCRIPT.format(quote(base)).encode()
    body = SCRIPTED.sub(lambda end: script + end[1], answer.body)
    return replace(answer, media_type="application/xml; charset=utf-8", body=body)


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD; subclasses say with what."""

    base = ""
    """The path on the host below which the site is."""

    def answer(self) -> Answer:
        raise NotImplementedError

    def do_GET(self) -> None:
        self._send(self.answer(), has_body=True)

    def do_HEAD(self) -> None:
        self._send(self.answer(), has_body=False)

    def _send(self, answer: Answer, *, has_body: bool) -> None:
        answer = shown(answer, self.headers.get("Accept", ""), self.base)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.media_type)
        self.send_header("Content-Length", str(len(answer.body)))
        further = dict(answer.headers)
        self.send_header("Cache-Control", further.pop("Cache-Control", "no-cache"))
        for name, value in further.items():
            self.send_header(name, value)
        self.send_header("X-Content-Type-Options", "nosniff")
        if answer.location:
            self.send_header("Location", answer.location)
        self.end_headers()
        if has_body:
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing: the terminal is for builds and mistakes."""


def handler_of(root: Path) -> type[Handler]:
    """A handler that shows `root`, below the path for which it was built."""

    class SiteHandler(Handler):
        base = path_of(root)

        def answer(self) -> Answer:
            return answer_from(root, self.path, self.base)

    return SiteHandler


class Server(ThreadingHTTPServer):
    """Threads that never keep the program from ending, and no traceback when a reader goes away."""

    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: the only errors left are closed connections."""


def start(server: str, port: int, handler: type[BaseHTTPRequestHandler], command: str) -> Server:
    """Listen on `server`:`port`; port 0 takes a free one.

    Raises:
        DeskError: the port is taken or forbidden, or the name is no address of this machine.
    """
    try:
        family = socket.getaddrinfo(server, port, type=socket.SOCK_STREAM)[0][0]
        kind = type("FamilyServer", (Server,), {"address_family": family})
        started: Server = kind((server, port), handler)
    except OSError as error:
        raise DeskError(_reason(error, server, port, command)) from error
    return started


def _reason(error: OSError, server: str, port: int, command: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken; write make {command} PORT={port + 1}"
    if error.errno == errno.EACCES:
        return f"port {port} is not for you; write make {command} PORT=8000"
    return f'cannot listen on "{server}" ({error.strerror or error}); write make {command} SERVER=127.0.0.1'


def address_of(server: Server) -> str:
    """What to type into a browser."""
    host, port = server.server_address[:2]
    name = host.decode() if isinstance(host, bytes) else str(host)
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"
