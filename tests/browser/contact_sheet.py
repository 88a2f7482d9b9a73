"""The contact sheet: every kind of page at three widths, by day, by night and on paper, in two pictures.

python -m tests.browser.contact_sheet output docs/images
"""

from __future__ import annotations

import argparse
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from tests.bench.pages import TEMPLATES, chromium, is_there, serve
from tests.browser.argued import LONG, build_argued

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
WIDTHS = (1440, 768, 390)
HEIGHT = 1200
PAPER_WIDTH = 643
"""A4 between its margins, in pixels."""

FACE = ROOT / "theme/static/fonts/vollkorn-regular.woff2"
SCALE = 4
GAP, LABEL = 12, 26
COLUMNS = 2
INK = {"light": ("#e9e4da", "#5f5a52"), "dark": ("#000000", "#a9a297")}
"""Ground and letters of the sheets."""


@dataclass(frozen=True, slots=True)
class Look:
    """One way to look at a page."""

    width: int
    scheme: str
    media: str = "screen"


SHEETS = {
    "light": (*(Look(width, "light") for width in WIDTHS), Look(PAPER_WIDTH, "light", "print")),
    "dark": tuple(Look(width, "dark") for width in WIDTHS),
}


def photograph(browser: Browser, look: Look, addresses: Iterable[str]) -> Iterator[Image.Image]:
    """The top of each page, as it is first seen, at a quarter of its size."""
    context = browser.new_context(
        viewport={"width": look.width, "height": HEIGHT},
        color_scheme="dark" if look.scheme == "dark" else "light",
    )
    page = context.new_page()
    page.emulate_media(media="print" if look.media == "print" else "screen")
    for address in addresses:
        page.goto(address, wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        whole = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        yield whole.resize((look.width // SCALE, HEIGHT // SCALE), Image.Resampling.LANCZOS)
    context.close()


def arrange(kinds: list[str], rows: list[list[Image.Image]], scheme: str) -> Image.Image:
    """One picture of all: a kind of page beside the other, under its name."""
    ground, ink = INK[scheme]
    widths = [image.width for image in rows[0]]
    cell = sum(widths) + GAP * (len(widths) - 1)
    high = HEIGHT // SCALE + LABEL + GAP
    lines = -(-len(kinds) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * (cell + 3 * GAP) + GAP, lines * high + GAP), ground)
    draw, font = ImageDraw.Draw(sheet), ImageFont.truetype(io.BytesIO(FACE.read_bytes()), 17)
    for number, (kind, images) in enumerate(zip(kinds, rows, strict=True)):
        x = GAP + (number % COLUMNS) * (cell + 3 * GAP) + GAP // 2
        y = GAP + number // COLUMNS * high
        draw.text((x, y + 4), kind, ink, font)
        for image in images:
            sheet.paste(image, (x, y + LABEL))
            x += image.width + GAP
    return sheet


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="a built site")
    parser.add_argument("pictures", type=Path, help="where the pictures go")
    options = parser.parse_args()
    pages = {kind: path for kind, path in TEMPLATES.items() if is_there(options.folder, path)}
    with tempfile.TemporaryDirectory() as folder:
        build_argued(Path(folder))
        with chromium() as browser, serve(options.folder) as address, serve(Path(folder, "output")) as argued:
            shown = {kind: address + path for kind, path in pages.items()}
            shown |= {
                "long thread": f"{argued}{LONG}#comments",
                "its second page": f"{argued}{LONG}comments/2/",
            }
            _take(browser, shown, options.pictures)


def _take(browser: Browser, shown: Mapping[str, str], folder: Path) -> None:
    """Write both sheets. `shown`: kind of page → address."""
    for scheme, looks in SHEETS.items():
        columns = [list(photograph(browser, look, shown.values())) for look in looks]
        rows = [list(row) for row in zip(*columns, strict=True)]
        sheet = arrange(list(shown), rows, scheme)
        sheet.save(folder / f"contact-{scheme}.webp", quality=62, method=6)


if __name__ == "__main__":
    main()
