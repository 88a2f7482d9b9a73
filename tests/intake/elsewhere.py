"""Another site, on this machine: answers as it is told to, and remembers what it was asked."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from plugins.intake.reachable import is_reachable

HTML = "text/html; charset=utf-8"


@dataclass
class Page:
    """What one address answers."""

    body: bytes | Iterator[bytes] = b""
    """An iterator is sent piece by piece, for as long as somebody reads."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", HTML),)


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Elsewhere:
    url: str
    pages: dict[str, Page | Callable[[Asked], Page]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def leads(self, path: str, to: str, status: int = 302) -> None:
        self.pages[path] = Page(status=status, headers=(("Location", to),))


def may_ask_loopback(address: str) -> bool:
    """The guard as it is, but for the one address at which the tests have their servers."""
    return address == "127.0.0.1" or is_reachable(address)


@contextmanager
def elsewhere(context: ssl.SSLContext | None = None) -> Iterator[Elsewhere]:
    """With `context` it speaks TLS."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            length = int(self.headers.get("Content-Length") or 0)
            asked = Asked(self.command, self.path, dict(self.headers), self.rfile.read(length))
            site.asked.append(asked)
            page = site.pages.get(self.path, Page(b"<p>Nobody here.", 404))
            page = page(asked) if callable(page) else page
            self.send_response(page.status)
            for name, value in page.headers:
                self.send_header(name, value)
            if isinstance(page.body, bytes):
                self.send_header("Content-Length", str(len(page.body)))
            self.end_headers()
            try:
                for piece in (page.body,) if isinstance(page.body, bytes) else page.body:
                    self.wfile.write(piece)
            except OSError:
                self.close_connection = True  # whoever asked has heard enough

        do_POST = do_GET  # noqa: N815 - the name is http.server's

        def log_message(self, *args):
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    site = Elsewhere(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.socket.close()
