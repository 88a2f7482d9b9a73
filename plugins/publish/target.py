"""A place that a sealed release is sent to: six verbs, and what it can promise."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from plugins.publish.model import OF_A_DAY, Kept, Manifest, PublishError, Release, difference, with_kept


class TargetError(PublishError):
    """A target refuses, cannot be reached, or holds what nobody expects: says what, and what to do."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What a kind of target can do."""

    is_atomic: bool
    """Readers see the old release or the new one, never a mixture."""

    can_roll_back: bool
    """Earlier releases are there, and are shown again without being sent."""

    serves_headers: bool
    """What goes with an answer is as the software says."""

    serves_by_date: bool = False
    """Whoever asks for a feed of a day is given the document of today, as our nginx does it."""

    is_read_by_request: bool = False
    """Reading what is there costs a request for each file: a publish does it for what it sends alone."""

    wait_seconds: float = 0
    """How long it may take until what was sent is shown."""

    def __str__(self) -> str:
        said = (
            "one switch" if self.is_atomic else "file by file, in order",
            "earlier releases stay there" if self.can_roll_back else "an earlier release is sent again",
            "headers as ours" if self.serves_headers else "headers are the host's",
        )
        return ", ".join(said)

    @property
    def unread(self) -> str:
        """What a publish does not look at there."""
        return "; its objects were listed, not read (make send reads them)" if self.is_read_by_request else ""

    def fit(self, manifest: Manifest) -> Manifest:
        """What of it is sent to such a place: documents of single days only where one is chosen by date.

        The result has another id.
        """
        if self.serves_by_date:
            return manifest
        return Manifest(tuple(file for file in manifest.files if not OF_A_DAY.fullmatch(file.path)))


@dataclass(frozen=True, slots=True)
class Sealed:
    """A release as it lies in public/."""

    manifest: Manifest
    kept: tuple[Kept, ...]
    """What stands there of earlier releases."""

    tree: Path

    line: Release
    """Of the ledger, when it was published."""

    @property
    def id(self) -> str:
        return self.manifest.id

    @property
    def whole(self) -> Manifest:
        """All of its files but packed copies."""
        return with_kept(self.manifest, self.kept)


@dataclass(frozen=True, slots=True)
class Sending:
    """What a target would get. Paths are sorted."""

    live: str
    """Id of the release that is shown there, or empty."""

    sent: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    is_nothing: bool = False


class Target(Protocol):
    """A place. Whoever asks it for more than its plan holds `locked`."""

    @property
    def name(self) -> str: ...

    @property
    def promise(self) -> Promise: ...

    @property
    def site(self) -> str:
        """The address at which it is seen; empty for SITEURL."""

    def locked(self, *, is_dry: bool = False) -> AbstractContextManager[None]:
        """Reach it, and keep other publishers out; a dry run changes nothing there."""

    def current_id(self) -> str:
        """Id of the release that is shown there, or empty."""

    def plan(self, new: Manifest) -> Sending:
        """What would be sent. Changes nothing."""

    def send(self, release: Sealed) -> int:
        """Put the release there without showing it, as far as such a place can. Returns how many files were sent."""

    def switch(self, release: Sealed) -> int:
        """Show it. Returns how many files had to wait until now to be sent."""

    def switch_back(self, before: str) -> bool:
        """Show the release that was shown before, if that is there. Whether it is."""

    def differences(self, release: Sealed, *, is_thorough: bool = True) -> tuple[str, ...]:
        """Paths of what is shown that are not as in the release. The next `send` sends them, known or not.

        Args:
            is_thorough: everything is read, also where that costs a request for each file.
        """

    def verify(self, release: Sealed) -> None:
        """Hold what is there against the release. Raises TargetError."""

    def forget(self, release: Sealed, keep: int) -> None:
        """Note that it is live, and remove all but the last releases."""


def compare(live: str, old: Manifest, new: Manifest) -> Sending:
    """What is to be sent where the release `live`, of the manifest `old`, is shown."""
    if live == new.id:
        return Sending(live, is_nothing=True)
    change = difference(old, new)
    return Sending(live, tuple(sorted((*change.new, *change.changed))), change.gone)


def some(paths: Sequence[str], shown: int = 5) -> str:
    """A few of many."""
    more = f" and {len(paths) - shown} more" if len(paths) > shown else ""
    return ", ".join(paths[:shown]) + more
