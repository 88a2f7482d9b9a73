"""plugins/feeds/atom.py"""

from dataclasses import replace
from datetime import UTC, datetime

import feedparser
import pytest
from lxml import etree
from markupsafe import Markup

from plugins.feeds.faults import FeedError
from plugins.feeds.model import (
    Author,
    Category,
    Feed,
    FeedInputs,
    Form,
    Imprint,
    InReplyTo,
    Item,
    Replies,
)
from plugins.feeds.pieces import Pieces
from plugins.feeds.render import render as render_document
from plugins.incremental.deferred import given
from plugins.source import Source
from tests.feeds.strict import NAMES, check_atom

ORIGIN = "https://x.example"
ITEM = Item(
    id="tag:x.example,2026:one",
    title="Q&A <now>",
    url=f"{ORIGIN}/one/",
    published_at=datetime(2026, 1, 2, 8, 0, tzinfo=UTC),
    updated_at=datetime(2026, 2, 3, 9, 30, tzinfo=UTC),
    authors=(Author("A", f"{ORIGIN}/by/a/"), Author("B", f"{ORIGIN}/by/b/")),
    categories=(Category("pay", "tag:x.example,2026:category", "Pay"),),
    summary="Plain & short",
    text=given(Markup("<p>Full &amp; “curly”</p>")),
    language="en",
    source=Source("articles/one.md"),
)
IMPRINT = Imprint(
    rights="CC BY 4.0",
    license_url="https://creativecommons.org/licenses/by/4.0/",
    publisher=Author("X", f"{ORIGIN}/"),
    icon_url=f"{ORIGIN}/i.svg",
    logo_url=f"{ORIGIN}/l.png",
    stylesheet="/feeds/feed.css",
    hub_url="",
)
WITH_HUB = replace(IMPRINT, hub_url="https://hub.example/")
FEED = Feed(
    imprint=IMPRINT,
    id="tag:x.example,2026:feed:all",
    title="X",
    subtitle="Y",
    base_url=f"{ORIGIN}/feeds/all",
    alternate_url=f"{ORIGIN}/",
    language="en",
    since=datetime(2026, 1, 1, tzinfo=UTC),
)


def make_document(*items, form=Form.ATOM, feed=FEED, **changes):
    """A document of `items`."""
    return FeedInputs(form, feed, given(tuple(map(given, items))), **changes)


def render(document):
    """The document as a feed reader gets it."""
    return render_document(document, Pieces())


def find(document, path):
    """Elements of the document."""
    return etree.fromstring(render(document)).xpath(path, namespaces=NAMES)


def test_a_reader_gets_back_what_was_published():
    """Titles, authors, dates and content survive a real feed parser."""
    # when
    parsed = feedparser.parse(render(make_document(ITEM)))

    # then
    entry = parsed.entries[0]
    assert not parsed.bozo
    assert parsed.feed.id == "tag:x.example,2026:feed:all"
    assert (entry.id, entry.link) == (ITEM.id, ITEM.url)
    assert entry.title_detail.type == "text/plain"
    assert entry.title == "Q&A <now>"
    assert [(author.name, author.href) for author in entry.authors] == [(a.name, a.url) for a in ITEM.authors]
    assert (entry.published, entry.updated) == ("2026-01-02T08:00:00Z", "2026-02-03T09:30:00Z")
    assert entry.content[0].value == "<p>Full &amp; “curly”</p>"
    assert (entry.tags[0].term, entry.tags[0].label) == ("pay", "Pay")


def test_the_strictest_validator_has_nothing_to_say():
    """With everything that a document can have."""
    # given
    replies = Replies(f"{ORIGIN}/one/#comments", f"{ORIGIN}/one/comments.atom")
    item = replace(ITEM, title="Q&A", replies=replies, in_reply_to=InReplyTo("tag:x.example,2026:z", ORIGIN))
    feed = replace(FEED, imprint=WITH_HUB)

    # then
    assert list(check_atom("feeds/all.atom", render(make_document(item, feed=feed, older=3)), ORIGIN)) == []


def test_a_feed_is_as_old_as_its_newest_change():
    """An edit surfaces; a build does not."""
    assert feedparser.parse(render(make_document(ITEM))).feed.updated == "2026-02-03T09:30:00Z"


def test_an_empty_feed_holds_no_clock():
    """Two builds of an empty feed have the same bytes."""
    assert feedparser.parse(render(make_document())).feed.updated == "2026-01-01T00:00:00Z"


def test_an_archive_says_what_it_is_and_where_the_others_are():
    """RFC 5005: whoever finds one can walk to all of them, and to the feed itself."""
    # when
    links = {
        link.get("rel"): link.get("href")
        for link in find(make_document(ITEM, number=2, older=1, newer=3), "atom:link")
    }

    # then
    assert find(make_document(ITEM, number=2), "fh:archive")
    assert links["self"] == f"{ORIGIN}/feeds/all/2.atom"
    assert links["current"] == f"{ORIGIN}/feeds/all.atom"
    assert links["prev-archive"] == f"{ORIGIN}/feeds/all/1.atom"
    assert links["next-archive"] == f"{ORIGIN}/feeds/all/3.atom"


def test_the_document_to_subscribe_to_is_no_archive():
    """It points to the newest archive and names the hub."""
    # given
    feed = replace(FEED, imprint=WITH_HUB)

    # then
    assert not find(make_document(ITEM, feed=feed, older=4), "fh:archive | atom:link[@rel='current']")
    assert (
        find(make_document(ITEM, feed=feed), "string(atom:link[@rel='hub']/@href)") == "https://hub.example/"
    )


def test_an_item_tells_of_its_thread():
    """RFC 4685. Not how much was said in it: each comment would change the item."""
    # given
    replies = Replies(f"{ORIGIN}/one/#comments", f"{ORIGIN}/one/comments.atom")

    # when
    atom, page = find(make_document(replace(ITEM, replies=replies)), "atom:entry/atom:link[@rel='replies']")

    # then
    assert dict(atom.attrib) == {
        "rel": "replies",
        "type": "application/atom+xml",
        "href": f"{ORIGIN}/one/comments.atom",
    }
    assert (page.get("type"), page.get("href")) == ("text/html", f"{ORIGIN}/one/#comments")


def test_a_comment_tells_what_it_answers():
    """Programs that show threads need the id; people need the address."""
    # given
    comment = replace(ITEM, in_reply_to=InReplyTo("tag:x.example,2026:zero", f"{ORIGIN}/zero/"))

    # when
    answered = find(make_document(comment), "atom:entry/thr:in-reply-to")[0]

    # then
    assert dict(answered.attrib) == {
        "ref": "tag:x.example,2026:zero",
        "href": f"{ORIGIN}/zero/",
        "type": "text/html",
    }


def test_an_article_in_another_language_says_so():
    """Voices and hyphenation follow it."""
    lang = "string(atom:entry/@xml:lang)"
    assert find(make_document(replace(ITEM, language="fr")), lang) == "fr"
    assert find(make_document(ITEM), lang) == ""


def test_a_browser_is_told_of_a_stylesheet():
    """Who opens a feed in a browser sees what it is."""
    assert b'<?xml-stylesheet type="text/css" href="/feeds/feed.css"?>' in render(make_document(ITEM))


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ufffe"])
def test_a_control_character_makes_no_feed_at_all(character):
    """A truncated feed would be worse than none; the author is told where to look."""
    # given
    broken = replace(ITEM, title=f"a{character}b")

    # when
    with pytest.raises(FeedError) as caught:
        render(make_document(broken))

    # then
    assert str(caught.value) == (
        f"articles/one.md:1: U+{ord(character):04X} cannot stand in a feed; delete it"
    )
