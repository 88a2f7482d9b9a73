"""Model to text: the beginning of an article, and that of an entry; and text to its file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path


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
        "Id": tag_of(authority, now, slug),
    }
    return "".join(f"{key}: {value}\n" for key, value in fields.items()) + "\n"


def tag_of(authority: str, now: datetime, slug: str) -> str:
    """A permanent id (RFC 4151)."""
    return f"tag:{authority},{now:%Y-%m-%d}:{slug}"


def write_whole(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    half = path.with_name(f".{path.name}.part")
    try:
        half.write_bytes(data)
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)
        raise


def write_entry(head: str, part_of_speech: str, text: str, now: datetime) -> str:
    """A new file of the dictionary."""
    return f"Date: {now:%Y-%m-%d}\n\n" + f"{head}, {part_of_speech} {text}".strip() + "\n"
