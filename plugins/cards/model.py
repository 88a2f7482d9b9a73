"""What stands on a card. No I/O and no Pelican here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

WIDTH, HEIGHT = 1200, 630
"""Of every card, in pixels: what the large previews of all networks are cut to."""

Style = Literal["roman", "italic", "bold", "head", "capitals", "number"]
"""head, capitals: small capitals, spaced. number: of a sense, in oxblood."""

Kind = Literal["definition", "text", "verse", "gap", "speech", "attribution", "title", "standfirst"]
"""verse: one line of it. gap: between stanzas. speech: what one speaker says."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style. A break in it is a space, as in HTML."""

    text: str
    style: Style = "roman"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What begins on a line of its own."""

    kind: Kind
    runs: tuple[Run, ...]
    indent: int = 0
    """Of a line of verse: in ems."""


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs that stand on the card together, or not at all; the first block of a card may be cut."""

    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Card:
    publication: str
    """Empty where the card shows nothing else."""

    place: str
    """Where the page is filed: a category, or the dictionary; empty of the publication's own card."""

    blocks: tuple[Block, ...]
    """As many of them are shown as there is room for."""

    foot: str
    """The last line: the title of the article that a definition opens, or the publication's host."""
