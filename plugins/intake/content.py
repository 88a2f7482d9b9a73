"""Where the threads of the desk are in content/: what is written there must not stop a publish."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from pathlib import Path

from plugins.checks.read import read_texts
from plugins.clock import MAX_SKEW, clock
from plugins.intake.written import Approved
from plugins.site.content import layout_of
from plugins.site.settings import customs_of, read_settings


def places_in(
    content: Path, settings: Path = Path("pelicanconf.py")
) -> Callable[[Approved], Approved | None]:
    """A comment as content/ takes it: in its thread, or that of the article with its id, at a time that can be.

    A clock that was wrong, at the desk or of whoever wrote a letter, stops no publish; nor does a page that mentions a
    text, and says of itself that it is older.
    """
    said = read_settings(settings)
    now = clock(os.environ)
    sources = read_texts(content, now, customs_of(said, now), layout_of(said))
    keys = {article.slug for article in sources.articles}
    keys |= {f"dictionary/{entry.slug}" for entry in sources.all_entries}
    since = {article.slug: article.date for article in sources.articles}
    since |= {
        f"dictionary/{entry.slug}": file.published_at for file in sources.dictionary for entry in file.entries
    }
    by_id = {article.value("id"): article.slug for article in sources.articles if article.value("id")}

    def place(one: Approved) -> Approved | None:
        key = one.thread_key if one.thread_key in keys else by_id.get(one.thread_id)
        if key is None:
            return None
        comment = one.comment
        at = now if comment.posted_at > now + MAX_SKEW else comment.posted_at
        at = max(at, since.get(key) or at).astimezone(UTC)
        modified = max(at, comment.modified_at) if comment.modified_at else None
        return replace(one, thread_key=key, comment=replace(comment, posted_at=at, modified_at=modified))

    return place
