"""Answers that came by e-mail: from a file of messages (mbox) to words that could be a comment. Pure, but for the file.

No address of anybody goes further than this module.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Final, cast

from lxml import etree, html

from plugins.comments.characters import fault_in_header, has_email
from plugins.comments.values import read_author
from plugins.source import Source, WrongValueError

NOBODY: Final = "A reader"
"""Whose message names nobody, or only an address."""

THREAD: Final = re.compile(r"\[\s*((?:dictionary/)?[^\s/\[\]#]+)(?:\s*#\s*(\d{1,7}))?\s*\]")
"""In a subject: "[the-counteroffer]", "[dictionary/boss #12]"."""

NUMBER: Final = re.compile(r"#(\d{1,7})\b")
SEPARATOR: Final = re.compile(rb"^From ", re.MULTILINE)
SIGNATURE: Final = re.compile(r"^-- ?\n.*\Z", re.MULTILINE | re.DOTALL)
WROTE: Final = re.compile(r"[^>].{0,250}:")
"""The line above what is quoted, which says whose it is: "On Monday Nell Ames wrote:"."""

HEADER_LIMIT: Final = 2_000
"""Characters: of longer ones the library takes the square of the time to read them."""

ADDRESSES_END: Final = re.compile(r"[\s<>,;:\"()]+")
BLOCKS: Final = ("p", "div", "br", "li", "blockquote", "tr", "h1", "h2", "h3")


@dataclass(frozen=True, slots=True)
class Letter:
    """One message, without an address."""

    source: Source
    """Where it begins in its file."""

    thread: str
    """The key in its subject; empty where none is."""

    replyto: str
    """The number in its subject; empty where none is."""

    author: str
    body: str
    posted_at: datetime | None
    is_automatic: bool
    """Written by no person: an absence, a bounce, a list."""

    fault: str = ""
    """Why it cannot be read; empty where it could."""


def read_letters(path: Path) -> Iterator[Letter]:
    """The messages of a file of them, in order."""
    data = path.read_bytes().replace(b"\r\n", b"\n")
    starts = [found.start() for found in SEPARATOR.finditer(data) if _is_separator(data, found.start())]
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        line = data.count(b"\n", 0, start) + 1
        text = re.sub(rb"^>(>*From )", rb"\1", data[start:end].partition(b"\n")[2], flags=re.MULTILINE)
        source = Source(str(path), line)
        try:
            yield _letter(email.message_from_bytes(text, policy=default), source)
        except Exception:  # the library trips over some that are malformed, each time over another thing
            fault = "this message is malformed, and cannot be read; take it out of the file"
            yield Letter(source, "", "", NOBODY, "", None, is_automatic=False, fault=fault)


def _is_separator(data: bytes, start: int) -> bool:
    """In the first line, or after an empty one: a paragraph may begin with From."""
    return start == 0 or data[start - 2 : start] == b"\n\n"


def _letter(message: EmailMessage, source: Source) -> Letter:
    subject = _header(message, "subject")
    found = THREAD.search(subject)
    number = (found and found[2]) or next(iter(NUMBER.findall(subject)), "")
    return Letter(
        source=source,
        thread=found[1] if found else "",
        replyto=number,
        author=_author(message),
        body=_without(_addresses(message), _body(message)),
        posted_at=_posted_at(message),
        is_automatic=_is_automatic(message),
    )


def _raw(message: EmailMessage, name: str) -> str:
    """A header as it came, in one line."""
    found = next((value for key, value in message.raw_items() if key.lower() == name), "")
    return " ".join(str(found).split())


def _header(message: EmailMessage, name: str) -> str:
    """Decoded, in one line; what cannot be understood, or is longer than any, is empty."""
    if len(_raw(message, name)) > HEADER_LIMIT:
        return ""
    try:
        return _decoded(" ".join(str(message.get(name, "")).split()))
    except Exception:  # the library's parser of headers trips over some that are malformed
        return ""


def _decoded(header: str) -> str:
    """Some programs send UTF-8 as it is, which the library keeps as lone surrogates."""
    return header.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _addresses(message: EmailMessage) -> set[str]:
    """All that stand in its header."""
    found: set[str] = set()
    for name in ("from", "sender", "reply-to", "to", "cc", "delivered-to", "return-path"):
        words = ADDRESSES_END.split(_raw(message, name))
        found.update(word for word in words if 0 < word.find("@") < len(word) - 1)
    return found


def _author(message: EmailMessage) -> str:
    if len(_raw(message, "from")) > HEADER_LIMIT:
        return NOBODY
    try:
        name = _decoded(message["from"].addresses[0].display_name.strip())
        if fault_in_header(name) or has_email(name):
            return NOBODY
        return read_author(name)
    except (
        AttributeError,
        IndexError,
        TypeError,
        ValueError,
        WrongValueError,
    ):  # a name with CR LF among them
        return NOBODY


def _posted_at(message: EmailMessage) -> datetime | None:
    try:
        at: datetime = message["date"].datetime
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
    except (AttributeError, TypeError, ValueError, OverflowError):
        return None


def _is_automatic(message: EmailMessage) -> bool:
    submitted = _header(message, "auto-submitted").lower() or "no"
    is_bulk = _header(message, "precedence").lower() in ("bulk", "junk", "list", "auto_reply")
    return submitted != "no" or is_bulk or "<>" in _header(message, "return-path")


def _body(message: EmailMessage) -> str:
    """What its writer wrote: no signature, and not the whole of what is answered below it."""
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    text = _text_of(cast(EmailMessage, part)).replace("\r\n", "\n")
    return _without_quoted(SIGNATURE.sub("", text)).strip("\n").rstrip()


def _without_quoted(text: str) -> str:
    """Without all of what was answered, below the answer, and the line that says who wrote it."""
    lines = text.rstrip().split("\n")
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith(">")):
        end -= 1
    if end == len(lines):
        return text
    if end and WROTE.fullmatch(lines[end - 1].rstrip()):
        end -= 1
        # Long ones are broken in two, and the first half has the address.
        if end and (lines[end - 1].startswith("On ") or "@" in lines[end - 1]):
            end -= 1
    return "\n".join(lines[:end])


def _text_of(part: EmailMessage) -> str:
    try:
        text = part.get_content()
    except (LookupError, TypeError, ValueError):  # a charset that nobody knows
        text = cast(bytes, part.get_payload(decode=True)).decode("utf-8", "replace")
    if part.get_content_type() == "text/html":
        return _plain(text)
    if str(part.get_param("format", "")).lower() == "flowed":
        return _unfolded(text, is_cut=str(part.get_param("delsp", "")).lower() == "yes")
    return str(text)


def _unfolded(text: str, *, is_cut: bool) -> str:
    """Lines that end with a blank go on in the next (RFC 3676)."""
    lines: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        stuffed = line.removeprefix(" ")
        if goes_on and not stuffed.startswith(">"):
            lines[-1] += stuffed
        else:
            lines.append(stuffed)
        goes_on = stuffed.endswith(" ") and stuffed != "-- " and not stuffed.startswith(">")
        if goes_on and is_cut:
            lines[-1] = lines[-1][:-1]
    return "\n".join(line.rstrip() if line != "-- " else line for line in lines)


def _plain(markup: str) -> str:
    """Paragraphs of a message in HTML. What is quoted in it is left out: it is what was answered."""
    try:
        page = html.document_fromstring(markup)
    except (etree.LxmlError, ValueError):
        return ""
    for element in page.xpath("//blockquote | //script | //style | //head"):
        element.drop_tree()
    for element in page.iter(*BLOCKS):
        element.tail = f"\n{element.tail or ''}"
        if element.tag != "br":
            element.tail = f"\n{element.tail}"
    text = page.text_content()
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _without(addresses: set[str], text: str) -> str:
    """The addresses of the message's header are taken out of its text: a signature may have them."""
    plain = text.lower()
    for address in sorted((one for one in addresses if one.lower() in plain), key=len, reverse=True):
        text = re.sub(re.escape(address), f"{address.partition('@')[0]}@…", text, flags=re.IGNORECASE)
    return text
