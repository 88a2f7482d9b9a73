"""From the disk to the model."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from plugins.checks import read_site as built
from plugins.checks.parse import parse_document
from plugins.checks.read import read_sources
from plugins.checks.read_site import read_site
from plugins.clock import clock

CASES = Path(__file__).parent
NOW = datetime(2026, 11, 14, tzinfo=UTC)


def test_workers_find_what_one_process_finds(monkeypatch):
    """Large sites are read by several processes, with the same result."""
    # given
    site = CASES / "site" / "broken-links" / "site"
    alone = read_site(site, NOW)

    # when
    monkeypatch.setattr(built, "ENOUGH_FOR_WORKERS", 0)

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


def test_what_was_read_is_kept_and_what_changed_is_read_again(tmp_path, monkeypatch):
    """Another text, another comment, a file that is gone, another day: each is what a reading from nothing finds."""
    # given
    content = shutil.copytree(CASES / "sources" / "clean" / "content", tmp_path / "content")
    kept, comment = tmp_path / "kept", content / "comments/one/0001-a.md"
    comment.parent.mkdir(parents=True)
    comment.write_text("Number: 1\nId: a\nDate: 2026-11-01T10:00:00Z\nAuthor: Nan\n\nOh.\n")
    opened = []
    monkeypatch.setattr(
        "plugins.checks.read.parse_document", lambda *a: opened.append(a[2]) or parse_document(*a)
    )

    def read(now=NOW):
        opened.clear()
        return read_sources(content, now, kept=kept)

    read()
    articles = sorted(path.relative_to(content).as_posix() for path in content.glob("articles/**/*.md"))
    first, second = articles[:2]

    # then
    assert read() == read_sources(content, NOW)
    read()
    assert opened == []

    # when
    (content / first).write_text((content / first).read_text() + "\nMore: a word.\n")
    (content / second).unlink()
    comment.write_text(comment.read_text() + "\nIs it so?\n")
    after = read()

    # then
    assert opened == [first]
    assert after == read_sources(content, NOW)
    assert any(said.is_question for thread in after.threads.values() for said in thread)
    read(NOW + timedelta(days=1))
    assert len(opened) > 1

    # when
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")

    # then
    assert read() == read_sources(content, NOW)
