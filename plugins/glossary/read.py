"""Any file of the sources: one of the dictionary, or a text that may begin with a definition."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from plugins.front_matter import EVERYWHERE, Customs, FrontMatter, understand
from plugins.glossary.front_matter import OF_ONE_ENTRY, policy_of
from plugins.glossary.model import DictionaryFile, Entry
from plugins.glossary.parse import read_dictionary_file, read_opening
from plugins.header import decode
from plugins.source import AuthorError, Source
from plugins.tangles import expect_untangled

TITLE: Final = re.compile(r"\A\ufeff?(?:\S.*\n)*?Title:", re.IGNORECASE)
"""What every article, page and opening has in its front matter, and no file of the dictionary."""


@dataclass(frozen=True, slots=True)
class Text:
    """The entries of a file, and everything wrong with them."""

    entries: tuple[Entry, ...]
    findings: tuple[AuthorError, ...]
    file: DictionaryFile | None = None
    """None for an article or a page."""


def read_text_file(data: bytes, path: str, customs: Customs = EVERYWHERE) -> Text:
    """Read a file as on disk. One in a folder "dictionary", or without a title, holds entries."""
    try:
        text = decode(data, path)
        expect_untangled(text, path)
    except AuthorError as problem:
        return Text((), (problem,))
    if "dictionary" in PurePosixPath(path).parts[:-1] or not TITLE.search(text):
        file = read_dictionary_file(text, path, customs)
        return Text(file.entries, file.findings, file)
    return _read_article(understand(text, path, "article", customs), customs)


def _read_article(front: FrontMatter, customs: Customs) -> Text:
    """The definition that a text begins with. What else is wrong with the text is for others to find."""
    about_it = {front.at(name.lower()) for name in OF_ONE_ENTRY}
    findings = tuple(one for one in front.findings if one.source in about_it and one.source.line > 1)
    place = Source(front.path, front.header.body_line)
    reading = read_opening(front.header.body, place, policy_of(front), customs)
    if reading is None:
        return Text((), findings)
    return Text((reading.entry,) if reading.entry else (), (*findings, *reading.findings))
