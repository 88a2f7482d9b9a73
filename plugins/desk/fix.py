"""What can be mended without asking what was meant. Everything else stays a finding. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import unified_diff
from urllib.parse import unquote

from plugins.checks.body import read_body
from plugins.checks.inventory import is_public
from plugins.checks.model import Document, Sources
from plugins.checks.source_rules import address_of
from plugins.desk.edit import bytes_of, lines_of, set_key, text_of
from plugins.desk.rename import BEHIND
from plugins.desk.write import tag_of
from plugins.glossary.headword import lookup_key
from plugins.header import read_header
from plugins.keys import keys_of
from plugins.site.ledger import Ledger
from plugins.slug import slugify

HEAD = re.compile(r"(?:\*\*(?P<exact>[^*\n]+)\*\*|(?P<capitals>[A-ZÀ-ÖØ-Þ0-9][A-ZÀ-ÖØ-Þ0-9&'’ +#/-]*)),\s")
MARK = re.compile(r"(?<![\w(])\((\d{1,2})\)(?=\s)")
DOUBLE = re.compile(r"(?<=[^\s|])  +(?=[^\s|])")
CURLY_KEY = re.compile(r"[“”„‟\"‘’'](?P<key>[A-Za-z][A-Za-z-]*)[“”„‟\"‘’']?(?P<rest>[ \t]*:)")
CURLY = re.compile(r"[“”„‟‘’](?P<value>[^“”„‟‘’]+)[“”„‟‘’]")
PLAIN_SHAPES = frozenset(
    ("choice", "date", "slug", "month", "series", "figure", "language", "policy", "id", "name", "names")
)
"""Shapes of keys in whose values no mark of quotation has a meaning."""


def fixed(
    sources: Sources, texts: Mapping[str, bytes], ledger: Ledger, authority: str
) -> dict[str, tuple[bytes, bytes]]:
    """What would change: place → the file as it is, and as it would be.

    Args:
        texts: place → bytes of all articles, pages, openings and words; what is no UTF-8 is passed over.
        ledger: of publication; what was published keeps the id that it has there.
    """
    ids = {row.address: row.id for row in ledger.rows if row.kind == "article"}
    documents = {document.place: document for document in sources.documents}
    read = {place: text for place, data in texts.items() if (text := _text(data)) is not None}
    named = set(_named_senses(read.values()))
    changed = {}
    for place, text in read.items():
        document = documents.get(place)
        new = _without_double_blanks(_with_keys(text, document))
        if document is None or document.kind in ("article", "page", "opening"):
            new = _with_senses_in_order(new, named)
        if document is not None:
            new = _with_dates_in_order(new, document)
            new = _with_id(new, document, ids, authority)
            new = _without_old_share(new, document, sources)
        if new != text:
            changed[place] = (texts[place], bytes_of(new, texts[place]))
    return changed


def diff_of(path: str, before: bytes, after: bytes) -> str:
    """As `git diff` shows it."""
    old, new = (text_of(data).splitlines() for data in (before, after))
    return "\n".join(unified_diff(old, new, path, path, lineterm="", n=1)) + "\n"


def _text(data: bytes) -> str | None:
    try:
        return text_of(data)
    except UnicodeDecodeError:
        return None


def _with_keys(text: str, document: Document | None) -> str:
    """Without curly quotes around keys, and around values that are no text."""
    known = keys_of(document.kind if document else "word")
    lines = lines_of(text)
    for number, line in enumerate(lines):
        if not line.strip():
            break
        if (found := CURLY_KEY.match(line)) and found["key"].lower() in known:
            lines[number] = line = found["key"] + found["rest"] + line[found.end() :]
        name, colon, value = line.partition(":")
        key = known.get(name.strip().lower())
        if colon and key and key.shape in PLAIN_SHAPES:
            # each name of a list has marks of its own
            parts = re.split(r"(\s*[,;]\s*)", value.strip()) if key.shape == "names" else [value.strip()]
            bare = "".join(CURLY.sub(r"\g<value>", part) if CURLY.fullmatch(part) else part for part in parts)
            lines[number] = line.replace(value.strip(), bare.strip())
    return "".join(lines)


def _without_double_blanks(text: str) -> str:
    """Of prose; code, tables, verse, HTML and the ends of lines are as their author wrote them."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    header = read_header(plain)
    prose = read_body(header.body).markdown.split("\n")
    lines = lines_of(text)
    for number, line in enumerate(prose):
        place = header.body_line - 1 + number
        if place < len(lines) and "  " in line and not line.startswith(("    ", "\t")) and "|" not in line:
            raw = lines[place].rstrip("\r\n")
            if raw.rstrip() == line.rstrip():  # nothing in it is code
                lines[place] = DOUBLE.sub(" ", raw) + lines[place][len(raw) :]
    return "".join(lines)


def _with_senses_in_order(text: str, named: set[tuple[str, int]]) -> str:
    """(1), (2), (4) as (1), (2), (3), unless something refers to a sense that would get another number."""
    lines = lines_of(text)
    number = 0
    while number < len(lines):
        head = HEAD.match(lines[number])
        if not head or (number and lines[number - 1].strip()):
            number += 1
            continue
        end = next((n for n in range(number, len(lines)) if not lines[n].strip()), len(lines))
        paragraph = "".join(lines[number:end])
        numbers = [int(mark) for mark in MARK.findall(paragraph)]
        moved = {old for old, new in zip(numbers, range(1, 100), strict=False) if old != new}
        names = {lookup_key(head["exact"] or head["capitals"]), slugify(head["exact"] or head["capitals"])}
        is_safe = not any((name, old) in named for name in names for old in moved)
        if moved and numbers[0] == 1 and numbers == sorted(set(numbers)) and is_safe:
            right = dict(zip(numbers, range(1, 100), strict=False))
            lines[number:end] = lines_of(_renumbered(paragraph, right))
        number = end
    return "".join(lines)


def _renumbered(paragraph: str, right: Mapping[int, int]) -> str:
    return MARK.sub(lambda mark: f"({right[int(mark[1])]})", paragraph)


def _named_senses(texts: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Senses that something refers to: by key of the head, or by slug."""
    for text in texts:
        for name, number in re.findall(r"dict:([^()\s#]+)#(\d{1,3})", text):
            yield lookup_key(unquote(name)), int(number)
        for slug, number in re.findall(r"#([a-z0-9-]+)-(\d{1,3})\b", text):
            yield slug, int(number)
        for name, number in re.findall(r"([A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ0-9&'’ +-]*) \((\d{1,3})\)", text):
            yield from ((lookup_key(part), int(number)) for part in {name, *re.split(r"(?<=[a-z.]) ", name)})


def _with_dates_in_order(text: str, document: Document) -> str:
    date, modified = document.front.values.get("date"), document.front.values.get("modified")
    return set_key(text, "Modified", None) if date and modified and modified < date else text


def _without_old_share(text: str, document: Document, sources: Sources) -> str:
    share = document.front.values.get("shared")
    is_over = isinstance(share, tuple) and (share[1] <= sources.now or is_public(document, sources))
    return set_key(text, "Shared", None) if is_over else text


def _with_id(text: str, document: Document, ids: Mapping[str, str], authority: str) -> str:
    if document.kind != "article" or document.value("id") or not document.date or not document.slug:
        return text
    identity = ids.get(address_of(document)) or tag_of(authority, document.date, document.slug)
    return set_key(text, "Id", identity, (*BEHIND, "status"))
