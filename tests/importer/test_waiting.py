"""What waits to be approved there, and goes to the comment desk when somebody asks for it."""

import pytest

from plugins.intake import deciding, queue
from plugins.intake.database import connect, migrate, reading, writing
from plugins.intake.live import Thread, Threads
from plugins.intake.written import approved_of, write_one
from tests.importer.made import OLD, comment, disqus, item, wxr

SAID = (
    comment(11, "First.")
    + comment(12, "Is it *so*?\nOr <b>not</b>?", comment_approved="0", comment_parent=11)
    + comment(13, "Buy.", comment_approved="spam")
    + comment(14, "", comment_approved="0", comment_author="quill@mail.example")
    + comment(15, "word " * 5000, comment_approved="hold")
)
EXPORT = wxr(item(1, "One", comments=SAID))


@pytest.fixture
def desk(home):
    """A comment desk with an empty queue: its settings, and what waits there."""
    url = f"sqlite:///{home.folder}/intake.db"
    engine = connect(url)
    migrate(engine)

    class Desk:
        settings = home.write("intake.toml", f'[desk]\ndatabase = "{url}"\nsite = "site"\n')

        def rows(self):
            with reading(engine) as connection:
                return queue.waiting(connection)

    found = Desk()
    found.engine = engine
    yield found
    engine.dispose()


def test_what_waits_there_waits_here_and_nothing_of_it_is_in_content(home, desk):
    """In Markdown, with its time and what it answers; what the desk cannot take is told; spam is spam."""
    # when
    home.move(EXPORT, pending=True, desk=desk.settings)

    # then
    assert home.code == 0, home.wrong
    one, two = desk.rows()
    assert (one.comment_id, one.author, one.replyto, one.thread_key) == ("wp12", "Quill", 1, "text-1")
    assert one.body == "Is it \\*so\\*?  \nOr **not**?"
    assert one.thread_id == f"{OLD}/?p=1"
    assert one.posted_at == 1336046400
    assert (two.author, two.body) == ("Anonymous", "…")
    assert "comments wait at the comment desk now, 0 were there already" in home.said
    assert list(home.files()) == ["articles/2012/text-1.md", "comments/text-1/0001-wp11.md", "redirects.txt"]
    lines = home.ledger()
    assert lines["comment", "12"].notes[-1].text == "it waits at the comment desk"
    assert lines["comment", "13"].notes[-1].text == "it was spam"
    assert "the comment desk cannot take it: 24,999 characters" in lines["comment", "15"].notes[-1].text
    assert "mail.example" not in home.everything() + repr(desk.rows())


def test_it_is_queued_once_and_when_it_is_approved_it_is_the_same_comment(home, desk):
    """Whatever was decided at the desk or there, and however often somebody imports."""
    # given
    home.move(EXPORT, pending=True, desk=desk.settings)

    # when
    home.move(EXPORT, pending=True, desk=desk.settings)

    # then
    assert "0 comments wait at the comment desk now, 2 were there already" in home.said

    # when
    thread = Thread("text-1", f"{OLD}/?p=1", "/2012/text-1/", "One", "open", None, 1)
    decider = deciding.Decider("terminal", Threads({"text-1": thread}, {thread.id: thread}))
    with writing(desk.engine) as connection:
        entry = deciding.approve(connection, 1, decider, 1796000001)
    write_one(home.content / "comments", approved_of(entry, "text-1"))
    before = home.files()
    home.move(EXPORT.replace("<wp:comment_approved><![CDATA[0]]>", "<wp:comment_approved><![CDATA[1]]>", 1))

    # then
    assert "comments/text-1/0002-wp12.md" in before
    assert home.files() == before


def test_a_dry_run_queues_nothing_and_says_how_many_it_would(home, desk):
    """Nor does it need the desk."""
    # when
    home.move(EXPORT, pending=True, dry_run=True)

    # then
    assert "2 comments would wait at the comment desk" in home.said
    assert desk.rows() == []


def test_threads_of_disqus_too(home, desk):
    """What Disqus calls not approved."""
    # given
    home.move(wxr(item(1)))
    said = [(5, 0, "Vex", "<p>Hm.</p>", {"isApproved": "false"})]

    # when
    home.move(disqus((1, "", f"{OLD}/2012/05/text-1/", "x", said)), pending=True, desk=desk.settings)

    # then
    assert [(row.comment_id, row.thread_key, row.body) for row in desk.rows()] == [("dq5", "text-1", "Hm.")]


def test_a_desk_that_is_elsewhere_is_told_before_anything_is_written(home):
    """Its database is on another machine."""
    # given
    settings = home.write("intake.toml", '[desk]\ndatabase = ""\nurl = "https://x.example/comments/"\n')

    # when
    home.move(EXPORT, pending=True, desk=settings)

    # then
    assert home.code == 1
    assert home.wrong.startswith("intake.toml:1: the database of the comment desk is not on this machine")
    assert not home.content.exists()
