"""The dictionary as an EPUB: a file for each letter, and a map of the words under which entries are found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby

import lxml.html
from markupsafe import Markup

from plugins.editions.epub import Book, Key, Section, lead, pack, part, xhtml
from plugins.editions.heads import rows_of, spellings_of
from plugins.editions.model import Chapter, WordsInputs
from plugins.glossary.entry import Entry


def book_of(words: WordsInputs, cover: bytes) -> bytes:
    """The file."""
    files = _files(words)
    texts = (
        Section(f"text-{number}.xhtml", one.title, "text", _text(one, words, files))
        for number, one in enumerate(words.preface, start=1)
    )
    book = Book(
        imprint=words.imprint,
        name="dictionary",
        title=words.imprint.title,
        changed_at=words.changed_at,
        cover=cover,
        parts=(*texts, *_letters(words, files)),
        opens_with="letter",
        keys=tuple(_keys(words, files)),
    )
    return pack(book)


def letter_of(entry: Entry) -> str:
    """As the dictionary files it."""
    return "#" if entry.initial == "0" else entry.initial.upper()


def _files(words: WordsInputs) -> Mapping[str, str]:
    """Slug → the file of its letter: letters are counted as the dictionary has them, for slugs sort elsewhere."""
    numbers: dict[str, int] = {}
    return {
        entry.slug: f"letter-{numbers.setdefault(letter_of(entry), len(numbers) + 1):02}.xhtml"
        for entry in words.entries
    }


def _letters(words: WordsInputs, files: Mapping[str, str]) -> Iterator[Section]:
    for name, entries in groupby(words.entries, key=letter_of):
        shown = [(entry.slug, _definition(entry.slug, words, files)) for entry in entries]
        yield Section(files[shown[0][0]], name, "letter", part("letter", name, shown))


def _definition(slug: str, words: WordsInputs, files: Mapping[str, str]) -> Markup:
    (root,) = lxml.html.fragments_fromstring(str(words.definitions[slug].make()))
    root.attrib.pop("id", None)  # the article has it
    lead(root, partial(_inside, words.base, files), words.imprint.origin)
    return xhtml(root)


def _text(one: Chapter, words: WordsInputs, files: Mapping[str, str]) -> Markup:
    root = lxml.html.fragment_fromstring(str(one.body.make()), create_parent="div")
    lead(root, partial(_inside, words.base, files), words.imprint.origin)
    return part("chapter", one.title, xhtml(root))


def _inside(base: str, files: Mapping[str, str], href: str) -> str | None:
    """Where a link of the site leads within the book."""
    slug, _, fragment = href.removeprefix(base).partition("#")
    file = files.get(slug.removesuffix("/")) if href.startswith(base) else None
    return f"{file}#{fragment or slug.removesuffix('/')}" if file else None


def _keys(words: WordsInputs, files: Mapping[str, str]) -> Iterator[Key]:
    rows = rows_of(words.entries)
    others: dict[str, list[str]] = {row.head: [] for row in rows}
    for spelling, row in spellings_of(rows):
        others[row.head].append(spelling)
    for row in rows:
        for entry in row.entries:
            yield Key(f"{files[entry.slug]}#{entry.slug}", row.head, tuple(others[row.head]))
