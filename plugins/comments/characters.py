"""Characters that deceive: what may not stand in a header or a body, and what looks like an e-mail address.

The ranges are written out, so that another version of Python with another version of Unicode finds the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import unquote

CONTROL = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
"""All of them but the tab and the line feed."""

TURNING = r"\u202a-\u202e\u2066-\u2069"
"""Embeddings, overrides and isolates: they make a text read otherwise than it is."""

MARKS = r"\u061c\u200e\u200f"
"""Direction marks: honest in a Hebrew or Arabic body, of no use in a header."""

UNSEEN = (
    r"\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u2800\u3164"
    r"\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Zero-width, blank or soft: two names that look the same must be the same."""

BREAKS = r"\u2028\u2029"
NO_CHARACTERS = r"\ufdd0-\ufdef\ufffe\uffff"

# Four accents on one letter are in no language; forty climb over the lines above.
_PILE = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4}")

_IN_HEADER = re.compile(f"[{CONTROL}\\t{TURNING}{MARKS}{UNSEEN}{BREAKS}{NO_CHARACTERS}]")
_IN_BODY = re.compile(f"[{CONTROL}{TURNING}{NO_CHARACTERS}]")
_IS_CONTROL = re.compile(f"[{CONTROL}\\t{BREAKS}{NO_CHARACTERS}]")
_IS_TURNING = re.compile(f"[{TURNING}{MARKS}]")

LOCAL_LIMIT = 64
"""Characters before the @ (RFC 5321): looking back no further keeps the search linear."""

_AT_DOMAIN = re.compile(r"@\[?[\w-]+(?:\.[\w-]+)+")
_LOCAL = re.compile(r"""[\w.!#$%&'*+=?^`{|}~"-]""")
_AT_SIGNS = re.compile("@|%40|\ufe6b|\uff20|&(?:amp;)?(?:#|commat;)")
_DOTS = str.maketrans("\u3002\uff61", "..")
_AUTHORITY = re.compile(r"https?:[/\\]*([^\s/\\?#]*)", re.IGNORECASE)
_PIECE = re.compile(r"&[#\w]+;|%[0-9A-Fa-f]{2}|(?<!\w)_+@|.", re.DOTALL)
_MARKUP = re.compile(r"[*`\\]|_+(?=@)")
"""Of Markdown: what does not show where an address is written over it."""

_NOT_SEEN = re.compile(f"[{MARKS}{UNSEEN}]")


def fault_in_header(text: str) -> str | None:
    """Say what is wrong with the characters of a header line; None when all is well."""
    found = _IN_HEADER.search(text)
    if found:
        return _describe(found[0])
    return fault_of_accents(text)


def fault_of_accents(text: str) -> str | None:
    """Say that accents climb over other lines; None where none do."""
    return "four accents on one letter; write at most three" if _PILE.search(text) else None


def faults_in_body(text: str) -> list[tuple[int, str]]:
    """Say where (lines below the first) and what no body may have; once a line."""
    if not _IN_BODY.search(text):
        return []
    lines = ((number, _IN_BODY.search(line)) for number, line in enumerate(text.split("\n")))
    return [(number, _describe(found[0])) for number, found in lines if found]


def has_email(text: str) -> bool:
    """Whether `text` has what reads as an e-mail address: plain, percent-encoded, in wide or with unseen characters."""
    return might_have_email(text) and any(domains_of_emails(_as_read(text)))


def has_userinfo(text: str) -> bool:
    """Whether a web address has a name before its host, which readers take for the host: https://bank.example@a.example."""
    return any("@" in found[1] for found in _AUTHORITY.finditer(text))


def might_have_email(text: str) -> bool:
    """Whether it is worth looking: there is an at sign, in any of its forms."""
    return bool(_AT_SIGNS.search(text))


def _as_read(text: str) -> str:
    return plain(unquote(unescape(text)))


def without_emails(text: str) -> str:
    """A text in Markdown in which no address of a person is left, however it is written: "nick@…"."""
    if not might_have_email(text):
        return text
    pieces = [found[0] for found in _PIECE.finditer(text)]
    return mask_domains(pieces, lambda piece: _as_read(_MARKUP.sub("", piece)))


def mask_domains(pieces: list[str], read: Callable[[str], str]) -> str:
    """The pieces joined, without the domains of the addresses that they read as.

    Args:
        read: what a piece of more than one character, or of another than ASCII's, or of markup, reads as.
    """
    pieces, words, places = list(pieces), [], []
    for place, piece in enumerate(pieces):
        word = read(piece) if len(piece) > 1 or piece > "~" or piece in "*`\\" else piece
        words.append(word)
        places += [place] * len(word)
    for start, end in domains_of_emails("".join(words)):
        first, *others = dict.fromkeys(places[start:end])
        pieces[first] = "…"
        for place in others:
            pieces[place] = ""
    return "".join(pieces)


def plain(text: str) -> str:
    """`text` as it reads: without what cannot be seen, wide characters narrow."""
    return _NOT_SEEN.sub("", unicodedata.normalize("NFKC", text).translate(_DOTS))


def domains_of_emails(text: str) -> Iterator[tuple[int, int]]:
    """Where in a plain text the addresses of people have their domains, without the @.

    A handle such as @nick@social.example, alone or in a web address, is none.
    """
    for found in _AT_DOMAIN.finditer(text):
        start = at = found.start()
        while start > max(0, at - LOCAL_LIMIT) and _LOCAL.match(text[start - 1]):
            start -= 1
        is_handle = text[start - 1 : start] == "@" and not _LOCAL.match(text[start - 2 : start - 1])
        if start < at and not is_handle:
            yield found.start() + 1, found.end()


def _describe(character: str) -> str:
    code = f"U+{ord(character):04X}"
    if _IS_CONTROL.match(character):
        return f"{code} is a control character; delete it"
    if _IS_TURNING.match(character):
        return f"{code} changes the direction of the text; delete it"
    return f"{code} cannot be seen; delete it"
