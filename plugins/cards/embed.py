"""What a site shows that embeds an article by oEmbed 1.0 (https://oembed.com/): static JSON, one file an article."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from plugins.cards.model import HEIGHT, WIDTH


@dataclass(frozen=True, slots=True)
class Embed:
    """What is said of an article. All addresses are absolute."""

    title: str
    url: str
    publication: str
    publication_url: str
    image: str


def embed_article(about: Embed, authors: tuple[tuple[str, str], ...]) -> bytes:
    """A link, with its card. `authors`: name and address; oEmbed has room for one of them."""
    name = ", ".join(name for name, _ in authors)
    return _json({"type": "link", **_common(about), "author_name": name, "author_url": authors[0][1]})


@cache
def embed_key() -> bytes:
    """Stands for the form of what is written."""
    return blake2b(Path(__file__).read_bytes(), digest_size=16).digest()


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
