"""Cut the fonts of the cards from the full Vollkorn: python tests/cards/cut_fonts.py FOLDER-OF-TTF.

Pillow's own layout knows neither small capitals nor the kerning of today's fonts, and the library that does is not on
every machine. So what a card needs is put where that layout looks: pairs into a `kern` table, small capitals into a
face of their own, lining figures into the private area.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0
from fontTools.ttLib.tables.ttProgram import Program

FONTS = Path(__file__).parents[2] / "plugins" / "cards" / "fonts"

LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x218, 0x21C), *range(0x1E80, 0x1E86), 0x1E9E]
OTHER_SCRIPTS = [*range(0x370, 0x400), *range(0x400, 0x460), *range(0x490, 0x4A0), *range(0x1F00, 0x2000)]
SIGNS = [
    *range(0x2009, 0x200B), *range(0x2010, 0x2016), *range(0x2018, 0x201F), 0x2020, 0x2021, 0x2022, 0x2026,
    0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2070, *range(0x2074, 0x207A), 0x20AC, 0x2190, 0x2192,
    0x2116, 0x2122, 0x2212, 0x2260, 0x2264, 0x2265, 0xFB00, 0xFB01, 0xFB02, 0xFB03, 0xFB04,
]  # fmt: skip
LINING = 0xE030
"""Where the lining nought is; the others follow."""

DOES_NOTHING = bytes.fromhex("b801ff85 b0048d b00021")
"""Allows dropout control, and is longer than the programs that FreeType takes for none."""

PILLOW_DIVIDES_BY = 64
"""Pillow 13 adds kerning in pixels where it counts in 64ths of one; a test of faces.py tells when it no longer does."""

LARGEST_VALUE = 32_000 // PILLOW_DIVIDES_BY

MOST_PAIRS = 10_900
"""In one table of pairs: its length is counted in sixteen bits."""


def main(folder: Path) -> None:
    """Write the four faces."""
    for name in ("Regular", "Italic", "Bold"):
        cut(folder / f"Vollkorn-{name}.ttf", name.lower(), is_capitals=False)
    cut(folder / "Vollkorn-Regular.ttf", "capitals", is_capitals=True)


def cut(path: Path, name: str, *, is_capitals: bool) -> None:
    """One face."""
    font = TTFont(path, recalcTimestamp=False)
    cmap = dict(font.getBestCmap())
    wanted = {code: cmap[code] for code in [*LETTERS, *OTHER_SCRIPTS, *SIGNS] if code in cmap}
    wanted |= {code: glyph for code, glyph in ligatures(font, cmap).items() if code not in wanted}
    one = dict(singles(font, "ss11"))
    wanted = {code: one.get(glyph, glyph) for code, glyph in wanted.items()}
    if is_capitals:
        small = dict(singles(font, "smcp")) | dict(singles(font, "c2sc"))
        wanted = {
            code: small.get(glyph, glyph) for code, glyph in wanted.items() if not 0xFB00 <= code < 0xFB07
        }
    lining = dict(singles(font, "lnum"))
    for figure in range(10):
        wanted[LINING + figure] = lining.get(cmap[0x30 + figure], cmap[0x30 + figure])
    for table in font["cmap"].tables:
        table.cmap = (
            {code: glyph for code, glyph in wanted.items() if code < 0x10000} if table.isUnicode() else {}
        )
    font["cmap"].tables = [table for table in font["cmap"].tables if table.isUnicode() and table.format == 4]
    options = subset.Options(
        layout_features=["kern"],
        hinting=False,
        name_IDs=[0, 5, 13, 14],
        notdef_outline=True,
        recalc_timestamp=False,
        glyph_names=False,
        drop_tables=["GSUB", "GDEF", "DSIG", "gasp", "STAT"],
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=list(wanted))
    cutter.subset(font)
    pairs = sorted(kerning(font).items())
    del font["GPOS"]
    font["kern"] = kern_table(pairs)
    # A font without any program is bent to the grid by FreeType's own hinter, which takes longer than the drawing.
    font["prep"] = newTable("prep")
    font["prep"].program = Program()
    font["prep"].program.fromBytecode(DOES_NOTHING)
    font["maxp"].maxStackElements = 2
    font.save(FONTS / f"vollkorn-{name}.ttf", reorderTables=True)
    signs = "".join(chr(code) for code in sorted(wanted) if code > 0x20)
    (FONTS / f"vollkorn-{name}.signs").write_text(signs, "utf-8")


def singles(font: TTFont, feature: str) -> Iterator[tuple[str, str]]:
    """Glyph → the one that the feature sets in its place."""
    for lookup in lookups(font["GSUB"].table, feature):
        for sub in lookup.SubTable:
            yield from getattr(getattr(sub, "ExtSubTable", sub), "mapping", {}).items()


def ligatures(font: TTFont, cmap: dict[int, str]) -> dict[int, str]:
    """Those of f, which many fonts have without an address of their own."""
    wanted = {
        tuple(cmap[ord(letter)] for letter in letters): 0xFB00 + number
        for number, letters in enumerate(("ff", "fi", "fl", "ffi", "ffl"))
    }
    found = {}
    for lookup in lookups(font["GSUB"].table, "liga"):
        for sub in lookup.SubTable:
            for first, sets in getattr(getattr(sub, "ExtSubTable", sub), "ligatures", {}).items():
                for one in sets:
                    if code := wanted.get((first, *one.Component)):
                        found[code] = one.LigGlyph
    return found


def lookups(table: object, feature: str) -> Iterator[object]:
    numbers = {
        number
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == feature
        for number in record.Feature.LookupListIndex
    }
    return (table.LookupList.Lookup[number] for number in sorted(numbers))


def kerning(font: TTFont) -> dict[tuple[str, str], int]:
    """Pair of glyphs → how much nearer; of each lookup the first table that knows the pair."""
    glyphs = set(font.getGlyphOrder())
    found: dict[tuple[str, str], int] = {}
    for lookup in lookups(font["GPOS"].table, "kern"):
        here: dict[tuple[str, str], int] = {}
        for sub in lookup.SubTable:
            sub = getattr(sub, "ExtSubTable", sub)
            if sub.LookupType != 2:
                continue
            for pair, value in pairs_of(sub, glyphs):
                here.setdefault(pair, value)
        for pair, value in here.items():
            found.setdefault(pair, value)
    return {
        pair: max(-LARGEST_VALUE, min(LARGEST_VALUE, value)) * PILLOW_DIVIDES_BY
        for pair, value in found.items()
        if abs(value) > 4
    }


def pairs_of(sub: object, glyphs: set[str]) -> Iterator[tuple[tuple[str, str], int]]:
    first_glyphs = sub.Coverage.glyphs
    if sub.Format == 1:
        for first, pair_set in zip(first_glyphs, sub.PairSet, strict=True):
            for record in pair_set.PairValueRecord:
                yield (first, record.SecondGlyph), advance(record.Value1)
        return
    seconds: dict[int, list[str]] = {}
    for glyph in glyphs:
        seconds.setdefault(sub.ClassDef2.classDefs.get(glyph, 0), []).append(glyph)
    for first in first_glyphs:
        records = sub.Class1Record[sub.ClassDef1.classDefs.get(first, 0)].Class2Record
        for number, record in enumerate(records):
            value = advance(record.Value1)
            yield from (((first, second), value) for second in seconds.get(number, ()))


def advance(value: object) -> int:
    return getattr(value, "XAdvance", 0) or 0


def kern_table(pairs: list[tuple[tuple[str, str], int]]) -> object:
    table = newTable("kern")
    table.version, table.kernTables = 0, []
    for start in range(0, len(pairs), MOST_PAIRS):
        part = KernTable_format_0(apple=False)
        part.coverage, part.version = 1, 0
        part.kernTable = dict(pairs[start : start + MOST_PAIRS])
        table.kernTables.append(part)
    return table


if __name__ == "__main__":
    main(Path(sys.argv[1]))
