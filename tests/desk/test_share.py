"""make share and make unshare, as authors type them."""

import re

import pytest

DRAFT = "content/articles/2026/the-offer.md"
TEXT = "Title: The offer\r\nDate: 2026-11-01\r\nCategory: Pay\r\nStatus: draft\r\n\r\nRead it.\r\n"
LINE = re.compile(r"Shared: ([0-9a-f]{32}) until 2026-12-18\r\n")


@pytest.fixture
def project(project):
    project.write("publishconf.py", "SITEURL = 'https://small.example/magazine'\n")
    (project.folder / DRAFT).write_bytes(TEXT.encode())
    return project


def test_a_draft_is_shown_for_thirty_days_and_taken_back(project):
    """The author is told where; typed again, it is shown there for longer; every other byte stays."""
    # when
    done = project.run("desk", "share", ARTICLE="the-offer")

    # then
    text = (project.folder / DRAFT).read_bytes().decode()
    (token,) = LINE.findall(text)
    assert LINE.sub("", text) == TEXT
    assert done.stdout == (
        f"{DRAFT}: from the next make publish on whoever has this address reads it, until Friday 2026-12-18:\n"
        f"  https://small.example/magazine/preview/{token}/\n"
        "make unshare ARTICLE=the-offer ends it before; make publish takes it away, by hand or by a timer\n"
    )
    assert f"shared  {DRAFT}, until 2026-12-18, at /preview/{token}/" in project.run("desk", "status").stdout
    project.run("desk", "share", ARTICLE="the-offer", SOURCE_DATE_EPOCH="1795100000")
    assert f"Shared: {token} until 2026-12-19\r\n" in (project.folder / DRAFT).read_bytes().decode()

    # when
    done = project.run("desk", "unshare", ARTICLE="the-offer")

    # then
    assert done.stdout == f"{DRAFT}: its address is gone with the next make publish\n"
    assert (project.folder / DRAFT).read_bytes().decode() == TEXT


def test_what_waits_for_its_day_is_shown_until_then(project):
    """From that day on it has its own address."""
    # given
    project.write(DRAFT, "Title: The offer\nDate: 2026-11-20 08:00\nCategory: Pay\n\nRead it.\n")

    # when
    done = project.run("desk", "share", ARTICLE="the-offer")

    # then
    assert "until Friday 2026-11-20:\n" in done.stdout
    assert f"shared  {DRAFT}, until 2026-11-20, at" in project.run("desk", "status").stdout


def test_what_cannot_be_shown_says_why(project):
    """And is as it was."""
    # given
    project.write("content/articles/2026/two.md", "Title: Two\nStatus: draft\nDate: 2026-11-01\n\nIt.\n")

    # then
    for command, article, message in (
        ("share", "", "write make share ARTICLE=slug; there are the-offer, two"),
        ("share", "offer", 'there is no text "offer"; there are the-offer, two'),
        (
            "share",
            "two",
            'content/articles/2026/two.md:1: "Category" is missing; write "Category: Job Search"',
        ),
        (
            "share",
            "one",
            "content/articles/2026/one.md is no article that waits; only a draft is shared; there are the-offer, two",
        ),
        ("unshare", "two", "content/articles/2026/two.md is not shared; there is nothing to do"),
    ):
        done = project.run("desk", command, ARTICLE=article)
        assert (done.returncode, done.stderr) == (1, message + "\n")
