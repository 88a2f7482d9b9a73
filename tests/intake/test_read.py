"""`read FILE.mbox`: from messages to the queue, and on to a file, on both kinds of database."""

import argparse
from datetime import UTC, datetime

import pytest

from plugins.intake import command_read, deciding
from plugins.intake.model import State
from plugins.intake.written import approved_of
from plugins.source import AuthorErrors
from tests.intake.test_reader import approve

MESSAGE = """From x
From: {sender}
To: comments@a.example
Subject: Re: Comment on [{thread}]
Date: Sat, 14 Nov 2026 11:00:{second:02} +0100
{head}
{body}

"""


def message(
    body="They raised it.", sender="Nell Ames <nell@mail.example>", thread="the-offer", second=0, head=""
):
    return MESSAGE.format(
        body=body, sender=sender, thread=thread, second=second, head=f"{head}\n" if head else ""
    )


@pytest.fixture
def read(open_desk, tmp_path):
    """`read(messages)`: what the command says of a file of them."""
    client = open_desk()

    def run(*messages):
        path = tmp_path / "in.mbox"
        path.write_text("".join(messages), "utf-8")
        given = ["--settings", str(tmp_path / "intake.toml"), str(path)]
        parser = argparse.ArgumentParser()
        parser.add_argument("--settings", type=type(path))
        command_read.add_arguments(parser)
        return command_read.run(parser.parse_args(given)).replace(str(path), "in.mbox").splitlines()

    run.client = client
    return run


def test_messages_join_the_queue_without_addresses(read, release):
    """In the order of the file, with the date that each says, and the number that it answers."""
    # given
    release.thread("the-offer", "The offer", comments=(1, 2))
    second = message("No.", sender="otto@mail.example", thread="the-offer #2", second=1)

    # when
    said = read(message(), second)

    # then
    assert said == ["Queued 2; 0 were there already; 0 were written by no person"]
    first, other = read.client.rows()
    assert (first.kind, first.author, first.body, first.state) == (
        "mail",
        "Nell Ames",
        "They raised it.",
        State.NEW,
    )
    assert first.posted_at == int(datetime(2026, 11, 14, 10, tzinfo=UTC).timestamp())
    assert (other.author, other.replyto) == ("A reader", 2)
    assert "mail.example" not in repr(read.client.rows())


def test_a_file_that_is_read_again_queues_nothing_twice(read):
    """Mail programs export the whole folder each time; what a moderator corrected is known too."""
    # given
    read(message())
    words = command_read.Words("Nell Ames", None, None, "They raised it!")
    with command_read.writing(read.client.desk.engine) as connection:
        deciding.edit(connection, 1, words, "terminal", 0)

    # then
    assert read(message(), message("More.", second=9)) == [
        "Queued 1; 1 were there already; 0 were written by no person"
    ]


def test_what_cannot_be_queued_is_told_at_its_line(read):
    """And what to do; the others are queued all the same."""
    assert read(
        message(thread="no-such"),
        message().replace("[the-offer]", "hello"),
        message(""),
        message(head="Auto-Submitted: auto-replied"),
        message(),
    ) == [
        'in.mbox:1: no thread "no-such"; write the slug of an article or a word that is published',
        "in.mbox:9: no thread in the subject; write it there, as [the-slug], and read the file again",
        "in.mbox:17: body: nothing was written; write what you want to say",
        "Queued 1; 0 were there already; 1 were written by no person",
    ]


def test_many_at_once_are_no_flood(read):
    """The limits are for the form."""
    assert read(*(message(f"Word {n}", f"Reader {n} <r{n}@mail.example>") for n in range(70)))[-1].startswith(
        "Queued 70;"
    )


def test_its_file_is_that_of_a_comment(read):
    """How it came is the desk's business."""
    # given
    read(message())

    # when
    approved = approve(read.client, 1)

    # then
    comment = approved_of(approved, "the-offer").comment
    assert (str(comment.kind), comment.posted_at.isoformat()) == ("comment", "2026-11-14T10:00:00+00:00")


def test_a_file_that_is_not_there_is_named(read, tmp_path):
    """In one line."""
    options = argparse.Namespace(settings=tmp_path / "intake.toml", file=tmp_path / "none")

    with pytest.raises(AuthorErrors, match="there is no such file; name one that a mail program exported"):
        command_read.run(options)
