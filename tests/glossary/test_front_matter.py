"""plugins/glossary/front_matter.py"""

from datetime import UTC, datetime

from plugins.front_matter import understand
from plugins.glossary.front_matter import policy_of
from plugins.glossary.model import Policy
from plugins.glossary.parse import read_dictionary_file


def test_the_policy_of_an_entry_stands_at_the_top():
    """Whatever the case of its keys and choices."""
    # given
    text = (
        "Date: 2026-03-02 08:30\nHomograph: 2\nlink: Exact\nForms: offers, on offer\n"
        "Comments: closed\nLang: fr\n\nA, n. B."
    )

    # when
    front, file = understand(text, "x.md", "word"), read_dictionary_file(text, "x.md")

    # then
    assert policy_of(front) == Policy(("offers", "on offer"), "exact", 2, False, "closed", "fr")
    assert file.entries[0].policy == policy_of(front)
    assert (file.published_at, file.findings) == (datetime(2026, 3, 2, 8, 30, tzinfo=UTC), ())


def test_a_policy_in_a_header_of_two_lines_is_kept():
    """A summary that went on in the next line ended the header, and `Link: never` was text."""
    front = understand("Title: X\nSummary: One\n    and two.\nLink: never\nForms: as\n\nX", "x.md", "article")

    assert policy_of(front) == Policy(("as",), "never")


def test_a_closed_thread_of_an_article_is_not_its_entrys():
    """They are two threads."""
    assert policy_of(understand("Comments: closed\n\nX", "x.md", "article")).comments == ""


def test_other_words_of_an_article_are_not_its_entrys():
    """They lead to the article; those of the entry stand directly above its head."""
    assert policy_of(understand("Also: fired, sacked\n\nX", "x.md", "article")).also == ()
    assert policy_of(understand("Also: fired, sacked\n\nX", "x.md", "word")).also == ("fired", "sacked")
