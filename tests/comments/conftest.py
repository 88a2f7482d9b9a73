"""What the tests of this room share: comments made in one line, and the macro as a page would call it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jinja2
import pytest

from plugins.comments.model import Comment, ThreadView
from plugins.source import Source

TEMPLATES = Path(__file__).parents[2] / "theme" / "templates"
NOON = datetime(2026, 11, 14, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def make_comment() -> Callable[..., Comment]:
    """A comment like any other, but for what the test cares about; one minute passes with each number."""

    def make(number: int = 1, **fields: object) -> Comment:
        usual = {
            "number": number,
            "id": f"id{number}",
            "posted_at": NOON + timedelta(minutes=number),
            "author": f"Reader {number}",
            "body": f"Text {number}.",
            "source": Source(f"content/comments/x/{number:04}-id{number}.md"),
        }
        return Comment(**{**usual, **fields})

    return make


@pytest.fixture(scope="session")
def render_macro() -> Callable[[ThreadView], str]:
    """The macro `thread`, strict about what it reads."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return env.get_template("macros/thread.html").module.thread
