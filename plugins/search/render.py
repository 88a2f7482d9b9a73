"""A document becomes what Pagefind reads; the indexes become what the page Search reads first."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from jinja2 import Template

from plugins.pages.render import make_environment
from plugins.search.model import Index, Kind, Text

TEMPLATE = Path(__file__).parent / "templates" / "document.html"

UNREAD = re.compile(
    r"<(?P<name>script|style|svg)\b.*?</(?P=name)\s*>|<!.*?>|<[^>]*>|&[#\w]+;", re.DOTALL | re.IGNORECASE
)
"""What of HTML is no word of the text."""

WEIGHTS: dict[Kind, float] = {"entry": 3, "article": 1, "page": 1, "comment": 0.5}
"""What a match counts, where kinds are compared."""


@cache
def _template() -> Template:
    return make_environment(TEMPLATE.parent).get_template(TEMPLATE.name)


def render_document(text: Text) -> str:
    """HTML for Pagefind alone, which leaves out a document without a word: a text that is an image has its title."""
    read = "".join(passage.heading + UNREAD.sub("", passage.html) for passage in text.passages)
    has_words = any(map(str.isalnum, read))
    return _template().render(text=text, has_words=has_words)


def render_index(root: str, base: str, indexes: Iterable[tuple[Index, bytes]]) -> bytes:
    """The indexes with the digests of their contents, for the script of the page Search.

    Args:
        root: the site's path prefix, or empty.
        base: address of the folder that Pagefind's script and the indexes are in.
    """
    listed = [
        {
            "name": index.name,
            "path": f"{base}{index.name}/",
            "kind": index.kind,
            "weight": WEIGHTS[index.kind],
            "tag": digest.hex(),
        }
        for index, digest in indexes
    ]
    return (
        json.dumps({"root": f"{root}/", "engine": f"{base}pagefind.js", "bundles": listed}, indent=1) + "\n"
    ).encode()
