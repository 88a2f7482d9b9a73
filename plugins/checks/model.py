"""What is checked, and what is found. No I/O here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from typing import Literal, NamedTuple

from plugins.checks.body import Body, read_body
from plugins.front_matter import FrontMatter
from plugins.glossary.model import DictionaryFile, Entry
from plugins.header import Header
from plugins.site.content import HOUSE, Layout
from plugins.site.redirects import Forward
from plugins.source import AuthorError, Source

DocumentKind = Literal["article", "page", "opening"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong. `str(finding)` is "path:line: what is wrong; what to write instead"."""

    source: Source
    message: str

    about: str = field(default="", compare=False)
    """What on a built page is wrong, as it stands there: an address, an id. Empty for what nobody typed."""

    def __str__(self) -> str:
        return f"{self.source}: {self.message}"

    @classmethod
    def of(cls, error: AuthorError) -> Finding:
        return cls(error.source, error.message)


@dataclass(frozen=True)
class Document:
    """One Markdown file with a front matter."""

    path: str
    """As the author would type it: "content/articles/2026/a.md"."""

    place: str
    """Relative to content/: what `{filename}` means."""

    kind: DocumentKind
    front: FrontMatter

    @cached_property
    def body(self) -> Body:
        """Everything after the front matter."""
        return read_body(self.header.body)

    def at(self, line: int) -> Source:
        return Source(self.path, line)

    @property
    def header(self) -> Header:
        return self.front.header

    @property
    def body_line(self) -> int:
        return self.header.body_line

    @property
    def slug(self) -> str:
        """Its own, or made of the name of its file; empty where no address can be made of either."""
        found: str = self.front.values.get("slug", "")
        return found

    @property
    def date(self) -> datetime | None:
        """Aware, in the zone that was written or in that of the publication; None where it has none."""
        found: datetime | None = self.front.values.get("date")
        return found

    @property
    def status(self) -> str:
        """published, draft or hidden."""
        found: str = self.front.values.get("status", "published")
        return found

    def value(self, name: str) -> str:
        """What was written for a key, or nothing."""
        return self.header.value(name)

    def line(self, name: str) -> int:
        """Where a key stands; 1 where it is not there."""
        return self.header.line(name)


class Said(NamedTuple):
    """A comment, as far as the rules look at it. No dataclass: a large site has tens of thousands."""

    posted_at: datetime
    source: Source
    """Of the line that says when."""

    digest: str
    """Of all that its file says."""

    number: int
    author: str
    is_by_author: bool
    """Whether one of the publication's authors speaks."""

    replyto: int | None
    is_question: bool
    """Whether it asks something, and is still there."""

    is_imported: bool = False


@dataclass(frozen=True)
class Sources:
    """Everything under content/."""

    documents: tuple[Document, ...]
    """Sorted by path."""

    files: frozenset[str]
    """Every file there is but what editors left behind, relative to content/."""

    dictionary: tuple[DictionaryFile, ...]

    dictionary_texts: Mapping[str, Body]
    """By path: the files of the dictionary, whole."""

    entries: Mapping[str, tuple[Entry, ...]]
    """By path: the definitions in articles, pages and openings."""

    definitions: Mapping[str, int]
    """By path: how many lines the definitions take with which a body begins."""

    threads: Mapping[str, tuple[Said, ...]]
    """By folder, the slug of an article, or "dictionary/" and that of an entry: its comments."""

    findings: tuple[Finding, ...]
    """What reading found: bytes that are no text, definitions and comments that do not parse."""

    now: datetime
    """Aware. Decides which articles are due."""

    folder: str
    """What the author calls content/."""

    zone: tzinfo = UTC
    """What dates are told in that name no zone."""

    layout: Layout = HOUSE
    """Where the texts are."""

    redirects: tuple[Forward, ...] = ()
    """The lines of redirects.txt that are right."""

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

    leads_on: str
    """The address that it sends the reader on to at once; empty for a page that is read."""

    is_indexable: bool
    ids: tuple[tuple[str, int], ...]
    """Every id with its line, in the order of the page."""

    references: tuple[Reference, ...]
    images_without_alt: tuple[Reference, ...]
    emails: tuple[Reference, ...]
    """What looks like an e-mail address within the thread."""

    terms: tuple[str, ...] | None = None
    """Slugs of the entries to which words of an article lead without its author; None if this is no article."""

    names: tuple[str, ...] = ()
    """Of `<a name="…">`, the anchors of old texts."""


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

    elsewhere: tuple[str, ...] = ()
    """How addresses of this host begin that another program answers."""

    young: Callable[[], frozenset[str]] = frozenset
    """Slugs of words that are too new to be used; asked only where one is used nowhere."""

    @cached_property
    def base(self) -> str:
        """The address of the front page as it names it itself, without the last "/"; empty in a preview."""
        front = next((page for page in self.pages if page.path == "index.html"), None)
        return front.canonical[0].address.removesuffix("/") if front and front.canonical else ""

    @cached_property
    def ids(self) -> Mapping[str, frozenset[str]]:
        """By path of the page."""
        return {page.path: frozenset(name for name, _ in page.ids) for page in self.pages}

    @cached_property
    def anchors(self) -> Mapping[str, frozenset[str]]:
        """All that an address can name after its "#", by path of the page."""
        return {page.path: self.ids[page.path].union(page.names) for page in self.pages}

    @cached_property
    def stubs(self) -> Mapping[str, str]:
        """Where pages that are not read lead on to, by their path."""
        return {page.path: page.leads_on for page in self.pages if page.leads_on}

    def at(self, path: str, line: int) -> Source:
        return Source(f"{self.folder}/{path}", line)
