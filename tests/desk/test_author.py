"""New articles, new words, the state of things: as an author types them."""

import pytest


def test_a_new_article_is_a_draft_with_its_permanent_id(project):
    """Ready to be written, and published by nobody's accident. The hour is that of the site."""
    # when
    done = project.run("desk", "new", TITLE="Ask  for £5 & “$more”: a script", CATEGORY="Pay")

    # then
    assert done.returncode == 0, done.stderr
    path = project.folder / "content/articles/2026/ask-for-ps5-more-a-script.md"
    assert path.read_text() == (
        "Title: Ask for £5 & “$more”: a script\n"
        "Date: 2026-11-18 12:06\n"
        "Category: Pay\n"
        "Status: draft\n"
        "Id: tag:small.example,2026-11-18:ask-for-ps5-more-a-script\n"
        "\n"
    )
    assert done.stdout == (
        "content/articles/2026/ask-for-ps5-more-a-script.md: write it, then delete its line Status: draft\n"
    )
    assert project.run("checks", "sources").returncode == 0


def test_a_category_is_spelt_as_the_others_spell_it(project):
    """Two spellings would be two categories, or a broken build."""
    # when
    project.run("desk", "new", TITLE="Two", CATEGORY="pay")

    # then
    assert "Category: Pay\n" in (project.folder / "content/articles/2026/two.md").read_text()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, 'write make new TITLE="The title" CATEGORY="Its category" (there are Pay)'),
        ({"TITLE": "Two"}, 'write make new TITLE="The title" CATEGORY="Its category" (there are Pay)'),
        (
            {"TITLE": "One", "CATEGORY": "Pay"},
            'content/articles/2026/one.md has the slug "one" already; write another title',
        ),
        (
            {"TITLE": "!?", "CATEGORY": "Pay"},
            '"!?" has no letter that can stand in an address; write a title with one',
        ),
        (
            {"TITLE": "Two", "CATEGORY": "!?"},
            'CATEGORY: "!?" has no letter that can stand in an address; write a name with one',
        ),
        (
            {"TITLE": "Two", "CATEGORY": "Dictionary"},
            "CATEGORY: the address /dictionary/ belongs to the house; write another category",
        ),
        (
            {"TITLE": "Two", "CATEGORY": "2026"},
            "CATEGORY: the address /2026/ belongs to the articles of 2026; write another category",
        ),
        (
            {"TITLE": "Two\u202e", "CATEGORY": "Pay"},
            "TITLE: U+202E changes the direction of the text; delete it",
        ),
        ({"TITLE": "Two\a", "CATEGORY": "Pay"}, "TITLE: U+0007 is a control character; delete it"),
        ({"TITLE": "Two", "CATEGORY": "P\u200bay"}, "CATEGORY: U+200B cannot be seen; delete it"),
    ],
)
def test_an_article_that_cannot_be_begun_says_why(project, typed, message):
    """And writes nothing."""
    # when
    done = project.run("desk", "new", **typed)

    # then
    assert (done.returncode, done.stderr) == (1, message + "\n")
    assert len(list((project.folder / "content/articles/2026").iterdir())) == 1


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("- A start", "a-start"),
        ("A long title " * 24, "a-long-title-" * 7 + "a-long"),
        ("x" * 300, "x" * 100),
        ("Привет, $HOME", "privet-home"),
        ('"Quoted"\tand 🙂', "quoted-and"),
    ],
)
def test_any_title_gives_a_file_that_can_be_published(project, title, name):
    """Signs at the start, three hundred characters, another script."""
    # when
    done = project.run("desk", "new", TITLE=title, CATEGORY="Pay")

    # then
    path = f"content/articles/2026/{name}.md"
    assert (done.stdout, done.stderr) == (f"{path}: write it, then delete its line Status: draft\n", "")
    assert f"Title: {' '.join(title.split())}\n" in (project.folder / path).read_text()


def test_a_file_that_is_there_is_never_written_over(project):
    """Not even one that is no article yet."""
    # given
    project.write("content/articles/2026/two.md", "Slug: three\n")

    # when
    done = project.run("desk", "new", TITLE="Two", CATEGORY="Pay")

    # then
    assert done.returncode == 1
    assert (
        done.stderr == "content/articles/2026/two.md is there already; change that, or write another title\n"
    )
    assert (project.folder / "content/articles/2026/two.md").read_text() == "Slug: three\n"


def test_a_new_word_is_set_in_capitals(project):
    """As in print."""
    # when
    done = project.run("desk", "define", HEAD="exit  interview", TEXT="A meeting.")

    # then
    assert done.stdout == "content/dictionary/exit-interview.md: done\n"
    path = project.folder / "content/dictionary/exit-interview.md"
    assert path.read_text() == "Date: 2026-11-18\n\nEXIT INTERVIEW, n. A meeting.\n"
    assert project.run("checks", "sources").returncode == 0


def test_a_check_says_nothing_of_a_new_word_that_was_not_said_at_once(project):
    """Senses end as a sentence does; what a reference still lacks is told, for words may be defined in any order."""
    # when
    whole = project.run("desk", "define", HEAD="Fax", TEXT="(1) a letter; (2) a hum")
    open_end = project.run("desk", "define", HEAD="Telex", TEXT="A fax of old. See TAPE.")

    # then
    assert "FAX, n. (1) a letter; (2) a hum.\n" in (project.folder / "content/dictionary/fax.md").read_text()
    missing = '"See TAPE" leads nowhere; define TAPE, or write [TAPE](dict:later) until it is written'
    assert (whole.stdout, open_end.stdout) == (
        "content/dictionary/fax.md: done\n",
        f"content/dictionary/telex.md: done\ncontent/dictionary/telex.md:3: {missing}\n",
    )
    assert project.run("glossary", "lint").stderr == f"content/dictionary/telex.md:3: {missing}\n"


def test_a_definition_with_what_nobody_sees_is_not_written(project):
    """A publish would refuse it."""
    # when
    done = project.run("desk", "define", HEAD="Exit interview", TEXT="A \u202egniteem.")

    # then
    assert (done.returncode, done.stderr) == (
        1,
        "TEXT: U+202E changes the direction of the text; delete it\n",
    )
    assert not (project.folder / "content/dictionary/exit-interview.md").exists()


def test_a_letter_is_a_word(project):
    """Its address is not that of the page of the letter."""
    # when
    done = project.run("desk", "define", HEAD="x", TEXT="A kiss.")

    # then
    assert (done.stdout, done.stderr) == ("content/dictionary/x.md: done\n", "")


def test_a_definition_that_cannot_be_read_is_not_written(project):
    """It is told while the author looks, not by the next build."""
    # when
    done = project.run("desk", "define", HEAD="Exit interview", TEXT="1. A meeting. 2. A form.")

    # then
    message = 'TEXT:1: the senses are numbered otherwise than in print; write "(1) …; (2) …"\n'
    assert (done.returncode, done.stderr) == (1, message)
    assert not (project.folder / "content/dictionary/exit-interview.md").exists()


def test_a_word_without_its_text_is_not_published(project):
    """The check asks for it until it is written."""
    # when
    project.run("desk", "define", HEAD="**Mr. Perk**")

    # then
    path = project.folder / "content/dictionary/mr-perk.md"
    assert path.read_text() == "Date: 2026-11-18\n\n**Mr. Perk**, n.\n"
    checked = project.run("checks", "sources")
    assert checked.returncode == 1
    assert checked.stdout.startswith("content/dictionary/mr-perk.md:3: ")


def test_a_publication_has_parts_of_speech_of_its_own(project):
    """What the settings add is begun, read and shown; what nobody has is refused."""
    # given
    settings = project.folder / "pelicanconf.py"
    settings.write_text(settings.read_text() + '\nPARTS_OF_SPEECH = {"pp.": "participle"}\n')

    # when
    done = project.run("desk", "define", HEAD="Laid off", PART="pp.", TEXT="Free on Monday.")
    refused = project.run("desk", "define", HEAD="Let go", PART="pq.")

    # then
    assert done.stdout == "content/dictionary/laid-off.md: done\n"
    assert project.run("checks", "sources").returncode == 0
    assert refused.stderr.startswith('"pq." is no part of speech; write one of n. n.pl. v. ')
    assert refused.stderr.endswith(" suff. pp.\n")


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("", 'write make define HEAD="The word"'),
        ("🙂", 'HEAD: no address can be made of "🙂"; write a word with a letter'),
        ("index", "HEAD: /dictionary/index/ is the address of another page; write another word"),
        ("<b>gap</b>", 'HEAD:1: an entry does not begin here; write "HEAD, n. Its text."'),
        ("a\u200bb", "HEAD: U+200B cannot be seen; delete it"),
        (
            "Comma, n. x",
            'HEAD: "Comma, n. x" holds a part of speech; write HEAD="Comma" PART="n." TEXT="x"',
        ),
        (
            "Comma, V. T.",
            'HEAD: "Comma, V. T." holds a part of speech; write HEAD="Comma" PART="v. t." TEXT="Its text."',
        ),
        ("R AND D", "content/dictionary/r.md:3: R&D is defined here already; change that"),
        ("Pay", "content/dictionary/p.md:3: PAY is defined here already; change that"),
        ("x" * 201, f'HEAD: "{"x" * 201}" is a slug of 201 characters; write at most 200'),
    ],
)
def test_a_word_that_cannot_be_begun_says_why(project, head, message):
    """One head is defined once."""
    # given
    project.write("content/dictionary/r.md", "Date: 2026-03-02\n\nR&D, n. A budget.\n")
    project.write("content/dictionary/p.md", "Date: 2026-03-02\n\nPAY, n. Adjectives.\n")

    # when
    done = project.run("desk", "define", HEAD=head)

    # then
    assert (done.returncode, done.stderr) == (1, message + "\n")


def test_the_state_of_things(project):
    """What there is, what waits, what was published."""
    # given
    project.write(
        "content/articles/2026/d.md", "Title: D\nDate: 2026-03-02\nCategory: Pay\nStatus: draft\n\nWords.\n"
    )
    project.write("content/articles/2026/f.md", "Title: F\nDate: 2031-03-02\nCategory: Pay\n\nLater words.\n")
    project.write(
        "content/dictionary/p.md",
        "Date: 2026-03-02\n\nPAY, n. Adjectives. See [RAISE](dict:later).\n\n* * *\n\nNo [tip](dict:later).\n",
    )
    project.write("content/dictionary/s.md", "Date: 2026-03-02\n\nT&W, n. What no text says.\n")
    comment = "Number: 1\nId: a\nDate: 2026-03-03T10:00:00Z\nAuthor: Nick\n\nText.\n"
    project.write("content/comments/one/0001-a.md", comment)

    # when
    done = project.run("desk", "status")

    # then
    assert [" ".join(line.split()) for line in done.stdout.splitlines()] == [
        "1 article",
        "2 words",
        "1 comment",
        "0 pages",
        "2 words to read in articles",
        "draft content/articles/2026/d.md, 261 days old, 1 word",
        "due content/articles/2026/f.md, on Sunday 2031-03-02 at 00.00 CET",
        "later RAISE, content/dictionary/p.md:3",
        "later tip, content/dictionary/p.md:7",
        "alone content/dictionary/p.md:3: PAY, nothing leads to it",
        "alone content/dictionary/s.md:3: T&W, nothing leads to it",
        "nothing released yet: make publish",
    ]
