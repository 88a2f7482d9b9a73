"""Makes the icons in theme/static/icons again from favicon.svg, with Chromium:

    .venv/bin/python theme/icons.py

They are committed: a build needs no browser. tests/theme/test_icons.py holds their sizes.
"""

from __future__ import annotations

import re
import shutil
import struct
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ICONS = Path(__file__).parent / "static" / "icons"
PAPER, OXBLOOD = "#fdfbf7", "#7a1f12"
SIZES = {
    "icon-192.png": (192, 0.7),
    "icon-512.png": (512, 0.7),
    "maskable-512.png": (512, 0.54),  # a circle of four fifths of the width is never cut off
    "apple-touch-icon.png": (180, 0.66),
}
"""Name → width in pixels, and how much of it the mark takes."""


def main() -> None:
    original = (ICONS / "favicon.svg").read_text("utf-8")
    mark = re.sub(r"<style>.*?</style>", f"<style>path{{fill:{PAPER}}}</style>", original)
    program = shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, (size, share) in SIZES.items():
            (ICONS / name).write_bytes(draw(browser, mark, size, share))
        (ICONS / "favicon.ico").write_bytes(as_icon(draw(browser, mark, 32, 0.86), 32))
        browser.close()


def draw(browser: Browser, mark: str, size: int, share: float) -> bytes:
    """A PNG of the mark, in paper on oxblood: no launcher's background hides it."""
    page = browser.new_page(viewport={"width": size, "height": size})
    inner = round(size * share)
    page.set_content(
        f"<body style='margin:0;background:{OXBLOOD};display:grid;place-items:center;height:{size}px'>"
        f"<div style='width:{inner}px;height:{inner}px'>{mark}</div>"
    )
    data: bytes = page.screenshot()
    page.close()
    return data


def as_icon(png: bytes, size: int) -> bytes:
    """An .ico that holds one PNG."""
    header = struct.pack("<HHHBBBBHHII", 0, 1, 1, size, size, 0, 0, 1, 32, len(png), 22)
    return header + png


if __name__ == "__main__":
    main()
