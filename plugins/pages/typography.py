"""Typography of finished HTML, the same for articles, entries and titles."""

from __future__ import annotations

from markupsafe import Markup
from typogrify.filters import typogrify

IGNORED_TAGS = ("dfn", "abbr", "cite", "title")
"""Heads and abbreviations stay as printed: no small-capital spans inside them."""


def set_type(markup: str) -> Markup:
    """Curly quotes, dashes, no widows, capitals marked as such."""
    return Markup(typogrify(str(markup), list(IGNORED_TAGS)))  # noqa: S704 - markup in, markup out
