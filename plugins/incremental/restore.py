"""Sources that did not change are not read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from plugins.incremental.faults import making
from plugins.incremental.progress import track
from plugins.incremental.store import Store, Unit
from plugins.incremental.workers import spread
from plugins.source import AuthorError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of reading one source."""

    unit: Unit | None
    """None where it was wrong, or is to be skipped."""

    findings: tuple[AuthorError, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What came of bringing the units of one kind up to date."""

    read: tuple[str, ...]
    """Paths."""

    restored: int
    removed: tuple[str, ...]
    findings: tuple[AuthorError, ...]


def bring_up_to_date(
    store: Store,
    kind: str,
    stamps: Mapping[str, bytes],
    read: Callable[[str, bytes], Outcome],
    *,
    is_costly: bool = False,
) -> Changes:
    """Make the units of `kind` in `store` those of the sources in `stamps`.

    Args:
        stamps: path → stamp of every source that there is.
        read: reads the source at a path; given its stamp for the unit. Called in other processes when there are
            many.
        is_costly: whether reading a single one takes as long as starting a process.
    """
    known = store.stamps(kind)
    changed = [path for path, stamp in stamps.items() if known.get(path) != stamp]
    removed = sorted(known.keys() - stamps.keys())
    skipped: list[str] = []
    findings: list[AuthorError] = []

    def read_one(path: str) -> Outcome:
        with making(path, f"reading this {kind}"):
            return read(path, stamps[path])

    def units() -> Iterator[Unit]:
        outcomes = spread(read_one, changed, is_costly=is_costly)
        outcomes = track(outcomes, len(changed), f"Reading: {kind}", is_costly=is_costly)
        for path, outcome in zip(changed, outcomes, strict=True):
            findings.extend(outcome.findings)
            if outcome.unit:
                yield outcome.unit
            elif not outcome.findings:
                skipped.append(path)

    store.keep_units(units())
    store.forget_units(kind, [*removed, *skipped])
    return Changes(tuple(changed), len(stamps) - len(changed), tuple(removed), tuple(findings))
