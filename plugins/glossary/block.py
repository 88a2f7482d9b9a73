"""What an entry is made of: heads, cross-references, and the blocks of its text. Names follow DMLex 1.0."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from plugins.glossary.headword import slugify, superscript
from plugins.glossary.plain import plain_text
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
        return not self.lead and bool(self.separator)


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


def references_of(block: Block) -> tuple[Reference, ...]:
    """The cross-references of a block, in reading order."""
    match block:
        case Prose():
            return block.references
        case Senses():
            inner = (*block.senses, *(sub for sense in block.senses for sub in sense.senses))
            return (*(found for sense in inner for found in sense.references), *block.references)
        case RunOn():
            return references_of(block.body)
        case _:
            return ()


def first_words(block: Block) -> str:
    """What a reader reads first of a block, without marks."""
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
            return first_words(block.body)


def _reference_words(references: tuple[Reference, ...]) -> str:
    return " ".join(
        f"{reference.words} {' and '.join(target.head.text for target in reference.targets)}."
        for reference in references
    )
