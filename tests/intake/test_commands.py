"""The desk's commands, as they are typed: what they say, and what they leave behind."""

import io
import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, insert, select, text

from plugins.intake import command_serve, deciding
from plugins.intake.command_watch import LATEST_SECONDS, QUIET_SECONDS, Pause
from plugins.intake.command_work import work
from plugins.intake.commands import COMMANDS, parse
from plugins.intake.copies import copy_all, keep_newest
from plugins.intake.database import connect, migrate, open_database, reading, writing
from plugins.intake.desk import Desk, seconds
from plugins.intake.develop import for_development, settings_of
from plugins.intake.keeping import tidy
from plugins.intake.live import now
from plugins.intake.model import DeskError, State
from plugins.intake.secret import read_secret
from plugins.intake.settings import DEFAULT_PATH
from plugins.intake.tables import entries, metadata, outbox, people, subscriptions
from plugins.intake.web import make_app
from plugins.machine import MachineError
from plugins.source import AuthorErrors
from tests.intake.conftest import Client, Release
from tests.intake.test_written import make_content, thread_of

ROOT = Path(__file__).parents[2]
DAY = 86_400
ADDRESS = "wren@mail.example"


@pytest.fixture
def client(open_desk, tmp_path, monkeypatch):
    make_content(tmp_path)
    monkeypatch.chdir(tmp_path)
    return open_desk()


def say(*typed):
    """What a command says."""
    options = parse([*map(str, typed), "--settings", "intake.toml"])
    return options.run(options)


def count(connection, table):
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def moderate(monkeypatch, typed):
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    return say("moderate")


def test_a_queue_is_walked_in_the_terminal(client, monkeypatch, capsys):
    for body in (
        "First",
        "Second https://a.example https://b.example https://c.example",
        "Third",
        "Fourth",
        "Fifth",
    ):
        client.send(body)

    said = moderate(monkeypatch, "n\na\nx\ns\nr\np\n@Skeptic: thank you.\nq\n")

    shown = capsys.readouterr().out
    assert "5 waiting. Row 1: Skeptic to The offer" in shown
    assert "+10 3 links" in shown
    assert "One of the letters, please" in shown
    states = [row.state for row in client.rows()]
    assert states == [State.NEW, State.APPROVED, State.SPAM, State.REFUSED, State.APPROVED, State.APPROVED]
    assert len(said.split("\n")) == 4
    assert "make publish shows them" in said
    assert [one.number for one in thread_of(Path("content")).comments] == [1, 2, 3]
    assert moderate(monkeypatch, "n\n") == "Nothing was approved"
    assert "That was the last; 1 that you passed over still wait" in capsys.readouterr().out
    moderate(monkeypatch, "r\n")
    assert "Nothing more waits" in capsys.readouterr().out


def test_an_editor_corrects(client, monkeypatch, tmp_path):
    client.send("Teh words")
    script = tmp_path / "editor"
    script.write_text('#!/bin/sh\nsed -i s/Teh/The/ "$1"\n')
    script.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(script))

    moderate(monkeypatch, "e\nq\n")
    assert client.row().body == "The words"

    monkeypatch.setenv("VISUAL", "false")
    moderate(monkeypatch, "e\nq\n")
    monkeypatch.setenv("VISUAL", "no-such-editor")
    moderate(monkeypatch, "e\nq\n")
    assert client.row().body == "The words"


def test_rows_are_listed_and_shown(client):
    client.send("Some words " * 30, author="Wren", website="https://wren.example/")

    assert say("list", "--state", "spam") == "Nothing is spam"
    [line] = say("list").split("\n")
    assert re.match(r"1  \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ  the-offer  Wren: Some words", line)
    assert len(line) <= 100
    shown = say("show", 1)
    assert "Website: https://wren.example/" in shown
    assert "+5 first comment under this name" in shown
    with pytest.raises(DeskError, match="there is no row 7"):
        say("show", 7)


def test_a_list_says_how_many_more_there_are(client):
    for number in range(5):
        client.send(f"Words {number}")

    first = say("list", "--most", 2).split("\n")
    assert (len(first), first[-1]) == (3, "3 more: --after 2")
    last = say("list", "--most", 3, "--after", 2).split("\n")
    assert [line.split()[0] for line in last] == ["3", "4", "5"]
    assert say("list", "--after", 5) == "Nothing more is new"


def test_stats_say_what_is_wrong(client, release):
    client.send()
    client.send("Two", thread="dictionary/boss")
    with writing(client.desk.engine) as connection:
        deciding.approve(connection, 1, client.desk.decider("ada"), seconds())
        old = {"kind": "moderator", "mail": "x", "created_at": 1, "not_before": 1}
        connection.execute(insert(outbox).values(old))
    release.gone("dictionary/boss")

    said = say("stats")

    for line in (
        "schema 0001",
        "new 1",
        "approved 1",
        "approved without a file 1",
        "for pages that are not published: rows 2",
        "mail that waits for more than a day: 1",
    ):
        assert line in said.split("\n")


def test_a_stranded_comment_is_told_and_stops_nothing(client, release, capsys):
    """Its article was deleted after it was approved: `make comments publish` goes on."""
    release.thread("gone", "Gone")
    client.send(thread="gone")
    client.send("Two")
    with writing(client.desk.engine) as connection:
        for row in (1, 2):
            deciding.approve(connection, row, client.desk.decider("ada"), seconds())
    release.gone("gone")

    assert "make publish shows it" in say("write")
    warned = 'Warning: content has no article or word "gone": comment 1 waits for it; bring it back, or '
    assert capsys.readouterr().err == f"{warned}refuse the comment at the desk\n"
    assert say("write") == "Nothing to write"
    assert "approved for pages that are gone 1: rows 1" in say("stats").split("\n")


def test_a_thread_is_closed_at_once(client):
    assert "takes no more comments" in say("close", "the-offer")
    page = client.send("Too late")
    assert page.status_code == 409
    assert "Too late</textarea>" in page.text

    say("close", "the-offer", "--open")
    assert client.send("In time").status_code == 303
    with pytest.raises(DeskError, match='there is no thread "x"'):
        say("close", "x")


def fill(client):
    """Something in every kind of row."""
    client.send("Approved")
    client.send("Waiting")
    with writing(client.desk.engine) as connection:
        deciding.approve(connection, 1, client.desk.decider("ada"), seconds())
        person = {"address": ADDRESS, "created_at": seconds()}
        connection.execute(insert(people).values(person))
        row = connection.execute(select(entries).where(entries.c.id == 1)).one()
        follows = {
            "comment_id": row.comment_id,
            "person": 1,
            "created_at": 1,
            "token_hash": "x",
            "confirmed_at": 2,
        }
        connection.execute(insert(subscriptions).values(follows))
        mail = {"kind": "answer", "person": 1, "mail": "x", "created_at": 1, "not_before": 1}
        connection.execute(insert(outbox).values(mail))


def test_a_copy_is_whole_and_private(client, tmp_path):
    fill(client)
    folder = tmp_path / "copies"
    folder.mkdir()

    said = say("backup", tmp_path / "copy.db")
    say("backup", folder)

    assert "rows. The secret is not in it" in said
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    copy = sqlite3.connect(tmp_path / "copy.db")
    assert copy.execute("SELECT body FROM entries ORDER BY id").fetchall() == [("Approved",), ("Waiting",)]
    assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
    copy.close()
    [dated] = folder.iterdir()
    assert re.fullmatch(r"intake-\d{8}T\d{6}Z\.db", dated.name)
    for number in range(9):
        (folder / f"intake-2020010{number + 1}T000000Z.db").touch()
    keep_newest(folder, 3)
    assert len(list(folder.iterdir())) == 3
    assert dated.exists()


def test_everything_moves_to_another_database(client, tmp_path):
    """SQLite → PostgreSQL is tried below; here each kind → SQLite, and no second time."""
    fill(client)
    url = f"sqlite:///{tmp_path}/moved.db"

    said = say("move", url)

    assert "2 entries" in said
    other = create_engine(url)
    with client.desk.engine.connect() as here, other.connect() as there:
        for table in metadata.sorted_tables:
            query = select(table).order_by(*table.primary_key.columns)
            assert there.execute(query).all() == here.execute(query).all()
    other.dispose()
    with pytest.raises(DeskError, match="not empty"):
        say("move", url)
    with pytest.raises(DeskError, match="no URL of a database"):
        say("move", "mysql://x")


def test_postgresql_goes_on_where_sqlite_stopped(empty_sqlite, postgres_database, tmp_path):
    """The next id is the next, whatever the sequence was at."""
    shutil.copy(empty_sqlite, tmp_path / "here.db")
    source, target = connect(f"sqlite:///{tmp_path}/here.db"), connect(postgres_database)
    names = ", ".join(table.name for table in metadata.sorted_tables)
    with writing(target) as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    row = {
        "thread_key": "k",
        "thread_id": "i",
        "kind": "comment",
        "author": "A",
        "body": "b",
        "received_at": 1,
    }
    row |= {"state": "new", "text_hash": "h"}
    with writing(source) as connection:
        connection.execute(insert(entries), [row | {"comment_id": f"c{number}"} for number in range(700)])

    copy_all(source, target)

    with writing(target) as connection:
        assert (
            connection.execute(
                insert(entries).values(row | {"comment_id": "new"}).returning(entries.c.id)
            ).scalar()
            == 701
        )
    for engine in (source, target):
        engine.dispose()


def test_a_lost_database_is_rebuilt(client, tmp_path, release):
    """Case 24: numbers go on, and nothing that is published waits again."""
    token = client.send("Published").headers["Location"]
    client.send("Withdrawn")
    for row in (1, 2):
        with writing(client.desk.engine) as connection:
            deciding.approve(connection, row, client.desk.decider("ada"), seconds())
    say("write")
    release.thread("the-offer", "The offer", comments=[1, 2])
    with writing(client.desk.engine) as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    said = say("rebuild")
    again = say("rebuild")

    assert said == "2 comments are known again, in 2 threads"
    assert again == "0 comments are known again, in 2 threads"
    assert say("write") == "Nothing to write"
    assert "stands on the page as number 1" in client.get(token).text
    client.send("New")
    row = client.rows()[-1].id
    with writing(client.desk.engine) as connection:
        assert deciding.approve(connection, row, client.desk.decider("ada"), seconds()).number == 3


def test_an_address_is_shown_to_whose_it_is_and_forgotten(client):
    fill(client)

    known = json.loads(say("export-mine", ADDRESS.upper()))
    assert known["follows"][0]["body"] == "Approved"
    said = say("forget", ADDRESS)

    assert "with 1 subscriptions" in said
    assert ADDRESS not in said
    with reading(client.desk.engine) as connection:
        assert [count(connection, table) for table in (people, subscriptions, outbox)] == [0, 0, 0]
    assert say("forget", ADDRESS) == "The desk does not know this address"
    with pytest.raises(DeskError, match="does not know"):
        say("export-mine", ADDRESS)


def test_what_is_old_is_erased_and_what_waits_is_not(client):
    for body in ("Approved", "Spam", "Waiting"):
        client.send(body)
    at = seconds()
    with writing(client.desk.engine) as connection:
        deciding.approve(connection, 1, client.desk.decider("ada"), at)
        deciding.refuse(connection, 2, State.SPAM, "ada", at)
        connection.execute(insert(people).values(address=ADDRESS, created_at=at, asked_at=at + 29 * DAY))

    with writing(client.desk.engine) as connection:
        assert not any(tidy(connection, 30, at + 29 * DAY).values())
        erased = tidy(connection, 30, at + 31 * DAY)

    assert erased["networks"] == 2
    assert erased["refused words"] == 1
    assert erased["addresses"] == 1
    approved, spam, waiting = client.rows()
    assert (approved.body, approved.prefix) == ("Approved", None)
    assert (spam.body, spam.author) == ("", "")
    assert (waiting.body, waiting.prefix is None) == ("Waiting", False)
    with writing(client.desk.engine) as connection, pytest.raises(DeskError, match="erased"):
        deciding.put_back(connection, 2, "ada", at)
    assert say("tidy") == "Nothing is old enough"


def test_an_account_is_typed_and_never_an_argument(client, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse battery\n"))
    assert say("account", "ada") == "ada can sign in at desk/"
    for name, typed, said in (
        ("ada", "short\n", "at least 12"),
        ("a@b.example", "", "e-mail"),
        ("", "", "no name"),
    ):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        with pytest.raises(DeskError, match=said):
            say("account", name)


def test_when_it_is_time_to_publish():
    """Some quiet after the last decision, and not for ever."""
    pause = Pause()

    assert not pause.is_over((0, None), 0)
    assert not pause.is_over((1, 7), 10)
    assert not pause.is_over((1, 7), 10 + QUIET_SECONDS - 1)
    assert pause.is_over((1, 7), 10 + QUIET_SECONDS)
    assert not pause.is_over((1, 7), 10_000), "what failed is not tried again by itself"
    at, number = 20_000.0, 8
    while not pause.is_over((2, number), at):
        at, number = at + QUIET_SECONDS - 1, number + 1
        assert at - 20_000 < LATEST_SECONDS + 2 * QUIET_SECONDS
    assert at - 20_000 >= LATEST_SECONDS - QUIET_SECONDS


def test_what_is_approved_is_written_and_published_by_itself(client, monkeypatch):
    """Two decisions, one publish; one that fails is told, and tried again after a while."""
    client.send("One")
    client.send("Two")
    published, clock = [], iter(range(0, 10_000, 25))

    def sleep(_seconds):
        step = next(clock)
        if step in (25, 50):
            with writing(client.desk.engine) as connection:
                deciding.approve(connection, 1 if step == 25 else 2, client.desk.decider("ada"), seconds())
        if step > 1_500:
            raise KeyboardInterrupt

    monkeypatch.setattr("plugins.intake.command_watch.time.sleep", sleep)
    ticks = iter(range(0, 10_000, 25))
    monkeypatch.setattr("plugins.intake.command_watch.time.monotonic", lambda: next(ticks))
    monkeypatch.setattr(
        "plugins.intake.command_watch.make_publish",
        lambda folder: published.append(folder) or len(published) == 1,
    )

    with pytest.raises(KeyboardInterrupt):
        say("watch")

    assert published == [Path.cwd()] * 2
    assert [one.body for one in thread_of(Path("content")).comments] == ["One", "Two"]


def test_a_secret_is_made_once_and_is_private(tmp_path):
    path = tmp_path / "deep/secret"
    first = read_secret(path)

    assert read_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["secret"]
    path.chmod(0o644)
    with pytest.raises(MachineError, match="others may read it"):
        read_secret(path)
    path.chmod(0o600)
    path.write_bytes(b"short")
    with pytest.raises(MachineError, match="no secret"):
        read_secret(path)


def test_for_development_nothing_has_to_be_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = for_development(Path("intake.toml"))

    assert settings.desk.database == f"sqlite:///{tmp_path}/.cache/intake/intake.db"
    assert settings.desk.site == "output"
    assert settings.mail.security == "printed"


def test_for_development_pages_have_their_stylesheet(tmp_path, monkeypatch):
    """It hides the honeypot; nothing else of the folder is served."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "output/static/css").mkdir(parents=True)
    (tmp_path / "output/static/css/site.css").write_text(".unseen {}")
    (tmp_path / "output/secret.txt").write_text("no")
    served = []
    monkeypatch.setattr(command_serve, "end_with_make", lambda: None)
    monkeypatch.setattr(command_serve, "_work", lambda _desk: None)
    monkeypatch.setattr(command_serve.waitress, "serve", lambda app, **_options: served.append(app))

    say("serve", "--develop")

    browser = served[0].test_client()
    sheet = browser.get("/static/css/site.css")
    assert (sheet.status_code, sheet.text, sheet.mimetype) == (200, ".unseen {}", "text/css")
    for path in ("/static/css/other.css", "/static/../secret.txt", "/static/%2e%2e/secret.txt", "/static/"):
        assert browser.get(path).status_code == 404


def test_commands_find_the_desk_that_make_intake_made(tmp_path, monkeypatch):
    """Nobody wrote intake.toml: what waits there is decided as anywhere."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AuthorErrors, match=r"^intake.toml:1: there is no such file; .* make intake"):
        say("list")
    migrate(open_database(for_development(DEFAULT_PATH)))
    Release(tmp_path / "output")
    desk = Desk.open(settings_of(DEFAULT_PATH))
    Client(make_app(desk), desk).send("Tried out")

    assert "Skeptic: Tried out" in say("list")
    assert "Schema 0001" in say("migrate")
    with pytest.raises(AuthorErrors, match="other.toml"):
        settings_of(Path("other.toml"))


def test_letters_are_read_where_nobody_began_a_desk(tmp_path, monkeypatch):
    """A publication without a server has no use for a web service."""
    monkeypatch.chdir(tmp_path)
    Release(tmp_path / "output")
    heads = (
        "From x Mon Nov 30 06:00:00 2026",
        "From: Nell <nell@mail.example>",
        "Subject: Comment on [the-offer]",
    )
    (tmp_path / "answers.mbox").write_text("\n".join((*heads, "", "I do.", "")))

    assert say("read", "answers.mbox").startswith("Queued 1;")
    assert "Nell: I do." in say("list")


def test_for_development_mail_is_shown_and_not_sent(client, capsys, monkeypatch, tmp_path):
    """The links in it can be followed: confirm, stop, and the row of what waits."""
    monkeypatch.chdir(tmp_path)
    mail = for_development(Path("no.toml")).mail
    desk = replace(client.desk, settings=replace(client.desk.settings, mail=mail))
    reader = Client(make_app(desk), desk)
    private = reader.send("I was told so.").headers["Location"]
    reader.post(private, {"do": "tell", "address": "nell@mail.example"})

    assert work(desk, int(now().timestamp()) + 1) == ["2 sent"]
    said = capsys.readouterr().out
    assert "    To: nell@mail.example\n    Subject: Tell you of answers? (a.example)\n" in said
    assert "    To: moderator@develop.example\n" in said
    assert "https://a.example/comments/mail/" in said
    assert work(desk, int(now().timestamp()) + 1) == []


def test_a_database_file_is_private(tmp_path):
    (tmp_path / "intake.toml").write_text("")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "plugins.intake", "migrate"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "Schema 0001\n")
    assert stat.S_IMODE((tmp_path / "intake.db").stat().st_mode) == 0o600
    (tmp_path / "intake.toml").write_text("[desk]\nthread = 1\n")
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        1,
        'intake.toml:2: unknown key "thread" in [desk]; write threads\n',
    )


def test_every_command_says_what_it_is_for(capsys):
    for name, command in COMMANDS.items():
        with pytest.raises(SystemExit):
            parse([name, "--help"])
        assert command.help.capitalize()[:20] in capsys.readouterr().out


def test_a_desk_on_a_machine_of_its_own_needs_nothing_of_the_site():
    """requirements/intake.txt is all that is installed there."""
    absent = (
        "pelican",
        "markdown",
        "typogrify",
        "smartypants",
        "unidecode",
        "watchfiles",
        "PIL",
        "pagefind_bin",
    )
    program = (
        f"import sys, importlib; sys.modules.update(dict.fromkeys({absent})); import plugins.intake.web as web; "
        "names = [*web.BLUEPRINTS, 'command_serve', 'command_moderate', 'command_rows', 'command_copies', "
        "'command_people', 'command_account', 'command_migrate', 'command_rebuild']; "
        "[importlib.import_module(f'plugins.intake.{name}') for name in names]; "
        "print(sorted({'alembic', 'mf2py', 'bs4', 'requests'} & sys.modules.keys()))"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr


def test_a_migration_needs_no_empty_database(database_url):
    engine = connect(database_url)
    assert migrate(engine) == ("0001", "0001")
    engine.dispose()
