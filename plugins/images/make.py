"""From the bytes of an image to what is published of it. Pure: no files."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

from lxml import etree
from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError

from plugins.images.model import FORMATS, LARGEST_WIDTH, WIDTHS, ImageFault, Picture, Rendition

MOST_PIXELS = 50_000_000
"""A camera's picture has 12 to 48 million; more takes more memory than a build should."""

AVIF: Mapping[str, Any] = {"quality": 60, "speed": 6, "max_threads": 1, "autotiling": False}
"""One thread and no tiles: how many processors a machine has must not show in the bytes."""

WEBP: Mapping[str, Any] = {"quality": 80, "method": 4}
PLAIN: Mapping[str, Mapping[str, Any]] = {
    "AVIF": AVIF,
    "GIF": {"optimize": False},
    "JPEG": {"quality": 84, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": WEBP,
}
SIXTEEN_BITS = ("I;16", "I;16B", "I;16L", "I;16N", "I")
DAMAGED = (OSError, SyntaxError, ValueError, EOFError, IndexError, ArithmeticError)
"""What Pillow raises for files that are cut off or make no sense."""

MOST_COLOURS = 256
"""With no more an image is a drawing: it stays without loss."""

SVG_SIZE = (300.0, 150.0)
"""In pixels: what browsers take for an SVG that says nothing (CSS 2.1, 10.3.2)."""

LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)(px)?\s*")


@dataclass(frozen=True, slots=True)
class Made:
    """All that is published of an image."""

    picture: Picture
    files: Mapping[str, bytes]
    """By the names that the picture gives them."""


def make(data: bytes, ending: str, key: str) -> Made:
    """All that is published of the image `data`; nothing that its file says besides (place, time, camera).

    Raises:
        ImageFault: it is damaged, too large, or another format than `ending` says.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = _opened(data, ending)
        if getattr(image, "is_animated", False):
            return _made_of_frames(image, ending, key)
        image = _loaded(image)
    upright = _upright(image)
    true = _in_true_colours(upright)
    plain = _plain(upright, true, ending)
    files = {f"image.{ending}": plain}
    size = _scaled(true.size, LARGEST_WIDTH)
    renditions = []
    for form, options in _forms(true):
        made = {width: _saved(_resized(true, width), form, options) for width in _widths(size[0])}
        if len(made[max(made)]) < len(plain):
            renditions += [_rendition(width, form, data) for width, data in made.items()]
            files |= {f"{width}.{form.lower()}": data for width, data in made.items()}
    return Made(Picture(*size, ending, key, tuple(renditions)), files)


def measure_svg(data: bytes) -> Picture:
    """An SVG, which is published as it is, with its size.

    Raises:
        ImageFault: it is no SVG.
    """
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ImageFault(f"is no SVG ({error.msg}); export it again") from None
    if etree.QName(root).localname != "svg":
        raise ImageFault("is no SVG: its first element is another; export it again")
    width, height = _length(root.get("width")), _length(root.get("height"))
    box = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox", ""))]
    across, down = (box[2], box[3]) if len(box) == 4 and min(box[2:]) > 0 else SVG_SIZE
    if not (width and height):
        width, height = width or (height or down) * across / down, height or (width or across) * down / across
    return Picture(max(1, round(width)), max(1, round(height)), "svg", "")


def _length(text: str | None) -> float:
    """In pixels; 0 where it is none, or a share of something."""
    found = LENGTH.fullmatch(text or "")
    return float(found[1]) if found else 0.0


def _opened(data: bytes, ending: str) -> Image.Image:
    if ending not in FORMATS:
        raise ImageFault(f"is a .{ending}, which browsers do not show; save it as JPEG or PNG")
    try:
        image = Image.open(BytesIO(data), formats=sorted(set(FORMATS.values())))
    except Image.DecompressionBombError:
        raise ImageFault(f"has more than {MOST_PIXELS:,} pixels; make it smaller") from None
    except UnidentifiedImageError:
        raise ImageFault("is no image, or damaged; save it again as JPEG or PNG") from None
    except DAMAGED as error:
        raise ImageFault(f"is damaged ({error}); save it again") from None
    if image.format not in (FORMATS[ending], *(["MPO"] if FORMATS[ending] == "JPEG" else [])):
        raise ImageFault(f'holds a {image.format}; name it so, not ".{ending}"')
    if image.width * image.height > MOST_PIXELS:
        size = f"{image.width:,} × {image.height:,}"
        raise ImageFault(f"has {size} pixels, and more than {MOST_PIXELS:,}; make it smaller")
    return image


def _loaded(image: Image.Image) -> Image.Image:
    try:
        image.load()
    except DAMAGED as error:
        raise ImageFault(f"is cut off or damaged ({error}); save it again") from None
    return image


def _upright(image: Image.Image) -> Image.Image:
    """As the camera was held. A note about that which makes no sense is none."""
    try:
        return ImageOps.exif_transpose(image)
    except DAMAGED:
        return image


def _in_true_colours(image: Image.Image) -> Image.Image:
    """RGB, or RGBA where something is transparent; in the colours of the web."""
    profile = image.info.get("icc_profile")
    if image.mode in SIXTEEN_BITS:
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    has_transparency = image.has_transparency_data
    mode = "RGBA" if has_transparency else "RGB"
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        image = _in_web_colours(image, profile, mode)
    true = image.convert(mode)
    is_opaque = has_transparency and true.getchannel("A").getextrema() == (255, 255)
    return true.convert("RGB") if is_opaque else true


def _in_web_colours(image: Image.Image, profile: bytes, mode: str) -> Image.Image:
    """By its profile, where that makes sense."""
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(own):
            return image
        done = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=mode)
        return done or image
    except (*DAMAGED, ImageCms.PyCMSError):
        return image


def _plain(upright: Image.Image, true: Image.Image, ending: str) -> bytes:
    """The image in its own format, for every browser and for feeds."""
    form = FORMATS[ending]
    has_few_colours = upright.mode in ("1", "L", "P") and form in ("PNG", "GIF")
    if has_few_colours and upright.width <= LARGEST_WIDTH:
        bare = upright.copy()
        bare.info = {name: value for name, value in upright.info.items() if name == "transparency"}
        return _saved(bare, form, PLAIN[form])
    resized = _resized(true, LARGEST_WIDTH)
    return _saved(resized.convert("RGB") if form == "JPEG" else resized, form, PLAIN[form])


def _forms(true: Image.Image) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The formats to offer, the best first."""
    if true.getcolors(MOST_COLOURS):
        yield "WEBP", {"lossless": True, "method": 6}
    else:
        yield "AVIF", AVIF
        yield "WEBP", WEBP


def _widths(full: int) -> list[int]:
    """Those that are worth a file: not the one that is nearly the image's own."""
    widest = min(full, WIDTHS[-1])
    return [width for width in WIDTHS if width < widest * 0.9] + [widest]


def _scaled(size: tuple[int, int], most: int) -> tuple[int, int]:
    width, height = size
    return size if width <= most else (most, max(1, round(height * most / width)))


def _resized(image: Image.Image, width: int) -> Image.Image:
    size = _scaled(image.size, width)
    return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _saved(image: Image.Image, form: str, options: Mapping[str, Any]) -> bytes:
    """Without what the file said besides the picture."""
    bare = image.copy()
    bare.info = {name: value for name, value in image.info.items() if name == "transparency"}
    out = BytesIO()
    bare.save(out, form, **options)
    return out.getvalue()


def _rendition(width: int, form: str, data: bytes) -> Rendition:
    return Rendition(width, form.lower(), sha256(data).hexdigest()[:10])


def _made_of_frames(image: Image.Image, ending: str, key: str) -> Made:
    """A moving GIF keeps its frames and their times; as WebP it weighs a fraction."""
    if image.format != "GIF":
        raise ImageFault("moves; save it as GIF, or as one picture")
    try:
        frames = [frame.copy() for frame in ImageSequence.Iterator(image)]
        times = [int(frame.info.get("duration", 100)) for frame in frames]
    except DAMAGED as error:
        raise ImageFault(f"is cut off or damaged ({error}); save it again") from None
    if len(frames) * image.width * image.height > MOST_PIXELS * 4:
        raise ImageFault(f"has {len(frames)} frames, too many for their size; make it shorter or smaller")
    loop = {"loop": image.info["loop"]} if "loop" in image.info else {}
    plain, webp = (
        _saved_frames(frames, form, {"duration": times, **options, **loop})
        for form, options in (("GIF", {"comment": b"", "disposal": 2}), ("WEBP", WEBP))
    )
    if len(webp) >= len(plain):
        return Made(Picture(*image.size, ending, key), {f"image.{ending}": plain})
    one = _rendition(image.width, "WEBP", webp)
    return Made(Picture(*image.size, ending, key, (one,)), {f"image.{ending}": plain, one.name: webp})


def _saved_frames(frames: list[Image.Image], form: str, options: Mapping[str, Any]) -> bytes:
    bare = [frame.convert("RGBA") for frame in frames]
    for frame in bare:
        frame.info = {}
    out = BytesIO()
    bare[0].save(out, form, save_all=True, append_images=bare[1:], **options)
    return out.getvalue()
