"""What waits, and for whom."""

import json
import re
import subprocess
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from plugins.desk.state import say_when
from plugins.intake.database import connect, writing
from plugins.intake.tables import entries, metadata

ROOT = Path(__file__).parents[2]
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def project(project):
    project.write(
        "content/articles/2026/d.md",
        "Title: D\nDate: 2026-11-15\nCategory: Pay\nStatus: draft\n\nTwo [words]({filename}gone.md).\n",
    )
    project.write("content/articles/2026/f.md", "Title: F\nDate: 2026-11-19 08:00\nCategory: Pay\n\nLater.\n")
    project.write(
        "content/articles/2026/one.md",
        "Title: One\nDate: 2026-03-02\nCategory: Pay\nReview-By: 2026-11-01\n\nFirst words.\n",
    )
    project.write("content/dictionary/p.md", "Date: 2026-03-02\n\nPAY, n. Less. See [RAISE](dict:later).\n")
    for n, more, body in (
        (1, "Author: Nan\n", "Why?"),
        (2, "Author: Ed\nRole: author\nReplyto: 1\n", "Why not?"),
        (3, "Author: Skeptic\n", "And how?"),
        (4, "Author: Nick\nReplyto: 3\n", "You ask?"),
        (5, "Author: Nan\nReplyto: 2\n", "Really?"),
    ):
        text = f"Number: {n}\nId: c{n}\nDate: 2026-03-0{n + 1}T10:00:00Z\n{more}\n{body}\n"
        project.write(f"content/comments/one/000{n}-c{n}.md", text)
    return project


def test_status_says_what_waits(project):
    """The hour is that of the publication; a draft says that it lacks something."""
    # when
    done = project.run("desk", "status")

    # then
    assert [" ".join(line.split()) for line in done.stdout.splitlines()] == [
        "1 article",
        "1 word",
        "5 comments",
        "0 pages",
        "2 words to read in articles",
        'stops content/articles/2026/d.md:6: the link "{filename}gone.md" points to no file; write "{filename}one.md"',
        "draft content/articles/2026/d.md, 3 days old, 5 words, lacks 1 thing",
        "due content/articles/2026/f.md, tomorrow at 08.00 CET",
        "asks Skeptic, one 3, 2026-03-04",
        "asks Nan, one 5, 2026-03-06",
        "review content/articles/2026/one.md:4, to be looked at again since 2026-11-01",
        "later RAISE, content/dictionary/p.md:3",
        "alone content/dictionary/p.md:3: PAY, nothing leads to it",
        "nothing released yet: make publish",
    ]


def test_it_says_at_what_a_publish_would_stop(project):
    """First, at its line, and as make check says it: an entry that was begun and has no text yet, for one."""
    # given
    project.write("content/dictionary/q.md", "Date: 2026-03-02\n\nQUIET, n.\n")
    for n in range(12):
        project.write(f"content/articles/2026/w{n:02}.md", "Title: W\nDate: 2026-03-02\n\nNo category.\n")

    # when
    lines = [" ".join(line.split()) for line in project.run("desk", "status").stdout.splitlines()]
    data = json.loads(project.run("desk", "status", FORMAT="json").stdout)

    # then
    stops = [line.removeprefix("stops ") for line in lines if line.startswith("stops ")]
    assert len(data["wrong"]) > 12
    assert stops == data["wrong"][:10]
    assert f"and {len(data['wrong']) - 10} findings more at which a publish stops: make check" in lines
    assert any(line.startswith("content/dictionary/q.md:3: ") for line in data["wrong"])


def test_a_ledger_that_is_not_committed_is_told_where_there_is_git(project):
    """Whoever takes the committed one elsewhere has none of what was published since."""
    # given
    project.write("content/ledger.txt", "# What was published.\n")
    line = "commit content/ledger.txt, which says what was published"

    def said():
        return [" ".join(line.split()) for line in project.run("desk", "status").stdout.splitlines()]

    def git(*arguments):
        names = ("-c", "user.name=A", "-c", "user.email=a@x.example")
        subprocess.run(["git", *names, *arguments], cwd=project.folder, check=True, capture_output=True)

    # then
    assert line not in said()
    git("init")
    assert line in said()
    git("add", "content/ledger.txt")
    git("commit", "-m", "A publish")
    assert line not in said()


def test_programs_are_told_in_the_documented_shape(project):
    """Every key that docs/status.md shows, and no other."""
    # given
    shown = json.loads(
        re.search(r"```json\n(.*?)```", (ROOT / "docs/status.md").read_text("utf-8"), re.DOTALL)[1]
    )

    # when
    data = json.loads(project.run("desk", "status", FORMAT="json").stdout)

    # then
    assert data.keys() == shown.keys()
    for name in ("drafts", "scheduled", "questions", "unwritten"):
        assert data[name][0].keys() == shown[name][0].keys(), name
    assert data["drafts"][0]["lacks"] == [
        "content/articles/2026/d.md:6: the link " + data["drafts"][0]["lacks"][0].partition("the link ")[2]
    ]
    assert data["scheduled"] == [{"at": "2026-11-19T08:00:00+01:00", "path": "content/articles/2026/f.md"}]
    assert data["changes"] is None


def test_a_format_that_is_none_is_refused(project):
    """With the one that there is."""
    done = project.run("desk", "status", FORMAT="xml")

    assert (done.returncode, done.stderr) == (1, 'FORMAT is "xml"; write FORMAT=json, or nothing\n')


@pytest.mark.parametrize(
    ("at", "said"),
    (
        ("2026-11-18 23:00", "today at 23.00 CET"),
        ("2026-11-19 08:00", "tomorrow at 08.00 CET"),
        ("2027-07-01 08:00", "on Thursday 2027-07-01 at 08.00 CEST"),
    ),
)
def test_a_time_is_told_in_words(at, said):
    """As the author would say it."""
    now = datetime(2026, 11, 18, 12, 6, tzinfo=BERLIN)

    assert say_when(datetime.fromisoformat(at).replace(tzinfo=BERLIN), now) == said


def test_what_waits_at_the_comment_desk_is_told(project):
    """How many and since when, and what is approved and no file yet; a desk that was never used is as none."""
    # given
    project.write("intake.toml", '[desk]\ndatabase = "sqlite:///intake.db"\n')
    before = project.run("desk", "status").stdout

    # when
    engine = connect(f"sqlite:///{project.folder}/intake.db")
    metadata.create_all(engine)
    rows = [
        {
            "state": state,
            "number": number,
            "received_at": 1_793_000_000 + day * 86_400,
            "comment_id": str(day),
        }
        for day, (state, number) in enumerate([("spam", None), ("new", None), ("approved", 6), ("new", None)])
    ]
    known = dict.fromkeys(("thread_key", "thread_id", "author", "body", "text_hash"), "x") | {
        "kind": "comment"
    }
    with writing(engine) as connection:
        connection.execute(insert(entries), [known | row for row in rows])
    engine.dispose()

    # then
    told = project.run("desk", "status").stdout
    added = [line for line in told.splitlines() if line not in before.splitlines()]
    assert [" ".join(line.split()) for line in added if "comment" in line] == [
        "decide 2 comments, since 2026-10-27: make moderate",
        "write 1 comment approved: make comments",
    ]
    assert json.loads(project.run("desk", "status", FORMAT="json").stdout)["queue"] == {
        "waiting": 2,
        "since": "2026-10-27T07:33:20+00:00",
        "unwritten": 1,
    }
