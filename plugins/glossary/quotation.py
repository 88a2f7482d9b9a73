"""What is quoted in an entry: verse, dialogue, or the words of somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from plugins.glossary.chunk import Chunk
from plugins.glossary.headword import is_capitals
from plugins.glossary.model import AuthorWarning, Dialogue, Quotation, Speech, Verse, VerseLine
from plugins.glossary.otherwise import LINES_OF_VERSE, is_bare_verse
from plugins.glossary.senses import Report
from plugins.source import AuthorError, Source

MARKER: Final = re.compile(r" {0,3}> ?")
ATTRIBUTION: Final = re.compile(r"—\s*")
NEARLY_ATTRIBUTION: Final = re.compile(r"(?:--|–|-|―|—)\s*(?=[^\W\d_])")
SPACES: Final = re.compile(r"[ \t]+")
SPEECH: Final = re.compile(r"([^:a-z]{1,60}):(?:\s+|$)(.*)")
STAGE_DIRECTION: Final = re.compile(r"\*\([^*]+\)\*|\*\[[^*]+\]\*")
DEEPEST_INDENT: Final = 30

Line = tuple[str, Source]


def read_quotation(chunk: Chunk, report: Report) -> Verse | Dialogue | Quotation | None:
    """Read a chunk of lines that begin with ">"; None if there is nothing in it."""
    lines = list(_unquote(chunk, report))
    lines, attribution = _split_attribution(lines, report)
    written = [line for line in lines if line[0]]
    if not written:
        report(AuthorError(chunk.source, "the quotation is empty; write the words, or take the > away"))
        return None
    if any(text.startswith("|") for text, _ in written):
        return _read_verse(lines, attribution, chunk.source, report)
    if (_speech(written[0][0]) is not None and len(written) > 1) or _all_speeches(written):
        return _read_dialogue(written, attribution, report)
    for text, source in written:
        if text.startswith("—"):
            report(AuthorError(source, "a dash before the last line; write it only before the attribution"))
    paragraphs = tuple(_paragraphs(lines))
    if any(is_bare_verse(group) for group in _groups(lines) if len(group) > 1):
        report(AuthorWarning(chunk.source, LINES_OF_VERSE.replace("paragraph", "quotation")))
    if _speech(paragraphs[0]) is not None:
        report(AuthorError(chunk.source, "a speech on several lines; write each speech on one line"))
    return Quotation(paragraphs, attribution)


def is_part_of_definition(chunk: Chunk) -> bool:
    """Whether the quotation after a definition in an article belongs to it: verse, dialogue, or signed."""
    lines = list(_unquote(chunk, lambda _: None))
    rest, attribution = _split_attribution(lines, lambda _: None)
    written = [line for line in rest if line[0]]
    return bool(attribution) or any(text.startswith("|") for text, _ in written) or _all_speeches(written)


def _unquote(chunk: Chunk, report: Report) -> Iterator[Line]:
    for number, line in enumerate(chunk.lines):
        source = chunk.source.down(number)
        marker = MARKER.match(line)
        if marker is None:
            report(
                AuthorError(source, "this line follows a quotation directly; write an empty line before it")
            )
            return
        text = line[marker.end() :].strip()
        if text.startswith(">"):
            report(AuthorError(source, 'a quotation within a quotation; write one ">" and quotation marks'))
            text = text.lstrip("> ")
        yield text, source


def _split_attribution(lines: list[Line], report: Report) -> tuple[list[Line], str]:
    """The lines before the attribution, and it."""
    last = next((place for place in range(len(lines) - 1, -1, -1) if lines[place][0]), None)
    if last is None:
        return lines, ""
    text, source = lines[last]
    dash = ATTRIBUTION.match(text)
    if dash:
        if dash.end() == len(text):
            report(AuthorError(source, 'the attribution names nobody; write "> — Name"'))
        return lines[:last], text[dash.end() :]
    nearly = NEARLY_ATTRIBUTION.match(text)
    if nearly and last > 0 and not lines[last - 1][0]:
        name = text[nearly.end() :]
        report(AuthorError(source, f'the attribution begins with the wrong dash; write "> — {name}"'))
        return lines[:last], name
    return lines, ""


def _read_verse(lines: list[Line], attribution: str, source: Source, report: Report) -> Verse:
    stanzas: list[list[VerseLine]] = [[]]
    while lines and not lines[-1][0]:
        lines = lines[:-1]
    for text, place in lines:
        if text == "|":
            if not stanzas[-1]:
                report(AuthorError(place, 'an empty stanza; write one "> |" between two stanzas'))
            else:
                stanzas.append([])
        elif not text.startswith("|"):
            report(AuthorError(place, 'a line of verse without its bar; write "> | " before it'))
        else:
            stanzas[-1].append(_read_verse_line(text[1:], place, report))
    if not stanzas[-1]:
        stanzas.pop()
        report(AuthorError(source, 'the verse ends with an empty stanza; leave out the last "> |"'))
    if not attribution:
        report(AuthorWarning(source, 'the verse has no attribution; write ">" and "> — Name" after it'))
    return Verse(tuple(map(tuple, stanzas)), attribution)


def _read_verse_line(text: str, source: Source, report: Report) -> VerseLine:
    words = text.lstrip(" ")
    spaces = len(text) - len(words)
    if spaces == 0:
        report(AuthorError(source, 'the line of verse touches its bar; write "> | " with a space'))
        return VerseLine(words)
    indent, odd = divmod(spaces - 1, 2)
    if odd:
        report(
            AuthorError(
                source, f"the line has {spaces} spaces after its bar; write one, and two more for each indent"
            )
        )
    if indent > DEEPEST_INDENT:
        report(AuthorError(source, f"the line is indented {indent} times; write at most {DEEPEST_INDENT}"))
    return VerseLine(SPACES.sub(" ", words), min(indent, DEEPEST_INDENT))


def _speech(text: str) -> Speech | None:
    found = SPEECH.match(text)
    if found and is_capitals(found[1]):
        return Speech(found[1], found[2])
    return Speech("", text) if STAGE_DIRECTION.fullmatch(text) else None


def _all_speeches(lines: list[Line]) -> bool:
    speeches = [_speech(text) for text, _ in lines]
    return all(speeches) and any(speech.speaker for speech in speeches if speech)


def _read_dialogue(lines: list[Line], attribution: str, report: Report) -> Dialogue:
    speeches: list[Speech] = []
    for text, source in lines:
        speech = _speech(text)
        if speech is None:
            report(AuthorError(source, 'a line of dialogue without a speaker; write "> NAME: " before it'))
        elif speech.speaker and not speech.words:
            report(AuthorError(source, f"{speech.speaker} says nothing; write the speech on the same line"))
        else:
            speeches.append(speech)
    return Dialogue(tuple(speeches), attribution)


def _groups(lines: list[Line]) -> Iterator[list[str]]:
    """The lines of each paragraph."""
    held: list[str] = []
    for text, _ in [*lines, ("", None)]:
        if text:
            held.append(SPACES.sub(" ", text))
        elif held:
            yield held
            held = []


def _paragraphs(lines: list[Line]) -> Iterator[str]:
    return map(" ".join, _groups(lines))
