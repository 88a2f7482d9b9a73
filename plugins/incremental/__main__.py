"""python -m plugins.incremental: build a site, doing only what has to be done."""

from __future__ import annotations

import argparse
import fcntl
import gc
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from plugins.incremental.faults import BuildError
from plugins.incremental.manifest import Inputs, look, read_manifest
from plugins.incremental.meanwhile import meanwhile
from plugins.incremental.scan import find_touched
from plugins.incremental.store import store_path
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
    parser.add_argument("--why", metavar="PATH", help="say which input made this file be written")
    parser.add_argument(
        "--search", action="store_true", help="make the index of the search, whatever the settings say"
    )
    parser.add_argument(
        "--wait", action="store_true", help="load all that a build needs, and build when a line is typed"
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")
    return parser


def _wait_for_word(settings: Path, content: Path) -> bool:
    """Load what builds with these settings need, until somebody types a line. False where nobody ever will.

    Where code, settings or libraries have changed meanwhile, this process begins again with the new ones.
    """
    before = _loaded_from(settings)
    with suppress(Exception):  # what is wrong with them the build says
        from plugins.incremental.plugin import load  # only now: it takes long

        load(settings, content)
    if not sys.stdin.readline():
        return False
    if _loaded_from(settings) != before:
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
    now = float(os.environ.get("SOURCE_DATE_EPOCH") or time.time())

    def look_with(theme: str) -> Inputs:
        asked = [str(options.content.resolve()), *(["--search"] if options.search else [])]
        return look(options.content, ROOT, options.settings, Path(theme), asked)

    seen = touched = None
    if manifest := read_manifest(kept.with_suffix(".manifest")):
        touched = meanwhile(partial(find_touched, options.output, manifest.outputs))
        seen = look_with(manifest.theme)
        if not manifest.reasons(now, seen.digests(), touched):
            if not options.quiet:
                _say_nothing_changed(options, len(manifest.outputs), started)
            return 0

    from plugins.incremental.plugin import (  # only now: Pelican takes longer to import than all this
        Build,
        run,
    )

    build = Build(
        options.content,
        options.output,
        options.settings,
        options.cache,
        now,
        look_with,
        seen,
        touched,
        options.search,
    )
    try:
        report = run(build, options.why)
    except (AuthorError, AuthorErrors, BuildError) as wrong:
        print(wrong, file=sys.stderr)
        return 1
    if not options.quiet:
        seconds = time.perf_counter() - started
        whole = f"Built by plain Pelican, for {options.settings} does not name the room incremental; {seconds:.2f} s"
        print(report.text(seconds) if report else whole)
    return 0


def _say_nothing_changed(options: argparse.Namespace, files: int, started: float) -> None:
    seconds = time.perf_counter() - started
    print(f"Nothing changed: {files:,} files in {options.output}/ are as they should be ({seconds:.2f} s)")
    if options.why:
        print(f"{options.why} was not written: nothing that it is made from has changed")


if __name__ == "__main__":
    sys.exit(main())
