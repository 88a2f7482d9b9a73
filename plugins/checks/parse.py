"""Text to model: the front matter and the body of one source file. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from markupsafe import Markup
from unidecode import unidecode

from plugins.checks.model import Document, DocumentKind, Field, Finding
from plugins.source import Source

# Python-Markdown's own rules for a front matter (markdown.extensions.meta).
KEY = re.compile(r" {0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)")
MORE = re.compile(r" {4,}(?P<value>.*)")
BEGIN = re.compile(r"-{3}(\s.*)?$")
END = re.compile(r"(-{3}|\.{3})(\s.*)?$")

CONTROL = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufdd0-\\ufdef\\ufffe\\uffff]"
)
FENCE = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,}).*?^ {0,3}(?P=fence)[`~]*[ \t]*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(?<![`\\])(?P<ticks>`+)(?!`)(?P<code>.*?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def parse_document(
    data: bytes, path: str, place: str, kind: DocumentKind
) -> tuple[Document | None, list[Finding]]:
    """Read one file: the document, or None where it is no text; and what is wrong with its characters."""
    text, findings = parse_text(data, path)
    if text is None:
        return None, findings
    fields, body_line = _parse_front_matter(text)
    body = "\n".join(text.split("\n")[body_line - 1 :])
    return Document(path, place, kind, fields, blank_code(body), body_line, text), findings


def parse_text(data: bytes, path: str) -> tuple[str | None, list[Finding]]:
    """Decode a file as Pelican does; None where it is not UTF-8."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [Finding(Source(path, line), "not UTF-8; save the file as UTF-8")]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, list(_control_characters(text, path))


def _control_characters(text: str, path: str) -> Iterator[Finding]:
    if not CONTROL.search(text):
        return
    for number, line in enumerate(text.split("\n"), start=1):
        for character in sorted(set(CONTROL.findall(line))):
            yield Finding(Source(path, number), f"the control character U+{ord(character):04X}; delete it")


def _parse_front_matter(text: str) -> tuple[tuple[Field, ...], int]:
    """The fields, and the line on which the body begins."""
    lines = text.split("\n")
    number = 2 if BEGIN.match(lines[0]) else 1
    fields: list[Field] = []
    for line in lines[number - 1 :]:
        found, more = KEY.match(line), MORE.match(line)
        if not line.strip() or END.match(line):
            return tuple(fields), number + 1
        if found:
            fields.append(Field(found["key"], found["value"].strip(), number))
        elif more and fields:
            last = fields.pop()
            fields.append(Field(last.key, f"{last.value} {more['value'].strip()}".strip(), last.line))
        else:
            return tuple(fields), number
        number += 1
    return tuple(fields), number


def blank_code(text: str) -> str:
    """`text` with spaces in the place of code and HTML comments; every line stays where it is."""
    for pattern, beginnings in ((FENCE, ("```", "~~~")), (COMMENT, ("<!--",)), (CODE, ("`",))):
        if any(beginning in text for beginning in beginnings):
            text = pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    return text


@cache
def slugify(text: str) -> str:
    """The slug that Pelican makes of `text` with its default settings."""
    text = unidecode(unicodedata.normalize("NFKC", Markup(text).striptags()))  # noqa: S704
    text = re.sub(r"[^\w\s-]", "", text).strip()
    return re.sub(r"[-\s]+", "-", text).lower()


def slug_of(document: Document) -> str:
    """The slug that Pelican gives a document: its own, or its file's name."""
    return document.value("slug") or slug_of_file(document.place)


def slug_of_file(place: str) -> str:
    """The slug that Pelican makes of the name of a file."""
    return slugify(place.rpartition("/")[2].rpartition(".")[0])


def names_in(text: str) -> tuple[str, ...]:
    """The names of a list such as `Tags:`; Pelican splits at semicolons where there is one."""
    parts = text.split(";" if ";" in text else ",")
    return tuple(" ".join(part.split()) for part in parts if part.strip())
