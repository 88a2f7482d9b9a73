"""What a form sends, read from its bytes, and what is wrong with it. The questions are those of a comment file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import parse_qsl

from plugins.comments.characters import (
    fault_in_header,
    fault_of_accents,
    faults_in_body,
    has_email,
    has_userinfo,
    without_emails,
)
from plugins.comments.model import BODY_LIMIT, Comment, Kind, Role
from plugins.comments.parse import parse_comment
from plugins.comments.values import read_author, read_number, read_web_address
from plugins.comments.write import file_name, write_comment
from plugins.source import Source, WrongValueError

T = TypeVar("T")

FIELDS_LIMIT = 20
FORM = "application/x-www-form-urlencoded"
WEBSITE_LIMIT = 1000


class WrongRequestError(Exception):
    """What came is no form of ours: says so, and with which status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a comment's form as they were typed: what goes back into the form."""

    thread: str = ""
    author: str = ""
    website: str = ""
    replyto: str = ""
    body: str = ""
    leave_empty: str = ""
    signed: str = ""
    step: str = "send"


@dataclass(frozen=True, slots=True)
class Words:
    """A comment that could be a file: all that its writer says."""

    author: str
    website: str | None
    replyto: int | None
    body: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What the questions came to: words, or faults."""

    words: Words | None = None
    faults: tuple[Fault, ...] = field(default=())


def read_fields(data: bytes, content_type: str) -> dict[str, str]:
    """The fields of a form, by name.

    Raises:
        WrongRequestError: another kind of body, bytes that are no UTF-8, a field twice, too many.
    """
    kind, _, rest = content_type.partition(";")
    charset = rest.lower().replace(" ", "").replace('"', "").removeprefix("charset=")
    if kind.strip().lower() != FORM or charset not in ("", "utf-8", "utf8"):
        raise WrongRequestError(415, "Send this as a form, in UTF-8.")
    try:
        pairs = parse_qsl(
            data.decode("utf-8"),
            keep_blank_values=True,
            strict_parsing=True,
            max_num_fields=FIELDS_LIMIT,
            errors="strict",
        )
    except ValueError:
        raise WrongRequestError(400, "This is no form that could be read.") from None
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise WrongRequestError(400, "A field is there twice.")
    return {name: value.replace("\r\n", "\n").replace("\r", "\n") for name, value in fields.items()}


def typed_of(fields: Mapping[str, str]) -> Typed:
    """What a comment's form says; fields that it does not have are ignored."""
    known = ("thread", "author", "website", "replyto", "body", "leave-empty", "signed", "step")
    return Typed(**{name.replace("-", "_"): fields.get(name, "") for name in known})


def ask(typed: Typed) -> Answers:
    """Whether it could be the file of a comment."""
    faults: list[Fault] = []

    def read(name: str, value: str, understand: Callable[[str], T]) -> T | None:
        try:
            if "\n" in value:
                raise WrongValueError("more than one line; write it in one")
            if fault := fault_in_header(value):
                raise WrongValueError(fault)
            if has_email(value):
                raise WrongValueError("an e-mail address is shown to everybody here; take it out")
            return understand(value)
        except WrongValueError as wrong:
            faults.append(Fault(name, str(wrong)))
            return None

    author = read("author", typed.author.strip(), _read_name)
    website = read("website", typed.website.strip(), _read_website) if typed.website.strip() else None
    replyto = read("replyto", typed.replyto.strip(), read_number) if typed.replyto.strip() else None
    body = typed.body.strip("\n").rstrip()
    faults += (Fault("body", message) for message in _faults_of_body(body))
    if faults or author is None:
        return Answers(faults=tuple(faults))
    return _as_file(Words(author, website, replyto, without_emails(body)))


def _read_name(value: str) -> str:
    if not value:
        raise WrongValueError("no name; write one, any that you answer to")
    return read_author(value)


def _read_website(value: str) -> str:
    if len(value) > WEBSITE_LIMIT:
        raise WrongValueError(f"an address of {len(value)} characters; write at most {WEBSITE_LIMIT}")
    return read_web_address(value)


def _faults_of_body(body: str) -> list[str]:
    if not body.strip():
        return ["nothing was written; write what you want to say"]
    if len(body) > BODY_LIMIT:
        return [f"{len(body):,} characters; write at most {BODY_LIMIT:,}"]
    for number, line in enumerate(body.split("\n"), start=1):
        if has_userinfo(line):
            return [
                f"line {number}: a web address with a name before its host; write what follows the @ alone"
            ]
    lines = enumerate(body.split("\n"))
    piles = [(number, fault) for number, line in lines if (fault := fault_of_accents(line))]
    return [f"line {number + 1}: {fault}" for number, fault in (*faults_in_body(body), *piles)[:3]]


def _as_file(words: Words) -> Answers:
    """What was written is parsed again: only what can be read from a file is taken."""
    comment = comment_of(words, 9_999_999, "0", datetime(2026, 1, 1, tzinfo=UTC))
    parsed, findings = parse_comment(write_comment(comment).encode(), f"content/{file_name(comment)}")
    if parsed is None:
        return Answers(faults=tuple(Fault("body", finding.message) for finding in findings))
    return Answers(replace(words, author=parsed.author, website=parsed.website, body=parsed.body))


def comment_of(words: Words, number: int, identity: str, at: datetime) -> Comment:
    """The comment that these words are."""
    return Comment(
        number=number,
        id=identity,
        posted_at=at,
        author=words.author,
        body=words.body,
        source=Source(""),
        website=words.website,
        role=Role.READER,
        kind=Kind.COMMENT,
        replyto=words.replyto,
    )


def ask_name(name: str) -> str:
    """What is wrong with a name; empty when nothing is."""
    answers = ask(Typed(author=name, body="-"))
    return next((fault.message for fault in answers.faults), "")
