"""Under which words an entry is looked up: the heads as they are met in a running text, and their other spellings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from plugins.glossary.entry import Entry
from plugins.glossary.headword import is_initials, unaccented
from plugins.glossary.terms import FORM, INFLECTION, RUN_ON, plain_words, words_of

POSSESSIVE: Final = "'s"
BETWEEN: Final = re.compile("[ -]")
"""What joins the words of a head, and what people type otherwise."""

STARTS: Final = re.compile(
    "(?:^|(?<=[ -])(?!(?:a|an|and|as|at|by|for|from|in|of|on|or|the|to|with)(?:[ -]|$)))[^ -]"
)
"""Letters that are capitals in a title: "Hit the Ground Running"."""

LONGEST_FORM: Final = 3
"""Words of a form that is looked for in every case, and however its words are joined."""

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
    all_claims = tuple(words_of(entry))
    claims = [claim for claim in all_claims if not _is_long(claim[0], claim[2])]
    for words, is_exact, rank in all_claims:
        cases = _cases(words, is_exact=is_exact, is_titled=rank != FORM)
        for spelling in (words, _capital(words)) if _is_long(words, rank) else cases:
            yield from ((one, rank) for one in _apostrophes(spelling))
    looser = dict.fromkeys(one for words, is_exact, rank in claims for one in _looser(words, is_exact, rank))
    for spelling in (*looser, *(one for words in entry.policy.also for one in _cases(plain_words(words)))):
        yield from ((one, INFLECTION + 1) for one in _apostrophes(spelling))


def _is_long(words: str, rank: int) -> bool:
    """Whether it is a form of several words, of which there are many, and that no title or headline has."""
    return rank > RUN_ON and len(BETWEEN.split(words)) > LONGEST_FORM


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _cases(words: str, *, is_exact: bool = False, is_titled: bool = False) -> Iterator[str]:
    """As met, at the beginning of a sentence, in a title or a headline; the possessive of several words only as met."""
    if is_exact:
        yield words
        return
    lowered = words.lower()
    is_possessive = lowered.endswith(POSSESSIVE)
    yield from dict.fromkeys((words, lowered))
    if not is_possessive or not BETWEEN.search(words):
        yield _capital(lowered)
    if is_titled and not is_possessive and BETWEEN.search(words):
        yield STARTS.sub(lambda start: start[0].upper(), lowered)
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
        yield from (
            _cases(one, is_titled=rank < FORM and len(parts) == 2) if rank < INFLECTION else (one.lower(),)
        )


def _apostrophes(words: str) -> tuple[str, ...]:
    return (words, words.replace("'", "’")) if "'" in words else (words,)
