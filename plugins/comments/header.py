"""The shape that all comment files share: "Key: value" lines, an empty line, and the body.

What the keys mean is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from plugins.comments.characters import fault_in_header, faults_in_body, has_email
from plugins.source import AuthorError, Source

T = TypeVar("T")

LINE_LIMIT = 2000
"""Longest header line, in characters."""

PRIVATE_KEYS = frozenset({"email", "e-mail", "mail", "author-email", "author_email", "ip", "ip-address"})


@dataclass(frozen=True, slots=True)
class Field:
    """One header line."""

    key: str
    """As in the list of known keys, whatever the case it was typed in."""

    value: str
    """Never empty, no blanks around."""

    source: Source


@dataclass(frozen=True, slots=True)
class CommentFile:
    """A file taken apart, its words not yet understood."""

    source: Source
    fields: Mapping[str, Field]
    """By known key."""

    body: str
    findings: tuple[AuthorError, ...]
    is_upgraded: bool = False
    """Came in the older form: its name is not its number and its id."""

    @property
    def name(self) -> str:
        return self.source.path.rpartition("/")[2]


def split_file(data: bytes, path: str, known: Mapping[str, str]) -> CommentFile:
    """Take a comment file apart and find all that is wrong with its shape.

    Args:
        known: the keys that may stand in a header, from lower case to how they are written.
    """
    start = Source(path)
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return CommentFile(
            start, {}, "", (AuthorError(Source(path, line), "not UTF-8; save the file as UTF-8"),)
        )
    head, body, body_line = _cut(text.replace("\r\n", "\n").replace("\r", "\n"))
    findings: list[AuthorError] = []
    fields: dict[str, Field] = {}
    for at, line in enumerate(head, start=1):
        source = Source(path, at)
        try:
            field = _read_line(line, source, known)
            if field.key in fields:
                first = fields[field.key].source.line
                raise AuthorError(source, f'"{field.key}" stands in line {first} already; delete one of them')
            fields[field.key] = field
        except AuthorError as error:
            findings.append(error)
    findings += (AuthorError(Source(path, body_line + n - 1), fault) for n, fault in faults_in_body(body))
    return CommentFile(start, fields, body, tuple(findings))


def _cut(text: str) -> tuple[list[str], str, int]:
    """Header lines, the body without blank lines around, and the line that the body starts in."""
    lines = text.split("\n")
    end = next((number for number, line in enumerate(lines) if not line.strip()), len(lines))
    begin = next((number for number in range(end, len(lines)) if lines[number].strip()), len(lines))
    return lines[:end], "\n".join(lines[begin:]).rstrip(), begin + 1


def _read_line(line: str, source: Source, known: Mapping[str, str]) -> Field:
    """Read one line. No message repeats what was typed: it could be what a log must not hold."""
    if len(line) > LINE_LIMIT:
        raise AuthorError(source, f"a header line of {len(line)} characters; write at most {LINE_LIMIT}")
    typed, colon, value = (part.strip() for part in line.partition(":"))
    if typed.lower() in PRIVATE_KEYS or has_email(line):
        raise AuthorError(
            source, "what is private does not belong in a comment file; delete the e-mail or IP address"
        )
    fault = fault_in_header(line)
    if fault:
        raise AuthorError(source, fault)
    if not colon:
        raise AuthorError(source, 'not a header line; write "Key: value", or an empty line before the body')
    key = known.get(typed.lower())
    if key is None:
        name = typed if len(typed) <= 30 else f"{typed[:30]}…"
        raise AuthorError(source, f'unknown key "{name}"; write one of {", ".join(sorted(known.values()))}')
    if not value:
        raise AuthorError(source, f'"{key}" is empty; write its value or delete the line')
    return Field(key, value, source)


class FieldReader:
    """Understands the fields of one file one by one and collects all that is wrong."""

    def __init__(self, file: CommentFile) -> None:
        self.file = file
        self.findings = list(file.findings)

    def fail(self, message: str, key: str | None = None) -> None:
        """Note a finding at the line of `key`, or at the top of the file."""
        field = self.file.fields.get(key) if key else None
        self.findings.append(AuthorError(field.source if field else self.file.source, message))

    def read(self, key: str, understand: Callable[[str], T]) -> T | None:
        """The value of `key`; None when it is missing or wrong. `understand` raises ValueError(message)."""
        field = self.file.fields.get(key)
        if field is None:
            return None
        try:
            return understand(field.value)
        except ValueError as error:
            self.findings.append(AuthorError(field.source, str(error)))
            return None

    def require(self, key: str, understand: Callable[[str], T], example: str) -> T | None:
        """As `read`; that it is not there is a finding."""
        if key not in self.file.fields:
            self.fail(f'"{key}" is missing; write "{key}: {example}"')
        return self.read(key, understand)
