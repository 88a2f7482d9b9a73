"""What the pages Scripts and Letters show: every script of the publication, each with the address where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import groupby

from markupsafe import Markup

from plugins.html import prose
from plugins.html.typography import set_plain
from plugins.incremental.deferred import Deferred
from plugins.pages.model import Script, ScriptGroup
from plugins.site.model import Site
from plugins.site.records import Article, Link, StaticPage
from plugins.site.scripts import MADE

ALOUD, IN_WRITING = "aloud", "in writing"


def every_script(site: Site, slug: str) -> tuple[ScriptGroup, ...] | Deferred[tuple[ScriptGroup, ...]]:
    """All scripts of the articles, by category in the order of the navigation, newest first, then of the pages.

    Their texts are read when the page is made, and then only those with a script.

    Args:
        slug: of the page: "letters" shows what is sent, "scripts" what is said, and what is sent if there is no page
            for it; any other has none.
    """
    has_letters = any(page.slug == "letters" and page.status == "published" for page in site.pages)
    manners = {"letters": (IN_WRITING,), "scripts": (ALOUD,) if has_letters else (ALOUD, IN_WRITING)}.get(
        slug
    )
    if manners is None:
        return ()
    order = {link.url: place for place, link in enumerate(site.facts.navigation)}
    articles = [article for article in site.articles if article.has_scripts]
    articles.sort(key=lambda article: order.get(article.category.url, len(order)))
    pages = (page for page in site.pages if page.has_scripts and page.status == "published")
    texts: tuple[Article | StaticPage, ...] = (*articles, *pages)
    inputs = tuple(
        ScriptsInputs(Link(one.title, one.url), _group_of(one), manners, site.texts[one.source_path])
        for one in texts
    )
    return Deferred(_groups, inputs) if inputs else ()


@dataclass(frozen=True, slots=True)
class ScriptsInputs:
    """All that is shown of the scripts of one text."""

    place: Link
    group: str

    manners: tuple[str, ...]
    """Those that are shown."""

    text: Deferred[Markup]


def _group_of(record: Article | StaticPage) -> str:
    return record.category.name if isinstance(record, Article) else record.title


def _groups(texts: tuple[ScriptsInputs, ...]) -> tuple[ScriptGroup, ...]:
    groups = (
        ScriptGroup(name, tuple(script for one in some for script in _scripts_in(one)))
        for name, some in groupby(texts, key=lambda one: one.group)
    )
    return tuple(group for group in groups if group.scripts)


def _scripts_in(one: ScriptsInputs) -> Iterator[Script]:
    for found in MADE.finditer(one.text.make()):
        manner = IN_WRITING if found["letter"] else ALOUD
        if manner in one.manners:
            yield Script(
                set_plain(unescape(found["label"])),
                f"{one.place.url}#{found['id']}",
                manner,
                set_plain(one.place.name),
                Markup(prose.excerpt(found["body"], one.place.url)),  # noqa: S704 - part of our own Markdown's output
            )
