"""What may stand behind each key of a comment file: functions that read it or raise WrongValueError(message).

The comment desk asks the same questions of what its form sends.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlsplit

from plugins.comments.model import AUTHOR_LIMIT, Kind, Notation, Policy, Role, State, Status
from plugins.comments.moment import parse_moment
from plugins.source import WrongValueError

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", re.ASCII)
NUMBER = re.compile(r"[1-9]\d{0,6}", re.ASCII)
IMPORTED_FROM = re.compile(r"[a-z][a-z0-9-]*:[^\s:]\S{0,99}", re.ASCII)
HOST = re.compile(r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*\.?|\[[0-9a-f:.]+\]", re.IGNORECASE)
NOT_IN_ADDRESS = re.compile(r"""[\s<>"\\^`{|}]""")
SEEN = re.compile(r"[^\W_]|[^\w\s]")

Choice = TypeVar("Choice", Role, Kind, Status, Notation)


def read_choice(choices: type[Choice]) -> Callable[[str], Choice]:
    def understand(value: str) -> Choice:
        try:
            return choices(value.lower())
        except ValueError:
            *others, last = choices
            raise WrongValueError(f"write {', '.join(others)} or {last}") from None

    return understand


def read_number(value: str) -> int:
    if not NUMBER.fullmatch(value):
        raise WrongValueError("not the number of a comment; write 1, 2, 3 …")
    return int(value)


def read_id(value: str) -> str:
    if not ID.fullmatch(value):
        raise WrongValueError('not an id; write letters, digits, "-" and "_", at most 64 of them')
    return value


def read_moment(value: str) -> datetime:
    try:
        return parse_moment(value)
    except ValueError:
        raise WrongValueError('not a time in UTC; write it as "2026-11-14T16:41:00Z"') from None


def read_author(value: str) -> str:
    if len(value) > AUTHOR_LIMIT:
        raise WrongValueError(f"a name of {len(value)} characters; write at most {AUTHOR_LIMIT}")
    if not SEEN.search(value):
        raise WrongValueError("a name that cannot be seen; write one with a letter")
    return value


def read_web_address(value: str) -> str:
    """An http or https address with a host, and without a name or password before it."""
    try:
        parts = urlsplit(value)
        host = parts.netloc.removesuffix(f":{parts.port}")
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not HOST.fullmatch(host) or NOT_IN_ADDRESS.search(value):
        raise WrongValueError('not a web address; write it as "https://example.org/"')
    return value


def read_imported_from(value: str) -> str:
    if not IMPORTED_FROM.fullmatch(value):
        raise WrongValueError('not the place of an import; write it as "wordpress:8812"')
    return value


def policy_of(word: str, closes_at: datetime | None) -> Policy:
    """What the values of `Comments:` in a front matter mean."""
    return Policy(State(word), closes_at)
