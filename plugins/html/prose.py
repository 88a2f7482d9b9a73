"""What finished HTML says: its words, its plain text, its first paragraph. Reads HTML, never writes it."""

from __future__ import annotations

import html
import re

TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<!--.*?-->|<[^>]*>", re.DOTALL)
BREAK = re.compile(r"<br\b[^>]*>|</p>")
FIRST_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
DEFINITION = re.compile(r"""<dl class="definition".*?</dl>\n?""", re.DOTALL)
FOOTNOTES = """<div class="footnote">"""
FOOTNOTE_MARK = re.compile(r"""<sup\b[^>]*>\s*<a\b[^>]*\bclass="footnote-ref".*?</a>\s*</sup>""", re.DOTALL)
WITHIN = re.compile(r"""<a\b[^>]*\bhref=(?:"#[^">]*"|'#[^'>]*')[^>]*>(?P<words>.*?)</a>""", re.DOTALL)
ELEMENT = re.compile(r"<[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
ID = re.compile(r"""\s(?:id|name)=(?:"[^"]*"|'[^']*')""")


def plain(markup: str) -> str:
    """The text of some HTML, on one line."""
    return " ".join(html.unescape(TAG.sub("", BREAK.sub(" ", markup))).split())


def count_words(markup: str) -> int:
    """Words as a reader would count them."""
    return len(TAG.sub(" ", markup).split())


def excerpt(markup: str, home: str = "") -> str:
    """A piece of a text for another page: without marks of footnotes, links to places beside it, and ids.

    They name what stays behind; and an id that comes along may be there already.

    Args:
        home: address of the page where those places are; then links to them lead there.
    """

    def lead(found: re.Match[str]) -> str:
        return found[0].replace('href="#', f'href="{home}#', 1) if home else found["words"]

    alone = WITHIN.sub(lead, FOOTNOTE_MARK.sub("", markup))
    return ELEMENT.sub(lambda tag: ID.sub("", tag[0]), alone)


def opening_definition(body: str, home: str = "") -> str:
    """The definition with which `body` opens, as HTML that stands alone, or nothing. `home`: as of `excerpt`."""
    return excerpt(_opening(body), home)


def after_definition(body: str) -> str:
    """What `body` says after the definition with which it opens, as HTML that stands alone."""
    return excerpt(body.lstrip()[len(_opening(body)) :]).strip()


def _opening(body: str) -> str:
    found = DEFINITION.match(body.lstrip())
    return found.group(0) if found else ""


def defines(body: str, heading: str) -> bool:
    """Whether `body` opens with the definition of the word `heading`: "The archive", ARCHIVE; "Bosses", BOSS."""
    word = plain(opening_definition(body)).split(",")[0].casefold()
    return bool(word) and plain(heading).casefold() in (word, f"{word}s", f"{word}es", f"the {word}")


def first_paragraph(body: str) -> str:
    """The inside of the first paragraph after an opening definition, as HTML that stands alone, or nothing."""
    found = FIRST_PARAGRAPH.search(body.partition(FOOTNOTES)[0], len(_opening(body)))
    return excerpt(found.group(1)) if found else ""


def shorten(text: str, most: int = 200) -> str:
    """`text`, cut at the end of a sentence or a word so that it has at most `most` characters."""
    if len(text) <= most:
        return text
    cut = text[:most]
    sentence = max(cut.rfind(mark) for mark in (". ", "? ", "! "))
    if sentence > most // 2:
        return cut[: sentence + 1]
    return cut[: cut.rfind(" ")].rstrip(",;:–— ") + "…"
