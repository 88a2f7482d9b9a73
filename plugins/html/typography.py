"""Typography of finished HTML, the same for articles, entries and titles."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape, unescape

from markupsafe import Markup
from smartypants import Attr, smartypants
from typogrify.filters import typogrify, widont

from plugins.html.prose import DEFINITION
from plugins.html.quotes import curl_quotes

IGNORED_TAGS = ("dfn", "abbr", "cite", "title", "span.pronunciation")
"""Heads, abbreviations and how a word is spoken stay as printed: no small-capital spans inside them."""

WITH_PLAIN_SPACES = re.compile(rf"{DEFINITION.pattern}|<h[1-6]\b.*?</h[1-6]>", DEFINITION.flags)
"""Definitions are copied and quoted. In large type a no-break space would cut a heading's last word; the sheet balances
the lines of headings anyway."""

SIGNS = ("--", "..", ". .", "``", "\\")
"""Without any of these smartypants, that takes a dozen expressions to find it out, changes nothing."""

DASHES_AND_DOTS = Attr.b | Attr.d | Attr.e
"""What it is left to do: quotes are curled before, by rules that know tags, years and elisions."""


def set_marks(html: str) -> str:
    """Curly quotes, dashes, ellipses: the marks that typogrify leaves to smartypants."""
    text = curl_quotes(html)
    return smartypants(text, DASHES_AND_DOTS) if any(sign in text for sign in SIGNS) else text


def set_plain_marks(text: str) -> str:
    """The same marks in plain text, for what is no HTML and has no room for its tags."""
    return unescape(set_marks(escape(text, quote=False)))


def set_type(markup: str) -> Markup:
    """Curly quotes, dashes, no widows, capitals marked as such."""
    text = _set_words(str(markup))
    kept = [*WITH_PLAIN_SPACES.findall(text), ""]
    pieces = zip(map(widont, WITH_PLAIN_SPACES.split(text)), kept, strict=True)
    return Markup("".join(part for piece in pieces for part in piece))  # noqa: S704 - markup in, markup out


@lru_cache(10_000)
def set_plain(text: str) -> Markup:
    """The same for a title or a gloss, with ordinary spaces: the sheet keeps widows away where there is room.

    A no-break space would cut the last word in large type. Kept: a gloss stands on every page that uses its word.
    """
    return Markup(_set_words(escape(text, quote=False)))  # noqa: S704 - escaped


def _set_words(markup: str) -> str:
    return str(typogrify(set_marks(markup), list(IGNORED_TAGS), smartypants=False, widont=False))
