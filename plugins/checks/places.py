"""Where an author typed what stands on a built page. Pure.

The rules over the built site see pages; who is to mend them sees content/, the settings and the theme.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from plugins.checks.link_rules import NAMED, file_of
from plugins.checks.model import Document, Finding, Sources
from plugins.checks.source_rules import address_of
from plugins.site.addresses import SHARES
from plugins.slug import slugify
from plugins.source import Source

HEADING = re.compile(r" {0,3}#+\s*(?P<words>.*?)\s*#*(?:\{[^}]*\})?$")

PART_OF_A_THREAD = re.compile(r"/comments/\d+/index\.html$")

FEW_PAGES = 4
"""What more pages have comes from a template or the settings, and is told once."""


class Typed(NamedTuple):
    """Something that an author typed."""

    source: Source
    text: str


@dataclass(frozen=True)
class Places:
    """What authors typed, by where it came out."""

    addresses: Mapping[str, tuple[Typed, ...]]
    """Address, as a page has it → where it was typed, in texts, settings and templates."""

    documents: Mapping[str, Document]
    """Path of a page → the text that it is made of."""

    entries: Mapping[tuple[str, str], Source]
    """Path of a page and headword → the definition."""

    thread: Callable[[str], Mapping[str, str]]
    """Key of a thread → path → text of its files."""

    def find(self, page: str, about: str) -> tuple[Typed, ...]:
        """Where `about`, as it stands on the page at this path, was typed; nothing if nobody typed it."""
        if entry := self.entries.get((page, about)):
            return (Typed(entry, about),)
        page = PART_OF_A_THREAD.sub("/index.html", page)
        document = self.documents.get(page)
        typed = self.addresses.get(unquote(about), ())
        own = tuple(one for one in typed if document and one.source.path == document.path)
        if own:
            return own
        if ("@" in about or "/" in about) and (said := self._in_comments(page, about, document)):
            return said
        if typed and not about.startswith("#"):
            return typed
        line = _line_of(about, document) if document else None
        return (Typed(document.at(line), about),) if document and line else ()

    def _in_comments(self, page: str, about: str, document: Document | None) -> tuple[Typed, ...]:
        key = document.slug if document else page.removesuffix("/index.html")
        whole = re.compile(rf"(?<![\w/.+-]){re.escape(about)}(?![\w/-])")
        return tuple(
            Typed(Source(path, number), about)
            for path, text in self.thread(key).items()
            for number, line in enumerate(text.split("\n"), start=1)
            if whole.search(line)
        )


def places_of(
    sources: Sources, root: str, files: Mapping[str, str], thread: Callable[[str], Mapping[str, str]]
) -> Places:
    """Read once what all sources say.

    Args:
        root: path of the front page's address, without its last "/".
        files: path → text of the settings (.py) and the templates.
        thread: key of a thread → path → text of its files; asked only for pages that something is wrong with.
    """
    typed: dict[str, list[Typed]] = defaultdict(list)
    pages = {document.place: address_of(document) for document in sources.documents}
    for document in sources.documents:
        for address in document.body.addresses:
            target = pages.get(file_of(address, document) or "", "")
            where = document.at(document.body_line + document.body.line_of(address.offset))
            for form in _forms(address.typed, target, root):
                typed[form].append(Typed(where, address.typed))
    for path, body in sources.dictionary_texts.items():
        for address in body.addresses:
            for form in _forms(address.typed, "", root):
                typed[form].append(Typed(Source(path, 1 + body.line_of(address.offset)), address.typed))
    for path, text in files.items():
        for string, line in _strings(path, text):
            for form in _forms(string, "", root):
                typed[form].append(Typed(Source(path, line), string))
    return Places(
        {address: tuple(dict.fromkeys(found)) for address, found in typed.items()},
        {path: document for document in sources.documents for path in _pages_of(document)},
        {
            (f"dictionary/{entry.slug}/index.html", entry.headword): entry.source
            for entry in sources.all_entries
        },
        thread,
    )


def _pages_of(document: Document) -> Iterator[str]:
    """Paths of the pages that it is made into: its own, and that of a draft which is shared."""
    yield f"{address_of(document).strip('/')}/index.html"
    if isinstance(shared := document.front.values.get("shared"), tuple):
        yield f"{SHARES}{shared[0]}/index.html"


def _forms(typed: str, target: str, root: str) -> Iterator[str]:
    """How an address may stand on a page."""
    yield unquote(typed)
    named = NAMED.match(typed)
    _, mark, rest = (named["value"] if named else typed).partition("#")
    if target:
        yield f"{root}{target}{mark}{unquote(rest)}"
    elif named and named["what"] in ("category", "tag", "author", "index"):
        folder = {"category": "/", "tag": "/tag/", "author": "/by/", "index": "/"}[named["what"]]
        name = slugify(unquote(named["value"].partition("#")[0]))
        yield f"{root}{folder}{name + '/' if name else ''}{mark}{unquote(rest)}"
    elif root and typed.startswith("/"):
        yield root + unquote(typed)


def _strings(path: str, text: str) -> Iterator[tuple[str, int]]:
    """Strings that may be addresses, with their lines."""
    if path.endswith(".py"):
        try:
            nodes = list(ast.walk(ast.parse(text)))
        except SyntaxError:
            return
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value, node.lineno
        return
    for number, line in enumerate(text.split("\n"), start=1):
        for found in re.finditer(r'(?:href|src|action)="([^"{}]+)"', line):
            yield found[1], number


def _line_of(about: str, document: Document) -> int | None:
    """The last line of a text that says `about`, or has a heading of that name."""
    lines = document.body.prose.split("\n")
    for number in range(len(lines) - 1, -1, -1):
        heading = HEADING.match(lines[number])
        if about in lines[number] or (heading and slugify(heading["words"]) == about):
            return document.body_line + number
    return None


def at_their_sources(findings: Iterable[Finding], folder: str, places: Places | None) -> Iterator[Finding]:
    """One finding for each cause: where it was typed, or on the first of the pages that have it."""
    alike: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        page = finding.source.path.removeprefix(f"{folder}/")
        found = places.find(page, finding.about) if places and finding.about else ()
        if found:
            for one in found:
                yield Finding(one.source, finding.message.replace(f'"{finding.about}"', f'"{one.text}"', 1))
        elif finding.about:
            alike[finding.message, finding.about].append(finding)
        else:
            yield finding
    for same in alike.values():
        pages = {finding.source.path for finding in same}
        if len(pages) < FEW_PAGES:
            yield from same
        else:
            first = min(same)
            yield Finding(first.source, f"{first.message}; {len(pages):,} pages have it")
