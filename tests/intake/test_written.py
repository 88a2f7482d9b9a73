"""From an approved row to its file: done once, whatever happens on the way."""

import json
import os
import shutil
import signal
import sys
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from plugins.checks.read import read_texts
from plugins.checks.source_rules import comments_at_odd_times
from plugins.comments.model import Comment, Role
from plugins.comments.parse import parse_thread
from plugins.intake import deciding, numbers, queue
from plugins.intake.command_write import write_here
from plugins.intake.database import connect, reading, writing
from plugins.intake.desk import seconds
from plugins.intake.live import Live
from plugins.intake.model import DeskError, moment_of
from plugins.intake.questions import Words
from plugins.intake.tables import entries
from plugins.intake.written import Approved, as_data, from_data, highest_in, write_all, write_one
from plugins.site.content import layout_of
from plugins.site.settings import customs_of
from plugins.source import Source
from tests.intake.conftest import IDENTITY


def make_content(folder):
    """A publication with one article and one word, and settings of its own."""
    (folder / "content/articles").mkdir(parents=True)
    (folder / "content/dictionary").mkdir()
    (folder / "content/articles/the-offer.md").write_text(
        f"Title: The offer\nDate: 2026-01-05 09:00\nCategory: Pay\nId: {IDENTITY}the-offer\n\nText.\n"
    )
    (folder / "content/dictionary/boss.md").write_text("Date: 2026-01-05\n\nBOSS, n. A weather.\n")
    (folder / "pelicanconf.py").write_text("ARTICLE_PATHS = ['articles']\n")
    return folder / "content"


@pytest.fixture
def content(tmp_path):
    return make_content(tmp_path)


@pytest.fixture
def client(open_desk, content):
    return open_desk()


def approve(client, row):
    with writing(client.desk.engine) as connection:
        return deciding.approve(connection, row, client.desk.decider("terminal"), seconds())


def write(client, content):
    return write_here(client.desk.engine, client.desk.live, content, content.parent / "pelicanconf.py")


def files_of(content, key="the-offer"):
    return sorted(path.name for path in (content / "comments" / key).iterdir())


def thread_of(content, key="the-offer"):
    folder = content / "comments" / key
    thread, wrong = parse_thread(key, {path.name: path.read_bytes() for path in folder.iterdir()})
    assert wrong == ()
    return thread


@pytest.mark.parametrize(
    ("days", "date"),
    [
        # Before its article, which no publish would take.
        (-3000, "2026-01-05T09:00:00Z"),
        (3000, None),
    ],
)
def test_a_clock_that_was_wrong_stops_no_publish(client, content, days, date):
    client.send()
    at = int(datetime(2026, 1, 5, tzinfo=UTC).timestamp()) + days * 86_400
    with writing(client.desk.engine) as connection:
        connection.execute(update(entries).values(received_at=at))
    approve(client, 1)
    with writing(client.desk.engine) as connection:
        connection.execute(update(entries).values(modified_at=at + 60))

    before = datetime.now(UTC).replace(microsecond=0)
    _, faults = write(client, content)

    assert faults == []
    [comment] = thread_of(content).comments
    expected = datetime.fromisoformat(date) if date else before
    assert timedelta() <= comment.posted_at - expected < timedelta(minutes=1)
    now = datetime.now(UTC)
    texts = read_texts(content, now, customs_of({}, now), layout_of({"ARTICLE_PATHS": ["articles"]}))
    assert list(comments_at_odd_times(texts)) == []


def test_what_is_approved_becomes_a_file(client, content, release):
    release.thread("the-offer", "The offer", comments=[1, 2, 14])
    client.send("Nobody *called*.", author="Wren", website="https://wren.example/", replyto="14")
    client.send("About bosses.", thread="dictionary/boss")
    client.send("Not this one.")
    approve(client, 1)
    approve(client, 2)

    done, faults = write(client, content)

    assert faults == []
    assert [one.number for one in done] == [1, 15]
    comment = thread_of(content, "dictionary/boss").comments[0]
    assert comment.body == "About bosses."
    [name] = files_of(content)
    text = (content / "comments/the-offer" / name).read_text()
    assert text.startswith(f"Number: 15\nId: {client.row(1).comment_id}\nDate: ")
    assert "Author: Wren\nWebsite: https://wren.example/\nReplyto: 14\n\nNobody *called*.\n" in text
    assert client.row(1).written_at is not None
    assert client.row(3).written_at is None


def test_no_address_of_anybody_is_in_a_file(client, content):
    for text in (
        "My address is me23@home.example thanks",
        "me23&#64;home.example",
        "[x](mailto:me23@home.example)",
    ):
        client.send(text)
        approve(client, len(client.rows()))

    write(client, content)

    files = [content / "comments/the-offer" / name for name in files_of(content)]
    assert len(files) == 3
    assert not any("home.example" in path.read_text() for path in files)
    assert client.row(1).body == "My address is me23@… thanks"


def test_done_again_it_does_nothing(client, content):
    client.send()
    approve(client, 1)
    write(client, content)
    before = {path: path.stat().st_mtime_ns for path in content.rglob("*") if path.is_file()}

    assert write(client, content) == ([], [])
    with writing(client.desk.engine) as connection:
        connection.execute(update(entries).values(written_at=None))
    done, _ = write(client, content)

    assert [one.is_new for one in done] == [False]
    assert {path: path.stat().st_mtime_ns for path in content.rglob("*") if path.is_file()} == before
    assert client.row().written_at is not None


def test_a_number_taken_by_hand_means_the_next(client, content):
    """Nothing was published under it; the author's own answer follows."""
    client.send("One")
    client.send("Two")
    with writing(client.desk.engine) as connection:
        words = Words("The Editor", None, None, "@Skeptic: yes.")
        deciding.answer(connection, 1, words, client.desk.decider("terminal"), seconds())
    approve(client, 2)
    folder = content / "comments/the-offer"
    folder.mkdir(parents=True)
    by_hand = "Number: 1\nId: BYHAND\nDate: 2026-01-06T10:00:00Z\nAuthor: The Editor\n\nBy hand.\n"
    (folder / "0001-BYHAND.md").write_text(by_hand)

    _, faults = write(client, content)

    assert faults == []
    said = [(one.number, one.body, one.replyto, one.role) for one in thread_of(content).comments]
    assert said == [
        (1, "By hand.", None, Role.READER),
        (2, "One", None, Role.READER),
        (3, "@Skeptic: yes.", 2, Role.AUTHOR),
        (4, "Two", None, Role.READER),
    ]
    client.send("Three")
    assert approve(client, 4).number == 5


def test_a_number_of_a_deleted_file_is_not_given_again(client, content):
    client.send("One")
    approve(client, 1)
    write(client, content)
    [name] = files_of(content)
    (content / "comments/the-offer" / name).unlink()

    client.send("Two")

    assert approve(client, 2).number == 2


def test_the_folder_counts_where_it_is_here(client, content):
    folder = content / "comments/the-offer"
    folder.mkdir(parents=True)
    (folder / "0041-BYHAND.md").write_text(
        "Number: 41\nId: BYHAND\nDate: 2026-01-06T10:00:00Z\nAuthor: A\n\nB.\n"
    )
    client.send()

    assert highest_in(folder) == 41
    assert approve(client, 1).number == 42


def test_a_comment_for_no_article_waits_and_says_so(client, content, release):
    release.thread("gone", "Gone")
    client.send(thread="gone")
    client.send()
    approve(client, 1)
    approve(client, 2)

    done, faults = write(client, content)

    assert [one.approved.thread_key for one in done] == ["the-offer"]
    assert faults == ['content has no article or word "gone": comment 1 waits for it']
    assert not (content / "comments/gone").exists()


def test_a_renamed_article_gets_what_was_approved_before(client, content):
    """The id finds it, also before the new address is published."""
    client.send()
    approve(client, 1)
    (content / "articles/the-offer.md").rename(content / "articles/the-better-offer.md")

    write(client, content)

    assert len(files_of(content, "the-better-offer")) == 1


def test_a_revision_and_a_withdrawal_reach_the_file(client, content):
    token = client.send("First words").headers["Location"]
    approve(client, 1)
    write(client, content)
    client.post(token, {"do": "change", "author": "Skeptic", "body": "Second words"})
    write(client, content)
    assert thread_of(content).comments[0].body == "First words"
    approve(client, 2)

    write(client, content)
    comment = thread_of(content).comments[0]
    assert (comment.body, comment.number) == ("Second words", 1)
    assert comment.modified_at is not None

    client.post(token, {"do": "withdraw"})
    write(client, content)
    comment = thread_of(content).comments[0]
    assert (comment.is_deleted, comment.author, comment.body) == (True, "", "")
    assert len(files_of(content)) == 1


def test_an_authors_own_correction_stays(client, content):
    client.send("Teh words")
    approve(client, 1)
    write(client, content)
    [name] = files_of(content)
    path = content / "comments/the-offer" / name
    path.write_text(path.read_text().replace("Teh", "The"))
    with writing(client.desk.engine) as connection:
        connection.execute(update(entries).values(written_at=None))

    write(client, content)

    assert thread_of(content).comments[0].body == "The words"


def comment(number=3, identity="01ABC", body="Words."):
    at = datetime(2026, 5, 1, tzinfo=UTC)
    return Approved("the-offer", IDENTITY, "0-0", Comment(number, identity, at, "Wren", body, Source("")))


def kill_at(step, folder, do):
    """`do` in a process of its own, which is killed at that of its steps. Returns how many it came to, if it lived.

    A step is whatever it does to a file or a folder under `folder`, each side of a sync, and of what it tells the desk.
    """
    steps = ("open", "os.mkdir", "os.rename", "os.remove", "os.listdir", "os.scandir")
    seen, sync, tell = 0, os.fsync, numbers.written

    def count(event, arguments):
        nonlocal seen
        if event in steps and str(folder) in str(arguments[0]):
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)

    def around(work):
        def counted(*arguments):
            count("open", (folder,))
            done = work(*arguments)
            count("open", (folder,))
            return done

        return counted

    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.fsync, numbers.written = around(sync), around(tell)
            sys.addaudithook(count)
            do()
            os.write(writer, str(seen).encode())
        finally:
            os._exit(0)
    os.close(writer)
    said = os.read(reader, 100)
    os.close(reader)
    _, status = os.waitpid(child, 0)
    return int(said) if said else -os.WTERMSIG(status)


@pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True
)
def test_write_is_killed_at_each_of_its_steps(client, content, tmp_path, database_url):
    """Case 14: run again there is one file each, whole, with one number, and nothing else; and both rows know."""
    client.send("The question")
    with writing(client.desk.engine) as connection:
        words = Words("The Editor", None, None, "The answer")
        deciding.answer(connection, 1, words, client.desk.decider("terminal"), seconds())
    client.desk.engine.dispose()

    def write_in(folder):
        engine = connect(database_url)
        write_here(engine, Live(tmp_path / "site"), folder / "content", folder / "pelicanconf.py")
        with reading(engine) as connection:
            missing = list(queue.unwritten(connection))
        engine.dispose()
        return missing

    def begin(name):
        """As before anything was written."""
        engine = connect(database_url)
        with writing(engine) as connection:
            connection.execute(update(entries).values(written_at=None))
        engine.dispose()
        folder = tmp_path / name
        shutil.copytree(content, folder / "content")
        shutil.copy(tmp_path / "pelicanconf.py", folder)
        return folder

    whole = begin("whole")
    steps = kill_at(0, whole / "content/comments", lambda: write_in(whole))
    assert steps >= 30
    for step in range(1, steps + 1):
        folder = begin(f"stopped-{step}")
        assert kill_at(step, folder / "content/comments", lambda: write_in(folder)) == -signal.SIGKILL  # noqa: B023
        assert write_in(folder) == []
        said = [(one.number, one.body, one.replyto) for one in thread_of(folder / "content").comments]
        assert said == [(1, "The question", None), (2, "The answer", 1)]
        assert len([path for path in (folder / "content/comments").rglob("*") if path.is_file()]) == 2
        shutil.rmtree(folder)


def test_what_cannot_be_read_again_is_not_written(tmp_path):
    with pytest.raises(DeskError, match="cannot be written"):
        write_one(tmp_path, comment(body="a\x00b"))
    with pytest.raises(DeskError, match="no name for a file"):
        write_one(tmp_path, comment(identity="../../x"))

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "change",
    [
        {"thread": "../x"},
        {"thread": "a/b"},
        {"thread": ".."},
        {"thread": "dictionary/.."},
        {"file": "Number: 3\n"},
        {"number": "x"},
        {"id": "../x"},
        {"file": "Number: 3\nId: 01ABC\nDate: 2026-05-01T00:00:00Z\nAuthor: A\nEmail: a@b.example\n\nB\n"},
    ],
)
def test_nothing_from_the_network_is_believed(change):
    data = json.loads(json.dumps(as_data(comment())))
    assert from_data(data).comment.body == "Words."

    with pytest.raises(DeskError):
        from_data(data | change)


def test_the_laptop_fetches_and_tells(client, content):
    """The token reads what was approved and nothing else."""
    client.send("From the server")
    approve(client, 1)
    token = {"Authorization": "Bearer for-the-laptop"}

    assert client.get("/comments/api/approved").status_code == 401
    (content.parent / "token").rename(content.parent / "away")
    assert client.get("/comments/api/approved", **token).status_code == 401
    (content.parent / "away").rename(content.parent / "token")
    assert client.get("/comments/api/approved", Authorization="Bearer x").status_code == 401
    assert client.post("/comments/api/written", data=b"{}", kind="application/json").status_code == 401
    [row] = client.get("/comments/api/approved", **token).get_json()["approved"]
    one = from_data(row)
    assert one.comment.body == "From the server"
    for wrong in (b"[", b"[]", b"{}", b'{"id": 3}', b'{"id": "a", "number": 1e30, "version": "x"}', b"\xff"):
        answer = client.post("/comments/api/written", data=wrong, kind="application/json", **token)
        assert 400 <= answer.status_code < 500
    said = {"id": one.comment.id, "number": 1, "version": one.version}
    stale = json.dumps(said | {"version": "9-9"}).encode()
    assert client.post("/comments/api/written", data=stale, **token).get_json() == {"final": False}
    final = client.post("/comments/api/written", data=json.dumps(said).encode(), **token)
    assert final.get_json() == {"final": True}
    assert client.get("/comments/api/approved", **token).get_json() == {"approved": []}
    assert client.get("/comments/desk/", **token).status_code == 303


def test_a_desk_that_names_some_at_a_time_is_asked_until_all_are_written(tmp_path):
    """One run is enough, whatever waits for a page that is gone."""
    left = [comment(number, f"a{number}") for number in range(1, 8)]

    def tell(done):
        left.remove(next(one for one in left if one.comment.id == done.approved.comment.id))
        return True

    done, faults = write_all(
        tmp_path, lambda: left[:3], tell, lambda one: None if one.comment.number == 2 else one
    )

    assert [one.number for one in done] == [1, 3, 4, 5, 6, 7]
    assert len(faults) == 1


def test_moments_are_whole_seconds():
    assert moment_of(0) == datetime(1970, 1, 1, tzinfo=UTC)
