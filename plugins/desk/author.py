"""What authors begin: new articles."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from plugins.checks.model import Sources
from plugins.desk.model import DeskError, in_one_line
from plugins.desk.write import write_article, write_new
from plugins.site.addresses import owner_of
from plugins.slug import fault_of_name, slugify

LONG_SLUG = 100
"""Characters of an address that is made of a title; an author may write a longer one."""


def begin_article(
    sources: Sources, title: str, category: str, now: datetime, authority: str, quoted: str = ""
) -> Path:
    """Write the first lines of an article, and what it begins with. Returns its path.

    Raises:
        DeskError: it has no title, no category, the slug of another article, or the category an address that is taken.
    """
    title, category = in_one_line("TITLE", title), in_one_line("CATEGORY", category)
    categories = sorted({article.value("category") for article in sources.articles} - {""})
    if not title or not category:
        known = f" (there are {', '.join(categories)})" if categories else ""
        raise DeskError(f'write make new TITLE="The title" CATEGORY="Its category"{known}')
    if fault := fault_of_name(category):
        raise DeskError(f'CATEGORY: "{category}" {fault}')
    if fault := fault_of_category(category, sources):
        raise DeskError(f"CATEGORY: {fault}; write another category")
    slug = _short(slugify(title).strip("-_"))
    if not slug:
        raise DeskError(f'"{title}" has no letter that can stand in an address; write a title with one')
    for article in sources.articles:
        if article.slug == slug:
            raise DeskError(f'{article.path} has the slug "{slug}" already; write another title')
    spelling = {slugify(name): name for name in categories}.get(slugify(category), category)
    path = Path(sources.folder, sources.layout.articles[0], f"{now:%Y}", f"{slug}.md")
    return begin_file(path, write_article(title, spelling, slug, now, authority) + quoted)


def fault_of_category(name: str, sources: Sources) -> str:
    """Why no category can have this name, as far as its address goes; empty where one can."""
    slug = slugify(name)
    has_page = any(one.kind == "page" and one.slug == slug for one in sources.documents)
    owner = owner_of(slug) or ("a page" if has_page else "")
    return f"the address /{slug}/ belongs to {owner}" if owner else ""


def _short(slug: str) -> str:
    """A slug that can be read in an address: cut between two words where it is long."""
    if len(slug) <= LONG_SLUG:
        return slug
    return slug[: LONG_SLUG + 1].rpartition("-")[0] or slug[:LONG_SLUG]


def begin_file(path: Path, text: str) -> Path:
    """Write a new file.

    Raises:
        DeskError: there is one.
    """
    try:
        write_new(path, text)
    except FileExistsError:
        raise DeskError(f"{path} is there already; change that, or write another title") from None
    return path
