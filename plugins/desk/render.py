"""Model to output: the table of `make status`, and what a preview says of a failed build."""

from __future__ import annotations

from datetime import UTC
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from rich.table import Table

from plugins.desk.model import Problem, State

HERE = Path(__file__).parent


def render_state(state: State) -> Table:
    """Numbers first, one thing a line."""
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    rows = (
        (state.articles, "articles published"),
        (state.drafts, "drafts"),
        (state.scheduled, "scheduled for later"),
        (state.words, "words"),
        (state.entries, "entries of the dictionary"),
        (state.comments, f"comments in {state.threads} threads"),
    )
    for number, what in rows:
        table.add_row(f"{number:,}", what)
    table.add_row("", _release(state))
    return table


def _release(state: State) -> str:
    if state.released_at is None:
        return "nothing released yet: make publish"
    return f"last release {state.release}, {state.released_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


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


def inject(page: bytes, problem: Problem | None, version: str) -> bytes:
    """A page of the site with what makes it reload, and with the problem on top of it.

    Only the served bytes: the built file stays as it is.
    """
    addition = _template("addition.html").render(problem=problem, version=version).encode()
    before, end, after = page.rpartition(b"</body>")
    return before + addition + end + after if end else page + addition
