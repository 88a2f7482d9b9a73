"""From the Site to what is searched. Nothing costly is made here: texts are made when they are indexed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from markupsafe import Markup

from plugins.comments.length import permalink
from plugins.comments.model import CommentView, KeptThread, Part
from plugins.comments.render import render_thread
from plugins.glossary.entry import Entry
from plugins.html.typography import set_plain_marks
from plugins.incremental.deferred import Deferred
from plugins.search.heads import note_of
from plugins.search.model import Findable, Index, Passage, Text
from plugins.site.model import Site
from plugins.site.published import threads_with_pages
from plugins.site.records import Article, StaticPage

LABEL = re.compile(r'<(dt|abbr|i class="label")(?=[ >])')

BEFORE_ALL = datetime(1, 1, 1, tzinfo=UTC)

AT_ONCE = 50
"""Comments in one document: what a result costs to show. Divides comments.length.BLOCK."""


def all_indexes(site: Site) -> Iterator[Index]:
    """Every index that has something in it, in a fixed order.

    The line between the archive and what is current is the year of the newest article: no clock decides it.
    """
    current = site.articles[0].published_at.year if site.articles else 0
    years = {article.slug: article.published_at.year for article in site.articles}
    new = [article for article in site.articles if article.published_at.year == current]
    old = site.articles[len(new) :]
    pages = [page for page in site.pages if page.status == "published"]
    threads = [(key, url) for key, url in threads_with_pages(site) if _is_listed(key, years)]
    new_threads = [one for one in threads if years.get(one[0], current) == current]
    old_threads = [one for one in threads if years.get(one[0], current) != current]
    indexes = (
        Index("entries", "entry", _placed(_entry(site, entry) for entry in site.dictionary.entries)),
        Index("articles", "article", _placed(_article(site, one) for one in new)),
        Index("articles-archive", "article", _placed(_article(site, one) for one in old)),
        Index("comments", "comment", _placed(_comments(site, new_threads))),
        Index("comments-archive", "comment", _placed(_comments(site, old_threads))),
        Index("pages", "page", _placed(_page(site, one) for one in pages)),
    )
    return (index for index in indexes if index.findables)


def _is_listed(key: str, years: dict[str, int]) -> bool:
    """Drafts and hidden articles are not found, and neither are their threads."""
    return key in years or key.startswith("dictionary/")


Placed: TypeAlias = tuple[datetime, Findable]
"""When it was first published, and what."""


def _placed(documents: Iterable[Placed]) -> tuple[Findable, ...]:
    """In the order of publication. Pagefind numbers documents in their order: one that came before others would
    change every file of the index that they are in."""
    return tuple(one for _, one in sorted(documents, key=lambda placed: (placed[0], placed[1].path)))


def _published_at(site: Site, url: str) -> datetime:
    """What the ledger does not have, as a page, comes before all."""
    row = site.published.get(site.inside(url))
    return row.first_at if row else BEFORE_ALL


def _path(site: Site, url: str) -> str:
    return url.removeprefix(site.addresses.root).strip("/")


# Entries, articles and pages


@dataclass(frozen=True, slots=True)
class TextInputs:
    """All that is found of an entry, an article or a page."""

    title: str
    note: str
    language: str
    parts: tuple[Deferred[Markup], ...]
    """HTML."""


def _text(inputs: TextInputs) -> Text:
    passages = tuple(Passage("", "", part.make()) for part in inputs.parts)
    return Text(set_plain_marks(inputs.title), set_plain_marks(inputs.note), inputs.language, passages)


def _definition(inputs: TextInputs) -> Text:
    passages = tuple(Passage("", "", _without_labels(part.make())) for part in inputs.parts)
    return Text(set_plain_marks(inputs.title), set_plain_marks(inputs.note), inputs.language, passages)


def _without_labels(html: Markup) -> Markup:
    """Its head and its labels are left out by Pagefind: "v.i." is no word, and a title says the head."""
    # Of a Markup, re.sub would make one that is escaped where something was replaced.
    return Markup(LABEL.sub(r"<\1 data-pagefind-ignore", str(html)))  # noqa: S704 - only an attribute more


def _entry(site: Site, entry: Entry) -> Placed:
    commentary, card = site.commentaries.get(entry.slug), site.entry_cards[entry.slug]
    parts = (site.definitions[entry.slug], *((commentary,) if commentary else ()))
    inputs = TextInputs(card.title, "", site.facts.language, parts)
    return _published_at(site, card.url), Findable(_path(site, card.url), Deferred(_definition, inputs))


def _article(site: Site, article: Article) -> Placed:
    note = note_of(article, site.layout.dates)
    inputs = TextInputs(article.title, note, article.language, (site.texts[article.source_path],))
    return _published_at(site, article.url), Findable(_path(site, article.url), Deferred(_text, inputs))


def _page(site: Site, page: StaticPage) -> Placed:
    inputs = TextInputs(page.title, "", site.facts.language, (site.texts[page.source_path],))
    return _published_at(site, page.url), Findable(_path(site, page.url), Deferred(_text, inputs))


# Comments


@dataclass(frozen=True, slots=True)
class RunInputs:
    """All that is found of a run of comments."""

    thread: KeptThread

    url: str
    """Of the page with the thread."""

    title: str
    language: str

    run: int
    """Counted from 0."""


def _comments(site: Site, threads: Iterable[tuple[str, str]]) -> Iterator[Placed]:
    """The threads, each in runs of numbers that stand on one page."""
    titles = {article.slug: (article.title, article.language) for article in site.articles}
    for key, url in threads:
        title, language = titles.get(key) or _entry_title(site, key)
        thread = site.threads[key]
        firsts: dict[int, int] = {}
        for number, _, _, is_deleted in thread.load_stubs():
            if not is_deleted:
                firsts.setdefault((number - 1) // AT_ONCE, number)
        for run, first in firsts.items():
            # A comment stands for good on the page that its number decides.
            page = permalink(url, run * AT_ONCE + 1).partition("#")[0]
            inputs = RunInputs(thread, url, title, language, run)
            found = Findable(f"{_path(site, page)}/{run + 1:06}", Deferred(_run_text, inputs))
            yield _published_at(site, permalink(url, first)), found


def _entry_title(site: Site, key: str) -> tuple[str, str]:
    return site.entry_cards[key.removeprefix("dictionary/")].title, site.facts.language


def _run_text(inputs: RunInputs) -> Text:
    loaded = inputs.thread.load()
    first = inputs.run * AT_ONCE + 1
    whole = Part("", "", frozenset(comment.number for comment in loaded.comments))
    shown = render_thread(loaded, inputs.url, part=whole).shown
    held = [one for one in shown if first <= one.number < first + AT_ONCE and not one.is_deleted]
    return Text(set_plain_marks(inputs.title), "", inputs.language, tuple(map(_passage, held)))


def _passage(comment: CommentView) -> Passage:
    return Passage(comment.anchor, comment.author, comment.body)
