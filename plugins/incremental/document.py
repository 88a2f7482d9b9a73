"""A file of the site before it is made: a path, one record of inputs, and a function of that record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, runtime_checkable

from plugins.incremental.digest import digest, digest_parts, joined

Inputs: TypeAlias = dict[str, bytes]
"""Name → digest: for the person who asks why a file was written."""


@runtime_checkable
class Explained(Protocol):
    """A part of a record that says itself what it is made of."""

    def parts(self) -> Inputs:
        """Name → digest."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file that may have to be made."""

    path: str
    """Relative to the output folder, with "/"."""

    make: Callable[[Any], bytes]
    """Sees `inputs` and nothing else: no file, no setting, no clock."""

    inputs: Any
    """A frozen record: everything that the file's content depends on."""

    def parts(self) -> Inputs:
        """What the file is made from, by name."""
        return parts_of(self.inputs)

    def key_of(self, parts: Inputs) -> bytes:
        """Stands for the content, which is made of these parts."""
        return joined([digest(self.make), *parts.values()])

    @property
    def key(self) -> bytes:
        """Stands for the content."""
        return self.key_of(self.parts())

    def content(self) -> bytes:
        """The file."""
        return self.make(self.inputs)


def parts_of(inputs: Any) -> Inputs:
    """Name → digest of what a record holds."""
    if isinstance(inputs, Explained):
        return inputs.parts()
    try:
        return digest_parts(inputs)
    except TypeError:  # no record
        return {"content": digest(inputs)}


@dataclass(frozen=True, slots=True)
class Bundle:
    """Documents that are looked at one by one only where something about them may have changed."""

    name: str
    """The same in every build."""

    documents: Callable[[Any], Iterable[Document]]
    """Sees `inputs` and nothing else."""

    inputs: Any
    """A frozen record of all that its documents are made from. What it does not hold, they cannot show."""

    size: int
    """About how many documents there are."""

    @property
    def key(self) -> bytes:
        """Stands for all documents. It may change more often than they do."""
        return digest((self.documents, self.inputs))

    def open(self) -> Iterable[Document]:
        """The documents."""
        return self.documents(self.inputs)


def written(path: str, data: bytes) -> Document:
    """A file whose content is there already."""
    return Document(path, _as_it_is, data)


def _as_it_is(data: bytes) -> bytes:
    return data
