"""PostgreSQL for the tests and for the bench: a server of their own, on loopback, without a socket folder."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine

from tests.ports import free_port

WAIT_SECONDS = 180


def programs() -> Path | None:
    """Where its programs are: the newest version that Debian installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return found[-1].parent if found else None


def missing() -> str:
    """Why it cannot be started; empty where it can."""
    if programs() is None:
        return "PostgreSQL is missing: apt-get install postgresql"
    if os.geteuid() == 0 and not shutil.which("runuser"):
        return "runuser is missing, and PostgreSQL refuses root"
    return ""


@contextmanager
def started(*, is_synced: bool = False) -> Iterator[str]:
    """Its URL, without the name of a database.

    Args:
        is_synced: what is committed is on the disk, as in earnest.
    """
    folder = programs()
    assert folder is not None, missing()
    # initdb refuses root, who becomes nobody for it.
    is_root = os.geteuid() == 0
    become = ["runuser", "-u", "nobody", "--"] if is_root else []
    base = Path(tempfile.mkdtemp(prefix="postgres-"))
    if is_root:
        os.chown(base, pwd.getpwnam("nobody").pw_uid, -1)
    data, port = base / "data", free_port()
    made = [
        folder / "initdb",
        "-D",
        data,
        "-U",
        "desk",
        "--auth=trust",
        "--encoding=UTF8",
        "--no-locale",
        "-N",
    ]
    subprocess.run([*become, *made], cwd=base, check=True, capture_output=True)
    given = ["-h", "127.0.0.1", "-p", str(port), "-k", "", "-c", "max_connections=200"]
    given += [] if is_synced else ["-c", "fsync=off"]
    with (base / "log").open("wb") as log:
        server = subprocess.Popen(
            [*become, folder / "postgres", "-D", data, *given], cwd=base, stdout=log, stderr=log
        )
    url = f"postgresql+psycopg://desk@127.0.0.1:{port}"
    try:
        _await(f"{url}/postgres")
        yield url
    finally:
        # Its own process, not that of runuser. SIGINT is its "fast" end.
        os.kill(int((data / "postmaster.pid").read_text().split("\n")[0]), signal.SIGINT)
        server.wait()
        shutil.rmtree(base, ignore_errors=True)


def _await(url: str) -> None:
    engine = create_engine(url)
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            engine.connect().close()
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            engine.dispose()
            return
