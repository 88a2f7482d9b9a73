"""Text to entries. The grammar is described in docs/glossary-format.md.

Everything here goes on after a mistake, so that an author sees all findings of a file at once. Functions
named `parse_…` raise the first one; those named `read_…` return what they could read, with the findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from plugins.front_matter import EVERYWHERE, Customs, FrontMatter, understand
from plugins.glossary.chunk import Chunk, chunks
from plugins.glossary.front_matter import OF_ONE_ENTRY, policy_of
from plugins.glossary.model import (
    NO_POLICY,
    AuthorWarning,
    DictionaryFile,
    Entry,
    Policy,
)
from plugins.glossary.parts_of_speech import PARTS_OF_SPEECH, parts_of_speech_of
from plugins.glossary.reader import Reader
from plugins.glossary.sense_list import join_lists
from plugins.source import AuthorError, Source

ABOVE: Final = "write it directly above the head that it means"


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
    markdown: str, source: Source, policy: Policy = NO_POLICY, customs: Customs = EVERYWHERE
) -> Reading | None:
    """The definition that an article or a page begins with; None if it begins with anything else.

    It is the first block, the run-on entries and other parts of speech directly after it, and the quotations
    directly after those that are verse, dialogue, or signed. The rest is the article.
    """
    reader = Reader(parts_of_speech_of(customs), customs.labels)
    found: list[Chunk] = []
    for chunk in chunks(markdown, source):
        if not found:
            if not reader.begins_with_definition(chunk, policy):
                return None
        elif not reader.continues(chunk, join_lists(found)[-1]):
            break
        found.append(chunk)
    if not found:
        return None
    entries = reader.entries(found, policy, source, strict=False)
    last = found[-1]
    lines = last.source.line - source.line + len(last.lines)
    return Reading(entries[0] if entries else None, reader.findings(), lines)


def read_dictionary_file(text: str, path: str, customs: Customs = EVERYWHERE) -> DictionaryFile:
    """Read a file of content/dictionary/: front matter, then one entry with commentary, or many short ones.

    Every paragraph that looks like a head begins an entry; everything up to the next belongs to it.
    Nothing is raised: what is wrong is in `.findings`.
    """
    front = understand(text, path, "word", customs)
    policy, body, body_source = policy_of(front), front.header.body, Source(path, front.header.body_line)
    reader = Reader(parts_of_speech_of(customs), customs.labels)
    found = list(chunks(body, body_source))
    split = next((place for place, chunk in enumerate(found) if chunk.kind == "break"), len(found))
    heads = sum(reader.is_head(chunk) for chunk in found)
    commentary, commentary_source = "", body_source
    if split < len(found) and heads < 2:
        after = found[split].source.down(1)
        commentary = "\n".join(body.split("\n")[after.line - body_source.line :]).strip("\n")
        commentary_source = found[split + 1].source if split + 1 < len(found) else after
        found = found[:split]
    entries = reader.entries(found, policy, body_source)
    if len(entries) > 1:
        for key in (key for key in OF_ONE_ENTRY if key.lower() in front.header.by_name):
            is_alone = key == "Aliases"
            where = f"write {entries[0].headword} in its own file" if is_alone else ABOVE
            reader.report(
                AuthorError(
                    front.at(key.lower()),
                    f"{key} speaks of one entry; {where}",
                )
            )
    findings = sorted((*front.findings, *reader.findings()), key=lambda finding: finding.source.line)
    return DictionaryFile(
        path,
        tuple(entries),
        _in_utc(front, "date"),
        commentary,
        commentary_source,
        tuple(findings),
        _in_utc(front, "modified"),
        tuple((address, front.at("aliases")) for address in front.values.get("aliases", ())),
        front.header.line("date"),
    )


def _in_utc(front: FrontMatter, name: str) -> datetime | None:
    found = front.values.get(name)
    return found.astimezone(UTC) if found else None


def raise_first(findings: Iterable[AuthorError]) -> None:
    """Raise the first that is more than a warning."""
    for finding in findings:
        if not isinstance(finding, AuthorWarning):
            raise finding
