"""Macros of the theme, for rooms that make a piece of HTML outside of a page. The one way to load them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.environment import TemplateModule

FOLDER = Path(__file__).parents[1] / "theme" / "templates" / "macros"


@cache
def macros(name: str) -> TemplateModule:
    """What `name` in FOLDER defines, as attributes. It knows nothing of a page: no filters, no site."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    return environment.get_template(name).module


def source_of(name: str) -> bytes:
    """The text of `name`: what a digest must stand for."""
    return (FOLDER / name).read_bytes()
