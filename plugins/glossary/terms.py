"""Which words lead to which entry: the dictionary turned into an index for one pass over a text.

A lookup costs one step for each word of the text, whatever the number of terms: words are looked up by the
first word of a term, and only then compared. docs/glossary-linking.md says why it is no regular expression.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from types import MappingProxyType
from typing import Final, NamedTuple

from plugins.glossary.ambiguity import is_linked_anywhere
from plugins.glossary.anchor import run_on_fragments
from plugins.glossary.context import Use
from plugins.glossary.dictionary import Dictionary
from plugins.glossary.entry import Entry
from plugins.glossary.everyday import EVERYDAY
from plugins.glossary.head import LONGEST_HEAD
from plugins.glossary.headword import is_abbreviation
from plugins.glossary.inflection import inflections
from plugins.html.projection import fold_case, straight

LONGEST_WORDS: Final = LONGEST_HEAD + 10
"""Characters. Forms longer than any head are not looked for, which bounds the work for one word."""

WORD: Final = re.compile(r"\w+")
APART: Final = frozenset(("", *' \n"(),;:!?—–…'))
"""What stands between words most often, and never within one."""

JOINS: Final = frozenset("'.&@")
"""Signs that make one word of two when letters stand on both sides: "don't", "hr@example.com"."""

MORE: Final = frozenset("+#")
"""Signs that make another word of a letter: "C++" and "C#" are not C."""

NOUNS: Final = frozenset({"n.", "n.pl."})
VERBS: Final = frozenset({"v.", "v.t.", "v.i."})
VERBAL: Final = ("ed", "ing")
"""Endings of what was done and is done."""

HEAD, RUN_ON, FORM, INFLECTION, UNLIKE = range(5)
"""What a reader would sooner mean by a word, in order; the last is another word in which it stands."""


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """What some words lead to."""

    slug: str
    """Of the entry, also where they are one of its run-on heads."""

    href: str
    spelling: str = ""
    """The only one that counts; empty when case does not."""

    is_linked: bool = True
    """False where the words only keep a shorter term from being found in them."""

    use: Use = ""
    """The only use in which the words are the term, "noun" or "verb"; empty where its entry has both, or another."""

    other: Term | None = None
    """The homograph of the other use."""

    is_clear: bool = True
    """False where forms of several entries are spelt alike, and nobody can tell which is meant."""

    is_everyday: bool = False
    """With meanings outside of the dictionary's subject, that only its paragraph can tell apart."""

    is_decided: bool = False
    """Whether its author has said that links are meant: it needs no company, and only avoids other worlds."""


class Mention(NamedTuple):  # a data class takes three times as long to make, and there are many
    """Words of a text that are a term."""

    start: int
    end: int
    term: Term


@dataclass(frozen=True, slots=True)
class TermIndex:
    """Words → terms. Made by `index_terms`, or by `of` from what another process has kept."""

    words: Mapping[str, tuple[Term, ...]]
    """Folded words → the terms that they can be, each with a spelling of its own, the one without last."""

    addresses: Mapping[str, str]
    """Address → slug, of all entries: how links that authors made are known."""

    _shapes: dict[str, tuple[tuple[int, int], ...]] = field(repr=False, compare=False)
    """First word → characters before it, and length, of its terms; the first to begin, then the longest."""

    @classmethod
    def of(cls, words: Mapping[str, Iterable[Term]], addresses: Mapping[str, str]) -> TermIndex:
        """An index of the words given; those without a letter or figure, or too long, are left out."""
        kept = {text: tuple(terms) for text, terms in sorted(words.items()) if len(text) <= LONGEST_WORDS}
        shapes: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for text in kept:
            first = WORD.search(text)
            if first:
                shapes[first[0]].add((first.start(), len(text)))
        ordered = {first: tuple(sorted(pairs, reverse=True)) for first, pairs in shapes.items()}
        return cls(MappingProxyType(kept), MappingProxyType(dict(addresses)), ordered)

    @property
    def digest(self) -> str:
        """Alike for indexes that link alike."""
        return _digest((*self.words.items(), *sorted(self.addresses.items())))

    @property
    def digests(self) -> Mapping[str, str]:
        """Slug → digest of its words: which entries' words differ between two indexes."""
        own: dict[str, list[object]] = defaultdict(list)
        for words, terms in self.words.items():
            for term in terms:
                own[term.slug].append((words, term))
        return MappingProxyType({slug: _digest(all_words) for slug, all_words in sorted(own.items())})

    def changed_since(self, before: TermIndex) -> TermIndex:
        """An index of the words that lead elsewhere than before, are new, or are no longer there.

        A text in which `words_in` finds none of them is linked as before.
        """
        both = {**before.words, **self.words}
        changed = {
            text: terms for text, terms in both.items() if before.words.get(text) != self.words.get(text)
        }
        return TermIndex.of(changed, {})

    def find(self, plain: str, folded: str) -> Iterator[Mention]:
        """All mentions, the longest at each place, none in another, from left to right.

        Args:
            plain: the text, as `Projection.plain`.
            folded: the same in one case.
        """
        shapes, words = self._shapes, self.words
        floor, last = 0, len(folded)
        for word in WORD.finditer(folded):
            candidates = shapes.get(word[0])
            if candidates is None:
                continue
            place = word.start()
            for before, length in candidates:
                start = place - before
                end = start + length
                terms = words.get(folded[start:end]) if floor <= start and end <= last else None
                if terms and is_whole(folded, start, end):
                    term = terms[0] if not terms[0].spelling else _spelt(terms, plain[start:end])
                    if term:
                        floor = end
                        yield Mention(start, end, term)
                        break

    def words_in(self, folded: str) -> frozenset[str]:
        """All words of the index that are anywhere in the text, also within one another."""
        found: set[str] = set()
        for word in WORD.finditer(folded):
            for before, length in self._shapes.get(word[0], ()):
                start = word.start() - before
                if start >= 0:
                    found.add(folded[start : start + length])
        return frozenset(found & self.words.keys())


def index_terms(dictionary: Dictionary, address: Callable[[str], str]) -> TermIndex:
    """The words of all entries: heads and run-on heads, their plurals and possessives, authors' forms.

    Args:
        dictionary: all entries, also those that are not to be linked: their words are not those of others.
        address: slug → address of the entry's page.
    """
    claims: dict[tuple[str, str], list[_Claim]] = defaultdict(list)
    for entry in dictionary.entries:
        for claim in _claims(entry, address(entry.slug)):
            claims[fold_words(claim.words), claim.words if claim.is_exact else ""].append(claim)
    words: dict[str, list[Term]] = defaultdict(list)
    for (folded, spelling), rivals in sorted(claims.items(), key=lambda item: item[0], reverse=True):
        words[folded].append(_settle(rivals, spelling))
    return TermIndex.of(words, {address(entry.slug): entry.slug for entry in dictionary.entries})


def words_of(entry: Entry) -> Iterator[tuple[str, bool, int]]:
    """All words that lead to one entry: as written, whether case counts, the rank of the claim (HEAD is the best)."""
    claims = _own_claims(entry, "")
    return ((claim.words, claim.is_exact, claim.rank) for claim in claims)


def fold_words(words: str) -> str:
    """Words as they are looked up: `Projection.folded` of the same words is alike."""
    return fold_case(plain_words(words))


def plain_words(words: str) -> str:
    """Words with single spaces and straight quotes."""
    return straight(" ".join(unicodedata.normalize("NFC", words).split()))


def is_whole(folded: str, start: int, end: int) -> bool:
    """Whether `folded[start:end]` is no part of a longer word: "pre-interview", "interviewer"."""
    before, after = folded[start - 1] if start else "", folded[end : end + 1]
    if before in APART and after in APART:
        return True
    beyond = folded[start - 2] if start > 1 else ""
    return not (
        _is_joined(folded[start], before, beyond)
        or _is_joined(folded[end - 1], after, folded[end + 1 : end + 2])
    )


def _spelt(terms: tuple[Term, ...], words: str) -> Term | None:
    return next((term for term in terms if not term.spelling or term.spelling == words), None)


def _is_joined(edge: str, sign: str, beyond: str) -> bool:
    """Whether the edge of a term and the `sign` after it, with what is `beyond`, are one word."""
    if sign in APART:
        return False
    if is_letter(sign):
        return True
    if sign in MORE:
        return True
    if sign == "-":
        return beyond not in ("-", "—")
    return sign in JOINS and bool(beyond) and is_letter(edge) and is_letter(beyond)


def is_letter(sign: str) -> bool:
    """Whether a sign is of a word, also as a mark over the sign before it."""
    return sign.isalnum() or sign == "_" or unicodedata.category(sign)[0] == "M"


@dataclass(frozen=True, slots=True)
class _Claim:
    """That an entry makes on some words."""

    words: str
    slug: str
    href: str
    rank: int
    homograph: int
    is_exact: bool
    is_linked: bool
    is_everyday: bool
    is_decided: bool
    use: Use


def _claims(entry: Entry, href: str) -> Iterator[_Claim]:
    """Those of its words, and of those in which they mean something else."""
    unlike = dict.fromkeys(map(fold_words, entry.policy.unlike))
    yield from (claim for claim in _own_claims(entry, href) if fold_words(claim.words) not in unlike)
    for words in unlike:
        yield _Claim(words, entry.slug, href, UNLIKE, entry.homograph, False, False, False, False, "")


def _own_claims(entry: Entry, href: str) -> Iterator[_Claim]:
    is_exact = _is_exact(entry.headword, entry)
    is_linked = is_linked_anywhere(entry)
    own_use = _use_of((*entry.parts_of_speech, *entry.parts_of_speech_of_senses))

    def claim(
        words: str, rank: int, *, of: str, fragment: str = "", exact: bool = is_exact, use: Use = own_use
    ) -> Iterator[_Claim]:
        is_everyday = not exact and (" " not in words or " " in of) and fold_words(of) in EVERYDAY
        for spelling in _spellings(plain_words(words)):
            yield _Claim(
                spelling,
                entry.slug,
                href + fragment,
                rank,
                entry.homograph,
                exact,
                is_linked,
                is_everyday,
                is_everyday and entry.policy.is_auto_meant,
                use,
            )

    for head in entry.heads:
        exact = _is_exact(head.text, entry)
        yield from claim(head.text, HEAD, of=head.text, exact=exact)
        for form in _inflections(head.text, entry.parts_of_speech, is_exact=exact):
            yield from claim(form, INFLECTION, of=head.text, exact=exact)
    for form in entry.policy.forms:
        use = _use_of_form(form, entry.policy.forms, own_use)
        yield from claim(form, FORM, of=entry.headword, use=use)
    for run_on, anchor in run_on_fragments(entry):
        fragment = f"#{anchor}"
        exact = is_abbreviation(run_on.head.text) or "abbr." in run_on.parts_of_speech
        use = _use_of(run_on.parts_of_speech)
        of = run_on.head.text
        yield from claim(of, RUN_ON, of=of, fragment=fragment, exact=exact, use=use)
        for form in _inflections(of, run_on.parts_of_speech, is_exact=exact):
            yield from claim(form, INFLECTION, of=of, fragment=fragment, exact=exact, use=use)


def _use_of(parts_of_speech: tuple[str, ...]) -> Use:
    """What an entry is only: a noun, or a verb."""
    names = set(parts_of_speech)
    if not names:
        return ""
    return "noun" if names <= NOUNS else "verb" if names <= VERBS else ""


def _use_of_form(form: str, forms: tuple[str, ...], own: Use) -> Use:
    """A form in -ed or -ing, or of several words, is meant in any use; one beside which such a form stands is a verb.

    So a noun may have the forms of its verb: RESIGNATION has "resign, resigns, resigned".
    """
    if " " in form or form.endswith(VERBAL):
        return ""
    stem = form.removesuffix("s").removesuffix("e")
    return "verb" if own == "noun" and any(f"{stem}{ending}" in forms for ending in VERBAL) else own


def _is_exact(head: str, entry: Entry) -> bool:
    return entry.policy.link == "exact" or "abbr." in entry.parts_of_speech or is_abbreviation(head)


def _inflections(head: str, parts_of_speech: tuple[str, ...], *, is_exact: bool) -> Iterator[str]:
    """Of a noun; of an abbreviation with a small s: "KPIs", "KPI's"."""
    words = plain_words(head)
    if is_exact:
        if words[-1:].isalpha() and {"n.", "abbr."} & set(parts_of_speech):
            yield f"{words}'s"
            if words.isupper():
                yield f"{words}s"
    elif "n." in parts_of_speech:
        yield from inflections(fold_case(words))
    elif "n.pl." in parts_of_speech and not words.casefold().endswith("s"):
        yield f"{words}'s"


def _spellings(words: str) -> Iterator[str]:
    """As written, as set by typogrify, and without the mark of a question that is the head's own."""
    typeset = words.replace("...", "…").replace("--", "—")
    yield from dict.fromkeys(
        spelling for spelling in (words, typeset, words.rstrip("?!").rstrip()) if WORD.search(spelling)
    )


def _settle(rivals: list[_Claim], spelling: str) -> Term:
    """Who gets words that several entries claim: the best claim, of homographs the first that is linked.

    Between forms of different entries nobody can tell, and nobody gets them.
    """
    best = min(claim.rank for claim in rivals)
    ranked = sorted(
        (claim for claim in rivals if claim.rank == best),
        key=lambda claim: (not claim.is_linked, claim.homograph, claim.slug),
    )
    winner = ranked[0]
    is_clear = best <= RUN_ON or (best < UNLIKE and len({claim.slug for claim in ranked}) == 1)
    others = (one for one in sorted(rivals, key=lambda claim: (claim.rank, claim.homograph, claim.slug)))
    rival = next((one for one in others if one.is_linked and one.use and one.use != winner.use), None)
    other = _term(rival, spelling) if rival and winner.use else None
    return replace(
        _term(winner, spelling), is_linked=winner.is_linked and is_clear, other=other, is_clear=is_clear
    )


def _term(claim: _Claim, spelling: str) -> Term:
    return Term(
        claim.slug,
        claim.href,
        spelling,
        use=claim.use,
        is_everyday=claim.is_everyday,
        is_decided=claim.is_decided,
    )


def _digest(parts: Iterable[object]) -> str:
    whole = sha256()
    for part in parts:
        whole.update(repr(part).encode() + b"\n")
    return whole.hexdigest()
