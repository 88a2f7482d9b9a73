"""Cards that were drawn before: a folder of files by digest, which outlives the store of a build. Safe to delete."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path

import PIL

from plugins.cards.model import Card
from plugins.seal import keep_file, kept_file


class Drawer:
    """Draws a card, unless the folder has it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def digest(self) -> bytes:
        """Stands for how it draws: the folder only saves time."""
        return hand()

    def card(self, card: Card) -> bytes:
        """The PNG of `card`."""
        kept = self._folder / f"{blake2b(repr(card).encode(), key=hand(), digest_size=16).hexdigest()}.card"
        data = kept_file(kept)
        if data is None:
            from plugins.cards.draw import draw  # only now: few builds need Pillow

            data = draw(card)
            kept.parent.mkdir(parents=True, exist_ok=True)
            keep_file(kept, data)
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
