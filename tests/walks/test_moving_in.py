"""Somebody moves in: what was imported is published, and readers, links and subscribers of before arrive."""

import http.client
import urllib.parse
from xml.sax.saxutils import escape

import feedparser
import pytest

from tests.importer.made import OLD, comment, disqus, item, wxr
from tests.nginx import find_nginx, serve
from tests.walks.walk import Walk

TEXTS = 22
OWN = ("2025-03-01:coffee", "2025-06-01:number", "2026-02-01:notice")
"""Ids of what was written here."""

LONG = 260
"""Comments of a thread that is longer than one page."""


def texts():
    """An old blog: a long thread, a page, a gallery, links between texts."""
    said = ""
    for n in range(1, LONG + 1):
        at = f"2012-06-{n // 24 + 1:02} {n % 24:02}:00:00"
        said += comment(
            8000 + n, f"I said {n}.", comment_parent=8000 + n - 1 if n % 5 == 0 else 0, comment_date_gmt=at
        )
    body = 'See <a href="/?p=101">that</a>, <a href="http://www.old.example/2012/05/text-102#comment-7002">this</a>.'
    yield item(123, "Moved in", body, said, post_name="moved-in")
    for number in range(1, TEXTS):
        at = f"20{10 + number % 9}-0{number % 9 + 1}-1{number % 10} 10:00:00"
        more = comment(7000 + number, "<b>One</b> word.") if number % 3 == 2 else ""
        yield item(
            100 + number, f"Text {number}", f"Words {number}.\n\n<blockquote>Said.</blockquote>", more,
            post_date=at, post_date_gmt=at, creator="tamsin",
        )  # fmt: skip
    yield item(
        500, "Company", "Who.", terms=(), post_type="page", post_name="company", link=f"{OLD}/company/"
    )


@pytest.fixture(scope="module")
def walk(tmp_path_factory):
    """A publication that somebody moved into, published."""
    walk = Walk(tmp_path_factory.mktemp("moving"))
    (walk.root / "old.xml").write_text(wxr(*texts()), "utf-8")
    (walk.root / "threads.xml").write_text(
        disqus(
            (
                1,
                "",
                f"{OLD}/2012/05/moved-in",
                "Moved in",
                [(91, 0, "Vex", "<p>Late.</p>", {"createdAt": "2013-01-01T10:00:00Z"})],
            )
        ),
        "utf-8",
    )
    for name in ("old.xml", "threads.xml"):
        done = walk.run("plugins.importer", name, "--into", "content", "--settings", "conf.py")
        assert done.status == 0, done.said
    checked = walk.run("plugins.checks", "sources", "content", "--settings", "conf.py")
    assert checked.status == 0, checked.said
    published = walk.try_to_publish()
    assert published.status == 0, published.said
    return walk


@pytest.fixture(scope="module")
def get(walk, tmp_path_factory):
    """Ask the web server: status, where it leads to, and what it says."""
    nginx = find_nginx()
    if nginx is None:
        pytest.skip("there is no nginx; install it with apt-get install nginx-light")
    with serve(nginx, walk.live, tmp_path_factory.mktemp("nginx")) as port:

        def ask(address):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=180)
            connection.request("GET", address, headers={"Host": "exit-interview.example"})
            answer = connection.getresponse()
            body = answer.read().decode("utf-8", "replace")
            connection.close()
            return answer.status, urllib.parse.urlsplit(answer.headers.get("Location") or "").path, body

        yield ask


OLD_ADDRESSES = {
    "/?p=123": "/2012/moved-in/",
    "/?page_id=500": "/company/",
    "/2012/05/moved-in/": "/2012/moved-in/",
    "/2012/05/moved-in/feed/": "/2012/moved-in/comments.atom",
    "/feed/": "/feeds/all.atom",
    "/comments/feed/": "/feeds/comments.atom",
    "/category/pay/": "/pay/",
    "/category/pay/feed/": "/feeds/pay.atom",
    "/author/tamsin/": "/by/tamsin-varrow/",
    "/2012/05/": "/archive/2012/",
    "/2012/": "/archive/2012/",
    "/2012/05/03/": "/archive/2012/",
    "/2012/05/moved-in": "/2012/moved-in/",
    "/2012/05/moved-in/comment-page-2/": "/2012/moved-in/",
    "/feed": "/feeds/all.atom",
    "/?feed=rss2": "/feeds/all.atom",
    "/comments/feed": "/feeds/comments.atom",
    "/?category_name=pay": "/pay/",
    "/?author=3": "/by/tamsin-varrow/",
}


@pytest.mark.parametrize("old", OLD_ADDRESSES)
def test_an_old_address_leads_to_what_it_was_and_that_is_there(get, old):
    """In one step, by the server."""
    status, where, _ = get(old)

    assert (status, where) == (301, OLD_ADDRESSES[old])
    assert get(where)[0] == 200


def test_the_anchor_of_an_old_comment_is_on_the_page_that_answers(get):
    """A 301 keeps what follows the "#"; also for what is on another page of a long thread now."""
    # given
    _, where, _ = get("/2012/05/moved-in/")

    # then
    page = get(where)[2]
    assert 'id="comment-8001"' in page
    assert 'id="comment-8255"' in page
    assert 'id="comment-8255"' in get("/2012/moved-in/comments/2/")[2]
    assert "#comment-7002" in page
    assert 'href="/2011/text-101/"' in page


def test_somebody_who_read_the_old_feed_is_shown_nothing_again(walk):
    """Programs know an item by its id."""
    # given
    items = "".join(
        f"<item><title>{n}</title><guid isPermaLink='false'>{escape(f'{OLD}/?p={n}')}</guid></item>"
        for n in (123, *range(101, 100 + TEXTS))
    )
    old = feedparser.parse(f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>")

    # when
    new = feedparser.parse(walk.read("feeds/all.atom"))
    older = feedparser.parse(walk.read("feeds/all.rss"))

    # then
    assert len(old.entries) == TEXTS
    known = {entry.id for entry in old.entries} | {f"tag:exit-interview.example,{own}" for own in OWN}
    for feed in (new, older):
        assert len(feed.entries) > 10
        assert {entry.id for entry in feed.entries} <= known


def test_a_thread_of_another_service_stands_below_that_of_the_blog(walk):
    """One thread, numbered on."""
    assert "Late." in walk.text("2012/moved-in/comments/2")
    assert "261" in walk.text("2012/moved-in")


def test_an_import_again_and_a_publish_change_nothing(walk):
    """Nobody has to remember that it was done."""
    # when
    done = walk.run("plugins.importer", "old.xml", "--into", "content", "--settings", "conf.py")

    # then
    assert "0 files new, 0 updated" in done.said
