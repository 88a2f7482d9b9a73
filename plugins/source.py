"""Where an author's text stands, and how to say that it is wrong. The one idea that all parsers share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A place in a file: what a terminal or an editor can jump to."""

    path: str
    """Relative to the folder that the author works in, with "/" between the parts."""

    line: int = 1
    """1-based."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"

    def __reduce__(self) -> tuple[type[Source], tuple[str, int]]:
        # Ten thousands are pickled, and what dataclasses do looks up the fields for each.
        return Source, (self.path, self.line)

    def down(self, lines: int) -> Source:
        """The place so many lines further down the same file."""
        return Source(self.path, self.line + lines)


class WrongValueError(ValueError):
    """A value is wrong: says what to write instead. Whoever read its line says where.

    Any other ValueError while a value is read is a fault of the software, and told to no author as theirs.
    """


class AuthorError(ValueError):
    """The author's text is wrong: says where, what, and what to write instead.

    `str(error)` is "path:line: what is wrong; what to write instead".
    """

    def __init__(self, source: Source, message: str) -> None:
        super().__init__(f"{source}: {message}")
        self.source = source
        self.message = message

    def __reduce__(self) -> tuple[type[AuthorError], tuple[Source, str]]:
        return type(self), (self.source, self.message)


class AuthorErrors(ValueError):  # noqa: N818 - it holds several
    """Everything that is wrong, at once: one finding a line, by place."""

    def __init__(self, findings: Iterable[AuthorError]) -> None:
        self.findings = tuple(sorted(findings, key=lambda finding: (finding.source, finding.message)))
        super().__init__("\n".join(map(str, self.findings)))
