"""The front matter of a comment, as header.py reads it, with what a hostile one may not hold; and its body.

What the keys mean is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from plugins.comments.characters import fault_in_header, faults_in_body, has_email
from plugins.header import Header, decode, read_header
from plugins.keys import keys_of
from plugins.source import AuthorError, Source, WrongValueError

T = TypeVar("T")

LINE_LIMIT = 2000
"""Longest header line, in characters."""

PRIVATE_KEY = re.compile(r"^\s*(?:(?:author[-_])?e?-?mail|ip(?:-address)?)\s*:", re.IGNORECASE | re.MULTILINE)


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
        text = decode(data, path)
    except AuthorError as wrong:
        return CommentFile(Source(path), {}, "", (wrong,), is_readable=False)
    header = read_header(text)
    if not header.fields:
        missing = AuthorError(Source(path), 'no front matter; write "Key: value" in the first line')
        return CommentFile(Source(path), {}, "", (missing,), is_readable=False)
    fields, findings = _read_fields(header, path, known)
    findings |= _faults_of_lines(text.removesuffix(header.body), path)
    for field in fields.values() if findings else ():
        if field.source.line in findings:
            fields[field.key] = replace(field, value=None)
    body = header.body.lstrip("\n")
    body_line = header.body_line + len(header.body) - len(body)
    faults = (
        AuthorError(Source(path, body_line + below), fault) for below, fault in faults_in_body(body.rstrip())
    )
    return CommentFile(
        Source(path), fields, body.rstrip(), (*(findings[line] for line in sorted(findings)), *faults)
    )


def _read_fields(
    header: Header, path: str, known: Mapping[str, str]
) -> tuple[dict[str, Field], dict[int, AuthorError]]:
    """By known key; and what is wrong, by line. No message repeats a value: a log must not hold it."""
    fields: dict[str, Field] = {}
    findings: dict[int, AuthorError] = {}

    def fail(line: int, message: str) -> None:
        findings[line] = AuthorError(Source(path, line), message)

    for line, _ in header.strays:
        fail(line, 'not a header line; write "Key: value", or an empty line before the body')
    for one in header.fields:
        key = known.get(one.name)
        if key is None:
            name = one.key if len(one.key) <= 30 else f"{one.key[:30]}…"
            fail(one.line, f'unknown key "{name}"; write one of {", ".join(sorted(known.values()))}')
        elif key in fields:
            fail(one.line, f'"{key}" stands in line {fields[key].source.line} already; keep one of them')
        else:
            if not one.value:
                fail(one.line, f'"{key}" is empty; write its value or delete the line')
            fields[key] = Field(key, one.value or None, Source(path, one.line))
    return fields, findings


def _faults_of_lines(head: str, path: str) -> dict[int, AuthorError]:
    """What no line of a header may hold, whatever its key; by line. What the whole has not, no line has."""
    if not _fault_of_line(head):
        return {}
    faults = ((number, _fault_of_line(line)) for number, line in enumerate(head.split("\n"), start=1))
    return {number: AuthorError(Source(path, number), fault) for number, fault in faults if fault}


def _fault_of_line(line: str) -> str | None:
    if len(line) > LINE_LIMIT:
        return f"a header line of {len(line)} characters; write at most {LINE_LIMIT}"
    if PRIVATE_KEY.search(line) or has_email(line):
        return "what is private does not belong in a comment file; delete the e-mail or IP address"
    return fault_in_header(line)


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
        """The value of `key`; None when it is missing or wrong. `understand` raises WrongValueError(message)."""
        field = self.file.fields.get(key)
        if field is None or field.value is None:
            return None
        try:
            return understand(field.value)
        except WrongValueError as error:
            self.findings.append(AuthorError(field.source, str(error)))
            return None

    def require(self, key: str, understand: Callable[[str], T]) -> T | None:
        """As `read`; that it is not there is a finding."""
        if key not in self.file.fields:
            self.fail(f'"{key}" is missing; write "{key}: {keys_of("comment")[key.lower()].example}"')
        return self.read(key, understand)
