"""What was made of an image. No I/O and no Pelican here."""

from __future__ import annotations

from dataclasses import dataclass

WIDTHS = (400, 640, 960, 1280)
"""Pixels: a phone, a text column, and both on screens of two and three pixels to one."""

LARGEST_WIDTH = 1920
"""Of the image that every browser can show, and that a link to it shows."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """An image in one width and format."""

    width: int
    """In pixels."""

    ending: str
    """ "avif" or "webp"."""

    fingerprint: str
    """Of its bytes: ten hexadecimal digits."""

    @property
    def name(self) -> str:
        """Of its file among those of its picture."""
        return f"{self.width}.{self.ending}"


@dataclass(frozen=True, slots=True)
class Picture:
    """An image, and what browsers may take instead."""

    width: int
    height: int
    """Of the image itself, in pixels, upright."""

    ending: str
    """Of its file, without the dot: "jpg"; "svg" is published as it is."""

    key: str
    """Where what was made of it is kept; changes with the image and with what makes it. Empty for "svg"."""

    renditions: tuple[Rendition, ...] = ()
    """Format by format, the best first; each from narrow to wide. Empty where none is smaller than the image."""

    @property
    def name(self) -> str:
        """Of the file of the image itself."""
        return f"image.{self.ending}"
