"""What the steps of one build hand on to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from plugins.files.assets import Asset
from plugins.images.model import Picture
from plugins.incremental.output import Output
from plugins.incremental.restore import Changes
from plugins.incremental.store import Store
from plugins.site.model import Site
from plugins.site.read import Reading


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that is made into files."""

    site: Site
    assets: Mapping[str, Asset]

    pictures: Mapping[str, Picture]
    """Path relative to content/ of an image that is published → what was made of it."""

    ledger: bytes
    """content/ledger.txt as it is; what it will be where a publish would write another."""

    due_later: tuple[datetime, ...]
    """When the site changes by itself."""


@dataclass(slots=True)
class State:
    """One build, as far as it has come."""

    store: Store
    reading: Reading

    rebuilt_because: str
    """Why all is read; or nothing."""

    doubt: str
    """Why nobody can say whether settings are as they were; or nothing."""

    changes: Mapping[str, Changes] = field(default_factory=dict)
    """Kind of source → what changed."""

    statics: frozenset[str] = frozenset()
    """Paths of all files in content/ that could be published as they are."""

    gathered: Gathered | None = None
    output: Output | None = None
    """Once everything is written."""

    warnings: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    why: str = ""

    def shown(self) -> Gathered:
        """What is made into files, once all has been read."""
        assert self.gathered is not None  # noqa: S101 - Pelican reads before it writes
        return self.gathered

    def written(self) -> Output:
        """The output folder, once everything is written."""
        assert self.output is not None  # noqa: S101 - it is the last that is done
        return self.output
