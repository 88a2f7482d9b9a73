"""plugins/pages/redirects.py"""

from plugins.pages.redirects import all_moves, redirect_lists, redirect_pages
from plugins.site.addresses import Addresses
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


def test_nginx_also_knows_an_old_address_without_its_last_slash():
    """It answered the page that sends readers on, with 200, and lost what follows the "#"."""
    # when
    moved = {"/blog/feed/": ("/feeds/all.atom", ""), "/old/": ("/2026/b/", "B"), "/old": ("/2026/c/", "")}
    lists = {one.path: one.content().decode() for one in redirect_lists("", moved)}

    # then
    assert lists["_redirects.map"].splitlines() == [
        '"/blog/feed/" "/feeds/all.atom";',
        '"/old/" "/2026/b/";',
        '"/old" "/2026/c/";',
        '"/blog/feed" "/feeds/all.atom";',
    ]


def test_at_the_old_address_of_a_feed_stands_no_page():
    """Hosts that show what is there instead of leading on would show a program a page."""
    # given
    frames = type("Frames", (), {"shown": lambda _, path, *__: path})()
    moved = {
        "/blog/feed/": ("/feeds/all.atom", ""),
        "/old/": ("/2026/b/#x", ""),
        "/label/Office Life/": ("/pay/", ""),
    }

    # then
    assert list(redirect_pages(frames, Addresses(""), moved)) == ["old/index.html"]
