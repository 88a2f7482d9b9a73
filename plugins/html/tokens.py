"""The tokens of HTML, as the standard has them, and what matters of a tag to whoever puts links into a text.

Every alternative of TOKEN runs to the end of the text rather than fail, so that no input takes more than
linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Final

OPT_OUT: Final = "no-terms"
"""The class, and after "data-" the attribute, of an element in which nothing is linked."""

SPACE: Final = r"[ \t\n\f\r]"
UNSEEN: Final = "\u00ad\u200b\u2060\ufeff"
"""Soft hyphens and zero-width signs: in the HTML, not in the text."""

MARKS: Final = "\u0300-\u036f"
ATTRIBUTE_NAME: Final = r"[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+"
ATTRIBUTE: Final = (
    rf"{ATTRIBUTE_NAME}(?:{SPACE}*+={SPACE}*+"
    r"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^ \t\n\f\r>"'][^ \t\n\f\r>]*+|(?=>)|\Z))?"""
)
ATTRIBUTES: Final = rf"(?:[ \t\n\f\r/]++|{ATTRIBUTE})*+"
NAME_END: Final = r"(?=[ \t\n\f\r/>]|\Z)"
RAW: Final = "script|style|textarea|title|xmp|iframe|noembed|noframes|noscript"
"""Elements whose content is not HTML, or not for every browser."""

TOKEN: Final = re.compile(
    rf"(?P<run>(?:[^<&\s{UNSEEN}{MARKS}]+(?![{MARKS}])| (?!\s))*+)(?:"
    rf"(?P<raw><(?i:(?P<raw_name>{RAW})){NAME_END}{ATTRIBUTES}"
    rf"(?:>(?s:.*?)(?:</(?i:(?P=raw_name)){NAME_END}{ATTRIBUTES}(?:>|\Z)|\Z)|\Z)"
    rf"|<(?i:plaintext){NAME_END}(?s:.*+))"
    rf"|(?P<tag></?[a-zA-Z][^ \t\n\f\r/>]*+{ATTRIBUTES}(?:>|\Z))"
    r"|(?P<comment><!--(?:-?>|(?s:.*?)(?:--!?>|\Z))|<(?:[!?]|/(?![a-zA-Z]))[^>]*+(?:>|\Z))"
    r"|(?P<entity>&(?:\#[0-9]{1,100}+;?|\#[xX][0-9a-fA-F]{1,100}+;?|[a-zA-Z][a-zA-Z0-9]{0,31}+;?))"
    rf"|(?P<space>\s+)|(?P<unseen>[{UNSEEN}]+)"
    rf"|(?P<cluster>[^<&\s{UNSEEN}{MARKS}][{MARKS}]+)|(?P<sign>.)|\Z)"
)
TAG_NAME: Final = re.compile(r"</?([a-zA-Z][^ \t\n\f\r/>]*)")
ATTRIBUTE_PARTS: Final = re.compile(
    rf"({ATTRIBUTE_NAME})(?:{SPACE}*+={SPACE}*+"
    r"""(?:"([^"]*)"?|'([^']*)'?|([^ \t\n\f\r>]*)))?"""
)


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


VOID: Final = _names("""
    area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr
""")
BLOCKS: Final = _names("""
    address article aside blockquote body br caption center col colgroup dd details dialog dir div dl dt
    fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li
    listing main menu nav ol optgroup option p pre search section select summary table tbody td tfoot th
    thead tr ul
""")
FORBIDDEN: Final = _names("""
    a blockquote button caption cite code del dfn figcaption h1 h2 h3 h4 h5 h6 hgroup kbd label legend listing
    nav optgroup option output pre q s samp strike summary th tt var
""")
"""Headings, code, links and controls, quotations and titles, captions, what is defined or struck out."""

HIDDEN: Final = _names("""
    applet audio canvas datalist frameset head math meter object picture progress rp rt select svg template
    video
""")
"""Not text at all, or text that is not read in its line."""

FOREIGN: Final = _names("math svg")
ENDS_ITSELF: Final = _names("""
    body caption colgroup dd dt head html li optgroup option p rp rt tbody td tfoot th thead tr
""")
"""Elements whose end tag may be left out."""

CELLS: Final = _names("td th caption")
TABLE: Final = CELLS | _names("table thead tbody tfoot tr colgroup")
"""Outside of cells text has no place in a table: browsers put it before the table."""


@dataclass(frozen=True, slots=True)
class Tag:
    """What matters of a tag here."""

    name: str
    is_end: bool = False
    is_block: bool = False
    is_forbidden: bool = False
    """Nothing is linked inside."""

    is_hidden: bool = False
    """Its text is not part of the line that is read. Then it is forbidden too."""

    is_definition: bool = False
    has_no_end: bool = False
    """Void: "<br>"."""

    closes_itself: bool = False
    """Ends in "/>", which counts in drawings and formulas."""

    href: str | None = None
    """Only of links."""

    term: str | None = None
    """Value of data-term; only of links."""


@lru_cache(maxsize=4096)
def read_tag(markup: str) -> Tag:
    """What matters of a tag, written as TOKEN finds it. Kept, for a site has few different tags."""
    found = TAG_NAME.match(markup)
    name = found[1].lower() if found else ""
    is_end, is_block = markup[1] == "/", name in BLOCKS
    if is_end:
        return Tag(name, True, is_block)
    attributes = _attributes(markup[len(name) + 1 :])
    classes = attributes.get("class", "").split()
    closes_itself = markup.endswith("/>")
    is_definition = name == "dl" and "definition" in classes
    is_hidden = name in HIDDEN or _is_hidden(name, attributes, classes)
    is_opted_out = OPT_OUT in classes or f"data-{OPT_OUT}" in attributes
    return Tag(
        name,
        is_block=is_block,
        is_forbidden=is_hidden or is_definition or is_opted_out or name in FORBIDDEN,
        is_hidden=is_hidden,
        is_definition=is_definition,
        has_no_end=name in VOID or (name in FOREIGN and closes_itself),
        closes_itself=closes_itself,
        href=attributes.get("href") if name == "a" else None,
        term=attributes.get("data-term") if name == "a" else None,
    )


def _attributes(markup: str) -> dict[str, str]:
    """Name → value; of several with one name the first, as browsers have it."""
    attributes: dict[str, str] = {}
    for found in ATTRIBUTE_PARTS.finditer(markup):
        attributes.setdefault(found[1].lower(), unescape(found[2] or found[3] or found[4] or ""))
    return attributes


def _is_hidden(name: str, attributes: dict[str, str], classes: list[str]) -> bool:
    """Nobody reads it, or it is the mark of a footnote and not the line's."""
    return (
        "hidden" in attributes
        or "inert" in attributes
        or attributes.get("aria-hidden") == "true"
        or (name == "sup" and attributes.get("id", "").startswith("fnref"))
        or "footnote-backref" in classes
    )
