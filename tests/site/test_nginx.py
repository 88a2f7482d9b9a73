"""docs/nginx.conf, in a real nginx: what readers that ask again are told."""

import gzip
import http.client
import json
import re
import shutil
import time
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from lxml import etree

from plugins.publish import release
from plugins.publish.directory import Directory
from plugins.publish.model import Order
from tests.nginx import ROOT, find_nginx
from tests.nginx import serve as serve_by
from tests.site.conftest import run_pelican, write_files

PAY = "Title: {}\nDate: 2024-02-0{}\nCategory: Pay\n\nText.\n"
LEAVING = "Title: {}\nDate: 2024-03-0{}\nCategory: Leaving\n\nText.\n"
FILES = {
    "articles/one.md": PAY.format("One", 1),
    "articles/two.md": LEAVING.format("Two", 1),
    "dictionary/c.md": "Date: 2024-01-01\n\nCOFFEE, n. A drink.\n\nCOPY, n. A copy.\n",
}
COMMENT = "Number: 1\nId: 000000000001\nDate: 2024-02-02T09:00:00Z\nAuthor: Skeptic\n\nNo.\n"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ROW = re.compile(r"^\| `(/[^`]*)` \| `([^`]+)` \| ([^|]+) \| (yes|-) \| (yes|-) \|$", re.MULTILINE)
KEPT = {
    "-": None,
    "5 minutes": "public, max-age=300",
    "15 minutes": "public, max-age=900",
    "an hour": "public, max-age=3600",
    "a year": "public, max-age=31536000, immutable",
}
TABLE = ROW.findall((ROOT / "docs/feeds.md").read_text("utf-8"))


@pytest.fixture(scope="module")
def nginx():
    """The program."""
    program = find_nginx()
    if program is None:
        pytest.skip("there is no nginx; install it with apt-get install nginx-light")
    return program


class Server:
    """nginx on a port of this machine."""

    def __init__(self, port):
        self.port = port

    def get(self, path, **headers):
        """Status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=180)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers=names)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.headers, body


@pytest.fixture
def serve(nginx, tmp_path):
    """Serve a folder with the sample configuration."""
    with ExitStack() as started:

        def start(public):
            folder = tmp_path / "nginx"
            folder.mkdir()
            return Server(started.enter_context(serve_by(nginx, public / "current", folder)))

        yield start


BROWSED = ("all.atom", "all.rss", "word-of-the-day.atom")


def publish(site, public):
    """Release what was built."""
    target = Directory(public)
    with target.locked():
        planned = release.plan(site.folder, target)
        release.publish(site.folder, target, planned, Order(), datetime.now(UTC))


def release_files(folder, files):
    """Build them in a folder, and release them into public/ beside."""
    shutil.rmtree(folder / "output", ignore_errors=True)
    write_files(folder / "content", files)
    site = run_pelican(folder / "content", folder / "output", "publishconf.py")
    assert site.returncode == 0, site.log
    publish(site, folder / "public")


@pytest.fixture
def released(built_once, tmp_path):
    """A site of two categories, released; and how to release it again with one more article."""

    def release_it(**more):
        if more:
            release_files(tmp_path, FILES | more)
        else:
            first = built_once("released", lambda folder: release_files(folder, FILES))
            shutil.copytree(first / "public", tmp_path / "public", symlinks=True)
        return tmp_path / "public"

    return release_it


def test_a_feed_that_a_publish_did_not_touch_is_not_sent_again(released, serve):
    """Most requests for feeds are of this kind: they should cost next to nothing."""
    # given
    server = serve(released())
    _, untouched, _ = server.get("/feeds/leaving.atom")
    _, touched, _ = server.get("/feeds/pay.atom")

    # when
    time.sleep(1.1)  # times of files are whole seconds to HTTP
    released(**{"articles/three.md": PAY.format("Three", 3)})

    # then
    assert server.get("/feeds/leaving.atom", If_None_Match=untouched["ETag"])[0] == 304
    assert server.get("/feeds/leaving.atom", If_Modified_Since=untouched["Last-Modified"])[0] == 304
    status, _, body = server.get("/feeds/pay.atom", If_None_Match=touched["ETag"])
    assert (status, b"Three" in body) == (200, True)


def test_what_goes_with_each_kind_of_file_is_as_documented(released, serve):
    """The table of docs/feeds.md, row by row."""
    # given
    public = released(**{"comments/one/0001-000000000001.md": COMMENT})
    server, current = serve(public), public / "current"
    assert len(TABLE) > 20

    # then
    for row, media_type, kept, is_open, varies in TABLE:
        found = sorted(current.glob(row.lstrip("/"))) if "*" in row else [current / row.lstrip("/")]
        path = f"/{found[0].relative_to(current)}" if "*" in row else row
        status, headers, _ = server.get(path)
        vary = {value for line in headers.get_all("Vary", []) for value in line.split(", ")}
        assert status == (404 if path == "/nowhere/" else 200), path
        assert headers["Content-Type"] == media_type, path
        assert headers["Cache-Control"] == KEPT[kept], path
        assert headers["Access-Control-Allow-Origin"] == ("*" if is_open == "yes" else None), path
        assert ("Accept" in vary) == (varies == "yes"), path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert bool(headers["Content-Security-Policy"]) == bool(re.search("html|xml|svg", media_type)), path
        packed = current / f"{path.lstrip('/')}.gz"
        assert ("Accept-Encoding" in vary) == packed.is_file() or path in ("/", "/nowhere/"), path


def test_the_search_may_run_and_its_files_are_kept(released, serve):
    """WebAssembly needs a word in the policy; what has a version in its address need not be asked for again."""
    # given
    server = serve(released())

    # when
    _, page, _ = server.get("/search/")
    status, _, body = server.get("/search/index.json")
    found = json.loads(body)
    engine = server.get(found["engine"])
    packed = server.get(found["engine"], Accept_Encoding="gzip")

    # then
    assert "script-src 'self' 'wasm-unsafe-eval'" in page["Content-Security-Policy"]
    assert status == 200
    assert (engine[0], engine[1]["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    assert len(packed[2]) < len(engine[2]) / 2


def test_a_browser_is_shown_a_feed_with_its_stylesheet(released, serve):
    """Under its own type it would show bare text; caches must keep the two apart."""
    # when
    server = serve(released())
    answers = [server.get(f"/feeds/{name}", Accept=BROWSER) for name in BROWSED]

    # then
    for status, headers, _ in answers:
        assert (status, headers["Content-Type"]) == (200, "application/xml; charset=utf-8")
        assert "Accept" in headers.get_all("Vary")
    for _, headers, body in answers:
        assert body.count(b'<script xmlns="http://www.w3.org/1999/xhtml" src="/feeds/feed.js"/>') == 1
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert etree.fromstring(body)[-1].tag == "{http://www.w3.org/1999/xhtml}script"
    packed = server.get("/feeds/all.atom", Accept=BROWSER, Accept_Encoding="gzip")
    assert b"feed.js" in (packed[2] if packed[1]["Content-Encoding"] is None else gzip.decompress(packed[2]))
    assert all(b"feed.js" not in server.get(f"/feeds/{name}")[2] for name in BROWSED)
    assert "Accept" in server.get("/feeds/all.atom")[1].get_all("Vary")
    assert server.get("/seen-in-a-browser/feeds/all.atom")[0] == 404


def test_an_old_address_answers_301(released, serve):
    """What was said of the old page is said of the new one; a query goes with it, and the list itself is no page."""
    # given
    long = f"/2019/{'drei-' * 20}drei/"
    moved = PAY.format("Three", 3).replace("\n\n", f"\nAliases: /2019/drei/, /three.php, /été/, {long}\n\n")
    opening = "Title: Pay\nAliases: /money/\n"
    old = (
        *(
            "/2019/drei/",
            "/three.php?from=feed",
            "/%C3%A9t%C3%A9/",
            "/2019/drei/card.png",
            "/2019/drei/oembed.json",
        ),
        *("/2019/drei/comments.atom", f"{long}oembed.json", "/money/", "/feeds/money.atom"),
        *(
            "/feeds/money.json",
            "/feeds/by/the-editor.rss",
            "/2024/one/comments.feed.json",
            "/feed",
            "/rss.xml",
        ),
    )

    # when
    old += ("/?p=123", "/index.php?page_id=7&lang=en", "/comments/feed/")
    lines = "/?p=123 /2024/three/\n/index.php?page_id=7&lang=en /2024/one/#comments\n"
    lines += "/comments/feed/ /feeds/comments.atom\n"
    more = {"articles/three.md": moved, "openings/category-pay.md": opening, "redirects.txt": lines}
    server = serve(released(**more))
    answers = [server.get(path) for path in old]

    # then
    assert [status for status, _, _ in answers] == [301] * len(old)
    site = f"http://127.0.0.1:{server.port}"
    assert [
        headers["Location"].replace("exit-interview.example", "127.0.0.1") for _, headers, _ in answers
    ] == [
        f"{site}/2024/three/",
        f"{site}/2024/three/?from=feed",
        f"{site}/2024/three/",
        f"{site}/2024/three/card.png",
        f"{site}/2024/three/oembed.json",
        f"{site}/2024/three/comments.atom",
        f"{site}/2024/three/oembed.json",
        f"{site}/pay/",
        f"{site}/feeds/pay.atom",
        f"{site}/feeds/pay.atom",
        f"{site}/feeds/by/the-editor.atom",
        f"{site}/2024/one/comments.atom",
        f"{site}/feeds/all.atom",
        f"{site}/feeds/all.rss",
        f"{site}/2024/three/",
        f"{site}/2024/one/#comments",
        f"{site}/feeds/comments.atom",
    ]
    assert [server.get(path)[0] for path in ("/?p=124", "/?p=123&x=1", "/?q=p=123")] == [200, 301, 200]
    assert server.get("/2024/three/")[0] == 200
    assert server.get("/_redirects.map")[0] == server.get("/_redirects")[0] == 404


def test_an_old_address_answers_before_nginx_was_told(released, serve):
    """The list is read when nginx starts; until then the page at the old address does it."""
    # given
    server = serve(released())

    # when
    moved = PAY.format("Three", 3).replace("\n\n", "\nAliases: /2019/drei/\n\n")
    released(**{"articles/three.md": moved})
    status, _, body = server.get("/2019/drei/")

    # then
    assert status == 200
    assert b'<meta http-equiv="refresh" content="0; url=/2024/three/">' in body


def test_the_word_of_the_day_follows_the_servers_clock(released, serve):
    """With a document for today it is that; after two weeks without anything new it is still that of the last day."""
    # given
    public = released()
    server = serve(public)
    assert b"<updated>2024-03-15T00:00:00Z</updated>" in server.get("/feeds/word-of-the-day.atom")[2]

    # when
    today = public / "current/feeds/word-of-the-day" / f"{datetime.now(UTC):%Y-%m-%d}.atom"
    today.write_bytes(b"today")

    # then
    assert server.get("/feeds/word-of-the-day.atom")[2] == b"today"


def test_another_day_is_never_not_modified(released, serve):
    """The documents of two weeks come with one publish; a reader asks each day whether its own is still the newest."""
    # given
    public = released()
    days = sorted((public / "current/feeds/word-of-the-day").glob("2*.atom"))
    assert len(days) == 15
    server, today = (
        serve(public),
        public / "current/feeds/word-of-the-day" / f"{datetime.now(UTC):%Y-%m-%d}.atom",
    )

    # when
    seen = {}
    for day in days:
        for ending in ("", ".gz"):
            shutil.copy2(f"{day}{ending}", f"{today}{ending}")
        for encoding in ("identity", "gzip"):
            status, headers, body = server.get("/feeds/word-of-the-day.atom", Accept_Encoding=encoding)
            assert status == 200
            seen[day, encoding] = (headers["Last-Modified"], headers["ETag"], body)
            for (other, form), (modified, tag, _) in seen.items():
                if form == encoding:
                    expected = 304 if other == day else 200
                    by_time = server.get(
                        "/feeds/word-of-the-day.atom", If_Modified_Since=modified, Accept_Encoding=encoding
                    )
                    by_tag = server.get(
                        "/feeds/word-of-the-day.atom", If_None_Match=tag, Accept_Encoding=encoding
                    )
                    assert (by_time[0], by_tag[0]) == (expected, expected), (day, other)

    # then
    assert len({body for _, _, body in seen.values()}) == 30


def test_every_document_has_the_policy(released, serve):
    """Every document, that is: a page, a feed in a browser, and an address that leads nowhere."""
    # given
    public = released()
    draft = public / "current/preview/5f0c/index.html"
    draft.parent.mkdir(parents=True)
    draft.write_text("A draft that is shared")
    server = serve(public)
    _, _, front = server.get("/")
    sheet = re.search(rb'href="(/static/css/site\.\w+\.css)"', front)[1].decode()
    paths = ("/", sheet, "/feeds/all.atom", "/feeds/all.json", "/nowhere/")

    # when
    answers = {path: server.get(path, Accept=BROWSER)[:2] for path in paths}

    # then
    for path in ("/", "/feeds/all.atom", "/nowhere/"):
        assert "frame-ancestors 'self'" in answers[path][1]["Content-Security-Policy"]
    assert {headers["X-Content-Type-Options"] for _, headers in answers.values()} == {"nosniff"}
    assert [status for status, _ in answers.values()] == [200, 200, 200, 200, 404]
    assert answers[sheet][1]["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answers["/nowhere/"][1]["Cache-Control"] is None
    shared, front = server.get("/preview/5f0c/")[1], answers["/"][1]
    assert (shared["X-Robots-Tag"], shared["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")
    assert (front["X-Robots-Tag"], front["Referrer-Policy"]) == (None, "strict-origin-when-cross-origin")
