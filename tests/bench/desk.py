"""What the comment desk bears: python -m tests.bench.desk [--isso PROGRAM]

Eight clients on this machine send 1,200 comments to one process; beside it, in the same run, the same rows are inserted
and committed by as many threads with no web between. The databases sync, as in earnest.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from sqlalchemy import create_engine, insert, text

from plugins.intake import passwords
from plugins.intake.database import connect, migrate, writing
from plugins.intake.tables import entries
from tests.intake.postgres import missing, started
from tests.intake.running import running
from tests.ports import free_port

CLIENTS, POSTS = 8, 1200
WORDS = "They said that they would call, and nobody did. It has been a year; I keep the number for old times' sake. "
PASSWORD = "only for this run"  # noqa: S105


class Figures:
    """What a run of requests came to."""

    def __init__(self, took: float, times: list[float], cpu_seconds: float) -> None:
        self.rate, self.cpu = len(times) / took, 1000 * cpu_seconds / len(times)
        self.p50, self.p99 = 1000 * median(times), 1000 * quantiles(times, n=100)[98]

    def __str__(self) -> str:
        return f"{self.rate:,.0f} | {self.p50:,.1f} | {self.p99:,.0f} | {self.cpu:.2f}"


def all_at_once(
    do: Callable[[int, int], None], clients: int = CLIENTS, posts: int = POSTS, process: int = 0
) -> Figures:
    """Each client does its share, one after another.

    Args:
        process: whose processor time is told; 0 for this one's.
    """

    def work(client: int) -> list[float]:
        times = []
        for number in range(posts // clients):
            begun = time.perf_counter()
            do(client, number)
            times.append(time.perf_counter() - begun)
        return times

    begun, before = time.perf_counter(), _cpu_seconds(process or os.getpid())
    with ThreadPoolExecutor(clients) as pool:
        times = list(itertools.chain.from_iterable(pool.map(work, range(clients))))
    took = time.perf_counter() - begun
    return Figures(took, times, _cpu_seconds(process or os.getpid()) - before)


def _cpu_seconds(process: int) -> float:
    """What the process has used, in user's and in system's time."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def bare(url: str) -> Figures:
    """The same rows, inserted and committed with nothing around it."""
    engine = connect(url)
    row = {"kind": "comment", "thread_key": "k", "thread_id": "i", "author": "Wren", "received_at": 1}
    row |= {"state": "refused", "text_hash": "h" * 64, "body": WORDS * 5}

    def do(client: int, number: int) -> None:
        with writing(engine) as connection:
            connection.execute(insert(entries).values(row | {"comment_id": f"bare{client}-{number}"}))

    figures = all_at_once(do)
    engine.dispose()
    return figures


def desk(folder: Path, url: str) -> Iterator[tuple[str, str]]:
    """What is measured, and the figures, of a desk with that database."""
    (folder / "site/comments").mkdir(parents=True, exist_ok=True)
    threads = [["the-offer", "tag:a,2026:1", "/2026/the-offer/", "The offer", "open", None, 0]]
    listing = {"format": 1, "site": "http://a.example", "threads": threads}
    (folder / "site/comments/threads.json").write_text(json.dumps(listing))
    said = f'[desk]\ndatabase = "{url}"\nsite = "site"\nurl = "http://a.example/comments/"\n[limits]\n'
    said += "network_per_hour = 1000000\ndesk_per_hour = 1000000\nasks_again = 1000000\n"
    engine = connect(url)
    migrate(engine)
    yield "bare insert and commit", str(bare(url))
    with running(folder, said) as [one]:
        pid = one.process.pid

        def post(client: int, number: int) -> None:
            fields = {
                "thread": "the-offer",
                "author": "Wren",
                "step": "send",
                "body": f"{client} {number} {WORDS * 5}",
            }
            status, _, _ = one.ask("POST", "/comments/", fields)
            assert status == 303

        yield "a comment, from the form to the private page's address", str(all_at_once(post, process=pid))

        def form(_client: int, _number: int) -> None:
            assert one.ask("GET", "/comments/to/the-offer")[0] == 200

        yield "the form's page, one reader", str(all_at_once(form, 1, 200, pid))
        with writing(engine) as connection:
            passwords.keep_account(connection, "bench", PASSWORD, 1)
        _, headers, _ = one.ask("POST", "/comments/desk/login", {"name": "bench", "password": PASSWORD})
        cookie = headers["Set-Cookie"].partition(";")[0]
        sizes = []

        def queue(_client: int, _number: int) -> None:
            connection = http.client.HTTPConnection("127.0.0.1", one.port)
            connection.request("GET", "/comments/desk/", headers={"Cookie": cookie})
            answer = connection.getresponse()
            assert answer.status == 200
            sizes.append(len(answer.read()))
            connection.close()

        yield f"the queue, {POSTS:,} waiting, one moderator", str(all_at_once(queue, 1, 100, pid))
        _say(
            f"(the queue's page: {max(sizes) / 1000:.0f} kB; memory of the process: {one.memory_megabytes:.0f} MB)"
        )
    engine.dispose()


@contextmanager
def isso(program: str, folder: Path) -> Iterator[tuple[int, int]]:
    """Port and process of an Isso whose limits are off, with its own server."""
    port = free_port()
    (folder / "isso.cfg").write_text(
        f"[general]\ndbpath = {folder}/isso.db\nhost = http://localhost/\n[server]\nlisten = http://127.0.0.1:{port}/\n"
        "[guard]\nenabled = false\n[moderation]\nenabled = true\n"
    )
    with (folder / "isso.log").open("wb") as log:
        process = subprocess.Popen([program, "-c", folder / "isso.cfg", "run"], stdout=log, stderr=log)
    try:
        for _ in range(600):
            try:
                http.client.HTTPConnection("127.0.0.1", port, timeout=5).connect()
                break
            except OSError:
                time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def of_isso(program: str, folder: Path) -> str:
    """The same comments, sent to Isso as its script sends them; held for moderation as ours are."""
    with isso(program, folder) as (port, pid):

        def post(client: int, number: int) -> None:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
            body = json.dumps(
                {"author": "Wren", "text": f"{client} {number} {WORDS * 5}", "title": "The offer"}
            )
            headers = {"Content-Type": "application/json", "Origin": "http://localhost"}
            query = urlencode({"uri": "/2026/the-offer/"})
            connection.request("POST", f"/new?{query}", body, headers)
            answer = connection.getresponse()
            answer.read()
            connection.close()
            assert answer.status in (201, 202), answer.status

        return str(all_at_once(post, process=pid))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--isso", help="the program, from an environment of its own")
    options = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        _say("| | a second | p50 ms | p99 ms | CPU ms |\n|---|---:|---:|---:|---:|")
        for what, figures in desk(folder, f"sqlite:///{folder}/intake.db"):
            _say(f"| SQLite: {what} | {figures} |")
        if reason := missing():
            sys.stderr.write(f"{reason}\n")
        else:
            with started(is_synced=True) as server:
                engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
                with engine.connect() as connection:
                    connection.execute(text("CREATE DATABASE bench"))
                engine.dispose()
                for what, figures in desk(folder, f"{server}/bench"):
                    _say(f"| PostgreSQL: {what} | {figures} |")
        if options.isso:
            _say(f"| Isso: a comment | {of_isso(options.isso, folder)} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
