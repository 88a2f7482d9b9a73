"""Threads in plain Pelican, as a small plugin would do it: one Markdown for all, nothing checked."""

from pathlib import Path

from markdown import Markdown
from pelican import signals


def add_threads(generator) -> None:
    """Give each article `comments`, in the order of their files' names."""
    text = Markdown(extensions=["meta"], output_format="html")
    for article in generator.articles:
        folder = Path(generator.path, "comments", article.slug)
        article.comments = [_read(text, path) for path in sorted(folder.glob("*.md"))]


def _read(text: Markdown, path: Path) -> dict:
    body = text.reset().convert(path.read_text("utf-8"))
    return {key: values[0] for key, values in text.Meta.items()} | {"body": body}


def register() -> None:
    """Connect to Pelican."""
    signals.article_generator_finalized.connect(add_threads)
