"""Related articles: older ones that share telling words of the dictionary, tags, or words of their titles.

Only older ones, so that a new article changes no page but its own; and of those only the nearest, so that an edit is
felt by few. What came of it is kept in the store: at every build only the keys of 10,000 articles are compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import accumulate, islice
from math import log

from plugins.incremental.codec import pack_plain, unpack_plain, using
from plugins.incremental.deferred import Deferred
from plugins.incremental.digest import NOTHING, digest
from plugins.incremental.store import Store, Unit
from plugins.incremental.workers import spread
from plugins.site.model import Site
from plugins.site.records import Article, Card, Relation

KIND = "related"

OF_CATEGORY, OF_ALL = 100, 50
"""How many articles are looked at: those before it in its category, and those before it in the whole site."""

MAX_RELATED = 3
"""Related articles on a page."""

MAX_REASONS = 3
"""Things in common that are named."""

UNIT = 1_000_000
"""Scores are whole numbers of so many parts: sums of fractions depend on the order in which they are taken."""

LEAST_SCORE = 3 * UNIT
"""Below it two articles have no more in common than any two."""

LETTERS = re.compile(r"[^\W\d_]{4,}")
COMMON = frozenset(
    """
    about across advice after again against already also always another answer answered answering answers
    anything around article articles because been before begin begins being best better between both call called
    calls came come comes could despite does doing done down during each eight else enough even ever every
    everybody explained find finds first five found four from gets give given gives goes going good half happen
    happened happens have having here herself himself hour hours however hundred into itself just keep kept know
    last left less like line lines list listed lists long look looking looks made make makes many
    mean means might minute minutes month months more most mostly much must name named names need never nine
    nobody none nor nothing often once ones only other others ought ourselves over page pages part people person
    quite rather read reader readers reads really rung same says sentence sentences seven should show shown
    shows simply since six some somebody something sometimes start starts still stop stops such sure take takes
    tell ten than that their them themselves then there these they thing things think this those thousand three
    time today told tomorrow turn turned turns twice under unless until upon used usually very want wants week
    weeks well went were what when where whether which while whole whom whose will with within without word
    words work would write writes written wrong wrote year years yesterday your yourself
    """.split()
)
"""Of titles and summaries: words that say nothing of what an article is about."""


WORD, TAG, TERM = "word ", "tag ", "term "
"""What a trait begins with: something that two articles can have in common. An entry that the text leads to, by its
slug; a tag, by its name; a word of the title or the summary, in small letters. Plain texts: of those, sets are fast."""

WEIGHTS = {WORD: 1.0, TAG: 1.0, TERM: 0.6}

Shared = tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""Address of the other article; heads, tags and terms that both have. Nothing that `Article.related_digest` does not
stand for: a path would lead elsewhere after two files change places."""


def relate(store: Store, site: Site) -> dict[str, Deferred[tuple[Relation, ...]]]:
    """Address of an article → what is related to it; those to which nothing is are left out."""
    keys = _window_keys(site)
    known = _known(store, site)
    changed = [article for article in site.articles if _key(known, article) != keys[article.url]]
    if changed or len(known) != len(keys):
        known = _bring_up_to_date(store, site, keys, known, changed)
    by_url = {article.url: article for article in site.articles}
    return {
        url: Deferred(_relations, StoredRelations(found, store, by_url, url))
        for url, (_, found) in known.items()
        if found != NOTHING
    }


def _key(known: Mapping[str, tuple[int, bytes]], article: Article) -> int | None:
    kept = known.get(article.url)
    return kept[0] if kept else None


def _window_keys(site: Site) -> dict[str, int]:
    """Address → stands for all that decides what is related to that article.

    Sums of digests, so that a window of a hundred costs no more than one of two.
    """
    own = {article.url: key for article, key in zip(site.articles, _keys(site), strict=True)}
    keys = own.copy()
    for weight, articles, most in _lists(site):
        urls = [article.url for article in articles]
        sums = list(accumulate(map(own.__getitem__, urls)))
        ends = sums[most:] + sums[-1:] * most
        for url, before, after in zip(urls, sums, ends, strict=False):
            keys[url] += weight * (after - before)
    return keys


def _keys(site: Site) -> Iterator[int]:
    """Stand for what can be related in each article, and for how it is shown."""
    for article in site.articles:
        linked = site.linked.get(article.source_path)
        slugs = " ".join(linked.slugs if linked else ()).encode()
        own = blake2b(slugs, key=article.related_digest, digest_size=16)
        own.update(article.card_digest)
        yield int.from_bytes(own.digest(), "big")


def _lists(site: Site) -> Iterator[tuple[int, Sequence[Article], int]]:
    """Lists that windows are taken from, newest first, with the size of the window; each with a factor of its own."""
    yield 3, site.articles, OF_ALL
    yield from ((5, filing.articles, OF_CATEGORY) for filing in site.categories)


def _known(store: Store, site: Site) -> dict[str, tuple[int, bytes]]:
    """Address → key, and the digest of what came of it; empty where a head is printed otherwise than before."""
    kept = store.fact(KIND)
    if kept is None:
        return {}
    heads, known = unpack_plain(kept)
    now = {entry.slug: entry.name for entry in site.dictionary.entries}
    return known if all(now.get(slug, head) == head for slug, head in heads.items()) else {}


def _bring_up_to_date(
    store: Store,
    site: Site,
    keys: Mapping[str, int],
    known: Mapping[str, tuple[int, bytes]],
    changed: Sequence[Article],
) -> dict[str, tuple[int, bytes]]:
    finder = _Finder(site)
    urls = [article.url for article in changed]
    found = dict(zip(urls, spread(finder.related_to, changed), strict=True))
    by_url = {article.url: article for article in site.articles}
    now = {url: known[url] for url in keys if url in known and url not in found}
    now |= {url: (keys[url], _digest(by_url, shared)) for url, shared in found.items()}
    store.keep_units(Unit(KIND, url, b"", b"", pack_plain(shared)) for url, shared in found.items() if shared)
    gone = [url for url in known if url not in keys] + [url for url, shared in found.items() if not shared]
    store.forget_units(KIND, gone)
    heads = {entry.slug: entry.name for entry in site.dictionary.entries}
    store.keep_fact(KIND, pack_plain((heads, now)))  # last: what it names is there
    return now


def _digest(by_url: Mapping[str, Article], found: tuple[Shared, ...]) -> bytes:
    return digest([(Card.of(by_url[url]), *shared) for url, *shared in found]) if found else NOTHING


@dataclass(frozen=True, slots=True)
class StoredRelations:
    """What was found for one article."""

    digest: bytes
    """Stands for what is kept, and for the cards of the articles that it names."""

    store: Store = field(compare=False, repr=False)
    by_url: Mapping[str, Article] = field(compare=False, repr=False)
    url: str = field(compare=False)


def _relations(stored: StoredRelations) -> tuple[Relation, ...]:
    found: tuple[Shared, ...] = unpack_plain(stored.store.body(KIND, stored.url))
    with using("what is related"):
        return tuple(Relation(Card.of(stored.by_url[other]), *shared) for other, *shared in found)


class _Finder:
    """Looks for what articles have in common."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._traits: dict[str, frozenset[str]] = {}
        self._places = [
            ({article.url: index for index, article in enumerate(articles)}, articles, most)
            for _, articles, most in _lists(site)
        ]

    def related_to(self, article: Article) -> tuple[Shared, ...]:
        """The most related first."""
        others = list(self._candidates(article))
        mine = self._traits_of(article)
        common = [mine & self._traits_of(other) for other in others]
        spread = Counter(trait for traits in common for trait in traits)
        weights = {
            trait: round(UNIT * _weight(trait) * log((len(others) + 1) / count))
            for trait, count in spread.items()
        }
        scored = [
            (sum(weights[trait] for trait in traits), -index) for index, traits in enumerate(common) if traits
        ]
        best = sorted((one for one in scored if one[0] >= LEAST_SCORE), reverse=True)[:MAX_RELATED]
        return tuple(self._shared(others[-index], common[-index], weights) for _, index in best)

    def _candidates(self, article: Article) -> Iterator[Article]:
        """Older ones, the nearest first; not the parts of its series, which its page lists anyway."""
        seen = {article.url}
        series = article.series and article.series.name
        for places, articles, most in self._places:
            start = places.get(article.url)
            if start is None:
                continue
            for other in islice(articles, start + 1, start + 1 + most):
                if other.url not in seen and not (series and other.series and other.series.name == series):
                    seen.add(other.url)
                    yield other

    def _traits_of(self, article: Article) -> frozenset[str]:
        url = article.url
        if url not in self._traits:
            linked = self._site.linked.get(article.source_path)
            slugs = linked.slugs if linked else ()
            self._traits[url] = frozenset(
                [
                    *(WORD + slug for slug in (*slugs, *article.entry_slugs)),
                    *(TAG + tag.name for tag in article.tags),
                    *(TERM + term for term in terms_of(f"{article.title} {article.summary}")),
                ]
            )
        return self._traits[url]

    def _shared(self, other: Article, traits: Iterable[str], weights: Mapping[str, int]) -> Shared:
        """The most telling of `traits`, in words; what is an entry or a tag is not said again as a term."""
        ranked = sorted(traits, key=lambda trait: (-weights[trait], trait))
        said = {_name(trait).removesuffix("s") for trait in ranked if not trait.startswith(TERM)}
        told = [trait for trait in ranked if not (trait.startswith(TERM) and _name(trait) in said)][
            :MAX_REASONS
        ]

        def names(kind: str) -> tuple[str, ...]:
            return tuple(map(_name, filter(lambda trait: trait.startswith(kind), told)))

        heads = tuple(self._site.dictionary.by_slug(slug).name for slug in names(WORD))
        return other.url, heads, names(TAG), names(TERM)


def _name(trait: str) -> str:
    return trait.partition(" ")[2]


def _weight(trait: str) -> float:
    return WEIGHTS[trait[: trait.index(" ") + 1]]


def terms_of(text: str) -> frozenset[str]:
    """The telling words of a title or a summary, in small letters and without the "s" of a plural."""
    words = (
        word.removesuffix("s") if not word.endswith("ss") else word
        for word in LETTERS.findall(text.casefold())
    )
    return frozenset(
        word for word in words if len(word) > 3 and word not in COMMON and f"{word}s" not in COMMON
    )
