"""A document becomes bytes, whole or not at all."""

from __future__ import annotations

from plugins.feeds.atom import render_atom
from plugins.feeds.content import Contents
from plugins.feeds.jsonfeed import render_json
from plugins.feeds.model import Document, Form
from plugins.feeds.rss import render_rss

RENDERERS = {Form.ATOM: render_atom, Form.RSS: render_rss, Form.JSON: render_json}


def render(document: Document, contents: Contents) -> bytes:
    """The file.

    Args:
        contents: one for all documents of a build: an article stands in many.

    Raises:
        FeedError: a text holds a character that no feed can.
    """
    return RENDERERS[document.form](document, contents)
