"""plugins/feeds/websub.py, against a hub on this machine."""

import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl

import pytest

from plugins.feeds.__main__ import main
from plugins.feeds.model import Form
from plugins.feeds.pieces import Pieces
from plugins.feeds.render import render
from plugins.feeds.websub import PingError, Topic, changed_topics, ping
from tests.feeds.test_atom import FEED, IMPRINT, ITEM, ORIGIN, make_document


@pytest.fixture
def hub():
    """A hub that remembers what it was told; `answer` is the status that it gives."""

    class Hub(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.server.told.append((self.headers["Content-Type"], parse_qsl(body)))
            self.send_response(self.server.answer)
            self.end_headers()

        def log_message(self, *args):
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Hub)
    server.told, server.answer = [], 204
    server.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def write_site(folder, hub_url):
    """A site with one feed in three forms, and an archive."""
    feed = replace(FEED, imprint=replace(IMPRINT, hub_url=hub_url))
    (folder / "feeds" / "all").mkdir(parents=True)
    documents = {f"feeds/all.{form}": make_document(ITEM, feed=feed, form=form) for form in Form}
    documents["feeds/all/1.atom"] = make_document(ITEM, number=1)
    files = {path: render(document, Pieces()) for path, document in documents.items()}
    files["comments.json"] = b"{}"
    for path, data in files.items():
        (folder / path).write_bytes(data)
    return folder


def test_the_hub_is_told_of_every_feed_but_archives(tmp_path, hub, capsys):
    """As WebSub's hubs take it: a form with a mode and addresses."""
    # given
    site = write_site(tmp_path / "site", hub.url)

    # when
    status = main(["ping", "--site", str(site)])

    # then
    assert status == 0
    topics = [("hub.url", f"{ORIGIN}/feeds/all.{form}") for form in ("atom", "json", "rss")]
    assert hub.told == [("application/x-www-form-urlencoded", [("hub.mode", "publish"), *topics])]
    assert capsys.readouterr().out == f"Told {hub.url} of 3 feeds\n"


def test_only_what_differs_from_the_release_before_is_told(tmp_path, hub, capsys):
    """Subscribers of quiet feeds are left in peace."""
    # given
    before, site = write_site(tmp_path / "before", hub.url), write_site(tmp_path / "site", hub.url)
    (before / "feeds/all.rss").write_bytes(b"<rss/>")

    # then
    assert list(changed_topics(site, before)) == [Topic(f"{ORIGIN}/feeds/all.rss", hub.url)]
    assert list(changed_topics(site, site)) == []
    assert main(["ping", "--site", str(site), "--before", str(site)]) == 0
    assert capsys.readouterr().out == "No feed that names a hub has changed\n"
    assert hub.told == []


def test_a_site_that_is_not_there_is_named(tmp_path, capsys):
    """Whoever has not published yet is told to."""
    assert main(["ping", "--site", str(tmp_path / "none")]) == 1
    assert capsys.readouterr().err == (
        f"{tmp_path}/none is no folder; publish first, or name the one of the site with --site\n"
    )


def test_a_site_without_a_hub_tells_nobody(tmp_path):
    """The setting is empty until its publisher chooses one."""
    assert list(changed_topics(write_site(tmp_path / "site", ""))) == []


def test_many_feeds_are_told_in_several_requests(hub):
    """Hubs refuse long bodies."""
    ping([Topic(f"{ORIGIN}/{number}.atom", hub.url) for number in range(250)])
    assert [len(form) - 1 for _, form in hub.told] == [100, 100, 50]


def test_a_hub_that_refuses_is_named(tmp_path, hub, capsys):
    """The publish itself has happened; only the ping must be done again."""
    # given
    hub.answer = 503
    site = write_site(tmp_path / "site", hub.url)

    # when
    status = main(["ping", "--site", str(site)])

    # then
    assert status == 1
    assert capsys.readouterr().err == f"{hub.url} answered 503 Service Unavailable; try again later\n"


@pytest.mark.parametrize("address", ["file:///etc/passwd", "hub.example"])
def test_only_the_web_is_told(address):
    """A slip in the settings does not read a file."""
    with pytest.raises(PingError, match="is no address of a hub; correct FEED_HUB"):
        ping([Topic(ORIGIN, address)])


def test_a_hub_that_is_not_there_is_named():
    """Nothing listens at port 9 of this machine."""
    with pytest.raises(PingError, match=r"http://127\.0\.0\.1:9/ cannot be reached \(.*\); try again later"):
        ping([Topic(ORIGIN, "http://127.0.0.1:9/")])
