"""What a build did, for the person who asked for it."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.incremental.document import Inputs


@dataclass(frozen=True, slots=True)
class Report:
    read: int
    restored: int
    rendered: int
    written: int
    removed: int
    kept: int
    """Files that were left as they are."""

    rebuilt_because: str
    """Why all was read; empty if it was not."""

    why: str
    """An answer to --why, or nothing."""

    remarks: tuple[str, ...] = ()
    """What rooms have to say of their work."""

    warnings: tuple[str, ...] = ()
    """What authors should know, however quiet the build is to be."""

    def text(self, seconds: float) -> str:
        """Lines to print."""
        because = f" (everything: {self.rebuilt_because})" if self.rebuilt_because else ""
        line = (
            f"Read {self.read:,} sources{because}, restored {self.restored:,}; rendered {self.rendered:,} files, "
            f"wrote {self.written:,}, removed {self.removed:,}, left {self.kept:,} as they were; {seconds:.2f} s"
        )
        return "\n".join((line, *self.remarks, *self.warnings, *([self.why] if self.why else [])))


def explain(path: str, before: Inputs | None, after: Inputs | None, rebuilt_because: str) -> str:
    """Which inputs of the file at `path` changed; each as `Document.parts` names it.

    Args:
        before: its inputs as the store had them, None if it had none.
        after: as they are now, None if it was not made.
    """
    if after is None:
        return f"{path} was not written: nothing that it is made from has changed, or there is no such file"
    if before is None:
        reason = rebuilt_because or "it is new"
        return f"{path} was written: {reason}"
    changed = _changed(before, after)
    if not changed:
        return f"{path} was written again: it was not as the last build left it"
    return f"{path} was written because these changed: {', '.join(changed)}"


def _changed(old: Inputs, new: Inputs) -> list[str]:
    return sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
