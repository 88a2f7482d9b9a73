"""A card as a PNG. The same card, the same bytes: no library of the system has a say in it."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

from plugins.cards.faces import face, shaped, tracking, width
from plugins.cards.layout import Area, Line, Piece, fit
from plugins.cards.model import HEIGHT, WIDTH, Card, Style

ZOOM = 2
"""Drawn twice as large and made smaller: letters stand at half pixels, and none is bent to the grid."""

MARGIN = 84
HEAD_BASELINE, HEAD_SIZE = 78, 28
RULE = 104
TOP = 140
FOOT_SIZE = 28
FOOT_BASELINE, FOOT_RULE, BOTTOM = 56, 102, 130
"""From the lower edge."""

LIFT = 0.42
"""Share of the room left over that stands above the blocks."""

Colour = tuple[int, int, int]

PAPER = (0xFD, 0xFB, 0xF7)
INK = (0x1D, 0x1B, 0x18)
OXBLOOD = (0x7A, 0x1F, 0x12)
HAIRLINE = (0xD8, 0xCF, 0xBF)
COLOURS: dict[Style, Colour] = {"number": OXBLOOD}

SHADES = 7
"""Steps between paper and a colour at the edge of a letter; two colours of them fill four bits a pixel."""

COMPRESSION = 4


def draw(card: Card, height: int = HEIGHT) -> bytes:
    """The card as a PNG of WIDTH × `height`: of another one as the cover of a book."""
    sheet = _Sheet(height)
    has_head = bool(card.publication or card.place)
    sheet.text(MARGIN, HEAD_BASELINE, HEAD_SIZE, card.publication, "head")
    left = WIDTH - MARGIN - width(card.place, "head", HEAD_SIZE * ZOOM) / ZOOM
    if left > 2 * MARGIN + width(card.publication, "head", HEAD_SIZE * ZOOM) / ZOOM:
        sheet.text(left, HEAD_BASELINE, HEAD_SIZE, card.place, "head", OXBLOOD)
    top, bottom = TOP if has_head else MARGIN, height - (BOTTOM if card.foot else FOOT_BASELINE)
    room = (bottom - top) * ZOOM
    laid = fit(card.blocks, Area((WIDTH - 2 * MARGIN) * ZOOM, room, ZOOM))
    for line in laid.lines:
        sheet.line(line, MARGIN * ZOOM, top * ZOOM + (room - laid.height) * LIFT)
    sheet.text(MARGIN, height - FOOT_BASELINE, FOOT_SIZE, _shortened(card.foot), "roman")
    return sheet.png([*([RULE] if has_head else []), *([height - FOOT_RULE] if card.foot else [])])


def _shortened(foot: str) -> str:
    most = (WIDTH - 2 * MARGIN) * ZOOM
    if width(foot, "roman", FOOT_SIZE * ZOOM) <= most:
        return foot
    words = foot.split()
    while words and width(" ".join(words) + "…", "roman", FOOT_SIZE * ZOOM) > most:
        words.pop()
    return " ".join(words) + "…"


class _Sheet:
    """One mask a colour, drawn large."""

    def __init__(self, height: int) -> None:
        self._height = height
        self._masks: dict[Colour, Image.Image] = {}

    def text(
        self,
        x: float,
        baseline: float,
        size: int,
        text: str,
        style: Style,
        colour: Colour = INK,
    ) -> None:
        """At a place of the card."""
        self._piece(Piece(0, text, style), size * ZOOM, x * ZOOM, baseline * ZOOM, colour)

    def line(self, line: Line, left: float, top: float) -> None:
        """At a place of the drawing."""
        for piece in line.pieces:
            colour = COLOURS.get(piece.style, INK)
            self._piece(piece, line.size, left, top + line.baseline, colour)

    def _piece(self, piece: Piece, size: int, left: float, baseline: float, colour: Colour) -> None:
        if colour not in self._masks:
            self._masks[colour] = Image.new("L", (WIDTH * ZOOM, self._height * ZOOM))
        pen = ImageDraw.Draw(self._masks[colour])
        font, signs = face(piece.style, size), shaped(piece.text, piece.style)
        x, y = round(left + piece.x), round(baseline)
        if not (space := tracking(piece.style, size)):
            pen.text((x, y), signs, 255, font, anchor="ls")
            return
        at = left + piece.x
        for sign in signs:
            pen.text((round(at), y), sign, 255, font, anchor="ls")
            at += font.getlength(sign) + space

    def png(self, rules: list[int]) -> bytes:
        """Everything in sixteen colours: paper, the hairline, and SHADES of ink and of oxblood."""
        sheet = Image.new("P", (WIDTH, self._height))
        pen = ImageDraw.Draw(sheet)
        for y in rules:
            pen.line((MARGIN, y, WIDTH - MARGIN, y), 1, 1)
        palette = [PAPER, HAIRLINE]
        for colour, mask in self._masks.items():
            _print(mask, sheet, len(palette))
            palette += [_mixed(colour, shade / SHADES) for shade in range(1, SHADES + 1)]
        sheet.putpalette([channel for one in palette for channel in one])
        out = BytesIO()
        sheet.save(out, "PNG", bits=4, compress_level=COMPRESSION)
        return out.getvalue()


def _print(mask: Image.Image, sheet: Image.Image, first: int) -> None:
    """Make `mask` smaller and put it onto the sheet, in the shades that begin at `first` of the palette."""
    if (box := mask.getbbox()) is None:
        return
    left, top, right, bottom = (edge // ZOOM for edge in box)
    small = mask.crop((left * ZOOM, top * ZOOM, (right + 1) * ZOOM, (bottom + 1) * ZOOM)).reduce(ZOOM)
    shades = [round(value * SHADES / 255) for value in range(256)]
    inked = small.point([shade and first + shade - 1 for shade in shades])
    sheet.paste(inked, (left, top), inked.point([0] + [255] * 255))


def _mixed(colour: Colour, share: float) -> Colour:
    red, green, blue = (
        round(paper + (ink - paper) * share) for paper, ink in zip(PAPER, colour, strict=True)
    )
    return red, green, blue
