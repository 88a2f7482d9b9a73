"""The lines at the top of a file of the dictionary: policy, never text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Final, get_args

from plugins.glossary.model import LinkPolicy, Policy
from plugins.source import AuthorError, Source

KEY: Final = re.compile(r"([A-Za-z][A-Za-z-]*):(?:[ \t]+|$)")
LANG: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
KEYS: Final = ("Date", "Modified", "Forms", "Link", "Homograph", "Entry", "Comments", "Lang", "Aliases")
OF_ONE_ENTRY: Final = frozenset({"Forms", "Link", "Homograph", "Entry", "Lang"})
"""Those that the front matter of an article may have for the entry it begins with."""
LINKS: Final[tuple[str, ...]] = get_args(LinkPolicy)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    policy: Policy
    published_at: datetime | None
    modified_at: datetime | None
    body: str
    """The text after the empty line."""

    body_source: Source
    for_one_entry: tuple[tuple[str, Source], ...]
    """Keys that make no sense in a file of several entries, with their places."""

    findings: tuple[AuthorError, ...]

    aliases: tuple[tuple[str, Source], ...] = ()
    """Addresses that the entry had before, as written."""


def read_front_matter(text: str, path: str) -> FrontMatter:
    """Split a file into its front matter, read, and its body."""
    findings: list[AuthorError] = []
    values: dict[str, tuple[str, Source]] = {}
    lines = text.removeprefix("\ufeff").split("\n")
    number = 0
    while number < len(lines) and (found := KEY.match(lines[number])):
        _keep(
            found[1].capitalize(),
            lines[number][found.end() :].strip(),
            Source(path, number + 1),
            values,
            findings,
        )
        number += 1
    if number and number < len(lines) and lines[number].strip():
        source = Source(path, number + 1)
        findings.append(AuthorError(source, "the front matter does not end; write an empty line after it"))
    if "Date" not in values:
        findings.append(AuthorError(Source(path), 'the date is missing; write "Date: 2026-03-02" at the top'))
    policy, dates = _read_values(values, findings)
    return FrontMatter(
        policy,
        dates.get("Date"),
        dates.get("Modified"),
        "\n".join(lines[number:]),
        Source(path, number + 1),
        tuple((key, source) for key, (_, source) in values.items() if key in (*OF_ONE_ENTRY, "Aliases")),
        tuple(findings),
        tuple(
            (address.strip(), source)
            for key, (value, source) in values.items()
            if key == "Aliases"
            for address in value.split(",")
            if address.strip()
        ),
    )


def read_policy(values: Mapping[str, str], source: Source) -> tuple[Policy, tuple[AuthorError, ...]]:
    """The policy of an entry that an article begins with, from the article's own front matter.

    Keys that are not the glossary's are left alone. All findings are said to be at `source`.
    """
    own = {
        key.capitalize(): (value, source) for key, value in values.items() if key.capitalize() in OF_ONE_ENTRY
    }
    findings: list[AuthorError] = []
    policy, _ = _read_values(own, findings)
    return policy, tuple(findings)


def _keep(
    key: str, value: str, source: Source, values: dict[str, tuple[str, Source]], findings: list[AuthorError]
) -> None:
    if key not in KEYS:
        near = get_close_matches(key, KEYS, 1)
        instead = f'write "{near[0]}"' if near else f"write one of {', '.join(KEYS)}"
        findings.append(AuthorError(source, f'"{key}" means nothing in the dictionary; {instead}'))
    elif key in values:
        findings.append(AuthorError(source, f"{key} is there twice; write it once"))
    elif not value:
        findings.append(AuthorError(source, f"{key} has no value; write one, or leave the line out"))
    else:
        values[key] = value, source


def _read_values(
    values: Mapping[str, tuple[str, Source]], findings: list[AuthorError]
) -> tuple[Policy, dict[str, datetime]]:
    dates: dict[str, datetime] = {}
    read: dict[str, object] = {}
    for key, (value, source) in values.items():
        try:
            if key in ("Date", "Modified"):
                dates[key] = _date(value)
            elif key in FIELDS:
                field, reader = FIELDS[key]
                read[field] = reader(value)
        except ValueError as problem:
            findings.append(AuthorError(source, f'{key} cannot be "{value[:40]}"; {problem}'))
    return Policy(**read, is_auto_meant=read.get("link") == "auto"), dates  # type: ignore[arg-type]  # FIELDS pairs each name with a reader of its type


def _date(value: str) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError('write "2026-03-02" or "2026-03-02 08:00"') from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _forms(value: str) -> tuple[str, ...]:
    forms = tuple(form.strip() for form in value.split(","))
    if not all(forms) or len(set(forms)) < len(forms):
        raise ValueError("write different words with a comma between them")
    return forms


def _link(value: str) -> str:
    return _one_of(value, LINKS)


def _homograph(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 9:
        raise ValueError("write a number from 1 to 9")
    return int(value)


def _is_entry(value: str) -> bool:
    return _one_of(value, ("yes", "no")) == "yes"


def _comments(value: str) -> str:
    return _one_of(value, ("open", "closed"))


def _lang(value: str) -> str:
    if not LANG.fullmatch(value):
        raise ValueError('write a language code such as "fr" or "de-CH"')
    return value


def _one_of(value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise ValueError(f"write one of {', '.join(choices)}")
    return value


FIELDS: Final[Mapping[str, tuple[str, Callable[[str], object]]]] = {
    "Forms": ("forms", _forms),
    "Link": ("link", _link),
    "Homograph": ("homograph", _homograph),
    "Entry": ("is_entry", _is_entry),
    "Comments": ("comments", _comments),
    "Lang": ("lang", _lang),
}
