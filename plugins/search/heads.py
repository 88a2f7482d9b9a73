"""The first answer of the search: heads, titles and names, which fit into one small file (docs/search.md)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias
from unicodedata import category, normalize

from plugins.dates import Dates
from plugins.glossary.gloss import with_stop
from plugins.glossary.plain import plain_text
from plugins.html.typography import set_plain_marks
from plugins.site.model import Site
from plugins.site.records import Article

SYNONYMS = Path(__file__).parent / "synonyms.txt"
ARTICLES = 300
"""The newest; what is older is found in its text. With all that is here the first answer has 60 kB, and takes 56."""

Head: TypeAlias = tuple[str, str, str, str, str, str]
"""Kind, title, address, what is shown of it, other words that lead there, and a note for a line of its own."""


def heads_of(site: Site) -> Iterator[Head]:
    """Everything that has a name."""
    for entry in site.dictionary.entries:
        card = site.entry_cards[entry.slug]
        within = [one.head.text for one in entry.run_ons]
        also = [head.text for head in entry.heads[1:]] + within + [*map(plain_text, entry.policy.also)]
        yield _head("entry", card.title, card.url, entry.gloss, also)
    for article in site.articles[:ARTICLES]:
        yield _article(article, site.layout.dates)
    for kind, filings in (("category", site.categories), ("tag", site.tags), ("author", site.authors)):
        for filing in filings:
            opening = site.openings.get(f"{kind}-{filing.place.slug}")
            count = len(filing.articles)
            said = f"{kind.title()}, {count} article{'' if count == 1 else 's'}."
            yield _head("place", filing.place.name, filing.place.url, said, opening.also if opening else ())
    for page in site.pages:
        if page.status == "published":
            yield _head("page", page.title, page.url, page.summary, page.also)


def _head(kind: str, title: str, url: str, said: str, also: Iterable[str], note: str = "") -> Head:
    shown = _sentence(set_plain_marks(said))
    return kind, set_plain_marks(title), url, shown, ", ".join(also), set_plain_marks(note)


def _sentence(said: str) -> str:
    """As one that stands alone: a sense among others has neither a capital nor a full stop."""
    return said and with_stop(said[0].upper() + said[1:])


def _article(article: Article, dates: Dates) -> Head:
    named = [tag.name for tag in article.tags] + ([article.series.name] if article.series else [])
    note = note_of(article, dates)
    return _head("article", article.title, article.url, article.summary, [*article.also, *named], note)


def note_of(article: Article, dates: Dates) -> str:
    """Where an article is filed, by whom it is, and of which day, as results of a search say it."""
    authors = ", ".join(author.name for author in article.authors)
    return f"{article.category.name}, {authors}, {dates.day(article.published_at)}"


def synonyms() -> list[str]:
    """Words that mean the same to those who search, a line each."""
    lines = SYNONYMS.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _slug(title: str) -> str:
    """As search.js makes it: an address that follows from the title is left out, which saves a tenth of the file."""
    bare = "".join(char for char in normalize("NFD", title) if not category(char).startswith("M"))
    return re.sub("[^a-z0-9]+", "-", re.sub("[.’']", "", bare).lower()).strip("-")


def render_heads(site: Site) -> bytes:
    """What theme/static/js/search.js answers from first."""
    words = site.addresses.dictionary()
    heads = [
        (kind, title, "" if url == f"{words}{_slug(title)}/" else url, *rest)
        for kind, title, url, *rest in heads_of(site)
    ]
    data: dict[str, Any] = {"same": synonyms(), "words": words, "heads": heads}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
