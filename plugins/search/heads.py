"""The first answer of the search: heads, titles and names, which fit into one small file (docs/search.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from plugins.dates import Dates
from plugins.glossary.plain import plain_text
from plugins.site.model import Site
from plugins.site.records import Article

SYNONYMS = Path(__file__).parent / "synonyms.txt"
ARTICLES = 300
"""The newest; what is older is found in its text."""

LONGEST = 80
"""Characters of what an entry says."""

Head: TypeAlias = tuple[str, str, str, str, str, str]
"""Kind, title, address, what is shown of it, other words that lead there, and a note for a line of its own."""


def heads_of(site: Site) -> Iterator[Head]:
    """Everything that has a name."""
    for entry in site.dictionary.entries:
        card = site.entry_cards[entry.slug]
        also = [head.text for head in entry.heads[1:]] + [*map(plain_text, entry.policy.also)]
        yield "entry", card.title, card.url, entry.gloss_within(LONGEST), ", ".join(also), ""
    for article in site.articles[:ARTICLES]:
        yield _article(article, site.layout.dates)
    for name, filings in (("Category", site.categories), ("Tag", site.tags), ("Author", site.authors)):
        for filing in filings:
            count = len(filing.articles)
            said = f"{name}, {count} article{'' if count == 1 else 's'}."
            yield "place", filing.place.name, filing.place.url, said, "", ""
    for page in site.pages:
        if page.status == "published":
            yield "place", page.title, page.url, page.summary, "", ""


def _article(article: Article, dates: Dates) -> Head:
    named = [tag.name for tag in article.tags] + ([article.series.name] if article.series else [])
    return "article", article.title, article.url, article.summary, ", ".join(named), note_of(article, dates)


def note_of(article: Article, dates: Dates) -> str:
    """Where an article is filed, by whom it is, and of which day, as results of a search say it."""
    authors = ", ".join(author.name for author in article.authors)
    return f"{article.category.name}, {authors}, {dates.day(article.published_at)}"


def synonyms() -> list[str]:
    """Words that mean the same to those who search, a line each."""
    lines = SYNONYMS.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def render_heads(site: Site) -> bytes:
    """What theme/static/js/search.js answers from first."""
    data: dict[str, Any] = {"same": synonyms(), "heads": list(heads_of(site))}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
