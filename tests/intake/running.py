"""The desk as it runs: a process of its own on a port of this machine, and clients that speak with it."""

import http.client
import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from tests.ports import free_port

ROOT = Path(__file__).parents[2]
WAIT_SECONDS = 180


class Running:
    """One process."""

    def __init__(self, folder: Path, text: str, name: str = "intake"):
        self.port = free_port()
        path = folder / f"{name}.toml"
        path.write_text(text.replace("[desk]\n", f'[desk]\nlisten = "127.0.0.1:{self.port}"\n'), "utf-8")
        self.log = folder / f"{name}.log"
        with self.log.open("wb") as log:
            command = [sys.executable, "-m", "plugins.intake", "serve", "--settings", str(path)]
            environment = os.environ | {"PYTHONPATH": str(ROOT)}
            self.process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)

    def wait(self):
        """Until it answers."""
        until = time.monotonic() + WAIT_SECONDS
        while True:
            assert self.process.poll() is None, self.log.read_text()
            try:
                assert self.ask("GET", "/comments/health")[0] == 200
            except OSError:
                assert time.monotonic() < until, self.log.read_text()
                time.sleep(0.05)
            else:
                return self

    def ask(self, method, path, fields=None, seconds=WAIT_SECONDS):
        """Status, headers and text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
        try:
            connection.request(method, path, urlencode(fields) if fields else None, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    @property
    def memory_megabytes(self):
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{self.process.pid}/status").read_text())
        return int(found[1]) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait()


@contextmanager
def running(folder: Path, text: str, count: int = 1):
    """That many processes of one desk."""
    desks = [Running(folder, text, f"intake-{number}") for number in range(count)]
    try:
        yield [desk.wait() for desk in desks]
    finally:
        for desk in desks:
            desk.stop()
