"""What no feed can hold, said to the author who wrote it."""

from __future__ import annotations

import re

from plugins.incremental.faults import BuildError
from plugins.source import AuthorError, Source

CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold or advises against."""

MODIFIED = re.compile(r"(?i)^:?modified\s*:")


class FeedError(BuildError):
    """Something is wrong in a file; which line is known when its text is at hand."""

    def __init__(self, source: Source, pattern: re.Pattern[str], message: str) -> None:
        super().__init__(f"{source}: {message}")
        self.source = source
        self.pattern = pattern
        self.message = message

    def __reduce__(self) -> tuple[type[FeedError], tuple[Source, re.Pattern[str], str]]:
        return type(self), (self.source, self.pattern, self.message)

    def at_its_line(self, text: str) -> AuthorError:
        """The error as its author needs it.

        Args:
            text: what the file holds.
        """
        lines = text.split("\n")
        line = next((n for n, line in enumerate(lines, 1) if self.pattern.search(line)), self.source.line)
        return AuthorError(Source(self.source.path, line), self.message)


def require_printable(text: str, source: Source) -> None:
    """Let no character through that a feed cannot hold.

    Raises:
        FeedError: there is one.
    """
    if found := CONTROL.search(text):
        raise FeedError(source, CONTROL, f"U+{ord(found[0]):04X} cannot stand in a feed; delete it")
