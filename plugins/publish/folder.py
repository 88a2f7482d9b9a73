"""The target "folder": another folder on this machine, or on a disk that is mounted here, with the layout of public/.

It does with its six verbs what public/ does, and is what the others are held against.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from plugins.machine import say as say_error
from plugins.publish import release as releases
from plugins.publish.directory import Directory, say
from plugins.publish.install import Looked, Sources
from plugins.publish.model import File, Manifest, PublishError
from plugins.publish.target import Promise, Sealed, Sending, TargetError, compare


@dataclass
class Folder:
    """A folder of releases."""

    name: str
    folder: Path
    site: str = ""
    may_adopt: bool = False
    """Whether a site there that nobody knows may be set aside."""

    place: str = ""
    """Where the settings name it, and its address: told where it cannot be such a folder."""

    promise: Promise = field(
        default=Promise(is_atomic=True, can_roll_back=True, serves_headers=True, serves_by_date=True)
    )

    @property
    def _there(self) -> Directory:
        return Directory(self.folder)

    @contextmanager
    def locked(self, *, is_dry: bool = False) -> Iterator[None]:
        with self._told():
            self._look()
            if is_dry:
                yield
                return
            self._make()
            with self._there.locked():
                yield

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What goes wrong is told by the name of the target."""
        try:
            yield
        except TargetError:
            raise
        except PublishError as error:
            raise TargetError(f"{self.name}: {error}") from error
        except OSError as error:
            raise TargetError(f"{self.name}: {say_error(error)}") from error

    def _look(self) -> None:
        """Whether it is, or can become, such a folder."""
        if (self.folder / "releases").is_symlink():
            raise self._refuse(f"{self.folder}/releases is a symlink; put a folder in its place")
        above = next(one for one in (self.folder, *self.folder.parents) if one.exists())
        if not above.is_dir():
            raise self._refuse(f"{above} is a file; move it away, or name another folder")
        if not os.access(above, os.W_OK):
            raise self._refuse(
                f"{above} may not be written to; let yourself write there, or name another folder"
            )

    def _make(self) -> None:
        try:
            self._there.make_folders()
        except OSError as error:
            why = error.strerror or str(error)
            raise self._refuse(f"{self.folder} cannot be made ({why}); name a folder on a disk") from error

    def _refuse(self, what: str) -> TargetError:
        return TargetError(f"{self.place or self.name}: {what}")

    def current_id(self) -> str:
        """Of the release that is shown.

        Raises:
            TargetError: something is shown that no manifest knows, and nobody said that it may be set aside.
        """
        live = self._there.current_id()
        if live and live in self._there.sealed():
            return live
        if os.path.lexists(self._there.current) and not self.may_adopt:
            raise TargetError(
                f"{self.name}: {self._there.current} is no release of ours; to put ours in its place:"
                f" make send TARGET={self.name} ADOPT=1"
            )
        return ""

    def plan(self, new: Manifest) -> Sending:
        live = self.current_id()
        return compare(live, self._there.known(live), new)

    def send(self, release: Sealed) -> int:
        there, live = self._there, self.current_id()
        there.clear_unfinished()
        own = there.look(release.id, release.manifest) if release.id in there.sealed() else None
        if own and not own.spoilt and there.kept(release.id) == release.kept:
            return 0
        shown = there.look(live) if live else None
        sources = Sources(shown, release.tree, own)
        if lost := there.install(release.manifest, sources, release.kept):
            raise TargetError(f"{self.name}: {release.tree} has lost {lost[0]}; make publish")
        return sum(not _has(shown, own, file) for file in release.whole.files)

    def switch(self, release: Sealed) -> int:
        self._there.switch(release.id)
        return 0

    def switch_back(self, before: str) -> bool:
        if before:
            self._there.switch(before)
        return bool(before)

    def differences(self, release: Sealed, *, is_thorough: bool = True) -> tuple[str, ...]:  # noqa: ARG002
        return tuple(sorted(self._there.look(release.id, release.manifest).spoilt))

    def verify(self, release: Sealed) -> None:
        there = self._there
        if there.current_id() != release.id:
            raise TargetError(f"{self.name}: release {release.id} is not the one that is shown there")
        if spoilt := there.look(release.id, release.manifest).spoilt:
            raise TargetError(f"{self.name}: {there.current} is not what was sent: {say(spoilt)}")

    def forget(self, release: Sealed, keep: int) -> None:
        there = self._there
        if release.line not in there.ledger()[-1:]:
            there.record(release.line)
        releases.forget(there, keep)


def _has(shown: Looked | None, own: Looked | None, file: File) -> bool:
    """Whether the file was there before, in what is shown or in the tree that gave way."""
    return any(one.has(file, file.path) for one in (shown, own) if one)
