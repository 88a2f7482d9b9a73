"""Under which words an entry is looked up: the heads as they are met in a running text, and their other spellings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from plugins.glossary.entry import Entry
from plugins.glossary.headword import is_initials, unaccented
from plugins.glossary.terms import INFLECTION, plain_words, words_of

POSSESSIVE: Final = "'s"
BETWEEN: Final = re.compile("[ -]")
"""What joins the words of a head, and what people type otherwise."""

MOST_SMALL: Final = 2
"""Letters of an abbreviation that may be another word in small ones, as "it" and "us" are."""


@dataclass(frozen=True, slots=True, eq=False)  # by itself: what stands under it takes long to compare
class Row:
    """A head, and what stands under it."""

    head: str
    entries: tuple[Entry, ...]
    """One or more: homographs in their order."""


def rows_of(entries: Iterable[Entry]) -> tuple[Row, ...]:
    """One row for each head as it is met; the rows of several heads of one entry hold the same."""
    filed: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for head in dict.fromkeys(_as_met(entry)):
            filed[head].append(entry)
    return tuple(
        Row(head, tuple(sorted(found, key=lambda entry: (entry.homograph, entry.slug))))
        for head, found in filed.items()
    )


def spellings_of(rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    """Every other spelling under which a row is looked up; no head, and none twice for one row.

    Of entries that claim a word, those with the best claim have it: an entry by one of its forms before another by a
    plural.
    """
    by_entry: dict[str, Row] = {}
    heads = {row.head for row in rows}
    claims: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        for entry in row.entries:
            if by_entry.setdefault(entry.slug, row) is row:
                for spelling, rank in _spellings(entry):
                    claims[spelling].append((rank, entry.slug))
    for spelling, all_claims in claims.items():
        if spelling in heads:
            continue
        best = min(all_claims)[0]
        for row in dict.fromkeys(by_entry[slug] for rank, slug in all_claims if rank == best):
            yield spelling, row


def _as_met(entry: Entry) -> Iterator[str]:
    exact = {words for words, is_exact, _ in words_of(entry) if is_exact}
    for head in entry.heads:
        words = plain_words(head.text)
        yield words if head.exact or words in exact else words.lower()


def _spellings(entry: Entry) -> Iterator[tuple[str, int]]:
    """With how good the claim is, the best being 0."""
    claims = tuple(words_of(entry))
    for words, is_exact, rank in claims:
        for spelling in _cases(words, is_exact=is_exact):
            yield from ((one, rank) for one in _apostrophes(spelling))
    looser = dict.fromkeys(one for words, is_exact, rank in claims for one in _looser(words, is_exact, rank))
    for spelling in (*looser, *(one for words in entry.policy.also for one in _cases(plain_words(words)))):
        yield from ((one, INFLECTION + 1) for one in _apostrophes(spelling))


def _cases(words: str, *, is_exact: bool = False) -> Iterator[str]:
    """As met, at the beginning of a sentence, in a headline; the possessive of several words only as met."""
    if is_exact:
        yield words
        return
    lowered = words.lower()
    is_possessive = lowered.endswith(POSSESSIVE)
    yield from dict.fromkeys((words, lowered))
    if not is_possessive or not BETWEEN.search(words):
        yield lowered[:1].upper() + lowered[1:]
    if not is_possessive:
        yield lowered.upper()


def _looser(words: str, is_exact: bool, rank: int) -> Iterator[str]:
    """As people type what they have heard, or cannot find on their keys; of inflections none in capitals."""
    if is_exact:
        bare = words.replace(".", "")
        yield bare
        if is_initials(words) or len(bare.removesuffix(POSSESSIVE).rstrip("s")) > MOST_SMALL:
            yield from (words.lower(), bare.lower())
        return
    if words.endswith(POSSESSIVE):
        return
    parts = BETWEEN.split(words)
    typed = [words, " ".join(parts), "-".join(parts), *(["".join(parts)] if len(parts) == 2 else [])]
    for one in dict.fromkeys(spelling for way in typed for spelling in (way, unaccented(way))):
        yield from (_cases(one) if rank < INFLECTION else (one.lower(),))


def _apostrophes(words: str) -> tuple[str, ...]:
    return (words, words.replace("'", "’")) if "'" in words else (words,)
