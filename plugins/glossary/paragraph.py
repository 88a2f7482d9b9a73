"""What is wrong with a paragraph as it stands: its marks, and lines that Markdown would join."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from plugins.glossary.chunk import Chunk, kind_of
from plugins.glossary.front_matter import FIELDS, KEY
from plugins.glossary.head import HeadLine, read_head_line
from plugins.glossary.mention import broken_link
from plugins.glossary.model import AuthorWarning
from plugins.glossary.otherwise import (
    IN_QUOTATION_MARKS,
    LINES_OF_VERSE,
    SIGNS_TEXT,
    is_bare_quotation,
    is_bare_verse,
    signature,
)
from plugins.source import AuthorError, Source

Report = Callable[[AuthorError], None]

MOST_MARKS: Final = 500
"""In one paragraph. Python-Markdown takes quadratic time over most of them."""

MARKS: Final = re.compile(r"[\\`*_\[<]")
HTML: Final = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9-]*(?=[\s/>])|!--|\?)")
CODE: Final = re.compile(r"`[^`]*`")
CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
SPACES: Final = re.compile(r"[ \t]+")
DEFINED_BELOW: Final = re.compile(r" {0,3}:\s+\S")
BULLET: Final = re.compile(r" {0,3}[-+*](?:\s|$)")

KEY_BELOW: Final = 'the line "{0}:" stands below the head; write it directly above'
NO_LINK: Final = '"{}" is no link to the dictionary; write "[words](dict:HEAD)", with %20 for a space'
NOT_IN_AN_ENTRY: Final[Mapping[str, str]] = {
    "heading": 'a heading inside an entry; write "* * *" before it, or leave it out',
    "list": 'a list inside an entry; write "1. …" or "(1) …; (2) …" for senses, or "* * *" before the list',
    "fence": "code directly below a paragraph; write an empty line before it",
    "indented": 'an indented paragraph inside an entry; write it without spaces, or "> " before a quotation',
    "table": 'bars without a quotation mark; write "> | " before lines of verse, or "|---|" below the head of a table',
    "html": 'HTML inside an entry; write Markdown, or "* * *" before it',
    "break": 'commentary in a file of several entries; write the entry and "* * *" in a file of its own',
}


def in_one_line(chunk: Chunk) -> str:
    """The lines of a paragraph as one, with single spaces; no-break spaces are the author's."""
    return SPACES.sub(" ", " ".join(chunk.lines)).strip()


def check_quoted(held: Sequence[Chunk], report: Report) -> None:
    """Paragraphs that are nothing but words in quotation marks."""
    texts = ["", *(in_one_line(chunk) if chunk.kind == "prose" else "" for chunk in held), ""]
    for place, chunk in enumerate(held[1:], start=2):
        if is_bare_quotation(*texts[place - 1 : place + 2]) and not signature(texts[place], is_first=False):
            report(AuthorWarning(chunk.source, IN_QUOTATION_MARKS))


def check_lines(
    chunk: Chunk, parts_of_speech: Mapping[str, str], report: Report, *, is_first: bool = False
) -> None:
    """What follows without an empty line would vanish in the paragraph."""
    if is_bare_verse(chunk.lines):
        report(AuthorWarning(chunk.source, LINES_OF_VERSE))
    elif name := signature(in_one_line(chunk), is_first=is_first):
        report(AuthorWarning(chunk.source, SIGNS_TEXT.format(name)))
    for number, line in enumerate(chunk.lines[1:], start=1):
        if BULLET.match(line) or kind_of(line) in ("heading", "fence", "table"):
            kind = kind_of(line)
            report(AuthorError(chunk.source.down(number), NOT_IN_AN_ENTRY[kind]))
        if (key := KEY.match(line)) and key[1] in FIELDS:
            report(AuthorError(chunk.source.down(number), KEY_BELOW.format(key[1])))
        if DEFINED_BELOW.match(line):
            source = chunk.source.down(number)
            report(AuthorError(source, 'a definition list; write "HEAD, n. Its text." in one paragraph'))
        head = read_head_line(line, parts_of_speech, strict=False)
        if isinstance(head, HeadLine):
            source = chunk.source.down(number)
            report(AuthorError(source, f"{head.heads[0].text} follows directly; write an empty line first"))


def check_marks(text: str, source: Source, report: Report, *, is_code: bool = False) -> None:
    control = CONTROL.search(text)
    if control:
        code = f"U+{ord(control[0]):04X}"
        report(AuthorError(source, f"a control character, {code}; write the text without it"))
    if is_code:
        return
    if len(MARKS.findall(text)) > MOST_MARKS:
        message = f"more than {MOST_MARKS} marks of Markdown in a paragraph; write shorter ones"
        report(AuthorError(source, message))
    elif broken := broken_link(text):
        report(AuthorError(source, NO_LINK.format(broken)))
    elif html := HTML.search(CODE.sub("", text)):
        report(AuthorError(source, f'HTML ("{html[0]}") inside an entry; write Markdown'))
