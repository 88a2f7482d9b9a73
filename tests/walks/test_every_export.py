"""Everything that was ever exported for these tests moves into two publications; they pass the checks and go out.

What readers read then is held against the exports by a reader of its own, which knows neither plans nor Markdown.
"""

import csv
import http.client
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import lxml.etree
import lxml.html
import pytest

from tests.importer.samples import ALL, EXPORTS, of_pelican
from tests.nginx import find_nginx, serve
from tests.walks.walk import Walk

pytestmark = pytest.mark.slow

OF_PELICAN = ("wordpressexport.xml", "bloggerexport.xml")
"""Those that Pelican's own tests carry. Two sites of one system do not go into one publication."""

GONE = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>|\[/?caption[^\]]*\]", re.DOTALL)
FRAME = re.compile(r"<iframe\b[^>]*?\bsrc=\"([^\"]*)\".*?</iframe>", re.DOTALL)
"""Shown as the address that it was of."""

CAPTION = re.compile(r"\[caption\b[^\]]*\bcaption=\"([^\"]*)\"[^\]]*\]")

PARSER = lxml.etree.XMLParser(recover=True)
"""An export of Pelican's forgets to say what one of its prefixes stands for."""


def letters(html):
    """Every letter and digit that a reader sees of it, and nothing else."""
    html = GONE.sub(" ", CAPTION.sub(r"\1", FRAME.sub(r"\1", html)))
    return re.sub(r"[\W_]", "", lxml.html.fromstring(f"<div>{html} </div>").text_content())


def of_wordpress(path):
    """Title → words, of what is published."""
    for item in lxml.etree.parse(path, PARSER).iter("item"):
        found = {
            one.tag.rpartition("}")[2]: one.text or ""
            for one in item
            if one.tag.rpartition("}")[2] != "encoded"
        }
        body = next(one.text or "" for one in item if one.tag.endswith("content/}encoded"))
        if (
            found["post_type"] in ("post", "page")
            and found["status"] == "publish"
            and not found["post_password"]
        ):
            yield found["title"], letters(body)


def of_blogger(path):
    atom = "{http://www.w3.org/2005/Atom}"
    for entry in lxml.etree.parse(path, PARSER).iter(f"{atom}entry"):
        terms = [one.get("term") for one in entry.iter(f"{atom}category")]
        is_text = any(term.endswith(("kind#post", "kind#page")) for term in terms)
        is_draft = any(one.text == "yes" and str(one.tag).endswith("draft") for one in entry.iter())
        if is_text and not is_draft:
            yield entry.findtext(f"{atom}title"), letters(entry.findtext(f"{atom}content") or "")


def of_ghost(path):
    for post in json.loads(path.read_text("utf-8"))["db"][0]["data"]["posts"]:
        if post["status"] == "published" and post["visibility"] == "public":
            yield post["title"], letters(post["html"])


def of_substack(folder):
    with (folder / "posts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            (*found,) = (folder / "posts").glob(f"{row['post_id'].partition('.')[0]}.*.html")
            if found and row["is_published"] == "true" and row["audience"] == "everyone":
                yield row["title"], letters(found[0].read_text("utf-8"))


def of_movable_type(path):
    for record in re.split(r"^--------$", path.read_text("utf-8"), flags=re.MULTILINE):
        bodies = re.findall(r"^(?:EXTENDED )?BODY:\n(.*?)^-----$", record, re.DOTALL | re.MULTILINE)
        if "STATUS: Publish" in record:
            yield re.search(r"TITLE: (.*)", record)[1], letters("".join(bodies))


def published(root, names):
    """A publication into which all of them moved."""
    walk = Walk(root)
    for name in names:
        exports = ALL[name]() if name in ALL else [of_pelican(name)]
        for number, export in enumerate(exports):
            if export is None:
                pytest.skip("this Pelican came without its tests")
            path = export
            if not isinstance(export, Path):
                path = walk.root / f"{name.replace(' ', '-')}-{number}"
                path.write_bytes(export if isinstance(export, bytes) else export.encode())
            site = ("--address", f"https://{name}.example") if name in ("ghost", "substack") else ()
            done = walk.run(
                "plugins.importer", str(path), "--into", "content", "--settings", "conf.py", *site
            )
            assert done.status == 0, done.said
    checked = walk.run("plugins.checks", "sources", "content", "--settings", "conf.py")
    assert checked.status == 0, checked.said
    sent = walk.try_to_publish()
    assert sent.status == 0, sent.said
    return walk


@pytest.fixture(scope="module")
def walk(tmp_path_factory):
    """Of those that were made up."""
    return published(tmp_path_factory.mktemp("all"), ALL)


@pytest.fixture(scope="module")
def pelicans(tmp_path_factory):
    """Of those of Pelican."""
    return published(tmp_path_factory.mktemp("pelican"), OF_PELICAN)


def shown(walk):
    """Title → words of each page that was published: those of an article's body, or of all in a page's main part."""
    found = {}
    for path in sorted(walk.live.rglob("index.html")):
        page = lxml.html.parse(path).getroot()
        bodies = page.find_class("e-content") or page.findall(".//main")
        heads = page.find_class("p-name") or page.findall(".//h1")
        if bodies and heads:
            words = re.sub(r"[\W_]", "", bodies[0].text_content())
            title = re.sub(r"\W", "", heads[0].text_content())
            found.setdefault(title, set()).add((words, bodies[0].tag == "main"))
    return found


SOURCES = {
    "wordpress": lambda walk: of_wordpress(str(walk.root / "wordpress-0")),
    "wordpressexport.xml": lambda _: of_wordpress(str(of_pelican("wordpressexport.xml"))),
    "blogger": lambda _: of_blogger(str(EXPORTS / "blogger.xml")),
    "bloggerexport.xml": lambda _: of_blogger(str(of_pelican("bloggerexport.xml"))),
    "ghost": lambda _: of_ghost(EXPORTS / "ghost.json"),
    "substack": lambda _: of_substack(EXPORTS / "substack"),
    "movable type": lambda _: of_movable_type(EXPORTS / "movabletype.txt"),
}


def test_no_address_of_the_old_site_is_lost_by_a_publish(walk):
    """What its map names must answer, or somebody says that it need not."""
    # given
    places = ("/2012/05/moved-in/", "/shop/")
    urls = "".join(f"<url><loc>https://old.example{place}</loc></url>" for place in places)
    (walk.root / "sitemap.xml").write_text(f"<urlset>{urls}</urlset>", "utf-8")
    command = ("wordpress-0", "--into", "content", "--settings", "conf.py", "--old-site", "sitemap.xml")

    # when
    done = walk.run("plugins.importer", *command)

    # then
    assert "nothing here answers:\n  https://old.example/shop/" in done.said
    said = walk.refused()
    assert "/shop/" in said
    assert "/2012/05/moved-in/" not in said

    # when
    path = walk.content / "redirects.txt"
    path.write_text(f"{path.read_text('utf-8')}/shop/  /2012/moved-in/\n", "utf-8")

    # then
    published = walk.try_to_publish()
    assert published.status == 0, published.said


OLD_ADDRESSES = {
    "/feeds/posts/default": "/feeds/all.atom",
    "/feeds/posts/default?alt=rss": "/feeds/all.atom",
    "/search/label/Flimmer": "/flimmer/",
    "/rss/": "/feeds/all.atom",
    "/tag/grobbing/": "/grobbing/",
    "/p/quennel": "/2022/quennel/",
    "/feed.xml": "/feeds/all.atom",
}
"""Of Blogger, Ghost, Substack and Jekyll."""


def test_addresses_of_every_system_lead_to_what_is_there(walk, tmp_path):
    """Feeds and lists too, with and without the last slash, by the server, in one step."""
    # given
    nginx = find_nginx()
    if nginx is None:
        pytest.skip("there is no nginx; install it with apt-get install nginx-light")
    found = {}

    # when
    with serve(nginx, walk.live, tmp_path) as port:
        for old in OLD_ADDRESSES:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=180)
            connection.request("GET", old, headers={"Host": "exit-interview.example"})
            answer = connection.getresponse()
            found[old] = (answer.status, urlsplit(answer.headers.get("Location") or "").path)
            connection.close()

    # then
    assert found == {old: (301, new) for old, new in OLD_ADDRESSES.items()}


@pytest.mark.parametrize("name", SOURCES)
def test_readers_read_every_letter_that_the_export_has(request, name):
    """Held against the published page, by what is read."""
    # given
    walk = request.getfixturevalue("pelicans" if name in OF_PELICAN else "walk")

    # when
    texts, pages = list(SOURCES[name](walk)), shown(walk)

    # then
    assert texts
    for title, words in texts:
        found = pages.get(
            re.sub(r"\W", "", lxml.html.fromstring(f"<p>{title or '-'}</p>").text_content()), set()
        )
        is_shown = any(words == one or (is_all and words in one) for one, is_all in found)
        assert is_shown or not words, (title, words[:200], [one[:200] for one, _ in found])
