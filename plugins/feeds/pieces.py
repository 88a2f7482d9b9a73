"""Items as documents hold them. An article stands in half a dozen feeds: each of its forms is made once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from plugins.feeds.atom import write_atom_item
from plugins.feeds.content import Said, say
from plugins.feeds.jsonfeed import write_json_item
from plugins.feeds.model import Feed, Form, Item
from plugins.feeds.recent import Recent
from plugins.feeds.rss import write_rss_item
from plugins.incremental.deferred import Deferred
from plugins.incremental.digest import NOTHING

WRITERS: dict[Form, Callable[[Item, Said, Feed], bytes]] = {
    Form.ATOM: write_atom_item,
    Form.RSS: write_rss_item,
    Form.JSON: write_json_item,
}
MOST_BYTES = 16 << 20
"""Held in one process, of pieces and as much again of contents: a thousand long articles."""

OVERHEAD_BYTES = 400
"""What Python needs besides for each."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One item, ready to be put into a document."""

    data: bytes
    updated_at: datetime


class Pieces:
    """One a build; each forked worker fills its own. It saves time, and is no input."""

    digest = NOTHING

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._pieces: Recent[Piece] = Recent(most_bytes)
        self._said: Recent[Said] = Recent(most_bytes)

    def of(self, waiting: Deferred[Item], form: Form, feed: Feed) -> Piece:
        """An item as it stands in one form of `feed`, of which it depends on the language only.

        Raises:
            FeedError: it holds a character that no feed can.
        """
        key = (waiting.digest, form, feed.language)
        return self._pieces.get(key, lambda: self._make(waiting.make(), form, feed), _weigh_piece)

    def _make(self, item: Item, form: Form, feed: Feed) -> Piece:
        # Not its id: a word says the same on each of its days.
        key = (item.url, item.text, item.title, item.summary)
        said = self._said.get(key, lambda: say(item), _weigh_said)
        return Piece(WRITERS[form](item, said, feed), item.updated_at)


def _weigh_piece(piece: Piece) -> int:
    return len(piece.data) + OVERHEAD_BYTES


def _weigh_said(said: Said) -> int:
    return len(said.html) + OVERHEAD_BYTES
