"""Typography of finished HTML, the same for articles, entries and titles."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import lru_cache, wraps

import smartypants
from markupsafe import Markup
from typogrify.filters import typogrify

IGNORED_TAGS = ("dfn", "abbr", "cite", "title")
"""Heads and abbreviations stay as printed: no small-capital spans inside them."""

SIGNS = {
    "process_escapes": ("\\",),
    "convert_quotes": ("'", '"'),
    "convert_backticks": ("``", "''"),
    "convert_dashes": ("--",),
    "convert_ellipses": ("...", ". . ."),
}
"""Step of smartypants → without any of these it changes nothing, and takes a dozen expressions to find that out."""


def set_type(markup: str) -> Markup:
    """Curly quotes, dashes, no widows, capitals marked as such."""
    return Markup(typogrify(str(markup), list(IGNORED_TAGS)))  # noqa: S704 - markup in, markup out


@lru_cache(10_000)
def set_plain(text: str) -> Markup:
    """The same for plain text. Kept: a gloss stands on every page that uses its word."""
    return set_type(html.escape(text, quote=False))


def _only_with(signs: tuple[str, ...], step: Callable[[str], str]) -> Callable[[str], str]:
    @wraps(step)
    def guarded(text: str) -> str:
        return step(text) if any(sign in text for sign in signs) else text

    return guarded


# Half of the time that typogrify takes, and so a fifth of a build, went into texts in which there is nothing to do.
for _name, _signs in SIGNS.items():
    _step = getattr(smartypants, _name)
    if not hasattr(_step, "__wrapped__"):
        setattr(smartypants, _name, _only_with(_signs, _step))
