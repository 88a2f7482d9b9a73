"""python -m plugins.incremental: build a site, doing only what has to be done."""

from __future__ import annotations

import argparse
import fcntl
import gc
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path

from plugins.clock import clock
from plugins.incremental.faults import BuildError, SoftwareError
from plugins.incremental.manifest import Inputs, look, read_manifest
from plugins.incremental.meanwhile import meanwhile
from plugins.incremental.scan import find_touched, stamp
from plugins.incremental.store import store_path
from plugins.machine import MachineError, run
from plugins.site.content import article_paths
from plugins.site.settings import read_settings
from plugins.source import AuthorError, AuthorErrors

ROOT = Path(__file__).parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Build, and say what was done. 0, or 1 when something is wrong."""
    options = _parser().parse_args(arguments)
    if options.wait and not _wait_for_word(options.settings, options.content):
        return 0
    started = time.perf_counter()
    gc.disable()  # a build makes few circles and many records: looking for circles took half of its time
    kept = store_path(options.cache, options.output)
    with _locked(kept.with_suffix(".lock")):
        return _build(options, kept, started)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plugins.incremental", description=__doc__)
    parser.add_argument("content", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("-s", "--settings", type=Path, default=Path("pelicanconf.py"))
    parser.add_argument("--cache", type=Path, default=Path(".cache/store"), help="safe to delete")
    parser.add_argument(
        "--published-at", type=datetime.fromisoformat, metavar="TIME", help="of the publish that this is for"
    )
    parser.add_argument("--why", metavar="PATH", help="say which input made this file be written")
    parser.add_argument(
        "--search", action="store_true", help="make the index of the search, whatever the settings say"
    )
    parser.add_argument(
        "--editions", action="store_true", help="make every edition, whatever the settings say"
    )
    parser.add_argument(
        "--wait", action="store_true", help="load all that a build needs, and build when a line is typed"
    )
    parser.add_argument("--verbose", action="store_true", help="show how a fault of the software came about")
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")
    return parser


def _wait_for_word(settings: Path, content: Path) -> bool:
    """Load what builds with these settings need, until somebody types a line. False where nobody ever will.

    Where code, settings or libraries have changed meanwhile, this process begins again with the new ones.
    """
    before, known = _loaded_from(settings), {}
    with suppress(Exception):  # what is wrong with them the build says
        from plugins.build.run import load  # only now: it takes long

        known = {path: stamp(str(path)) for path in load(settings, content)}
    if not sys.stdin.readline():
        return False
    if _loaded_from(settings) != before or any(stamp(str(path)) != left for path, left in known.items()):
        arguments = [argument for argument in sys.argv[1:] if argument != "--wait"]
        os.execv(sys.executable, [sys.executable, "-m", "plugins.incremental", *arguments])  # noqa: S606
    return True


def _loaded_from(settings: Path) -> dict[str, bytes]:
    """What a process that waits has read already."""
    seen = look(Path(os.devnull), ROOT, settings, ROOT / "theme", []).others
    return {name: seen[name] for name in ("code", "settings", "libraries")}


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One build at a time into one folder; the second waits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another build is writing this folder; waiting for it.", file=sys.stderr)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(options: argparse.Namespace, kept: Path, started: float) -> int:
    now = clock(os.environ).timestamp()

    def look_with(theme: str, imported: tuple[str, ...]) -> Inputs:
        asked = [str(options.content.resolve()), *(["--search"] if options.search else [])]
        asked += ["--editions"] if options.editions else []
        asked += article_paths(os.environ, [])
        return look(options.content, ROOT, options.settings, Path(theme), asked, imported)

    seen = touched = None
    if manifest := read_manifest(kept.with_suffix(".manifest")):
        touched = meanwhile(partial(find_touched, options.output, {**manifest.outputs, **manifest.folders}))
        seen = look_with(manifest.theme, manifest.imported)
        if not manifest.reasons(now, seen.digests(), touched):
            if not options.quiet:
                _say_nothing_changed(options, len(manifest.outputs), started)
            return 0

    from plugins.build.run import Build, run  # only now: Pelican takes longer to import than all this

    build = Build(
        options.content,
        options.output,
        options.settings,
        options.cache,
        now,
        look_with,
        seen,
        touched,
        options.published_at,
        options.search,
        options.editions,
    )
    try:
        report = run(build, options.why)
    except (AuthorError, AuthorErrors, BuildError) as wrong:
        print(wrong, file=sys.stderr)
        return 1
    except Exception as error:
        _say_fault(options, error)
        return 1
    seconds = time.perf_counter() - started
    whole = f"Built by plain Pelican, for {options.settings} does not name the room build; {seconds:.2f} s"
    if not options.quiet:
        print(report.text(seconds) if report else whole)
    elif report and report.warnings:
        print("\n".join(report.warnings))
    return 0


def _say_fault(options: argparse.Namespace, error: Exception) -> None:
    """One line for what the machine refuses and for what nobody foresaw; how it came about only for those who ask."""
    if isinstance(error, OSError):
        raise error
    if isinstance(error, sqlite3.DatabaseError):  # it was made anew, and that did not help
        raise MachineError(f"{options.cache}: {error}; make room there, and let whoever builds write there")
    try:
        read_settings(options.settings)
    except AuthorError as wrong:
        print(wrong, file=sys.stderr)
        return
    if not isinstance(error, SoftwareError):
        error = SoftwareError.of(error, str(options.content), "the build")
    print(error, file=sys.stderr)
    if options.verbose:
        print(error.trace, file=sys.stderr)


def _say_nothing_changed(options: argparse.Namespace, files: int, started: float) -> None:
    seconds = time.perf_counter() - started
    print(f"Nothing changed: {files:,} files in {options.output}/ are as they should be ({seconds:.2f} s)")
    if options.why:
        print(f"{options.why} was not written: nothing that it is made from has changed")


if __name__ == "__main__":
    sys.exit(run(main))
