"""A small but varied site in a folder of its own, and builds of it in processes of their own.

The processes are forked, so that importing Pelican is paid for once; apart from that they run the command as it is.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from types import CodeType
from typing import ClassVar

from jinja2 import Environment
from markdown import Markdown
from pelican.log import console

ROOT = Path(__file__).parents[2]
SETTINGS = "conf.py"
START = int(datetime(2026, 6, 1, tzinfo=UTC).timestamp())
"""The clock of a site that was not told another."""

BASE_SETTINGS = f"""\
import sys
from pathlib import Path

sys.path.insert(0, {str(ROOT)!r})

sys.modules.pop("pelicanconf", None)  # another site of the same process read it in another environment
from pelicanconf import *

THEME = str(Path(__file__).parent / "theme")
DEFAULT_PAGINATION = 3
"""


def article(title: str, date: str, category: str, body: str, **headers: str) -> str:
    """An article's file."""
    lines = {"Title": title, "Date": date, "Category": category} | {
        key.replace("_", "-"): value for key, value in headers.items()
    }
    return "".join(f"{key}: {value}\n" for key, value in lines.items()) + f"\n{body}\n"


def comment(number: int, date: str, author: str, body: str, **headers: str) -> tuple[str, str]:
    """Name and text of a comment's file."""
    identity = f"01J8ZC5T9R{number:02}"
    lines = {"Number": str(number), "Id": identity, "Date": date, "Author": author} | headers
    text = "".join(f"{key}: {value}\n" for key, value in lines.items()) + f"\n{body}\n"
    return f"{number:04}-{identity}.md", text


def thread(folder: str, *comments: tuple[str, str]) -> dict[str, str]:
    """Files of a thread."""
    return {f"comments/{folder}/{name}": text for name, text in comments}


CONTENT = {
    "articles/2024/coffee.md": article(
        "Coffee & nobody <hired>", "2024-03-01", "Job Search",
        "COFFEE, n., (1) a drink; (2) an interview that nobody calls one. See BOSS.\n\n"
        "Read [the advert]({filename}advert.md) and what a [boss](dict:BOSS) is.\n\n## Costs\n\nMoney[^1].\n\n"
        "[^1]: A footnote.",
        Tags="networking, first jobs", Summary="It *promises* nothing.", Filed_Because="Nobody is interviewed.",
    ),
    "articles/2024/advert.md": article(
        "The advert", "2024-03-02 10:00", "Job Search",
        "A wish list, with a [reference][r] and the HTML of it.\n\n[r]: https://example.org/\n\n"
        "*[HTML]: Hypertext\n\n## Costs\n\n- one\n- two",
        Tags="first jobs, scripts",
    ),
    "articles/2024/gap.md": article(
        "The gap", "2024-05-05", "Résumés",
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n[r] is no reference here, and HTML is short for nothing.\n\n"
        "A [gap](dict:GAP#2), and [pay]({category}Pay).",
        Authors="The Night Clerk; The Editor", Aliases="/2019/the-gap/, /gap.php",
    ),
    "articles/2025/number-one.md": article(
        "Name a number", "2025-01-10", "Pay", "First part.\n\n```python\nprint('salary')\n```\n\nGAP and salary.",
        Series="Pay talk, 1", Tags="scripts",
    ),
    "articles/2025/number-two.md": article(
        "Name another", "2025-02-10", "Pay",
        "Second part, after [the first]({filename}/articles/2025/number-one.md).\n\n"
        "> [!script] To ask\n> What is [the range](dict:GAP)?",
        Series="Pay talk, 2", Comments="closed",
    ),
    "articles/2025/number-three.md": article(
        "Name none", "2025-03-10", "Pay", "Third part. \"Quotes\" -- and dashes...", Series="Pay talk, 3",
        Comments="off",
    ),
    "articles/2025/notice.md": article(
        "Notice", "2025-06-01", "Leaving", "NOTICE, n. Time paid for by both.\n\nRead it twice.[^1]\n\n[^1]: Or once.",
        Modified="2025-06-02", Id="tag:exit-interview.example,2025-06-01:notice",
    ),
    "articles/2025/picture.md": article(
        "A picture", "2025-08-01", "Bosses", "![Two squares]({static}/images/squares.svg)\n\n[A tag]({tag}scripts).",
        Tags="pictures", Authors="The Night Clerk",
    ),
    "articles/2026/draft.md": article("Not ready", "2026-01-01", "Bosses", "Unfinished.", Status="draft"),
    "articles/2026/hidden.md": article("Not listed", "2026-01-02", "Bosses", "By address only.", Status="hidden"),
    "articles/2026/newest.md": article(
        "The newest", "2026-05-01", "Bosses",
        "BOSS, n. Somebody's employee.\n\nBosses, and what they say.\n\n## Costs\n\nOh.",
    ),
    "articles/2026/scheduled.md": article(
        "Not yet due", "2026-07-01", "Bosses", "DUE, adj. Late.\n\nWith a word of its own, and a [gap](dict:GAP).",
        Tags="waiting",
    ),
    "articles/2026/later.md": article("Much later", "2026-08-01", "Waiting", "The only one of its category."),
    "articles/plain.md": article("Plain", "2023-02-03", "Pay", "Some **bold** words."),
    "dictionary/a.md": "Date: 2026-03-02\n\nADVICE, n. What is given. See BOSS.\n\nAGENDA, n., (1) list; (2) plan.\n",
    "dictionary/gap.md": (
        "Date: 2026-03-03\nForms: gaps\n\nGAP, n., (1) a hole; (2) a holiday, in a résumé. Cf. ADVICE.\n\n"
        "Commentary, with [the gap]({filename}/articles/2024/gap.md).\n"
    ),
    "dictionary/work.md": (
        "Date: 2026-03-04\n\nWORK, n. What is hidden.\n\n> | A line of it.\n>\n> — Orton Plume\n\n"
        "WORKER, n. Who hides it. See WORK.\n"
    ),
    "openings/front.md": "Title: The Exit Interview\nSummary: Blunt.\n\n**The Exit Interview**, n. This publication.\n",
    "openings/category-pay.md": "Title: Pay\nSummary: About pay.\n\nPAY, n. A secret.\n\nSee [work](dict:WORK).\n",
    "openings/translate.md": "Title: Translate\nSummary: Plainly.\n\nTRANSLATE, v.t. To put plainly.\n\n"
    "## A sample\n\n> We pay [a debt](dict:WORK) of work.\n\n"
    "## Verdicts\n\n| From | Verdict |\n|---|---|\n| 0 | Plain. |\n",
    "openings/404.md": "Title: Not found\nSummary: Nothing here.\n\nNothing here.\n",
    "pages/about.md": "Title: About\nSummary: Us.\n\nWe [pay]({category}Pay) [a clerk]({author}The Night Clerk).\n",
    "pages/scripts.md": "Title: Scripts\n\nEvery script.\n",
    "pages/subscribe.md": "Title: Subscribe\n\nEvery feed.\n",
    "images/squares.svg": (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><rect width="2" height="2"/></svg>\n'
    ),
    "images/unused.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>\n',
    **thread(
        "coffee",
        comment(1, "2024-03-02T10:00:00Z", "Skeptic", "I *drink* it."),
        comment(2, "2024-03-03T10:00:00Z", "The Editor", "@Skeptic: So do I.", Role="author", Replyto="1"),
        comment(3, "2024-03-04T10:00:00Z", "Ping", "Said so.", Kind="webmention", Source="https://ping.example/"),
    ),
    **thread("newest", comment(1, "2026-05-02T10:00:00Z", "Nan", "First.", Website="https://nan.example/")),
    **thread("dictionary/gap", comment(1, "2026-03-04T10:00:00Z", "Nan", "Mind it.")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one build."""

    status: int
    """Exit code; negative if a signal ended it."""

    said: str
    seconds: float

    @property
    def nothing_changed(self) -> bool:
        """It was over before Pelican was imported."""
        return self.said.startswith("Nothing changed")


class SmallSite:
    """Sources, theme and settings in a folder, and what is built of them."""

    def __init__(self, root: Path, files: Mapping[str, str] = CONTENT) -> None:
        self.root = root
        self.clock = START
        self.content = root / "content"
        self.theme = root / "theme"
        self.output = root / "output"
        self.cache = root / "cache"
        root.mkdir(parents=True, exist_ok=True)
        shutil.copytree(ROOT / "theme", self.theme, ignore=shutil.ignore_patterns("*.woff2"))
        _leave_out_fonts(self.theme)
        (root / SETTINGS).write_text(BASE_SETTINGS, "utf-8")
        for path, text in files.items():
            self.write(path, text)

    def write(self, path: str, text: str) -> None:
        """A file under content/, in place if it is there already."""
        target = self.content / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")

    def files(self, pattern: str) -> list[Path]:
        """Those of content/ that match, sorted."""
        return sorted(path for path in self.content.glob(pattern) if path.is_file())

    def build(self, *more: str, die_at: int | None = None, die_after: float | None = None) -> Outcome:
        """What an author runs. See `start` for how it dies."""
        return self.start(self.output, self.cache, *more, die_at=die_at, die_after=die_after).wait()

    def start(
        self, output: Path, cache: Path, *more: str, die_at: int | None = None, die_after: float | None = None
    ) -> Running:
        """Start a build. `die_at` kills it when it is about to change its so-manieth file, `die_after` in seconds."""
        from plugins.incremental.__main__ import main as build

        command = [
            str(self.content),
            "-o",
            str(output),
            "-s",
            str(self.root / SETTINGS),
            "--cache",
            str(cache),
        ]
        return Running.start(
            lambda: build([*command, *more]), self.root / f"{output.name}.log", self.clock, die_at, die_after
        )

    def build_both(self) -> tuple[Outcome, Outcome, Path]:
        """An incremental build, and beside it a clean one into a fresh folder with a fresh cache: that folder."""
        fresh = self.root / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        clean = self.start(fresh / "output", fresh / "cache")
        return self.build(), clean.wait(), fresh / "output"


def _leave_out_fonts(theme: Path) -> None:
    """Fonts are large and the same in every build; the stylesheet must not ask for what is not there."""
    for sheet in theme.rglob("*.woff2.txt"):
        sheet.unlink()
    for font in (ROOT / "theme").rglob("*.woff2"):
        (theme / font.relative_to(ROOT / "theme")).write_bytes(b"wOF2" + font.name.encode())


@dataclass(frozen=True, slots=True)
class Running:
    """A command in a process of its own."""

    process: int
    log: Path
    started: float

    @classmethod
    def start(
        cls,
        work: Callable[[], int],
        log: Path,
        clock: int,
        die_at: int | None = None,
        die_after: float | None = None,
    ) -> Running:
        _warm_up()
        log.parent.mkdir(parents=True, exist_ok=True)
        started = time.perf_counter()
        sys.stdout.flush()
        sys.stderr.flush()
        gc.freeze()  # what this process knows is not looked at, and so not copied, in the next
        process = os.fork()
        if process == 0:
            _become_a_build(work, log, clock, die_at, die_after)
        gc.unfreeze()
        return cls(process, log, started)

    def wait(self) -> Outcome:
        """How it ended."""
        _, status = os.waitpid(self.process, 0)
        seconds = time.perf_counter() - self.started
        return Outcome(os.waitstatus_to_exitcode(status), self.log.read_text("utf-8"), seconds)


@cache
def _warm_up() -> None:
    """Import here, in the parent, what builds import, and find out what is the same for all: once for all of them.

    Nothing that depends on a site. Not at the top: other tests of the folder do without.
    """
    for name in ("build.generator", "glossary.markdown", "images.markdown", "site.markup", "pages.translate"):
        import_module(f"plugins.{name}")
    from plugins.glossary.translate import signs_of_writing
    from plugins.macros import macros
    from plugins.pages import render

    signs_of_writing()
    render.Templates(ROOT / "theme/templates").keys()
    vars(render)["Environment"] = _Remembering
    environment = render.make_environment(ROOT / "theme/templates")
    for name in environment.list_templates(extensions=["html"]):
        environment.get_template(name)
    for name in ("definition.html", "picture.html"):
        macros(name)
    Markdown(extensions=["extra", "codehilite", "toc"]).convert(
        "```python\nprint('once')\n```\n\nA [link](/)."
    )


def _become_a_build(
    main: Callable[[], int], log: Path, clock: int, die_at: int | None, die_after: float | None
) -> None:
    status = 70
    try:
        os.setsid()
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(descriptor, 1)
        os.dup2(descriptor, 2)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - pytest replaced it
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        _shorten_the_year()
        console.width = 300  # which it took from COLUMNS when it was imported, before the fork
        os.environ |= {"SOURCE_DATE_EPOCH": str(clock), "COLUMNS": "300"}
        if die_at is not None:
            sys.addaudithook(Doom(die_at))
        if die_after is not None:
            signal.signal(signal.SIGALRM, die)
            signal.setitimer(signal.ITIMER_REAL, die_after)
        status = main()
        gc.collect()  # as at the end of a process: SQLite's connections close, and tidy up behind them
    except BaseException:
        traceback.print_exc()
        status = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


class _Remembering(Environment):
    """Jinja that compiles a text once. A third of a small build is that, and each is forked from this process."""

    compiled: ClassVar[dict[tuple[str, str], CodeType]] = {}

    def compile(self, source: str, name: str, filename: str) -> CodeType:
        if (source, name) not in self.compiled:
            self.compiled[source, name] = super().compile(source, name, filename)
        return _moved(self.compiled[source, name], filename)


def _moved(code: CodeType, path: str) -> CodeType:
    """The same, compiled from another file: what is wrong with a template is told at its place."""
    inside = (_moved(one, path) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_filename=path, co_consts=tuple(inside))


def _shorten_the_year() -> None:
    """366 feeds of one word each take longer than all the rest; those of a week show the same."""
    import plugins.feeds.build

    plugins.feeds.build.DAYS_AHEAD = 7


def die(*_: object) -> None:
    """As when somebody kills the build; the processes that it started are not told."""
    os.kill(os.getpid(), signal.SIGKILL)


def cut_the_power() -> None:
    """All its processes end at once."""
    os.killpg(os.getpgrp(), signal.SIGKILL)


CHANGES = {
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.mkdir",
    "os.truncate",
    "sqlite3.connect",
    "shutil.copyfile",
}


class Doom:
    """Ends this process when it is about to change a file for the so-manieth time."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in CHANGES or (event == "open" and _writes(arguments[1])):
            self.steps -= 1
            if self.steps <= 0:
                cut_the_power()


def _writes(mode: object) -> bool:
    return isinstance(mode, str) and bool(set(mode) & set("wax+"))


def tree(folder: Path) -> dict[str, bytes]:
    """Path → bytes of every file."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def differences(actual: Mapping[str, bytes], expected: Mapping[str, bytes]) -> list[str]:
    """In words, for whoever reads why a test failed."""
    said = [f"{path} is there, and must not be" for path in sorted(actual.keys() - expected.keys())]
    said += [f"{path} is missing" for path in sorted(expected.keys() - actual.keys())]
    for path in sorted(actual.keys() & expected.keys()):
        if actual[path] != expected[path]:
            said.append(f"{path} differs{_first_difference(actual[path], expected[path])}")
    return said


def _first_difference(actual: bytes, expected: bytes) -> str:
    at = next((i for i, pair in enumerate(zip(actual, expected, strict=False)) if pair[0] != pair[1]), 0)
    return f" at {at}: {actual[at - 40 : at + 60]!r}, not {expected[at - 40 : at + 60]!r}"
