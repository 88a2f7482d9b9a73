"""The desk as it runs: several processes, slow senders, a proxy before it, and a process that is killed."""

import io
import itertools
import re
import signal
import socket
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from http.client import HTTPException
from threading import Lock

import pytest
from sqlalchemy import select

from plugins.intake import passwords
from plugins.intake.arriving import DOUBLE_SECONDS
from plugins.intake.command_write import write_here
from plugins.intake.commands import parse
from plugins.intake.database import connect, reading, writing
from plugins.intake.live import Live
from plugins.intake.model import DeskError
from plugins.intake.moderating import Elsewhere
from plugins.intake.tables import entries
from plugins.intake.web import HEADERS
from tests import nginx
from tests.intake.running import running
from tests.intake.test_written import make_content, thread_of

FIELDS = {"thread": "the-offer", "website": "", "replyto": "", "step": "send"}


@pytest.fixture
def text(settings, tmp_path):
    """The settings file of a desk that is not limited."""
    settings(network_per_hour=10**6, desk_per_hour=10**6, asks_again=10**6)
    return (tmp_path / "intake.toml").read_text()


def post(desk, body):
    """Where the private page of a comment is."""
    status, headers, said = desk.ask("POST", "/comments/", FIELDS | {"author": "Wren", "body": body})
    assert status == 303, said
    return headers["Location"]


def words_on(desk, address):
    status, _, said = desk.ask("GET", address)
    assert status == 200
    return unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", said, re.DOTALL)[1])


def bodies(database_url):
    engine = connect(database_url)
    with reading(engine) as connection:
        found = list(connection.execute(select(entries.c.body)).scalars())
    engine.dispose()
    return found


def load(desks, clients, posts, killed=None):
    """Each client posts and reads its own page back. Returns what was accepted, and what was sent."""

    def work(client):
        accepted = []
        for number in range(posts):
            desk = desks[(client + number) % len(desks)]
            body = f"Comment {number} of client {client}"
            try:
                address = post(desk, body)
                accepted.append(body)
                if number % 5 == 0:
                    assert words_on(desk, address) == body
            except (OSError, HTTPException):
                assert killed is not None
            if killed is not None and client == 0 and number == posts // 2:
                killed.process.send_signal(signal.SIGKILL)
        return accepted

    with ThreadPoolExecutor(clients) as pool:
        return list(itertools.chain.from_iterable(pool.map(work, range(clients))))


def test_two_processes_and_eight_clients_lose_and_mix_nothing(text, tmp_path, database_url):
    """Case 1."""
    with running(tmp_path, text, 2) as desks:
        accepted = load(desks, 8, 10)
        memory = max(desk.memory_megabytes for desk in desks)

    assert Counter(bodies(database_url)) == Counter(accepted)
    assert len(accepted) == 80
    assert memory < 80
    for log in tmp_path.glob("intake-*.log"):
        assert "queue depth" not in log.read_text()
        assert "ERROR" not in log.read_text()


def test_a_process_is_killed_and_what_was_accepted_is_there(text, tmp_path, database_url):
    """Nothing doubled either; what was not answered may be there or not."""
    with running(tmp_path, text, 2) as desks:
        accepted = load(desks, 4, 12, killed=desks[1])

    found = Counter(bodies(database_url))
    assert not Counter(accepted) - found
    assert max(found.values()) == 1


@pytest.mark.slow
def test_four_processes_and_eight_clients_each(text, tmp_path, database_url):
    with running(tmp_path, text, 4) as desks:
        accepted = load(desks, 32, 50)
        halved = load(desks, 32, 20, killed=desks[3])

    found = Counter(bodies(database_url))
    assert len(accepted) == 1600
    assert not (Counter(accepted) | Counter(halved)) - found


class Life:
    """One life of the desk: three readers send and a moderator approves until it is killed."""

    def __init__(self, desk, life):
        self.desk, self.life, self.killed_after = desk, life, 4 + life % 20
        self.lock, self.done = Lock(), 0
        self.accepted, self.unsure, self.approved = [], {}, {}

    def count(self):
        """Something was answered. Whatever else is on its way at that moment is cut off."""
        with self.lock:
            self.done += 1
            if self.done == self.killed_after:
                self.desk.process.send_signal(signal.SIGKILL)

    def send(self, client):
        for number in itertools.count():
            body = f"Comment {number} of client {client} in life {self.life}"
            try:
                post(self.desk, body)
            except (OSError, HTTPException):
                self.unsure[body] = time.monotonic()
                return
            self.accepted.append(body)
            self.count()

    def decide(self, queue):
        try:
            while True:
                item, _ = queue.after(0)
                if item is not None:
                    self.approved[item.row] = queue.approve(item)
                    self.count()
        except (DeskError, OSError, HTTPException):
            return


@pytest.mark.slow
def test_thirty_kills_lose_and_double_nothing(text, tmp_path, database_url):
    """Who got no answer sends it again, as people do: there it is once. What was approved has one number, and a file.

    What took longer than the minute in which a comment is known again may be there or not.
    """
    content = make_content(tmp_path)
    engine = connect(database_url)
    with writing(engine) as connection:
        passwords.keep_account(connection, "ada", "correct horse battery", 1)
    accepted, approved, late, unsure = [], {}, set(), {}
    for life in range(31):
        with running(tmp_path, text.replace("https://", "http://")) as [desk]:
            for body, at in unsure.items():
                if time.monotonic() - at < DOUBLE_SECONDS / 2:
                    post(desk, body)
                    accepted.append(body)
                else:
                    late.add(body)
            if life == 30:
                break
            one = Life(desk, life)
            url = f"http://127.0.0.1:{desk.port}/comments/"
            moderator = Elsewhere(url, "ada", "correct horse battery")
            with ThreadPoolExecutor(4) as pool:
                deciding = pool.submit(one.decide, moderator)
                list(pool.map(one.send, range(3)))
                deciding.result()
            assert desk.process.wait() == -signal.SIGKILL
        accepted += one.accepted
        approved |= one.approved
        unsure = one.unsure

    found = Counter(bodies(database_url))
    assert {body: count for body, count in found.items() if body not in late} == Counter(accepted)
    assert set(found.values()) == {1}
    with reading(engine) as connection:
        rows = connection.execute(select(entries.c.id, entries.c.number, entries.c.body)).all()
    given = {row.id: row.number for row in rows if row.number is not None}
    assert sorted(given.values()) == list(range(1, len(given) + 1))
    assert {row: f"Number {given.get(row)}" for row in approved} == approved
    assert len(approved) > 10
    done, faults = write_here(engine, Live(tmp_path / "site"), content, tmp_path / "pelicanconf.py")
    engine.dispose()
    assert (len(done), faults) == (len(given), [])
    written = {comment.number: comment.body for comment in thread_of(content).comments}
    assert written == {row.number: row.body for row in rows if row.number is not None}


def slow_senders(port, count, sources=1):
    """Connections that send half of a body, and no more; from so many addresses of loopback."""
    head = (
        b"POST /comments/ HTTP/1.1\r\nHost: a.example\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    )
    opened = []
    for number in range(count):
        source = (f"127.0.1.{1 + number % sources}", 0) if sources > 1 else None
        one = socket.create_connection(("127.0.0.1", port), timeout=180, source_address=source)
        one.sendall(head + b"Content-Length: 1000\r\n\r\nthread=the-offer&body=")
        opened.append(one)
    return opened


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_slow_senders_stop_nobody(text, tmp_path):
    """120 half bodies stall waitress as it comes. Some are silent from the start."""
    with running(tmp_path, text) as [desk]:
        opened = slow_senders(desk.port, 130)
        opened += [socket.create_connection(("127.0.0.1", desk.port), timeout=180) for _ in range(20)]
        begun = time.monotonic()
        address = post(desk, "In spite of them")
        assert words_on(desk, address) == "In spite of them"
        took = time.monotonic() - begun
        for one in opened:
            one.close()

    assert took < 15, "it waited until they were thrown out"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_behind_the_proxy_of_our_sample(text, tmp_path, release):
    """nginx takes the bodies, slow ones too, says who sends, and hides what the desk reads of the release."""
    program = nginx.find_nginx()
    if program is None:
        pytest.skip("nginx is missing")
    release.thread("the-offer", "The offer", comments=[1])
    (tmp_path / "nginx").mkdir()
    with (
        running(tmp_path, text) as [desk],
        nginx.serve(program, release.folder, tmp_path / "nginx", desk=desk.port) as port,
    ):
        opened = slow_senders(port, 15) + slow_senders(port, 130, sources=13)
        status, _, answer = desk.ask("POST", "/comments/", FIELDS | {"body": "x" * 300_000})
        assert (status, "longer than a comment can be" in answer) == (413, True)
        direct, desk.port = desk.port, port
        address = post(desk, "Through the proxy")
        assert words_on(desk, address) == "Through the proxy"
        assert desk.ask("GET", "/comments/threads.json")[0] == 404
        assert desk.ask("GET", "/comments/frame.html")[0] == 404
        status, headers, _ = desk.ask("GET", "/comments/to/the-offer?replyto=1")
        assert status == 200
        names = ("Cache-Control", "Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options")
        assert {name: headers.get_all(name) for name in names} == {name: [HEADERS[name]] for name in names}
        status, headers, _ = desk.ask("POST", "/comments/", FIELDS | {"body": "x" * 300_000})
        assert (status, headers.get_all("Referrer-Policy")) == (413, ["no-referrer"])
        for one in opened:
            one.close()
        desk.port = direct
        assert desk.ask("GET", "/comments/threads.json")[0] == 404


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_it_starts_with_a_database_that_is_up_to_date_only(text, tmp_path):
    wrong = text.replace("intake.db", "other.db")
    said = "The database is empty; run python -m plugins.intake migrate"
    with pytest.raises(AssertionError, match=said), running(tmp_path, wrong):
        pass


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_laptop_decides_and_fetches_over_the_network(text, tmp_path, monkeypatch, capsys, database_url):
    """`make moderate` and `make comments` where the database is not."""
    make_content(tmp_path)
    engine = connect(database_url)
    with writing(engine) as connection:
        passwords.keep_account(connection, "ada", "correct horse battery", 1)
    engine.dispose()
    monkeypatch.chdir(tmp_path)
    # Over https the cookie would be for https alone.
    with running(tmp_path, text.replace("https://", "http://")) as [desk]:
        for body in ("One", "Two", "Three", "Four"):
            post(desk, body)
        laptop = (
            f'[desk]\ndatabase = ""\nurl = "http://127.0.0.1:{desk.port}/comments/"\ntoken_file = "mine"\n'
        )
        (tmp_path / "intake.toml").write_text(laptop)
        (tmp_path / "mine").write_bytes((tmp_path / "token").read_bytes())

        def say(command, typed=""):
            monkeypatch.setattr("sys.stdin", io.StringIO(typed))
            options = parse([command, "--settings", "intake.toml"])
            return options.run(options)

        with pytest.raises(DeskError, match="do not belong together"):
            say("moderate", "ada\nwrong password\n")
        said = say("moderate", "ada\ncorrect horse battery\na\ns\np\n@Wren: yes.\np\n \nr\n")
        shown = capsys.readouterr().out
        assert say("write") == "Nothing to write"
        (tmp_path / "mine").write_text("another")
        with pytest.raises(DeskError, match="the token is not the desk's"):
            say("write")

    assert "4 waiting. Row 1: Wren to The offer" in shown
    assert "Number 1" in shown
    assert "nothing was written" in shown
    assert "make publish shows them" in said
    assert [one.body for one in thread_of(tmp_path / "content").comments] == ["One", "Three", "@Wren: yes."]
    for url, what in (
        ("http://a.example/comments/", "not https"),
        ("http://127.0.0.1:1/comments/", "try again"),
    ):
        (tmp_path / "intake.toml").write_text(f'[desk]\ndatabase = ""\nurl = "{url}"\ntoken_file = "mine"\n')
        with pytest.raises(DeskError, match=what):
            say("write")
        with pytest.raises(DeskError, match=what):
            say("moderate", "ada\ncorrect horse battery\n")
