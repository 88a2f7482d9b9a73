"""What sending costs: a made-up site of SIZE pages, an edit of one of them, and nothing at all.

    python -m tests.bench.targets 10000 ssh://host.example/srv/bench git+file:///tmp/bench.git#pages s3://bench?endpoint=…

Prints wall and processor time (here, and of the programs that are started), files and requests. Targets must be empty.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.publish import packed, release
from plugins.publish import store as stores
from plugins.publish.deliver import Errand, deliver, sealed
from plugins.publish.directory import Directory
from plugins.publish.model import Order
from plugins.publish.places import read_targets

START = datetime(2026, 3, 1, tzinfo=UTC)
WORDS = 900
"""Of a page."""


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


def measured(what: str, do: Callable[[], object]) -> None:
    def spent() -> float:
        own = (resource.getrusage(one) for one in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(one.ru_utime + one.ru_stime for one in own)

    began, before = time.perf_counter(), spent()
    said = do()
    wall, processor = time.perf_counter() - began, spent() - before
    sys.stdout.write(f"{what:<30} {wall:6.2f} s  {processor:6.2f} s of processor  {said}\n")
    sys.stdout.flush()


def main(size: int, addresses: list[str]) -> None:
    asked: list[str] = []
    ask = stores.Store._ask

    def counted(store: stores.Store, verb: str, **arguments: object) -> object:
        asked.append(verb)
        return ask(store, verb, **arguments)

    stores.Store._ask = counted  # type: ignore[method-assign]
    with TemporaryDirectory() as name:
        site, depot = make_site(Path(name, "site"), size), Directory(Path(name, "public"))
        kept = packed.brotli
        some = list(site.rglob("page-?/index.html"))
        if kept:
            texts = [page.read_bytes() for page in some]
            measured(
                f"brotli, {len(some)} pages",
                lambda: [len(kept.compress(text, quality=11)) for text in texts] and "",
            )
        packed.brotli = None
        targets = read_targets({"PUBLISH_TARGETS": addresses, "SITEURL": ""}, Path("publishconf.py"))

        def publish(day: int) -> str:
            planned = release.plan(site, depot)
            release.publish(site, depot, planned, Order(), START + timedelta(days=day))
            return ""

        def send(target: object) -> str:
            asked.clear()
            errand = Errand(depot, sealed(depot), 5, "", START)
            said = next(iter([*deliver(target, errand)]))  # type: ignore[arg-type]
            return f"{said}{f', {len(asked)} requests' if asked else ''}"

        with depot.locked():
            for day, what in enumerate(
                ("first", "one page edited", "one page edited again", "nothing changed")
            ):
                if day in (1, 2):
                    (site / "2026/page-1/index.html").write_text(f"<h1>1</h1>edited {day}")
                measured(f"public, {what}", lambda day=day: publish(day))
                for target in targets:
                    measured(f"{target.name}, {what}", lambda target=target: send(target))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
