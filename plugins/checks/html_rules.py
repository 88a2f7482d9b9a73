"""The rules over HTML in Markdown that did not become what its author meant. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.checks.body import OPTIONAL_ENDS
from plugins.checks.text import Found, Text, find_all

LINE_START = re.compile(r"[ \t]{0,3}$")

TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>])(?P<attributes>(?:[^<>"']|"[^"]*"|'[^']*')*)>"""
)

ATTRIBUTE = re.compile(r"""\s+(?P<name>[^\s=>"'/]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?""")

NAME = re.compile(r"[A-Za-z_:@][\w:.@-]*")

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())

NAMES = VOID | frozenset(
    "a abbr address article aside audio b bdi bdo big blockquote body button canvas caption center cite code colgroup"
    " data datalist dd del details dfn dialog div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5"
    " h6 head header hgroup html i iframe ins kbd label legend li main map mark math menu meter nav noscript object ol"
    " optgroup option output p picture pre progress q rp rt ruby s samp script search section select slot small span"
    " strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time tr tt u ul var"
    " video".split()
)
"""Of HTML. Any other name with a hyphen is a custom element."""

WITHIN_A_LINE = frozenset(
    "a abbr b bdi bdo br cite code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var"
    " wbr".split()
)

CODE = re.compile(r"(`+)[^`].*?\1")

FOREIGN = frozenset(("svg", "math"))
"""What is within them has names of its own."""


def unclosed_html(text: Text) -> Found:
    """Everything up to the end of the page is within what stays open."""
    for line in text.body.open_comments:
        yield line, 'nothing ends this comment; write "-->" where it ends'
    opened: list[tuple[str, int]] = []
    for tag in _tags(text):
        name, line = tag["name"].lower(), text.body.line_of(tag.start())
        if name in VOID or tag["attributes"].endswith("/") or not _is_known(name):
            continue
        if not tag["end"]:
            opened.append((name, line))
        elif any(name == other for other, _ in opened[-50:]):
            while opened[-1][0] != name:
                yield from _unclosed(*opened.pop())
            opened.pop()
        elif name not in OPTIONAL_ENDS:
            yield line, f'"</{name}>" ends nothing; take it out, or write "<{name}>" where it begins'
    for name, line in opened:
        yield from _unclosed(name, line)


def _unclosed(name: str, line: int) -> Found:
    if name not in OPTIONAL_ENDS:
        yield line, f'nothing ends "<{name}>"; write "</{name}>" where it ends'


def _tags(text: Text) -> Iterator[re.Match[str]]:
    """All tags but those within drawings and formulas."""
    within = ""
    for tag in find_all(TAG, text.body.prose, "<"):
        name = tag["name"].lower()
        if not within:
            yield tag
            within = (
                name if name in FOREIGN and not tag["end"] and not tag["attributes"].endswith("/") else ""
            )
        elif name == within and tag["end"]:
            within = ""
            yield tag


def _is_known(name: str) -> bool:
    return name in NAMES or "-" in name


def unknown_html(text: Text) -> Found:
    """Browsers show nothing of it."""
    for tag in _tags(text):
        if not _is_known(tag["name"].lower()):
            where, name = text.body.line_of(tag.start()), tag[0]
            yield (
                where,
                f'"{name}" is no HTML, and nobody sees it; write "&lt;{name[1:]}", or put it into `…`',
            )


def odd_attributes(text: Text) -> Found:
    for tag in _tags(text):
        for attribute in ATTRIBUTE.finditer(tag["attributes"]):
            if not NAME.fullmatch(attribute["name"]):
                line = text.body.line_of(tag.start())
                yield (
                    line,
                    f'"{attribute["name"]}" is no name of an attribute; take it out of "<{tag["name"]}>"',
                )
