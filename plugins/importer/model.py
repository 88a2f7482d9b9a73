"""What an export holds, whatever system wrote it, and what became of each thing in it. No I/O here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Literal, NamedTuple, TypeAlias

from plugins.comments.model import Kind
from plugins.source import Source

Status = Literal["published", "draft", "pending", "scheduled", "private", "protected", "trash"]
Writing = Literal["paragraphs", "html", "markdown"]
"""How a body is written: lines that the system makes paragraphs of (WordPress), whole HTML, or Markdown."""

NameKind = Literal["category", "tag", "author"]
"""What a name is of: each has a list."""

State = Literal["approved", "pending", "spam", "trash", "deleted", "internal"]


class Outcome(StrEnum):
    """What became of one thing."""

    KEPT = "kept"
    CHANGED = "changed"
    SKIPPED = "skipped"


class Weight(IntEnum):
    """How much a person must look at something."""

    NONE = 0
    SMALL = 1
    DOUBT = 2
    LOSS = 3


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody else wrote under a text."""

    id: str
    """In the source: "8812"."""

    source: Source
    author: str
    website: str
    posted_at: datetime | None
    body: str
    """HTML, or lines that become paragraphs."""

    parent: str = ""
    """Id of what it answers; empty for nothing."""

    kind: Kind = Kind.COMMENT
    state: State = "approved"
    is_by_author: bool = False
    """Of the text that it stands under."""

    ours: tuple[tuple[str, str], ...] = ()
    """Of an export of ours: what else its file said, by the keys of its header; and "body", in Markdown or HTML."""

    @property
    def own(self) -> dict[str, str]:
        return dict(self.ours)


@dataclass(frozen=True, slots=True)
class Post:
    """A text with its thread."""

    id: str
    source: Source
    kind: Literal["post", "page"]
    title: str
    """May have HTML."""

    body: str
    writing: Writing
    status: Status
    published_at: datetime | None
    modified_at: datetime | None
    slug: str
    link: str
    """Its whole address, as far as the source knows it."""

    guid: str = ""
    """Its id in the feeds of before."""

    category: str = ""
    categories: tuple[str, ...] = ()
    """The others."""

    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    summary: str = ""
    """HTML, or words."""

    comments: Literal["", "open", "closed"] = ""
    image: str = ""
    """Address of the picture that stands for it."""

    image_words: str = ""
    """What the picture shows, where the text says it and no attachment does."""

    was_at: tuple[str, ...] = ()
    """Other addresses that it had: whole, or from the front page."""

    notes: tuple[str, ...] = ()
    """What its reader has to say of it."""

    marks: tuple[str, ...] = ()
    """Of other programs, that stand in its text: "{% figure %}"."""

    lost: str = ""
    """What of it does not come, if anything."""

    header: tuple[tuple[str, str], ...] = ()
    """Keys and values of an export of ours that no other system has."""

    footnotes: tuple[tuple[str, str], ...] = ()
    """Id and HTML of each, where the system keeps them apart from the text."""

    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Discussion:
    """A thread whose text is not in this export."""

    id: str
    source: Source
    link: str
    names: tuple[str, ...]
    """What else may name the text: an id, an old slug."""

    title: str
    is_closed: bool
    remarks: tuple[Remark, ...]


class Item(NamedTuple):
    """Anything else that the export holds."""

    kind: str
    id: str
    source: Source
    outcome: Outcome
    why: str = ""
    weight: Weight = Weight.NONE


Thing: TypeAlias = Post | Discussion | Item


class OldName(NamedTuple):
    """What the old site had a list of."""

    kind: NameKind
    slug: str
    """As addresses had it; "parent/child" of a category within another."""

    name: str
    number: str = ""
    """ "3", where addresses named it by that: "/?cat=3"."""


@dataclass(frozen=True)
class Index:
    """What has to be known of a whole export before one text of it can be converted."""

    system: str
    """ "wordpress"."""

    address: str = ""
    """Where the old site is: "https://old.example/blog"."""

    title: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    """Id of an attachment → the address of its file."""

    captions: Mapping[str, str] = field(default_factory=dict)
    """Id of an attachment → the words below it."""

    attached: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Id of a text → the ids of the images that were put into it, in their order."""

    blocks: Mapping[str, str] = field(default_factory=dict)
    """Id of a block that several texts show → what is in it."""

    exported_at: datetime | None = None

    pages_of_files: tuple[tuple[str, str, str], ...] = ()
    """Of each attachment: its id, the whole address of its page, the id of the text that it was put into."""

    old_names: tuple[OldName, ...] = ()

    redirects: tuple[tuple[str, str], ...] | None = None
    """Of an export of ours: the lines of its redirects.txt. Then nothing of another system ever stood anywhere."""


@dataclass(frozen=True)
class Export:
    """An export, opened: what is in it can be asked for more than once."""

    system: str
    index: Index
    things: Callable[[], Iterator[Thing]]

    counts: Callable[[], Mapping[str, int]]
    """Kind → how many the source has, counted by somebody who understands nothing of it."""

    outlines: Callable[[], Iterator[Post]] | None = None
    """Its texts alone, each with one comment at most that readers saw: quicker than `things`, where there is such."""

    def texts(self) -> Iterator[Post]:
        """Every text, for whoever wants to know where it goes."""
        found = self.outlines or self.things
        return (thing for thing in found() if isinstance(thing, Post))


class Note(NamedTuple):
    """One sentence on what was changed or left out."""

    text: str
    weight: Weight = Weight.NONE

    mark: str = ""
    """What another program would fill in, "[slider]": the report says in how many texts each stands."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger: one thing of the source."""

    source: Source
    kind: str
    id: str
    outcome: Outcome
    notes: tuple[Note, ...] = ()
    to: str = ""
    """The file that it became, relative to content/."""

    @property
    def weight(self) -> Weight:
        return max((note.weight for note in self.notes), default=Weight.NONE)


class File(NamedTuple):
    """What is to stand in content/."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one text and its thread."""

    files: tuple[File, ...] = ()
    lines: tuple[Line, ...] = ()
    images: tuple[tuple[str, str], ...] = ()
    """Address of an image, and the file that names it."""

    blocks: tuple[int, int] = (0, 0)
    """Blocks that became Markdown, and all."""
