"""Debian's Firefox over WebDriver BiDi, which it speaks itself: no driver stands between."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

WAIT_SECONDS = 180
NAMES = ("firefox-esr", "firefox")


def find_firefox() -> str | None:
    """The program, if it is there: make browser installs it."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Firefox:
    """One window, and what was said on its console."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._sent = socket, 0
        self.heard: list[str] = []
        self.call("session.new", capabilities={})
        self.call("session.subscribe", events=["log.entryAdded"])
        self._window = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def call(self, method: str, **params: Any) -> Any:
        """A command of the protocol, and what it gives. Raises AssertionError where it fails."""
        self._sent += 1
        self._socket.send(json.dumps({"id": self._sent, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(WAIT_SECONDS))
            if message.get("method") == "log.entryAdded":
                self.heard.append(f"{message['params']['level']}: {message['params']['text']}")
            if message.get("id") == self._sent:
                assert message["type"] == "success", message
                return message["result"]

    def open(self, address: str, width: int = 1280, height: int = 900) -> None:
        """Go to a page and wait until it is loaded."""
        self.resize(width, height)
        self.call("browsingContext.navigate", context=self._window, url=address, wait="complete")

    def resize(self, width: int, height: int = 900) -> None:
        """Make the window as large, and wait until it is painted."""
        size = {"width": width, "height": height}
        self.call("browsingContext.setViewport", context=self._window, viewport=size)
        self.ask("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")

    def back(self) -> None:
        """To the page before."""
        self.call("browsingContext.traverseHistory", context=self._window, delta=-1)

    def ask(self, expression: str) -> Any:
        """The value of a script, as JSON; promises are awaited."""
        script = f"(async () => JSON.stringify(await ({expression})))()"
        target = {"context": self._window}
        given = self.call("script.evaluate", expression=script, target=target, awaitPromise=True)
        assert given["type"] == "success", given
        return json.loads(given["result"].get("value", "null"))

    def until(self, expression: str) -> None:
        """Wait until a script gives something true. Raises AssertionError after three minutes."""
        tries = f"for (let i = 0; i < {WAIT_SECONDS * 20}; i++) {{ if ({expression}) return true; await wait(); }}"
        wait = "const wait = () => new Promise((done) => setTimeout(done, 50));"
        assert self.ask(f"(async () => {{ {wait} {tries} return false; }})()"), expression

    def point(self, selector: str, pointer: str = "mouse", *, presses: bool = False) -> None:
        """Move to the middle of the first such element, and press where that is asked for."""
        box = f"document.querySelector({json.dumps(selector)})"
        self.ask(f"{box}.scrollIntoView({{ block: 'center' }})")
        x, y, width, height = self.ask(
            f"(({{ x, y, width, height }}) => [x, y, width, height])({box}.getClientRects()[0])"
        )
        move = {"type": "pointerMove", "x": int(x + width / 2), "y": int(y + height / 2)}
        press = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        source = {
            "type": "pointer",
            "id": pointer,
            "parameters": {"pointerType": pointer},
            "actions": [move, *press] if presses else [move],
        }
        self.call("input.performActions", context=self._window, actions=[source])


@contextmanager
def start_firefox(program: str, profile: Path) -> Iterator[Firefox]:
    """Firefox with a profile of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [program, "--headless", "--no-remote", "--profile", profile, f"--remote-debugging-port={port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        assert any("BiDi listening" in line for line in process.stderr), "Firefox did not start"
        with connect(f"ws://127.0.0.1:{port}/session", max_size=None, open_timeout=WAIT_SECONDS) as opened:
            yield Firefox(opened)
    finally:
        process.terminate()
        process.wait(WAIT_SECONDS)
