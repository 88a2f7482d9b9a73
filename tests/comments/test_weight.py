"""What threads weigh over the wire."""

import gzip
import re
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.comments.length import list_parts
from plugins.comments.model import Form
from plugins.comments.render import render_thread
from tests.comments.long_threads import make_thread

HREF = "/2026/an-article-with-a-name/"
FORM = Form("https://desk.example/comments/")
SCRIPT = Path(__file__).parents[2] / "theme" / "static" / "js" / "site" / "thread.js"


def weight(html: str) -> int:
    return len(gzip.compress(html.encode(), 9, mtime=0))


@pytest.mark.ours
def test_the_longest_page_of_a_thousand_comments_is_light(render_macro):
    """100 kB at most, on a page by number: half of that with comments as long as ours are."""
    # given
    thread = make_thread("long", 1000)

    # when
    *pages, _ = (
        render_macro(render_thread(thread, HREF, form=FORM, part=part)) for part in list_parts(thread)
    )

    # then
    assert len(pages) == 5
    assert max(map(weight, pages)) < 50_000


@pytest.mark.ours
def test_the_page_with_all_is_as_long_as_what_was_said(render_macro):
    """Nothing bounds what a thousand people say; what we put around it is at most as heavy as 68 letters each."""
    # given
    thread = make_thread("long", 1000)

    # when
    html = render_macro(render_thread(thread, HREF, form=FORM, part=list_parts(thread)[-1]))

    # then
    assert weight(html) - weight(shown_words(html)) < 1000 * 68


@pytest.mark.ours
def test_a_page_with_a_thousand_short_comments_is_light(render_macro):
    """100 kB at most, where the page with all is made of one sentence each."""
    # given
    long = make_thread("long", 1000)
    first = re.compile(r"[^.!?\n]*[.!?\n]")
    short = replace(
        long, comments=tuple(replace(one, body=first.match(f"{one.body}.")[0]) for one in long.comments)
    )

    # when
    html = render_macro(render_thread(short, HREF, form=FORM, part=list_parts(short)[-1]))

    # then
    assert weight(html) < 100_000


@pytest.mark.ours
def test_a_comment_costs_little_more_than_its_words(render_macro):
    """Number, name, time, links both ways, names for assistive technology, microformats: 54 bytes."""
    # given
    html = render_macro(render_thread(make_thread("x", 66), HREF))

    # then
    assert weight(html) - weight(shown_words(html)) < 66 * 56


def shown_words(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


def test_the_script_is_small():
    """It adds comfort and nothing else."""
    assert weight(SCRIPT.read_text("utf-8")) <= 2_000
