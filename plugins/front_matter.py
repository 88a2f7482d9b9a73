"""What a file says of itself: its header held against the table of keys. Build, checks and status ask here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any, Final

from plugins.clock import MAX_SKEW, DateError, doubt
from plugins.header import KEY, Field, Header, decode, read_header
from plugins.keys import TEXTS, Kind, advise, keys_of
from plugins.slug import fault_of_slug, slug_of_file
from plugins.source import AuthorError, Source, WrongValueError
from plugins.tangles import expect_untangled
from plugins.values import read_value

CONTROL: Final = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufdd0-\\ufdef\\ufffe\\uffff]"
)
ALMOST_KEY: Final = re.compile(r" {0,3}(?P<key>[A-Za-z][\w -]{0,30}):\s")
ONLY_AT_THE_TOP: Final = frozenset(
    ("title", "date", "modified", "category", "tags", "slug", "status", "aliases")
)
"""Keys with which no text begins."""

SENTENCE: Final = 6
"""Words. An unknown key with a longer value is rather the beginning of the text."""


@dataclass(frozen=True, slots=True)
class Customs:
    """What one publication does otherwise than another."""

    zone: tzinfo = UTC
    """In which dates without a zone are told."""

    extra_keys: frozenset[str] = frozenset()
    """Further keys that a front matter may have, in lower case. They are handed on as text."""

    now: datetime | None = None
    """The clock: no text is from long before or long after it. None where nobody asks."""

    parts_of_speech: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Abbreviation → words: of the dictionary, besides those that it has anyway."""

    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Label as printed → in words, all that there may be; any where it is empty."""


EVERYWHERE: Final = Customs()


@dataclass(frozen=True)
class FrontMatter:
    """A file taken apart and understood."""

    path: str
    """As findings name it."""

    kind: Kind
    text: str
    """The whole file."""

    header: Header

    values: Mapping[str, Any] = field(hash=False)
    """Name in lower case → what its reader in values.py returns; only what is there and right. Texts always have
    a "slug", unless it is wrong."""

    findings: tuple[AuthorError, ...]
    """All that is wrong, sorted by line."""

    def at(self, name: str) -> Source:
        """Where a key stands; the first line where it is not there."""
        return Source(self.path, self.header.line(name))


def read_front_matter(data: bytes, path: str, kind: Kind, customs: Customs = EVERYWHERE) -> FrontMatter:
    """Take a file apart. Nothing is raised: what is wrong is in `.findings`; bytes that are no text are no text."""
    try:
        text = decode(data, path)
        expect_untangled(text, path)
    except AuthorError as wrong:
        return FrontMatter(path, kind, "", read_header(""), {}, (wrong,))
    return understand(text, path, kind, customs)


def understand(text: str, path: str, kind: Kind, customs: Customs = EVERYWHERE) -> FrontMatter:
    """`read_front_matter` of a text that `decode` returned."""
    header = read_header(text)
    values: dict[str, Any] = {}
    findings = [
        *control_characters(text, path),
        *_faults_of_shape(header, path, kind, customs),
        *_keys_out_of_place(header, path, kind),
        *_read_values(header, path, kind, customs, values),
        *_missing(header, path, kind),
        *_faults_together(header, values, path, kind, customs.now),
    ]
    return FrontMatter(
        path, kind, text, header, values, tuple(sorted(findings, key=lambda one: (one.source, one.message)))
    )


def control_characters(text: str, path: str) -> Iterator[AuthorError]:
    """Characters that nobody sees, or that turn the direction of the text."""
    if not CONTROL.search(text):
        return
    for number, line in enumerate(text.split("\n"), start=1):
        for character in sorted(set(CONTROL.findall(line))):
            message = f"the control character U+{ord(character):04X}; delete it"
            yield AuthorError(Source(path, number), message)


def _faults_of_shape(header: Header, path: str, kind: Kind, customs: Customs) -> Iterator[AuthorError]:
    """Unknown and doubled keys, and text among them."""
    text_from = header.body_line
    for line, text in header.strays:
        found = ALMOST_KEY.match(text)
        advice = advise(found["key"], kind, customs.extra_keys) if found else ""
        if found and advice.startswith("write"):
            yield AuthorError(Source(path, line), f'unknown key "{found["key"]}"; {advice}')
        else:
            yield AuthorError(Source(path, line), "no empty line after the front matter; put one here")
            text_from = line
            break
    for one in header.fields:
        if one.line > text_from:
            return  # it is text: one cause, one finding
        first = header.by_name[one.name]
        if one.name not in keys_of(kind) and one.name not in customs.extra_keys:
            yield AuthorError(
                Source(path, one.line), f'unknown key "{one.key}"; {_advice(one, kind, customs, header)}'
            )
        elif first is not one:
            message = f'"{one.key}" stands in line {first.line} already; keep one of them'
            yield AuthorError(Source(path, one.line), message)


def _keys_out_of_place(header: Header, path: str, kind: Kind) -> Iterator[AuthorError]:
    """Keys that a reader of front matter takes for something else, so that what they say holds for nobody."""
    for one in header.fields:
        for line, text in enumerate(one.lines[1:], start=one.line + 1):
            if (found := KEY.match(text)) and found["key"].lower() in keys_of(kind):
                message = f'"{found["key"]}" is read as a part of "{one.key}"; delete the blanks before it'
                yield AuthorError(Source(path, line), message)
    if not header.fields or kind not in TEXTS:
        return
    begin = len(header.body) - len(header.body.lstrip("\n"))
    found = KEY.match(header.body, begin)
    if found and found["key"].lower() in ONLY_AT_THE_TOP:
        message = "stands after the empty line that ends the keys, so readers see it; move it up to them"
        yield AuthorError(Source(path, header.body_line + begin), f'"{found["key"]}" {message}')


def _advice(unknown: Field, kind: Kind, customs: Customs, header: Header) -> str:
    if unknown.name == "draft" and unknown.value.lower() in ("false", "no"):
        return "delete the line"
    advice = advise(unknown.key, kind, customs.extra_keys, header.by_name)
    is_text = "EXTRA_KEYS" in advice and len(unknown.value.split()) >= SENTENCE
    return "put an empty line before it if it is text, or delete the line" if is_text else advice


def _read_values(
    header: Header, path: str, kind: Kind, customs: Customs, values: dict[str, Any]
) -> Iterator[AuthorError]:
    for name, one in header.by_name.items():
        key = keys_of(kind).get(name)
        if key is None and name in customs.extra_keys:
            values[name] = one.value
        elif key and one.value:
            try:
                values[name] = read_value(key, one, customs.zone)
                if key.shape == "date" and customs.now and (message := doubt(values[name], customs.now)):
                    yield AuthorError(Source(path, one.line), message)
            except DateError as wrong:
                yield AuthorError(Source(path, one.line), str(wrong))
            except WrongValueError as wrong:
                shown = one.value if len(one.value) <= 40 else f"{one.value[:39]}…"
                yield AuthorError(Source(path, one.line), f'"{shown}" {wrong}')
        elif key and kind not in key.needed:
            yield AuthorError(
                Source(path, one.line), f'"{key.name}" is empty; write its value or delete the line'
            )


def _missing(header: Header, path: str, kind: Kind) -> Iterator[AuthorError]:
    needed = [key for key in keys_of(kind).values() if kind in key.needed]
    if not header.fields:
        example = f"{needed[0].name}: {needed[0].example}"
        yield AuthorError(Source(path), f'no front matter; write "{example}" in the first line')
        return
    for key in needed:
        if not header.value(key.name.lower()):
            place = Source(path, header.line(key.name.lower()))
            yield AuthorError(place, f'"{key.name}" is missing; write "{key.name}: {key.example}"')


def _faults_together(
    header: Header, values: dict[str, Any], path: str, kind: Kind, now: datetime | None
) -> Iterator[AuthorError]:
    """What one key alone does not show. Texts get their slug here."""

    def at(name: str) -> Source:
        return Source(path, header.line(name))

    date, modified = values.get("date"), values.get("modified")
    if isinstance(date, datetime) and isinstance(modified, datetime) and modified < date:
        yield AuthorError(at("modified"), '"Modified" is before "Date"; write a later date, or delete it')
    elif isinstance(modified, datetime) and now and modified - max(now, date or now) > MAX_SKEW:
        yield AuthorError(at("modified"), '"Modified" is a day to come; write the day of the correction')
    if "author" in values and "authors" in values:
        message = f'"Authors" stand in line {header.line("authors")}; write all names there'
        yield AuthorError(at("author"), message)
    if kind in ("article", "page", "opening") and "slug" not in header.by_name:
        values["slug"] = slug_of_file(path)
        if fault_of_slug(values["slug"]):
            del values["slug"]
            yield AuthorError(
                Source(path), f"no address can be made of the name of this file; {_slug_advice(path)}"
            )


def _slug_advice(path: str) -> str:
    is_long = bool(slug_of_file(path))
    return f'write a {"shorter " if is_long else ""}"Slug:", such as "Slug: a-short-name"'
