"""When something is public: one instant for build, checks and status, wherever the publication is."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from tests.site.small_site import ROOT, SETTINGS, SmallSite, article

BADGE = "Date: 2026-03-02\n\nBADGE, n. A name that one wears.\n"
ZZYMURGY = "Date: 2027-06-01\n\nZZYMURGY, n. A word for next year. See BADGE.\n"
FEEDS = (
    "feeds/dictionary.atom",
    "feeds/word-of-the-day.atom",
    "dictionary/days.json",
    "dictionary/index.json",
)


def seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp())


def run(site, *command):
    environment = {"SOURCE_DATE_EPOCH": str(site.clock), "PYTHONPATH": str(ROOT), "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=site.root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("zone", "written", "before", "after"),
    [
        ("Asia/Tokyo", "2026-11-29 09:05", "2026-11-29T00:04:59", "2026-11-29T00:05:00"),
        ("America/New_York", "2026-11-01 01:30", "2026-11-01T05:29:59", "2026-11-01T05:30:00"),
    ],
)
def test_an_article_is_due_at_one_instant(tmp_path, zone, written, before, after):
    """Build, status and checks: what one of them shows is no draft to another. New York puts back its clocks."""
    # given
    files = {
        "articles/2026/note.md": article("Morning note", written, "Hives", "Up."),
        "articles/2026/link.md": article("Link", "2026-01-02", "Hives", "See [it]({filename}note.md)."),
    }
    site = SmallSite(tmp_path, files)
    settings = (site.root / SETTINGS).read_text("utf-8")
    (site.root / SETTINGS).write_text(f"{settings}TIMEZONE = {zone!r}\nSHOW_DRAFTS = False\n", "utf-8")
    with_settings = ("content", "--settings", SETTINGS)

    # when
    site.clock = seconds(before)
    early = (
        run(site, "plugins.checks", "sources", *with_settings),
        run(site, "plugins.desk", "status", "--settings", SETTINGS),
    )
    refused = site.build()
    site.clock = seconds(after)
    checked, status, built = (
        run(site, "plugins.checks", "sources", *with_settings),
        run(site, "plugins.desk", "status", "--settings", SETTINGS),
        site.build(),
    )

    # then
    assert (
        'content/articles/2026/link.md:5: the link "{filename}note.md" points to what is not public yet'
        in early[0]
    )
    assert "due  content/articles/2026/note.md" in early[1]
    assert refused.status == 1
    assert checked.startswith("Nothing wrong")
    assert "due " not in status
    assert built.status == 0, built.said
    assert (site.output / "2026/note/index.html").is_file()


def test_a_word_waits_for_its_day_as_an_article_does(tmp_path):
    """It neither shows nor moves the word of the day; when it is due, the next build has it without being told."""
    # given
    site = SmallSite(
        tmp_path, {"dictionary/badge.md": BADGE, "articles/a.md": article("A", "2026-05-01", "Pay", "x")}
    )
    with (site.root / SETTINGS).open("a", encoding="utf-8") as settings:
        settings.write("SHOW_DRAFTS = False\n")
    assert site.build().status == 0
    before = {path: (site.output / path).read_bytes() for path in FEEDS}

    # when
    site.write("dictionary/zzymurgy.md", ZZYMURGY)
    waiting = site.build()
    shown = {path: (site.output / path).read_bytes() for path in FEEDS}
    early = (site.output / "dictionary/zzymurgy/index.html").exists()
    site.clock = seconds("2027-06-01T00:00:00")
    due, clean, fresh = site.build_both()

    # then
    assert (waiting.status, due.status, clean.status) == (0, 0, 0), (waiting.said, due.said, clean.said)
    assert shown == before
    assert not early
    page = "dictionary/zzymurgy/index.html"
    assert (site.output / page).read_bytes() == (fresh / page).read_bytes()


def test_a_preview_shows_a_word_that_waits_but_no_feed_does(tmp_path):
    """Its author wants to see it; subscribers of a preview do not exist."""
    # given
    site = SmallSite(tmp_path, {"dictionary/badge.md": BADGE, "dictionary/zzymurgy.md": ZZYMURGY})

    # when
    built = site.build()

    # then
    assert built.status == 0, built.said
    assert (site.output / "dictionary/zzymurgy/index.html").is_file()
    assert b"zzymurgy" not in (site.output / "feeds/dictionary.atom").read_bytes()
    assert b"zzymurgy" not in (site.output / "feeds/word-of-the-day.atom").read_bytes()


def test_a_year_that_is_a_slip_of_the_pen_stops_the_build_at_its_line(tmp_path):
    """Also where nobody ran the checks; all of them at once."""
    # given
    site = SmallSite(
        tmp_path,
        {
            "articles/a.md": article("A", "0206-02-03", "Hives", "x"),
            "articles/b.md": article("B", "9999-12-31T23:59:59-12:00", "Hives", "x"),
        },
    )

    # when
    edge = site.build()
    site.write("articles/b.md", article("B", "2062-12-31", "Hives", "x"))
    doubted = site.build()

    # then
    assert edge.said.splitlines() == [
        "content/articles/a.md:2: 0206-02-03 is before 1970; write the year again",
        'content/articles/b.md:2: "9999-12-31T23:59:59-12:00" is where the calendar ends; write the year again',
    ]
    assert doubted.said.splitlines() == [
        "content/articles/a.md:2: 0206-02-03 is before 1970; write the year again",
        "content/articles/b.md:2: 2062-12-31 is more than five years ahead; write the year again",
    ]
