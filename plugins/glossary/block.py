"""What an entry is made of: heads, cross-references, and the blocks of its text. Names follow DMLex 1.0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from plugins.glossary.headword import slugify, superscript
from plugins.source import Source

Relation: TypeAlias = Literal["see", "see also", "compare", "opposed to"]

RELATIONS: dict[str, Relation] = {
    "See": "see",
    "See also": "see also",
    "Cf.": "compare",
    "Compare": "compare",
    "Opposed to": "opposed to",
}
NOWHERE = Source("", 1)


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

    is_planned: bool = False
    """Written [HEAD](dict:later): its entry is still to be written."""

    @property
    def leads_nowhere(self) -> bool:
        """Whether no entry is looked for."""
        return self.is_joke or self.is_planned

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
class Note:
    """What stands between a head, or the number of a sense, and its text, in brackets of its own."""

    kind: Literal["pronunciation", "etymology", "usage"]
    text: str
    """Inline Markdown without the brackets; of a pronunciation plain."""

    brackets: Literal["//", "()", "[]"]


@dataclass(frozen=True, slots=True)
class Sense:
    number: int
    """1-based, as printed: "(1)"; of a sub-sense 1 is "(a)"."""

    gloss: str
    """Inline Markdown without the mark that closes it; empty only before sub-senses or cross-references."""

    labels: tuple[str, ...] = ()
    """Where or how it is used: "law", "archaic"."""

    senses: tuple[Sense, ...] = ()
    """Sub-senses; they have none themselves."""

    references: tuple[Reference, ...] = ()
    """Of this sense only. Those after the last sense are the block's."""

    parts_of_speech: tuple[str, ...] = ()
    """Its own, where the senses of an entry differ: "(1) n. A ledge. (2) v. To stand there."."""

    notes: tuple[Note, ...] = ()
    blocks: tuple[Held, ...] = ()
    """What stands below it, in reading order; only where the senses are a list."""


@dataclass(frozen=True, slots=True)
class Senses:
    """Numbered senses, run in: in one sentence, "(1) …; (2) ….", or each in its own, "(1) …. (2) …." (two or more)."""

    senses: tuple[Sense, ...]
    """Two or more."""

    lead: str = ""
    """Inline Markdown before "(1)", with its own colon or comma."""

    closing: str = "."
    """The mark after the last sense: ".", ":" before a quotation, or none if the gloss has its own."""

    references: tuple[Reference, ...] = ()
    separator: str = ";"
    """Between two senses; empty where each is a sentence of its own, whose gloss then has its mark."""

    @property
    def is_run_in(self) -> bool:
        """Whether "(1)" follows a part of speech directly, after a comma."""
        return not self.lead and bool(self.separator) and not self.is_list

    @property
    def is_list(self) -> bool:
        """Whether something stands below a sense, so that they cannot run on in one line."""
        return any(sense.blocks for sense in self.senses)


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
class Code:
    text: str
    """Without the line break at its end."""

    language: str = ""
    """As the lexers of Pygments are called: "python"; empty where it has none."""


Alignment: TypeAlias = Literal["", "left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Table:
    header: tuple[str, ...]
    """One or more cells, inline Markdown; some may be empty."""

    rows: tuple[tuple[str, ...], ...]
    """Each as long as the header."""

    alignment: tuple[Alignment, ...]
    """Of each column."""


@dataclass(frozen=True, slots=True)
class RunOn:
    """A sub-entry that runs on at the end of its entry: "—**Coffee chat**, n. Text."."""

    head: Head
    parts_of_speech: tuple[str, ...]
    """May be empty."""

    body: Prose | Senses
    labels: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


Held: TypeAlias = Prose | Verse | Quotation | Dialogue | Code | Table
"""What may stand below a sense."""

Block: TypeAlias = Held | Senses | RunOn


def references_of(block: Block) -> tuple[Reference, ...]:
    """The cross-references of a block, in reading order."""
    match block:
        case Prose():
            return block.references
        case Senses():
            inner = (*block.senses, *(sub for sense in block.senses for sub in sense.senses))
            below = (
                found for sense in block.senses for held in sense.blocks for found in references_of(held)
            )
            return (*(found for sense in inner for found in sense.references), *below, *block.references)
        case RunOn():
            return references_of(block.body)
        case _:
            return ()


def labels_of(block: Block) -> Iterator[str]:
    """The labels of a block, in reading order."""
    if isinstance(block, RunOn):
        yield from (*block.labels, *labels_of(block.body))
    elif isinstance(block, Senses):
        for sense in block.senses:
            yield from (*sense.labels, *(label for sub in sense.senses for label in sub.labels))


def texts_of(block: Block) -> Iterator[str]:
    """All inline Markdown of a block, in reading order."""
    match block:
        case Prose():
            yield block.text
        case Senses():
            yield block.lead
            for sense in (one for outer in block.senses for one in (outer, *outer.senses)):
                yield from (note.text for note in sense.notes)
                yield sense.gloss
            for held in (held for sense in block.senses for held in sense.blocks):
                yield from texts_of(held)
        case Verse():
            yield from (line.text for stanza in block.stanzas for line in stanza)
            yield block.attribution
        case Quotation():
            yield from (*block.paragraphs, block.attribution)
        case Dialogue():
            yield from (*(speech.words for speech in block.speeches), block.attribution)
        case Table():
            yield from (*block.header, *(cell for row in block.rows for cell in row))
        case RunOn():
            yield from (note.text for note in block.notes)
            yield from texts_of(block.body)


def words_of_references(references: tuple[Reference, ...]) -> str:
    """Cross-references as they are read: "See COFFEE and LUNCH."."""
    return " ".join(
        f"{reference.words} {' and '.join(target.head.text for target in reference.targets)}."
        for reference in references
    )
