"""Who signed the verse of the dictionary."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from plugins.glossary.dictionary import Dictionary
from plugins.glossary.entry import Entry
from plugins.glossary.headword import unaccented
from plugins.glossary.model import Verse
from plugins.glossary.plain import plain_text


@dataclass(frozen=True, slots=True)
class Author:
    name: str
    """As printed below the verse, without the work."""

    entries: tuple[Entry, ...]
    """In the order of the dictionary."""


def authors_of_verse(dictionary: Dictionary) -> tuple[Author, ...]:
    """Everybody who signed a verse, by the last word of the name."""
    signed: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in dictionary.entries:
        for block in entry.blocks:
            if isinstance(block, Verse) and (name := name_of(block.attribution)):
                signed[name][entry.slug] = entry
    return tuple(Author(name, tuple(signed[name].values())) for name in sorted(signed, key=_sort_key))


def name_of(attribution: str) -> str:
    """Who, of "Orton Plume, *Lines to a Landlord*"."""
    return plain_text(attribution).partition(",")[0].strip()


def _sort_key(name: str) -> tuple[str, str]:
    folded = unaccented(name.casefold())
    return folded.rpartition(" ")[2], folded
