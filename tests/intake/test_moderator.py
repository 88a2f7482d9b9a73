"""The desk in the browser: the door, the queue, a row; who may, what is decided, and by whom."""

import re

import pytest
from sqlalchemy import insert, select, update

from plugins.intake import deciding, passwords
from plugins.intake.database import reading, writing
from plugins.intake.desk import seconds
from plugins.intake.model import DeskError, State
from plugins.intake.moderating import Here
from plugins.intake.tables import attempts, audit, entries, sessions

RIGHT = "correct horse battery"


@pytest.fixture
def client(open_desk):
    client = open_desk()
    with writing(client.desk.engine) as connection:
        passwords.keep_account(connection, "ada", RIGHT, 1)
    return client


def sign_in(client, name="ada", typed=RIGHT):
    return client.post("/comments/desk/login", {"name": name, "password": typed})


def form_of(page, row):
    """The hidden fields of the form that decides about a row."""
    html = page.text
    start = html.index(f'action="/comments/desk/{row}"')
    return dict(
        re.findall(r'name="(session|seen|from)" value="([^"]*)"', html[start : html.index("</form>", start)])
    )


def decide(client, row, do, page=None, **more):
    page = page or client.get(f"/comments/desk/{row}")
    return client.post(f"/comments/desk/{row}", form_of(page, row) | {"do": do} | more)


def test_nobody_comes_in_without_a_password(client):
    client.send()

    assert client.get("/comments/desk/").headers["Location"] == "/comments/desk/login"
    assert client.get("/comments/desk/1").headers["Location"] == "/comments/desk/login?row=1"
    assert client.post("/comments/desk/1", {"do": "approve"}).status_code == 401
    assert sign_in(client, "ada", "wrong").status_code == 401
    assert sign_in(client, name="nobody").status_code == 401
    assert sign_in(client, name="").status_code == 422
    assert client.row().state is State.NEW


def test_a_link_in_a_message_leads_to_its_row_after_the_door(client):
    page = client.get("/comments/desk/login?row=7")
    assert 'name="row" value="7"' in page.text
    assert 'name="row" value=""' in client.get("/comments/desk/login?row=//evil.example").text

    fields = {"name": "ada", "password": RIGHT}
    assert (
        client.post("/comments/desk/login", fields | {"row": "7"}).headers["Location"] == "/comments/desk/7"
    )
    assert (
        client.post("/comments/desk/login", fields | {"row": "//x"}).headers["Location"] == "/comments/desk/"
    )


def test_the_session_is_kept_by_the_browser_alone(client):
    answer = sign_in(client)
    cookie = answer.headers["Set-Cookie"]

    assert answer.status_code == 303
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/comments/desk/"):
        assert part in cookie
    token = re.search("desk=([^;]+)", cookie)[1]
    with reading(client.desk.engine) as connection:
        assert token not in str(connection.execute(select(sessions)).all())


@pytest.fixture
def signed_in(client):
    sign_in(client)
    # The tests' client keeps cookies of http: theirs is of https.
    token = next(iter(client.client._cookies.values())).value
    client.client.set_cookie("desk", token, path="/comments/desk/")
    return client


def test_the_queue_shows_what_waits_and_why(signed_in):
    client = signed_in
    client.send("Buy https://a.example https://b.example https://c.example <b>now</b>", author="<i>Eve")

    page = client.get("/comments/desk/")

    assert "1 waiting" in page.text
    assert "&lt;i&gt;Eve" in page.text
    assert "3 links (+10)" in page.text
    assert "first comment under this name (+5)" in page.text
    assert "The offer" in page.text


def test_a_link_is_named_by_where_it_leads(signed_in):
    """A phone shows the words of a link alone."""
    signed_in.send(
        "Go to [https://bank.example](https://xn--pple-43d.example/)", website="https://b\u00fccher.example/"
    )

    for page in (signed_in.get("/comments/desk/"), signed_in.get("/comments/desk/1")):
        assert "Leads to <code>xn--bcher-kva.example</code>, <code>xn--pple-43d.example</code>" in page.text
        assert "letters of several alphabets in a link: xn--pple-43d.example (+30)" in page.text


def test_what_is_decided_is_noted_with_its_name(signed_in):
    client = signed_in
    for body in ("One", "Two", "Three"):
        client.send(body)

    assert decide(client, 1, "approve").headers["Location"] == "/comments/desk/2?done=1"
    assert decide(client, 2, "refuse").headers["Location"] == "/comments/desk/3?done=2"
    assert decide(client, 3, "spam").headers["Location"] == "/comments/desk/?done=3"

    assert [row.state for row in client.rows()] == [State.APPROVED, State.REFUSED, State.SPAM]
    assert client.row(1).number == 1
    with reading(client.desk.engine) as connection:
        noted = connection.execute(select(audit.c.who, audit.c.what).order_by(audit.c.id)).all()
    assert noted[1:] == [("ada", "approve"), ("ada", "refused"), ("ada", "spam")]


def test_what_was_refused_comes_back(signed_in):
    client = signed_in
    client.send()
    decide(client, 1, "spam")

    assert decide(client, 1, "back").status_code == 303
    assert client.row().state is State.NEW
    assert decide(client, 1, "approve").status_code == 303
    assert decide(client, 1, "refuse").status_code == 409


def test_what_was_approved_for_a_page_that_is_gone_can_be_refused(signed_in, release):
    """No file will come of it. What has its page is not refused after the fact."""
    release.thread("gone", "Gone")
    signed_in.send(thread="gone")
    decide(signed_in, 1, "approve")
    page = signed_in.get("/comments/desk/1")
    assert 'value="refuse"' not in page.text
    assert decide(signed_in, 1, "refuse", page, seen=signed_in.row().text_hash).status_code == 409
    release.gone("gone")

    page = signed_in.get("/comments/desk/1")
    assert 'value="refuse"' in page.text
    assert decide(signed_in, 1, "refuse", page).status_code == 303
    assert signed_in.row().state == State.REFUSED


def test_words_that_changed_are_not_approved_unseen(signed_in):
    client = signed_in
    token = client.send("Harmless").headers["Location"]
    page = client.get("/comments/desk/1")
    client.post(token, {"do": "change", "author": "Skeptic", "body": "Not harmless"})

    late = decide(client, 1, "approve", page)

    assert late.status_code == 409
    assert "was changed since you looked" in late.text
    assert client.row().state is State.NEW


def test_a_correction_does_not_overwrite_what_its_writer_changed_meanwhile(signed_in):
    client = signed_in
    token = client.send("First words").headers["Location"]
    page = client.get("/comments/desk/1")
    client.post(token, {"do": "change", "author": "Skeptic", "body": "Second words"})
    fields = {"author": "Skeptic", "website": "", "replyto": "", "body": "First words, corrected"}

    late = decide(client, 1, "edit", page, **fields)
    unread = decide(client, 1, "edit", page, **fields | {"seen": ""})

    assert (late.status_code, unread.status_code) == (409, 409)
    assert "was changed since you looked" in late.text
    assert "<p>Second words</p>" in late.text
    assert "First words, corrected</textarea>" in late.text
    assert client.row().body == "Second words"
    form = late.text[late.text.index('aria-labelledby="edit-heading"') :]
    assert f'name="seen" value="{client.row().text_hash}"' in form
    assert decide(client, 1, "edit", late, **fields).status_code == 303
    assert client.row().body == "First words, corrected"


def test_a_correction_in_the_terminal_neither(signed_in):
    client = signed_in
    token = client.send("First words").headers["Location"]
    queue = Here(client.desk, "terminal")
    item, _ = queue.after(0)
    client.post(token, {"do": "change", "author": "Skeptic", "body": "Second words"})

    with pytest.raises(DeskError, match="was changed since you looked"):
        queue.edit(item, "First words, corrected")

    assert client.row().body == "Second words"


def test_a_form_of_another_session_does_nothing(signed_in):
    client = signed_in
    client.send()

    for session in ("", "x", client.desk.secret.mark("session", "other")):
        answer = decide(client, 1, "approve", session=session)
        assert answer.status_code == 409
    assert client.row().state is State.NEW
    assert client.post("/comments/desk/logout", {"session": "x"}).status_code == 409


def test_a_correction_is_noted_and_its_faults_are_told(signed_in):
    client = signed_in
    client.send("Teh words")
    fields = {"author": "Skeptic", "website": "", "replyto": "", "body": "The words"}

    assert decide(client, 1, "edit", **fields | {"author": ""}).status_code == 422
    assert decide(client, 1, "edit", **fields).status_code == 303
    assert client.row().body == "The words"


def test_an_answer_approves_what_it_answers(signed_in, release):
    release.thread("the-offer", "The offer", comments=[1, 2])
    client = signed_in
    client.send("A question?")

    answer = decide(client, 1, "reply", reply="@Skeptic: no.")
    empty = decide(client, 1, "reply", reply=" ")

    assert answer.status_code == 303
    assert empty.status_code == 422
    question, reply = client.rows()
    assert (question.number, reply.number, reply.replyto) == (3, 4, 3)
    assert (reply.role, reply.author, reply.body) == ("author", "The Editor", "@Skeptic: no.")


def test_signing_out_ends_the_session(signed_in):
    client = signed_in
    session = re.search(r'name="session" value="([^"]*)"', client.get("/comments/desk/").text)[1]

    assert client.post("/comments/desk/logout", {"session": session}).status_code == 303
    with reading(client.desk.engine) as connection:
        assert connection.execute(select(sessions)).all() == []


def test_another_password_signs_everybody_out(signed_in):
    client = signed_in
    assert client.get("/comments/desk/").status_code == 200
    with writing(client.desk.engine) as connection:
        passwords.keep_account(connection, "ada", "another password here", 2)

    assert client.get("/comments/desk/").status_code == 303


def guess(client, account, network, times):
    """Wrong guesses, as they would be noted: a real one takes 30 ms."""
    secret = client.desk.secret
    row = {"at": seconds(), "prefix": secret.network(network), "was_right": False}
    mark = passwords.account_mark(secret, account)
    with writing(client.desk.engine) as connection:
        connection.execute(insert(attempts), [row | {"account": mark}] * times)


def test_two_hundred_wrong_passwords(client, caplog):
    """Case 10: slowed, and the right one still works from elsewhere; the log shows none."""
    assert sign_in(client, "ada", "hunter2-hunter2").status_code == 401
    guess(client, "ada", client.address, 199)

    slowed = sign_in(client)
    client.address = "203.0.113.9"
    elsewhere = sign_in(client)

    assert slowed.status_code == 429
    assert 0 < int(slowed.headers["Retry-After"]) <= 900
    assert elsewhere.status_code == 303
    assert "hunter2" not in caplog.text
    with reading(client.desk.engine) as connection:
        assert "hunter2" not in str(connection.execute(select(attempts)).all())


def test_guesses_by_a_clock_that_was_ahead_lock_nobody_out(client):
    guess(client, "ada", client.address, 200)
    with writing(client.desk.engine) as connection:
        connection.execute(update(attempts).values(at=seconds() + 365 * 86_400))

    assert sign_in(client).status_code == 303


def test_many_networks_that_guess_have_one_guess_each(client):
    for number in range(20):
        guess(client, "ada", f"198.51.{number}.1", 1)

    client.address = "198.51.3.1"
    assert sign_in(client).status_code == 429
    client.address = "203.0.113.9"
    assert sign_in(client).status_code == 303


def test_the_queue_of_a_thousand_is_light(signed_in):
    client = signed_in
    client.send("x" * 3000)
    with writing(client.desk.engine) as connection:
        row = dict(connection.execute(select(entries)).one()._mapping)
        del row["id"]
        rows = [row | {"comment_id": f"id{number}", "text_hash": f"{number}"} for number in range(1000)]
        connection.execute(insert(entries), rows)

    first = client.get("/comments/desk/")
    after = re.search(r"\?after=(\d+)", first.text)[1]

    assert len(first.get_data()) < 60_000
    assert "1001 waiting" in first.text
    assert f"/comments/desk/{int(after) + 1}" in client.get(f"/comments/desk/?after={after}").text


def test_odd_numbers_are_no_rows(signed_in):
    for path in ("desk/0", "desk/99999999999999999999999", "desk/-1", "desk/x", "desk/1/2"):
        assert signed_in.get(f"/comments/{path}").status_code == 404
    assert signed_in.get("/comments/desk/?after=x&done=%00").status_code == 200


def test_two_approve_at_once_and_get_two_numbers(client, release, run_together):
    """Case 15."""
    release.thread("the-offer", "The offer", comments=[14])
    for number in range(8):
        client.send(f"Comment {number}")

    def approve(row):
        with writing(client.desk.engine) as connection:
            return deciding.approve(connection, row, client.desk.decider("ada"), seconds()).number

    assert sorted(run_together(approve, range(1, 9))) == list(range(15, 23))
