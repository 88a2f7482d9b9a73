"""What is checked, and what is found. No I/O here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from plugins.glossary.model import DictionaryFile, Entry
from plugins.source import AuthorError, Source

DocumentKind = Literal["article", "page", "opening"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong. `str(finding)` is "path:line: what is wrong; what to write instead"."""

    source: Source
    message: str

    def __str__(self) -> str:
        return f"{self.source}: {self.message}"

    @classmethod
    def of(cls, error: AuthorError) -> Finding:
        return cls(error.source, error.message)


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a front matter."""

    key: str
    """As typed."""

    value: str
    """Lines of a value are joined with a space."""

    line: int

    @property
    def name(self) -> str:
        """What Pelican calls it."""
        return self.key.lower()


@dataclass(frozen=True)
class Document:
    """One Markdown file with a front matter."""

    path: str
    """As the author would type it: "content/articles/2026/a.md"."""

    place: str
    """Relative to content/: what `{filename}` means."""

    kind: DocumentKind
    fields: tuple[Field, ...]

    body: str
    """Everything after the front matter; code is blanked out, line for line, as nothing in it is a link."""

    body_line: int
    text: str

    def at(self, line: int) -> Source:
        return Source(self.path, line)

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The first field of each name."""
        return {field.name: field for field in reversed(self.fields)}

    def value(self, name: str) -> str:
        """The value of a field, or empty."""
        field = self.by_name.get(name)
        return field.value if field else ""

    def line(self, name: str) -> int:
        """Where a field stands; 1 where it is not there."""
        field = self.by_name.get(name)
        return field.line if field else 1


@dataclass(frozen=True)
class Sources:
    """Everything under content/."""

    documents: tuple[Document, ...]
    """Sorted by path."""

    files: frozenset[str]
    """Every file there is, relative to content/."""

    dictionary: tuple[DictionaryFile, ...]

    dictionary_texts: Mapping[str, str]
    """By path: the files of the dictionary, with code blanked out."""

    entries: Mapping[str, tuple[Entry, ...]]
    """By path: the definitions in articles, pages and openings."""

    threads: Mapping[str, int]
    """By folder, the slug of an article, or "dictionary/" and that of an entry: how many comments."""

    findings: tuple[Finding, ...]
    """What reading found: bytes that are no text, definitions and comments that do not parse."""

    now: datetime
    """Aware. Decides which articles are due."""

    folder: str
    """What the author calls content/."""

    allowed_keys: frozenset[str] = frozenset()
    """Names that a front matter may have besides the known ones, in lower case."""

    @property
    def all_entries(self) -> tuple[Entry, ...]:
        """Wherever they are defined; also those that are there twice."""
        in_files = [entry for file in self.dictionary for entry in file.entries]
        return (*in_files, *(entry for found in self.entries.values() for entry in found))

    @property
    def articles(self) -> tuple[Document, ...]:
        return tuple(document for document in self.documents if document.kind == "article")


@dataclass(frozen=True, slots=True)
class Reference:
    """An address on a page."""

    address: str
    line: int

    is_id: bool = False
    """`address` is the id of another element of the page, as in aria-labelledby."""


@dataclass(frozen=True, slots=True)
class BuiltPage:
    """What the rules need to know of one built page."""

    path: str
    """Relative to the site's folder."""

    language: str
    title: str
    headings: tuple[int, ...]
    """Lines of its h1 elements."""

    canonical: tuple[Reference, ...]

    is_stub: bool
    """Only sends the reader on to another page."""

    is_indexable: bool
    ids: tuple[tuple[str, int], ...]
    """Every id with its line, in the order of the page."""

    references: tuple[Reference, ...]
    images_without_alt: tuple[Reference, ...]
    emails: tuple[Reference, ...]
    """What looks like an e-mail address within the thread."""

    terms: tuple[str, ...] | None = None
    """Slugs of the entries to which words of an article lead without its author; None if this is no article."""


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """A feed, a sitemap, a stylesheet or a data file."""

    path: str
    references: tuple[Reference, ...]

    fault: str
    """Why it cannot be read, or empty."""

    fault_line: int = 1


@dataclass(frozen=True, slots=True)
class BuiltEntry:
    """What the built dictionary says of an entry."""

    headword: str
    slug: str

    is_decided: bool
    """Whether the author wrote how words are to be linked to it."""


@dataclass(frozen=True)
class Site:
    """A built site."""

    folder: str
    pages: tuple[BuiltPage, ...]
    files: tuple[BuiltFile, ...]

    paths: frozenset[str]
    """Every file, relative to the folder."""

    entries: tuple[BuiltEntry, ...] = ()
    """Of the dictionary."""

    security: str = ""
    """The text of security.txt, or empty."""

    now: datetime | None = None
    """Aware. Decides what has expired; None where nobody asks."""

    @cached_property
    def base(self) -> str:
        """The address of the front page as it names it itself, without the last "/"; empty in a preview."""
        front = next((page for page in self.pages if page.path == "index.html"), None)
        return front.canonical[0].address.removesuffix("/") if front and front.canonical else ""

    @cached_property
    def ids(self) -> Mapping[str, frozenset[str]]:
        """By path of the page."""
        return {page.path: frozenset(name for name, _ in page.ids) for page in self.pages}

    def at(self, path: str, line: int) -> Source:
        return Source(f"{self.folder}/{path}", line)
