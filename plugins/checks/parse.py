"""Text to model: the front matter and the body of one source file. Pure."""

from __future__ import annotations

from plugins.checks.model import Document, DocumentKind
from plugins.front_matter import Customs, read_front_matter


def parse_document(data: bytes, path: str, place: str, kind: DocumentKind, customs: Customs) -> Document:
    """Read one file. What is wrong with it is in `.front.findings`."""
    return Document(path, place, kind, read_front_matter(data, path, kind, customs))
