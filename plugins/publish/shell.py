"""The programs that a publish runs, each in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Self, cast

from plugins.publish.model import PublishError
from plugins.site.texts import Text


def lint_sources(content: Path, settings: Path) -> tuple[Text, ...]:
    """Print every finding in the author's texts; PublishError when there is one. Returns the public ones."""
    with TemporaryDirectory() as folder:
        texts = Path(folder, "texts.json")
        command = (
            "plugins.checks",
            "sources",
            str(content),
            "--settings",
            str(settings),
            "--texts",
            str(texts),
        )
        _run(*command, failure="mend this, then publish again")
        return tuple(Text(*text) for text in json.loads(texts.read_text("utf-8")))


def check_site(staging: Path, content: Path, settings: Path) -> None:
    """Print every finding in the built site; PublishError when there is one."""
    _run(
        "plugins.checks",
        "site",
        str(staging),
        "--content",
        str(content),
        "--settings",
        str(settings),
        failure="the built site has faults; mend this, then publish again",
    )


def build(content: Path, settings: Path, staging: Path, now: datetime, *, is_verbose: bool) -> None:
    """Build the site into `staging`; what it did is said when asked for, how far it is on every terminal."""
    arguments = [str(content), "-o", str(staging), "-s", str(settings), "--published-at", now.isoformat()]
    arguments += [] if is_verbose else ["--quiet"]
    _run("plugins.incremental", *arguments, failure="the build failed")


def committed(content: Path, copy: Path) -> Path:
    """Make `copy` what was committed last of the folder `content`. Returns `copy`; files that did not change stay.

    Raises:
        PublishError: it is in no repository of git, or nothing of it was committed.
    """
    if shutil.which("git") is None:
        raise PublishError("--only-committed needs git, and there is none on this machine")
    found = _git(content, "rev-parse", "--absolute-git-dir", "--show-prefix").splitlines()
    copy.mkdir(parents=True, exist_ok=True)
    aside = {"GIT_DIR": found[0], "GIT_WORK_TREE": str(copy.resolve())}
    aside["GIT_INDEX_FILE"] = str(copy.resolve().with_name(f"{copy.name}.index"))
    _git(copy, "read-tree", "--reset", "-u", f"HEAD:{found[1] if len(found) > 1 else ''}", environment=aside)
    return copy


def _git(folder: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
    command = ["git", *arguments]
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {}), "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().rpartition("\n")[2].removeprefix("fatal: ")
        raise PublishError(
            f"git {arguments[0]} in {folder}: {said or done.returncode}; ONLY_COMMITTED=1 builds from what git has:"
            " commit the texts first"
        )
    return done.stdout


def after_publish(command: Sequence[str], changed: Iterable[str]) -> None:
    """Run the program that the settings name, with the addresses that changed on its input, a line each."""
    sys.stdout.flush()
    lines = "".join(f"{address}\n" for address in changed)
    try:
        code = subprocess.run(list(command), input=lines.encode(), check=False).returncode
    except OSError as error:
        raise PublishError(
            f"AFTER_PUBLISH: {command[0]} cannot be run ({error.strerror}); it is released"
        ) from error
    if code:
        raise PublishError(f"AFTER_PUBLISH: {command[0]} ended with {code}; everything is released and sent")


@dataclass(frozen=True, slots=True)
class Done:
    """How a program ended."""

    code: int
    text: str
    complaint: str
    """What it said on its error output."""


def find_program(name: str, why: str) -> None:
    """Raises PublishError where there is no such program."""
    if shutil.which(name) is None:
        raise PublishError(f"there is no {name} on this machine, and {why}; install it")


def run_program(
    command: Sequence[str],
    data: bytes = b"",
    *,
    environment: Mapping[str, str] | None = None,
) -> Done:
    """Run a program to its end, without a shell; `data` is what it reads."""
    done = subprocess.run(
        command,
        input=data,
        env={**os.environ, **(environment or {}), "LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    return Done(done.returncode, *(one.decode(errors="replace") for one in (done.stdout, done.stderr)))


MARK = "=exit-interview="


class Talk:
    """A conversation with a shell that reads commands from its input: `with Talk(command) as talk`."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command

    def __enter__(self) -> Self:
        self._said = TemporaryFile()
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._said
        )
        return self

    def __exit__(self, *_: object) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                cast(IO[bytes], stream).close()
        self._process.wait()
        self._said.close()

    def tell(self, text: str) -> None:
        """Have it run something that says nothing."""
        with suppress(OSError):  # who has gone is noticed when something is asked
            self._write(text)

    def ask(self, text: str) -> tuple[int, str] | None:
        """Have it run one compound command: its code, and all that it said; None where nobody is there any more."""
        try:
            self._write(f"{text} 2>&1 </dev/null; printf '\\n{MARK} %s\\n' $?\n")
        except OSError:
            return None
        lines: list[str] = []
        for line in cast(IO[bytes], self._process.stdout):
            said = line.decode(errors="surrogateescape")
            if said.startswith(MARK):
                text = "".join(lines)
                return int(said.split()[1]), text.removesuffix("\n")
            lines.append(said)
        return None

    def _write(self, text: str) -> None:
        stream = cast(IO[bytes], self._process.stdin)
        stream.write(text.encode(errors="surrogateescape"))
        stream.flush()

    def complaint(self) -> str:
        """What the program itself said, when it has ended."""
        self._process.wait()
        self._said.seek(0)
        return self._said.read().decode(errors="replace")


def _run(module: str, *arguments: str, failure: str) -> None:
    sys.stdout.flush()
    command = [sys.executable, "-m", module, *arguments]
    if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode:
        raise PublishError(failure)
