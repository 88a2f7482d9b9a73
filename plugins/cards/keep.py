"""Cards that were drawn before: a folder of files by digest, which outlives the store of a build. Safe to delete."""

from __future__ import annotations

import os
from functools import cache
from hashlib import blake2b
from pathlib import Path

import PIL

from plugins.cards.model import Card


class Drawer:
    """Draws a card, unless the folder has it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def card(self, card: Card) -> bytes:
        """The PNG of `card`."""
        kept = self._folder / f"{blake2b(repr(card).encode(), key=hand(), digest_size=16).hexdigest()}.png"
        try:
            return kept.read_bytes()
        except OSError:
            from plugins.cards.draw import draw  # only now: few builds need Pillow

            data = draw(card)
        kept.parent.mkdir(parents=True, exist_ok=True)
        half = kept.with_suffix(f".{os.getpid()}.part")
        half.write_bytes(data)
        half.replace(kept)
        return data


@cache
def hand() -> bytes:
    """Stands for everything that decides how a card looks besides what is on it: this room, its fonts, Pillow."""
    here = Path(__file__).parent
    files = sorted([*here.glob("*.py"), *(here / "fonts").glob("*.ttf")])
    seen = blake2b(PIL.__version__.encode(), digest_size=16)
    for path in files:
        seen.update(path.read_bytes())
    return seen.digest()
