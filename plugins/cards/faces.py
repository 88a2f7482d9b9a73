"""The typeface, as wide as it is drawn. How the fonts were made: fonts/README.md."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

from plugins.cards.model import Card, Run, Style

FONTS = Path(__file__).parent / "fonts"

FACES: dict[Style, str] = {
    "roman": "regular",
    "italic": "italic",
    "bold": "bold",
    "head": "capitals",
    "capitals": "capitals",
    "number": "regular",
}
TRACKING: dict[Style, float] = {"head": 0.07, "capitals": 0.045}
"""Space between small capitals, in ems."""

CAPITALS_SIZE = 1.1
"""Small capitals beside the text that they stand in."""

REFERENCE = 200
"""Pixels: the size in which words are measured."""

LIGATURES = (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ"))
LINING = str.maketrans({str(figure): chr(0xE030 + figure) for figure in range(10)})
"""Lining figures are in the private area of our fonts."""

SUBSTITUTES = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u00ad": None, "\u200b": None, "\u2011": "\u2010"}
)


@lru_cache(256)
def face(style: Style, size: int) -> FreeTypeFont:
    """The font of a style, `size` pixels high. Pillow's own layout: the other is not on every machine."""
    pixels = round(size * CAPITALS_SIZE) if style in TRACKING else size
    path = str(FONTS / f"vollkorn-{FACES[style]}.ttf")
    return ImageFont.truetype(path, pixels, layout_engine=ImageFont.Layout.BASIC)


def shaped(text: str, style: Style) -> str:
    """`text` in the signs that our fonts have for it."""
    text = text.translate(SUBSTITUTES)
    if style == "number":
        return text.translate(LINING)
    if style in TRACKING:
        return text
    for letters, ligature in LIGATURES:
        text = text.replace(letters, ligature)
    return text


def tracking(style: Style, size: int) -> float:
    """Pixels between the signs of `style`."""
    return size * TRACKING.get(style, 0.0)


def width(text: str, style: Style, size: int) -> float:
    """Pixels that `text` takes, without tracking after its last sign."""
    return _width(text, style) * size / REFERENCE


@lru_cache(65_536)
def _width(text: str, style: Style) -> float:
    """At REFERENCE: the same words stand on many cards, and are tried in many sizes."""
    signs = shaped(text, style)
    return face(style, REFERENCE).getlength(signs) + tracking(style, REFERENCE) * max(0, len(signs) - 1)


@lru_cache(8)
def _signs(style: Style) -> frozenset[int]:
    """What the font of a style can set."""
    path = FONTS / f"vollkorn-{FACES[style]}.signs"
    return frozenset(map(ord, path.read_text("utf-8")))


def can_set(card: Card) -> bool:
    """Whether the fonts have every sign of `card`: a box in the place of a letter is worse than another card."""
    around = (Run(card.publication, "head"), Run(card.place, "head"), Run(card.foot))
    shown = (run for block in card.blocks for paragraph in block.paragraphs for run in paragraph.runs)
    return all(_has(run.style, run.text) for run in (*around, *shown))


def _has(style: Style, text: str) -> bool:
    known = _signs(style)
    return all(ord(sign) in known or sign.isspace() for sign in shaped(text, style))
