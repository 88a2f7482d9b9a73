"""What was read of texts before, by what their files look like from outside: nobody waits for it twice."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from plugins.front_matter import Customs
from plugins.incremental.codec import DamagedError, pack, unpack, using
from plugins.incremental.listing import scan
from plugins.seal import keep_file, kept_file

KEPT = Path(".cache/sources")
PLUGINS = Path(__file__).parents[1]

WORTH_WRITING = 100
"""One file in so many: if less is new, it is read again by the next one."""

T = TypeVar("T")


class Kept:
    """Place of a text, or folder of a thread → what was read of it. Without a file it forgets."""

    def __init__(self, file: Path | None = None, identity: bytes = b"") -> None:
        """`identity`: of all that a reading depends on besides the file that is read."""
        self._file, self._identity = file, identity
        self._before = _load(file, identity) if file else {}
        self._now: dict[str, tuple[bytes, Any]] = {}

    @classmethod
    def at(cls, file: Path, content: Path, customs: Customs) -> Kept:
        """As it was left in `file` by this software, for this folder and these customs, on this day."""
        day = customs.now.date() if customs.now else None
        own = (sys.version, str(content), repr(customs.zone), sorted(customs.extra_keys), day)
        said = (sorted(customs.parts_of_speech.items()), sorted(customs.labels.items()))
        seen = blake2b(repr((own, said)).encode(), digest_size=16)
        for folder, listing in sorted(scan(PLUGINS).items()):
            seen.update(folder.encode() + b"\0" + listing)
        return cls(file, seen.digest())

    def has(self, place: str, stamp: bytes) -> bool:
        """Whether what was read of the file as it looks now is known."""
        return self._before.get(place, (b"",))[0] == stamp != b""

    def read(self, place: str, stamp: bytes, read: Callable[[], T]) -> T:
        """What is known of the file at `place`, or what `read` reads there."""
        found: T = self._before[place][1] if self.has(place, stamp) else read()
        self._now[place] = stamp, found
        return found

    def save(self, *, is_whole: bool = True) -> None:
        """Leave what was read for the next one. A disk that cannot be written to is no fault of this.

        Where little is new, nothing is written: to read a few files again is cheaper than to write of all of them.

        Args:
            is_whole: whether all was asked for; what was not asked for stays as it is.
        """
        now = self._now if is_whole else self._before | self._now
        new = sum(1 for place, one in now.items() if not self.has(place, one[0]))
        gone = len(self._before.keys() - now.keys())
        if self._file is None or (new + gone) * WORTH_WRITING <= len(now):
            return
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            keep_file(self._file, pack((self._identity, now)))


def _load(file: Path, identity: bytes) -> dict[str, tuple[bytes, Any]]:
    data = kept_file(file)
    if data is None:
        return {}
    try:
        with using(file.name):
            known, found = unpack(data)
            return dict(found) if known == identity else {}
    except DamagedError:
        return {}
