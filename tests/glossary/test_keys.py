"""plugins/glossary/keys.py"""

import pytest

from plugins.glossary.model import Policy
from plugins.glossary.parse import read_dictionary_file, read_opening
from plugins.glossary.write import write_file
from plugins.source import Source

MANY = """Date: 2026-03-02

DEBT, n. What is owed.

Link: explicit
Forms: leaves, left
LEAVE, v.t. To go.

Short: A line.
Also: day off, sabbatical
Plain: absence
Slug: the-other-leave
Lang: fr

LEAVING, n. The going.

Entry: yes
HABEAS CORPUS. A writ.
"""


def _read(text):
    return read_dictionary_file(text, "x.md")


def test_lines_above_a_head_speak_of_that_entry():
    """One of many has a policy without a file of its own; an empty line before the head may stand or not."""
    file = _read(MANY)

    assert [str(finding) for finding in file.findings] == []
    assert [(entry.name, entry.slug, entry.policy) for entry in file.entries] == [
        ("DEBT", "debt", Policy()),
        ("LEAVE", "leave", Policy(forms=("leaves", "left"), link="explicit")),
        ("LEAVING", "the-other-leave", Policy(lang="fr", short="A line.", also=("day off", "sabbatical"),
                                              plain="absence", slug="the-other-leave")),
        ("HABEAS CORPUS", "habeas-corpus", Policy(is_entry=True)),
    ]  # fmt: skip
    assert str(file.entries[1].source) == "x.md:7"


def test_a_file_of_many_is_written_back_with_its_keys():
    file = _read(MANY)

    assert _read(write_file(file)).entries == file.entries


def test_an_article_may_have_them_above_its_head():
    """So that a language is the head's, and no header of the article is in doubt."""
    reading = read_opening("Lang: fr\n**Esprit**, n. Wit.\n\nText.", Source("x.md"))

    assert reading.entry.policy == Policy(lang="fr")
    assert (reading.findings, reading.lines) == ((), 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Link: maybe\nA, n. X.", 'x.md:3: "maybe" is unknown here; write auto, exact, explicit or never'),
        ("Shrot: x\nLink: never\nA, n. X.", 'x.md:3: "Shrot" means nothing above a head; write "Short"'),
        ("Link: never\nLink: auto\nA, n. X.", "x.md:4: Link is there twice; write it once"),
        ("Link:\nA, n. X.", "x.md:3: Link has no value; write one, or leave the line out"),
        ("A, n. X.\n\nLink: never\nNo head.",
         'x.md:5: the line "Link:" stands above no head; write it directly above "HEAD, n. Its text."'),
        ("A, n. X.\n\nLink: never",
         'x.md:5: the line "Link:" stands above no head; write it directly above "HEAD, n. Its text."'),
        ("Slug: A B\nA, n. X.", 'x.md:3: "A B" cannot be a part of an address; write "a-b"'),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named(text, message):
    assert [str(finding) for finding in _read(f"Date: 2026-03-02\n\n{text}").findings] == [message]


def test_a_sentence_that_begins_like_a_key_is_prose():
    file = _read("Date: 2026-03-02\n\nA, n. X.\n\nNote: it is never said.")

    assert (len(file.entries[0].blocks), file.findings) == (2, ())


def test_what_the_front_matter_says_is_not_said_again():
    file = _read("Date: 2026-03-02\nLink: never\n\nLink: exact\nA, n. X.")

    assert [str(finding) for finding in file.findings] == ["x.md:4: Link is there twice; write it once"]
