"""plugins/files/sitemap.py, against the rules of https://www.sitemaps.org/protocol.html as we read them."""

import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from plugins.files.sitemap import MAX_ADDRESSES, crawling, locations
from tests.feeds.made import START, make_article, make_comment, make_site

DATETIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d))?")
SCHEMA = etree.RelaxNG(
    etree.fromstring(
        """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.sitemaps.org/schemas/sitemap/0.9"
    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><choice>
    <element name="urlset"><oneOrMore><element name="url"><ref name="page"/></element></oneOrMore></element>
    <element name="sitemapindex"><oneOrMore><element name="sitemap"><ref name="page"/></element></oneOrMore></element>
  </choice></start>
  <define name="page">
    <element name="loc"><data type="anyURI">
      <param name="minLength">12</param><param name="maxLength">2048</param><param name="pattern">https?://.+</param>
    </data></element>
    <optional><element name="lastmod"><choice><data type="date"/><data type="dateTime"/></choice></element></optional>
  </define>
</grammar>"""
    )
)
"""Our own transcription: what we write has no changefreq and no priority, which nobody reads."""


def published(*articles, origin="https://e.example", root="", **more):
    site = make_site(articles, root=root, **more)
    return replace(site, facts=replace(site.facts, origin=origin))


def written(site, most=MAX_ADDRESSES):
    """Path → content."""
    return {one.path: one.content() for one in crawling(site, most)}


def read(data, prefix=""):
    """Address → lastmod, of a sitemap or an index; checked against the protocol."""
    root = etree.fromstring(data)
    assert SCHEMA.validate(root), SCHEMA.error_log
    assert len(root) <= 50_000
    assert len(data) <= 50 * 1024 * 1024
    found = {}
    for one in root:
        address, changed = one.findtext("{*}loc"), one.findtext("{*}lastmod")
        assert address.startswith("https://e.example/")
        assert changed is None or DATETIME.fullmatch(changed)
        assert address not in found
        found[address.removeprefix("https://e.example")] = changed
    return found


def test_lastmod_is_what_authors_and_commenters_wrote():
    """Published, changed, argued about: the newest of them; a list is as new as its newest article."""
    # given
    changed = START + timedelta(days=400)
    articles = [make_article(1), make_article(2, modified_at=changed), make_article(3)]
    threads = {articles[0].slug: [make_comment(1)]}

    # when
    found = read(written(published(*articles, threads=threads))["sitemap.xml"])

    # then
    first, second, third = (found[article.url] for article in articles)
    commented = START + timedelta(minutes=1)
    assert first == f"{max(commented, articles[0].published_at):%Y-%m-%dT%H:%M:%SZ}"
    assert second == f"{changed:%Y-%m-%dT%H:%M:%SZ}"
    assert third == f"{articles[2].published_at:%Y-%m-%dT%H:%M:%SZ}"
    assert found["/"] == found[articles[0].category.url] == second


def test_a_thread_that_is_not_shown_changes_nothing():
    """The page is the same with it."""
    # given
    article = make_article(1)
    hidden = replace(article, comments=replace(article.comments, state=type(article.comments.state).OFF))
    late = make_comment(1, posted_at=START + timedelta(days=900))

    # when
    found = read(written(published(hidden, threads={article.slug: [late]}))["sitemap.xml"])

    # then
    assert found[article.url] == f"{article.published_at:%Y-%m-%dT%H:%M:%SZ}"


def test_what_is_not_to_be_found_is_not_named():
    """Drafts and hidden articles are in no list of ours either."""
    # given
    site = published(make_article(1))
    site = replace(site, unlisted=(make_article(2, status="hidden"), make_article(3, status="draft")))

    # when
    found = read(written(site)["sitemap.xml"])

    # then
    assert [address for address in found if re.fullmatch(r"/\d{4}/[^/]+/", address)] == [site.articles[0].url]


def test_a_long_sitemap_is_split_and_a_new_article_changes_the_last_file_only():
    """Numbered from the oldest, as the lists are."""
    # given
    articles = [make_article(number) for number in range(1, 26)]

    # when
    before, after = written(published(*articles[:-1]), most=10), written(published(*articles), most=10)

    # then
    index = read(after["sitemap.xml"])
    assert list(index) == [f"/sitemap-{number}.xml" for number in range(1, len(index) + 1)]
    assert len(index) >= 3
    pages = [address for path in index for address in read(after[path.lstrip("/")])]
    assert pages == [one.url for one in locations(published(*articles))]
    assert before["sitemap-1.xml"] == after["sitemap-1.xml"]
    assert before["sitemap-2.xml"] == after["sitemap-2.xml"]
    newest = [
        changed for address in index for changed in read(after[address.lstrip("/")]).values() if changed
    ]
    assert max(filter(None, index.values())) == max(newest)


def test_as_many_addresses_as_a_file_takes_fit_into_it():
    """At the length that the protocol allows: 50 MiB are never reached."""
    longest = "  <url>\n    <loc></loc>\n    <lastmod>2026-11-14T08:00:00Z</lastmod>\n  </url>\n"
    assert MAX_ADDRESSES * (2048 + len(longest)) < 50 * 1024 * 1024


def test_a_preview_has_no_address_to_name():
    """A sitemap of relative addresses is none."""
    assert list(written(published(make_article(1), origin=""))) == ["robots.txt"]
    assert b"Sitemap" not in written(published(make_article(1), origin=""))["robots.txt"]


@pytest.mark.parametrize("root", ["", "/magazine"])
def test_robots_names_the_sitemap(root):
    """That is how crawlers find it."""
    lines = written(published(make_article(1), root=root))["robots.txt"].decode().splitlines()
    assert lines == ["User-agent: *", "Disallow:", "", f"Sitemap: https://e.example{root}/sitemap.xml"]


def test_the_digest_changes_with_what_is_written_and_with_nothing_else():
    """Otherwise the sitemap of 10,000 articles would be made at every build, or never again."""
    # given
    article = make_article(1)

    def key(*articles, **more):
        (document,) = (one for one in crawling(published(*articles, **more)) if one.path == "sitemap.xml")
        return document.key

    # then
    assert key(article) == key(replace(article, title="Another", word_count=900))
    assert key(article) != key(replace(article, modified_at=datetime(2027, 1, 1, tzinfo=UTC)))
    assert key(article) != key(article, origin="https://f.example")
    assert key(article) != key(article, make_article(2))


def test_ten_thousand_articles_cost_twenty_milliseconds():
    """At every build. The bound is five times what was measured, for slow machines."""
    # given
    site = published(*(make_article(number) for number in range(1, 10_001)))

    # when
    seconds = []
    for _ in range(5):
        started = time.process_time()
        documents = list(crawling(site))
        seconds.append(time.process_time() - started)

    # then
    assert len(documents) == 2
    assert min(seconds) < 0.1
