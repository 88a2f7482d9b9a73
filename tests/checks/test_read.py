"""From the disk to the model."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.checks import read
from plugins.checks.read import clock, read_site, read_sources

CASES = Path(__file__).parent
NOW = datetime(2026, 11, 14, tzinfo=UTC)


def test_workers_find_what_one_process_finds(monkeypatch):
    """Large sites are read by several processes, with the same result."""
    # given
    site = CASES / "site" / "broken-links" / "site"
    alone = read_site(site, NOW)

    # when
    monkeypatch.setattr(read, "ENOUGH_FOR_WORKERS", 0)

    # then
    assert read_site(site, NOW) == alone


@pytest.mark.parametrize("name", [".hidden.md", "one.md~", ".drafts/two.md", "#one.md#"])
def test_what_an_editor_leaves_is_no_text(tmp_path, name):
    """Nobody is told to mend a backup."""
    # given
    content = shutil.copytree(CASES / "sources" / "clean" / "content", tmp_path / "content")
    before = read_sources(content, clock({}))

    # when
    (content / "articles" / name).parent.mkdir(exist_ok=True)
    (content / "articles" / name).write_text("Nothing.")

    # then
    assert read_sources(content, clock({})).documents == before.documents


def test_bytes_that_are_no_text_are_found_wherever_they_are(tmp_path):
    """Each where it stands. Not a folder of cases: programs that format files trip over them."""
    # given
    content = tmp_path / "content"
    files = {
        "articles/bell.md": "Title: Bell\nDate: 2026-03-02\nCategory: Pay\n\nRing\x07 and \u202eturn.\n".encode(),
        "articles/latin.md": b"Title: R\xe9sum\xe9\nDate: 2026-03-02\n\nWords.\n",
        "comments/bell/0001-a.md": b"Number: 1\n\xff",
        "dictionary/l.md": b"Date: 2026-03-02\n\nLATTE, n. Caf\xe9.\n",
    }
    for path, data in files.items():
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_bytes(data)

    # when
    sources = read_sources(content, clock({}))

    # then
    assert [str(finding).removeprefix(f"{content}/") for finding in sorted(sources.findings)] == [
        "articles/bell.md:5: the control character U+0007; delete it",
        "articles/bell.md:5: the control character U+202E; delete it",
        "articles/latin.md:1: not UTF-8; save the file as UTF-8",
        "comments/bell/0001-a.md:2: not UTF-8; save the file as UTF-8",
        "dictionary/l.md:3: not UTF-8; save the file as UTF-8",
    ]


def test_an_empty_folder_is_no_mistake(tmp_path):
    """A publication begins with nothing."""
    assert read_sources(tmp_path, clock({})).documents == ()


def test_the_clock_can_be_set():
    """Two builds of one day must not differ because of the hour."""
    assert clock({"SOURCE_DATE_EPOCH": "0"}).isoformat() == "1970-01-01T00:00:00+00:00"
