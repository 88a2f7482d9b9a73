"""What authors begin and ask: new articles, new words, the state of things."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from plugins.checks.model import Sources
from plugins.checks.parse import slug_of, slugify
from plugins.checks.source_rules import is_public
from plugins.desk.model import DeskError, State
from plugins.desk.write import write_article, write_entry
from plugins.publish.model import Release

WORD = re.compile(r"\w+(?:['’]\w+)*")


def begin_article(sources: Sources, title: str, category: str, now: datetime, authority: str) -> Path:
    """Write the first lines of an article. Returns its path.

    Raises:
        DeskError: it has no title, no category, or the slug of another article.
    """
    title, category = _in_one_line(title), _in_one_line(category)
    categories = sorted({article.value("category") for article in sources.articles} - {""})
    if not title or not category:
        known = f" (there are {', '.join(categories)})" if categories else ""
        raise DeskError(f'write make new TITLE="The title" CATEGORY="Its category"{known}')
    slug = slugify(title)
    if not slug:
        raise DeskError(f'"{title}" has no letter that can stand in an address; write a title with one')
    for article in sources.articles:
        if slug_of(article) == slug:
            raise DeskError(f'{article.path} has the slug "{slug}" already; write another title')
    spelling = {slugify(name): name for name in categories}.get(slugify(category), category)
    path = Path(sources.folder, "articles", f"{now:%Y}", f"{slug}.md")
    return _write_new(path, write_article(title, spelling, slug, now, authority))


def begin_entry(sources: Sources, head: str, part_of_speech: str, text: str, now: datetime) -> Path:
    """Write the first lines of an entry of the dictionary. Returns its path.

    A head is set in capitals; one between `**` keeps its case.

    Raises:
        DeskError: there is no head, or it is defined already.
    """
    head = _in_one_line(head)
    slug = slugify(head)
    if not slug:
        raise DeskError('write make define HEAD="The word"')
    for entry in sources.all_entries:
        if entry.slug == slug:
            raise DeskError(f"{entry.source}: {entry.headword} is defined here already; change that")
    if not head.startswith("**"):
        head = head.upper()
    path = Path(sources.folder, "dictionary", f"{slug}.md")
    return _write_new(path, write_entry(head, part_of_speech, _in_one_line(text), now))


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _write_new(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise DeskError(f"{path} is there already; change that, or write another title") from None
    return path


def state_of(sources: Sources, ledger: tuple[Release, ...]) -> State:
    """Count what there is."""
    drafts = [article for article in sources.articles if article.value("status").lower() == "draft"]
    published = [article for article in sources.articles if is_public(article, sources)]
    last = ledger[-1] if ledger else None
    return State(
        articles=len(published),
        drafts=len(drafts),
        scheduled=len(sources.articles) - len(published) - len(drafts),
        words=sum(len(WORD.findall(article.body)) for article in published),
        entries=len(sources.all_entries),
        threads=len(sources.threads),
        comments=sum(sources.threads.values()),
        release=last.id if last else "",
        released_at=last.at if last else None,
    )
