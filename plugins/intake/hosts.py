"""Where links lead: each host as the network knows it, in ASCII, whatever letters it is written in. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import urlsplit

HREF = re.compile(r'<a href="([^"]*)"')
DOTS = str.maketrans("\u3002\uff0e\uff61", "...")

LETTERS = ("Lu", "Ll", "Lt", "Lo")
"""Without those that only modify one, which go with several scripts."""

TOGETHER = (
    {"LATIN", "CJK", "HIRAGANA", "KATAKANA"},
    {"LATIN", "CJK", "BOPOMOFO"},
    {"LATIN", "CJK", "HANGUL"},
)
"""Scripts that honest names have together (Unicode's UTS 39, highly restrictive). Any one alone is a name too."""


def hosts_of(html: str, website: str | None = None) -> tuple[str, ...]:
    """The hosts of a website and of the links in safe HTML, in ASCII, each once."""
    addresses = [*([website] if website else []), *map(unescape, HREF.findall(html))]
    return tuple(dict.fromkeys(_hosts(addresses)))


def look_alikes(hosts: Iterable[str]) -> tuple[str, ...]:
    """Those of ASCII hosts that have letters of several scripts in one word, as no honest name has."""
    return tuple(host for host in hosts if any(map(_is_mixed, host.split("."))))


def ascii_host(address: str) -> str:
    """The host of a web address; empty where it has none."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    # As browsers do (UTS 46): Python's own "idna" still takes one letter of German for two others.
    labels = unicodedata.normalize("NFKC", host.translate(DOTS)).lower().split(".")
    return ".".join(
        label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in labels
    )


def _hosts(addresses: Iterable[str]) -> Iterator[str]:
    for address in addresses:
        if host := ascii_host(address):
            yield host


def _is_mixed(label: str) -> bool:
    if not label.startswith("xn--"):
        return False
    try:
        return is_of_several_scripts(label.removeprefix("xn--").encode().decode("punycode"))
    except UnicodeError:
        return True


def is_of_several_scripts(word: str) -> bool:
    """Whether a word has letters of scripts that no honest one has together."""
    letters = (one for one in unicodedata.normalize("NFKC", word) if unicodedata.category(one) in LETTERS)
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in letters}
    return len(scripts) > 1 and not any(scripts <= honest for honest in TOGETHER)
