"""What an author does, from the file that is typed to the release that readers see.

A walk has a small site with settings of its own, a zone and a clock. `publish` runs the command that `make publish`
runs, with everything that it starts, in forked processes (tests/site/small_site.py), and holds what is live against a
clean build.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

import lxml.html

from tests.site.small_site import SETTINGS, Outcome, Running, SmallSite, article, differences, thread, tree
from tests.site.small_site import comment as comment_file

PUBLISHED_SETTINGS = """
SITEURL = "https://walks.example"
SHOW_DRAFTS = False
FOOTER_LINKS = [("About", "/about/"), ("Archive", "/archive/"), ("Atom feed", "/feeds/all.atom")]
KEPT = {kept!r}
TIMEZONE = {zone!r}
"""

CONTENT = {
    "openings/front.md": "Title: The front\nSummary: What this is.\n\n**The Walks**, n. This publication.\n",
    "openings/404.md": "Title: Not found\nSummary: Nothing here.\n\nNothing here.\n",
    "pages/about.md": "Title: About\nSummary: Us.\n\nWe walk.\n",
    "pages/subscribe.md": "Title: Subscribe\n\nEvery feed.\n",
    "articles/2025/coffee.md": article(
        "The coffee", "2025-03-01 08:00", "Job Search", "COFFEE, n. An interview unpaid.\n\nIt is a **drink**.",
        Tags="first jobs, habits", Authors="The Clerk",
    ),
    "articles/2025/number.md": article(
        "The number", "2025-06-01 08:00", "Pay", "Name it first, over a coffee.\n\nThen be silent.", Tags="habits",
        Authors="The Clerk",
    ),
    "articles/2026/notice.md": article(
        "The notice", "2026-02-01 08:00", "Leaving", "Two weeks of it.\n\nAs [before]({filename}../2025/number.md).",
    ),
    "dictionary/boss.md": "Date: 2025-04-01\n\nBOSS, n. Somebody's employee.\n",
    "dictionary/gap.md": "Date: 2025-05-01\n\nGAP, n., (1) a hole; (2) a holiday, in a résumé. See BOSS.\n",
    **thread("coffee", comment_file(1, "2025-06-02T10:00:00Z", "Skeptic", "I drink it.")),
}  # fmt: skip


class Walk(SmallSite):
    """A site, its author, and what is live of it."""

    def __init__(self, root: Path, zone: str = "UTC", at: str = "2026-03-02 09:00") -> None:
        super().__init__(root, CONTENT)
        self.zone = ZoneInfo(zone)
        self.at(at)
        self.set(PUBLISHED_SETTINGS.format(kept=str(root / "kept"), zone=zone))

    @property
    def live(self) -> Path:
        """The folder that a web server shows."""
        return self.root / "public/current"

    def at(self, local: str) -> None:
        """It is this time where the author is: "2026-03-02 09:00"."""
        self.clock = int(datetime.fromisoformat(local).replace(tzinfo=self.zone).timestamp())

    def set(self, lines: str) -> None:
        """Add lines to the settings."""
        with (self.root / SETTINGS).open("a", encoding="utf-8") as settings:
            settings.write(f"\n{lines}\n")

    def change(self, path: str, old: str, new: str) -> None:
        """Another word in a file under content/."""
        text = (self.content / path).read_text("utf-8")
        assert old in text
        self.write(path, text.replace(old, new))

    def move(self, old: str, new: str) -> None:
        """Rename a file or a folder under content/."""
        (self.content / new).parent.mkdir(parents=True, exist_ok=True)
        (self.content / old).rename(self.content / new)

    def delete(self, path: str) -> None:
        """Remove a file under content/."""
        (self.content / path).unlink()

    def read(self, path: str) -> str:
        """A live file."""
        return (self.live / path).read_text("utf-8")

    def text(self, path: str) -> str:
        """What a reader reads on a live page, on one line."""
        return " ".join(lxml.html.parse(self.live / path / "index.html").getroot().text_content().split())

    def has(self, path: str) -> bool:
        """Whether a file is live."""
        return (self.live / path).is_file()

    def run(self, module: str, *arguments: str) -> Outcome:
        """What a target of the Makefile runs: `python -m module arguments`."""
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"

        def work() -> int:
            os.chdir(self.root)
            return _fork_what_it_starts(module, arguments)

        return Running.start(work, self.root / "said.log", self.clock).wait()

    def try_to_publish(self, *arguments: str) -> Outcome:
        """`make publish`, which may refuse; what was live stays if it does."""
        before = self.live.readlink() if self.live.is_symlink() else None
        now = datetime.fromtimestamp(self.clock, ZoneInfo("UTC")).isoformat()
        outcome = self.run("plugins.publish", "publish", "--settings", SETTINGS, "--now", now, *arguments)
        assert "Traceback" not in outcome.said, outcome.said
        if outcome.status and before:
            assert self.live.readlink() == before
        return outcome

    def publish(self, *arguments: str) -> str:
        """`make publish`, and what it said. What is live then is what a clean build makes."""
        outcome = self.try_to_publish(*arguments)
        assert outcome.status == 0, outcome.said
        found = differences(self.live_files(), self._clean_build())
        assert not found, "\n".join([f"{len(found)} differences", *found[:8], outcome.said])
        return outcome.said

    def refused(self, *arguments: str) -> str:
        """`make publish` where it must not, and what it said."""
        outcome = self.try_to_publish(*arguments)
        assert outcome.status == 1, outcome.said
        return outcome.said

    def rollback(self) -> str:
        """`make rollback`, and what it said."""
        outcome = self.run("plugins.publish", "rollback")
        assert outcome.status == 0, outcome.said
        return outcome.said

    def every_live_file(self) -> Mapping[str, bytes]:
        """Path → bytes of what is live."""
        return tree(self.live)

    def _kept_record(self) -> Path:
        live = self.live.resolve()
        return live.with_name(f"{live.name}.kept")

    def live_files(self) -> Mapping[str, bytes]:
        """Path → bytes of what is live, without the packed copies beside it."""
        files = self.every_live_file()
        others = {f"{path}{ending}" for path in files for ending in (".gz", ".br")} | {"release.txt"}
        kept = json.loads(kept.read_text("utf-8"))["kept"] if (kept := self._kept_record()).is_file() else ()
        others |= {path for _, path, *_ in kept}
        return {path: data for path, data in files.items() if path not in others}

    def redirects(self) -> Mapping[str, str]:
        """Old address → new one, as the live `_redirects` says."""
        lines = self.read("_redirects").splitlines()
        return dict(line.split()[:2] for line in lines if line.startswith("/"))

    def where(self, word: str) -> list[str]:
        """Paths of live files in which `word` stands; packed copies are not looked at."""
        return [path for path, data in sorted(self.live_files().items()) if word.encode() in data]

    def _clean_build(self) -> Mapping[str, bytes]:
        fresh = self.root / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        outcome = self.start(fresh / "output", fresh / "cache").wait()
        assert outcome.status == 0, outcome.said
        return tree(fresh / "output")


def _fork_what_it_starts(module: str, arguments: tuple[str, ...]) -> int:
    """Run a command in this process, and the commands that it starts in processes forked from it."""
    from plugins.publish import shell
    from plugins.publish.model import PublishError

    def run(started: str, *more: str, failure: str) -> None:
        sys.stdout.flush()
        process = os.fork()
        if process == 0:
            os._exit(_status(started, more))
        if os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]):
            raise PublishError(failure)

    shell._run = run
    return _main(module, arguments)


def _status(module: str, arguments: tuple[str, ...]) -> int:
    status = 70
    try:
        status = _main(module, arguments)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return status


def _main(module: str, arguments: tuple[str, ...]) -> int:
    return import_module(f"{module}.__main__").main(list(arguments))
