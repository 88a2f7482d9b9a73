"""What the keys of a front matter mean for an entry: its policy."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC
from functools import partial
from typing import Any, Final

from plugins.front_matter import FrontMatter
from plugins.glossary.model import Policy
from plugins.header import Field
from plugins.keys import keys_of
from plugins.values import read_value

KEY: Final = re.compile(r"([A-Za-z][A-Za-z-]*) ?:(?:[ \t]+|$)")
"""How a key begins a line above a head: a word before a colon, and a space, so that no address is one."""

NAMES: Final = {
    "Forms": "forms",
    "Link": "link",
    "Homograph": "homograph",
    "Entry": "is_entry",
    "Comments": "comments",
    "Lang": "lang",
    "Short": "short",
    "Also": "also",
    "Plain": "plain",
    "Unlike": "unlike",
    "Slug": "slug",
}
"""Key → field of the policy."""

OF_WORDS: Final = frozenset({"also", "comments", "slug"})
"""Fields that speak of the entry in a file of the dictionary; in an article, a page or an opening, of that."""

OF_ONE_ENTRY: Final = tuple(key for key in (*NAMES, "Aliases") if key != "Comments")
"""Keys that make no sense at the top of a file of several entries."""


def policy_of(front: FrontMatter) -> Policy:
    """What the front matter decides about the entry that the file holds or begins with."""
    read = {
        field: _meant(field, front.values[key.lower()])
        for key, field in NAMES.items()
        if key.lower() in front.values and (front.kind == "word" or field not in OF_WORDS)
    }
    return Policy(**read, is_auto_meant=read.get("link") == "auto")


def _meant(field: str, value: Any) -> Any:
    return value == "yes" if field == "is_entry" else value


def _read(key: str, field: str, text: str) -> object:
    return _meant(field, read_value(keys_of("word")[key.lower()], Field(key, (text,), 1), UTC))


FIELDS: Final[Mapping[str, tuple[str, Callable[[str], object]]]] = {
    key: (field, partial(_read, key, field)) for key, field in NAMES.items()
}
"""Key → field of the policy, and what reads a value of it or raises WrongValueError, as plugins/values.py does."""
