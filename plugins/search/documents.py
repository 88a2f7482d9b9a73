"""From the Site to what is searched. Nothing dear is made here: texts are made when a bundle is indexed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from hashlib import blake2b

from markupsafe import Markup

from plugins.comments.length import permalink
from plugins.comments.model import CommentView, KeptThread, Part
from plugins.comments.render import render_thread
from plugins.glossary.entry import Entry
from plugins.pages.documents import threads_with_pages
from plugins.pages.model import Article, Deferred, StaticPage
from plugins.pages.render import day
from plugins.pages.site import Site
from plugins.search.model import Bundle, Document, Passage, Text, key_of

AT_ONCE = 50
"""Comments in one document: what a result costs to show. Divides comments.length.BLOCK."""


def all_bundles(site: Site) -> Iterator[Bundle]:
    """Every bundle that has documents, in a fixed order.

    The line between the archive and what is current is the year of the newest article: no clock decides it.
    """
    current = site.articles[0].published_at.year if site.articles else 0
    years = {article.slug: article.published_at.year for article in site.articles}
    new = [article for article in site.articles if article.published_at.year == current]
    old = site.articles[len(new) :]
    pages = [page for page in site.pages if page.status == "published"]
    threads = [(key, url) for key, url in threads_with_pages(site) if _is_listed(key, years)]
    bundles = (
        Bundle("entries", "entry", _sorted(_entry(site, entry) for entry in site.dictionary.entries)),
        Bundle(
            "articles",
            "article",
            _sorted([*(_article(site, one) for one in new), *(_page(site, one) for one in pages)]),
        ),
        Bundle("articles-archive", "article", _sorted(_article(site, one) for one in old)),
        Bundle(
            "comments",
            "comment",
            _sorted(_comments(site, (one for one in threads if years.get(one[0], current) == current))),
        ),
        Bundle(
            "comments-archive",
            "comment",
            _sorted(_comments(site, (one for one in threads if years.get(one[0], current) != current))),
        ),
    )
    return (bundle for bundle in bundles if bundle.documents)


def _is_listed(key: str, years: dict[str, int]) -> bool:
    """Drafts and hidden articles are not found, and neither are their threads."""
    return key in years or key.startswith("dictionary/")


def _sorted(documents: Iterable[Document]) -> tuple[Document, ...]:
    return tuple(sorted(documents, key=lambda document: document.path))


def _digest(*parts: bytes | str) -> bytes:
    whole = blake2b(digest_size=16)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(b"%d:" % len(data))
        whole.update(data)
    return whole.digest()


def _path(site: Site, url: str) -> str:
    return url.removeprefix(site.addresses.root).strip("/")


# Entries


def _entry(site: Site, entry: Entry) -> Document:
    definition, commentary = site.definitions[entry.slug], site.commentaries.get(entry.slug)
    card = site.entry_cards[entry.slug]
    keys = tuple(key_of(head.text) for head in entry.heads)
    said = _digest(definition.digest, commentary.digest if commentary else b"")
    make = partial(_entry_text, card.title, site.facts.language, keys, definition, commentary)
    return Document(_path(site, card.url), _digest(card.digest, said, *keys), make)


def _entry_text(
    title: str,
    language: str,
    keys: tuple[str, ...],
    definition: Deferred[Markup],
    commentary: Deferred[Markup] | None,
) -> Text:
    said = (definition, commentary) if commentary else (definition,)
    return Text(title, "", language, keys, tuple(Passage("", "", part.make()) for part in said))


# Articles and pages


def _article(site: Site, article: Article) -> Document:
    authors = ", ".join(author.name for author in article.authors)
    body = site.texts[article.source_path]
    parts = (article.card_digest, authors, article.title, article.language, body.digest)
    make = partial(_article_text, article, authors, body.make)
    return Document(_path(site, article.url), _digest(*parts), make)


def _article_text(article: Article, authors: str, make: Callable[[], Markup]) -> Text:
    note = f"{article.category.name}, {authors}, {day(article.published_at)}"
    return Text(article.title, note, article.language, (), (Passage("", "", make()),))


def _page(site: Site, page: StaticPage) -> Document:
    body = site.texts[page.source_path]
    make = partial(_page_text, page, site.facts.language, body.make)
    return Document(_path(site, page.url), _digest(page.title, body.digest), make)


def _page_text(page: StaticPage, language: str, make: Callable[[], Markup]) -> Text:
    return Text(page.title, "", language, (), (Passage("", "", make()),))


# Comments


def _comments(site: Site, threads: Iterable[tuple[str, str]]) -> Iterator[Document]:
    """The threads, each in runs of numbers that stand on one page."""
    titles = {article.slug: (article.title, article.language) for article in site.articles}
    for key, url in threads:
        title, language = titles.get(key) or _entry_title(site, key)
        thread = site.threads[key]
        runs = sorted(
            {(number - 1) // AT_ONCE for number, _, _, is_deleted in thread.raw_stubs if not is_deleted}
        )
        for run in runs:
            make = partial(_run_text, thread, url, title, language, run)
            # A comment stands for good on the page that its number decides.
            page = permalink(url, run * AT_ONCE + 1).partition("#")[0]
            yield Document(f"{_path(site, page)}/{run + 1:06}", _digest(thread.digest, title, language), make)


def _entry_title(site: Site, key: str) -> tuple[str, str]:
    return site.entry_cards[key.removeprefix("dictionary/")].title, site.facts.language


def _run_text(thread: KeptThread, url: str, title: str, language: str, run: int) -> Text:
    loaded = thread.load()
    first = run * AT_ONCE + 1
    whole = Part("", "", frozenset(comment.number for comment in loaded.comments))
    shown = render_thread(loaded, url, part=whole).shown
    held = [one for one in shown if first <= one.number < first + AT_ONCE and not one.is_deleted]
    return Text(title, "", language, (), tuple(map(_passage, held)))


def _passage(comment: CommentView) -> Passage:
    return Passage(comment.anchor, comment.author, comment.body)
