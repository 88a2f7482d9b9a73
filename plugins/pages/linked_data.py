"""What schema.org has for a page, as JSON-LD. Every address is absolute, so a preview has none of this."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from plugins.comments.model import ThreadView
from plugins.html.prose import plain
from plugins.pages.render import iso
from plugins.site.records import Article, Link

MAX_COMMENT_CHARACTERS = 4000
"""Of text that stands in the page once already: 2 kB on the wire at most, where a first visit has 70 in all."""


def describe_article(
    article: Article, thread: ThreadView | None, origin: str, site: str, image: str, trail: Sequence[Link]
) -> Markup:
    """A BlogPosting with its author, dates and comments.

    Args:
        thread: as the page shows it; None where there are no comments.
        image: absolute address.
        trail: the front page, and what leads from there to the article.
    """
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "@id": origin + article.url,
        "url": origin + article.url,
        "headline": article.title,
        "description": article.summary,
        "image": [image],
        "datePublished": iso(article.published_at),
        "dateModified": iso(article.modified_at or article.published_at),
        "inLanguage": article.language,
        "articleSection": article.category.name,
        "keywords": [tag.name for tag in article.tags],
        "wordCount": article.word_count,
        "author": [
            {"@type": "Person", "name": author.name, "url": origin + author.url} for author in article.authors
        ],
        "publisher": {"@type": "Organization", "name": site, "url": origin + trail[0].url},
        "mainEntityOfPage": _page(article.url, trail, origin),
    }
    if thread:
        data["commentCount"] = thread.count
        data["comment"] = list(_comments(thread, origin))
    return as_script(data)


def _comments(thread: ThreadView, origin: str) -> Iterator[dict[str, Any]]:
    """From the first on, whole; all of them stand in the page as microformats, and in comments.json."""
    left = MAX_COMMENT_CHARACTERS
    for comment in thread.shown:
        text = plain(comment.body) if not comment.is_deleted else ""
        left -= len(text)
        if left < 0:
            return
        if text:
            yield {
                "@type": "Comment",
                "@id": origin + comment.href,
                "url": origin + comment.href,
                "datePublished": comment.posted.iso,
                "author": {"@type": "Person", "name": comment.author},
                "text": text,
            }


def describe_site(name: str, description: str, url: str, language: str, search: str) -> Markup:
    """A WebSite, and how to search it.

    Args:
        url: absolute, as is `search`: the address of the page that searches, or empty.
    """
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "@id": url,
        "url": url,
        "name": name,
        "description": description,
        "inLanguage": language,
    }
    if search:
        target = {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"}
        query = "required name=search_term_string"
        data["potentialAction"] = {"@type": "SearchAction", "target": target, "query-input": query}
    return as_script(data)


def _page(url: str, trail: Sequence[Link], origin: str) -> dict[str, Any]:
    """A WebPage and the way to it from the front page."""
    steps = [
        {"@type": "ListItem", "position": number, "name": step.name, "item": origin + step.url}
        for number, step in enumerate(trail, start=1)
    ]
    crumbs = {"@type": "BreadcrumbList", "itemListElement": steps}
    return {"@type": "WebPage", "@id": origin + url, "breadcrumb": crumbs}


def describe_entry(
    headword: str, gloss: str, origin: str, name: str, image: str, trail: Sequence[Link]
) -> Markup:
    """A DefinedTerm in its DefinedTermSet.

    Args:
        name: of the dictionary.
        image: absolute address.
        trail: the front page, the dictionary, the entry.
    """
    url, dictionary_url = origin + trail[-1].url, origin + trail[1].url
    return as_script(
        {
            "@context": "https://schema.org",
            "@type": "DefinedTerm",
            "@id": url,
            "url": url,
            "name": headword,
            "description": gloss,
            "image": image,
            "inDefinedTermSet": {"@type": "DefinedTermSet", "@id": dictionary_url, "name": name},
            "mainEntityOfPage": _page(trail[-1].url, trail, origin),
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
