"""From a reader's form to number 15 on the page: the desk, make comments, make publish."""

import io
import time

import feedparser
import pytest

from plugins.intake.commands import parse
from plugins.intake.desk import Desk
from plugins.intake.settings import read_intake
from plugins.intake.web import make_app
from tests.intake.conftest import Client
from tests.site.small_site import SETTINGS, comment, thread
from tests.walks.walk import Walk

HIDDEN = ("192.0.2.44", "wren@mail.example")


@pytest.fixture
def walk(tmp_path):
    """A publication with a desk and a thread of fourteen, published. A comment is of today: so is the clock."""
    walk = Walk(tmp_path / "walk")
    walk.clock = int(time.time())
    walk.set('COMMENT_DESK = "/comments/"')
    said = [
        comment(number, f"2025-06-02T10:00:{number:02}Z", "Skeptic", f"Sip {number}.")
        for number in range(1, 15)
    ]
    for path, text in thread("coffee", *said).items():
        walk.write(path, text)
    walk.publish()
    return walk


@pytest.mark.slow
def test_what_a_reader_sent_stands_as_number_fifteen(walk, monkeypatch):
    monkeypatch.chdir(walk.root)
    settings = (
        f'[desk]\nsite = "{walk.live}"\nurl = "https://walks.example/comments/"\nproxies = ["127.0.0.1"]\n'
    )
    (walk.root / "intake.toml").write_text(settings)

    def say(*typed, answer=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        options = parse([*typed, "--settings", "intake.toml"])
        return options.run(options)

    say("migrate")
    desk = Desk.open(read_intake(walk.root / "intake.toml"))
    client = Client(make_app(desk), desk, HIDDEN[0])
    assert walk.read("comments/threads.json").count('"coffee"') == 1
    private = client.send("Sip *fifteen*.", author="Wren", thread="coffee", replyto="12").headers["Location"]
    client.send(f"Write to {HIDDEN[1]} of it.", author="Robin", thread="coffee")
    client.send("Never read", author="Mallory", thread="coffee")

    # Nothing of it anywhere before somebody decides.
    assert "Mallory" not in client.get("/comments/to/coffee?replyto=12").text
    said = say(
        "moderate",
        "--publication",
        SETTINGS,
        answer="a\na\nr\n",
    )
    assert "make publish shows them" in said
    walk.clock = int(time.time()) + 60
    walk.publish()

    page = walk.read("2025/coffee/index.html")
    assert (
        '<article id="comment-15" class="comment h-cite u-comment" aria-label="Comment 15 by Wren">' in page
    )
    assert "Sip <em>fifteen</em>." in page
    feed = feedparser.parse(walk.read("2025/coffee/comments.atom"))
    assert any(entry.link.endswith("/2025/coffee/#comment-15") for entry in feed.entries)
    assert "/2025/coffee/#comment-15" in (walk.content / "ledger.txt").read_text()
    assert "stands on the page as number 15" in client.get(private).text
    assert walk.where("Mallory") == []

    # No page has the address that somebody wrote into their own words; of the network nothing is anywhere.
    published = b"\n".join(walk.live_files().values())
    assert HIDDEN[1].encode() not in published
    everything = [
        path.read_bytes() for path in walk.root.rglob("*") if path.is_file() and "intake.db" not in path.name
    ]
    assert HIDDEN[0].encode() not in b"\n".join(everything)
    assert HIDDEN[0].encode() not in (walk.root / "intake.db").read_bytes()
    desk.engine.dispose()
