"""plugins/pages/redirects.py"""

from plugins.pages.redirects import all_moves
from plugins.site.aliases import Redirect
from plugins.source import Source

AT = Source("content/a.md", 3)


def test_moves_are_in_the_order_of_their_old_addresses():
    """Whatever order they were found in: a list of them is published."""
    # given
    redirects = [Redirect(old, "/2026/b/", "B", AT, noun="article") for old in ("/z/", "/a/")]

    # when
    moved = all_moves(redirects, ["/2026/b/", "/2026/b/comments.atom", "/feeds/all.atom"])

    # then
    assert list(moved) == sorted(moved)
    assert moved["/a/"] == moved["/z/"] == ("/2026/b/", "B")
    assert {"/feed", "/rss.xml"} & moved.keys() == {"/feed"}


def test_where_something_stands_nothing_else_leads():
    """An address that is taken is no old one."""
    assert "/a/" not in all_moves([Redirect("/a/", "/2026/b/", "B", AT, noun="article")], ["/2026/b/", "/a/"])
