"""Text to entries. The grammar is described in docs/glossary-format.md.

Everything here goes on after a mistake, so that an author sees all findings of a file at once. Functions
named `parse_…` raise the first one; those named `read_…` return what they could read, with the findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plugins.glossary.chunk import Chunk, chunks
from plugins.glossary.front_matter import read_front_matter
from plugins.glossary.model import (
    NO_POLICY,
    AuthorWarning,
    DictionaryFile,
    Entry,
    Policy,
)
from plugins.glossary.parts_of_speech import PARTS_OF_SPEECH
from plugins.glossary.reader import Reader
from plugins.source import AuthorError, Source


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read of one entry, and everything wrong with it."""

    entry: Entry | None
    findings: tuple[AuthorError, ...]
    lines: int = 0
    """How many lines of the text the entry takes."""


def parse_entry(
    text: str,
    source: Source,
    policy: Policy = NO_POLICY,
    parts_of_speech: Mapping[str, str] = PARTS_OF_SPEECH,
) -> Entry:
    """Read one definition in the style of a printed satirical dictionary.

    Args:
        text: a head, a part of speech, and what follows; without commentary.
        source: where `text` starts; used only in error messages.
        policy: what the front matter says of it.
        parts_of_speech: abbreviation → words, for every one that may be used.

    Raises:
        AuthorError: the first thing wrong with `text`.
    """
    reading = read_entry(text, source, policy, parts_of_speech)
    raise_first(reading.findings)
    if reading.entry is None:
        raise AuthorError(source, 'there is no entry here; write "HEAD, n. Its text."')
    return reading.entry


def read_entry(
    text: str,
    source: Source,
    policy: Policy = NO_POLICY,
    parts_of_speech: Mapping[str, str] = PARTS_OF_SPEECH,
) -> Reading:
    """The same for an author who wants to see everything that is wrong."""
    reader = Reader(parts_of_speech)
    entries = reader.entries(list(chunks(text, source)), policy, source)
    if len(entries) > 1:
        reader.report(AuthorError(entries[1].source, "a second entry; write an empty line and its own text"))
    return Reading(entries[0] if entries else None, reader.findings(), text.count("\n") + 1)


def read_opening(
    markdown: str,
    source: Source,
    policy: Policy = NO_POLICY,
    parts_of_speech: Mapping[str, str] = PARTS_OF_SPEECH,
) -> Reading | None:
    """The definition that an article or a page begins with; None if it begins with anything else.

    It is the first block, the run-on entries and other parts of speech directly after it, and the quotations
    directly after those that are verse, dialogue, or signed. The rest is the article.
    """
    reader = Reader(parts_of_speech)
    found: list[Chunk] = []
    for chunk in chunks(markdown, source):
        if not found:
            if chunk.kind != "prose" or reader.head_line(chunk, policy, strict=False) is None:
                return None
        elif not reader.continues(chunk):
            break
        found.append(chunk)
    if not found:
        return None
    entries = reader.entries(found, policy, source, strict=False)
    last = found[-1]
    lines = last.source.line - source.line + len(last.lines)
    return Reading(entries[0] if entries else None, reader.findings(), lines)


def find_entries(
    markdown: str,
    source: Source,
    policy: Policy = NO_POLICY,
    parts_of_speech: Mapping[str, str] = PARTS_OF_SPEECH,
) -> tuple[Entry, ...]:
    """The entries that the text of an article or page holds: one or none.

    Raises:
        AuthorError: the text begins with a definition, and something is wrong with it.
    """
    reading = read_opening(markdown, source, policy, parts_of_speech)
    if reading is None:
        return ()
    raise_first(reading.findings)
    return (reading.entry,) if reading.entry else ()


def read_dictionary_file(
    text: str, path: str, parts_of_speech: Mapping[str, str] = PARTS_OF_SPEECH
) -> DictionaryFile:
    """Read a file of content/dictionary/: front matter, then one entry with commentary, or many short ones.

    Every paragraph that looks like a head begins an entry; everything up to the next belongs to it.
    Nothing is raised: what is wrong is in `.findings`.
    """
    front = read_front_matter(text, path)
    reader = Reader(parts_of_speech)
    found = list(chunks(front.body, front.body_source))
    split = next((place for place, chunk in enumerate(found) if chunk.kind == "break"), len(found))
    heads = sum(reader.is_head(chunk, front.policy) for chunk in found)
    commentary, commentary_source = "", front.body_source
    if split < len(found) and heads < 2:
        after = found[split].source.down(1)
        commentary = "\n".join(front.body.split("\n")[after.line - front.body_source.line :]).strip("\n")
        commentary_source = found[split + 1].source if split + 1 < len(found) else after
        found = found[:split]
    entries = reader.entries(found, front.policy, front.body_source)
    if len(entries) > 1:
        for key, source in front.for_one_entry:
            reader.report(
                AuthorError(source, f"{key} speaks of one entry; write {entries[0].headword} in its own file")
            )
    findings = sorted((*front.findings, *reader.findings()), key=lambda finding: finding.source.line)
    return DictionaryFile(
        path,
        tuple(entries),
        front.published_at,
        commentary,
        commentary_source,
        tuple(findings),
        front.modified_at,
        front.aliases,
    )


def decode(data: bytes, path: str) -> str:
    """The text of a file as it is on disk.

    Raises:
        AuthorError: it is not UTF-8.
    """
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as problem:
        source = Source(path, data.count(b"\n", 0, problem.start) + 1)
        byte = f"0x{data[problem.start]:02x}"
        raise AuthorError(source, f"the byte {byte} is not UTF-8; save the file as UTF-8") from None


def raise_first(findings: Iterable[AuthorError]) -> None:
    """Raise the first that is more than a warning."""
    for finding in findings:
        if not isinstance(finding, AuthorWarning):
            raise finding
