"""Inline Markdown of glosses, verse and quotations, in the dialect of the articles. Raw HTML is text here."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import markdown
from markupsafe import Markup

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
