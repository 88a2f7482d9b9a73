"""docs/nginx.conf, in a real nginx: what readers that ask again are told."""

import http.client
import json
import os
import shutil
import socket
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.publish import release
from plugins.publish.directory import Directory
from plugins.publish.model import Order

ROOT = Path(__file__).parents[2]
TYPES = ("/etc/nginx/mime.types", "/usr/local/etc/nginx/mime.types")
PAY = "Title: {}\nDate: 2024-02-0{}\nCategory: Pay\n\nText.\n"
LEAVING = "Title: {}\nDate: 2024-03-0{}\nCategory: Leaving\n\nText.\n"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
FEED_TYPES = {
    "/feeds/all.atom": "application/atom+xml; charset=utf-8",
    "/feeds/all.rss": "application/rss+xml; charset=utf-8",
    "/feeds/all.json": "application/feed+json",
    "/feeds/all.opml": "text/x-opml; charset=utf-8",
    "/feeds/word-of-the-day.json": "application/feed+json",
    "/2024/one/comments.atom": "application/atom+xml; charset=utf-8",
    "/2024/one/comments.rss": "application/rss+xml; charset=utf-8",
    "/2024/one/comments.feed.json": "application/feed+json",
}


@pytest.fixture(scope="module")
def nginx():
    """The program; installed where that is allowed."""
    search = f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin"
    program = shutil.which("nginx", path=search)
    if program is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False, capture_output=True)
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "nginx-light"]
        subprocess.run(command, check=False, capture_output=True, env=quiet)
        program = shutil.which("nginx", path=search)
    if program is None:
        pytest.skip("there is no nginx; install it with apt-get install nginx")
    return program


class Server:
    """nginx on a port of this machine."""

    def __init__(self, port):
        self.port = port

    def get(self, path, **headers):
        """Status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers=names)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.headers, body


@pytest.fixture
def serve(nginx, tmp_path):
    """Serve a folder with the sample configuration."""
    started = []

    def start(public):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        sample = (ROOT / "docs/nginx.conf").read_text()
        types = next(path for path in TYPES if Path(path).is_file())
        site = (
            sample.replace("listen 80;", f"listen 127.0.0.1:{port};")
            .replace("/srv/exit-interview/public/current", str(public / "current"))
            .replace("include mime.types;", f"include {types};")
        )
        folder = tmp_path / "nginx"
        folder.mkdir()
        temporary = "".join(f"{name}_temp_path {folder}/{name};\n" for name in TEMPORARY)
        (folder / "nginx.conf").write_text(
            f"daemon off;\nuser root;\npid {folder}/pid;\nerror_log {folder}/error.log;\nworker_processes 1;\n"
            f"events {{}}\nhttp {{\naccess_log off;\n{temporary}{site}}}\n"
        )
        process = subprocess.Popen([nginx, "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"])
        started.append(process)
        return wait_for(Server(port), process, folder / "error.log")

    yield start
    for process in started:
        process.terminate()
        process.wait(10)


BROWSED = ("all.atom", "all.rss", "word-of-the-day.atom", "word-of-the-day.rss")
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def wait_for(server, process, log):
    """Until it answers."""
    for _ in range(100):
        assert process.poll() is None, log.read_text()
        try:
            server.get("/")
        except OSError:
            time.sleep(0.05)
        else:
            return server
    raise AssertionError(log.read_text())


def publish(site, public):
    """Release what was built."""
    target = Directory(public)
    with target.locked():
        planned = release.plan(site.folder, target)
        release.publish(site.folder, target, planned, Order(), datetime.now(UTC))


@pytest.fixture
def released(build, tmp_path):
    """A site of two categories, released; and how to release it again with one more article."""
    files = {"articles/one.md": PAY.format("One", 1), "articles/two.md": LEAVING.format("Two", 1)}
    files["dictionary/c.md"] = "Date: 2024-01-01\n\nCOFFEE, n. A drink.\n\nCOPY, n. A copy.\n"

    def release_it(**more):
        shutil.rmtree(tmp_path / "output", ignore_errors=True)
        site = build(files | more, settings="publishconf.py")
        assert site.returncode == 0, site.log
        publish(site, tmp_path / "public")
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


def test_feeds_have_their_types(released, serve):
    """Browsers and readers go by them; and pages of other sites may read them."""
    # when
    server = serve(released())
    answers = {path: server.get(path) for path in FEED_TYPES}

    # then
    assert {path: headers["Content-Type"] for path, (_, headers, _) in answers.items()} == FEED_TYPES
    assert {status for status, _, _ in answers.values()} == {200}
    assert answers["/feeds/all.json"][1]["Access-Control-Allow-Origin"] == "*"


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
        assert headers["Vary"] == "Accept"
    assert server.get("/feeds/all.atom")[1]["Vary"] == "Accept"
    assert server.get("/seen-in-a-browser/feeds/all.atom")[0] == 404


def test_an_old_address_answers_301(released, serve):
    """What was said of the old page is said of the new one; a query goes with it, and the list itself is no page."""
    # given
    moved = PAY.format("Three", 3).replace("\n\n", "\nAliases: /2019/drei/, /three.php, /été/\n\n")

    # when
    server = serve(released(**{"articles/three.md": moved}))
    answers = [server.get(path) for path in ("/2019/drei/", "/three.php?from=feed", "/%C3%A9t%C3%A9/")]

    # then
    assert [status for status, _, _ in answers] == [301] * 3
    site = f"http://127.0.0.1:{server.port}"
    assert [
        headers["Location"].replace("exit-interview.example", "127.0.0.1") for _, headers, _ in answers
    ] == [
        f"{site}/2024/three/",
        f"{site}/2024/three/?from=feed",
        f"{site}/2024/three/",
    ]
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
    """With a document for today it is that; long after the last publish it is the last that there is."""
    # given
    public = released()
    server = serve(public)
    last = {form: server.get(f"/feeds/word-of-the-day.{form}")[2] for form in ("atom", "rss", "json")}
    assert b"2024-03-01T00:00:00Z" in last["atom"]
    assert b"Fri, 01 Mar 2024 00:00:00 +0000" in last["rss"]
    assert b"2024-03-01T00:00:00Z" in last["json"]

    # when
    for form in last:
        today = public / "current/feeds/word-of-the-day" / f"{datetime.now(UTC):%Y-%m-%d}.{form}"
        today.write_bytes(b"today")

    # then
    for form in last:
        assert server.get(f"/feeds/word-of-the-day.{form}")[2] == b"today"
