"""Where the threads of the desk are in content/: what is written there must not stop a publish."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from plugins.checks.read import read_texts
from plugins.clock import clock
from plugins.intake.written import Approved
from plugins.site.content import layout_of
from plugins.site.settings import customs_of, read_settings


def places_in(content: Path, settings: Path = Path("pelicanconf.py")) -> Callable[[Approved], str | None]:
    """Under which key content/ has the thread of a comment now: its own, or that of the article with its id."""
    said = read_settings(settings)
    now = clock(os.environ)
    sources = read_texts(content, now, customs_of(said, now), layout_of(said))
    keys = {article.slug for article in sources.articles}
    keys |= {f"dictionary/{entry.slug}" for entry in sources.all_entries}
    by_id = {article.value("id"): article.slug for article in sources.articles if article.value("id")}

    def place(one: Approved) -> str | None:
        return one.thread_key if one.thread_key in keys else by_id.get(one.thread_id)

    return place
