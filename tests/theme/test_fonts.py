"""The subsets of Vollkorn hold what the pages set, and no more than a first visit can carry."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[2]
FONTS = ROOT / "theme" / "static" / "fonts"
FACES = ["regular", "italic", "bold"]


def font(face: str) -> TTFont:
    return TTFont(FONTS / f"vollkorn-{face}.woff2")


def features(of: TTFont) -> set[str]:
    """Tags such as "smcp"."""
    tables = (of[tag].table for tag in ("GSUB", "GPOS"))
    return {record.FeatureTag for table in tables for record in table.FeatureList.FeatureRecord}


def test_the_three_faces_weigh_at_most_56_kb():
    """A first visit, page and sheet and fonts, has 70 kB."""
    assert sum((FONTS / f"vollkorn-{face}.woff2").stat().st_size for face in FACES) <= 56_000


def test_the_licence_lies_beside_them():
    """The Open Font License asks for it."""
    text = (FONTS / "OFL.txt").read_text("utf-8")

    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "Copyright 2018 The Vollkorn Project Authors" in text


def test_the_regular_has_real_small_capitals_and_both_kinds_of_figures():
    """Heads of definitions are set in them; subsets from web-font packages have dropped them."""
    wanted = {"kern", "liga", "smcp", "c2sc", "lnum", "tnum", "ss11"}

    assert wanted - features(font("regular")) == set()


@pytest.mark.parametrize("face", ["italic", "bold"])
def test_the_other_faces_have_lining_figures_too(face):
    """Headings with a year in them want figures as tall as their capitals."""
    assert {"kern", "liga", "lnum", "ss11"} - features(font(face)) == set()


@pytest.mark.ours
@pytest.mark.parametrize("face", FACES)
def test_every_letter_of_the_content_is_in_the_face(face):
    """One missing letter is set in another typeface, in the middle of a word."""
    has = set(font(face).getBestCmap())
    texts = (path.read_text("utf-8") for path in sorted((ROOT / "content").rglob("*.md")))
    letters = {letter for text in texts for letter in text if letter.isalpha()}

    assert sorted(letter for letter in letters if ord(letter) not in has) == []


@pytest.mark.parametrize("face", FACES)
def test_no_space_is_kerned(face):
    """The typeface draws words together that have a space between them."""
    tables = [
        getattr(table, "ExtSubTable", table)
        for lookup in font(face)["GPOS"].table.LookupList.Lookup
        for table in lookup.SubTable
    ]
    pairs = [table for table in tables if table.LookupType == 2]
    firsts = {glyph for table in pairs for glyph in table.Coverage.glyphs}
    classes = [table.ClassDef2.classDefs for table in pairs if table.Format == 2]
    seconds = {glyph for one in classes for glyph in one}
    seconds |= {
        record.SecondGlyph
        for table in pairs
        if table.Format == 1
        for kerned in table.PairSet
        for record in kerned.PairValueRecord
    }

    assert pairs
    assert {"space", "uni00A0"} & (firsts | seconds) == set()
