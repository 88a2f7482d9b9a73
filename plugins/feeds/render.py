"""A document becomes bytes, whole or not at all."""

from __future__ import annotations

from plugins.feeds.atom import frame_atom
from plugins.feeds.jsonfeed import frame_json
from plugins.feeds.model import FeedInputs, Form
from plugins.feeds.pieces import Pieces
from plugins.feeds.rss import frame_rss

FRAMES = {Form.ATOM: frame_atom, Form.RSS: frame_rss, Form.JSON: frame_json}


def render(document: FeedInputs, pieces: Pieces) -> bytes:
    """The file.

    Args:
        pieces: one for all documents of a build; it only saves time.

    Raises:
        FeedError: a text holds a character that no feed can.
    """
    feed = document.feed
    held = [pieces.of(item, document.form, feed) for item in document.items.make()]
    updated_at = max((piece.updated_at for piece in held), default=feed.since)
    return FRAMES[document.form](document, feed, updated_at).around([piece.data for piece in held])
