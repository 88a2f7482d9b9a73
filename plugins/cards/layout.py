"""Blocks become lines of a size at which they fill the card and fit into it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from plugins.cards.faces import tracking, width
from plugins.cards.model import Block, Kind, Paragraph, Run, Style

LARGEST, SMALLEST, STEP = 84, 34, 2
"""Sizes of type, in pixels of the card. The smallest is still read where a phone shows the card at a third."""

LEADING = 1.36
HANG = 1.1
"""Of the lines after a definition's first, in ems."""

ELLIPSIS = Run("\u202f…")
SENTENCE_ENDS = ".?!;"


@dataclass(frozen=True, slots=True)
class Setting:
    """How a kind of paragraph is set, in its own ems but for `scale`."""

    scale: float = 1.0
    first: float = 0.0
    """Where its first line begins."""

    other: float = 0.0
    """Where the others do."""

    before: float = 0.0
    """Space above it where another kind stands above."""

    leading: float = LEADING


SETTINGS: dict[Kind, Setting] = {
    "definition": Setting(other=HANG, before=0.3),
    "text": Setting(0.92, 1.3, 1.3, 0.45),
    "verse": Setting(0.92, 1.6, 3.6, 0.45, leading=1.3),
    "gap": Setting(0.46),
    "speech": Setting(0.92, 1.6, 2.8, 0.45, leading=1.3),
    "attribution": Setting(0.86, 3.9, 3.9),
    "title": Setting(1.3, leading=1.14),
    "standfirst": Setting(0.78, before=0.55),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one style at its place, in pixels of the drawing."""

    x: float
    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Line:
    baseline: float
    size: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """Lines from the top of their area."""

    lines: tuple[Line, ...]
    height: float
    is_broken: bool
    """Whether a word was parted, for it is wider than the card."""


NOTHING = Laid((), 0.0, is_broken=False)


@dataclass(frozen=True, slots=True)
class Area:
    """Where the blocks may stand, in pixels of the drawing."""

    width: int
    height: int

    zoom: int
    """Pixels of the drawing to one of the card."""


def fit(blocks: Sequence[Block], area: Area) -> Laid:
    """As many blocks as there is room for, as large as they can be.

    The first block is cut where it alone is too much: between senses, between sentences, else between words.
    """
    for count in range(len(blocks), 0, -1):
        if laid := _largest(blocks[:count], area):
            return laid
    return _cut(blocks[0], area) if blocks else NOTHING


def _largest(blocks: Sequence[Block], area: Area) -> Laid | None:
    sizes = range(SMALLEST, LARGEST + 1, STEP)

    def is_too_large(size: int) -> bool:
        laid = _lay(blocks, area, size)
        return laid.height > area.height or (laid.is_broken and size > SMALLEST)

    too_large = bisect_right(sizes, False, key=is_too_large)
    return _lay(blocks, area, sizes[too_large - 1]) if too_large else None


def _cut(block: Block, area: Area) -> Laid:
    """As much of the first paragraph as fits in the smallest size, and at least one word."""
    paragraph = block.paragraphs[0]
    atoms = list(_atoms(paragraph.runs))

    def is_too_much(end: int) -> bool:
        return _lay([_shortened(paragraph, atoms[:end])], area, SMALLEST).height > area.height

    fitting = max(1, bisect_right(range(1, len(atoms) + 1), False, key=is_too_much))
    ends = [end for end in range(1, fitting + 1) if _is_sense_end(atoms, end)]
    ends = ends or [end for end in range(fitting // 2 + 1, fitting + 1) if _ends_sentence(atoms[end - 1])]
    shortened = _shortened(paragraph, atoms[: ends[-1] if ends else fitting])
    return _largest([shortened], area) or _lay([shortened], area, SMALLEST)


def _shortened(paragraph: Paragraph, atoms: Sequence[Atom]) -> Block:
    """What was left out is marked, after a full stop as after a word."""
    runs = [run for atom in atoms for run in (*atom, Run(" "))][:-1]
    last = runs[-1]
    runs[-1] = replace(last, text=last.text.rstrip(",;:—–"))
    return Block((replace(paragraph, runs=(*runs, ELLIPSIS)),))


def _is_sense_end(atoms: Sequence[Atom], end: int) -> bool:
    """Whether `end` of the atoms end before a number, and after a sense."""
    is_before_number = end < len(atoms) and atoms[end][0].style == "number"
    return is_before_number and any(atom[0].style == "number" for atom in atoms[:end])


def _ends_sentence(atom: Atom) -> bool:
    return atom[-1].text[-1:] in SENTENCE_ENDS and atom[-1].style != "italic"


Atom = tuple[Run, ...]
"""What no line may part: a word, in one style or several."""


def _atoms(runs: Sequence[Run]) -> Iterator[Atom]:
    parts: list[Run] = []
    for run in runs:
        words = run.text.split(" ")
        for number, word in enumerate(words):
            if number and parts:
                yield tuple(parts)
                parts = []
            if word:
                parts.append(replace(run, text=word))
    if parts:
        yield tuple(parts)


def _lay(blocks: Sequence[Block], area: Area, size: int) -> Laid:
    lines: list[Line] = []
    top, above, is_broken = 0.0, "", False
    base = size * area.zoom
    for paragraph in (paragraph for block in blocks for paragraph in block.paragraphs):
        setting = SETTINGS[paragraph.kind]
        own = round(base * setting.scale)
        if above and above not in (paragraph.kind, "gap"):
            top += setting.before * base
        above = paragraph.kind
        step = own * setting.leading
        if paragraph.kind == "gap":
            top += step
        room = area.width - max(setting.first, setting.other) * own - paragraph.indent * own
        whole = list(_atoms(paragraph.runs))
        atoms = [part for atom in whole for part in _parted(atom, own, room)]
        is_broken = is_broken or len(atoms) > len(whole)
        start, other = ((place + paragraph.indent) * own for place in (setting.first, setting.other))
        most = _balanced(atoms, own, area.width) if paragraph.kind == "title" else area.width
        for pieces in _break(atoms, start, other, own, most):
            lines.append(Line(top + step * 0.5 + own * 0.31, own, pieces))
            top += step
    return Laid(tuple(lines), top, is_broken)


def _break(
    atoms: Iterable[Atom], start: float, other: float, size: int, most: int
) -> Iterator[tuple[Piece, ...]]:
    """Lines that end before `most`; the first begins at `start`, the others at `other`."""
    row: list[Atom] = []
    used = start
    for atom in atoms:
        needed = _length(atom, size) + (_space(row[-1], atom, size) if row else 0.0)
        if row and used + needed > most:
            yield _placed(row, start, size)
            row = []
            start = used = other
            needed = _length(atom, size)
        used += needed
        row.append(atom)
    if row:
        yield _placed(row, start, size)


def _balanced(atoms: Sequence[Atom], size: int, most: int) -> int:
    """The narrowest width in which there are no more lines: no title ends in a line of one short word."""
    count = len(list(_break(atoms, 0, 0, size, most)))
    widths = range(round(max((_length(atom, size) for atom in atoms), default=0.0)) + 1, most + 1, size // 4)
    fitting = bisect_right(
        widths, False, key=lambda width: len(list(_break(atoms, 0, 0, size, width))) <= count
    )
    return widths[fitting] if fitting < len(widths) else most


def _parted(atom: Atom, size: int, room: float) -> Iterator[Atom]:
    """`atom`, or pieces of it none of which is wider than `room`."""
    if _length(atom, size) <= room:
        yield atom
        return
    for run in atom:
        rest = run.text
        while rest:
            fitting = bisect_right(
                range(1, len(rest) + 1), room, key=lambda end: width(rest[:end], run.style, size)
            )
            yield (replace(run, text=rest[: max(1, fitting)]),)
            rest = rest[max(1, fitting) :]


def _length(atom: Atom, size: int) -> float:
    return sum(width(run.text, run.style, size) for run in atom)


def _space(before: Atom, after: Atom, size: int) -> float:
    """Between two words; wider where their letters are spaced."""
    style = before[-1].style
    return width(" ", "roman", size) + (2 * tracking(style, size) if style == after[0].style else 0.0)


def _placed(row: Sequence[Atom], start: float, size: int) -> tuple[Piece, ...]:
    """Word by word: what a font rounds in one does not move the next."""
    pieces: list[Piece] = []
    x = start
    for number, atom in enumerate(row):
        x += _space(row[number - 1], atom, size) if number else 0.0
        for run in atom:
            pieces.append(Piece(x, run.text, run.style))
            x += width(run.text, run.style, size)
    return tuple(pieces)
