"""What threads weigh over the wire."""

import gzip
import re
from pathlib import Path

from plugins.comments.length import list_parts
from plugins.comments.model import Form
from plugins.comments.render import render_thread
from tests.comments.long_threads import make_thread

HREF = "/2026/an-article-with-a-name/"
FORM = Form("https://desk.example/comments/")
SCRIPT = Path(__file__).parents[2] / "theme" / "static" / "js" / "site" / "thread.js"


def weight(html: str) -> int:
    return len(gzip.compress(html.encode(), 9, mtime=0))


def test_the_longest_page_of_a_thousand_comments_is_light(render_macro):
    """100 kB at most, on a page by number; the page with all of them is as long as what was said."""
    # given
    thread = make_thread("long", 1000)

    # when
    *pages, _ = (
        render_macro(render_thread(thread, HREF, form=FORM, part=part)) for part in list_parts(thread)
    )

    # then
    assert len(pages) == 5
    assert max(map(weight, pages)) < 50_000


def test_a_comment_costs_little_more_than_its_words(render_macro):
    """Number, name, time, links both ways, names for assistive technology, microformats: 60 bytes."""
    # given
    html = render_macro(render_thread(make_thread("x", 66), HREF))

    # then
    assert weight(html) - weight(re.sub(r"<[^>]*>", "", html)) < 66 * 60


def test_the_script_is_small():
    """It adds comfort and nothing else."""
    assert weight(SCRIPT.read_text("utf-8")) <= 2_000
