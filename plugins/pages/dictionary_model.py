"""What each page of the dictionary shows, and the page Translate: views, as in model.py. No I/O here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from plugins.comments.model import ThreadView
from plugins.incremental.deferred import Deferred
from plugins.pages.model import GlossedText, Letter, Opening, Preview
from plugins.site.records import Card, EntryCard, Link


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of a text in which so many of a hundred words, or more, are in the dictionary."""

    least: int
    said: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A text of the author's as the page Translate reads it."""

    title: str
    lines: tuple[Markup, ...]
    """With the words of the dictionary marked."""

    plain: tuple[str, ...]
    """The same lines in plain English; empty where that is no different."""

    count: int
    density: str
    """Words of the dictionary in a hundred words: "6.3"."""

    verdict: str


@dataclass(frozen=True, slots=True)
class TranslateView:
    """The page Translate."""

    heading: str
    opening: Opening
    terms: str
    """Address of the words that are looked for; the next, of what they mean."""

    senses: str
    dictionary: str
    """Address, below which the entries are."""

    verdicts: tuple[Verdict, ...]
    """From the lowest share of words on."""

    samples: tuple[Sample, ...]
    words: tuple[Preview, ...]
    """All that are marked in the samples."""


@dataclass(frozen=True, slots=True)
class EditionFile:
    """A file that readers download."""

    name: str
    url: str
    size: str
    """ "237 kB"."""


@dataclass(frozen=True, slots=True)
class EditionView:
    """One form of the dictionary, or the books of the years."""

    kind: str
    """As the setting EDITIONS names it."""

    files: tuple[EditionFile, ...]
    """One or more; the first is the one to take."""


@dataclass(frozen=True, slots=True)
class EditionsView:
    """The page of the editions."""

    heading: str
    opening: Opening | None
    count: int
    """Of the words."""

    changed_at: datetime
    """When a word was published or changed last."""

    editions: tuple[EditionView, ...]


@dataclass(frozen=True, slots=True)
class DictionaryView:
    heading: str
    opening: Opening | None
    letters: tuple[Letter, ...]
    groups: tuple[LetterGroup, ...]
    entry_count: int

    authors: str
    """Address of the index of authors of verse, or empty."""

    random: str
    """Address at which a script goes to any word."""

    data: tuple[Link, ...]
    """The dictionary for programs."""

    editions: str
    """Address of the dictionary for other devices, or empty."""

    linked_data: Markup
    """JSON-LD; empty in a preview."""


@dataclass(frozen=True, slots=True)
class LetterGroup:
    letter: Letter
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A line of the A-Z index."""

    title: str
    """As an EntryCard has it."""

    url: str

    first_line: str
    """The definition where a line holds it whole, or empty."""


@dataclass(frozen=True, slots=True)
class VerseAuthor:
    name: str
    words: tuple[EntryCard, ...]


@dataclass(frozen=True, slots=True)
class AuthorsView:
    """Who signed the verse of the dictionary."""

    heading: str
    letters: tuple[Letter, ...]
    authors: tuple[VerseAuthor, ...]


@dataclass(frozen=True, slots=True)
class LetterView:
    letter: Letter
    letters: tuple[Letter, ...]

    first: str
    """Guide words."""

    last: str

    entries: tuple[LetterEntry, ...]
    newer: Letter | None
    older: Letter | None
    """The letters after and before."""


@dataclass(frozen=True, slots=True)
class LetterEntry:
    url: str
    definition: Markup | Deferred[Markup]


@dataclass(frozen=True, slots=True)
class Mention:
    """That an article names an entry."""

    card: Card
    sentence: str | Deferred[str]
    """Plain text around the first mention."""


@dataclass(frozen=True, slots=True)
class EntryView:
    headword: str
    title: str
    published_at: datetime | None
    """None in a dictionary that knows no dates."""

    definition: Markup | Deferred[Markup]

    commentary: GlossedText | Deferred[GlossedText]
    """Without a passage where there is none."""

    home: Link | None
    """The article or page whose opening this definition is."""

    letters: tuple[Letter, ...] | Deferred[tuple[Letter, ...]]
    previous: EntryCard | None
    next: EntryCard | None
    homographs: tuple[EntryCard, ...]

    see_also: tuple[EntryCard, ...]
    """Entries that this one refers to."""

    referred_from: tuple[EntryCard, ...]
    """Entries that refer to this one."""

    mentioned_in: tuple[Mention, ...]
    """The newest articles that link to it."""

    mention_count: int
    """How many there are in all."""

    citation: str
    """How to cite it, in plain text, with its address."""

    random: str
    """Address at which a script goes to any word."""

    thread: ThreadView | Deferred[ThreadView | None] | None

    linked_data: Markup
    """JSON-LD; empty in a preview."""
