"""What readers send, and what they get: each on SQLite and on PostgreSQL."""

import re

import pytest

from plugins.intake import deciding, queue
from plugins.intake.database import writing
from plugins.intake.desk import seconds
from plugins.intake.model import State
from plugins.intake.questions import Words
from tests.intake.conftest import IDENTITY


def approve(client, row, now=None):
    with writing(client.desk.engine) as connection:
        return deciding.approve(connection, row, client.desk.decider("terminal"), now or seconds())


def token_of(answer):
    return answer.headers["Location"]


def signed_in(page):
    return re.search(r'name="signed" value="([^"]+)"', page.get_data(as_text=True))[1]


def test_a_comment_waits_and_its_writer_sees_it(open_desk):
    client = open_desk()

    sent = client.send("*Nobody* called.")
    page = client.get(token_of(sent))

    assert sent.status_code == 303
    assert token_of(sent).startswith("/comments/mine/")
    assert "It waits for somebody" in page.text
    assert "<em>Nobody</em>" in page.text
    assert client.row().state is State.NEW
    assert client.row().thread_id == IDENTITY + "the-offer"


def test_what_is_private_stays_private(open_desk):
    client = open_desk()

    page = client.get(token_of(client.send()))

    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "192.0.2" not in str(client.rows())
    assert len(page.get_data()) < 30_000
    assert "<script" not in page.text


def test_a_preview_keeps_nothing(open_desk):
    client = open_desk()

    page = client.send("**So**", step="preview")

    assert page.status_code == 200
    assert "<strong>So</strong>" in page.text
    assert "**So**</textarea>" in page.text
    assert client.rows() == []


def test_what_is_wrong_is_told_and_every_word_is_kept(open_desk):
    client = open_desk()

    page = client.send("My words", author="", website="example.org", replyto="x7")

    assert page.status_code == 422
    assert page.text.index('role="alert"') < page.text.index("<form")
    assert 'aria-describedby="wrong-author"' in page.text
    assert 'aria-describedby="wrong-website"' in page.text
    assert 'value="example.org"' in page.text
    assert 'value="x7"' in page.text
    assert "My words</textarea>" in page.text
    assert client.rows() == []


def test_an_answer_needs_its_comment(open_desk, release):
    """One that readers see: no gap, no tombstone, none that waits."""
    release.thread("the-offer", "The offer", comments=[1, 2, 12])
    place = release.folder / "2026/the-offer/comments.json"
    shown, taken_down = ('"number": 2, "status": "published"', '"number": 2, "status": "deleted"')
    assert shown in place.read_text()
    place.write_text(place.read_text().replace(shown, taken_down))
    client = open_desk()

    assert client.send(replyto="12").status_code == 303
    for number in ("2", "3", "13", "9999999"):
        page = client.send(f"To {number}", replyto=number)
        assert page.status_code == 422
        assert f"no comment {number} in this thread" in page.text
    assert client.send("No", replyto="1" + "0" * 30).status_code == 422
    assert client.row().replyto == 12


def test_a_page_of_its_own_quotes_what_is_answered(open_desk, release):
    release.thread("the-offer", "The offer", comments=[(12, "Wren", "<p>No offer <em>ever</em>.</p>")])
    client = open_desk()

    page = client.get("/comments/to/the-offer?replyto=12")
    word = client.get("/comments/to/dictionary/boss")

    assert "<p>No offer <em>ever</em>.</p>" in page.text
    assert 'name="replyto" value="12"' in page.text
    assert word.status_code == 200
    assert "Boss, n." in word.text
    for odd in ("13", "<b>", "%FF"):
        gone = client.get(f"/comments/to/the-offer?replyto={odd}")
        assert "here that could be answered" in gone.text
        assert 'name="replyto" value=""' in gone.text
        assert "<b>" not in gone.text
    for path in ("to/nothing", "to/../../etc/passwd", "to/the-offer%00", "to/" + "x" * 4000):
        assert client.get(f"/comments/{path}").status_code == 404


def test_no_token_opens_another_row(open_desk):
    client = open_desk()
    one, other = token_of(client.send("One")), token_of(client.send("Other"))
    name, _, _ = one.rpartition(".")
    _, _, mark = other.rpartition(".")

    for path in (f"{name}.{mark}", name, f"{one}x", f"{one[:-1]}", "/comments/mine/.", "/comments/mine/é.é"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"do": "withdraw"}).status_code == 404
    assert "One" in client.get(one).text
    assert "Other" not in client.get(one).text


def test_get_changes_nothing(open_desk):
    client = open_desk()
    token = token_of(client.send())

    for query in ("", "?do=withdraw", "?do=change&body=x"):
        client.get(token + query)

    assert client.row().state is State.NEW


def test_a_comment_is_changed_while_it_waits(open_desk):
    client = open_desk()
    token = token_of(client.send("Before"))

    preview = client.post(token, {"do": "preview", "author": "Skeptic", "body": "_After_"})
    wrong = client.post(token, {"do": "change", "author": "Skeptic", "body": "a\x07b"})
    changed = client.post(token, {"do": "change", "author": "Skeptic", "body": "After"})

    assert "<em>After</em>" in preview.text
    assert wrong.status_code == 422
    assert "a\x07b" in wrong.text
    assert changed.status_code == 303
    assert [row.body for row in client.rows()] == ["After"]


def test_a_change_is_weighed_again(open_desk):
    """Harmless words first, the links after: the desk says so."""
    client = open_desk()
    token = client.send("Harmless").headers["Location"]
    links = " ".join(f"https://{name}.example/" for name in "abcdef")

    client.post(token, {"do": "change", "author": "Skeptic", "body": links})

    assert client.row().score == 45
    assert "6 links" in client.row().verdict


def test_a_change_after_approval_waits_itself(open_desk):
    """What was approved stays until a person has seen the new words."""
    client = open_desk()
    token = token_of(client.send("Approved words"))
    approve(client, 1)

    assert client.post(token, {"do": "change", "author": "Skeptic", "body": "Other words"}).status_code == 303
    assert client.post(token, {"do": "change", "author": "Skeptic", "body": "Third words"}).status_code == 303

    first, revision = client.rows()
    assert first.body == "Approved words"
    assert (revision.state, revision.revises, revision.body) == (State.NEW, 1, "Third words")
    assert "What waits to take its place" in client.get(token).text
    approve(client, 2)
    assert client.row(1).body == "Third words"
    assert client.row(1).number == 1
    assert client.row(1).modified_at is not None


def test_the_window_of_changes_closes(open_desk):
    client = open_desk(change_minutes=0)
    token = token_of(client.send("Approved words"))
    approve(client, 1)

    page = client.post(token, {"do": "change", "author": "Skeptic", "body": "Too late"})

    assert page.status_code == 409
    assert "Too late</textarea>" in page.text
    assert len(client.rows()) == 1


def test_a_comment_is_withdrawn(open_desk):
    client = open_desk()
    waiting, approved = token_of(client.send("One")), token_of(client.send("Two"))
    approve(client, 2)

    assert client.post(waiting, {"do": "withdraw"}).status_code == 303
    assert client.post(waiting, {"do": "withdraw"}).status_code == 409
    assert client.post(approved, {"do": "withdraw"}).status_code == 303
    assert client.post(approved, {"do": ""}).status_code == 422

    assert client.row(1).state is State.WITHDRAWN
    assert client.row(2).deleted_at is not None
    assert "took it back" in client.get(waiting).text


def test_a_double_click_is_one_comment(open_desk):
    client = open_desk()

    first, second = client.send("Twice"), client.send("Twice")
    client.send("Twice", thread="dictionary/boss")

    assert token_of(first) == token_of(second)
    assert len(client.rows()) == 2


def test_a_trap_asks_again_and_a_person_presses_once_more(open_desk):
    client = open_desk()

    asked = client.send("Buy", leave_empty="https://spam.example")
    again = client.send("Buy", leave_empty="", signed=signed_in(asked))

    assert asked.status_code == 422
    assert "Buy</textarea>" in asked.text
    assert 'name="leave-empty" value=""' in asked.text
    assert again.status_code == 303
    assert [row.body for row in client.rows()] == ["Buy"]


def test_a_password_manager_fills_what_it_sees(open_desk):
    """Case 13: name and website are filled in; what nobody sees is not."""
    client = open_desk()

    sent = client.send("I mean it.", author="Ada Writer", website="https://ada.example/")

    assert sent.status_code == 303


def test_a_form_that_was_open_over_night_works(open_desk, monkeypatch):
    client = open_desk()
    signed = signed_in(client.get("/comments/to/the-offer"))
    at = seconds()

    monkeypatch.setattr("plugins.intake.reader.seconds", lambda: at + 12 * 3600)
    assert client.send("Next morning", signed=signed).status_code == 303
    monkeypatch.setattr("plugins.intake.reader.seconds", lambda: at + 10 * 86_400)
    old = client.send("Next week", signed=signed)
    assert old.status_code == 422
    assert "Next week</textarea>" in old.text
    assert client.send("Next week", signed=signed_in(old)).status_code == 303


def test_a_form_of_the_future_or_of_another_thread_says_nothing(open_desk):
    client = open_desk()
    secret = client.desk.secret

    assert secret.open_form("a", secret.form("a", 1000), 1000) == (1000, False)
    assert secret.open_form("a", secret.form("a", 1000), 999) is None
    assert secret.open_form("b", secret.form("a", 1000), 1000) is None
    assert secret.open_form("a", "1000-1.x", 1000) is None


def test_a_network_has_its_limit_and_the_words_stay(open_desk):
    """Case 12: one office is many people; but not four hundred an hour."""
    client = open_desk(network_per_hour=4, asks_again=1000)
    sent = [client.send(f"Comment {number}") for number in range(6)]
    client.address = "198.51.100.7"
    elsewhere = client.send("From elsewhere")

    assert [one.status_code for one in sent] == [303] * 4 + [429] * 2
    assert "Comment 5</textarea>" in sent[5].text
    assert 3500 < int(sent[5].headers["Retry-After"]) <= 3600
    assert elsewhere.status_code == 303


def test_the_desk_has_its_limit(open_desk):
    client = open_desk(desk_per_hour=2, asks_again=1000)
    answers = []
    for number in range(3):
        client.address = f"198.51.{number}.1"
        answers.append(client.send(f"Comment {number}").status_code)

    assert answers == [303, 303, 429]


def test_only_our_proxies_say_who_sends(open_desk):
    """What the sender wrote into the header comes before what the proxy adds: the last counts that is no proxy."""
    client = open_desk()
    secret = client.desk.secret
    for body, forwarded in (
        ("One", "203.0.113.1, 192.0.2.9"),
        ("Two", "203.0.113.1, 192.0.2.9, 127.0.0.1"),
        ("Three", "192.0.2.1, nonsense"),
    ):
        client.address = forwarded
        client.send(body)

    assert [row.prefix for row in client.rows()] == [
        secret.network("192.0.2.200"),
        secret.network("192.0.2.1"),
        secret.network("127.0.0.1"),
    ]


@pytest.mark.parametrize(
    ("thread", "status"),
    [("nothing", 404), ("", 404), ("the-offer/", 404), ("x" * 9000, 404), ("shut", 409), ("until", 409)],
)
def test_words_for_no_open_thread_are_not_lost(open_desk, release, thread, status):
    release.thread("shut", "Shut", state="closed")
    release.thread("until", "Until", closes="2026-01-01T00:00:00Z")
    client = open_desk()

    page = client.send("Keep these words", thread=thread)

    assert page.status_code == status
    assert "Keep these words</textarea>" in page.text
    assert client.rows() == []


def test_a_renamed_article_keeps_its_queue(open_desk, release):
    """Case 16: and the form of a page that somebody still had open finds it."""
    client = open_desk()
    client.send("Before")
    release.gone("the-offer")
    release.thread("the-better-offer", "The better offer", identity=IDENTITY + "the-offer", comments=[1, 2])

    late = client.send("After")
    approved = approve(client, 1)

    assert late.status_code == 303
    assert (approved.thread_key, approved.number) == ("the-better-offer", 3)
    assert "The better offer" in client.get(token_of(late)).text


def test_what_waits_for_a_page_that_is_gone_says_so(open_desk, release):
    """Case 17."""
    client = open_desk()
    token = token_of(client.send())
    release.gone("the-offer")

    with pytest.raises(queue.DeskError, match="which is not published"):
        approve(client, 1)
    assert "is not published at present" in client.get(token).text
    assert client.row().state is State.NEW


def test_what_was_approved_for_a_page_that_is_gone_promises_nothing(open_desk, release):
    client = open_desk()
    token = token_of(client.send())
    approve(client, 1)
    assert "The next publish shows it" in client.get(token).text

    release.gone("the-offer")

    page = client.get(token).text
    assert "It was approved, but what it answers is not published at present." in page
    assert "The next publish shows it" not in page


def test_a_clock_that_was_set_back(open_desk, monkeypatch):
    """Case 25: the queue's order is that of arrival, no number is given twice, and no form opens early."""
    client = open_desk()
    at = seconds()
    client.send("First")
    signed = signed_in(client.get("/comments/to/the-offer"))
    monkeypatch.setattr("plugins.intake.reader.seconds", lambda: at - 3600)
    client.send("Second")
    assert client.desk.secret.open_form(IDENTITY + "the-offer", signed, at - 3600) is None
    assert client.send("Third", signed=signed).status_code == 303

    with writing(client.desk.engine) as connection:
        assert [row.body for row in queue.waiting(connection)] == ["First", "Second", "Third"]
    assert [approve(client, row, at - 60 * row).number for row in (1, 2, 3)] == [1, 2, 3]


def test_a_clock_that_was_a_year_ahead_limits_nobody(open_desk, monkeypatch):
    """What came by it is in no hour that anybody lives to see."""
    client = open_desk(network_per_hour=2, desk_per_hour=2, asks_again=1000)
    at = seconds()
    monkeypatch.setattr("plugins.intake.reader.seconds", lambda: at + 365 * 86_400)
    assert [client.send(f"Ahead {number}").status_code for number in range(3)] == [303, 303, 429]
    monkeypatch.setattr("plugins.intake.reader.seconds", lambda: at)

    assert [client.send(f"Right {number}").status_code for number in range(3)] == [303, 303, 429]


def test_what_the_author_says_takes_nobodys_room(open_desk):
    client = open_desk(desk_per_hour=2, asks_again=1000)
    client.send("One")
    with writing(client.desk.engine) as connection:
        words = Words("The Editor", None, None, "Two")
        deciding.answer(connection, 1, words, client.desk.decider("terminal"), seconds())

    assert [client.send(body).status_code for body in ("Three", "Four")] == [303, 429]


def test_without_a_release_the_desk_says_what_is_wrong(open_desk, release):
    client = open_desk()
    (release.folder / "comments/threads.json").write_text("{")
    assert client.send("Words").status_code == 503

    (release.folder / "comments/threads.json").unlink()
    (release.folder / "comments/frame.html").unlink()
    page = client.send("Words")
    assert page.status_code == 404
    assert "<!doctype html>" in page.text


def test_the_longest_key_of_a_thread_fits(open_desk, release):
    key = f"dictionary/{'k' * 300}"
    release.thread(key, "Long", url=f"/{key}/", identity="tag:" + "i" * 800)
    client = open_desk()

    assert client.send(thread=key).status_code == 303


def test_health_says_the_schema(open_desk):
    client = open_desk()

    assert client.get("/comments/health").get_json() == {"schema": "0001"}


@pytest.mark.parametrize("name", ["Ada Lovell", "ada  lovell.", "Ádà LOVELL", "The Editor"])
def test_a_reader_who_signs_as_an_author_is_shown_as_that(open_desk, name):
    """Also where an answer of the author made the name a known one, and where it is changed to it later."""
    client = open_desk()
    client.send("I am the author.", author=name)
    other = client.send("I am nobody.", author="Wren").headers["Location"]
    assert "name of an author" not in client.row(2).verdict

    client.post(other, {"author": name, "website": "", "body": "I am the author too.", "do": "change"})

    for row in client.rows():
        assert "name of an author" in row.verdict
        assert "known name" not in row.verdict
        assert 0 < row.score < client.desk.settings.limits.asks_again
