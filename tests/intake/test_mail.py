"""What the desk sends, received by a real server, on both kinds of database."""

import argparse
import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from plugins.intake import command_mail_test, command_work, keeping, outbox, sending
from plugins.intake.database import reading, writing
from plugins.intake.desk import Desk
from plugins.intake.mail import (
    Sender,
    Waiting,
    addressed,
    answer_message,
    confirm_message,
    line,
    read_address,
    waiting_message,
)
from plugins.intake.model import State
from plugins.intake.settings import read_intake
from plugins.intake.tables import entries, people, subscriptions
from plugins.intake.tables import outbox as messages
from plugins.intake.web import make_app
from plugins.machine import MachineError
from plugins.source import WrongValueError
from tests.intake.certificate import certified
from tests.intake.conftest import Client
from tests.intake.mail_server import mail_server
from tests.intake.test_reader import approve, token_of

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
SENDER = Sender("a.example", "desk@a.example")
EDITOR, NELL = "editor@a.example", "nell@mail.example"
DAY, MINUTE = 86_400, 60


@pytest.fixture
def server():
    with mail_server() as server:
        yield server


class Post:
    """A desk with mail, and a clock of its own."""

    def __init__(self, client, release):
        self.client, self.release = client, release
        self.ahead = 1

    @property
    def at(self):
        """Readers' requests have the machine's own time, which goes on meanwhile."""
        return int(datetime.now(UTC).timestamp()) + self.ahead

    def work(self, *, later=0):
        self.ahead += later
        return command_work.work(self.client.desk, self.at)

    def comment(self, body="I was told so.", **more):
        """Sent by a reader; its private page."""
        return token_of(self.client.send(body, **more))

    def tidy(self, *, later):
        """As every night."""
        self.ahead += later
        with writing(self.client.desk.engine) as connection:
            keeping.tidy(connection, 30, self.at)

    def tell(self, private, address=NELL):
        return self.client.post(private, {"do": "tell", "address": address})

    def publish(self, *answers):
        """A release with comment 1, and others: (number, what it answers)."""
        rows = [(1, None), *answers]
        self.release.thread("the-offer", "The offer", comments=[number for number, _ in rows])
        said = [
            {
                "number": number,
                "status": "published",
                "author": {"name": f"Reader {number}", "url": None, "is_author": False},
                "content_html": f"<p>Words <b>{number}</b>.</p>",
                "in_reply_to": replyto,
            }
            for number, replyto in rows
        ]
        (self.release.folder / "2026/the-offer/comments.json").write_text(json.dumps({"comments": said}))

    def rows(self, table):
        with reading(self.client.desk.engine) as connection:
            return connection.execute(table.select().order_by(table.c.id)).all()


@pytest.fixture
def post(settings, server, release, tmp_path):
    """A desk whose mail goes to the server; without a moderator."""
    settings()
    path = tmp_path / "intake.toml"
    given = (
        f'[mail]\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\nsender = "desk@a.example"\n'
    )
    path.write_text(path.read_text() + given)
    desk = Desk.open(read_intake(path))
    yield Post(Client(make_app(desk), desk), release)
    desk.engine.dispose()


@pytest.fixture
def moderated(post):
    """With one."""
    mail = replace(post.client.desk.settings.mail, moderators=(EDITOR,))
    desk = replace(post.client.desk, settings=replace(post.client.desk.settings, mail=mail))
    return Post(Client(make_app(desk), desk), post.release)


def text(message):
    return message.get_content().replace("\r\n", "\n")


def links(message):
    return re.findall(r"https://\S+", text(message))


def local(url):
    return url.removeprefix("https://a.example")


def confirmed(post, server, address=NELL):
    """The private page of an approved comment whose writer has confirmed an address; and the page of that."""
    private = post.comment()
    approve(post.client, 1)
    post.publish()
    post.tell(private, address)
    post.work()
    page = local(links(server.to(address)[-1])[-1])
    post.client.post(page, {"do": "confirm"})
    return private, page


def test_moderators_get_one_message_in_a_quarter_of_an_hour(moderated, server):
    """With a link to each row; opening it approves nothing."""
    # given
    moderated.comment("First.")
    moderated.comment("Second.", author="Nell\u0301 Ames")

    # when
    moderated.work()
    moderated.comment("Third.")
    moderated.work(later=14 * MINUTE)

    # then
    [message] = server.to(EDITOR)
    assert message["Subject"] == "2 comments wait (a.example)"
    assert message["From"] == '"a.example" <desk@a.example>'
    assert links(message) == [f"https://a.example/comments/desk/{row}" for row in (1, 2)]
    assert "Skeptic, comment, on The offer\n> First." in text(message)
    for link in links(message):
        assert moderated.client.get(local(link)).status_code == 303
    assert {row.state for row in moderated.client.rows()} == {State.NEW}

    # when
    moderated.work(later=2 * MINUTE)
    moderated.work(later=60 * MINUTE)

    # then
    assert [one["Subject"] for one in server.to(EDITOR)[1:]] == ["1 comment waits (a.example)"]


def test_a_message_of_a_clock_that_was_ahead_is_sent_now(post, server):
    post.tell(post.comment())
    with writing(post.client.desk.engine) as connection:
        connection.execute(update(messages).values(not_before=post.at + 365 * 86_400))

    post.work()

    assert len(server.to(NELL)) == 1


def test_a_mention_is_told_when_its_page_was_looked_at(moderated, server):
    """It may be older than what came meanwhile."""
    # given
    moderated.comment("A mention, in truth.")
    moderated.comment("Second.")
    with writing(moderated.client.desk.engine) as connection:
        connection.execute(entries.update().where(entries.c.id == 1).values(state=State.FETCH))
    moderated.work()
    with writing(moderated.client.desk.engine) as connection:
        values = {"state": State.NEW, "fetched_at": moderated.at}
        connection.execute(entries.update().where(entries.c.id == 1).values(values))

    # when
    moderated.work(later=20 * MINUTE)
    moderated.work(later=20 * MINUTE)

    # then
    assert [links(one) for one in server.to(EDITOR)] == [
        ["https://a.example/comments/desk/2"],
        ["https://a.example/comments/desk/1"],
    ]


def test_line_breaks_of_strangers_end_no_header(moderated, server):
    """A title and a name with "Bcc:" in them: one message, to the moderator alone."""
    # given
    moderated.release.thread("the-offer", "The offer\r\nBcc: all@mail.example\udcff")
    moderated.comment("Words\r\nBcc: all@mail.example")
    with writing(moderated.client.desk.engine) as connection:
        name = entries.update().values(author="Nell\r\nBcc: all@mail.example")
        connection.execute(name)

    # when
    moderated.work()

    # then
    [(sender, recipients, message)] = server.taken
    assert (sender, recipients) == ("desk@a.example", [EDITOR])
    assert message["Bcc"] is None
    assert message["To"] == EDITOR


def test_an_address_is_asked_and_told_of_answers_when_readers_can_see_them(post, server):
    """Approved is not published: the link must lead to something."""
    # given
    private, page = confirmed(post, server)
    answer = post.comment("You were.", replyto="1", author="Otto")
    approve(post.client, 2)
    assert answer

    # when
    post.work()
    before = len(server.to(NELL))
    post.publish((2, 1), (3, None))
    post.work()
    post.work()

    # then
    assert before == 1
    message = server.to(NELL)[1]
    assert message["Subject"] == "An answer to you on “The offer”"
    assert links(message) == ["https://a.example/2026/the-offer/#comment-2", f"https://a.example{page}"]
    assert "Reader 2 answered your comment on “The offer”:\n\n> Words 2." in text(message)
    assert message["List-Unsubscribe"] == f"<https://a.example{page}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert len(server.to(NELL)) == 2
    assert private not in message.as_string()


def test_answers_before_an_address_was_entered_are_not_told(post, server):
    """Its writer has seen them."""
    # given
    private = post.comment()
    approve(post.client, 1)
    post.publish((2, 1))
    post.tell(private)
    post.work()
    post.client.post(local(links(server.to(NELL)[0])[0]), {"do": "confirm"})

    # when
    post.publish((2, 1), (3, 1))
    post.work()

    # then
    assert [links(one)[0] for one in server.to(NELL)[1:]] == ["https://a.example/2026/the-offer/#comment-3"]


def test_nothing_is_sent_to_an_address_that_did_not_confirm(post, server):
    """A stranger's address: one message, in which it says what to do, which is nothing."""
    # given
    post.tell(post.comment())
    approve(post.client, 1)

    # when
    post.publish((2, 1))
    post.work()
    post.work(later=7 * DAY)

    # then
    [message] = server.to(NELL)
    assert "If not, do nothing" in text(message)


def test_a_stranger_gets_one_message_a_day_whatever_is_posted(post, server):
    """From any comment, and however often."""
    # given
    pages = [post.comment(f"Comment {number}.") for number in range(3)]

    # when
    for page in pages * 2:
        assert "A message is on its way" in post.tell(page, "Stranger@Mail.example").text
    post.work()

    # then
    assert len(server.taken) == 1


def test_the_next_day_it_may_be_asked_again(post, server):
    """Who lost the message asks for another."""
    # given
    private = post.comment()
    post.tell(private)
    post.work()
    with writing(post.client.desk.engine) as connection:
        connection.execute(people.update().values(asked_at=people.c.asked_at - DAY))
        connection.execute(messages.update().values(about="the day before"))

    # when
    post.tell(private)
    post.work()

    # then
    assert len(server.to(NELL)) == 2


def test_one_message_confirms_all_that_an_address_asked_for_that_day(post, server):
    """For there is one a day, and it leads to a page with all of them."""
    # given
    pages = [post.comment("One."), post.comment("Two.", thread="dictionary/boss")]
    for page in pages:
        post.tell(page)
    post.work()
    page = local(links(server.to(NELL)[0])[0])

    # when
    shown = post.client.get(page).text
    post.client.post(page, {"do": "confirm"})

    # then
    assert "The offer" in shown
    assert "Boss, n." in shown
    assert [row.confirmed_at is not None for row in post.rows(subscriptions)] == [True, True]


def test_a_scanner_that_opens_every_link_changes_nothing(post, server):
    """Nothing is confirmed, stopped, approved or withdrawn by GET."""
    # given
    post.tell(post.comment())
    post.work()
    before = post.rows(subscriptions), post.rows(people), post.client.rows()

    # when
    for message in server.messages:
        for link in links(message):
            assert post.client.get(local(link)).status_code == 200
            assert post.client.client.head(local(link)).status_code == 200

    # then
    assert (post.rows(subscriptions), post.rows(people), post.client.rows()) == before


@pytest.mark.parametrize(
    ("data", "kind"),
    (
        (b"List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"),
        (
            b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (b"do=stop", "application/x-www-form-urlencoded"),
    ),
)
def test_the_button_of_a_mail_program_stops_it(post, server, data, kind):
    """As RFC 8058 has it, in either kind of form; so does the button of the page."""
    # given
    _, page = confirmed(post, server)

    # when
    stopped = post.client.post(page, data=data, kind=kind)
    post.publish((2, 1))
    post.work()

    # then
    assert stopped.status_code == 200
    assert len(server.to(NELL)) == 1


def test_what_was_stopped_is_not_sent_from_the_outbox(post, server):
    """Mail was down when the answer came."""
    # given
    _, page = confirmed(post, server)
    server.is_down = True
    post.publish((2, 1))
    post.work()
    server.is_down = False

    # when
    stopped = post.client.post(page, {"do": "all"})
    post.work(later=DAY)

    # then
    assert len(server.to(NELL)) == 1
    assert "Nothing is sent to this address" in stopped.text


def test_mail_may_be_down_for_days(post, server):
    """It is tried again after growing pauses, and comes once."""
    # given
    post.tell(post.comment())
    server.is_down = True

    # when
    said = [post.work(later=pause * MINUTE) for pause in (0, 4, 2, 14, 2)]
    server.is_down = False
    last = post.work(later=DAY)

    # then
    late = ["1 not taken, and tried again later"]
    assert said == [late, [], late, [], late]
    assert last == ["1 sent"]
    [row] = post.rows(messages)
    assert (row.tries, row.mail, row.sent_at is None) == (3, "", False)
    assert len(server.to(NELL)) == 1


def test_a_server_that_is_not_there_loses_nothing(post, server):
    """Neither does one that refuses an address; why is kept as a number, for its words hold the address."""
    # given
    post.tell(post.comment())
    away = replace(post.client.desk.settings, mail=replace(post.client.desk.settings.mail, port=9))

    # when
    assert sending.send(post.client.desk.engine, away, post.at) == (0, 1)
    first = post.rows(messages)[0].fault
    server.refused.add(NELL)
    post.work(later=DAY)

    # then
    assert (first, post.rows(messages)[0].fault) == ("ConnectionRefusedError", "550")


def test_a_message_that_is_being_sent_is_nobody_elses(post):
    """Two workers at once send it once."""
    # given
    post.tell(post.comment())
    one = post.client.desk

    # then
    assert len(sending._claimed(one.engine, one.settings, post.at)) == 1
    assert sending._claimed(one.engine, one.settings, post.at) == []
    assert len(sending._claimed(one.engine, one.settings, post.at + DAY)) == 1


def test_addresses_are_erased_when_nothing_needs_them(post, server):
    """What was never confirmed, after keep.days; what was stopped, within two days."""
    # given
    _, page = confirmed(post, server)
    post.tell(post.comment("Other."), "stranger@mail.example")
    post.client.post(page, {"do": "stop"})

    # when
    post.tidy(later=2 * DAY)
    after_two_days = [row.address for row in post.rows(people)]
    post.tidy(later=30 * DAY)

    # then
    assert after_two_days == ["stranger@mail.example"]
    assert post.rows(people) == post.rows(subscriptions) == []
    assert post.client.get(page).status_code == 404


def test_a_comment_has_two_addresses_and_an_hour_sixty(post):
    """The desk writes to no list of strangers."""
    # given
    private = post.comment()

    # when
    codes = [post.tell(private, f"a{number}@mail.example").status_code for number in range(3)]
    with writing(post.client.desk.engine) as connection:
        for number in range(60):
            outbox.put(connection, "confirm", "", f"x{number}", post.at)
    flooded = post.tell(post.comment("Two."), "b@mail.example")

    # then
    assert codes == [200, 200, 429]
    assert flooded.status_code == 429
    assert 'value="b@mail.example"' in flooded.text
    assert len(post.rows(people)) == 2


def test_what_is_no_address_is_told_with_what_was_typed(post):
    """Nothing is sent, and nothing lost."""
    private = post.comment()
    for address in ("", "nell", "nell@", "@mail.example", "a b@mail.example", "nell@mail", "a\r\n@b.example"):
        page = post.tell(private, address)

        assert page.status_code == 422
        assert 'aria-describedby="wrong-address tell-hint"' in page.text
    assert post.rows(people) == []


def test_no_page_offers_mail_where_there_is_none(open_desk):
    """A desk without a mail server."""
    client = open_desk()
    private = token_of(client.send())

    assert "E-mail" not in client.get(private).text
    assert client.post(private, {"do": "tell", "address": NELL}).status_code == 409


def test_a_token_of_nobody_opens_nothing(post):
    """Whatever it is made of."""
    for token in ("x", "1-2.abc", "a" * 500, "%00", "..", "1-2."):
        assert post.client.get(f"/comments/mail/{token}").status_code == 404
        assert post.client.post(f"/comments/mail/{token}", {"do": "confirm"}).status_code == 404


def test_a_private_page_is_no_page_of_an_address(post):
    """Each token opens one kind of thing."""
    private = post.comment()

    assert post.client.get(private.replace("/mine/", "/mail/")).status_code == 404


def test_no_address_is_on_a_page_or_in_a_file(post, server, tmp_path):
    """But in the database, and in the one message."""
    # given
    private, page = confirmed(post, server)

    # when
    shown = [post.client.get(address).text for address in (private, page, "/comments/health")]

    # then
    assert not [text for text in shown if NELL in text]
    files = [path for path in tmp_path.rglob("*") if path.is_file() and "intake.db" not in path.name]
    assert files
    assert not [path for path in files if NELL.encode() in path.read_bytes()]


def test_mail_test_says_in_one_line_what_works(post, server, tmp_path):
    """And in one what does not."""
    # given
    options = argparse.Namespace(settings=tmp_path / "intake.toml", address="me@mail.example")
    where = f"127.0.0.1:{server.port} (none)"

    # then
    assert command_mail_test.run(options) == (
        f"{where} has taken a message to me@mail.example; look whether it arrives"
    )
    assert server.messages[0]["Subject"] == "Mail works (a.example)"
    server.refused.add("me@mail.example")
    with pytest.raises(MachineError, match=re.escape(f"{where} takes no mail: 550")):
        command_mail_test.run(options)
    options.address = "me"
    with pytest.raises(MachineError, match="no e-mail address; write it as"):
        command_mail_test.run(options)


def test_the_server_is_signed_in_to_with_the_password_of_a_file(tmp_path):
    """That nobody else may read."""
    # given
    password = tmp_path / "password"
    password.write_text("right\n")
    path = tmp_path / "intake.toml"
    options = argparse.Namespace(settings=path, address="me@mail.example")
    with mail_server(asks_password=True) as server:
        path.write_text(
            f'[mail]\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\nsender = "desk@a.example"\n'
            'user = "desk"\npassword_file = "password"\n'
        )

        # then
        with pytest.raises(MachineError, match="others may read it; chmod 600"):
            command_mail_test.run(options)
        password.chmod(0o600)
        assert "has taken a message" in command_mail_test.run(options)
        assert server.logins == [(b"desk", b"right")]
        password.write_text("wrong")
        with pytest.raises(MachineError, match="takes no mail: 535"):
            command_mail_test.run(options)
        password.write_text("p\u00e4ssword")
        with pytest.raises(MachineError, match="takes no mail: UnicodeEncodeError"):
            command_mail_test.run(options)
        path.write_text(path.read_text().replace('"none"', '"starttls"'))
        with pytest.raises(MachineError, match=r"\(starttls\) takes no mail: SMTPNotSupportedError"):
            command_mail_test.run(options)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Of a server that is called localhost."""
    return certified(tmp_path_factory.mktemp("certificate"), "localhost")


@pytest.mark.parametrize("security", ("starttls", "tls"))
def test_over_tls_a_server_has_to_prove_its_name(tmp_path, certificate, monkeypatch, security):
    """Nobody between us and the server gets the password, nor a message: not even one who takes the encryption away."""
    # given
    context, believed = certificate
    password, path = tmp_path / "password", tmp_path / "intake.toml"
    password.write_text("right\n")
    password.chmod(0o600)
    options = argparse.Namespace(settings=path, address="me@mail.example")

    def try_it(server, host="localhost"):
        path.write_text(
            f'[mail]\nhost = "{host}"\nport = {server.port}\nsecurity = "{security}"\nsender = "desk@a.example"\n'
            'user = "desk"\npassword_file = "password"\n'
        )
        return command_mail_test.run(options)

    with mail_server(asks_password=True, tls=context, is_tls_from_the_start=security == "tls") as server:
        # then
        with pytest.raises(MachineError, match="takes no mail: SSLCertVerificationError"):
            try_it(server)
        monkeypatch.setenv("SSL_CERT_FILE", str(believed))
        with pytest.raises(MachineError, match="takes no mail: SSLCertVerificationError"):
            try_it(server, "127.0.0.1")
        assert server.logins == server.taken == []
        assert "has taken a message" in try_it(server)
        assert server.logins == [(b"desk", b"right")]
        assert server.messages[0]["Subject"].startswith("Mail works")
    with mail_server(asks_password=True) as open_to_all:
        with pytest.raises(MachineError, match="takes no mail: (SMTPNotSupportedError|SSLError)"):
            try_it(open_to_all)
        assert open_to_all.logins == open_to_all.taken == []


@settings(max_examples=50)
@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_of_a_stranger_becomes_a_header(title, name):
    """Whatever it holds, lone surrogates too."""
    made = (
        waiting_message(SENDER, [Waiting(name, title, "comment", name, "https://a.example/1")], NOW),
        confirm_message(SENDER, title, "https://a.example/1", NOW),
        answer_message(SENDER, title, name, title, ("https://a.example/1", "https://a.example/2"), NOW),
    )
    for mail in made:
        message = addressed(mail, NELL)
        raw = message.as_bytes()
        assert raw.isascii()
        names = {
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "Auto-Submitted",
            "MIME-Version",
            "Content-Type",
        }
        names |= {"Content-Transfer-Encoding", "List-Unsubscribe", "List-Unsubscribe-Post"}
        assert set(message.keys()) <= names
        assert all(len(row) <= 998 for row in raw.split(b"\r\n"))


def test_a_line_of_a_header_is_one_line():
    """Without what turns it or ends it."""
    assert line("a\r\nb\u2028c\u202ed\udcffe\x00") == "a b c d e"


@pytest.mark.parametrize(
    ("typed", "read"),
    (
        (" Nell.Ames+x@Mail.Example ", "Nell.Ames+x@mail.example"),
        ("a@bücher.example", "a@xn--bcher-kva.example"),
    ),
)
def test_an_address_is_read_as_mail_is_sent_to_it(typed, read):
    """Its domain in small letters, in ASCII."""
    assert read_address(typed) == read


@pytest.mark.parametrize(
    "typed",
    (".a@b.example", "a..b@c.example", "a@-b.example", "a@b..example", "é@b.example", "a,b@c.example"),
)
def test_what_no_server_takes_is_no_address(typed):
    """It is told at once, not by a bounce."""
    with pytest.raises(WrongValueError):
        read_address(typed)
