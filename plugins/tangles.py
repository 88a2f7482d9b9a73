"""Texts at which Python-Markdown would stand still: it takes the square of the time for brackets in one paragraph."""

from __future__ import annotations

import re

from plugins.source import AuthorError, Source

LIMITS = {"[": 200, "<": 1000}
"""In one paragraph: a tenth of a second each. Fifty times as many brackets take half a minute."""

FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})")
BEGINS = re.compile(r"\s*(?:$|[-*+]\s|\d+[.)]\s|\||\*?\[[^\[\]]+\]:)")
"""Empty lines, items of lists, rows of tables, definitions of links: what stands there is read by itself."""


def expect_untangled(text: str, path: str) -> None:
    """Hold the text of a file against the limit. Blocks of code have none.

    Raises:
        AuthorError: a paragraph is beyond it.
    """
    for sign, limit in LIMITS.items():
        if text.count(sign) > limit:
            _expect_few(sign, limit, text, path)


def _expect_few(sign: str, limit: int, text: str, path: str) -> None:
    fence, count = "", 0
    for number, line in enumerate(text.split("\n"), start=1):
        mark = FENCE.match(line)
        if fence or mark:
            if not fence:
                fence = mark["mark"] if mark else ""
            elif mark and mark["mark"].startswith(fence):
                fence = ""
            count = 0
            continue
        if BEGINS.match(line):
            count = 0
        count += line.count(sign)
        if count > limit:
            message = f'more than {limit:,} "{sign}" in one paragraph; divide it, or put code between lines of "```"'
            raise AuthorError(Source(path, number), message)
