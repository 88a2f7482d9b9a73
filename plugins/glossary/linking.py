"""Links from finished HTML to the dictionary: put in by splicing, taken out again byte for byte."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from markupsafe import escape

from plugins.glossary.company import Company
from plugins.glossary.context import is_by_the_letter, is_comparative, is_in_compound, is_in_name, use_at
from plugins.glossary.terms import Mention, Term, TermIndex
from plugins.html.projection import BLOCK_END, OBJECT, Anchor, Projection, project
from plugins.html.tokens import TOKEN, read_tag

MOST_LINKS: Final = 12
"""In one article. More than one in some sixty words is no help to a reader."""

NO_LIMIT: Final = sys.maxsize

LONGEST_SENTENCE: Final = 300
"""Characters on each side of a mention; what is longer is cut at a word."""

STORM_SHARE: Final = 0.05
FEWEST_IN_A_STORM: Final = 10
"""Articles. On a small site one in twenty is nothing."""

OURS: Final = re.compile(r'<a class="term" href="[^"<>]*" data-term="[^"<>]*">')
"""The start tags that `link_terms` writes, and nobody else may."""

SENTENCE_END: Final = re.compile(
    r"[.!?…](?<!\b[A-Z]\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bMrs\.)(?<!\bvs\.)"
    r"[.!?…]*[\"'”’»)\]]* (?=[\"'“‘«(\[]?[A-Z0-9À-ÞĀ-ſ])"
)


@dataclass(frozen=True, slots=True)
class Link:
    """That an article leads to an entry."""

    slug: str
    """Of the entry."""

    href: str
    place: int
    """Where its tag begins in `Linked.html`."""

    words: str
    """What is linked, as plain text."""

    sentence: str
    """Plain text around it, for "mentioned in"; "…" where it was cut."""

    is_authors: bool = False
    """Whether the author wrote it, `[…](dict:…)`, and nothing had to be put in."""


@dataclass(frozen=True, slots=True)
class Linked:
    """HTML with its links to the dictionary."""

    html: str

    links: tuple[Link, ...]
    """One for each entry, in reading order; those that were there before, too."""

    folded: str = field(default="", compare=False, repr=False)
    """The text in one case, as `TermIndex.words_in` takes it."""


@dataclass(frozen=True, slots=True)
class Storm:
    """An entry that nearly everything leads to."""

    slug: str
    articles: tuple[str, ...]
    """By what they are called in the results, sorted."""


def link_terms(
    html: str, index: TermIndex, *, own: frozenset[str] = frozenset(), most: int = MOST_LINKS
) -> Linked:
    """Link the first mention of each term.

    Args:
        html: a finished text, after typogrify, with all addresses resolved. Links of ours that are in it are
            kept and counted.
        index: what leads where.
        own: slugs of the entries that are not to be linked, because they are defined here.
        most: number of links of ours, those already there included.

    Returns:
        The HTML, where nothing but `<a class="term" href="…" data-term="…">` and `</a>` was added.
    """
    page = project(html)
    there = {slug: anchor for anchor in reversed(page.anchors) if (slug := _slug(anchor, index))}
    room = most - sum(_is_ours(html, anchor) for anchor in there.values())
    splices = tuple(islice(_first_mentions(page, index, own | there.keys()), max(room, 0)))
    return Linked(_splice(html, splices), _links(page, there, splices), page.folded)


def unlink(html: str) -> str:
    """Take out the links that `link_terms` put in; other links stay."""
    pieces: list[str] = []
    copied, is_open = 0, False
    for found in TOKEN.finditer(html):
        tag = found["tag"]
        if tag is None:
            continue
        is_end = is_open and read_tag(tag).name == "a" and tag[1] == "/"
        if is_end or OURS.fullmatch(tag):
            pieces.append(html[copied : found.start("tag")])
            copied, is_open = found.end(), not is_end
    return "".join((*pieces, html[copied:]))


def find_storms(
    linked: Mapping[str, Iterable[str]], *, share: float = STORM_SHARE, fewest: int = FEWEST_IN_A_STORM
) -> tuple[Storm, ...]:
    """Entries that are linked in more than this share of articles, and in `fewest` at least.

    Args:
        linked: name of an article → slugs of the entries to which words in it were linked without its author.
    """
    articles: dict[str, list[str]] = defaultdict(list)
    for name, slugs in sorted(linked.items()):
        for slug in set(slugs):
            articles[slug].append(name)
    return tuple(
        Storm(slug, tuple(names))
        for slug, names in sorted(articles.items())
        if len(names) >= fewest and len(names) > share * len(linked)
    )


@dataclass(frozen=True, slots=True)
class _Splice:
    """A link to put in: around a part of the HTML that is a part of the text."""

    start: int
    end: int
    href: str
    slug: str
    text_start: int
    text_end: int

    @property
    def tag(self) -> str:
        return f'<a class="term" href="{escape(self.href)}" data-term="{escape(self.slug)}">'


def _first_mentions(page: Projection, index: TermIndex, done: frozenset[str]) -> Iterator[_Splice]:
    """The first place of each term that a link can be put around."""
    seen = set(done)
    mentions = tuple(index.find(page.plain, page.folded))
    company = Company(page.folded, mentions)
    for mention in mentions:
        term = _meant(mention, page.plain)
        if term is None or term.slug in seen or page.is_forbidden(mention.start, mention.end):
            continue
        if term.is_everyday and not company.is_kept(mention):
            continue
        span = page.span(mention.start, mention.end)
        if span:
            seen.add(term.slug)
            yield _Splice(*span, term.href, term.slug, mention.start, mention.end)


def _meant(mention: Mention, plain: str) -> Term | None:
    """The term that a mention is where it stands: of homographs the one of its part of speech; None if it is none."""
    term = mention.term
    if not term.is_linked:
        return None
    if term.spelling and not term.spelling.isupper():
        return term
    if is_in_name(plain, mention.start, mention.end):
        return None
    if term.spelling:
        return term
    if not term.use:
        return None if is_by_the_letter(plain, mention.start, mention.end) else term
    use = use_at(plain, mention.start, mention.end)
    if use and use != term.use:
        return term.other
    return None if _is_other_word(term, plain, mention.start, mention.end) else term


def _is_other_word(term: Term, plain: str, start: int, end: int) -> bool:
    """Whether the words beside a mention make another word of it."""
    if term.use == "verb":
        return is_by_the_letter(plain, start, end)
    return is_in_compound(plain, start, end) or is_comparative(plain, start, end)


def _splice(html: str, splices: tuple[_Splice, ...]) -> str:
    pieces: list[str] = []
    copied = 0
    for splice in splices:
        pieces += (html[copied : splice.start], splice.tag, html[splice.start : splice.end], "</a>")
        copied = splice.end
    return "".join((*pieces, html[copied:]))


def _slug(anchor: Anchor, index: TermIndex) -> str | None:
    """The entry that a link in the HTML leads to."""
    return anchor.tag.term or index.addresses.get((anchor.tag.href or "").partition("#")[0])


def _is_ours(html: str, anchor: Anchor) -> bool:
    return bool(anchor.tag.term and OURS.match(html, anchor.place))


def _link(
    page: Projection, slug: str, href: str, place: int, start: int, end: int, is_authors: bool = False
) -> Link:
    words = page.text[start:end].replace(OBJECT, "").strip()
    return Link(slug, href, place, words, sentence_around(page.text, start, end), is_authors)


def _links(page: Projection, there: Mapping[str, Anchor], splices: tuple[_Splice, ...]) -> tuple[Link, ...]:
    """Both kinds, with their places in the HTML to come."""
    old = [
        _link(
            page,
            slug,
            anchor.tag.href or "",
            anchor.place,
            anchor.start,
            anchor.end,
            not _is_ours(page.html, anchor),
        )
        for slug, anchor in there.items()
    ]
    new = [
        _link(page, splice.slug, splice.href, splice.start, splice.text_start, splice.text_end)
        for splice in splices
    ]
    added = {splice.slug: len(splice.tag) + len("</a>") for splice in splices}
    links: list[Link] = []
    shift = 0
    for link in sorted((*old, *new), key=lambda link: link.place):
        links.append(replace(link, place=link.place + shift))
        shift += added.get(link.slug, 0)
    return tuple(links)


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence of `Projection.text` in which `text[start:end]` stands."""
    first = max(text.rfind(BLOCK_END, 0, start) + 1, start - LONGEST_SENTENCE)
    block_end = text.find(BLOCK_END, end)
    last = min(len(text) if block_end < 0 else block_end, end + LONGEST_SENTENCE)
    is_cut_before = first > 0 and text[first - 1] != BLOCK_END
    is_cut_after = last < len(text) and text[last] != BLOCK_END
    for found in SENTENCE_END.finditer(text, first, last):
        if found.end() <= start:
            first, is_cut_before = found.end(), False
        elif found.start() >= end:
            last, is_cut_after = found.end(), False
            break
    return _cut(text[first:last], before=is_cut_before, after=is_cut_after)


def _cut(text: str, *, before: bool, after: bool) -> str:
    """`text` without its first or last piece of a word."""
    if before:
        text = f"… {text.partition(' ')[2]}"
    if after:
        text = f"{text.rpartition(' ')[0]} …"
    return " ".join(text.replace(OBJECT, " ").split())
