"""Images in a text: in the sizes and formats that were made of them, with their dimensions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from html.parser import HTMLParser
from itertools import groupby
from urllib.parse import quote

from plugins.images.model import Picture
from plugins.incremental.digest import digest
from plugins.macros import macros, source_of

MACROS = "picture.html"

IMAGE = re.compile(r"""<img\b(?:[^>"']|"[^"]*"|'[^']*')*>""")
FIRST_SCREEN = 1000
"""Characters of HTML with which a text fills the first screen of a phone."""

SIZES = "(min-width: 45rem) 40rem, 94vw"
"""How wide a text is: as the stylesheet has it, roughly."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An image in one format."""

    media_type: str
    candidates: str
    """As in srcset."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An image as a page shows it."""

    width: int
    height: int
    """In pixels."""

    sizes: str
    offers: tuple[Offer, ...]

    digest: bytes = b""
    """Stands for all of the above, and for the macro that shows it."""


def shown(path: str, picture: Picture, root: str) -> Shown:
    """How the image at `path`, relative to content/, is shown."""
    offers = (
        Offer(
            f"image/{ending}",
            ", ".join(
                f"{root}/{quote(file_of(path, one.name, one.fingerprint))} {one.width}w" for one in group
            ),
        )
        for ending, group in groupby(picture.renditions, key=lambda one: one.ending)
    )
    bare = Shown(picture.width, picture.height, SIZES, tuple(offers))
    return replace(bare, digest=digest((form(), bare)))


def file_of(path: str, name: str, known: str) -> str:
    """Where a rendition is published: "static/images/desk-640.3f2a91c04b.avif"."""
    width, _, ending = name.partition(".")
    return f"static/{path.rpartition('.')[0]}-{width}.{known}.{ending}"


def show_pictures(body: str, known: Mapping[str, Shown]) -> str:
    """`body`, its links resolved, with every image of ours as a `<picture>`.

    One that stands near the top is loaded at once, the others when a reader comes near.

    Args:
        known: address → the image.
    """

    def show(found: re.Match[str]) -> str:
        attributes = _attributes(found[0])
        one = known.get(attributes.get("src") or "")
        if one is None:
            return found[0]
        own = {"width": str(one.width), "height": str(one.height), "decoding": "async"}
        if found.start() > FIRST_SCREEN:
            own["loading"] = "lazy"
        html: str = macros(MACROS).picture(one, own | attributes)  # type: ignore[attr-defined]
        return html.strip()

    return IMAGE.sub(show, body)


def _attributes(tag: str) -> dict[str, str | None]:
    parser = _OneTag()
    parser.feed(tag)
    return parser.found


class _OneTag(HTMLParser):
    """Reads the attributes of a tag, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        for name, value in attrs:
            self.found.setdefault(name, value)


@cache
def form() -> bytes:
    """Stands for how images are shown: the macro's text."""
    return digest(source_of(MACROS))
