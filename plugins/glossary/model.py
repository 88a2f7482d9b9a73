"""What an entry of the dictionary is. No I/O, no Markdown and no Pelican here. Names follow DMLex 1.0."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from plugins.glossary.headword import (
    initial,
    is_abbreviation,
    sentence_case,
    slugify,
    sort_key,
    superscript,
)
from plugins.glossary.plain import plain_text
from plugins.source import AuthorError, Source

Joint: TypeAlias = Literal["or", "/", ";"]
Relation: TypeAlias = Literal["see", "see also", "compare", "opposed to"]
LinkPolicy: TypeAlias = Literal["auto", "exact", "explicit", "never"]

RELATIONS: dict[str, Relation] = {
    "See": "see",
    "See also": "see also",
    "Cf.": "compare",
    "Compare": "compare",
    "Opposed to": "opposed to",
}
NOWHERE = Source("", 1)


class AuthorWarning(AuthorError):
    """Doubtful rather than wrong: lint shows it, nothing fails because of it."""


@dataclass(frozen=True, slots=True)
class Head:
    """A headword as it is printed."""

    text: str
    """Without the marks of exact case: "RÉSUMÉ", "Table d'Hôte"."""

    exact: bool = False
    """Whether it was written **Exact Case** and is never to be set in another."""

    @property
    def slug(self) -> str:
        return slugify(self.text)


@dataclass(frozen=True, slots=True)
class Target:
    """The head that a cross-reference names."""

    head: Head
    homograph: int = 0
    """1-based; 0 when the head alone is clear enough."""

    sense: int = 0
    """1-based; 0 for the whole entry."""

    is_joke: bool = False
    """Written [HEAD](dict:nowhere): it leads nowhere on purpose."""

    @property
    def name(self) -> str:
        """What lookups take: "NETWORKING", "NETWORKING#2", "LEAD²"."""
        mark = superscript(self.homograph) if self.homograph else ""
        return f"{self.head.text}{mark}" + (f"#{self.sense}" if self.sense else "")


@dataclass(frozen=True, slots=True)
class Reference:
    """A sentence such as "See also NETWORKING and COFFEE."."""

    words: str
    """As printed, a key of RELATIONS."""

    targets: tuple[Target, ...]
    source: Source = field(default=NOWHERE, compare=False)

    @property
    def relation(self) -> Relation:
        return RELATIONS[self.words]


@dataclass(frozen=True, slots=True)
class Sense:
    number: int
    """1-based, as printed: "(1)"; of a sub-sense 1 is "(a)"."""

    gloss: str
    """Inline Markdown without the mark that closes it; empty only before sub-senses."""

    labels: tuple[str, ...] = ()
    """Where or how it is used: "law", "archaic"."""

    senses: tuple[Sense, ...] = ()
    """Sub-senses; they have none themselves."""

    references: tuple[Reference, ...] = ()
    """Of this sense only. Those after the last sense are the block's."""


@dataclass(frozen=True, slots=True)
class Senses:
    """Numbered senses, run in: "(1) …; (2) …."."""

    senses: tuple[Sense, ...]
    """Two or more."""

    lead: str = ""
    """Inline Markdown before "(1)", with its own colon or comma."""

    closing: str = "."
    """The mark after the last sense: ".", ":" before a quotation, or none if the gloss has its own."""

    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph of text."""

    text: str
    """Inline Markdown; empty when the paragraph is nothing but cross-references."""

    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class VerseLine:
    text: str
    """Inline Markdown."""

    indent: int = 0


@dataclass(frozen=True, slots=True)
class Verse:
    stanzas: tuple[tuple[VerseLine, ...], ...]
    attribution: str = ""
    """Inline Markdown without the dash; empty if nobody signed."""


@dataclass(frozen=True, slots=True)
class Quotation:
    paragraphs: tuple[str, ...]
    """Inline Markdown."""

    attribution: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    speaker: str
    """In capitals; empty for a stage direction."""

    words: str
    """Inline Markdown."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    speeches: tuple[Speech, ...]
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class RunOn:
    """A sub-entry that runs on at the end of its entry: "—**Coffee chat**, n. Text."."""

    head: Head
    parts_of_speech: tuple[str, ...]
    """May be empty."""

    body: Prose | Senses
    labels: tuple[str, ...] = ()


Block: TypeAlias = Prose | Senses | Verse | Quotation | Dialogue | RunOn


@dataclass(frozen=True, slots=True)
class Part:
    """What the entry says of one part of speech."""

    parts_of_speech: tuple[str, ...]
    """Abbreviations as printed, "adj. and n." being two; empty only in an entry without any."""

    blocks: tuple[Block, ...]
    """One or more, in reading order."""

    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """What the front matter decides about an entry."""

    forms: tuple[str, ...] = ()
    """Other forms of the head, linked as it is."""

    link: LinkPolicy = "auto"
    homograph: int = 0
    """1-based among entries with one head; 0 when there is no other."""

    is_entry: bool = False
    """Entry: yes; the head may stand without a part of speech."""

    comments: str = ""
    """"open" or "closed"; empty leaves it to the site."""

    lang: str = ""
    """Language of the head where it is not the site's."""


@dataclass(frozen=True, slots=True)
class Entry:
    heads: tuple[Head, ...]
    """One or more, sharing the body."""

    parts: tuple[Part, ...]
    """One or more."""

    joint: Joint = "or"
    """What stands between several heads."""

    policy: Policy = Policy()
    source: Source = field(default=NOWHERE, compare=False)

    @property
    def headword(self) -> str:
        """The first head as printed."""
        return self.heads[0].text

    @property
    def homograph(self) -> int:
        return self.policy.homograph

    @property
    def slug(self) -> str:
        return slugify(self.headword, self.homograph)

    @property
    def name(self) -> str:
        """What lookups take and nothing else has: "NETWORKING", "LEAD²"."""
        return self.headword + (superscript(self.homograph) if self.homograph else "")

    @property
    def initial(self) -> str:
        return initial(self.headword)

    @property
    def sort_key(self) -> tuple[tuple[str, str], int]:
        return sort_key(self.headword), self.homograph

    @property
    def title(self) -> str:
        """The head where it is a title: sentence case, unless its capitals are its spelling."""
        return self.headword if self._is_spelt_so(self.heads[0]) else sentence_case(self.headword)

    @property
    def parts_of_speech(self) -> tuple[str, ...]:
        """All of them, in reading order."""
        return tuple(name for part in self.parts for name in part.parts_of_speech)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All of them, in reading order."""
        return tuple(block for part in self.parts for block in part.blocks)

    @property
    def run_ons(self) -> tuple[RunOn, ...]:
        return tuple(block for block in self.blocks if isinstance(block, RunOn))

    @property
    def references(self) -> tuple[Reference, ...]:
        """All of them, in reading order."""
        return tuple(reference for block in self.blocks for reference in _references_of(block))

    @property
    def gloss(self) -> str:
        """The first sense or sentence, without marks; of an entry that only quotes, the first words quoted."""
        return next(filter(None, map(_first_words, self.blocks)), "")

    def _is_spelt_so(self, head: Head) -> bool:
        return (
            head.exact
            or self.policy.link == "exact"
            or "abbr." in self.parts_of_speech
            or is_abbreviation(head.text)
        )


def _references_of(block: Block) -> tuple[Reference, ...]:
    match block:
        case Prose():
            return block.references
        case Senses():
            inner = (*block.senses, *(sub for sense in block.senses for sub in sense.senses))
            return (*(found for sense in inner for found in sense.references), *block.references)
        case RunOn():
            return _references_of(block.body)
        case _:
            return ()


def _first_words(block: Block) -> str:
    match block:
        case Prose():
            return plain_text(block.text) or _reference_words(block.references)
        case Senses():
            first = block.senses[0]
            return plain_text(first.gloss or first.senses[0].gloss)
        case Quotation():
            return plain_text(block.paragraphs[0])
        case Verse():
            return plain_text(" / ".join(line.text for line in block.stanzas[0]))
        case Dialogue():
            return plain_text(block.speeches[0].words)
        case RunOn():
            return _first_words(block.body)


def _reference_words(references: tuple[Reference, ...]) -> str:
    return " ".join(
        f"{reference.words} {' and '.join(target.head.text for target in reference.targets)}."
        for reference in references
    )


@dataclass(frozen=True, slots=True)
class DictionaryFile:
    """A file of content/dictionary/: one entry with commentary, or many short ones."""

    path: str
    entries: tuple[Entry, ...]
    published_at: datetime | None
    """UTC; None only when the front matter was wrong."""

    commentary: str = ""
    """Markdown after "* * *"; only with a single entry."""

    commentary_source: Source = NOWHERE
    findings: tuple[AuthorError, ...] = ()
    """Everything wrong or doubtful in the file, in the order of its lines."""

    modified_at: datetime | None = None
