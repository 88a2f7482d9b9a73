"""Links and images within a body, with what their author typed as address. Pure, in linear time."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

BRACKET = re.compile(r"\\.|!\[|\[|\]\(|\]|\n[ \t>]*\n", re.DOTALL)
DESTINATION = re.compile(r"""\\.|[()\n<>"']""", re.DOTALL)
TITLE = re.compile(r"""^(?P<address>.*?)\s+(?:"[^\n]*"|'[^\n]*')\s*$""", re.DOTALL)
DEFINITION = re.compile(r"^ {0,3}\[(?P<label>[^\^\[\]][^\[\]]*)\]:[ \n]*<?(?P<address>[^\s>]+)", re.MULTILINE)
TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
ATTRIBUTE = re.compile(
    r"""(?<![\w-])(?:href|src|poster|cite|data)\s*=\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s"'>]+))""",
    re.I,
)
IMAGE_TAG = re.compile(r"<img\b", re.IGNORECASE)

MAX_ADDRESS = 2000
"""Characters. No parenthesis that stays open is followed further."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a link or an image leads."""

    typed: str
    """As its author wrote it, without a title: "{filename}a.md#costs"."""

    offset: int
    """Where the address stands in the body, 0-based."""

    is_image: bool = False

    label: str | None = None
    """The words of a Markdown link or image; None where HTML or a definition names the address."""


def find_addresses(prose: str, markdown: str) -> tuple[Address, ...]:
    """All of a body. See `body.Body` for its two arguments."""
    found = [*_links(markdown), *_definitions(markdown), *_attributes(prose)]
    return tuple(sorted(found, key=lambda address: address.offset))


def _links(text: str) -> Iterator[Address]:
    """`[words](address "title")` and images, nested ones too. Only paragraphs that may have some are looked at."""
    end = 0
    while (place := text.find("](", end)) >= 0:
        start = max(end, text.rfind("\n\n", end, place))
        after = text.find("\n\n", place)
        end = after if after >= 0 else len(text)
        yield from _links_between(text, start, end)


def _links_between(text: str, start: int, end: int) -> Iterator[Address]:
    open_brackets: list[tuple[int, bool]] = []
    for mark in BRACKET.finditer(text, start, end):
        if mark[0].endswith("["):
            open_brackets.append((mark.end(), mark[0] == "!["))
        elif mark[0].startswith("\n"):
            open_brackets.clear()
        elif mark[0].startswith("]") and open_brackets:
            start, is_image = open_brackets.pop()
            inside = _destination(text, mark.end()) if mark[0] == "](" else None
            if inside is not None:
                typed, offset = inside
                yield Address(typed, offset, is_image, text[start : mark.start()])


def _destination(text: str, start: int) -> tuple[str, int] | None:
    """The address that begins after "(": with balanced brackets, and without its title."""
    depth = 1
    for mark in DESTINATION.finditer(text, start, min(len(text), start + MAX_ADDRESS)):
        if mark[0] == "(":
            depth += 1
        elif mark[0] == ")":
            depth -= 1
            if not depth:
                return _address(text[start : mark.start()], start)
        elif mark[0] == "\n" and not text[mark.end() : mark.end() + 200].lstrip(" \t>").partition("\n")[0]:
            return None
    return None


def _address(inside: str, start: int) -> tuple[str, int]:
    if titled := TITLE.match(inside):
        inside = titled["address"]
    typed = inside.strip()
    start += inside.find(typed)
    if typed.startswith("<") and typed.endswith(">"):
        return typed[1:-1], start + 1
    return typed, start


def _definitions(text: str) -> Iterator[Address]:
    for found in DEFINITION.finditer(text) if "]:" in text else ():
        yield Address(found["address"], found.start("address"))


def _attributes(text: str) -> Iterator[Address]:
    for tag in TAG.finditer(text) if "<" in text else ():
        is_image = bool(IMAGE_TAG.match(tag[0]))
        for found in ATTRIBUTE.finditer(tag[0]):
            typed = found["a"] or found["b"] or found["c"] or ""
            offset = tag.start() + found.start()
            yield Address(html.unescape(typed), offset, is_image)
