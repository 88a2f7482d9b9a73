"""Databases of both kinds for the comment desk: SQLite, and PostgreSQL where its programs are."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

import pytest
from sqlalchemy import create_engine, select, text

from plugins.intake import queue
from plugins.intake.database import connect, migrate, reading
from plugins.intake.desk import Desk
from plugins.intake.model import Entry
from plugins.intake.settings import read_intake
from plugins.intake.tables import entries, metadata
from plugins.intake.web import make_app
from tests.intake.postgres import missing, started


@pytest.fixture(scope="session")
def postgres():
    """Its URL without a database. One server for all tests of a process."""
    if reason := missing():
        pytest.skip(reason)
    with started() as url:
        yield url


def _make_database(server: str, name: str) -> None:
    engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_database(postgres):
    """One database with the schema, emptied for each test that asks for `database_url`."""
    _make_database(postgres, "desk")
    url = f"{postgres}/desk"
    engine = connect(url)
    migrate(engine)
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory):
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    engine = connect(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """The URL of an empty database with the newest schema: each test that asks runs on both kinds."""
    if request.param == "sqlite":
        path = tmp_path / "intake.db"
        shutil.copy(request.getfixturevalue("empty_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    url = request.getfixturevalue("postgres_database")
    engine = create_engine(url)
    names = ", ".join(table.name for table in metadata.sorted_tables)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    engine.dispose()
    yield url


@pytest.fixture
def engine(database_url):
    """An empty desk's database."""
    engine = connect(database_url)
    yield engine
    engine.dispose()


SITE = "https://a.example"
IDENTITY = "tag:a.example,2026:"
FRAME = """<!doctype html><html lang="en"><head><title><!-- desk:title --></title></head>
<body><main><h1><!-- desk:title --></h1><!-- desk:main --></main></body></html>
"""


class Release:
    """A folder as a publish leaves it, as far as the desk reads it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.threads = {}
        self.thread("the-offer", "The offer")
        self.thread("dictionary/boss", "Boss, n.", url="/dictionary/boss/")

    def thread(self, key, title, *, url="", identity="", state="open", closes=None, comments=()):
        """A thread; `comments` are numbers, or (number, author, html)."""
        said = [
            one if isinstance(one, tuple) else (one, f"Reader {one}", f"<p>Words {one}.</p>")
            for one in comments
        ]
        address = url or f"/2026/{key}/"
        highest = max((one[0] for one in said), default=0)
        self.threads[key] = [key, identity or IDENTITY + key, address, title, state, closes, highest]
        self._write(address, said)
        return self

    def gone(self, key):
        """Its page is not published any more."""
        del self.threads[key]
        self._write()

    def _write(self, address="", said=()):
        if said:
            place = self.folder / address.strip("/") / "comments.json"
            place.parent.mkdir(parents=True, exist_ok=True)
            rows = [
                {
                    "number": number,
                    "status": "published",
                    "author": {"name": author, "url": None, "is_author": False},
                    "content_html": html,
                }
                for number, author, html in said
            ]
            place.write_text(json.dumps({"comments": rows}), "utf-8")
        rows = ",\n".join(map(json.dumps, self.threads.values()))
        listing = f'{{"format": 1, "site": "{SITE}", "authors": ["Ada Lovell"], "threads": [\n{rows}\n]}}\n'
        (self.folder / "comments").mkdir(parents=True, exist_ok=True)
        half = self.folder / "comments/threads.part"
        half.write_text(listing, "utf-8")
        half.replace(self.folder / "comments/threads.json")
        (self.folder / "comments/frame.html").write_text(FRAME, "utf-8")


@pytest.fixture
def release(tmp_path):
    return Release(tmp_path / "site")


@pytest.fixture
def settings(tmp_path, release, database_url):
    """Of a desk on the empty database: `settings(network_per_hour=2)` for another limit."""

    def make(**limits):
        (tmp_path / "token").write_text("for-the-laptop\n")
        said = "".join(f"{key} = {value}\n" for key, value in limits.items())
        text = (
            f'[desk]\ndatabase = "{database_url}"\nsite = "site"\ncontent = "content"\ntoken_file = "token"\n'
            f'url = "{SITE}/comments/"\nproxies = ["127.0.0.1"]\n[limits]\n{said}'
        )
        (tmp_path / "intake.toml").write_text(text)
        return read_intake(tmp_path / "intake.toml")

    return make


class Client:
    """A reader's browser, with scripts off and no cookies but the desk's."""

    def __init__(self, app, desk, address="192.0.2.1"):
        self.app, self.desk = app, desk
        self.client = app.test_client()
        self.address = address

    def get(self, path, **headers):
        return self.client.get(path, headers=headers | {"X-Forwarded-For": self.address})

    def post(self, path, fields=None, *, data=None, kind="application/x-www-form-urlencoded", **headers):
        body = data if data is not None else urlencode(fields or {}).encode()
        given = {key.replace("_", "-"): value for key, value in headers.items()}
        given.setdefault("X-Forwarded-For", self.address)
        return self.client.post(path, data=body, content_type=kind, headers=given)

    def send(self, body="I was told so.", author="Skeptic", thread="the-offer", **more):
        """A comment, as the form of the page sends it."""
        fields = {
            "thread": thread,
            "author": author,
            "website": "",
            "replyto": "",
            "body": body,
            "step": "send",
        }
        return self.post(
            "/comments/", fields | {"leave-empty": ""} | {k.replace("_", "-"): v for k, v in more.items()}
        )

    def row(self, number=1):
        with reading(self.desk.engine) as connection:
            return queue.find_row(connection, number)

    def rows(self):
        with reading(self.desk.engine) as connection:
            return [Entry.of(row) for row in connection.execute(select(entries).order_by(entries.c.id))]


@pytest.fixture
def open_desk(settings):
    """`open_desk(network_per_hour=2)`: a client of a running desk."""
    opened = []

    def make(**limits):
        desk = Desk.open(settings(**limits))
        opened.append(desk)
        return Client(make_app(desk), desk)

    yield make
    for desk in opened:
        desk.engine.dispose()


@pytest.fixture
def run_together():
    """`run_together(do, things)`: `do` of each, in threads that begin at the same moment."""

    def run(do, things):
        things = list(things)
        ready = Barrier(len(things))

        def begin(thing):
            ready.wait()
            return do(thing)

        with ThreadPoolExecutor(len(things)) as pool:
            return list(pool.map(begin, things))

    return run
