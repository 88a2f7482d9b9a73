"""What an author may write as `Aliases:`, and what is wrong with it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from plugins.source import AuthorError, Source

SEGMENT = re.compile(r"(?!\.{1,2}$)[\w.~+@!=&()'-]+")
"""A part of an address. No sign that means something in `_redirects`, in nginx or in HTML attributes."""

UNSEEN = re.compile(
    r"/(?:drafts|feeds|static|images)/.*|(?:/.*)?/page/\d+/|/.*/comments(?:[.-].*|/(?:\d+|all)/)"
)
"""Addresses of the house's own that other rooms make, or that will be made one day."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """One address that leads on."""

    alias: str
    """As written: from the site's front page."""

    target: str
    """From the site's front page, too."""

    title: str
    source: Source


def split_aliases(text: str) -> tuple[str, ...]:
    """The addresses in "/old/, /2019/older/"."""
    return tuple(address for part in text.split(",") if (address := part.strip()))


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
            message = f'{holder.source} has the alias "{holder.alias}" already; keep one of them'
        if message:
            yield AuthorError(redirect.source, message)


def _fault(redirect: Redirect, taken: Mapping[str, str]) -> str:
    alias, folded = redirect.alias, redirect.alias.casefold()
    if message := _fault_of_shape(alias):
        return message
    if alias == redirect.target:
        return f'the alias "{alias}" is the address of this page itself; delete it'
    if UNSEEN.fullmatch(folded):
        return f'the alias "{alias}" lies where the house keeps files of its own; delete it'
    for address in (folded, f"{folded}index.html", *_above(folded)):
        if address in taken:
            whose = taken[address] or "a page of the site"
            same = "" if address == alias else " (some servers take them for one)"
            return f'the alias "{alias}" belongs to {whose}{same}; delete it'
    return ""


def _above(address: str) -> Iterator[str]:
    """Addresses that would have to be a file and a folder at once."""
    parts = address.strip("/").split("/")[:-1]
    yield from ("/" + "/".join(parts[:count]) for count in range(1, len(parts) + 1))


def _fault_of_shape(alias: str) -> str:
    if re.match(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//", alias):
        return f'the alias "{alias}" names a host; write only what follows it: "/old-name/"'
    if not alias.startswith("/"):
        return f'the alias "{alias}" does not begin with "/"; write "/{alias}"'
    if "?" in alias or "#" in alias:
        return (
            f'the alias "{alias}" has a "?" or "#", and files cannot tell those apart; write the path alone'
        )
    if alias.endswith("/index.html"):
        return f'the alias "{alias}" names a file of a folder; write "{alias.removesuffix("index.html")}"'
    if "%" in alias:
        return f'the alias "{alias}" is in code; write "{unquote(alias)}"'
    parts = alias[1:].removesuffix("/").split("/")
    if alias != "/" and not all(map(SEGMENT.fullmatch, parts)):
        return f'the alias "{alias}" is no address; write letters, figures and "-", with "/" between: "/old-name/"'
    if "." not in parts[-1] and not alias.endswith("/"):
        return f'the alias "{alias}" lacks its last "/"; write "{alias}/"'
    return ""


def addresses_of(paths: Iterable[str]) -> dict[str, str]:
    """`taken` of files that are made, by their paths in the output folder."""
    return {f"/{path.removesuffix('index.html')}".casefold(): "" for path in paths}
