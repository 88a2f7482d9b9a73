"""What may stand behind the keys of a front matter: text to value, by the shape of the key. Pure.

A reader raises WrongValueError with what is wrong and what to write, said so that it can stand behind the value in
quotes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Final

from plugins.clock import read_date
from plugins.header import Field
from plugins.keys import Key, Shape
from plugins.slug import fault_of_name, fault_of_slug
from plugins.source import WrongValueError

MONTH: Final = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])", re.ASCII)
LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
QUOTED: Final = re.compile(r"""(["'])(?P<text>[^"']+)\1""")
HASHTAG: Final = re.compile(r"#\w[\w-]*")
YAML_ITEM: Final = re.compile(r"-[ \t]+")
BLOCK: Final = re.compile(r"[|>][+-]?\d?")
"""What a text of several lines begins with in YAML."""

SHARE: Final = re.compile(r"(?P<token>[0-9a-f]{32}) until (?P<day>.+)")

Reader = Callable[[Key, Field, tzinfo], object]


def read_value(key: Key, field: Field, zone: tzinfo) -> object:
    """The value of a field that is not empty.

    Returns:
        str; a month as "2026-11"; a choice in lower case; tuple[str, ...] of names, words and addresses; datetime of a
        date; int of a figure; (name, number) of a series; (state, day or None) of a policy; (token, day) of a share.

    Raises:
        WrongValueError: what is wrong with it.
    """
    if found := QUOTED.fullmatch(field.value):
        seen = ", or “…” if readers are to see the marks" if key.shape in ("text", "Markdown") else ""
        raise WrongValueError(f'has marks of quotation around it; write "{key.name}: {found["text"]}"{seen}')
    if len(field.lines) > 1 and BLOCK.fullmatch(field.lines[0]):
        raise WrongValueError(f'begins as in YAML; write "{key.name}: {field.lines[1]}"')
    return READERS[key.shape](key, field, zone)


def read_policy(text: str, zone: tzinfo) -> tuple[str, datetime | None]:
    """ "open", "open 2027-03-19", "closed", "closed 2025-03-19", "off"; WrongValueError for anything else.

    The day begins in `zone`.
    """
    word, _, day = text.lower().partition(" ")
    if word not in ("open", "closed", "off"):
        raise WrongValueError("no state of a thread")
    return word, read_date(day, zone).astimezone(UTC) if day else None


def _text(_key: Key, field: Field, _zone: tzinfo) -> str:
    return field.value


def _addresses(_key: Key, field: Field, _zone: tzinfo) -> tuple[str, ...]:
    return tuple(address for part in field.value.split(",") if (address := part.strip()))


def _date(_key: Key, field: Field, zone: tzinfo) -> datetime:
    return read_date(field.value, zone)


def _month(_key: Key, field: Field, _zone: tzinfo) -> str:
    if not MONTH.fullmatch(field.value):
        raise WrongValueError('is no month; write it as "2026-11"')
    return field.value


def _name(key: Key, field: Field, _zone: tzinfo) -> str:
    if fault := fault_of_name(field.value):
        raise WrongValueError(fault)
    if hashtags := _hashtags((field.value,)):
        raise WrongValueError(f'is marked as in other programs; write "{key.name}: {hashtags[0]}"')
    return field.value


def _names(key: Key, field: Field, _zone: tzinfo) -> tuple[str, ...]:
    if items := _yaml_items(field):
        raise WrongValueError(f'is a list of YAML; write "{key.name}: {", ".join(items)}"')
    if not field.names:
        raise WrongValueError("names nothing; write a name, or delete the line")
    if hashtags := _hashtags(field.names):
        raise WrongValueError(f'is marked as in other programs; write "{key.name}: {", ".join(hashtags)}"')
    for name in field.names:
        if fault := fault_of_name(name):
            raise WrongValueError(fault if len(field.names) == 1 else f'holds "{name}", which {fault}')
    return field.names


def _hashtags(names: tuple[str, ...]) -> list[str]:
    """The names without the "#" that stands before each of them; none where one stands without."""
    words = [word for name in names for word in name.split()]
    return [word[1:] for word in words] if all(map(HASHTAG.fullmatch, words)) else []


def _yaml_items(field: Field) -> list[str]:
    if field.value.startswith("[") and field.value.endswith("]"):
        items = field.value[1:-1].split(",")
    elif not field.lines[0] and all(map(YAML_ITEM.match, field.lines[1:])):
        items = [YAML_ITEM.sub("", line, count=1) for line in field.lines[1:]]
    else:
        return []
    return [bare for item in items if (bare := item.strip().strip("\"'"))]


def _choice(key: Key, field: Field, _zone: tzinfo) -> str:
    if field.value.lower() not in key.choices:
        raise WrongValueError(f"is unknown here; write {listed(key.choices)}")
    return field.value.lower()


def listed(choices: tuple[str, ...]) -> str:
    """ "open, closed or off"."""
    *others, last = choices
    return f"{', '.join(others)} or {last}"


def _policy(_key: Key, field: Field, zone: tzinfo) -> tuple[str, datetime | None]:
    try:
        return read_policy(field.value, zone)
    except WrongValueError:
        raise WrongValueError('is unknown here; write open, closed, "closed 2026-03-19" or off') from None


def _words(_key: Key, field: Field, _zone: tzinfo) -> tuple[str, ...]:
    words = tuple(word.strip() for word in field.value.split(","))
    if not all(words) or len(set(words)) < len(words):
        raise WrongValueError("cannot be; write different words with a comma between them")
    return words


def _figure(_key: Key, field: Field, _zone: tzinfo) -> int:
    if not re.fullmatch("[1-9]", field.value):
        raise WrongValueError("cannot be; write a number from 1 to 9")
    return int(field.value)


def _series(key: Key, field: Field, _zone: tzinfo) -> tuple[str, int]:
    name, _, number = (part.strip() for part in field.value.rpartition(","))
    if not name or not re.fullmatch(r"\d{1,4}", number, re.ASCII):
        raise WrongValueError(f'has no number; write "{key.name}: Name of the series, 1"')
    return name, int(number)


def _language(_key: Key, field: Field, _zone: tzinfo) -> str:
    if not LANGUAGE.fullmatch(field.value):
        raise WrongValueError('is no language; write a code such as "fr" or "de-CH"')
    return field.value


def _slug(_key: Key, field: Field, _zone: tzinfo) -> str:
    if fault := fault_of_slug(field.value):
        raise WrongValueError(fault)
    return field.value


def _share(_key: Key, field: Field, zone: tzinfo) -> tuple[str, datetime]:
    found = SHARE.fullmatch(field.value)
    if found is None:
        raise WrongValueError(
            "is not what make share writes; delete the line, and write make share ARTICLE=slug"
        )
    return found["token"], read_date(found["day"], zone)


READERS: Final[Mapping[Shape, Reader]] = {
    "text": _text,
    "Markdown": _text,
    "addresses": _addresses,
    "date": _date,
    "month": _month,
    "name": _name,
    "names": _names,
    "choice": _choice,
    "policy": _policy,
    "words": _words,
    "figure": _figure,
    "series": _series,
    "share": _share,
    "language": _language,
    "slug": _slug,
}
