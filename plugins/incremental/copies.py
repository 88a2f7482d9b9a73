"""Files that are published as they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from plugins.incremental.document import Document
from plugins.incremental.scan import stamp


@dataclass(frozen=True, slots=True)
class FileInputs:
    """A file that is published as it is."""

    source: str = field(compare=False)
    """Where it is on this machine."""

    stamp: bytes
    """What it looks like from outside."""


def copy_of(source: Path, path: str) -> Document:
    """The file at `source`, at `path` of the output folder."""
    return Document(path, _copied, FileInputs(str(source), stamp(str(source))))


def _copied(file: FileInputs) -> bytes:
    return Path(file.source).read_bytes()
