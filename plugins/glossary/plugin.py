"""Pelican glue: the only module here that may import pelican."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pelican import signals
from pelican.generators import ArticlesGenerator

from plugins.glossary.model import AuthorWarning
from plugins.glossary.read import Text, read_text_file
from plugins.source import AuthorErrors


def read_files(content: Path, folder: str = "dictionary") -> Iterator[Text]:
    """All files of content/dictionary/, with paths from the folder that content/ is in."""
    for path in sorted(content.joinpath(folder).rglob("*.md")):
        if not path.name.startswith("."):
            yield read_text_file(path.read_bytes(), path.relative_to(content.parent).as_posix())


def add_files(generator: ArticlesGenerator) -> None:
    """Give the rooms that make pages `glossary_files`: what content/dictionary/ holds."""
    texts = tuple(read_files(Path(generator.settings["PATH"])))
    wrong = [finding for text in texts for finding in text.findings if not isinstance(finding, AuthorWarning)]
    if wrong:
        raise AuthorErrors(wrong)
    generator.context["glossary_files"] = tuple(text.file for text in texts)


def register() -> None:
    """Connect to Pelican. Module-level functions only: signals hold weak references."""
    signals.article_generator_init.connect(add_files)
