"""The preview that reloads: which build is shown, what is wrong with the last one, who waits for the next."""

from __future__ import annotations

import secrets
import threading
from http import HTTPStatus
from pathlib import Path

from plugins.desk.guard import MAX_BYTES
from plugins.desk.html import HERE, inject, render_page
from plugins.desk.model import Problem
from plugins.desk.server import HTML, Answer, Handler, answer_from
from plugins.desk.workbench import DRAFTS, OWN, Workbench

HEARTBEAT_SECONDS = 15.0
OWN_FILES = {
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "editor.js": "text/javascript; charset=utf-8",
}


class Live:
    """Shared by the thread that builds and those that serve."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._run = secrets.token_hex(4)  # after a restart, open pages reload too
        self._count = 0
        self._root: Path | None = None
        self._problem: Problem | None = None
        self._is_stopped = False

    def show(self, root: Path | None, problem: Problem | None) -> None:
        """Show `root` from now on (None: what was shown before), with `problem` over it."""
        with self._changed:
            self._root = root or self._root
            self._problem = problem
            self._count += 1
            self._changed.notify_all()

    def stop(self) -> None:
        """Let everybody go who waits."""
        with self._changed:
            self._is_stopped = True
            self._changed.notify_all()

    def version(self) -> str:
        """Changes with every build."""
        return f"{self._run}-{self._count}"

    def wait(self, seen: str, seconds: float) -> str | None:
        """The version as soon as it is not `seen`, or after `seconds`; None once all is stopped."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_stopped or self.version() != seen, seconds)
            return None if self._is_stopped else self.version()

    def answer(self, address: str) -> Answer:
        """What the preview answers at `address`."""
        path = address.partition("?")[0]
        if path.startswith(OWN):
            return _own_file(path.removeprefix(OWN))
        with self._changed:
            root, problem, version = self._root, self._problem, self.version()
        if root is None:
            title = "The build failed" if problem else "Building"
            return Answer(HTTPStatus.SERVICE_UNAVAILABLE, HTML, render_page(title, problem, version))
        answer = answer_from(root, address)
        if answer.media_type != HTML or answer.location:
            return answer
        return Answer(answer.status, HTML, inject(answer.body, problem, version, path))


def _own_file(name: str) -> Answer:
    if name not in OWN_FILES:
        return Answer(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"")
    return Answer(HTTPStatus.OK, OWN_FILES[name], (HERE / "static" / name).read_bytes())


def handler_of(live: Live, workbench: Workbench) -> type[Handler]:
    """A handler that shows the preview, tells open pages when to reload, and lets texts be written."""

    class LiveHandler(Handler):
        def do_GET(self) -> None:  # noqa: N802
            if self.path == f"{OWN}events":
                self._send_events()
            else:
                super().do_GET()

        def answer(self) -> Answer:
            path = self.path.partition("?")[0]
            if path == DRAFTS or (path.startswith(OWN) and path.removeprefix(OWN) not in OWN_FILES):
                return workbench.get(self.path, self.headers)
            return live.answer(self.path)

        def do_POST(self) -> None:  # noqa: N802
            length = self.headers.get("Content-Length", "")
            if not length.isdecimal() or int(length) > MAX_BYTES:
                self.close_connection = True
                self._send(Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTML, b""), has_body=True)
                return
            body = self.rfile.read(int(length))
            self._send(workbench.post(self.path, self.headers, body), has_body=True)

        def _send_events(self) -> None:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            version: str | None = live.version()
            while version is not None:
                self.wfile.write(f"data: {version}\n\n".encode())
                self.wfile.flush()
                version = live.wait(version, HEARTBEAT_SECONDS)

    return LiveHandler
