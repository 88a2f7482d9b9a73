"""plugins/incremental/report.py"""

from plugins.incremental.report import Report, explain

BEFORE = {"template page.html": b"\x01", "view.body": b"\x02"}


def test_a_report_counts():
    """One line, whatever the size of the site."""
    # given
    report = Report(
        read=1, restored=9_999, rendered=12, written=11, removed=0, kept=20_001, rebuilt_because="", why=""
    )

    # then
    assert report.text(0.456) == (
        "Read 1 sources, restored 9,999; rendered 12 files, wrote 11, removed 0, left 20,001 as they were; 0.46 s"
    )


def test_a_report_says_why_all_was_read_and_what_was_asked():
    """A long wait has a reason."""
    # given
    report = Report(
        read=2,
        restored=0,
        rendered=1,
        written=1,
        removed=0,
        kept=0,
        rebuilt_because="first build",
        why="Because.",
    )

    # then
    first, second = report.text(1).splitlines()
    assert first.startswith("Read 2 sources (everything: first build), ")
    assert second == "Because."


def test_a_file_is_explained_by_the_inputs_that_changed():
    """By the names that the code has for them."""
    # given
    after = {"template page.html": b"\x03", "view.body": b"\x02", "view.feeds": b"\x04"}

    # then
    assert explain("a/index.html", BEFORE, after, "") == (
        "a/index.html was written because these changed: template page.html, view.feeds"
    )


def test_other_reasons_are_told_apart():
    """New, tampered with, everything new, or not written at all."""
    assert explain("a", None, BEFORE, "") == "a was written: it is new"
    assert explain("a", None, BEFORE, "first build") == "a was written: first build"
    assert explain("a", BEFORE, BEFORE, "") == "a was written again: it was not as the last build left it"
    assert explain("a", BEFORE, None, "").startswith(
        "a was not written: nothing that it is made from has changed"
    )
