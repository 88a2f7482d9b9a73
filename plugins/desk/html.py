"""Model to HTML: the pages of the desk, and what a preview adds to those of the site."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from plugins.desk.model import Problem

HERE = Path(__file__).parent


@cache
def _template(name: str) -> Template:
    loader = FileSystemLoader(HERE / "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(name)


def render_page(title: str, problem: Problem | None, version: str) -> bytes:
    """A page of its own, where there is no page of the site to show."""
    return _template("page.html").render(title=title, problem=problem, version=version).encode()


def render_desk(name: str, **values: object) -> bytes:
    """A page of the desk."""
    return _template(name).render(**values).encode()


def inject(page: bytes, problem: Problem | None, version: str, address: str = "/") -> bytes:
    """A page of the site with what makes it reload, and with the problem on top of it.

    Only the served bytes: the built file stays as it is.
    """
    addition = _template("addition.html").render(problem=problem, version=version, page=address).encode()
    before, end, after = page.rpartition(b"</body>")
    return before + addition + end + after if end else page + addition
