"""What moving in costs: python -m tests.bench.moving [ITEMS COMMENTS [RUNS]]. docs/performance.md has the figures."""

from __future__ import annotations

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


def write(path: Path, items: int, comments: int) -> None:
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
        file.write(tail)


def main() -> None:
    items, comments, last = (
        int(one) for one in (*sys.argv[1:], *("10000", "60000", "3")[len(sys.argv) - 1 :])
    )
    runs = {"dry run": ["--dry-run"], "import": [], "again": []}
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder, "export.xml")
        write(export, items, comments)
        print(f"{items:,} texts, {comments:,} comments, {export.stat().st_size / 1e6:.0f} MB")  # noqa: T201
        for name, more in list(runs.items())[-last:]:
            command = [
                sys.executable,
                "-m",
                "plugins.importer",
                str(export),
                "--into",
                f"{folder}/content",
                *more,
            ]
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            start = time.monotonic()
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            print(f"{name}: {time.monotonic() - start:.0f} s, {cpu:.0f} s of processor time,", end=" ")  # noqa: T201
            print(f"at most {after.ru_maxrss / 1024:.0f} MB a process")  # noqa: T201
            print(done.stdout.splitlines()[-1])  # noqa: T201


if __name__ == "__main__":
    main()
