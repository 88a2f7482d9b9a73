"""The dictionary as a whole: its entries in order, how they are found, and how they refer to each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher, get_close_matches
from types import MappingProxyType
from typing import Final

from plugins.glossary.anchor import fragments, run_on_fragments
from plugins.glossary.entry import Entry
from plugins.glossary.headword import SUPERSCRIPTS, lookup_key, unaccented

NAME: Final = re.compile(
    r"(?P<word>.*?)(?:(?P<raised>[¹²³⁴-⁹]+)|\^(?P<caret>\d{1,2}))?(?:#(?P<place>[\w-]{1,60}))?", re.S
)

ALIKE: Final = 0.8
"""How much of two words must be the same for one to be a slip for the other: MONITORING is none for NETWORKING."""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of a lookup."""

    entry: Entry

    fragment: str = ""
    """Id of the sense or run-on entry within the entry's page; empty for the whole."""


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Entries in the order of a dictionary. Made by `Dictionary.of`."""

    entries: tuple[Entry, ...]
    """One for each slug."""

    _by_slug: Mapping[str, Entry] = field(repr=False, compare=False)
    _by_head: Mapping[str, tuple[Found, ...]] = field(repr=False, compare=False)
    """Heads and run-on heads as looked up → what they lead to, homographs in their order."""

    _by_form: Mapping[str, tuple[Found, ...]] = field(repr=False, compare=False)
    """The same for authors' forms, and for heads without their accents."""

    _places: Mapping[str, int] = field(repr=False, compare=False)
    _referring: Mapping[str, tuple[Entry, ...]] = field(repr=False, compare=False)
    """Slug → the entries that refer to it."""

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Dictionary:
        """Sort and index. Of several with one slug the first file has its way: see check.py."""
        by_slug: dict[str, Entry] = {}
        for entry in sorted(entries, key=lambda entry: (entry.sort_key, entry.source)):
            by_slug.setdefault(entry.slug, entry)
        kept = tuple(by_slug.values())
        heads = _index((head, found) for entry in kept for head, found in _heads_of(entry))
        forms = _index(
            (form, Found(entry)) for entry in kept for form in (*entry.policy.forms, *entry.policy.also)
        )
        bare = _index((unaccented(head), found) for head, all_found in heads.items() for found in all_found)
        places = {slug: place for place, slug in enumerate(by_slug)}
        made = cls(kept, MappingProxyType(by_slug), heads, {**bare, **forms}, places, {})
        return replace(made, _referring=made._find_referring())

    def __len__(self) -> int:
        return len(self.entries)

    def by_slug(self, slug: str) -> Entry:
        """The entry at an address.

        Raises:
            KeyError: there is none.
        """
        return self._by_slug[slug]

    def find(self, name: str) -> Found | None:
        """What a name leads to, as in `[text](dict:NETWORKING#2)`.

        The name is a head in any case, or one of an entry's other forms, or a head without its accents if
        that is clear enough; then "²" (or "^2") for a homograph, and "#2", "#2a" or a run-on's slug for a
        part. Of homographs without a number, the first.
        """
        match = NAME.fullmatch(name.strip())
        if match is None:
            return None
        found = self._find_head(match["word"], _homograph(match))
        if found is None or not match["place"]:
            return found
        fragment = f"{found.entry.slug}-{match['place'].lower()}"
        return Found(found.entry, fragment) if fragment in fragments(found.entry) else None

    def _find_head(self, word: str, homograph: int) -> Found | None:
        key = lookup_key(word)
        for table, is_unambiguous in ((self._by_head, False), (self._by_form, True)):
            found = table.get(key) or table.get(unaccented(key), ())
            if homograph:
                found = tuple(one for one in found if one.entry.homograph == homograph)
            if found and not (is_unambiguous and len({one.entry.slug for one in found}) > 1):
                return found[0]
        return None

    def nearest(self, name: str) -> str | None:
        """The head that was perhaps meant by a name that is not found."""
        key = lookup_key(name.partition("#")[0])
        for near in get_close_matches(key, self._by_head, 3, 0.7):
            if sorted(near) == sorted(key) or SequenceMatcher(None, near, key).ratio() > ALIKE:
                return self._by_head[near][0].entry.headword
        return None

    @property
    def letters(self) -> tuple[str, ...]:
        """The initials that have an entry, in order; "0" for figures and signs."""
        return tuple(dict.fromkeys(entry.initial for entry in self.entries))

    def under(self, letter: str) -> tuple[Entry, ...]:
        """The entries with that initial."""
        return tuple(entry for entry in self.entries if entry.initial == letter)

    def neighbours(self, entry: Entry) -> tuple[Entry | None, Entry | None]:
        """The words before and after."""
        place = self._places[entry.slug]
        following = self.entries[place + 1] if place + 1 < len(self.entries) else None
        return (self.entries[place - 1] if place else None), following

    def homographs(self, entry: Entry) -> tuple[Entry, ...]:
        """The other entries with the same head, in the order of their numbers."""
        alike = dict.fromkeys(
            found.entry.slug for head in entry.heads for found in self._by_head[lookup_key(head.text)]
        )
        return tuple(self._by_slug[slug] for slug in alike if slug != entry.slug)

    def refers_to(self, entry: Entry) -> tuple[Entry, ...]:
        """The entries that its cross-references lead to, then those that links inside its sentences do."""
        found = map(self.find, entry.names)
        slugs = dict.fromkeys(one.entry.slug for one in found if one)
        return tuple(self._by_slug[slug] for slug in slugs if slug != entry.slug)

    def referred_from(self, entry: Entry) -> tuple[Entry, ...]:
        """The entries whose cross-references lead to it, in order."""
        return self._referring.get(entry.slug, ())

    def related(self, entry: Entry) -> tuple[Entry, ...]:
        """See-also in both directions, each entry once."""
        both = (*self.refers_to(entry), *self.referred_from(entry))
        return tuple({other.slug: other for other in both}.values())

    def _find_referring(self) -> Mapping[str, tuple[Entry, ...]]:
        referring: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries:
            for other in self.refers_to(entry):
                referring[other.slug] = (*referring.get(other.slug, ()), entry)
        return MappingProxyType(referring)


def _heads_of(entry: Entry) -> Iterator[tuple[str, Found]]:
    for head in entry.heads:
        yield head.text, Found(entry)
    for run_on, fragment in run_on_fragments(entry):
        yield run_on.head.text, Found(entry, fragment)


def _index(pairs: Iterable[tuple[str, Found]]) -> Mapping[str, tuple[Found, ...]]:
    index: dict[str, tuple[Found, ...]] = {}
    for name, found in pairs:
        key = lookup_key(name)
        index[key] = (*index.get(key, ()), found)
    return MappingProxyType({key: tuple(sorted(all_found, key=_rank)) for key, all_found in index.items()})


def _rank(found: Found) -> tuple[bool, int]:
    """An entry's own head before the run-on of another; homographs in their order."""
    return bool(found.fragment), found.entry.homograph


def _homograph(match: re.Match[str]) -> int:
    if match["raised"]:
        return int("".join(str(SUPERSCRIPTS.index(sign)) for sign in match["raised"]))
    return int(match["caret"] or 0)
