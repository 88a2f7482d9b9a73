"""What schema.org has for a page, as JSON-LD. Every address is absolute, so a preview has none of this."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from plugins.comments.model import ThreadView
from plugins.comments.public import linked_data as linked_comments
from plugins.pages.model import Article
from plugins.pages.render import iso


def describe_article(article: Article, thread: ThreadView | None, origin: str, site: str) -> Markup:
    """A BlogPosting with its author, dates and comments.

    Args:
        thread: as the page shows it; None where there are no comments.
    """
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "@id": origin + article.url,
        "url": origin + article.url,
        "headline": article.title,
        "description": article.summary,
        "datePublished": iso(article.published_at),
        "dateModified": iso(article.modified_at or article.published_at),
        "inLanguage": article.language,
        "articleSection": article.category.name,
        "keywords": [tag.name for tag in article.tags],
        "wordCount": article.word_count,
        "author": [
            {"@type": "Person", "name": author.name, "url": origin + author.url} for author in article.authors
        ],
        "publisher": {"@type": "Organization", "name": site, "url": f"{origin}/"},
    }
    if thread:
        data |= linked_comments(thread, origin)
    return as_script(data)


def describe_entry(headword: str, gloss: str, url: str, dictionary_url: str, name: str) -> Markup:
    """A DefinedTerm in its DefinedTermSet."""
    return as_script(
        {
            "@context": "https://schema.org",
            "@type": "DefinedTerm",
            "@id": url,
            "url": url,
            "name": headword,
            "description": gloss,
            "inDefinedTermSet": {"@type": "DefinedTermSet", "@id": dictionary_url, "name": name},
        }
    )


def describe_dictionary(name: str, description: str, url: str, language: str) -> Markup:
    """The DefinedTermSet to which all entries say they belong."""
    return as_script(
        {
            "@context": "https://schema.org",
            "@type": "DefinedTermSet",
            "@id": url,
            "url": url,
            "name": name,
            "description": description,
            "inLanguage": language,
        }
    )


def as_script(data: dict[str, Any]) -> Markup:
    """JSON that may stand inside <script>: no text in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e")):
        text = text.replace(sign, escaped)
    return Markup(text)  # noqa: S704 - no sign is left that HTML knows
