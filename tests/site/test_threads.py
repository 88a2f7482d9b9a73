"""Threads in whole sites: what closes by itself, and that pages, feeds and data agree."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

import lxml.html
import pytest
from lxml import etree

from tests.site.small_site import SETTINGS, SmallSite, article, differences, tree

ATOM = {"atom": "http://www.w3.org/2005/Atom", "thr": "http://purl.org/syndication/thread/1.0"}
ORIGIN = "https://exit-interview.example"
OPEN_DAYS = 100
FILES = {
    "articles/old.md": article("Old", "2026-01-10 08:00", "Pay", "Text."),
    "articles/new.md": article("New", "2026-05-01 09:30", "Pay", "Text."),
    "articles/for-ever.md": article("For ever", "2020-01-10", "Pay", "Text.", Comments="open"),
    "articles/shut.md": article("Shut", "2026-05-02", "Pay", "Text.", Comments="closed 2026-05-20"),
    "articles/until.md": article("Until", "2020-01-10", "Pay", "Text.", Comments="open 2026-07-01"),
}
CLOSING = datetime(2026, 5, 1, 9, 30, tzinfo=UTC) + timedelta(days=OPEN_DAYS)


@pytest.fixture
def site(tmp_path):
    """A site with a comment desk, whose threads close when their articles are a hundred days old."""
    site = SmallSite(tmp_path / "site", FILES)
    with (site.root / SETTINGS).open("a", encoding="utf-8") as settings:
        settings.write(f"COMMENT_DESK = 'https://desk.example/'\nCOMMENTS_CLOSE_AFTER_DAYS = {OPEN_DAYS}\n")
        settings.write("WEBMENTIONS = True\n")
    return site


def notices(site):
    """Slug → what the thread says of its state, and whether it has a form."""
    found = {}
    for path in sorted(site.output.glob("20*/*/index.html")):
        thread = lxml.html.parse(path).getroot().get_element_by_id("comments")
        said = [" ".join(one.text_content().split()) for one in thread.xpath("p[@class='notice']")]
        found[path.parent.name] = (*said, bool(thread.xpath(".//form")))
    return found


def test_a_thread_closes_when_its_article_is_old_unless_the_article_says_otherwise(site):
    """Whoever still looks after a thread says so in its article."""
    # when
    outcome = site.build()

    # then
    assert outcome.status == 0, outcome.said
    assert notices(site) == {
        "for-ever": (True,),
        "new": ("Comments close on 9 Aug. 2026.", True),
        "old": ("Comments closed on 20 April 2026.", False),
        "shut": ("Comments closed on 20 May 2026.", False),
        "until": ("Comments close on 1 July 2026.", True),
    }
    assert_the_desk_knows(site)


def assert_the_desk_knows(site):
    """threads.json and frame.html, in the same build: what is open until when, and a page that names no address."""
    listed = json.loads((site.output / "comments/threads.json").read_text("utf-8"))
    rows = {key: rest for key, *rest in listed["threads"]}
    assert listed["authors"] == ["The Editor"]
    assert rows["for-ever"][2:] == ["For ever", "open", None, 0]
    assert rows["new"][1:] == ["/2026/new/", "New", "open", "2026-08-09T09:30:00Z", 0]
    assert rows["old"][3:] == ["closed", None, 0]
    assert rows["shut"][3:] == ["closed", None, 0]
    frame = (site.output / "comments/frame.html").read_text("utf-8")
    assert "<h1><!-- desk:title --></h1>" in frame
    assert "<!-- desk:main -->" in frame
    assert '<meta name="robots" content="noindex">' in frame
    assert "<script" not in frame
    names = ("threads.json", "frame.html")
    assert endpoints(site) == {key: ["https://desk.example/webmention"] for key in rows}
    listing = "".join(path.read_text("utf-8") for path in site.output.glob("sitemap*.xml"))
    assert not [name for name in names if name in listing]


def endpoints(site):
    """Slug → where its page says that other sites may tell of theirs; no other page does."""
    pages = {path: lxml.html.parse(path).getroot() for path in site.output.rglob("index.html")}
    found = {path.parent.name: page.xpath("//link[@rel='webmention']/@href") for path, page in pages.items()}
    return {slug: named for slug, named in found.items() if named}


def test_an_incremental_build_wakes_when_a_thread_closes(site):
    """Nobody edits anything on that day, and the form must go all the same."""
    # given
    site.clock = int(datetime(2026, 7, 2, tzinfo=UTC).timestamp())
    site.build()

    # when
    site.clock = int(CLOSING.timestamp()) - 1
    before = site.build()
    site.clock = int(CLOSING.timestamp())
    after, _, clean = site.build_both()

    # then
    assert before.nothing_changed
    assert not after.nothing_changed
    assert notices(site)["new"] == ("Comments closed on 9 Aug. 2026.", False)
    assert not differences(tree(site.output), tree(clean))


def test_pages_feeds_and_data_say_the_same_of_every_thread(publication):
    """Numbers, counts, and who answers whom."""
    # given
    threads = sorted(publication.folder.glob("20*/*/comments.json"))
    assert len(threads) > 10

    for path in threads:
        # when
        address = f"/{path.parent.relative_to(publication.folder)}/"
        public = json.loads(path.read_bytes())
        page = publication.page(address)
        said = [one for one in public["comments"] if one["status"] == "published"]
        described = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))

        # then
        assert parents_on_page(page, address) == {
            one["number"]: one["in_reply_to"] for one in public["comments"]
        }
        assert parents_in_feed(path.with_name("comments.atom")) == {
            one["number"]: one["in_reply_to"] for one in said
        }
        assert described["commentCount"] == public["count"] == len(said)
        assert page.xpath("string(//*[@id='comments-heading'])").startswith(f"{len(said)} comment")


def parents_on_page(page, address):
    return {
        number_in(one.get("id")): next(
            (
                number_in(urljoin(address, href))
                for href in one.xpath("./header//a[@class='u-in-reply-to']/@href")
            ),
            None,
        )
        for one in page.xpath("//section[@id='comments']//article")
    }


def parents_in_feed(path):
    entries = etree.parse(path).iterfind("atom:entry", ATOM)
    found = {}
    for entry in entries:
        link = entry.find("atom:link[@rel='alternate']", ATOM).get("href")
        parent = entry.find("thr:in-reply-to", ATOM).get("href")
        found[number_in(link)] = number_in(parent) if "#" in parent else None
    return found


def number_in(address):
    return int(address.rpartition("comment-")[2])
