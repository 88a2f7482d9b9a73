"""The feeds of whole sites: the publication itself, and one of 500 articles."""

import json
import re
import shutil
from collections import Counter
from datetime import datetime
from pathlib import Path

import feedparser
import lxml.html
import pytest
from lxml import etree

from plugins.site.ledger_file import parse_ledger
from plugins.source import Source
from tests.bench.corpus import Size, write_corpus
from tests.feeds.strict import NAMES, find_faults

ROOT = Path(__file__).parents[2]
ORIGIN = "https://exit-interview.example"
FEED_SIZE = 20
FEED = re.compile(r"^feeds/.*\.(atom|rss|json)$|/comments(/\d+)?\.atom$")


def feeds_of(site):
    """Path → bytes of every feed. A thread's comments.json is none."""
    return {path: data for path, data in site.files().items() if FEED.search(path)}


def walk(files, path="feeds/all.atom"):
    """All entries that can be reached from a document, as RFC 5005 says."""
    while path:
        parsed = feedparser.parse(files[path])
        assert not parsed.bozo
        yield from parsed.entries
        older = [link.href for link in parsed.feed.links if link.rel == "prev-archive"]
        path = older[0].removeprefix(f"{ORIGIN}/") if older else ""


def reach(files, path):
    """Ids of all items that can be reached from a document, by RFC 5005."""
    while path:
        root = etree.fromstring(files[path])
        yield from root.xpath("atom:entry/atom:id/text()", namespaces=NAMES)
        older = root.xpath("string(atom:link[@rel='prev-archive']/@href)", namespaces=NAMES)
        path = older.removeprefix(f"{ORIGIN}/")


def header(path):
    """The lines at the top of a source."""
    lines = path.read_text("utf-8").split("\n\n", 1)[0].splitlines()
    return {key.lower(): value.strip() for key, _, value in (line.partition(":") for line in lines)}


def words(html):
    """The text of some HTML, on one line, as a reader sees it."""
    return " ".join(lxml.html.fragment_fromstring(html, create_parent="div").text_content().split())


@pytest.fixture(scope="module")
def corpus(tmp_path_factory, pelican):
    """A made-up publication of 500 articles, and what it was built into."""
    folder = tmp_path_factory.mktemp("corpus")
    write_corpus(folder / "content", Size(500, definitions=200, comments_an_article=3), seed=6)
    site = pelican(folder / "content", folder / "output", "publishconf.py")
    assert site.returncode == 0, site.log
    return folder / "content", site


def test_the_strictest_validator_has_nothing_to_say_of_the_publication(publication):
    """Every feed of it, with no exception listed."""
    feeds = feeds_of(publication)
    assert len(feeds) > 150
    assert [fault for path, data in feeds.items() for fault in find_faults(path, data, ORIGIN)] == []


@pytest.mark.slow
def test_the_strictest_validator_has_nothing_to_say_of_500_articles(corpus):
    """Archives, tags, hundreds of threads."""
    feeds = feeds_of(corpus[1])
    assert len(feeds) > 600
    assert [fault for path, data in feeds.items() for fault in find_faults(path, data, ORIGIN)] == []


each_publication = pytest.mark.parametrize(
    "which",
    [pytest.param("publication", marks=pytest.mark.ours), pytest.param("corpus", marks=pytest.mark.slow)],
)


@each_publication
def test_walking_the_feed_yields_each_article_once_as_it_was_written(which, request):
    """Titles, dates and authors are the source's; what the ledger does not know yet is news, whatever its date."""
    # given
    given = request.getfixturevalue(which)
    content, site = (ROOT / "content", given) if which == "publication" else given
    sources = [header(path) for path in (content / "articles").rglob("*.md")]

    # when
    entries = list(walk(site.files()))

    # then
    ledger = content / "ledger.txt"
    rows = parse_ledger(ledger.read_text("utf-8"), Source(str(ledger))).rows if ledger.is_file() else ()
    first = {row.id: row.first_at for row in rows}
    assert entries == sorted(
        entries,
        key=lambda one: (one.id not in first, first.get(one.id, datetime.fromisoformat(one.published))),
        reverse=True,
    )
    assert sorted((entry.title, entry.published[:10]) for entry in entries) == sorted(
        (source["title"], source["date"][:10])
        for source in sources
        if source.get("status", "published") == "published"
    )
    authors = {
        source["title"]: source.get("authors", source.get("author", "The Editor")) for source in sources
    }
    for entry in entries:
        assert [author.name for author in entry.authors] == re.split(r";\s*|,\s*", authors[entry.title])


@each_publication
def test_everything_is_reachable(which, request):
    """Every comment, among all and in its thread; of each category, tag and author the newest articles."""
    # given
    given = request.getfixturevalue(which)
    content, site = (ROOT / "content", given) if which == "publication" else given
    files, filed = site.files(), Counter()
    for path in (content / "articles").rglob("*.md"):
        source = header(path)
        if source.get("status", "published") == "published":
            names = [
                *((tag.strip(), "tag") for tag in source.get("tags", "").split(",")),
                *((name.strip(), "by") for name in re.split("[,;]", source.get("authors", "The Editor"))),
            ]
            filed.update((name for name in names if name[0]), **{source["category"]: 1})
    said = sum(
        "Status: deleted" not in path.read_text("utf-8") for path in (content / "comments").rglob("*.md")
    )

    # when
    feeds = [path for path in files if FEED.search(path) and path.endswith(".atom")]
    feeds = [path for path in feeds if not re.search(r"/[\d-]+\.atom$", path)]
    found = {path: list(reach(files, path)) for path in feeds}

    # then
    places = [path for path in feeds if path.startswith("feeds/") and not re.search(MAIN, path)]
    assert sorted(len(found[path]) for path in places) == sorted(min(n, FEED_SIZE) for n in filed.values())
    assert len(found["feeds/comments.atom"]) == said
    assert sum(len(ids) for path, ids in found.items() if path.endswith("/comments.atom")) == said * 2
    assert all(len(set(ids)) == len(ids) for ids in found.values())


MAIN = r"^feeds/(all|comments|dictionary|word-of-the-day(/last)?)\.atom$"


@each_publication
def test_a_reader_is_told_the_same_in_all_forms(which, request):
    """Titles, links, authors, dates and whole texts, as a real parser hands them on."""
    # given
    given = request.getfixturevalue(which)
    files = (given if which == "publication" else given[1]).files()
    in_rss = [path.removesuffix(".rss") for path in files if path.endswith(".rss")]
    assert len(in_rss) > 5

    # then
    for base in in_rss:
        atom, rss = (feedparser.parse(files[f"{base}.{form}"]) for form in ("atom", "rss"))
        assert not atom.bozo
        assert not rss.bozo
        assert atom.feed.title == rss.feed.title
        assert [told(entry) for entry in atom.entries] == [told(entry) for entry in rss.entries]
    atom, items = feedparser.parse(files["feeds/all.atom"]), json.loads(files["feeds/all.json"])["items"]
    assert [(item["id"], item["title"], item["url"], item["date_published"]) for item in items] == [
        (entry.id, entry.title, entry.link, entry.published) for entry in atom.entries
    ]
    encoded = etree.fromstring(files["feeds/all.rss"]).xpath("channel/item/content:encoded", namespaces=NAMES)
    assert [item["content_html"] for item in items] == [one.text or "" for one in encoded]
    names = [tuple(author["name"] for author in item.get("authors", ())) for item in items]
    assert names == [tuple(author.name for author in entry.get("authors", ())) for entry in atom.entries]


def told(entry):
    """What a reader shows of an item."""
    return (
        entry.id,
        entry.title,
        entry.link,
        entry.published_parsed,
        entry.get("summary"),
        entry.content[0].value,
    )


def test_the_content_is_the_article(publication):
    """Not a word more or less than its page has, but for the glosses in its margin and forms, which no reader shows."""
    for entry in walk(publication.files()):
        page = publication.page(entry.link.removeprefix(ORIGIN))
        body = page.xpath("//div[contains(@class, 'e-content')]")[0]
        for apart in body.xpath(".//aside[contains(@class, 'gloss')] | .//form"):
            apart.drop_tree()
        assert words(entry.content[0].value) == " ".join(body.text_content().split())


def test_the_model_article_reads_well_in_a_reader(publication):
    """Its definition without a stylesheet, its links absolute, its thread announced."""
    # when
    identity = "tag:exit-interview.example,2026-11-14:the-coffee-that-gets-nobody-hired"
    (entry,) = (one for one in walk(publication.files()) if one.id == identity)

    # then
    body = lxml.html.fragment_fromstring(entry.content[0].value, create_parent="div")
    assert words(lxml.html.tostring(body.find("dl/dt"), encoding="unicode")).startswith(
        "INFORMATIONAL INTERVIEW, n."
    )
    assert len(body.findall("dl//span[@class='sense']")) == 4
    assert body.xpath("//a[contains(@href, '/dictionary/networking/')]/@href")[0].startswith(ORIGIN)
    replies = [link for link in entry.links if link.rel == "replies" and link.type == "application/atom+xml"]
    thread = feedparser.parse(publication.files()[replies[0].href.removeprefix(f"{ORIGIN}/")])
    assert [comment.author for comment in thread.entries][:2] == ["The Editor", "Skeptic"]


def test_every_feed_that_a_page_names_is_there(publication):
    """Of the right type, and that of the whole site first: readers take the first that they find."""
    # given
    types = {".atom": "application/atom+xml", ".rss": "application/rss+xml", ".json": "application/feed+json"}
    files = publication.files()
    pages = {path: lxml.html.fromstring(data) for path, data in files.items() if path.endswith(".html")}

    # then
    for path, page in pages.items():
        if page.xpath("//head/meta[@http-equiv='refresh']"):
            continue  # an old address, that leads on
        links = page.xpath("//head/link[@rel='alternate' and @type and not(contains(@type, 'oembed'))]")
        assert links, path
        for link in links:
            assert link.get("href").lstrip("/") in files, (path, link.get("href"))
            assert link.get("type") == types[Path(link.get("href")).suffix]
        assert links[0].get("href") == "/feeds/all.atom", path
    assert offered(pages["pay/index.html"]) == ["/feeds/all.atom", "/feeds/pay.atom", "/feeds/pay.rss"]
    model = "2026/the-coffee-that-gets-nobody-hired/"
    own = ["/feeds/job-search.atom", f"/{model}comments.atom"]
    assert offered(pages[f"{model}index.html"]) == ["/feeds/all.atom", *own]


def offered(page):
    """Addresses of the feeds that a page names, in order."""
    return page.xpath("//head/link[@rel='alternate' and not(contains(@type, 'oembed'))]/@href")


def test_subscribe_offers_every_feed_of_the_list(publication):
    """What a reader program can take in whole, a person can find."""
    # when
    files = publication.files()
    offered = set(publication.page("/subscribe/").xpath("//main//section[@class='feeds']//a/@href"))
    listed = etree.fromstring(files["feeds/all.opml"]).xpath("//outline/@xmlUrl")

    # then
    assert {address.removeprefix(ORIGIN) for address in listed} <= offered
    assert all(address.lstrip("/") in files for address in offered if address.startswith("/"))
    assert {address.partition(":")[0] for address in offered if ":" in address} == {"https"}


def test_feeds_have_ids_of_their_own(publication):
    """No two of them, over the whole site."""
    ids = [
        feedparser.parse(data).feed.id
        for path, data in feeds_of(publication).items()
        if path.endswith(".atom") and not re.fullmatch(r"\d.*|last", Path(path).stem)
    ]
    assert len(set(ids)) == len(ids)


@pytest.mark.slow
def test_publishing_one_more_leaves_the_archives_alone(corpus, pelican, tmp_path):
    """Of 500 articles' worth of archives, at most one document changes."""
    # given
    content, before = corpus
    shutil.copytree(content, tmp_path / "content")
    source = "Title: One more\nDate: 2026-11-20 08:00\nCategory: Category 1\n\nText.\n"
    (tmp_path / "content/articles/2026").mkdir(exist_ok=True)
    (tmp_path / "content/articles/2026/one-more.md").write_text(source)

    # when
    after = pelican(tmp_path / "content", tmp_path / "output", "publishconf.py")
    assert after.returncode == 0, after.log

    # then
    old, new = feeds_of(before), feeds_of(after)
    archives = [path for path in old if re.fullmatch(r"feeds/all/\d+\.atom", path)]
    assert len(archives) == 24
    assert sum(old[path] != new[path] for path in archives) <= 1
    changed = {
        path for path in old if path in new and old[path] != new[path] and "word-of-the-day" not in path
    }
    assert all(re.match(r"feeds/(all|category-1|by/the-editor)[./]", path) for path in changed), changed


def test_footnotes_work_in_a_reader_and_on_the_page(build):
    """Two articles with a first footnote each: no id is there twice, each is on its page too."""
    # given
    text = "Title: {0}\nDate: 2024-02-0{1}\nCategory: Pay\n\nA claim[^1] of {0}.\n\n[^1]: The note of {0}.\n"
    files = {
        f"articles/{name}.md": text.format(name, number) for number, name in enumerate(("one", "two"), 1)
    }

    # when
    site = build(files, settings="publishconf.py")
    assert site.returncode == 0, site.log

    # then
    feeds = feeds_of(site)
    assert [fault for path, data in feeds.items() for fault in find_faults(path, data, ORIGIN)] == []
    for entry in feedparser.parse(feeds["feeds/all.atom"], sanitize_html=False).entries:
        body = lxml.html.fragment_fromstring(entry.content[0].value, create_parent="div")
        links = body.xpath("//a[contains(@href, '#')]/@href")
        assert len(links) == 2
        for link in links:
            page, anchor = link.removeprefix(ORIGIN).split("#")
            assert len(body.xpath(f"//*[@id='{anchor}']")) == 1
            assert len(site.page(page).xpath(f"//*[@id='{anchor}']")) == 1


WRONG = "Title: Wrong\nDate: 2024-02-03\nModified: 2024-02-01\nCategory: Pay\n\nText.\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (WRONG, 3),
        ("Title: Wrong\nDate: 2024-02-03\nCategory: Pay\n\nText\n\nwith\x0b a tab.\n", 7),
    ],
    ids=["date", "control"],
)
def test_what_no_feed_can_hold_stops_the_build_at_its_line(build, text, line):
    """And no feed is written, not half of one."""
    # when
    site = build({"articles/wrong.md": text})

    # then
    assert site.returncode != 0
    assert f"articles/wrong.md:{line}: " in site.log
    assert not (site.folder / "feeds/all.atom").exists()
