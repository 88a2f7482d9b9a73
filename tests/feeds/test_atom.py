"""plugins/feeds/atom.py"""

from datetime import UTC, datetime

import feedparser
import pytest

from plugins.feeds.atom import render_atom
from plugins.feeds.model import Author, Category, Feed, Item

ITEM = Item(
    id="tag:x.example,2026:one",
    title="Q&A <now>",
    url="https://x.example/one/",
    published_at=datetime(2026, 1, 2, 8, 0, tzinfo=UTC),
    updated_at=datetime(2026, 2, 3, 9, 30, tzinfo=UTC),
    authors=(Author("A", "https://x.example/by/a/"), Author("B", "https://x.example/by/b/")),
    categories=(Category("pay", "tag:x.example,2026:category", "Pay"),),
    summary="Plain & short",
    content="<p>Full &amp; “curly”</p>",
)


def make_feed(*items):
    """A feed of `items`."""
    return Feed(
        id="tag:x.example,2026:feed:all",
        title="X",
        subtitle="Y",
        url="https://x.example/feeds/all.atom",
        alternate_url="https://x.example/",
        language="en",
        rights="CC BY 4.0",
        icon_url="https://x.example/i.svg",
        items=items,
    )


def test_a_reader_gets_back_what_was_published():
    """Titles, authors, dates and content survive a real feed parser."""
    # when
    parsed = feedparser.parse(render_atom(make_feed(ITEM)))

    # then
    entry = parsed.entries[0]
    assert not parsed.bozo
    assert parsed.feed.id == "tag:x.example,2026:feed:all"
    assert (entry.id, entry.link) == (ITEM.id, ITEM.url)
    assert entry.title_detail.type == "text/plain"
    assert entry.title == "Q&A <now>"
    assert [author.name for author in entry.authors] == ["A", "B"]
    assert (entry.published, entry.updated) == ("2026-01-02T08:00:00Z", "2026-02-03T09:30:00Z")
    assert entry.content[0].value == "<p>Full &amp; “curly”</p>"
    assert (entry.tags[0].term, entry.tags[0].label) == ("pay", "Pay")


def test_a_feed_is_as_old_as_its_newest_change():
    """An edit surfaces; a build does not."""
    assert feedparser.parse(render_atom(make_feed(ITEM))).feed.updated == "2026-02-03T09:30:00Z"


def test_an_empty_feed_holds_no_clock():
    """Two builds of an empty category have the same bytes."""
    assert feedparser.parse(render_atom(make_feed())).feed.updated == "1970-01-01T00:00:00Z"


def test_a_control_character_makes_no_feed_at_all():
    """A truncated feed would be worse than none."""
    # given
    broken = Item(**{name: getattr(ITEM, name) for name in Item.__slots__} | {"title": "a\x0bb"})

    # when
    with pytest.raises(ValueError, match="XML compatible"):
        render_atom(make_feed(broken))
