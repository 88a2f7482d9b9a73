"""plugins/feeds/opml.py"""

from lxml import etree

from plugins.feeds.opml import Group, Subscriptions, render_opml
from tests.feeds.test_atom import FEED, ORIGIN


def test_a_reader_can_take_in_all_feeds_at_once():
    """Name, address and page of each; a group without feeds is left out."""
    # given
    listed = Subscriptions("feeds/all.opml", "Feeds of X", ORIGIN, (Group("X", (FEED,)), Group("Tags", ())))

    # when
    root = etree.fromstring(render_opml(listed))

    # then
    assert root.get("version") == "2.0"
    assert root.findtext("head/title") == "Feeds of X"
    assert [group.get("text") for group in root.findall("body/outline")] == ["X"]
    assert dict(root.find("body/outline/outline").attrib) == {
        "type": "rss",
        "text": "X",
        "title": "X",
        "description": "Y",
        "xmlUrl": f"{ORIGIN}/feeds/all.atom",
        "htmlUrl": f"{ORIGIN}/",
        "language": "en",
    }
