"""Inline Markdown without its marks: for previews, descriptions, sorting and search."""

from __future__ import annotations

import re
from html import unescape

LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*(?: [^()\s]*)*\)")
ATTRIBUTES = re.compile(r"(?<=[*_`)\]])\{:?[^{}\n]*\}")
MARKS = re.compile(r"(?<!\\)(?:\*+|`+|(?<!\w)_+|_+(?!\w))")
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+.!|-])")
LAST_WORD = re.compile(r"[\s,;:.(—–-]+\S*$")


def plain_text(markdown: str) -> str:
    """What a reader would read aloud of `markdown`."""
    text = ATTRIBUTES.sub("", LINK.sub(r"\1", markdown))
    return unescape(ESCAPE.sub(r"\1", MARKS.sub("", text)))


def shorten(text: str, limit: int) -> str:
    """`text`, or as many whole words of it as fit into `limit` characters together with "…"."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    if text[limit - 1].isspace():
        return cut.rstrip(" ,;:") + "…"
    return (LAST_WORD.sub("", cut[-80:]).join((cut[:-80], "")) or cut) + "…"
