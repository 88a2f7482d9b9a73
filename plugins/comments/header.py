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

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

LINE_LIMIT = 2000
"""Longest header line, in characters."""

PRIVATE_KEYS = frozenset({"email", "e-mail", "mail", "author-email", "author_email", "ip", "ip-address"})


@dataclass(frozen=True, slots=True)
class Field:
    """One header line."""

    key: str
    """As in the list of known keys, whatever the case it was typed in."""

    value: str | None
    """Never empty, no blanks around; None when the line has a finding already."""

    source: Source


@dataclass(frozen=True, slots=True)
class CommentFile:
    """A file taken apart, its words not yet understood."""

    source: Source
    fields: Mapping[str, Field]
    """By known key."""

    body: str
    findings: tuple[AuthorError, ...]
    is_readable: bool = True
    """False: not even text; nothing else is worth saying of it."""

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
    try:
        text = data.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        place = Source(path, data.count(b"\n", 0, error.start) + 1)
        return CommentFile(
            Source(path),
            {},
            "",
            (AuthorError(place, "not UTF-8; save the file as UTF-8"),),
            is_readable=False,
        )
    head, body, body_line = _cut(text.replace("\r\n", "\n").replace("\r", "\n"))
    fields, findings = _read_head(head, path, known)
    faults = (AuthorError(Source(path, body_line + below), fault) for below, fault in faults_in_body(body))
    return CommentFile(Source(path), fields, body, (*findings, *faults))


def _read_head(
    lines: list[str], path: str, known: Mapping[str, str]
) -> tuple[dict[str, Field], list[AuthorError]]:
    fields: dict[str, Field] = {}
    findings: list[AuthorError] = []
    for number, line in enumerate(lines, start=1):
        source = Source(path, number)
        typed, colon, _ = line.partition(":")
        key = known.get(typed.strip().lower(), "") if colon else ""
        try:
            if key and key in fields:
                first = fields[key].source.line
                raise AuthorError(source, f'"{key}" stands in line {first} already; delete one of them')
            fields[key] = _read_line(line, source, known)
        except AuthorError as error:
            findings.append(error)
            fields.setdefault(key, Field(key, None, source))
    fields.pop("", None)
    return fields, findings


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

    def is_faulty(self, key: str) -> bool:
        """Whether the line of `key` has a finding."""
        field = self.file.fields.get(key)
        return field is not None and any(finding.source == field.source for finding in self.findings)

    def read(self, key: str, understand: Callable[[str], T]) -> T | None:
        """The value of `key`; None when it is missing or wrong. `understand` raises ValueError(message)."""
        field = self.file.fields.get(key)
        if field is None or field.value is None:
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
