"""plugins/feeds/jsonfeed.py"""

import json
from dataclasses import replace

import pytest

from plugins.feeds.faults import FeedError
from plugins.feeds.model import Form
from plugins.feeds.pieces import Pieces
from plugins.feeds.render import render as render_document
from tests.feeds.strict import check_json
from tests.feeds.test_atom import FEED, ITEM, ORIGIN, WITH_HUB, make_document


def render(*items, **changes):
    """The document as a feed reader gets it."""
    return render_document(make_document(*items, form=Form.JSON, **changes), Pieces())


def test_a_reader_gets_back_what_was_published():
    """All that Atom says and JSON Feed has a word for."""
    # when
    item = json.loads(render(ITEM))["items"][0]

    # then
    assert item == {
        "id": ITEM.id,
        "url": ITEM.url,
        "title": "Q&A <now>",
        "content_html": "<p>Full &amp; “curly”</p>",
        "date_published": "2026-01-02T08:00:00Z",
        "date_modified": "2026-02-03T09:30:00Z",
        "summary": "Plain & short",
        "authors": [{"name": "A", "url": f"{ORIGIN}/by/a/"}, {"name": "B", "url": f"{ORIGIN}/by/b/"}],
        "tags": ["Pay"],
    }


def test_it_follows_the_schema():
    """With a hub, an older document, another language and nobody named."""
    item, feed = replace(ITEM, language="fr", authors=()), replace(FEED, imprint=WITH_HUB)
    assert list(check_json("feeds/all.json", render(item, feed=feed, older=2), ORIGIN)) == []
    assert list(check_json("feeds/all.json", render(), ORIGIN)) == []


def test_a_control_character_makes_no_feed_at_all():
    """JSON could hold it; the readers behind it cannot."""
    with pytest.raises(FeedError, match=r"articles/one\.md:1: U\+000B cannot stand in a feed; delete it"):
        render(replace(ITEM, summary="a\x0bb"))
