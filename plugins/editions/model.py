"""What an edition is made from, and which there are. No I/O here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from markupsafe import Markup

from plugins.glossary.entry import Entry
from plugins.incremental.deferred import Deferred
from plugins.incremental.digest import Digested

BEFORE_NAME: Final = "The dictionary of"


@dataclass(frozen=True, slots=True)
class Imprint:
    """What every edition says of its publication."""

    name: str
    """The publication's: "The Exit Interview"."""

    stem: str
    """With which the names of files begin: "exit-interview"."""

    description: str
    author: str
    language: str

    origin: str
    """Scheme and host; empty where the publication has no address."""

    root: str
    """Path prefix of every address: empty, or such as /magazine."""

    id_authority: str
    license_name: str
    license_url: str

    @property
    def address(self) -> str:
        """Of the front page; empty where the publication has none."""
        return f"{self.origin}{self.root}/" if self.origin else ""

    @property
    def title(self) -> str:
        """Of the dictionary."""
        return f"{BEFORE_NAME} {self.name}"

    @property
    def terms(self) -> str:
        """Under which it may be used, in one line; empty where nobody said."""
        return f"{self.license_name} ({self.license_url})" if self.license_url else self.license_name


@dataclass(frozen=True)
class WordsInputs(Digested):
    """All that the editions of the dictionary are made from."""

    imprint: Imprint
    changed_at: datetime
    """When a word was published or changed last."""

    definitions: Mapping[str, Deferred[Markup]]
    """Slug → the definition as its page shows it, in the order of the dictionary."""

    entries: tuple[Entry, ...] = field(compare=False, repr=False)
    """Those of `definitions`, which stand for them, in the same order."""

    base: str
    """Where links in definitions to entries begin: "/dictionary/"."""

    preface: tuple[Chapter, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A text of the publication."""

    title: str
    body: Deferred[Markup]
