"""The feeds of whole sites: the publication itself, and one of 500 articles."""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import feedparser
import lxml.html
import pytest
from lxml import etree

from tests.bench.corpus import Size, write_corpus
from tests.feeds.strict import NAMES, find_faults

ROOT = Path(__file__).parents[2]
ORIGIN = "https://exit-interview.example"
FEED = re.compile(r"^feeds/.*\.(atom|rss|json)$|/comments(/\d+)?\.(atom|rss|feed\.json)$")


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
    """Ids of all items that can be reached from a document, in Atom by RFC 5005, in JSON by next_url."""
    while path:
        if path.endswith(".atom"):
            root = etree.fromstring(files[path])
            yield from root.xpath("atom:entry/atom:id/text()", namespaces=NAMES)
            older = root.xpath("string(atom:link[@rel='prev-archive']/@href)", namespaces=NAMES)
        else:
            feed = json.loads(files[path])
            yield from (item["id"] for item in feed["items"])
            older = feed.get("next_url", "")
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
    assert len(feeds) > 1300
    assert [fault for path, data in feeds.items() for fault in find_faults(path, data, ORIGIN)] == []


@pytest.mark.slow
def test_the_strictest_validator_has_nothing_to_say_of_500_articles(corpus):
    """Archives, tags, hundreds of threads."""
    feeds = feeds_of(corpus[1])
    assert len(feeds) > 2900
    assert [fault for path, data in feeds.items() for fault in find_faults(path, data, ORIGIN)] == []


@pytest.mark.parametrize("which", ["publication", pytest.param("corpus", marks=pytest.mark.slow)])
def test_walking_the_feed_yields_each_article_once_as_it_was_written(which, request):
    """Titles, dates and authors are the source's, from the newest to the oldest."""
    # given
    given = request.getfixturevalue(which)
    content, site = (ROOT / "content", given) if which == "publication" else given
    sources = [header(path) for path in (content / "articles").rglob("*.md")]

    # when
    entries = list(walk(site.files()))

    # then
    assert [entry.published for entry in entries] == sorted(
        (entry.published for entry in entries), reverse=True
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


@pytest.mark.parametrize("which", ["publication", pytest.param("corpus", marks=pytest.mark.slow)])
def test_everything_is_reachable_in_every_feed(which, request):
    """Of each category, tag and author every article, once; of each thread every comment; also in JSON."""
    # given
    given = request.getfixturevalue(which)
    content, site = (ROOT / "content", given) if which == "publication" else given
    files, filed = site.files(), Counter()
    for path in (content / "articles").rglob("*.md"):
        source = header(path)
        if source.get("status", "published") == "published":
            names = [
                *source.get("tags", "").split(","),
                *re.split("[,;]", source.get("authors", "The Editor")),
            ]
            filed.update(name.strip() for name in (source["category"], *names) if name.strip())
    said = sum(
        "Status: deleted" not in path.read_text("utf-8") for path in (content / "comments").rglob("*.md")
    )

    # when
    bases = [path.removesuffix(".atom") for path in files if FEED.search(path) and path.endswith(".atom")]
    bases = [base for base in bases if not re.search(r"/[\d-]+$", base)]
    found = {base: list(reach(files, f"{base}.atom")) for base in bases}

    # then
    places = [base for base in bases if base.startswith("feeds/") and not re.search(MAIN, base)]
    assert sorted(len(found[base]) for base in places) == sorted(filed.values())
    assert len(found["feeds/comments"]) == said
    assert sum(len(ids) for base, ids in found.items() if base.endswith("/comments")) == said * 2
    for base, ids in found.items():
        json_ending = "json" if base.startswith("feeds/") else "feed.json"
        assert len(set(ids)) == len(ids)
        assert list(reach(files, f"{base}.{json_ending}")) == ids
        first = etree.fromstring(files[f"{base}.atom"]).xpath("atom:entry/atom:id/text()", namespaces=NAMES)
        assert etree.fromstring(files[f"{base}.rss"]).xpath("channel/item/guid/text()") == first


MAIN = "^feeds/(all|comments|dictionary|word-of-the-day)$"


@pytest.mark.parametrize("which", ["publication", pytest.param("corpus", marks=pytest.mark.slow)])
def test_a_reader_is_told_the_same_in_all_forms(which, request):
    """Titles, links, authors, dates and whole texts, as a real parser hands them on."""
    # given
    given = request.getfixturevalue(which)
    files = (given if which == "publication" else given[1]).files()
    atoms = [path for path in files if FEED.search(path) and path.endswith(".atom")]
    atoms = [path for path in atoms if not re.search(r"/[\d-]+\.atom$", path)]
    assert len(atoms) > 60

    # then
    for path in atoms:
        base = path.removesuffix(".atom")
        atom, rss = (feedparser.parse(files[f"{base}.{form}"]) for form in ("atom", "rss"))
        items = json.loads(files[f"{base}.{'json' if base.startswith('feeds/') else 'feed.json'}"])["items"]
        assert not atom.bozo
        assert not rss.bozo
        assert atom.feed.title == rss.feed.title
        assert [told(entry) for entry in atom.entries] == [told(entry) for entry in rss.entries]
        raw = [(item["id"], item["title"], item["url"], item["date_published"]) for item in items]
        assert raw == [(entry.id, entry.title, entry.link, entry.published) for entry in atom.entries]
        encoded = etree.fromstring(files[f"{base}.rss"]).xpath(
            "channel/item/content:encoded", namespaces=NAMES
        )
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
    """Not a word more or less than its page has, but for the glosses in its margin."""
    for entry in walk(publication.files()):
        page = publication.page(entry.link.removeprefix(ORIGIN))
        body = page.xpath("//div[contains(@class, 'e-content')]")[0]
        for gloss in body.xpath(".//aside[contains(@class, 'gloss')]"):
            gloss.drop_tree()
        assert words(entry.content[0].value) == " ".join(body.text_content().split())


def test_the_model_article_reads_well_in_a_reader(publication):
    """Its definition without a stylesheet, its links absolute, its thread announced."""
    # when
    entry = next(walk(publication.files()))

    # then
    assert entry.id == "tag:exit-interview.example,2026-11-14:the-coffee-that-gets-nobody-hired"
    body = lxml.html.fragment_fromstring(entry.content[0].value, create_parent="div")
    assert words(lxml.html.tostring(body.find("dl/dt"), encoding="unicode")).startswith(
        "INFORMATIONAL INTERVIEW, n."
    )
    assert len(body.findall("dl//ol/li")) == 4
    assert body.xpath("//a[contains(@href, '/dictionary/networking/')]/@href")[0].startswith(ORIGIN)
    replies = [link for link in entry.links if link.rel == "replies" and link.type == "application/atom+xml"]
    assert replies[0].count == "3"
    thread = feedparser.parse(publication.files()[replies[0].href.removeprefix(f"{ORIGIN}/")])
    assert [comment.author for comment in thread.entries][:2] == ["The Editor", "Skeptic"]


def test_every_feed_that_a_page_names_is_there(publication):
    """Autodiscovery, of the right type, and the page's own feed before the site's."""
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
    assert pages["pay/index.html"].xpath("//head/link[@rel='alternate']/@href")[0] == "/feeds/pay.atom"
    thread = "2026/the-coffee-that-gets-nobody-hired/"
    assert (
        pages[f"{thread}index.html"].xpath("//head/link[@rel='alternate']/@href")[0]
        == f"/{thread}comments.atom"
    )


def test_subscribe_offers_every_feed_of_the_list(publication):
    """What a reader program can take in whole, a person can find."""
    # when
    files = publication.files()
    offered = set(publication.page("/subscribe/").xpath("//main//section[@class='feeds']//a/@href"))
    listed = etree.fromstring(files["feeds/all.opml"]).xpath("//outline/@xmlUrl")

    # then
    assert {address.removeprefix(ORIGIN) for address in listed} <= offered
    assert all(address.lstrip("/") in files for address in offered if address.startswith("/"))
    assert f"feed:{ORIGIN}/feeds/all.atom" in offered


def test_feeds_have_ids_of_their_own(publication):
    """No two of them, over the whole site."""
    ids = [
        feedparser.parse(data).feed.id
        for path, data in feeds_of(publication).items()
        if path.endswith(".atom") and not Path(path).stem[0].isdigit()
    ]
    assert len(set(ids)) == len(ids)


@pytest.mark.slow
def test_publishing_one_more_leaves_the_archives_alone(corpus, pelican, tmp_path):
    """Of 500 articles' worth of archives, at most one document of each feed that has the article changes."""
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
    archives = [path for path in old if re.fullmatch(r"feeds/all/\d+\.(atom|json)", path)]
    assert len(archives) == 30
    kept = [path for path in old if re.fullmatch(r"feeds/.*/\d+\.(atom|json)", path)]
    assert len(kept) > 90
    by_feed = Counter(path.rpartition("/")[0] for path in kept if old[path] != new[path])
    assert all(count == 1 for count in by_feed.values()), by_feed
    changed = {
        path for path in old if path in new and old[path] != new[path] and "word-of-the-day" not in path
    }
    assert all(re.match(r"feeds/(all|category-1|by/the-editor)[./]", path) for path in changed), changed


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


def mint(folder, *arguments):
    """Run the command as its author would."""
    command = [sys.executable, "-m", "plugins.feeds", *arguments, "--ledger", folder / "content/ids.json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_minted_ids_outlive_a_new_file_name_date_and_category(build, tmp_path):
    """An author who never writes an `Id:` loses no reader by tidying up."""
    # given
    article = "Title: Hello\nDate: 2024-02-03\nCategory: Pay\n\nText.\n"
    words_of_c = "Date: 2024-01-01\n\nCOFFEE, n. A drink.\n"
    own = "Title: Own\nDate: 2024-01-01\nCategory: Leaving\nId: tag:exit-interview.example,2024-01-01:own\n\nText.\n"
    site = build({"articles/hello.md": article, "articles/own.md": own, "dictionary/c.md": words_of_c})
    before = feeds_of(site)
    said = mint(tmp_path, "mint", "--content", tmp_path / "content", "--today", "2024-03-01")
    assert "articles/hello.md: tag:exit-interview.example,2024-02-03:hello\n" in said
    assert "articles/own.md" not in said  # its front matter is the record

    # when
    (tmp_path / "content/articles/hello.md").unlink()
    moved = article.replace("2024-02-03", "2024-02-04").replace("Pay", "Money")
    after = feeds_of(
        build({"articles/good-day.md": moved, "dictionary/c.md": words_of_c + "\nCOPY, n. A copy.\n"})
    )

    # then
    ids = [[entry.id for entry in walk(feeds)] for feeds in (before, after)]
    assert ids[0] == ids[1]
    assert (
        feedparser.parse(before["feeds/pay.atom"]).feed.id
        == feedparser.parse(after["feeds/money.atom"]).feed.id
    )
    said = mint(tmp_path, "mint", "--content", tmp_path / "content", "--today", "2024-03-02")
    assert "articles/hello.md is now articles/good-day.md: it keeps its id\n" in said
    assert json.loads((tmp_path / "content/ids.json").read_text())["dictionary/copy"]["added"] == "2024-03-02"
    assert (
        mint(tmp_path, "mint", "--content", tmp_path / "content")
        == "Nothing to mint: everything has its id\n"
    )
