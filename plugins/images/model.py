"""What was made of an image. No I/O and no Pelican here."""

from __future__ import annotations

from dataclasses import dataclass

FORMATS = {"avif": "AVIF", "gif": "GIF", "jpeg": "JPEG", "jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
"""Ending → what must be in the file."""

OTHER_FORMATS = ("bmp", "heic", "heif", "jfif", "jxl", "tif", "tiff")
"""Endings of images that browsers do not show, and that would take where and when along if they were published."""

WIDTHS = (400, 640, 960, 1280)
"""Pixels: a phone, a text column, and both on screens of two and three pixels to one."""

LARGEST_WIDTH = 1920
"""Of the image that every browser can show, and that a link to it shows."""


class ImageFault(ValueError):  # noqa: N818 - it is the author's fault that is named
    """What is wrong with an image, and what to do."""


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
