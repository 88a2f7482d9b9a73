"""Cut the faces for print from the full Vollkorn: python tests/editions/cut_fonts.py FOLDER-OF-TTF.

Typst finds a face by its name, so the names stay. Vollkorn kerns across spaces, which makes one word of two: those
pairs are taken out.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[2] / "plugins" / "editions" / "fonts"

LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x218, 0x21C), *range(0x1E80, 0x1E86), 0x1E9E]
OTHER_SCRIPTS = [*range(0x370, 0x400), *range(0x400, 0x460), *range(0x490, 0x4A0)]
SIGNS = [
    *range(0x2009, 0x200B), *range(0x2010, 0x2016), *range(0x2018, 0x201F), 0x2020, 0x2021, 0x2022, 0x2026,
    0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2070, *range(0x2074, 0x207A), 0x20AC, 0x2190, 0x2192,
    0x2116, 0x2122, 0x2212, 0x2260, 0x2264, 0x2265,
]  # fmt: skip
FEATURES = {
    "Regular": ["kern", "liga", "smcp", "c2sc", "lnum", "onum", "pnum", "ss11"],
    "Italic": ["kern", "liga", "lnum", "onum", "ss11"],
    "Bold": ["kern", "liga", "lnum", "onum", "ss11"],
}
SPACES = {"space", "uni00A0", "nbspace"}


def main(folder: Path) -> None:
    """Write the three faces, and the signs that all of them have."""
    known = None
    for name, features in FEATURES.items():
        target = FONTS / f"Vollkorn-{name}.ttf"
        cut(folder / f"Vollkorn-{name}.ttf", target, features)
        signs = set(TTFont(target).getBestCmap())
        known = signs if known is None else known & signs
    (FONTS / "vollkorn.signs").write_text(
        "".join(chr(code) for code in sorted(known) if code > 0x20), "utf-8"
    )


def cut(path: Path, target: Path, features: list[str]) -> None:
    """One face."""
    font = TTFont(path, recalcTimestamp=False)
    options = subset.Options(
        layout_features=features,
        hinting=False,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17],
        notdef_outline=True,
        recalc_timestamp=False,
        glyph_names=False,
        drop_tables=["DSIG", "gasp", "STAT"],
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[*LETTERS, *OTHER_SCRIPTS, *SIGNS])
    cutter.subset(font)
    spaces = {font.getBestCmap()[code] for code in (0x20, 0xA0)} | SPACES
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for sub in lookup.SubTable:
            part_words(getattr(sub, "ExtSubTable", sub), spaces)
    font.save(target, reorderTables=True)


def part_words(sub: object, spaces: set[str]) -> None:
    """Take the pairs out of which a space is one."""
    if sub.LookupType != 2:
        return
    if sub.Format == 1:
        for pairs in sub.PairSet:
            pairs.PairValueRecord = [one for one in pairs.PairValueRecord if one.SecondGlyph not in spaces]
            pairs.PairValueCount = len(pairs.PairValueRecord)
        kept = [pair for pair in zip(sub.Coverage.glyphs, sub.PairSet, strict=True) if pair[0] not in spaces]
        sub.Coverage.glyphs, sub.PairSet = [one for one, _ in kept], [one for _, one in kept]
        sub.PairSetCount = len(kept)
        return
    sub.Coverage.glyphs = [one for one in sub.Coverage.glyphs if one not in spaces]
    for classes in (sub.ClassDef1, sub.ClassDef2):
        for space in spaces & classes.classDefs.keys():
            del classes.classDefs[space]
    for first in sub.Class1Record:  # class 0 of the second is every glyph besides, spaces too
        for value in (first.Class2Record[0].Value1, first.Class2Record[0].Value2):
            if value is not None and getattr(value, "XAdvance", 0):
                value.XAdvance = 0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
