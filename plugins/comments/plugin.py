"""Pelican glue: the only module here that may import pelican."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from pelican import signals
from pelican.generators import ArticlesGenerator

from plugins.comments.parse import parse_threads


def read_files(content: Path, folder: str = "comments") -> dict[str, bytes]:
    """All files under content/comments/ but hidden ones, by path from the folder that content/ is in."""
    paths = sorted(
        path for path in (content / folder).rglob("*") if path.is_file() and not path.name.startswith(".")
    )
    return {path.relative_to(content.parent).as_posix(): path.read_bytes() for path in paths}


def add_threads(generator: ArticlesGenerator) -> None:
    """Give the rooms that make pages `comment_threads` (by key) and `comment_findings` (AuthorErrors)."""
    content = Path(generator.settings["PATH"])
    threads, findings = parse_threads(
        read_files(content), f"{content.name}/comments", ZoneInfo(generator.settings["TIMEZONE"])
    )
    generator.context["comment_threads"] = threads
    generator.context["comment_findings"] = findings


def register() -> None:
    """Connect to Pelican. Module-level functions only: signals hold weak references."""
    signals.article_generator_init.connect(add_threads)
