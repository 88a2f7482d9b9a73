"""A document becomes what Pagefind reads; the bundles become what the page Search reads first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from jinja2 import Template

from plugins.pages.render import make_environment
from plugins.search.model import Bundle, Kind, Text

TEMPLATE = Path(__file__).parent / "templates" / "document.html"

WEIGHTS: dict[Kind, float] = {"entry": 3, "article": 1, "comment": 0.5}
"""What a match counts, where kinds are compared."""


@cache
def _template() -> Template:
    return make_environment(TEMPLATE.parent).get_template(TEMPLATE.name)


def render_document(text: Text) -> str:
    """HTML for Pagefind alone."""
    return _template().render(text=text)


def render_index(root: str, base: str, bundles: Iterable[tuple[Bundle, bytes]]) -> bytes:
    """The bundles with the digests of their contents, for the script of the page Search.

    Args:
        root: the site's path prefix, or empty.
        base: address of the folder that Pagefind's script and the bundles are in.
    """
    listed = [
        {
            "name": bundle.name,
            "path": f"{base}{bundle.name}/",
            "kind": bundle.kind,
            "weight": WEIGHTS[bundle.kind],
            "tag": digest.hex(),
        }
        for bundle, digest in bundles
    ]
    return (
        json.dumps({"root": f"{root}/", "engine": f"{base}pagefind.js", "bundles": listed}, indent=1) + "\n"
    ).encode()
