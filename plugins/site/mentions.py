"""The dictionary's links in the texts of the site: kept in the store, and made anew only where they may be others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from typing import Any

from markupsafe import Markup

from plugins.glossary.linking import MOST_LINKS, link_terms
from plugins.glossary.terms import TermIndex
from plugins.incremental.codec import pack, pack_plain, unpack, unpack_plain, using
from plugins.incremental.deferred import Deferred
from plugins.incremental.restore import Outcome, bring_up_to_date
from plugins.incremental.store import Store, Unit

KIND = "linked"


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is to be linked."""

    path: str
    body: Deferred[Markup]

    own: frozenset[str]
    """Slugs of the entries that it defines."""

    most: int = MOST_LINKS
    """Links of ours in it; 0 where its author wants none."""


@dataclass(frozen=True, slots=True)
class LinkedText:
    """A text with its links. Ten thousand are made at every build: nothing but what the store has is in it."""

    digest: bytes
    """Stands for the HTML."""

    slugs: tuple[str, ...]
    """Of the entries that it leads to, in reading order."""

    sentences_digest: bytes
    """Stands for the sentences around those links."""

    load: Callable[[], tuple[Any, ...]] = field(compare=False, repr=False)
    """The HTML, and the sentences."""

    @property
    def body(self) -> Deferred[Markup]:
        """The HTML."""
        return Deferred(_html, self)

    def sentence(self, number: int) -> Deferred[str]:
        """Around one of those links, plain."""
        return Deferred(_sentence, Sentence(self, self.sentences_digest, number))


@dataclass(frozen=True, slots=True)
class Sentence:
    """Which sentence of which text."""

    text: LinkedText = field(compare=False)
    sentences_digest: bytes
    number: int


def _html(text: LinkedText) -> Markup:
    return Markup(text.load()[0])  # noqa: S704 - a safe text with our links


def _sentence(one: Sentence) -> str:
    with using("the sentence around a word"):
        return str(one.text.load()[1][one.number])


def link_texts(store: Store, index: TermIndex, texts: Iterable[Text]) -> dict[str, LinkedText]:
    """Path → the text with links to the entries in `index`."""
    _forget_changed(store, index)
    by_path = {text.path: text for text in texts}

    def read(path: str, stamp: bytes) -> Outcome:
        text = by_path[path]
        linked = link_terms(str(text.body.make()), index, own=text.own, most=text.most)
        links = tuple((link.slug, link.sentence) for link in linked.links)
        known = pack_plain((_digest(linked.html), tuple(slug for slug, _ in links), _digest(repr(links))))
        sentences = tuple(sentence for _, sentence in links)
        body = pack_plain((linked.html, sentences, linked.folded))
        return Outcome(Unit(KIND, path, stamp, known, body))

    manners: dict[tuple[int, frozenset[str]], bytes] = {}  # nearly all texts are linked in the same

    def stamp(text: Text) -> bytes:
        manner = text.most, text.own
        if manner not in manners:
            manners[manner] = _digest(f"{text.most} {sorted(text.own)}")
        return text.body.digest + manners[manner]

    bring_up_to_date(store, KIND, {path: stamp(text) for path, text in by_path.items()}, read)
    return {path: _kept(store, path, known) for path, known in store.records(KIND)}


def _kept(store: Store, path: str, known: bytes) -> LinkedText:
    html, slugs, sentences = unpack_plain(known)
    return LinkedText(html, slugs, sentences, partial(_load, store, path))


def _load(store: Store, path: str) -> tuple[Any, ...]:
    loaded: tuple[Any, ...] = unpack_plain(store.body(KIND, path))
    return loaded


def _forget_changed(store: Store, index: TermIndex) -> None:
    """Let the texts go whose links may be others, because words of the dictionary are."""
    before = _read_index(store.fact("terms"))
    if before is None:
        store.forget_units(KIND, store.stamps(KIND))
    elif before != index:
        store.forget_units(KIND, list(_doubtful(store, before, index)))
    else:
        return
    store.keep_fact("terms", pack((dict(index.words), dict(index.addresses))))


def _doubtful(store: Store, before: TermIndex, index: TermIndex) -> Iterator[str]:
    """Paths of texts that name a word, or an address, that leads elsewhere than before."""
    changed = index.changed_since(before)
    words = tuple(changed.words)
    addresses = [address for address, _ in before.addresses.items() ^ index.addresses.items()]
    for path, body in store.bodies(KIND):
        html, _, folded = unpack_plain(body)
        names_a_word = any(word in folded for word in words) and bool(changed.words_in(folded))
        if names_a_word or any(address in html for address in addresses):
            yield path


def _read_index(data: bytes | None) -> TermIndex | None:
    return None if data is None else TermIndex.of(*unpack(data))


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=16).digest()


def mentions_of(linked: Mapping[str, LinkedText], paths: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
    """Slug of an entry → the texts that lead to it, in the order of `paths`, and which of their links it is."""
    found: dict[str, list[tuple[str, int]]] = {}
    for path in paths:
        if text := linked.get(path):
            for number, slug in enumerate(text.slugs):
                found.setdefault(slug, []).append((path, number))
    return found
