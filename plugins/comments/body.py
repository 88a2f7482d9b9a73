"""From what a commenter wrote to HTML that may stand in any page.

The allow-list is here and in docs/comment-format.md; a test holds the one against the other.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from itertools import pairwise
from typing import Any, cast
from urllib.parse import unquote

import mistune
import nh3
from markupsafe import Markup

from plugins.comments.characters import has_email, has_userinfo, mask_domains, might_have_email, plain
from plugins.comments.model import BODY_LIMIT, Notation

ELEMENTS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "cite",
        "code",
        "del",
        "dd",
        "dl",
        "dt",
        "em",
        "hr",
        "i",
        "ins",
        "kbd",
        "li",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "strong",
        "sub",
        "sup",
        "ul",
    ]
)
ATTRIBUTES = {"*": set[str](), "a": {"href"}, "ol": {"start"}}
"""Besides these, every link gets `rel`. Without the star nh3 lets `lang` and `title` through."""

SCHEMES = frozenset({"http", "https"})
"""Only whole addresses are links: a relative one means something else on each page and in each feed."""

LINK_REL = "nofollow ugc noopener"
DROPPED_WHOLE = frozenset({"script", "style"})
"""Of other elements only the tags go and the words stay; of these the words would be code."""


EMPHASIS_LIMIT = 300
"""Runs of asterisks and underscores: for more of them mistune 3 takes the square of the time."""

TURN_LIMIT = 60
"""Changes between quotes and lists: each takes mistune 3 some calls deeper, until the stack is full."""

NESTED_LIMIT = 6
"""Lists and quotes in each other: every level reads the text once more."""

DEPTH_LIMIT = 40
"""Elements in elements."""

TAG_LIMIT = 2_000
"""Tags that open in HTML as it was typed: of blocks that nobody closes, parsers of HTML take the square of the time."""

Mention = tuple[str, str]
"""A name as it was typed, and the address of the comment that is meant."""

Halves = tuple[str, str]
"""Safe HTML before the link of a mention, and after it; where there is no such link, the first is all of it."""

_PIECE = re.compile(r"<[^>]*>|&(?:amp;)?[#\w]+;|%[0-9A-Fa-f]{2}|[^<&%]|[&%]", re.DOTALL)
_BREAKING = re.compile(r"</?(?:p|br|li|ul|ol|dl|dt|dd|pre|blockquote|hr)\b")
_EMPHASIS = re.compile(r"[*_]+")
_MARKERS = re.compile(r"^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=\s|$)))+", re.MULTILINE)
_BLANKS_AND_DIGITS = re.compile(r"[ \t\d]+")
_TAG = re.compile(r"<(?P<end>/)?(?!br\b|hr\b)\w+[^>]*>")
_OPENING = re.compile(r"\s*(?:<p>)?\s*(?=:)")
_MENTION = Markup('<a href="{href}">@{name}</a>')
"""The one tag that is not from a template: it stands inside a paragraph that only exists here."""


class _Renderer(mistune.HTMLRenderer):
    """A comment has no headings (they would break the page's outline) and shows no foreign pictures."""

    def heading(self, text: str, level: int, **attrs: Any) -> str:  # noqa: ARG002 - the shape mistune calls
        return self.paragraph(self.strong(text))

    def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002
        return self.link(text or mistune.escape(url), url)

    def link(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002
        """What the cleaner would leave without an address is no link at all."""
        return super().link(text, url) if url.lower().startswith(("http://", "https://")) else text


@cache
def _markdown() -> mistune.Markdown:
    """One for the process: making it costs more than a hundred comments."""
    block = mistune.BlockParser(max_nested_level=NESTED_LIMIT)
    return mistune.Markdown(renderer=_Renderer(escape=True), block=block)


@cache
def _plain() -> mistune.Markdown:
    """Paragraphs and line breaks, all else as it was typed."""
    block, inline = mistune.BlockParser(), mistune.InlineParser()
    block.rules, inline.rules = ["blank_line"], ["linebreak", "softbreak"]
    return mistune.Markdown(renderer=_Renderer(escape=True), block=block, inline=inline)


@cache
def _cleaner() -> nh3.Cleaner:
    return _make_cleaner(ELEMENTS)


@cache
def _flat_cleaner() -> nh3.Cleaner:
    return _make_cleaner(frozenset({"p", "br"}))


def _make_cleaner(elements: frozenset[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(elements),
        clean_content_tags=set(DROPPED_WHOLE),
        attributes={tag: names for tag, names in ATTRIBUTES.items() if tag in elements or tag == "*"},
        url_schemes=set(SCHEMES),
        url_relative="deny",
        link_rel=LINK_REL,
    )


def render_body(text: str, notation: Notation = Notation.MARKDOWN, mention: Mention | None = None) -> Markup:
    """Make a comment's text safe HTML.

    Args:
        text: hostile, of any length; the time it takes grows with its length and no faster.
        notation: in Markdown, HTML is shown as it was typed; in HTML, what is not allowed is taken away.
        mention: whom the text speaks to in its first words, "@Name:", and a permalink to make of them.
    """
    return join_body(render_halves(text, notation, mention[0] if mention else ""), mention)


def render_halves(text: str, notation: Notation = Notation.MARKDOWN, name: str = "") -> Halves:
    """What is dear in `render_body`, and the same on every page.

    Args:
        name: whom the text speaks to in its first words, "@Name:"; empty for nobody.
    """
    if not name:
        return _clean(text, notation), ""
    # The name is taken out before and put back after, so that no asterisk in it is read as Markdown.
    opening, _, rest = text.partition(f"@{name}:")
    html = _clean(f"{opening}:{rest}", notation)
    found = _OPENING.match(html)
    if found is None:
        return _clean(text, notation), ""
    return found[0], html[found.end() :]


def join_body(halves: Halves, mention: Mention | None = None) -> Markup:
    """The HTML of a body, from what `render_halves` made for the same mention."""
    before, after = halves
    if mention is None or not after:
        return Markup(before)  # noqa: S704 - the cleaner has made it safe
    name, href = mention
    return Markup(f"{before}{_MENTION.format(href=href, name=name)}{after}")  # noqa: S704 - all three are


def _clean(text: str, notation: Notation) -> str:
    if notation is Notation.HTML:
        if text.count("<") - text.count("</") > TAG_LIMIT:
            text = text.replace("<", "&lt;")
        html = _cleaner().clean(text)
        html = html if _depth(html) <= DEPTH_LIMIT else _flat_cleaner().clean(text)
    else:
        markdown = _plain() if _is_tangled(text) else _markdown()
        html = _cleaner().clean(cast(str, markdown(text)))
    return _without_domains(html) if might_have_email(html) else html


def _is_tangled(text: str) -> bool:
    """Whether mistune would take the square of the time, or run out of stack. Nobody writes so by hand."""
    if len(text) > BODY_LIMIT:
        return True
    # Counting characters is a hundred times as fast as counting what they mean, and nearly always enough.
    might_be = text.count("*") + text.count("_") > EMPHASIS_LIMIT
    if might_be and sum(1 for _ in _EMPHASIS.finditer(text)) > EMPHASIS_LIMIT:
        return True
    if text.count("\n") <= TURN_LIMIT:
        return False
    markers = (_BLANKS_AND_DIGITS.sub("", found[0]) for found in _MARKERS.finditer(text))
    return sum(one != next_one for one, next_one in pairwise(markers)) > TURN_LIMIT


def _depth(html: str) -> int:
    """How deep the elements of cleaned HTML are in each other: parsers of pages and feeds have limits."""
    depth = deepest = 0
    for tag in _TAG.finditer(html):
        depth += -1 if tag["end"] else 1
        deepest = max(deepest, depth)
    return deepest


def _without_domains(html: str) -> str:
    """Nobody's address is published, not even by their own hand: "nick@…" is left, and no link that holds one.

    It may be written in any way that reads as one: over elements, with entities, percent-encoded, in wide characters.
    """
    pieces = [_without_address(found[0]) for found in _PIECE.finditer(html)]
    return mask_domains(pieces, _as_read)


def _as_read(piece: str) -> str:
    if piece.startswith("<"):
        return "\n" if _BREAKING.match(piece) else ""
    # Twice: an entity that was typed shows as it was typed, and is read for what it means.
    return plain(unquote(unescape(unescape(piece))))


def _without_address(piece: str) -> str:
    """A piece of HTML; of a link that holds a person's address, or a name before its host, only the words stay."""
    if not piece.startswith("<a "):
        return piece
    said = unescape(piece)
    return "<a>" if has_email(said) or has_userinfo("".join(said.split())) else piece
