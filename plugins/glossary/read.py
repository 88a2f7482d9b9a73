"""Any file of the sources: one of the dictionary, or a text that may begin with a definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from plugins.glossary.front_matter import KEY, read_policy
from plugins.glossary.model import DictionaryFile, Entry
from plugins.glossary.parse import decode, read_dictionary_file, read_opening
from plugins.glossary.parts_of_speech import PARTS_OF_SPEECH
from plugins.source import AuthorError, Source


@dataclass(frozen=True, slots=True)
class Text:
    """The entries of a file, and everything wrong with them."""

    entries: tuple[Entry, ...]
    findings: tuple[AuthorError, ...]
    file: DictionaryFile | None = None
    """None for an article or a page."""


def read_text_file(data: bytes, path: str, parts_of_speech: Mapping[str, str] = PARTS_OF_SPEECH) -> Text:
    """Read a file as on disk. One in a folder "dictionary" holds entries; any other may begin with one."""
    try:
        text = decode(data, path)
    except AuthorError as problem:
        return Text((), (problem,))
    if "dictionary" in PurePosixPath(path).parts[:-1]:
        file = read_dictionary_file(text, path, parts_of_speech)
        return Text(file.entries, file.findings, file)
    return _read_article(text, path, parts_of_speech)


def _read_article(text: str, path: str, parts_of_speech: Mapping[str, str]) -> Text:
    lines = text.removeprefix("\ufeff").split("\n")
    header: dict[str, str] = {}
    number = 0
    while number < len(lines) and (found := KEY.match(lines[number])):
        header[found[1]] = lines[number][found.end() :].strip()
        number += 1
    policy, findings = read_policy(header, Source(path))
    body = "\n".join(lines[number:])
    reading = read_opening(body, Source(path, number + 1), policy, parts_of_speech)
    if reading is None:
        return Text((), findings)
    return Text((reading.entry,) if reading.entry else (), (*findings, *reading.findings))
