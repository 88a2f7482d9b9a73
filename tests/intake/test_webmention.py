"""Mentions that others tell of, from servers on this machine, on both kinds of database."""

import argparse
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.comments.parse import parse_comment
from plugins.comments.write import file_name, write_comment
from plugins.intake import command_sources, deciding, fetch, looking, queue
from plugins.intake.database import reading, writing
from plugins.intake.desk import Desk
from plugins.intake.model import State
from plugins.intake.settings import read_intake
from plugins.intake.web import make_app
from plugins.intake.written import approved_of
from plugins.machine import MachineError
from tests.intake.conftest import SITE, Client
from tests.intake.elsewhere import Page, elsewhere, may_ask_loopback
from tests.intake.test_reader import approve

TARGET = f"{SITE}/2026/the-offer/"
LINK = f'<a href="{TARGET}">the offer</a>'


@pytest.fixture(scope="module")
def server():
    with elsewhere() as server:
        yield server


class Mentions:
    """A desk that takes mentions, and one other site."""

    def __init__(self, client, server, release):
        self.client, self.server, self.release = client, server, release
        self.ahead = 1
        server.pages.clear()
        server.asked.clear()

    def page(self, text=f"<p>They raised {LINK}.", author="Nell Ames", path="/post", status=200):
        """What the other site says at an address, which is returned."""
        body = (
            f'<div class="h-entry"><b class="p-author">{author}</b><div class="e-content">{text}</div></div>'
        )
        self.server.pages[path] = Page(body.encode(), status)
        return self.server.url + path

    def tell(self, source, target=TARGET, **headers):
        return self.client.post("/comments/webmention", {"source": source, "target": target}, **headers)

    def look(self, *, later=0):
        """A round of the worker."""
        self.ahead += later

        def ask(question):
            return fetch.ask(replace(question, may_ask=may_ask_loopback))

        at = int(datetime.now(UTC).timestamp()) + self.ahead
        return looking.look_at_pages(self.client.desk, at, ask)

    def mention(self, **page):
        """One that waits."""
        told = self.tell(self.page(**page))
        assert told.status_code == 202
        self.look()
        return told.headers["Location"].removeprefix(SITE)

    def refuse(self, row):
        with writing(self.client.desk.engine) as connection:
            deciding.refuse(connection, row, State.REFUSED, "terminal", 1)

    @property
    def rows(self):
        return self.client.rows()


@pytest.fixture
def mentions(settings, release, tmp_path, server):
    settings()
    path = tmp_path / "intake.toml"
    path.write_text(path.read_text() + "[mentions]\nare_taken = true\nper_hour = 4\n")
    desk = Desk.open(read_intake(path))
    yield Mentions(Client(make_app(desk), desk), server, release)
    desk.engine.dispose()


def test_a_mention_waits_with_author_date_and_words(mentions):
    """It is looked at after the answer, never before it."""
    # given
    source = mentions.page()
    told = mentions.tell(source)
    before = mentions.rows[0].state, len(mentions.server.asked)

    # when
    mentions.look()

    # then
    assert (told.status_code, before) == (202, (State.FETCH, 0))
    [row] = mentions.rows
    assert (row.kind, row.state, row.author, row.body) == (
        "webmention",
        State.NEW,
        "Nell Ames",
        "They raised the offer.",
    )
    assert (row.source, row.target, row.thread_key) == (source, TARGET, "the-offer")
    assert mentions.server.asked[0].headers["Accept"] == "text/html"


def test_whoever_sent_it_can_look_what_became_of_it(mentions):
    """At the address in the answer."""
    # given
    status = mentions.mention()
    said = [mentions.client.get(status).text]

    # when
    approve(mentions.client, 1)
    said.append(mentions.client.get(status).text)
    mentions.release.thread("the-offer", "The offer", comments=(1,))
    said.append(mentions.client.get(status).text)

    # then
    assert "It waits for somebody to read it" in said[0]
    assert "The next publish shows it" in said[1]
    assert f"It stands at {TARGET}#comment-1." in said[2]
    assert mentions.client.get("/comments/webmention/no-such").status_code == 404
    assert mentions.client.get("/comments/webmention").status_code == 200


def test_a_comment_is_no_mention(mentions):
    """Its id opens nothing here."""
    mentions.client.send()

    assert mentions.client.get(f"/comments/webmention/{mentions.rows[0].comment_id}").status_code == 404


NO_MENTIONS = (
    (TARGET, TARGET, "source and target are the same page"),
    (f"{TARGET}#a", f"{TARGET}#b", "source and target are the same page"),
    (f"{SITE}/2026/other/", TARGET, "source is a page of this site"),
    ("https://b.example/", f"{SITE}/2026/no-such/", "target is no page here that takes mentions"),
    ("https://b.example/", f"{TARGET}?a=b", "target is no page here that takes mentions"),
    (
        "https://b.example/",
        "https://c.example/2026/the-offer/",
        "target is no page here that takes mentions",
    ),
    ("https://b.example/", "", "target is no web address that could be shown"),
    ("", TARGET, "source is no web address that could be shown"),
    ("file:///etc/passwd", TARGET, "source is no web address that could be shown"),
    ("javascript:alert(1)", TARGET, "source is no web address that could be shown"),
    ("//b.example/", TARGET, "source is no web address that could be shown"),
    ("https://nell@b.example/", TARGET, "source is no web address that could be shown"),
    ("https://b.example/nell@mail.example", TARGET, "source is no web address that could be shown"),
    ("https://b.example/\r\nBcc: x", TARGET, "source is no web address that could be shown"),
    ("https://b.example/\u202e", TARGET, "source is no web address that could be shown"),
    ("https://b.example/\x00", TARGET, "source is no web address that could be shown"),
    (f"https://b.example/{'a' * 1500}", TARGET, "source is longer than 1500 bytes"),
    (f"https://b.example/{'ä' * 745}", TARGET, "source is longer than 1500 bytes"),
)


def test_what_is_no_mention_of_ours_is_refused_with_the_reason(mentions):
    """No row, and no question to anybody."""
    for source, target, said in NO_MENTIONS:
        answer = mentions.tell(source, target)

        assert answer.status_code == 400
        assert f"This was not taken: {said}." in answer.text
    assert mentions.rows == []


NO_FORMS = (
    ("application/json", b'{"source": []}', 415),
    ("application/x-www-form-urlencoded", b"source=\xff&target=\xfe", 400),
    ("application/x-www-form-urlencoded", b"source=a&source=b&target=c", 400),
    ("application/x-www-form-urlencoded", b"", 400),
    ("application/x-www-form-urlencoded", b"source=%ED%A0%80&target=x", 400),
)


def test_what_is_no_form_is_refused(mentions):
    """As everywhere at the desk."""
    for kind, data, status in NO_FORMS:
        assert mentions.client.post("/comments/webmention", data=data, kind=kind).status_code == status


@pytest.mark.parametrize(
    "target", (f"{TARGET}#comment-3", "http://a.example/2026/the-offer/", f"{SITE}/2026/the%2Doffer/")
)
def test_any_part_of_a_page_is_the_page(mentions, target):
    """Whether by http or https, and however it is encoded."""
    mentions.server.pages["/post"] = Page(f'<a href="{target}">x</a>'.encode())

    assert mentions.tell(f"{mentions.server.url}/post", target).status_code == 202
    mentions.look()
    assert (mentions.rows[0].state, mentions.rows[0].author) == (State.NEW, "127.0.0.1")


def test_a_closed_thread_takes_mentions_and_no_comments(mentions):
    """An article goes on being linked to. A thread that is off is in no threads.json, and takes neither."""
    mentions.release.thread("the-offer", "The offer", state="closed")

    assert mentions.client.send().status_code == 409
    mentions.mention()
    assert approve(mentions.client, 1).number == 1
    mentions.release.gone("the-offer")
    assert mentions.tell(mentions.page(path="/other")).status_code == 400


def test_a_desk_that_takes_none_says_so(open_desk):
    """They are asked for in the settings."""
    client = open_desk()

    assert (
        client.post("/comments/webmention", {"source": "https://b.example/", "target": TARGET}).status_code
        == 404
    )
    assert client.rows() == []


def test_a_network_sends_so_many_in_an_hour(mentions):
    """Those that are there already count for nothing; other networks are not kept out."""
    # given
    codes = [mentions.tell(f"https://b.example/{number}").status_code for number in range(5)]

    # then
    assert codes == [202, 202, 202, 202, 429]
    assert mentions.tell("https://b.example/0").status_code == 202
    assert mentions.tell("https://b.example/9", X_Forwarded_For="198.51.100.7").status_code == 202


def test_what_is_sent_again_is_the_same_row_and_looked_at_later(mentions):
    """Who sends it a hundred times makes us ask once in ten minutes."""
    # given
    status = mentions.mention()

    # when
    again = [mentions.tell(mentions.page()).headers["Location"].removeprefix(SITE) for _ in range(5)]
    early, late = mentions.look(), mentions.look(later=601)

    # then
    assert set(again) == {status}
    assert (early, late, len(mentions.server.asked), len(mentions.rows)) == (0, 1, 2, 1)


def test_other_words_of_what_waits_take_their_place(mentions):
    """Nobody has read the first ones."""
    # given
    mentions.mention()

    # when
    mentions.tell(mentions.page(f"<p>They lowered {LINK}."))
    mentions.look(later=601)

    # then
    assert [row.body for row in mentions.rows] == ["They lowered the offer."]


def test_other_words_of_what_is_approved_wait_until_a_person_has_seen_them(mentions):
    """The old ones stay on the page; what says the same again asks nobody."""
    # given
    mentions.mention()
    approve(mentions.client, 1)

    # when
    mentions.tell(mentions.page())
    mentions.look(later=601)
    same = len(mentions.rows)
    mentions.tell(mentions.page(f"<p>Buy pills at {LINK}."))
    mentions.look(later=601)

    # then
    assert same == 1
    original, revision = mentions.rows
    assert (original.state, original.body) == (State.APPROVED, "They raised the offer.")
    assert (revision.state, revision.revises, revision.body) == (State.NEW, 1, "Buy pills at the offer.")

    # when
    mentions.tell(mentions.page())
    mentions.look(later=601)

    # then
    assert [row.state for row in mentions.rows] == [State.APPROVED, State.WITHDRAWN]


def test_a_moderators_correction_is_no_change_of_the_page(mentions):
    """It is compared with what the page said, not with what was made of it."""
    # given
    mentions.mention()
    with writing(mentions.client.desk.engine) as connection:
        words = queue.Words("Nell", None, None, "They raised it.")
        deciding.edit(connection, 1, words, "terminal", 0)
    approve(mentions.client, 1)

    # when
    mentions.tell(mentions.page())
    mentions.look(later=601)

    # then
    assert [(row.state, row.author) for row in mentions.rows] == [(State.APPROVED, "Nell")]


@pytest.mark.parametrize("status", (404, 410, 200))
def test_a_page_that_is_gone_or_has_no_link_any_more_leaves_a_tombstone(mentions, status):
    """Its number stays; nothing of its words does."""
    # given
    mentions.mention()
    approve(mentions.client, 1)

    # when
    mentions.tell(mentions.page("<p>Nothing here.", status=status))
    mentions.look(later=601)

    # then
    [row] = mentions.rows
    assert row.deleted_at is not None
    assert row.written_at is None
    assert write_comment(approved_of(row, "the-offer").comment).splitlines()[-1] == "Status: deleted"


def test_what_comes_back_after_it_was_gone_is_another_mention(mentions):
    """The tombstone keeps its number."""
    # given
    mentions.mention()
    approve(mentions.client, 1)
    mentions.tell(mentions.page(status=410))
    mentions.look(later=601)

    # when
    mentions.mention()

    # then
    assert [row.state for row in mentions.rows] == [State.APPROVED, State.NEW]


@pytest.mark.parametrize("status", (503, 403))
def test_a_site_that_is_down_takes_nothing_away(mentions, status):
    """Neither what waits nor what stands."""
    # given
    mentions.mention()
    approve(mentions.client, 1)

    # when
    mentions.tell(mentions.page(status=status))
    rounds = [mentions.look(later=86_400) for _ in range(8)]

    # then
    assert rounds == [1] * 6 + [0, 0]
    assert [(row.state, row.deleted_at, row.fault) for row in mentions.rows] == [(State.APPROVED, None, None)]


def test_what_waits_and_is_gone_waits_no_more(mentions):
    """Nobody has to refuse it."""
    # given
    mentions.mention()

    # when
    mentions.tell(mentions.page(status=404))
    mentions.look(later=601)

    # then
    assert [row.state for row in mentions.rows] == [State.WITHDRAWN]


def test_a_mention_that_was_refused_stays_refused(mentions):
    """One row, however often it is sent; another page of that host is another mention."""
    # given
    mentions.mention()
    mentions.refuse(1)
    asked = len(mentions.server.asked)

    # when
    for _ in range(3):
        assert mentions.tell(mentions.page(f"<p>Other words on {LINK}.")).status_code == 202
        mentions.look(later=86_400)
    mentions.mention(path="/other")

    # then
    assert [row.state for row in mentions.rows] == [State.REFUSED, State.NEW]
    assert len(mentions.server.asked) == asked + 1


@pytest.mark.parametrize(
    ("page", "fault"),
    (
        (Page(b"<p>No link."), "no link to us"),
        (Page(LINK.encode(), headers=(("Content-Type", "text/plain"),)), "no link to us"),
        (Page(b"", 410), "it answers 410"),
        (
            Page(status=302, headers=(("Location", "http://169.254.169.254/latest"),)),
            "is not on the public web",
        ),
        (Page(status=302, headers=(("Location", "file:///etc/passwd"),)), "is no web address"),
        (Page(b"<p>x" * 500_000 + LINK.encode()), "no link to us in its first 1024 kB"),
    ),
)
def test_a_page_that_is_no_mention_is_refused_by_the_worker(mentions, page, fault):
    """It never reaches a person; sent again, it is looked at again."""
    # given
    mentions.server.pages["/post"] = page
    mentions.tell(f"{mentions.server.url}/post")

    # when
    mentions.look()

    # then
    [row] = mentions.rows
    assert row.state is State.REFUSED
    assert fault in row.fault

    # when
    mentions.tell(mentions.page())
    mentions.look(later=601)

    # then
    assert [row.state for row in mentions.rows] == [State.NEW]


def test_a_page_that_cannot_be_read_yet_is_tried_again(mentions):
    """Some tell of a page before it is there."""
    # given
    mentions.tell(mentions.page(status=404))

    # when
    first = mentions.look()
    state = mentions.rows[0].state
    mentions.page()
    second = mentions.look(later=301)

    # then
    assert (first, state, second) == (1, State.FETCH, 1)
    assert mentions.rows[0].state is State.NEW


@pytest.mark.parametrize(
    "source", ("http://127.0.0.1/", "http://[::1]/", "http://0x7f.1/", "http://[::ffff:10.0.0.1]/x")
)
def test_our_own_network_is_never_asked(mentions, source):
    """The guard as it is, without the door that the tests have."""
    # given
    mentions.tell(source)

    # when
    looking.look_at_pages(mentions.client.desk, int(datetime.now(UTC).timestamp()) + 9)

    # then
    assert [row.state for row in mentions.rows] == [State.REFUSED]
    assert "is not on the public web" in mentions.rows[0].fault


def test_the_source_that_was_given_stays_the_identity(mentions):
    """Where it leads may change tomorrow."""
    # given
    mentions.page(author="", path="/new")
    mentions.server.leads("/post", "/new", 301)

    # when
    mentions.tell(f"{mentions.server.url}/post")
    mentions.look()

    # then
    assert mentions.rows[0].source == f"{mentions.server.url}/post"
    assert mentions.rows[0].body == "They raised the offer."


def test_what_is_approved_becomes_a_file_of_its_kind(mentions):
    """With its source, and its words as they were written there."""
    # given
    mentions.mention(text=f"<p>*Not* [a link](x) &lt;b&gt; {LINK}")

    # when
    comment = approved_of(approve(mentions.client, 1), "the-offer").comment

    # then
    text = write_comment(comment)
    assert f"Kind: webmention\nSource: {mentions.server.url}/post\n" in text
    parsed, findings = parse_comment(text.encode(), file_name(comment))
    assert findings == ()
    assert parsed.body == "\\*Not\\* \\[a link\\]\\(x\\) \\<b\\> the offer"


def test_a_name_that_no_file_can_hold_is_that_of_the_host(mentions):
    """The mention is taken all the same."""
    mentions.mention(author="nell@mail.example")

    assert mentions.rows[0].author == "127.0.0.1"


def test_a_host_or_a_page_can_be_blocked_and_the_block_lifted(mentions, tmp_path):
    """Also for what waits to be looked at already."""

    # given
    def sources(*arguments):
        parser = argparse.ArgumentParser()
        command_sources.add_arguments(parser)
        options = parser.parse_args(arguments)
        options.settings = tmp_path / "intake.toml"
        return command_sources.run(options)

    source = mentions.page()
    mentions.tell(source)

    # when
    said = [sources("--block", "127.0.0.1", "--reason", "pills"), sources("--block", "127.0.0.1")]
    listed = sources()
    mentions.look()
    refused = mentions.tell(source)
    lifted = [sources("--lift", "127.0.0.1"), sources("--lift", "127.0.0.1"), sources()]

    # then
    assert said == ["127.0.0.1 is blocked", "127.0.0.1 is blocked already"]
    assert listed.startswith("127.0.0.1  since 20")
    assert listed.endswith("Z  pills")
    assert mentions.rows[0].fault == "nothing is taken from there"
    assert (refused.status_code, "nothing is taken from there" in refused.text) == (400, True)
    assert lifted == ["127.0.0.1 is blocked no more", "127.0.0.1 was not blocked", "Nothing is blocked"]
    assert mentions.server.asked == []
    assert mentions.tell(source).status_code == 202
    assert sources("--block", source) == f"{source} is blocked"
    assert mentions.tell(mentions.page(path="/other")).status_code == 202
    with pytest.raises(MachineError, match='"a b" is no host and no page'):
        sources("--block", "a b")


def test_two_workers_look_at_a_page_once(mentions):
    """What one has taken is nobody else's."""
    # given
    mentions.tell(mentions.page())
    at = int(datetime.now(UTC).timestamp()) + 1

    # then
    assert len(looking._claimed(mentions.client.desk, at)) == 1
    assert looking._claimed(mentions.client.desk, at) == []
    with reading(mentions.client.desk.engine) as connection:
        assert queue.waiting(connection) == []


ADDRESSES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        (TARGET, f"{SITE}/dictionary/boss/", "https://b.example/", "http://[", "https://b.example:99999/")
    ),
    st.builds("https://b.example/{}".format, st.text(max_size=30)),
    st.builds("https://{}/".format, st.text(max_size=20)),
)


def posted(**fields):
    return "&".join(
        f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in fields.items()
    ).encode()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(source=ADDRESSES, target=ADDRESSES, token=st.text(max_size=40))
def test_nothing_that_is_sent_is_a_fault_of_ours(mentions, source, target, token):
    """Neither to the endpoint, nor to where a mention or a message leads, nor as an address of mail."""
    client, root = mentions.client, "/comments/"

    # when
    answers = [
        client.post(f"{root}webmention", data=posted(source=source, target=target)),
        client.get(f"{root}webmention/{quote(token, errors='replace')}"),
        client.get(f"{root}mail/{quote(token, errors='replace')}"),
        client.post(f"{root}mail/{quote(token, errors='replace')}", data=posted(do=token)),
    ]

    # then
    assert max(answer.status_code for answer in answers) < 500
