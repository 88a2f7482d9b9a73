"""Whom a comment speaks to: "@Skeptic: …" at its start."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from plugins.comments.model import AUTHOR_LIMIT, Comment

_START = re.compile(r"(?:\s*<p>)?\s*@(.*)")


@dataclass(slots=True)
class Mentions:
    """Who has spoken so far in one thread; filled comment by comment, in the order of numbers."""

    _latest: dict[str, int] = field(default_factory=dict)
    """Name as printed → number of the newest comment under it."""

    _names: dict[str, set[str]] = field(default_factory=dict)
    """Name without regard to case and to the shape of its apostrophes → names as printed."""

    _authors: dict[int, str] = field(default_factory=dict)

    def add(self, comment: Comment) -> None:
        if comment.is_deleted or not comment.author:
            return
        self._latest[comment.author] = comment.number
        self._names.setdefault(_folded(comment.author), set()).add(comment.author)
        self._authors[comment.number] = comment.author

    def find(self, comment: Comment) -> tuple[str, int] | None:
        """Find whom `comment` names.

        Returns:
            The name as it is typed and the number of the comment that is meant: the one that this comment
            answers, if it is by that author, or else the author's latest. None when not exactly one is meant.
        """
        start = comment.body.startswith(("@", "<", " ")) and _START.match(comment.body)
        if not start:
            return None
        words = start[1][: AUTHOR_LIMIT + 1]
        for end in sorted((found.start() for found in re.finditer(":", words)), reverse=True):
            author = self._author(words[:end])
            if author:
                answers = comment.replyto is not None and self._authors.get(comment.replyto) == author
                return words[:end], (answers and comment.replyto) or self._latest[author]
        return None

    def _author(self, name: str) -> str | None:
        if name in self._latest:
            return name
        same = self._names.get(_folded(name), set())
        return next(iter(same)) if len(same) == 1 else None


def _folded(name: str) -> str:
    # Telephones type "’" where keyboards type "'".
    return unicodedata.normalize("NFKC", name).casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
