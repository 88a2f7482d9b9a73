"""Any view: which kinds there are, and how what is deferred in one is made."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from operator import is_not
from typing import Any, TypeVar

from markupsafe import Markup

from plugins.incremental.deferred import Deferred
from plugins.pages import dictionary_model, model
from plugins.pages.dictionary_model import (
    AuthorsView,
    DictionaryView,
    EditionsView,
    EntryView,
    LetterView,
    TranslateView,
)
from plugins.pages.model import (
    ArchiveView,
    ArticleView,
    FrameView,
    FrontView,
    ListView,
    MovedView,
    PageView,
    SearchView,
    ThreadPageView,
    YearView,
)
from plugins.site import records

View = (
    FrontView
    | ListView
    | ArticleView
    | ThreadPageView
    | ArchiveView
    | SearchView
    | TranslateView
    | EditionsView
    | YearView
    | DictionaryView
    | LetterView
    | AuthorsView
    | EntryView
    | PageView
    | FrameView
    | MovedView
)

V = TypeVar("V")


MODELS = {one.__name__ for one in (records, model, dictionary_model)}
"""Modules in whose classes something may be deferred."""

PLAIN = frozenset((str, Markup, int, bool, bytes, datetime, type(None)))
"""Types of most of what is in a view, with nothing deferred in it."""


def force(value: V) -> V:
    """`value`, a view or a part of one, with all that is deferred in it made."""
    if type(value) in PLAIN:
        return value
    made: Any = value
    if isinstance(value, Deferred):
        made = value.make()
    elif isinstance(value, tuple):
        parts = tuple(map(force, value))
        made = parts if any(map(is_not, parts, value)) else value
    elif is_dataclass(value) and type(value).__module__ in MODELS:
        changed = {
            f.name: new for f in fields(value) if (new := force(old := getattr(value, f.name))) is not old
        }
        made = replace(value, **changed) if changed else value  # type: ignore[type-var]
    return made  # type: ignore[no-any-return]
