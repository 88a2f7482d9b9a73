"""The icons that theme/icons.py made."""

import re
import struct
from pathlib import Path
from urllib.parse import unquote

import pytest

THEME = Path(__file__).parents[2] / "theme"
ICONS = THEME / "static" / "icons"


def size_of(png):
    """Width and height, from a PNG's header."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize(
    ("name", "size"),
    [("icon-192.png", 192), ("icon-512.png", 512), ("maskable-512.png", 512), ("apple-touch-icon.png", 180)],
)
def test_an_icon_has_the_size_in_its_name(name, size):
    """The manifest promises it, and Apple asks for 180."""
    data = (ICONS / name).read_bytes()

    assert size_of(data) == (size, size)
    assert data[25] == 2, "an icon without transparency: iOS fills that with black"
    assert len(data) < 16_000


def test_the_ico_holds_one_png_of_32_pixels():
    """For programs that ask for /favicon.ico and read no HTML."""
    data = (ICONS / "favicon.ico").read_bytes()

    assert data[:6] == b"\0\0\1\0\1\0"
    assert size_of(data[22:]) == (32, 32)


def test_the_icon_in_every_page_is_the_mark():
    """It stands there to save a request."""
    base = (THEME / "templates" / "base.html").read_text("utf-8")
    written = re.search(r'<link rel="icon" href="data:image/svg\+xml,([^"]+)"', base)[1]

    assert unquote(written) == (ICONS / "favicon.svg").read_text("utf-8").strip().replace('"', "'")


def test_the_icons_are_made_from_the_mark_in_the_colours_of_the_sheet():
    """One mark: whoever changes it makes the icons again."""
    script, sheet = (
        (THEME / "icons.py").read_text("utf-8"),
        (THEME / "static/css/site.css").read_text("utf-8"),
    )
    paper, oxblood = re.search(r'PAPER, OXBLOOD = "(#\w+)", "(#\w+)"', script).groups()

    assert f"--paper: light-dark({paper}," in sheet
    assert oxblood in (ICONS / "favicon.svg").read_text("utf-8")
