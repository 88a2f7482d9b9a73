"""Inline Markdown of glosses, verse and quotations, in the dialect of the articles. Raw HTML is text here."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html import unescape
from typing import Final
from urllib.parse import unquote

import markdown
from markupsafe import Markup, escape

from plugins.glossary.target import NOWHERE

MARKS: Final = re.compile(r"[\\`*_\[<&{\n]|^\s|\s$|  |\x02|\x03")
"""Without any of these Markdown changes nothing but ">"; most glosses have none."""

NOT_INLINE: Final = (
    "html",
    "reference",
    "short_reference",
    "image_link",
    "image_reference",
    "short_image_ref",
)
"""What a gloss cannot hold. Without them every sign that the author did not escape is text."""

DICTIONARY_LINK: Final = re.compile(
    r'<a href="dict:(?P<name>[^"]*)"(?P<more>[^>]*)>(?P<words>.*?)</a>', re.DOTALL
)
BLOCKS: Final = (
    "empty",
    "indent",
    "code",
    "hashheader",
    "setextheader",
    "hr",
    "olist",
    "ulist",
    "quote",
    "reference",
)


def render_inline(text: str) -> Markup:
    """One paragraph of Markdown as HTML without `<p>`; never more than one paragraph, never raw HTML."""
    if not MARKS.search(text):
        return Markup(text.replace(">", "&gt;"))  # noqa: S704 - nothing else in it means anything
    html = _markdown().reset().convert(text.replace("\n", " "))
    return Markup(html.removeprefix("<p>").removesuffix("</p>"))  # noqa: S704 - raw HTML is switched off


def resolve_links(html: Markup, href_of: Callable[[str], str | None]) -> Markup:
    """Links to the dictionary, `<a href="dict:NETWORKING#2">`, led where `href_of` says; without one they are words."""
    if "dict:" not in html:
        return html

    def resolved(found: re.Match[str]) -> str:
        name = unquote(unescape(found["name"]))
        href = None if name in NOWHERE else href_of(name)
        if href is None:
            return f'<span class="term">{found["words"]}</span>'
        return f'<a href="{escape(href)}"{found["more"]}>{found["words"]}</a>'

    return Markup(DICTIONARY_LINK.sub(resolved, html))  # noqa: S704 - our own markup, with an escaped address


@cache
def _markdown() -> markdown.Markdown:
    """One for the process: making one takes 0.7 ms, more than most glosses."""
    made = markdown.Markdown(extensions=["attr_list"], output_format="html")
    for name in BLOCKS:
        made.parser.blockprocessors.deregister(name)
    made.preprocessors.deregister("html_block")
    for name in NOT_INLINE:
        made.inlinePatterns.deregister(name)
    return made
