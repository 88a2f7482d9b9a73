"""What finished HTML says: its words, its plain text, its first paragraph. Reads HTML, never writes it."""

from __future__ import annotations

import html
import re

TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<!--.*?-->|<[^>]*>", re.DOTALL)
FIRST_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
DEFINITION = re.compile(r"""<dl class="definition".*?</dl>\n?""", re.DOTALL)
CLOSERS = str.maketrans("", "", "«»“”‘’\"'")


def plain(markup: str) -> str:
    """The text of some HTML, on one line."""
    return " ".join(html.unescape(TAG.sub("", markup)).split())


def count_words(markup: str) -> int:
    """Words as a reader would count them."""
    return len(TAG.sub(" ", markup).split())


def opening_definition(body: str) -> str:
    """The definition with which `body` opens, as HTML, or nothing."""
    found = DEFINITION.match(body.lstrip())
    return found.group(0) if found else ""


def defines(body: str, heading: str) -> bool:
    """Whether `body` opens with the definition of the word `heading`: "The archive", ARCHIVE; "Bosses", BOSS."""
    word = plain(opening_definition(body)).split(",")[0].casefold()
    return bool(word) and plain(heading).casefold() in (word, f"{word}s", f"{word}es", f"the {word}")


def first_paragraph(body: str) -> str:
    """The inside of the first paragraph after an opening definition, or nothing."""
    found = FIRST_PARAGRAPH.search(body, len(opening_definition(body)))
    return found.group(1) if found else ""


def shorten(text: str, most: int = 200) -> str:
    """`text`, cut at the end of a sentence or a word so that it has at most `most` characters."""
    if len(text) <= most:
        return text
    cut = text[:most]
    sentence = max(cut.rfind(mark) for mark in (". ", "? ", "! "))
    if sentence > most // 2:
        return cut[: sentence + 1]
    return cut[: cut.rfind(" ")].rstrip(",;:–— ") + "…"
