"""What rules over the words of one text look at. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from plugins.checks.body import Body
from plugins.checks.model import Document, Sources

Found: TypeAlias = Iterator[tuple[int, str]]
"""The line of the body, 0-based, and what is wrong there."""


@dataclass(frozen=True, slots=True)
class Text:
    """An article, a page, an opening, or a file of the dictionary."""

    path: str

    line: int
    """On which the body begins, 1-based."""

    body: Body

    document: Document | None
    """None for a file of the dictionary, whose body has its front matter too."""

    defined: int
    """How many lines of the body its definitions take."""

    @property
    def is_draft(self) -> bool:
        """Whether its author says that it is not finished."""
        return self.document is not None and self.document.status == "draft"


Rule: TypeAlias = Callable[[Text], Found]


def find_all(pattern: re.Pattern[str], text: str, *marks: str) -> Iterator[re.Match[str]]:
    """All that `pattern` finds. Whatever it finds has one of `marks` in it: where none is, which is soon known,
    nobody searches."""
    for mark in marks:
        if mark in text:
            return pattern.finditer(text)
    return iter(())


def texts_of(sources: Sources) -> Iterator[Text]:
    """All of them."""
    of = sources.definitions
    for document in sources.documents:
        yield Text(document.path, document.body_line, document.body, document, of.get(document.path, 0))
    for path, body in sources.dictionary_texts.items():
        yield Text(path, 1, body, None, of.get(path, 0))
