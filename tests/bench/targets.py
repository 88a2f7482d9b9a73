"""What sending costs: a made-up site of SIZE pages, an edit of one of them, and nothing at all.

    python -m tests.bench.targets 10000 folder ssh branch store pointer [--write-docs]

Each kind is started on this machine: an sshd, a bare repository, moto. `public` is what happens in public/ itself,
packing and `due`. Wall and processor time (of this process and of what it has waited for: a server's own time is not in
it), medians of ROUNDS; files and requests.
"""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from plugins.publish import bucket as buckets
from plugins.publish import packed, release
from plugins.publish.deliver import Errand, deliver, sealed
from plugins.publish.directory import Directory
from plugins.publish.model import Order
from plugins.publish.packed import pack_brotli
from plugins.publish.places import read_targets
from plugins.publish.target import Target
from plugins.publish.tree import read_tree

START = datetime(2026, 3, 1, tzinfo=UTC)
WORDS = 900
"""Of a page."""

ROUNDS = 3
ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs/performance.md"
GOALS = {
    ("public", "one page edited"): "4 s",
    ("folder", "one page edited"): "4 s",
    ("ssh", "one page edited"): "3 s",
    ("branch", "one page edited"): "3 s",
    ("store", "one page edited"): "12 requests more than files",
    ("packing", "first"): "120 s",
    ("packing", "one page edited"): "0.5 s",
    ("due", "nothing changed"): "0.2 s",
    **{(kind, "nothing changed"): "1 s" for kind in ("folder", "ssh", "branch", "store", "pointer")},
}


@dataclass
class Times:
    """Of one thing that was done some times."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    said: str = ""


def make_site(folder: Path, size: int) -> Path:
    lot = random.Random(1)  # noqa: S311 - the same every time
    words = ["".join(lot.choices("etaoinshrdlu", k=lot.randint(2, 9))) for _ in range(4000)]
    for number in range(size):
        page = folder / f"2026/page-{number}/index.html"
        page.parent.mkdir(parents=True)
        page.write_text(f"<h1>{number}</h1><p>{' '.join(lot.choices(words, k=WORDS))}</p>")
    for name in ("index.html", "404.html"):
        (folder / name).write_text("<h1>front</h1>" * 40)
    return folder


def places(kinds: list[str], folder: Path, stack: ExitStack) -> Iterator[Target]:
    """Empty targets of these kinds, of which each is named as its kind."""
    from tests.targets.conftest import KEY, SECRET, Bucket, moto_server, sshd

    addresses = []
    if "folder" in kinds:
        addresses.append(f"file://{folder}/folder?name=folder")
    if "ssh" in kinds:
        (folder / "sshd").mkdir()
        addresses.append(stack.enter_context(sshd(folder / "sshd")).address(folder / "ssh", name="ssh"))
    if "branch" in kinds:
        subprocess.run(["git", "init", "-q", "--bare", "-b", "pages", folder / "branch.git"], check=True)
        addresses.append(f"git+file://{folder}/branch.git?name=branch#pages")
    stores = [kind for kind in ("store", "pointer") if kind in kinds]
    if stores:
        os.environ |= {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}
        endpoint = stack.enter_context(moto_server())
    for kind in stores:
        bucket = Bucket(endpoint, f"bench-{kind}", True)
        bucket.client.create_bucket(Bucket=bucket.name)
        addresses.append(bucket.address(name=kind, **({"mode": "pointer"} if kind == "pointer" else {})))
    yield from read_targets({"PUBLISH_TARGETS": addresses, "SITEURL": ""}, Path("publishconf.py"))


class Report:
    """What was measured."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Times] = {}

    def measure(self, kind: str, what: str, do: Callable[[], str]) -> None:
        began, before = time.perf_counter(), _processor()
        said = do()
        times = self.rows.setdefault((kind, what), Times())
        times.wall.append(time.perf_counter() - began)
        times.processor.append(_processor() - before)
        times.said = said
        sys.stdout.write(
            f"{kind:<10} {what:<20} {times.wall[-1]:7.2f} s  {times.processor[-1]:7.2f} s  {said}\n"
        )
        sys.stdout.flush()

    def lines(self, size: int) -> list[str]:
        """Rows of a table."""
        return [
            f"| {size:,} pages, {kind} | {what} | {len(times.wall)} | {median(times.wall):.2f} |"
            f" {median(times.processor):.2f} | {times.said} | {GOALS.get((kind, what), '')} |"
            for (kind, what), times in self.rows.items()
        ]


def _processor() -> float:
    own = (resource.getrusage(one) for one in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in own)


def measure_packing(site: Path, folder: Path, report: Report) -> None:
    """Brotli, on all processors, of everything and of one page."""
    copy = Path(shutil.copytree(site, folder / "copy", copy_function=os.link))
    kept = folder / "packed"
    kept.mkdir()
    pages = [(copy / file.path, file) for file in read_tree(copy).files]
    report.measure("packing", "first", lambda: pack_brotli(pages, kept) or f"{len(pages):,} pages")
    for _ in range(ROUNDS):
        (kept / f"{pages[0][1].sha256}.br").unlink()
        report.measure("packing", "one page edited", lambda: pack_brotli(pages[:1], kept) or "1 page")


def measure_due(report: Report) -> None:
    """As a timer asks, in the folder of this publication."""
    command = [sys.executable, "-m", "plugins.publish", "due"]
    for _ in range(5):
        report.measure(
            "due",
            "nothing changed",
            lambda: f"exit {subprocess.run(command, cwd=ROOT, check=False, capture_output=True).returncode}",
        )


def main(size: int, kinds: list[str]) -> list[str]:
    asked: list[str] = []
    ask = buckets.Bucket._ask

    def counted(store: buckets.Bucket, verb: str, **arguments: object) -> object:
        asked.append(verb)
        return ask(store, verb, **arguments)

    buckets.Bucket._ask = counted  # type: ignore[method-assign]
    report = Report()
    with TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        os.chdir(folder)
        site, depot = make_site(folder / "site", size), Directory(folder / "public")
        if "public" in kinds:
            measure_due(report)
            measure_packing(site, folder, report)
        packed.brotli = None  # of a page it is measured above
        targets = [*places(kinds, folder, stack)]

        def publish(day: int) -> str:
            planned = release.plan(site, depot)
            release.publish(site, depot, planned, Order(), START + timedelta(days=day))
            return f"{len(planned.change.new) + len(planned.change.changed):,} files"

        def send(target: Target) -> str:
            asked.clear()
            said = next(iter([*deliver(target, Errand(depot, sealed(depot), Order(), "", START))]))
            files = found[1] if (found := re.search(r"([\d,]+) files sent", said)) else "0"
            return f"{files} files{f', {len(asked):,} requests' if asked else ''}"

        with depot.locked():
            for day in range(1 + 2 * ROUNDS):
                what = "first" if not day else "one page edited" if day <= ROUNDS else "nothing changed"
                if what == "one page edited":
                    (site / "2026/page-1/index.html").write_text(f"<h1>1</h1>edited {day}")
                if day <= ROUNDS and "public" in kinds:
                    report.measure("public", what, lambda day=day: publish(day))  # type: ignore[misc]
                elif day <= ROUNDS:
                    publish(day)
                for target in targets:
                    report.measure(target.name, what, lambda target=target: send(target))  # type: ignore[misc]
        os.chdir(ROOT)
    return report.lines(size)


def write_docs(lines: list[str]) -> None:
    """Put the rows into the table, in place of those that begin alike."""
    text = DOCS.read_text("utf-8")
    begin, end = "<!-- targets: begin -->\n", "<!-- targets: end -->"
    head, table, tail = re.split(f"{begin}(.*?){end}", text, maxsplit=1, flags=re.DOTALL)
    rows = {tuple(row.split(" | ")[:2]): row for row in (*table.splitlines(), *lines)}
    DOCS.write_text(head + begin + "".join(f"{row}\n" for row in rows.values()) + end + tail, "utf-8")


if __name__ == "__main__":
    arguments = [one for one in sys.argv[2:] if one != "--write-docs"]
    made = main(int(sys.argv[1]), arguments)
    sys.stdout.write("\n".join(made) + "\n")
    if "--write-docs" in sys.argv:
        write_docs(made)
