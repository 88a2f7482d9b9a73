"""What moving in costs: python -m tests.bench.moving [dry import again]. docs/performance.md has the figures."""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.importer.made import CHANNEL, OLD, author, comment, item

ROOT = Path(__file__).parents[2]
WORDS = (
    'The {0} desk stood by the lift, and <em>nobody</em> said why. <a href="https://old.example/2012/05/text-{1}/">Once</a>'
    " it had been Quill's; then it was a place for {2} boxes."
)


def body(number: int) -> str:
    """About 3,000 characters in a dozen blocks, of all kinds."""
    names = ("grey", "loud", "small", "wide", "last")
    lines = [
        WORDS.format(names[(number + n) % 5], (number * 7 + n) % 900 + 1, names[n % 5]) for n in range(9)
    ]
    lines[3:3] = [
        "<h2>What was in it</h2>",
        "<ul>\n<li>a stapler</li>\n<li>two <strong>keys</strong></li>\n</ul>",
    ]
    lines[7:7] = ["<blockquote>No desk is ever empty.\n\nIt only looks so.</blockquote>"]
    lines.append('[caption width="3"]<img src="https://old.example/a.jpg" /> The desk[/caption]')
    return "\n\n".join(lines)


def write(path: Path, items: int, comments: int, size_mb: int = 0) -> None:
    """An export. Where it is to be larger than its texts are, earlier states of them stand between them."""
    head, _, tail = CHANNEL.format(old=OLD, authors=author(), terms="", items="\0").partition("\0")
    each, number = comments // items, 0
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        for place in range(1, items + 1):
            said = ""
            for _ in range(each):
                number += 1
                words = f"I had that desk in {number}. It was not the lift, it was the stairs."
                said += comment(number, words, comment_parent=number - 1 if number % 3 == 0 else 0)
            year = 2005 + place % 15
            at = f"{year}-0{place % 9 + 1}-1{place % 10} 10:00:00"
            file.write(item(place, f"Text {place}", body(place), said, post_date=at, post_date_gmt=at))
            state = 0
            while file.tell() < size_mb * 1_000_000 * place // items:
                state += 1
                old = body(place) * 5
                file.write(item(10_000_000 + place * 1000 + state, "Text", old, post_type="revision"))
        file.write(tail)


RUNS = {"dry": ["--dry-run"], "import": [], "again": []}


def main() -> None:
    options = _parser().parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(options, options.folder or Path(folder))


def run(options: argparse.Namespace, folder: Path) -> None:
    export = folder / "export.xml"
    if not export.exists():
        folder.mkdir(parents=True, exist_ok=True)
        write(export, options.items, options.comments, options.size)
    size = export.stat().st_size / 1e6
    print(f"{options.items:,} texts, {options.comments:,} comments, {size:,.0f} MB")  # noqa: T201
    for name in options.runs or RUNS:
        command = [
            *(sys.executable, "-m", "plugins.importer", str(export)),
            *("--into", str(folder / "content"), *RUNS[name]),
        ]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"{name}: {time.monotonic() - start:.0f} s, {cpu:.0f} s of processor time,", end=" ")  # noqa: T201
        print(f"at most {after.ru_maxrss / 1024:.0f} MB a process")  # noqa: T201
        print(done.stdout.splitlines()[-1], flush=True)  # noqa: T201


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.moving")
    parser.add_argument("runs", nargs="*", help="dry, import, again; all of them in this order")
    parser.add_argument(
        "--folder", type=Path, help="where the export and content/ stay from one call to the next"
    )
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--comments", type=int, default=60_000)
    parser.add_argument("--size", type=int, default=0, metavar="MB", help="with earlier states of its texts")
    return parser


if __name__ == "__main__":
    main()
