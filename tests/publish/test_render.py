"""What the author is told of a release."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from plugins.publish.model import EMPTY, Manifest, Plan, Release, describe, difference
from plugins.publish.render import render_change, render_counts, render_ledger, render_plan, render_size
from plugins.site.texts import Text

BEFORE = Manifest(
    (describe("2026/queen/index.html", "aa", 2), describe("index.html", "bb", 2)),
    (Text("article", "content/articles/queen.md", "1"), Text("word", "BOSS", "1"), Text("page", "p.md", "1")),
)


def plan(after, moved=()):
    return Plan(after, BEFORE, "0123456789abcdef", difference(BEFORE, after), (), dict(moved))


def said(planned):
    return [line.plain for line in render_change(planned)]


def test_what_an_author_did_is_told_first_and_what_follows_in_a_line():
    """A rename is a text that went, one that came, and the address that they share; not its card and its feeds."""
    # given
    after = Manifest(
        (describe("2026/bee/index.html", "aa", 2), describe("index.html", "cc", 2)),
        (
            Text("article", "content/articles/bee.md", "1"),
            Text("word", "BOSS", "2"),
            Text("page", "p.md", "1"),
        ),
    )
    moved = {
        "/2026/queen/": "/2026/bee/",
        "/2026/queen/card.png": "/2026/bee/card.png",
        "/feeds/a.atom": "/feeds/b.atom",
        "/dictionary/boss.json": "/dictionary/index.json",
    }

    # then
    assert said(plan(after, moved)) == [
        "Since release 0123456789abcdef:",
        "      new article content/articles/bee.md",
        "  changed word BOSS",
        "     gone article content/articles/queen.md",
        "    moved /2026/queen/ → /2026/bee/",
        "  in the site: 3 files, 1 new, 1 changed, 1 gone",
    ]


def test_where_no_text_changed_it_is_said_what_else_may_have():
    """A template changes every page, and no author did it."""
    assert said(plan(replace(BEFORE, files=(describe("index.html", "cc", 2),)))) == [
        "Since release 0123456789abcdef:",
        "  no text; the settings, the theme, the program or the calendar",
        "  in the site: 2 files, 1 changed, 1 gone",
    ]


def test_of_many_changes_ten_are_named():
    """A screen holds that many."""
    # given
    words = tuple(Text("word", f"W{number:02}", "1") for number in range(12))

    # when
    lines = said(plan(replace(BEFORE, texts=(*BEFORE.texts, *words))))

    # then
    assert lines[1:-1] == [*(f"      new word W{number:02}" for number in range(10)), "      new and 2 more"]


def test_a_release_without_a_note_of_its_texts_tells_of_files_only():
    """After an update of the program not everything is new."""
    # given
    planned = replace(plan(BEFORE), old=replace(BEFORE, texts=()))

    # then
    assert said(planned) == ["Since release 0123456789abcdef:", "  in the site: nothing"]


def test_a_dry_run_of_the_first_publish():
    """It says what there would be."""
    # given
    first = Plan(BEFORE, EMPTY, "", difference(EMPTY, BEFORE), ())

    # then
    assert [line.plain for line in render_plan(first)] == [
        f"Would publish {BEFORE.id}: 1 article, 1 word, 1 page; 2 files, 0 kB",
        "The first release",
    ]


def test_kinds_of_which_there_are_none_are_left_out():
    """And a site without texts is counted in files."""
    assert render_counts(EMPTY.counts(), 1_500_000) == "0 files, 1.5 MB"


@pytest.mark.parametrize(
    ("size_bytes", "said"), [(0, "0 kB"), (999_499, "999 kB"), (1_000_000, "1.0 MB"), (58_060_000, "58.1 MB")]
)
def test_a_size_is_said_in_the_unit_that_it_has(size_bytes, said):
    """A thousand kilobytes are a megabyte."""
    assert render_size(size_bytes) == said


def test_the_list_of_releases_says_which_are_there():
    """One is shown, some are kept, the others are gone."""
    # given
    lines = [
        Release(
            datetime(2026, 3, day, tzinfo=UTC), "publish", name, "", {"articles": day, "words": 0}, 1, 1, 0, 0
        )
        for day, name in enumerate(("gone", "kept", "live"), start=1)
    ]

    # when
    table = render_ledger(lines, "live", ["kept", "live"])

    # then
    assert [*table.columns[0].cells] == ["gone", "kept", "live"]
    assert [*table.columns[-1].cells] == ["", "kept", "live"]
