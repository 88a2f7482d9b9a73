"""Numbers, parents, kinds and times of imported threads."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.comments.body import render_body
from plugins.comments.parse import parse_thread
from plugins.importer.bodies import PLAIN, SOFT_BREAK
from plugins.importer.paragraphs import paragraphs
from plugins.importer.shape import parse, shapes
from tests.importer.made import comment, item, wxr

ROOT = Path(__file__).parents[2]


def numbers(home, slug="text-1"):
    """(number, id, what it answers) of each comment."""
    files = {f"x/{name}": text.encode() for name, text in named(home, slug).items()}
    thread, findings = parse_thread(slug, files)
    assert not findings
    return [(one.number, one.id, one.replyto) for one in thread.comments]


def named(home, slug):
    folder = f"comments/{slug}/"
    return {name.removeprefix(folder): text for name, text in home.files().items() if name.startswith(folder)}


def test_every_true_parent_is_kept_at_any_depth(home):
    """Two levels are shown, and none is lost."""
    # when
    home.move(wxr(item(1, comments="".join(comment(n, comment_parent=n - 1) for n in range(1, 11)))))

    # then
    assert [(one, to) for one, _, to in numbers(home)] == [(n, n - 1 or None) for n in range(1, 11)]
    lines = home.ledger()
    assert {str(lines["comment", str(n)].outcome) for n in range(1, 10)} == {"kept"}
    assert [bool(lines["comment", str(n)].notes) for n in range(1, 10)] == [False, False, *[True] * 7]
    assert (
        lines["comment", "9"].notes[0].text
        == "answers at depth 8: pages show two levels, and that it answers 8"
    )


def test_an_answer_that_is_older_than_its_comment_comes_after_it(home):
    """Clocks, edits and merges; a number may not be lower than that of the parent."""
    # given
    early = {"comment_date_gmt": "2012-05-01 08:00:00"}

    # when
    home.move(wxr(item(1, comments=comment(1) + comment(2, comment_parent=1, **early) + comment(3, **early))))

    # then
    assert numbers(home) == [(1, "wp3", None), (2, "wp1", None), (3, "wp2", 2)]
    assert "its number comes after that" in home.ledger()["comment", "2"].notes[0].text


def test_parents_that_cannot_be_are_none(home):
    """Missing, itself, in a circle, unapproved, in another text."""
    # given
    said = (
        comment(1, comment_parent=99)
        + comment(2, comment_parent=2)
        + comment(3, comment_parent=4)
        + comment(4, comment_parent=5)
        + comment(5, comment_parent=3)
        + comment(6, comment_parent=7)
        + comment(7, comment_approved="0")
        + comment(8, comment_parent=50)
    )

    # when
    home.move(wxr(item(1, comments=said), item(2, comments=comment(50))))

    # then
    answers = {identity: to for _, identity, to in numbers(home)}
    at_the_top = {one for one, to in answers.items() if to is None}
    assert at_the_top == {"wp1", "wp2", "wp3", "wp6", "wp8"}
    assert home.ledger()["comment", "3"].notes[0].text.startswith("it answers what answers it")


def test_what_was_not_approved_is_counted_and_published_nowhere(home):
    """Four counts."""
    # given
    states = ["spam", "trash", "post-trashed", "0", "1"]

    # when
    home.move(wxr(item(1, comments="".join(comment(n, comment_approved=s) for n, s in enumerate(states)))))

    # then
    assert [identity for _, identity, _ in numbers(home)] == ["wp4"]
    reasons = [home.ledger()["comment", str(n)].notes[-1].text for n in range(4)]
    assert reasons[:3] == ["it was spam", "it was in the trash", "it was in the trash"]
    assert reasons[3].startswith("it waits to be approved")


def test_notes_of_those_who_ran_the_old_site_are_published_nowhere(home):
    """WordPress keeps what editors say of a block among the comments, approved when it is settled."""
    # given
    said = comment(1, "Nobody may read this.", comment_type="note") + comment(2, comment_parent=1)

    # when
    home.move(wxr(item(1, comments=said)))

    # then
    assert "Nobody may read this" not in home.everything()
    assert [identity for _, identity, _ in numbers(home)] == ["wp2"]
    assert home.ledger()["comment", "1"].notes[0].text.endswith("which readers never saw")


def test_a_pingback_says_where_it_came_from(home):
    """Its excerpt is its body; one without a page is a comment."""
    # given
    ping = {"comment_type": "pingback", "comment_author": "Elsewhere &amp; Co"}
    said = comment(1, "[...] quoted words [...]", comment_author_url="https://else.example/p", **ping)

    # when
    home.move(wxr(item(1, comments=said + comment(2, "[...] x [...]", comment_author_url="ftp://x", **ping))))

    # then
    first, second = home.thread("text-1")
    assert "Author: Elsewhere & Co\nKind: pingback\nSource: https://else.example/p\n" in first
    assert first.endswith("\n\n[...] quoted words [...]\n")
    assert "Kind" not in second


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Kathmandu"])
def test_times_are_those_of_the_export_on_any_machine(home, zone):
    """12:00 GMT is 12:00Z."""
    # given
    path = home.write("export.xml", wxr(item(1, comments=comment(1, comment_date_gmt="2012-05-03 12:00:00"))))
    command = [sys.executable, "-m", "plugins.importer", path, "--into", home.content]

    # when
    subprocess.run(command, cwd=ROOT, env=os.environ | {"TZ": zone}, check=True, capture_output=True)

    # then
    assert "Date: 2012-05-03T12:00:00Z\n" in home.thread("text-1")[0]


def test_what_cannot_be_written_as_markdown_stays_html_and_long_bodies_are_kept(home):
    """Real ones are longer than 20,000 characters now and then."""
    # given
    said = (
        comment(1, "a *star* and\ntwo lines") + comment(2, "<p>" + "word " * 9000 + "</p>") + comment(3, "")
    )

    # when
    home.move(wxr(item(1, comments=said)))

    # then
    one, two, three = home.thread("text-1")
    assert "Markup: html\n\n<p>a *star* and<br>\ntwo lines</p>" in one
    assert two.count("word ") == 9000
    assert three.endswith("\n\n…\n")


@settings(max_examples=200, deadline=None)
@given(st.from_regex(PLAIN, fullmatch=True))
def test_what_is_taken_for_prose_at_sight_is_prose(text):
    """It is not rendered to be sure."""
    text = text.strip()

    assert shapes(parse(render_body(SOFT_BREAK.sub("  \n", text)))) == shapes(parse(paragraphs(text)))


def test_a_comment_older_than_its_article_stands(home):
    """Texts were dated anew; the check of sources finds nothing wrong with that."""
    # when
    home.move(wxr(item(1, comments=comment(1, comment_date_gmt="2010-01-01 00:00:00"))))

    # then
    command = [sys.executable, "-m", "plugins.checks", "sources", str(home.content)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("203.0.113.77", "Anonymous"),
        ("Guest (203.0.113.77)", "Anonymous"),
        ("203.0.113.77:8080", "Anonymous"),
        ("2001:db8::8a2e:370:7334", "Anonymous"),
        ("[2001:DB8:0:0:1:2:3:4]", "Anonymous"),
        ("Tamsin 2.0.1", "Tamsin 2.0.1"),
        ("Quill :: 09:12:44", "Quill :: 09:12:44"),
    ],
)
def test_the_address_of_a_machine_is_nobodys_name(home, name, shown):
    """Some systems signed with it where nobody gave a name; where a text came from is told to nobody."""
    # when
    home.move(wxr(item(1, comments=comment(1, comment_author=name))))

    # then
    assert f"Author: {shown}\n" in home.thread("text-1")[0]
    assert any("Anonymous" in note.text for note in home.ledger()["comment", "1"].notes) is (shown != name)
