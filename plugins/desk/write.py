"""Model to text: the beginning of an article, and that of an entry."""

from __future__ import annotations

from datetime import datetime


def write_article(title: str, category: str, slug: str, now: datetime, authority: str) -> str:
    """A new article: a draft, with its permanent id.

    Args:
        now: in the zone of the site.
        authority: first part of the id, as in ID_AUTHORITY.
    """
    fields = {
        "Title": title,
        "Date": f"{now:%Y-%m-%d %H:%M}",
        "Category": category,
        "Status": "draft",
        "Id": f"tag:{authority},{now:%Y-%m-%d}:{slug}",
    }
    return "".join(f"{key}: {value}\n" for key, value in fields.items()) + "\n"


def write_entry(head: str, part_of_speech: str, text: str, now: datetime) -> str:
    """A new file of the dictionary."""
    return f"Date: {now:%Y-%m-%d}\n\n" + f"{head}, {part_of_speech} {text}".strip() + "\n"
