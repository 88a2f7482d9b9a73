"""plugins/feeds/rss.py"""

from dataclasses import replace
from html import unescape

import feedparser
import lxml.html
import pytest
from lxml import etree

from plugins.feeds.model import Form, InReplyTo, Replies
from plugins.feeds.pieces import Pieces
from plugins.feeds.render import render as render_document
from tests.feeds.strict import NAMES, check_rss
from tests.feeds.test_atom import FEED, ITEM, ORIGIN, WITH_HUB, make_document

THREAD = f"{ORIGIN}/one/comments"
REPLIES = Replies(f"{ORIGIN}/one/#comments", f"{THREAD}.atom")


def render(*items, **changes):
    """The document as a feed reader gets it."""
    return render_document(make_document(*items, form=Form.RSS, **changes), Pieces())


def test_a_reader_gets_back_what_was_published():
    """Also those that never learned Atom."""
    # when
    parsed = feedparser.parse(render(replace(ITEM, replies=REPLIES)))

    # then
    entry = parsed.entries[0]
    assert not parsed.bozo
    assert (entry.id, entry.link, unescape(entry.title)) == (ITEM.id, ITEM.url, "Q&A <now>")
    assert not entry.guidislink
    assert entry.published == "Fri, 02 Jan 2026 08:00:00 +0000"
    assert entry.content[0].value == "<p>Full &amp; “curly”</p>"
    assert entry.summary == "Plain & short"
    assert entry.comments == f"{ORIGIN}/one/#comments"
    assert [link.href for link in entry.links if link.rel == "replies"] == [f"{THREAD}.atom"]


def test_what_looks_like_html_is_read_as_it_was_written():
    """In titles and descriptions alike: readers take both for HTML."""
    # given
    said = "The <T> & R&D, &amp; more"
    feed = replace(FEED, title=said, subtitle=said)

    # when
    parsed = feedparser.parse(render(replace(ITEM, title=said, summary=said), feed=feed))

    # then
    for shown in (
        parsed.feed.title,
        parsed.feed.subtitle,
        parsed.entries[0].title,
        parsed.entries[0].summary,
    ):
        assert lxml.html.fromstring(f"<p>{shown}</p>").text_content() == said
    assert list(check_rss("feeds/all.rss", render(replace(ITEM, title=said), feed=feed), ORIGIN)) == []


def test_every_author_is_named():
    """feedparser shows one; the document has both."""
    names = etree.fromstring(render(ITEM)).findall("channel/item/dc:creator", NAMES)
    assert [name.text for name in names] == ["A", "B"]


def test_the_strictest_validator_has_nothing_to_say():
    """RSS has a profile of its own, with an order of elements."""
    item, feed = replace(ITEM, title="Q&A", replies=REPLIES), replace(FEED, imprint=WITH_HUB)
    assert list(check_rss("feeds/all.rss", render(item, feed=feed, older=2), ORIGIN)) == []


def test_a_comment_tells_what_it_answers():
    """As in Atom (RFC 4685): by the id of an item, and its address."""
    # when
    comment = replace(ITEM, in_reply_to=InReplyTo("tag:x.example,2026:zero", f"{ORIGIN}/zero/"))
    answered = etree.fromstring(render(comment)).find("channel/item/thr:in-reply-to", NAMES)

    # then
    assert dict(answered.attrib) == {
        "ref": "tag:x.example,2026:zero",
        "href": f"{ORIGIN}/zero/",
        "type": "text/html",
    }


def test_an_empty_feed_is_valid_and_holds_no_clock():
    """A new publication has one."""
    data = render()
    assert list(check_rss("feeds/all.rss", data, ORIGIN)) == []
    assert b"<lastBuildDate>Thu, 01 Jan 2026 00:00:00 +0000</lastBuildDate>" in data


def test_the_way_to_what_is_older_leads_through_atom():
    """No reader walks archives in RSS; those that walk at all read Atom."""
    link = etree.fromstring(render(ITEM, older=3)).find("channel/atom:link[@rel='prev-archive']", NAMES)
    assert (link.get("type"), link.get("href")) == ("application/atom+xml", f"{ORIGIN}/feeds/all/3.atom")


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("C++ & <T>: what a vector pays", "C++ &amp; &lt;T&gt;: what a vector pays"),
        ("What &amp; is for", "What &amp;amp; is for"),
        ("Fish & chips, 3 < 4; R&D", "Fish & chips, 3 < 4; R&D"),
    ],
)
def test_a_title_that_could_be_taken_for_html_survives(title, written):
    """RSS does not say what a title is, and readers take it for HTML where it looks like it."""
    # when
    found = etree.fromstring(render(replace(ITEM, title=title))).findtext("channel/item/title")

    # then
    assert found == written
    assert "".join(lxml.html.fragment_fromstring(found, create_parent=True).itertext()) == title
