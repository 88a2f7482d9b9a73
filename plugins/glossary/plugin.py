"""Pelican glue: the only module here that may import pelican."""

from __future__ import annotations

from pathlib import Path

from pelican import signals
from pelican.generators import ArticlesGenerator

from plugins.glossary.model import AuthorWarning, DictionaryFile
from plugins.glossary.parse import read_dictionary_bytes
from plugins.source import AuthorErrors


def read_files(content: Path, folder: str = "dictionary") -> tuple[DictionaryFile, ...]:
    """All files of content/dictionary/, with paths from the folder that content/ is in."""
    paths = sorted(path for path in (content / folder).rglob("*.md") if not path.name.startswith("."))
    return tuple(
        read_dictionary_bytes(path.read_bytes(), path.relative_to(content.parent).as_posix())
        for path in paths
    )


def add_files(generator: ArticlesGenerator) -> None:
    """Give the rooms that make pages `glossary_files`: what content/dictionary/ holds."""
    files = read_files(Path(generator.settings["PATH"]))
    findings = [finding for file in files for finding in file.findings]
    if any(not isinstance(finding, AuthorWarning) for finding in findings):
        raise AuthorErrors(finding for finding in findings if not isinstance(finding, AuthorWarning))
    generator.context["glossary_files"] = files


def register() -> None:
    """Connect to Pelican. Module-level functions only: signals hold weak references."""
    signals.article_generator_init.connect(add_files)
