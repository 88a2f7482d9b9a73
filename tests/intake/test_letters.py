"""plugins/intake/letters.py: messages as people's programs send them."""

import time
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.intake.letters import NOBODY, read_letters

HEAD = """From nell@mail.example Sat Nov 14 10:00:00 2026
From: Nell Ames <nell@mail.example>
To: comments@exit-interview.example
Subject: Re: Comment on [the-counteroffer #12]
Date: Sat, 14 Nov 2026 11:00:00 +0100
"""


@pytest.fixture
def read(tmp_path):
    def read_text(text):
        path = tmp_path / "in.mbox"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(read_letters(path))

    return read_text


def packed(message):
    return b"From nobody Sat Nov 14 10:00:00 2026\n" + message.as_bytes(policy=SMTP)


def test_a_message_becomes_words_without_an_address(read):
    """The thread and the number are in its subject; the name is the writer's, the address nobody's business."""
    [letter] = read(f"{HEAD}\nThey raised the offer.\n\nI left *anyway*.\n")

    assert (letter.thread, letter.replyto, letter.author) == ("the-counteroffer", "12", "Nell Ames")
    assert letter.body == "They raised the offer.\n\nI left *anyway*."
    assert letter.posted_at == datetime(2026, 11, 14, 10, tzinfo=UTC)
    assert not letter.is_automatic
    assert "nell@" not in repr(letter)


@pytest.mark.parametrize(
    ("subject", "thread", "replyto"),
    (
        ("[dictionary/boss]", "dictionary/boss", ""),
        ("AW: [ the-counteroffer#3 ]", "the-counteroffer", "3"),
        ("[the-counteroffer] #4 and #5", "the-counteroffer", "4"),
        ("=?utf-8?q?Re=3A_=5Bthe-counteroffer_=236=5D?=", "the-counteroffer", "6"),
        ("Comment on\n [the-counteroffer]", "the-counteroffer", ""),
        ("Hello", "", ""),
    ),
)
def test_the_thread_is_in_the_subject_whatever_was_written_around_it(read, subject, thread, replyto):
    """Programs put "Re:" before it, fold it, encode it."""
    [letter] = read(f"From x\nFrom: Nell <n@m.example>\nSubject: {subject}\n\nWords.\n")

    assert (letter.thread, letter.replyto) == (thread, replyto)


@pytest.mark.parametrize(
    "sender",
    (
        "nell@mail.example",
        '"nell@mail.example" <nell@mail.example>',
        "",
        "<",
        '"a\u202eb" <n@m.example>',
        "=?utf-8?q?a=0D=0ABcc=3A_b?= <n@m.example>",
    ),
)
def test_who_names_nobody_is_a_reader(read, sender):
    """No part of an address becomes a name."""
    [letter] = read(f"From x\nFrom: {sender}\nSubject: [a]\n\nWords.\n")

    assert letter.author == NOBODY


def test_signature_and_what_is_answered_are_left_out(read):
    """What is quoted within the answer stays: it is an argument."""
    body = "> You left?\n\nI did.\n\n-- \nNell\nnell@mail.example\n"
    below = "I did.\n\nOn 14 Nov 2026, Otto <otto@mail.example> wrote:\n> You left?\n>\n> Really?\n"
    broken = "I did.\n\nOn Saturday 14 November 2026 at 10:00, Otto Long <otto@mail.example>\nwrote:\n\n> You left?\n"
    all_of_them = "".join(f"{HEAD}\n{text}\n" for text in (body, below, broken))

    bodies = [letter.body for letter in read(all_of_them)]

    assert bodies == ["> You left?\n\nI did.", "I did.", "I did."]


def test_an_answer_below_a_long_quote_takes_no_time(read):
    """Two hundred lines of it took longer than anybody waits."""
    quoted = "> a\n" * 3_000

    [letter] = read(f"{HEAD}\n{quoted}I did.\n")

    assert letter.body == f"{quoted}I did."


@pytest.mark.parametrize(
    ("head", "is_read"),
    (
        # Each of them ended the command, or took minutes.
        (b"From: " + b'"' * 50_001 + b" <a@m.example>\n", True),
        (b"From: " + b"(" * 5_000 + b")" * 5_000 + b" <a@m.example>\n", True),
        (b"To: " + b", ".join(b"reader%d@m.example" % number for number in range(5_000)) + b"\n", True),
        (b"To: " + b"a" * 300_000 + b"\n", True),
        (b"Content-Type: message/rfc822\n\n" * 1_500, False),
        (
            b"".join(
                b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2_000)
            ),
            False,
        ),
    ),
)
def test_what_a_library_trips_over_ends_nothing(read, head, is_read):
    """The next message is read."""
    started = time.monotonic()
    first, second = read(
        b"From x\n"
        + head
        + b"Subject: [one]\n\nWords of reader7@m.example\n\nFrom x\nSubject: [two]\n\nMore\n"
    )

    assert (first.fault == "") == is_read
    assert second.thread == "two"
    assert time.monotonic() - started < 30


def test_addresses_of_the_header_are_taken_out_of_the_text(read):
    """Also in another case."""
    [letter] = read(f"{HEAD}\nWrite to Nell@Mail.example or comments@exit-interview.example.\n")

    assert letter.body == "Write to nell@… or comments@…."


def test_flowed_lines_are_one_paragraph(read):
    """As their writer saw them."""
    head = HEAD + "Content-Type: text/plain; charset=utf-8; format=flowed\n"
    [letter] = read(f"{head}\nOne line that \ngoes on.\n\n> quoted \n> line\nThen mine.\n")

    assert letter.body == "One line that goes on.\n\n> quoted\n> line\nThen mine."


def test_of_two_forms_the_plain_one_is_read(read):
    """Where there is HTML alone its paragraphs are."""
    # given
    both = EmailMessage()
    both["Subject"] = "[a]"
    both.set_content("Plain words.\n")
    both.add_alternative("<p>Other words.")
    only = EmailMessage()
    only["Subject"] = "[a]"
    only.set_content(
        "<html><head><title>x</title></head><p>One <b>two</b>.<p>Three<br>four.<blockquote>asked</blockquote>",
        subtype="html",
    )

    # then
    assert [letter.body for letter in read(packed(both) + b"\n\n" + packed(only))] == [
        "Plain words.",
        "One two.\n\nThree\nfour.",
    ]


def test_what_no_person_wrote_says_so(read):
    """Absences, lists, bounces."""
    heads = ("Auto-Submitted: auto-replied", "Precedence: bulk", "Return-Path: <>", "Auto-Submitted: no")
    text = "\n".join(f"From x\nSubject: [a]\n{head}\n\nI am away.\n" for head in heads)

    assert [letter.is_automatic for letter in read(text)] == [True, True, True, False]


def test_a_paragraph_may_begin_with_from(read):
    """With the mark that programs put before it, and without."""
    letters = read(f"{HEAD}\n>From here on.\nFrom there too.\n\n{HEAD}\nTwo.\n")

    assert [letter.body for letter in letters] == ["From here on.\nFrom there too.", "Two."]
    assert [letter.source.line for letter in letters] == [1, 10]


@pytest.mark.parametrize(
    "body",
    (
        b"Content-Type: text/plain; charset=klingon\n\nnuqneH\n",
        b"Content-Type: text/plain; charset=utf-8\n\n\xff\xfe\n",
        b"Content-Type: multipart/mixed; boundary=x\n\nno part\n",
        b"Content-Transfer-Encoding: base64\n\n!!!!\n",
        b"Date: Sat, 99 Nov 2026 99:00:00 +9999\n\nWords\n",
        b"From: =?utf-8?b?\xff?= <>\nSubject: =?x?y?z?=\n\nWords\n",
        b"",
    ),
)
def test_what_is_malformed_is_read_as_far_as_it_goes(read, body):
    """No message of a stranger ends the command."""
    assert len(read(b"From x\n" + body)) == 1


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_can_be_read(tmp_path_factory, data):
    """As those of messages."""
    path = tmp_path_factory.getbasetemp() / "any.mbox"
    path.write_bytes(b"From x\n" + data)

    assert list(read_letters(path))
