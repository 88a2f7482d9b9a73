"""From the Site to what is searched. Nothing costly is made here: texts are made when they are indexed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from plugins.comments.length import permalink
from plugins.comments.model import CommentView, KeptThread, Part
from plugins.comments.render import render_thread
from plugins.glossary.entry import Entry
from plugins.incremental.deferred import Deferred
from plugins.search.heads import note_of
from plugins.search.model import Findable, Index, Passage, Text
from plugins.site.model import Site
from plugins.site.published import threads_with_pages
from plugins.site.records import Article, StaticPage

LABEL = re.compile(r'<(dt|abbr|i class="label")(?=[ >])')

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
    indexes = (
        Index("entries", "entry", _sorted(_entry(site, entry) for entry in site.dictionary.entries)),
        Index(
            "articles",
            "article",
            _sorted([*(_article(site, one) for one in new), *(_page(site, one) for one in pages)]),
        ),
        Index("articles-archive", "article", _sorted(_article(site, one) for one in old)),
        Index(
            "comments",
            "comment",
            _sorted(_comments(site, (one for one in threads if years.get(one[0], current) == current))),
        ),
        Index(
            "comments-archive",
            "comment",
            _sorted(_comments(site, (one for one in threads if years.get(one[0], current) != current))),
        ),
    )
    return (index for index in indexes if index.findables)


def _is_listed(key: str, years: dict[str, int]) -> bool:
    """Drafts and hidden articles are not found, and neither are their threads."""
    return key in years or key.startswith("dictionary/")


def _sorted(documents: Iterable[Findable]) -> tuple[Findable, ...]:
    return tuple(sorted(documents, key=lambda one: one.path))


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
    return Text(inputs.title, inputs.note, inputs.language, passages)


def _definition(inputs: TextInputs) -> Text:
    passages = tuple(Passage("", "", _without_labels(part.make())) for part in inputs.parts)
    return Text(inputs.title, inputs.note, inputs.language, passages)


def _without_labels(html: Markup) -> Markup:
    """Its head and its labels are left out by Pagefind: "v.i." is no word, and a title says the head."""
    return Markup(LABEL.sub(r"<\1 data-pagefind-ignore", html))  # noqa: S704 - only an attribute more


def _entry(site: Site, entry: Entry) -> Findable:
    commentary, card = site.commentaries.get(entry.slug), site.entry_cards[entry.slug]
    parts = (site.definitions[entry.slug], *((commentary,) if commentary else ()))
    inputs = TextInputs(card.title, "", site.facts.language, parts)
    return Findable(_path(site, card.url), Deferred(_definition, inputs))


def _article(site: Site, article: Article) -> Findable:
    note = note_of(article, site.layout.dates)
    inputs = TextInputs(article.title, note, article.language, (site.texts[article.source_path],))
    return Findable(_path(site, article.url), Deferred(_text, inputs))


def _page(site: Site, page: StaticPage) -> Findable:
    inputs = TextInputs(page.title, "", site.facts.language, (site.texts[page.source_path],))
    return Findable(_path(site, page.url), Deferred(_text, inputs))


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


def _comments(site: Site, threads: Iterable[tuple[str, str]]) -> Iterator[Findable]:
    """The threads, each in runs of numbers that stand on one page."""
    titles = {article.slug: (article.title, article.language) for article in site.articles}
    for key, url in threads:
        title, language = titles.get(key) or _entry_title(site, key)
        thread = site.threads[key]
        runs = sorted(
            {(number - 1) // AT_ONCE for number, _, _, is_deleted in thread.load_stubs() if not is_deleted}
        )
        for run in runs:
            # A comment stands for good on the page that its number decides.
            page = permalink(url, run * AT_ONCE + 1).partition("#")[0]
            inputs = RunInputs(thread, url, title, language, run)
            yield Findable(f"{_path(site, page)}/{run + 1:06}", Deferred(_run_text, inputs))


def _entry_title(site: Site, key: str) -> tuple[str, str]:
    return site.entry_cards[key.removeprefix("dictionary/")].title, site.facts.language


def _run_text(inputs: RunInputs) -> Text:
    loaded = inputs.thread.load()
    first = inputs.run * AT_ONCE + 1
    whole = Part("", "", frozenset(comment.number for comment in loaded.comments))
    shown = render_thread(loaded, inputs.url, part=whole).shown
    held = [one for one in shown if first <= one.number < first + AT_ONCE and not one.is_deleted]
    return Text(inputs.title, "", inputs.language, tuple(map(_passage, held)))


def _passage(comment: CommentView) -> Passage:
    return Passage(comment.anchor, comment.author, comment.body)
