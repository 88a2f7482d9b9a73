"""From a reader's phone to number 15 on the page: the desk behind nginx, make comments, make publish.

On both databases. And afterwards: of no reader is an address anywhere but in the database.
"""

import http.client
import io
import os
import re
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import feedparser
import pytest
from sqlalchemy import select

from plugins.comments.parse import parse_thread
from plugins.intake.commands import parse
from plugins.intake.database import connect, reading
from plugins.intake.tables import people
from tests import nginx
from tests.intake.conftest import database_url, empty_sqlite, postgres, postgres_database  # noqa: F401
from tests.intake.mail_server import mail_server
from tests.intake.running import running
from tests.site.small_site import SETTINGS, comment, thread
from tests.walks.walk import Walk

NETWORK = "127.0.0.77"
"""From which somebody posts who has no browser."""

NELL, TYPED, EDITOR = "nell@mail.example", "robin@mail.example", "editor@walks.example"
RIGHT = "correct horse battery"
WIDTH = "document.documentElement.scrollWidth"
PHONE = {"viewport": {"width": 390, "height": 800}, "java_script_enabled": False}


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


class Desk:
    """The desk on its server, and the author's machine, which has the publication and a token."""

    def __init__(self, walk, folder, one, port, mail):
        self.walk, self.folder, self.one, self.mail = walk, folder, one, mail
        self.address = f"http://127.0.0.1:{port}"
        laptop = f'[desk]\ndatabase = ""\nurl = "{self.address}/comments/"\ntoken_file = "token"\n'
        (walk.root / "intake.toml").write_text(laptop)
        (walk.root / "token").write_bytes((folder / "token").read_bytes())

    def comments(self):
        """`make comments`, on the author's machine."""
        return say(self.walk.root, "write", "--publication", SETTINGS)

    def answers(self):
        """Number of each comment that came → what its file says that it answers."""
        files = {
            path.name: path.read_bytes() for path in (self.walk.content / "comments/coffee").glob("*.md")
        }
        found, wrong = parse_thread("coffee", files)
        assert not wrong
        return {one.number: one.replyto for one in found.comments if one.number > 14}

    def publish(self):
        """`make publish` there."""
        self.walk.clock = int(time.time()) + 60
        self.walk.publish()

    def mailed(self, to, heading):
        """The worker's round; then where the message to somebody leads: its addresses, here."""
        say(self.folder, "work")
        found = [one for one in self.mail.to(to) if heading in one["Subject"]]
        assert len(found) == 1, [one["Subject"] for one in self.mail.messages]
        urls = re.findall(r"https?://\S+", found[0].get_content())
        return [self.address + url[url.index("/", 8) :] for url in urls]


def say(folder, *words, typed=""):
    """What a command says, typed in that folder."""
    stdin, here = sys.stdin, Path.cwd()
    sys.stdin = io.StringIO(typed)
    os.chdir(folder)
    try:
        options = parse([*words, "--settings", "intake.toml"])
        return options.run(options)
    finally:
        sys.stdin = stdin
        os.chdir(here)


@pytest.fixture
def desk(walk, tmp_path, database_url):  # noqa: F811
    """It answers, and nginx passes on to it what the file of `make nginx` says."""
    program = nginx.find_nginx()
    if program is None:
        pytest.skip("there is no nginx; install it with apt-get install nginx-light")
    folder = tmp_path / "desk"
    (folder / "nginx").mkdir(parents=True)
    (folder / "token").write_text("for-the-laptop\n")
    with mail_server() as mail:
        text = (
            f'[desk]\ndatabase = "{database_url}"\nsite = "{walk.live}"\ntoken_file = "token"\n'
            'url = "http://walks.example/comments/"\n[mail]\nhost = "127.0.0.1"\n'
            f'port = {mail.port}\nsecurity = "none"\nsender = "desk@walks.example"\nmoderators = ["{EDITOR}"]\n'
        )
        (folder / "intake.toml").write_text(text)
        say(folder, "account", "ada", typed=f"{RIGHT}\n")
        with (
            running(folder, text) as [one],
            nginx.serve(program, walk.live, folder / "nginx", desk=one.port, logs=True) as port,
        ):
            yield Desk(walk, folder, one, port, mail)


@contextmanager
def phone(chromium):
    context = chromium.new_context(**PHONE)
    yield context.new_page()
    context.close()


def fill(page, **fields):
    for name, value in fields.items():
        page.fill(f"main form [name={name}] >> nth=0", value)


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()
    assert page.evaluate(WIDTH) <= 390


def readers_write(page, desk):
    """One comment is sent, seen waiting and changed; number 12 is answered, with mail; another is taken back.

    Returns the private pages of the first two.
    """
    page.goto(f"{desk.address}/2025/coffee/")
    fill(page, author="Wren", body="Sip *fifteen*.")
    press(page, "Send")
    first = page.url
    assert "It waits for somebody to read it" in page.inner_text("main")
    fill(page, body="Sip *fifteen*, cold.")
    press(page, "Change")
    assert "cold" in page.locator("#said + article").inner_text()

    page.goto(f"{desk.address}/2025/coffee/")
    with page.expect_navigation():
        page.locator("#comment-12").get_by_role("link", name="Reply to 12").click()
    assert page.url == f"{desk.address}/comments/to/coffee?replyto=12"
    assert "Sip 12." in page.inner_text("[aria-labelledby=answered]")
    fill(page, author="Robin", body=f"Write to {TYPED} of it.")
    press(page, "Send")
    second = page.url
    fill(page, address=NELL)
    press(page, "Tell me when somebody answers")
    assert "A message is on its way" in page.inner_text("main")

    page.goto(f"{desk.address}/comments/to/coffee")
    fill(page, author="Robin", body="I should not say this.")
    press(page, "Send")
    press(page, "Withdraw")
    assert "You took it back" in page.inner_text("main")

    page.goto(desk.mailed(NELL, "Tell you of answers?")[0])
    press(page, "Yes, tell me of answers")
    assert "Confirmed" in page.inner_text("main")
    return first, second


def post_without_a_browser(desk, body):
    """From another network."""
    connection = http.client.HTTPConnection(urlsplit(desk.address).netloc, source_address=(NETWORK, 0))
    fields = {"thread": "coffee", "author": "Mallory", "body": body, "step": "send"}
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/comments/", urlencode(fields), form)
    assert connection.getresponse().status == 303
    connection.close()


def author_decides(page, desk):
    """From the message about what waits, on a phone: approved, answered, refused."""
    page.goto(desk.mailed(EDITOR, "wait")[0])
    page.fill("#name", "ada")
    page.fill("#password", RIGHT)
    press(page, "Sign in")
    assert page.locator("h1").inner_text() == "Row 1"
    press(page, "Approve")
    assert page.locator("h1").inner_text() == "Row 2"
    page.fill("[name=reply]", "I do.")
    press(page, "Answer")
    assert page.locator("h1").inner_text() == "Row 4"
    press(page, "Refuse")
    assert "Nothing waits" in page.inner_text("main")


def assert_fifteen_stands(page, desk, private):
    """On the page, in the thread's feed and in the ledger; and its writer sees that."""
    page.goto(f"{desk.address}/2025/coffee/#comment-15")
    # A browser may keep a page for five minutes.
    page.reload()
    assert "Sip fifteen, cold." in page.locator("#comment-15").inner_text()
    assert "12" in page.locator("#comment-16").inner_text()
    feed = feedparser.parse(desk.walk.read("2025/coffee/comments.atom"))
    links = {entry.link.rpartition("/")[2] for entry in feed.entries}
    assert {"#comment-15", "#comment-16", "#comment-17"} <= links
    assert "/2025/coffee/#comment-15" in (desk.walk.content / "ledger.txt").read_text()
    page.goto(private)
    assert "stands on the page as number 15" in page.inner_text("main")
    assert desk.walk.where("Mallory") == []


def assert_words_survive(page, desk):
    """The desk is down: the page is as before, and the browser's way back has every word."""
    page.goto(f"{desk.address}/2025/coffee/")
    fill(page, author="Wren", body="Into the void.")
    desk.one.stop()
    with page.expect_navigation():
        page.get_by_role("button", name="Send", exact=True).click()
    assert "502" in page.inner_text("body")
    page.go_back()
    assert page.input_value("main form [name=body]") == "Into the void."


def assert_no_address_is_kept(desk, url):
    """Not in content/, not in what is published, in no log, in no setting, in no name of a copy."""
    engine = connect(url)
    with reading(engine) as connection:
        known = set(connection.execute(select(people.c.address)).scalars())
    engine.dispose()
    assert known == {NELL}
    (desk.folder / "copies").mkdir()
    say(desk.folder, "backup", "copies")
    files = [path for path in desk.walk.root.parent.rglob("*") if path.is_file()]
    logs = [path for path in files if path.suffix == ".log"]
    assert {"access.log", "error.log", "intake-0.log"} <= {path.name for path in logs}
    database = [path for path in files if ".db" in path.name]
    assert [path.parent.name for path in database if path.name.startswith("intake-20")] == ["copies"]
    for address in (NELL, NETWORK):
        assert not [path for path in files if address in path.name]
        held = [path for path in files if path not in database and address.encode() in path.read_bytes()]
        assert held == []
    # The digest of a network is in the database, the network is not; addresses are.
    assert not [path for path in database if NETWORK.encode() in path.read_bytes()]
    assert [path for path in database if NELL.encode() in path.read_bytes()]
    # What somebody writes into their own words is theirs: in the file, and taken apart on every page.
    assert TYPED.encode() not in b"\n".join(desk.walk.live_files().values())
    # A private page's address is in no log either.
    assert not [path for path in logs if b"/mine/" in path.read_bytes() or b"/mail/" in path.read_bytes()]


@pytest.mark.slow
@pytest.mark.browser
def test_what_a_reader_sent_stands_as_number_fifteen(chromium, desk, database_url):  # noqa: F811
    with phone(chromium) as reader, phone(chromium) as author:
        private, _ = readers_write(reader, desk)
        post_without_a_browser(desk, "Never read")
        reader.goto(f"{desk.address}/comments/to/coffee")
        assert "fifteen" not in reader.inner_text("body")

        author_decides(author, desk)
        assert desk.walk.where("fifteen") == []
        say(desk.folder, "work")
        assert "An answer" not in " ".join(one["Subject"] for one in desk.mail.messages)
        assert "make publish shows them" in desk.comments()
        assert desk.comments() == "Nothing to write"
        assert desk.answers() == {15: None, 16: 12, 17: 16}
        desk.publish()

        assert_fifteen_stands(reader, desk, private)
        reader.goto(desk.mailed(NELL, "An answer to you")[0])
        assert reader.url.endswith("/2025/coffee/#comment-17")
        assert "I do." in reader.inner_text("#comment-17")
        assert_words_survive(reader, desk)
    assert_no_address_is_kept(desk, database_url)
