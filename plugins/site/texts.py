"""The texts that are public: what an author changed from one publish to the next. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["article", "word", "comment", "page"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """One thing that an author wrote, or let through."""

    kind: Kind

    name: str
    """What the author calls it: the path of its file; of a word, its head."""

    digest: str
    """Changes when the text does. Not secret, and not the text."""


@dataclass(frozen=True, slots=True)
class Changes:
    """From one set of texts to the next, each sorted by kind and name."""

    new: tuple[Text, ...] = ()
    changed: tuple[Text, ...] = ()
    gone: tuple[Text, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def compare(before: Iterable[Text], after: Iterable[Text]) -> Changes:
    """What was written, changed and taken away."""
    old = {(text.kind, text.name): text for text in before}
    now = {(text.kind, text.name): text for text in sorted(after, key=_place)}
    return Changes(
        new=tuple(text for place, text in now.items() if place not in old),
        changed=tuple(text for place, text in now.items() if place in old and old[place] != text),
        gone=tuple(text for text in sorted(old.values(), key=_place) if (text.kind, text.name) not in now),
    )


def _place(text: Text) -> tuple[int, str]:
    return KINDS.index(text.kind), text.name


def count(texts: Iterable[Text]) -> dict[Kind, int]:
    """How many there are of each kind, in the order of KINDS."""
    kinds = [text.kind for text in texts]
    return {kind: kinds.count(kind) for kind in KINDS}


def say_count(number: int, noun: str) -> str:
    """ "1 word", "1,028 words"; the plural is made with "s"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
