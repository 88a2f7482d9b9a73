"""A draft becomes an article, a comment gets its answer, and what readers say begins a text."""

import re

import pytest

DRAFT = "content/articles/2026/the-offer.md"
TEXT = (
    "Title: The offer\r\nDate: 2026-11-01 08:00\r\nCategory: Pay\r\nStatus: draft\r\nId: tag:a,2026:offer\r\n\r\n"
    "SEVERANCE, n. A number.\r\n\r\nRead it.\r\n\r\n![A letter](/images/letter.svg)\r\n"
)
COMMENT = "Number: {n}\nId: c{n}\nDate: 2026-03-0{n}T10:00:00Z\nAuthor: {name}\n\n{body}\n"


@pytest.fixture
def project(project):
    project.write("content/images/letter.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    (project.folder / DRAFT).write_bytes(TEXT.encode())
    for n, name, body in ((3, "Skeptic", "A *word* for <b>it</b>:\n\n1. `slack`"), (4, "Nan", "No.")):
        project.write(f"content/comments/one/000{n}-c{n}.md", COMMENT.format(n=n, name=name, body=body))
    return project


def test_a_draft_goes_out_now(project):
    """Dated now, where the publication is; what will be public is said; the rest of its bytes stay."""
    # given
    settings = project.folder / "publishconf.py"
    settings.write_text(settings.read_text() + 'SITEURL = "https://small.example/paper"\n')

    # when
    done = project.run("desk", "ready", ARTICLE="the-offer")

    # then
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "content/articles/2026/the-offer.md: no draft any more; public with the next make publish:\n"
        "  https://small.example/paper/2026/the-offer/\n"
        "  the word SEVERANCE\n"
        "  https://small.example/paper/images/letter.svg\n"
    )
    assert (project.folder / DRAFT).read_bytes().decode() == TEXT.replace("Status: draft\r\n", "").replace(
        "2026-11-01 08:00", "2026-11-18 12:06"
    )


def test_a_draft_goes_out_at_a_time_of_the_publication(project):
    """And the author is told that it needs a publish then."""
    # when
    done = project.run("desk", "ready", ARTICLE=DRAFT, AT="2026-12-01 08:00")

    # then
    assert done.stdout == (
        "content/articles/2026/the-offer.md: no draft any more; public on Tuesday 2026-12-01 at 08.00 CET:\n"
        "  /2026/the-offer/\n  the word SEVERANCE\n  /images/letter.svg\n"
        "Publish once after that time: make publish, by hand or by a timer\n"
    )
    assert "Date: 2026-12-01 08:00\r\n" in (project.folder / DRAFT).read_bytes().decode()


@pytest.mark.parametrize(
    ("typed", "message"),
    (
        ({}, "write make ready ARTICLE=slug; there are the-offer"),
        ({"ARTICLE": "offer"}, 'there is no text "offer"; there are the-offer'),
        (
            {"ARTICLE": "one"},
            "content/articles/2026/one.md is published already, from its Date: 2026-03-02 on; "
            "change that line to move it",
        ),
        (
            {"ARTICLE": "the-offer", "AT": "tomorrow"},
            'AT: "tomorrow" is no date; write it as "2026-11-14 08:00"',
        ),
        (
            {"ARTICLE": "the-offer", "AT": "2062-01-01"},
            "AT: 2062-01-01 is more than five years ahead; write the year again",
        ),
    ),
)
def test_what_cannot_go_out_says_why(project, typed, message):
    """And stays as it is."""
    # when
    done = project.run("desk", "ready", **typed)

    # then
    assert (done.returncode, done.stderr) == (1, message + "\n")
    assert (project.folder / DRAFT).read_bytes().decode() == TEXT


def test_a_draft_that_lacks_something_stays_one(project):
    """All that it lacks, each at its line in the file as it is."""
    # given
    project.write(DRAFT, TEXT.replace("\r\n", "\n").replace("Read it.", "Read [it]({filename}gone.md)."))

    # when
    done = project.run("desk", "ready", ARTICLE="the-offer")

    # then
    assert done.returncode == 1
    assert done.stderr.startswith(f"{DRAFT}:9: ")
    assert "Status: draft" in (project.folder / DRAFT).read_text()


def test_a_reply_has_number_id_date_and_role(project):
    """The next number, never one that was taken down; the name that it answers; the name of the author."""
    # given
    settings = project.folder / "pelicanconf.py"
    settings.write_text(settings.read_text() + 'AUTHOR = "The Editor"\n')

    # when
    done = project.run("desk", "reply", THREAD="one", TO="3", TEXT="Thank you.\n\nIt is *taken*.")

    # then
    assert (done.returncode, done.stderr) == (0, "")
    found = re.fullmatch(r"(content/comments/one/0005-(\w{16})\.md): make publish shows it\n", done.stdout)
    assert (project.folder / found[1]).read_text() == (
        f"Number: 5\nId: {found[2]}\nDate: 2026-11-18T11:06:40Z\nAuthor: The Editor\nRole: author\nReplyto: 3\n"
        "\n@Skeptic: Thank you.\n\nIt is *taken*.\n"
    )
    assert project.run("checks", "sources").returncode == 0


@pytest.mark.parametrize(
    ("typed", "message"),
    (
        ({}, 'write make reply THREAD=slug-of-the-article TO=12 TEXT="What you answer."'),
        (
            {"THREAD": "one", "TO": "3"},
            'write make reply THREAD=slug-of-the-article TO=12 TEXT="What you answer."',
        ),
        ({"THREAD": "one", "TO": "9", "TEXT": "x"}, "one has no comment 9; there are 3, 4"),
        (
            {"THREAD": "two", "TO": "1", "TEXT": "x"},
            'there is no article "two"; write its slug, or "dictionary/" and that of a word',
        ),
        (
            {"THREAD": "../../etc", "TO": "1", "TEXT": "x"},
            'there is no article "../../etc"; write its slug, or "dictionary/" and that of a word',
        ),
        (
            {"THREAD": "one", "TO": "3", "TEXT": "x" * 20_001},
            "a reply of 20,011 characters; write at most 20,000",
        ),
        (
            {"THREAD": "one", "TO": "3", "TEXT": "Yes.\n\nNo\a\u202e."},
            "TEXT:3: U+0007 is a control character; delete it",
        ),
    ),
)
def test_a_reply_that_cannot_be_says_why(project, typed, message):
    """And is not written."""
    # when
    done = project.run("desk", "reply", **typed)

    # then
    assert (done.returncode, done.stderr) == (1, message + "\n")
    assert len(list((project.folder / "content/comments/one").iterdir())) == 2


def test_a_comment_begins_an_article_and_a_word(project):
    """With its words as they were said, whatever they would mean, the name and the number."""
    # when
    article = project.run("desk", "new", TITLE="Slack", CATEGORY="Pay", FROM="comment:one/3")
    word = project.run("desk", "define", HEAD="slack", TEXT="what is left of a day", FROM="comment:one/3")

    # then
    assert (article.returncode, word.returncode) == (0, 0), article.stderr + word.stderr
    quoted = (
        "> A \\*word\\* for &lt;b&gt;it&lt;/b&gt;:\n>\n> 1\\. \\`slack\\`\n>\n"
        "> — Skeptic, [comment 3]({filename}/articles/2026/one.md#comment-3)\n"
    )
    assert (project.folder / "content/articles/2026/slack.md").read_text().endswith(f"\n\n{quoted}")
    assert (project.folder / "content/dictionary/slack.md").read_text() == (
        f"Date: 2026-11-18\n\nSLACK, n. What is left of a day.\n\n* * *\n\n{quoted}"
    )
    assert project.run("checks", "sources").returncode == 0
    assert project.run("glossary", "lint").stderr == ""


@pytest.mark.parametrize(
    ("reference", "message"),
    (
        ("one/3", '"one/3" names no comment; write FROM=comment:slug-of-the-article/12'),
        ("comment:one/1", "one has no comment 1; there are 3, 4"),
    ),
)
def test_what_names_no_comment_is_told(project, reference, message):
    """Nothing is begun."""
    # when
    done = project.run("desk", "new", TITLE="Slack", CATEGORY="Pay", FROM=reference)

    # then
    assert (done.returncode, done.stderr) == (1, message + "\n")
    assert not (project.folder / "content/articles/2026/slack.md").exists()
