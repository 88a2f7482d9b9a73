"""Python-Markdown extension: what can scroll on a narrow screen can take the keyboard (WCAG 2.1.1).

Tables stand in a named region, code blocks take the focus. Columns are aligned by a class, for a style attribute is
forbidden by the policy of the site (docs/nginx.conf); what is strong for more than some words has one, too.
"""

from __future__ import annotations

import re
from itertools import count

import markdown
from markdown.postprocessors import Postprocessor

AFTER_RAW_HTML = 20
"""Priority: code blocks are back in the text by then."""

TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
CELL = re.compile(r'<(t[hd]) style="text-align: (left|center|right);">')
STRONG = re.compile(r"<strong>(?=(.*?)</strong>)", re.DOTALL)
FEW_WORDS = 3
"""Strong words are in small capitals, unless there are so many that they would be lines of them."""

CODE = re.compile(r"<pre>(?=<span></span>|<code)")


class ScrollingPostprocessor(Postprocessor):
    """Wraps tables; gives code blocks a tabindex."""

    def run(self, text: str) -> str:
        numbers = count(1)
        several = text.count("<table>") > 1

        def wrap(found: re.Match[str]) -> str:
            label = f"Table {next(numbers)}" if several else "Table"
            attributes = f'class="table" role="region" aria-label="{label}" tabindex="0"'
            return f"<div {attributes}>{found[0]}</div>"

        def weigh(found: re.Match[str]) -> str:
            return found[0] if len(found[1].split()) <= FEW_WORDS else '<strong class="long">'

        text = CELL.sub(r'<\1 class="\2">', STRONG.sub(weigh, text))
        return CODE.sub('<pre tabindex="0">', TABLE.sub(wrap, text))


class ScrollingExtension(markdown.Extension):
    """For tables and code."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Connect to `md`."""
        md.postprocessors.register(ScrollingPostprocessor(md), "scrolling", AFTER_RAW_HTML)


def makeExtension(**settings: object) -> ScrollingExtension:  # noqa: N802 - the name is Python-Markdown's
    """What `Markdown(extensions=["plugins.site.markup"])` calls."""
    return ScrollingExtension(**settings)
