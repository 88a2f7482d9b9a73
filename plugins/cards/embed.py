"""What a site shows that embeds a page by oEmbed 1.0 (https://oembed.com/): static JSON, one file a page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from plugins.cards.model import HEIGHT, WIDTH
from plugins.macros import macros, source_of

MACROS = "embed.html"

EMBED_WIDTH = 600
"""Pixels, as is the rest: what the HTML of an entry is meant for."""

CHARACTERS_IN_LINE, LINE_HEIGHT, FRAME_HEIGHT = 64, 26, 70


@dataclass(frozen=True, slots=True)
class Embed:
    """What is said of every page. All addresses are absolute."""

    title: str
    url: str
    publication: str
    publication_url: str
    image: str
    language: str


def embed_article(about: Embed, authors: tuple[tuple[str, str], ...]) -> bytes:
    """A link, with its card. `authors`: name and address; oEmbed has room for one of them."""
    name = ", ".join(name for name, _ in authors)
    return _json({"type": "link", **_common(about), "author_name": name, "author_url": authors[0][1]})


def embed_entry(about: Embed, definition: str, headword: str) -> bytes:
    """The definition itself, as HTML that needs no style and no script.

    Args:
        definition: in plain text, beginning with `headword`.
    """
    lines = -(-len(definition) // CHARACTERS_IN_LINE)
    size = {"width": EMBED_WIDTH, "height": FRAME_HEIGHT + lines * LINE_HEIGHT}
    rest = definition.removeprefix(headword)
    head = headword if rest != definition else ""
    html: str = macros(MACROS).embed(about, head, rest).strip()  # type: ignore[attr-defined]
    return _json({"type": "rich", **_common(about), **size, "html": html})


@cache
def embed_key() -> bytes:
    """Stands for the form of what is written."""
    parts = (Path(__file__).read_bytes(), source_of(MACROS))
    return blake2b(b"\0".join(parts), digest_size=16).digest()


def _common(about: Embed) -> dict[str, Any]:
    return {
        "version": "1.0",
        "title": about.title,
        "provider_name": about.publication,
        "provider_url": about.publication_url,
        "thumbnail_url": about.image,
        "thumbnail_width": WIDTH,
        "thumbnail_height": HEIGHT,
    }


def _json(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
