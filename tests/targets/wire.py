"""A wire between us and a server of this machine: cut or silent after so many bytes, or the server's processes die."""

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tests.ports import free_port

Fault = Literal["", "cut", "silent", "killed"]


@dataclass
class Wire:
    """Passes on what goes to the server; when `limit_bytes` of it have passed, the fault happens, once."""

    server: int
    """Its port."""

    fault: Fault
    limit_bytes: int
    kill: Callable[[], None]
    """Ends whatever serves there."""

    port: int = field(default_factory=free_port)
    passed_bytes: int = 0
    is_broken: bool = False
    sockets: list[socket.socket] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def serve(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                if self.is_broken and self.fault == "cut":
                    near.close()
                    continue
                far = socket.create_connection(("127.0.0.1", self.server))
                self.sockets += [near, far]
                for ends in ((near, far, True), (far, near, False)):
                    threading.Thread(target=self._pump, args=ends, daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, is_counted: bool) -> None:
        with suppress(OSError):
            while data := source.recv(1024):
                if is_counted:
                    self._count(len(data))
                if not (self.is_broken and self.fault == "silent"):
                    sink.sendall(data)
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _count(self, size_bytes: int) -> None:
        with self._lock:
            self.passed_bytes += size_bytes
            if not self.fault or self.is_broken or self.passed_bytes <= self.limit_bytes:
                return
            self.is_broken = True
        if self.fault == "cut":
            self.cut()
        elif self.fault == "killed":
            self.kill()

    def cut(self) -> None:
        """Both ends of all that there is notice it."""
        for one in [*self.sockets]:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


@contextmanager
def wired(
    server: int, fault: Fault = "", limit_bytes: int = 0, kill: Callable[[], None] = lambda: None
) -> Iterator[Wire]:
    """`with wired(port, "cut", 5000) as wire`: the server answers at `wire.port`, too."""
    wire = Wire(server, fault, limit_bytes, kill)
    with socket.create_server(("127.0.0.1", wire.port)) as listener:
        threading.Thread(target=wire.serve, args=(listener,), daemon=True).start()
        try:
            yield wire
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            wire.cut()


def kill_below(process: int) -> None:
    """SIGKILL to all that a daemon of ours has started, the deepest first; the daemon itself stays."""
    for one in reversed(_below(process)):
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)


def _below(process: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            _, _, rest = path.read_text().rpartition(")")
            children.setdefault(int(rest.split()[1]), []).append(int(path.parent.name))

    def below(one: int) -> list[int]:
        return [found for child in children.get(one, ()) for found in (child, *below(child))]

    return below(process)
