"""The publication itself: what the model article must be, and that the same input gives the same bytes."""

import json
import re
import shutil
import struct
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import html5lib
import jsonschema
import lxml.html
import pytest
from lxml import etree

from plugins.incremental.store import ledger_path
from plugins.pages.words import ALL_LINES
from plugins.seal import kept_file
from tests.site.conftest import Built

ROOT = Path(__file__).parents[2]

MODEL = "/2026/the-coffee-that-gets-nobody-hired/"


def text(element):
    """The text of an element, on one line."""
    return " ".join(element.text_content().split())


def test_the_model_article_opens_with_its_definition(publication):
    """Four senses, each with an address of its own."""
    # when
    page = publication.page(MODEL)

    # then
    definition = page.xpath("//main//dl[@class='definition']")[0]
    assert text(definition.find(".//dfn")) == "INFORMATIONAL INTERVIEW"
    senses = [f"informational-interview-{number}" for number in (1, 2, 3, 4)]
    assert definition.xpath(".//span[@class='sense']/@id") == senses
    assert definition.xpath(".//a/@href") == [*(f"#{sense}" for sense in senses), "/dictionary/networking/"]


def test_the_model_article_is_filed_under_job_search_and_says_why(publication):
    """Not under Interviewing: the remark is part of the article."""
    # when
    page = publication.page(MODEL)

    # then
    assert page.xpath("//main//a[@href='/job-search/']")
    assert "not Interviewing" in text(page.xpath("//*[@class='filed']")[0])
    assert not page.xpath("//main//a[@href='/interviewing/']")


def test_the_model_article_has_three_numbered_comments(publication):
    """A ping, a reader, and the author's answer to the reader."""
    # when
    ping, skeptic, author = publication.page(MODEL).xpath("//article[starts-with(@id, 'comment-')]")

    # then
    assert [ping.get("id"), skeptic.get("id"), author.get("id")] == ["comment-1", "comment-2", "comment-3"]
    assert "webmention" in text(ping).lower()
    assert "Skeptic" in text(skeptic)
    assert "@Skeptic:" in text(author)
    assert author.xpath(".//a[text()='@Skeptic']/@href") == [f"{MODEL}#comment-2"]


def test_no_id_stands_twice_on_a_page(publication):
    """An address within a page leads to one place."""
    # when
    twice = {}
    for path in publication.folder.rglob("*.html"):
        ids = lxml.html.parse(path).xpath("//@id")
        twice[path] = {name for name, count in Counter(ids).items() if count > 1}

    # then
    assert {path: found for path, found in twice.items() if found} == {}


def test_pages_are_valid_html(publication):
    """Parsers of all kinds read the site: none has to guess. One page in twelve; each kind: test_whole_valid.py."""
    # when
    faults = []
    for path in sorted(publication.folder.rglob("*.html"))[::12]:
        parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"))
        parser.parse(path.read_bytes())
        faults += [f"{path}: {code}" for _, code, _ in parser.errors]

    # then
    assert faults == []


def test_the_sitemap_names_every_page_that_may_be_found(publication):
    """And no other. Older pages of lists are found through the list; a page that shall not be found says noindex."""
    # given
    origin = "https://exit-interview.example"
    indexable = set()
    for path in publication.files():
        if path.endswith(".html"):
            page = lxml.html.parse(publication.folder / path)
            indexable |= set(
                page.xpath("//link[@rel='canonical' and not(//meta[@http-equiv='refresh'])]/@href")
            )

    # when
    named = [loc.text for loc in etree.parse(publication.folder / "sitemap.xml").iter("{*}loc")]

    # then
    assert sorted(named) == sorted(address for address in indexable if "/page/" not in address)
    assert f"Sitemap: {origin}/sitemap.xml" in (publication.folder / "robots.txt").read_text("utf-8")


def test_what_the_manifest_names_is_there(publication):
    """Icons in the sizes that it says, and a page to start at."""
    # when
    manifest = json.loads((publication.folder / "manifest.webmanifest").read_text("utf-8"))

    # then
    assert (publication.folder / manifest["start_url"].lstrip("/") / "index.html").is_file()
    for icon in manifest["icons"]:
        width, height = struct.unpack(
            ">II", (publication.folder / icon["src"].lstrip("/")).read_bytes()[16:24]
        )
        assert icon["sizes"] == f"{width}x{height}"
    for page in (publication.page("/"), publication.page(MODEL)):
        assert page.xpath("//link[@rel='manifest']/@href") == ["/manifest.webmanifest"]


def test_no_page_holds_an_address_of_a_person(publication):
    """E-mail addresses are private, wherever they were typed."""
    # then
    own = b"mailto:editor@exit-interview.example"
    assert not [path for path, data in publication.files().items() if b"mailto:" in data.replace(own, b"")]


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes(publication, pelican, tmp_path):
    """Whatever the hash seed, the time zone, the language, the day and the place of the checkout."""
    # given
    elsewhere = tmp_path / "else where"
    shutil.copytree(ROOT, elsewhere, ignore=shutil.ignore_patterns(".*", "output", "public", "staging"))

    # when
    again = pelican(
        elsewhere / "content",
        tmp_path / "output",
        "publishconf.py",
        cwd=elsewhere,
        PYTHONHASHSEED="4711",
        TZ="Pacific/Kiritimati",
        LANG="tr_TR.UTF-8",
        SOURCE_DATE_EPOCH="1799999999",
    )

    # then
    assert again.returncode == 0, again.log
    assert again.files() == publication.files()


def test_the_dictionary_for_programs_is_as_its_schema_says(publication):
    """Who reads it may rely on the shape."""
    # given
    files = publication.files()
    schema = json.loads(files["dictionary/schema.json"])
    # then
    jsonschema.validate(json.loads(files["dictionary/index.json"]), schema)


def test_the_index_has_every_head_and_the_short_definitions_whole(publication):
    """None is cut before its joke; those that are longer stand with their letter. With the quotation marks of print."""
    # given
    data = json.loads((publication.folder / "dictionary/index.json").read_text("utf-8"))
    glosses = {entry["slug"]: entry["gloss"] for entry in data["entries"]}
    straight = str.maketrans("“”’", '""\'')

    # when
    lines = publication.page("/dictionary/").xpath("//ul[@class='first-lines']/li")
    shown = {line[0].get("href").split("/")[2]: (line[0].tail or "").strip() for line in lines}

    # then
    assert shown.keys() == glosses.keys()
    assert sum(map(bool, shown.values())) > 100
    assert sum(map(len, shown.values())) <= ALL_LINES
    for slug, said in shown.items():
        assert not said.endswith("…")
        assert not set("\"'") & set(said)
        assert said.translate(straight).removesuffix(".") in glosses[slug].translate(straight)


def test_the_word_of_the_day_is_that_of_the_feed(publication):
    """The page, the data and the feed follow one rule."""
    # given
    days = json.loads(publication.files()["dictionary/days.json"])
    since = date.fromisoformat(days["from"])

    # then
    for later in (0, 1, 10):
        day = since + timedelta(later)
        feed = publication.files()[f"feeds/word-of-the-day/{day.isoformat()}.atom"].decode()
        newest = re.search(r"<entry>.*?/dictionary/([\w-]+)/", feed, re.DOTALL)
        assert newest[1] == days["words"][later % len(days["words"])]


@pytest.mark.slow
@pytest.mark.ours
def test_a_word_more_changes_few_files(tmp_path):
    """Of the publication as it is published, search and editions too: what a publish sends."""
    # given
    content = Path(shutil.copytree(ROOT / "content", tmp_path / "content"))
    output, cache = tmp_path / "output", tmp_path / "cache"

    def build():
        command = [sys.executable, "-m", "plugins.incremental", content, "-o", output, "-s", "publishconf.py"]
        done = subprocess.run(
            [*command, "--cache", cache], cwd=ROOT, capture_output=True, text=True, check=False, timeout=1200
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return Built(output, 0, "").files()

    before = build()
    noted = kept_file(ledger_path(cache, output))
    assert noted
    (content / "ledger.txt").write_bytes(noted)

    # when
    with (content / "dictionary/2026-11-h-to-o.md").open("a") as words:
        words.write(
            "\nLANYARD-BEARER, n. One who is known by the colour of a ribbon to every door of the building, and to "
            "nobody behind them. He is asked each morning whom he is here to see, and says that he works here.\n"
        )
    after = build()

    # then
    sent = [path for path, data in after.items() if before.get(path) != data]
    assert "dictionary/lanyard-bearer/index.html" in sent
    assert len(sent) < 60, "\n".join(sent)


def test_a_release_has_few_files(publication):
    """Beside the search and the cards: a host and a transfer pay for each."""
    files = [
        path
        for path in publication.files()
        if not path.startswith("static/search/") and not path.endswith("card.png")
    ]
    assert len(files) < 1_500
