"""What the settings file says, for commands that do without Pelican.

Settings are a program: it is run, as Pelican runs it. Anything less reads another value as soon as somebody writes
`TIMEZONE = os.environ[…]` or takes over what another file says.
"""

from __future__ import annotations

import importlib
import re
import runpy
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from plugins.front_matter import Customs
from plugins.machine import MachineError
from plugins.source import AuthorError, Source

DEFAULT_ZONE = "UTC"

EDITIONS = ("stardict", "dictd", "epub", "pdf", "years", "dmlex")
"""What the setting of that name may hold; or "all"."""

PART_OF_SPEECH = re.compile(r"(?:[^\W\d_]{1,12}\.){1,3}")
"""Its full stop tells it from a word of the text."""

LABEL = re.compile(r"[^\W\d_][\w .'’-]{0,40}")


def read_settings(path: Path) -> Mapping[str, Any]:
    """The settings in the file at `path`; none where there is no such file.

    Raises:
        AuthorError: the file cannot be run, names a zone that does not exist, or abbreviations that cannot be read.
    """
    if not path.is_file():
        return {}
    try:
        with _neighbours_afresh(path.resolve().parent):
            found = runpy.run_path(str(path))
    except MachineError:
        raise
    except Exception as wrong:
        raise AuthorError(_place(path, wrong), f"{_say(wrong)}; mend the settings") from None
    settings = {name: value for name, value in found.items() if name.isupper()}
    _check_zone(path, settings)
    _check_abbreviations(path, settings)
    _check_editions(path, settings)
    return settings


def zone_of(settings: Mapping[str, Any]) -> tzinfo:
    """In which dates are told that name no zone."""
    return ZoneInfo(settings.get("TIMEZONE") or DEFAULT_ZONE)


def customs_of(settings: Mapping[str, Any], now: datetime | None = None) -> Customs:
    """What they say of texts, read at `now`."""
    extra_keys = frozenset(key.lower() for key in settings.get("EXTRA_KEYS", ()))
    parts_of_speech, labels = settings.get("PARTS_OF_SPEECH", {}), settings.get("LABELS", {})
    return Customs(zone_of(settings), extra_keys, now, parts_of_speech, labels)


@contextmanager
def _neighbours_afresh(folder: Path) -> Iterator[None]:
    """Settings import each other by name: those of another folder must not be taken for these."""
    path, names = list(sys.path), {file.stem for file in folder.glob("*.py")}
    others = {name: sys.modules.pop(name) for name in names & sys.modules.keys()}
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path[:] = path
        for name in names:
            sys.modules.pop(name, None)
        sys.modules.update(others)


def _check_zone(path: Path, settings: Mapping[str, Any]) -> None:
    try:
        zone_of(settings)
    except (KeyError, ValueError, OSError, TypeError):
        message = f'TIMEZONE = {settings["TIMEZONE"]!r} names no zone; write one such as "Europe/Berlin"'
        raise AuthorError(_line_of(path, "TIMEZONE"), message) from None


def _check_abbreviations(path: Path, settings: Mapping[str, Any]) -> None:
    """What stands in the dictionary and is told from its text: "pp.", "[arch.]"."""
    for setting, pattern, example in (
        ("PARTS_OF_SPEECH", PART_OF_SPEECH, '"pp.": "participle"'),
        ("LABELS", LABEL, '"arch.": "archaic"'),
    ):
        found = settings.get(setting, {})
        pairs = found.items() if isinstance(found, Mapping) else [(found, "")]
        for short, words in pairs:
            if not (isinstance(short, str) and pattern.fullmatch(short) and isinstance(words, str) and words):
                message = (
                    f"{setting} has {short!r}: {words!r}; write an abbreviation and its words, {example}"
                )
                raise AuthorError(_line_of(path, setting), message)


def _check_editions(path: Path, settings: Mapping[str, Any]) -> None:
    for name in settings.get("EDITIONS", ()):
        if name not in (*EDITIONS, "all"):
            message = f"EDITIONS has {name!r}; write all, or some of {', '.join(EDITIONS)}"
            raise AuthorError(_line_of(path, "EDITIONS"), message)


def _line_of(path: Path, setting: str) -> Source:
    lines = path.read_text("utf-8").splitlines()
    return Source(str(path), next((n for n, text in enumerate(lines, 1) if text.startswith(setting)), 1))


def _place(path: Path, wrong: Exception) -> Source:
    """The last line of the settings that was run, or that could not be read."""
    if isinstance(wrong, SyntaxError) and wrong.lineno:
        return Source(wrong.filename or str(path), wrong.lineno)
    import traceback  # only where something is wrong

    own = [frame for frame in traceback.extract_tb(wrong.__traceback__) if Path(frame.filename) == path]
    return Source(str(path), own[-1].lineno or 1 if own else 1)


def _say(wrong: Exception) -> str:
    return f"{type(wrong).__name__}: {wrong.msg if isinstance(wrong, SyntaxError) else wrong}"
