"""What an author may write as `Aliases:`, and what is wrong with it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from plugins.site.addresses import UNSEEN, address_of
from plugins.source import AuthorError, Source

LONGEST, LONGEST_PART = 1000, 240
"""Characters of an alias, and bytes of what stands between two "/": file systems allow some more."""

SEGMENT = re.compile(r"(?!\.{1,2}$)[\w.~+@!=&()'-]+")
"""A part of an address. No sign that means something in `_redirects`, in nginx or in HTML attributes."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """One address that leads on."""

    alias: str
    """As written: from the site's front page."""

    target: str
    """From the site's front page, too."""

    title: str
    source: Source

    kind: str = ""
    """What has moved, as in the book of addresses; empty for a page of no kind, which moves alone."""

    noun: str = "alias"
    """What messages call it."""


def find_faults(redirects: Iterable[Redirect], taken: Mapping[str, str]) -> Iterator[AuthorError]:
    """What is wrong with aliases, one by one and together.

    Args:
        taken: address of everything else there is, from the front page and in lower case → whose it is.
    """
    holders: dict[str, Redirect] = {}
    for redirect in redirects:
        message = _fault(redirect, taken)
        folded = redirect.alias.casefold()
        holder = holders.setdefault(folded, redirect)
        if not message and holder is not redirect:
            message = f'{holder.source} has the {holder.noun} "{holder.alias}" already; keep one of them'
        if message:
            yield AuthorError(redirect.source, message)


def _fault(redirect: Redirect, taken: Mapping[str, str]) -> str:
    alias, folded, noun = redirect.alias, redirect.alias.casefold(), redirect.noun
    if message := fault_of_shape(alias, noun):
        return message
    if alias == redirect.target:
        return f'the {noun} "{alias}" is the address of this page itself; delete it'
    if noun == "alias" and UNSEEN.fullmatch(folded):
        return f'the alias "{alias}" follows from the address of a page; write that'
    for address in (folded, f"{folded}index.html", *_above(folded)):
        if address in taken:
            whose = taken[address] or "a page of the site"
            same = "" if address == alias else " (some servers take them for one)"
            return f'the {noun} "{alias}" belongs to {whose}{same}; delete it'
    return ""


def _above(address: str) -> Iterator[str]:
    """Addresses that would have to be a file and a folder at once."""
    parts = address.strip("/").split("/")[:-1]
    yield from ("/" + "/".join(parts[:count]) for count in range(1, len(parts) + 1))


def fault_of_shape(alias: str, noun: str = "alias") -> str:
    """Why `alias` can be no address that leads on; empty where it can. Messages call it by `noun`."""
    if re.match(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//", alias):
        return f'the {noun} "{alias}" names a host; write only what follows it: "/old-name/"'
    if not alias.startswith("/"):
        return f'the {noun} "{alias}" does not begin with "/"; write "/{alias}"'
    if "?" in alias or "#" in alias:
        instead = "write a line in content/redirects.txt" if "?" in alias else "write the path alone"
        return f'the {noun} "{alias}" has a "?" or "#", and files cannot tell those apart; {instead}'
    if alias.endswith("/index.html"):
        return f'the {noun} "{alias}" names a file of a folder; write "{alias.removesuffix("index.html")}"'
    if "%" in alias:
        return f'the {noun} "{alias}" is in code; write "{unquote(alias)}"'
    if noun == "address":  # lists of before had names with blanks in theirs; files of today have none
        alias = alias.replace(" ", "-")
    parts = alias[1:].removesuffix("/").split("/")
    if alias != "/" and not all(map(SEGMENT.fullmatch, parts)):
        return f'the {noun} "{alias}" is no address; write letters, figures and "-", with "/" between: "/old-name/"'
    if len(alias) > LONGEST or any(len(part.encode()) > LONGEST_PART for part in parts):
        return f'the {noun} "{alias[:40]}…" is longer than files can be named; delete it'
    if "." not in parts[-1] and not alias.endswith("/"):
        return f'the {noun} "{alias}" lacks its last "/"; write "{alias}/"'
    return ""


def addresses_of(paths: Iterable[str]) -> dict[str, str]:
    """`taken` of files that are made, by their paths in the output folder."""
    return {address_of(path).casefold(): "" for path in paths}
