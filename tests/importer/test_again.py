"""A second import, an import that is interrupted, a ledger that does not add up."""

import errno
from pathlib import Path

import pytest

from plugins.comments.parse import parse_thread
from plugins.importer.run import run_import
from plugins.site.ledger_file import addresses_ever, parse_ledger
from plugins.source import Source
from tests.importer.made import comment, item, wxr

FIRST = wxr(item(1, "One", "A tpyo here.", comment(11)), item(2, "Two"))
TEXT = "articles/2012/text-1.md"


def times(home):
    return {
        path: path.stat().st_mtime_ns for path in home.content.rglob("*.*") if ".import" not in path.parts
    }


def test_the_same_file_changes_nothing(home):
    """Nor does it convert anything again."""
    # given
    home.move(FIRST)
    before = times(home)

    # when
    home.move(FIRST)

    # then
    assert home.said.splitlines()[-1].startswith("0 files new, 0 updated, 3 as they were")
    assert times(home) == before


def test_nor_where_a_text_is_of_a_year_that_is_far(home, monkeypatch):
    """It has the day of the export, which is the same tomorrow."""
    # given
    far = wxr(item(1, status="future", post_date="2099-01-01 09:00:00", post_date_gmt="2099-01-01 09:00:00"))
    home.move(far, drafts=True)
    before = home.files()

    # when
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796086400")
    home.move(far, drafts=True)

    # then
    assert "0 files new, 0 updated" in home.said
    assert home.files() == before
    assert "Date: 2020-10-06 08:00" in before["articles/2020/text-1.md"]


def test_nor_what_is_told(home):
    """A text whose slug was another's, and an answer older than its question, are told again."""
    # given
    thread = comment(15, comment_date_gmt="2012-05-09 10:00:00") + comment(11, comment_parent=15)
    export = wxr(item(1, post_name="desks"), item(2, "Two", comments=thread, post_name="desks"))
    home.move(export)
    before = home.everything().replace(home.said, "")

    # when
    home.move(export)

    # then
    assert str(home.ledger()["comment", "11"].outcome) == "changed"
    assert home.everything().replace(home.said, "") == before


def test_an_answer_to_what_was_approved_later_stays_at_the_top(home):
    """A comment may not answer a higher number, and numbers stay."""
    # given
    answers = comment(12, comment_parent=11) + comment(13, comment_parent=12)
    home.move(wxr(item(1, comments=comment(11, comment_approved="0") + answers)))

    # when
    home.move(wxr(item(1, comments=comment(11) + answers)))

    # then
    files = {
        f"x/{path.rpartition('/')[2]}": text.encode() for path, text in home.files().items() if "-wp" in path
    }
    thread, findings = parse_thread("text-1", files)
    assert not findings
    assert [(one.id, one.replyto) for one in thread.comments] == [("wp12", None), ("wp13", 1), ("wp11", None)]
    line = home.ledger()["comment", "12"]
    assert (str(line.outcome), line.notes[0].text) == (
        "changed",
        "what it answers came later, as number 3; it stands at the top",
    )


def test_what_an_author_mended_stays_mended_and_what_is_new_comes(home):
    """A third export with one new comment adds exactly one file."""
    # given
    home.move(FIRST)
    path = home.content / TEXT
    path.write_text(path.read_text("utf-8").replace("tpyo", "typo"), "utf-8")
    before = set(home.files())

    # when
    home.move(FIRST)
    home.move(wxr(item(1, "One", "A tpyo here.", comment(11) + comment(12)), item(2, "Two")))

    # then
    assert "A typo here." in path.read_text("utf-8")
    assert set(home.files()) - before == {"comments/text-1/0002-wp12.md"}


def test_both_changed_stays_as_it_is_here_and_the_difference_is_shown(home):
    """Nobody's work is covered without a word; what nobody touched here follows the source."""
    # given
    home.move(FIRST)
    path = home.content / TEXT
    path.write_text(path.read_text("utf-8").replace("tpyo", "typo"), "utf-8")

    # when
    home.move(wxr(item(1, "One", "A tpyo there.", comment(11)), item(2, "Two", "Other words.")))

    # then
    assert "A typo here." in path.read_text("utf-8")
    assert "-A typo here.\n+A tpyo there." in home.said
    assert "Other words." in home.files()["articles/2012/text-2.md"]


def test_what_was_deleted_here_stays_deleted(home):
    """Its number is given to nobody else."""
    # given
    home.move(FIRST)
    (home.content / "articles/2012/text-2.md").unlink()
    (home.content / "comments/text-1/0001-wp11.md").unlink()

    # when
    home.move(wxr(item(1, "One", "A tpyo here.", comment(11) + comment(12)), item(2, "Two")))

    # then
    files = home.files()
    assert "articles/2012/text-2.md" not in files
    assert [name for name in files if name.startswith("comments/")] == ["comments/text-1/0002-wp12.md"]


def test_no_comment_comes_to_an_article_that_was_deleted_here(home):
    """A thread without its article stops the build."""
    # given
    home.move(FIRST)
    (home.content / TEXT).unlink()
    (home.content / "comments/text-1/0001-wp11.md").unlink()

    # when
    home.move(wxr(item(1, "One", "A tpyo here.", comment(11) + comment(12)), item(2, "Two")))

    # then
    assert [name for name in home.files() if name.startswith(("comments/", TEXT))] == []
    line = home.ledger()["comment", "12"]
    assert (str(line.outcome), line.notes[0].text) == ("skipped", "its article was deleted here")


def test_an_answer_to_what_was_deleted_here_stands_at_the_top(home):
    """The number that it answered is nobody's."""
    # given
    home.move(FIRST)
    (home.content / "comments/text-1/0001-wp11.md").unlink()

    # when
    said = comment(11) + comment(12, comment_parent=11)
    home.move(wxr(item(1, "One", "A tpyo here.", said), item(2, "Two")))

    # then
    assert "Replyto" not in home.files()["comments/text-1/0002-wp12.md"]
    assert "was deleted here; it stands" in home.ledger()["comment", "12"].notes[0].text


def test_what_was_renamed_here_is_known_by_its_id(home):
    """No second copy under the old name."""
    # given
    home.move(FIRST)
    old, new = home.content / TEXT, home.content / "articles/2012/other-name.md"
    old.rename(new)
    (home.content / "comments/text-1").rename(home.content / "comments/other-name")

    # when
    home.move(wxr(item(1, "One", "A tpyo here.", comment(11) + comment(12)), item(2, "Two")))

    # then
    assert TEXT not in home.files()
    assert "comments/other-name/0002-wp12.md" in home.files()


def test_own_texts_are_never_covered(home):
    """A slug that is taken here is given to no import."""
    # given
    own = home.content / TEXT
    own.parent.mkdir(parents=True)
    own.write_text("Title: Mine\nDate: 2012-01-01\nCategory: Pay\n\nMine.\n", "utf-8")

    # when
    home.move(FIRST)

    # then
    assert own.read_text("utf-8").endswith("Mine.\n")
    assert "articles/2012/text-1-2.md" in home.files()


def test_a_dry_run_says_the_same_and_writes_nothing(home):
    """Also no folder."""
    # when
    dry = home.move(FIRST, dry_run=True).said
    was_there = home.content.exists()
    wet = home.move(FIRST).said

    # then
    assert not was_there
    assert dry.splitlines()[:4] == wet.splitlines()[:4]
    assert "would be new" in dry


def test_a_disk_that_fills_leaves_everything_as_it_was(home, monkeypatch):
    """What is written is written aside."""
    # given
    home.move(FIRST)
    before = home.files()

    def full(self, *_, **__):
        raise OSError(errno.ENOSPC, "No space left on device", str(self))

    # when
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        home.move(wxr(item(3, "Three"), item(4, "Four")))

    # then
    assert home.files() == before
    assert not (home.content / ".import/new").exists()


def test_a_kill_between_two_moves_is_made_good_by_the_next_command(home, monkeypatch):
    """Once it is written down what is to be moved, it has happened."""
    # given
    moved = []
    rename = Path.rename

    def die(self, target):
        if len(moved) == 2:
            raise KeyboardInterrupt
        moved.append(target)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", die)
    home.move(FIRST)
    assert home.code == 1
    monkeypatch.setattr(Path, "rename", rename)

    # when
    home.move(FIRST)

    # then
    assert list(home.files()) == [
        TEXT,
        "articles/2012/text-2.md",
        "comments/text-1/0001-wp11.md",
        "redirects.txt",
    ]
    assert not (home.content / ".rename.json").exists()


def test_nothing_is_written_when_the_ledger_does_not_add_up(home, monkeypatch):
    """The sums are the source's own, counted by somebody who understands nothing of it."""
    # given
    real = run_import

    def forgetful(export, *arguments, **named):
        things = list(export.things())
        object.__setattr__(export, "things", lambda: iter(things[:-1]))
        return real(export, *arguments, **named)

    monkeypatch.setattr("plugins.importer.__main__.run_import", forgetful)

    # when
    home.move(FIRST)

    # then
    assert home.code == 1
    assert (
        "does not add up, and nothing was written: the source has 2 of the kind item, the ledger 1"
        in home.wrong
    )
    assert home.files() == {}


DAY = "2026-01-01T00:00:00Z"
LEDGER = f"article\t{DAY}\t{DAY}\t-\ttag:x,2026:own\t/2026/own/\tarticles/2026/own.md\tOwn\n"


def test_into_a_publication_that_has_subscribers_old_texts_come_as_old(home):
    """Its ledger gets their first publication, so that nobody is told of ten years as news."""
    # given
    home.content.mkdir()
    (home.content / "ledger.txt").write_text(LEDGER, "utf-8")

    # when
    home.move(FIRST)

    # then
    ledger = parse_ledger((home.content / "ledger.txt").read_text("utf-8"), Source("ledger.txt"))
    assert [(row.kind, row.first_at.year, row.id) for row in ledger.rows] == [
        ("article", 2012, "https://old.example/?p=1"),
        ("article", 2012, "https://old.example/?p=2"),
        ("article", 2026, "tag:x,2026:own"),
        ("comment", 2012, "tag:exit-interview.example,2026:comment:wp11"),
    ]
    assert "0 files new, 0 updated" in home.move(FIRST).said


def test_what_the_map_of_the_old_site_names_is_answered_or_told(home):
    """No address of the old site is lost without a word."""
    # given
    places = (
        "https://old.example/",
        "https://old.example/2012/05/text-1/",
        "https://www.old.example/shop/x/",
    )
    site = "".join(f"<url><loc>{place}</loc></url>" for place in places)
    path = home.write(
        "sitemap.xml", f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{site}</urlset>'
    )

    # when
    home.move(FIRST, old_site=path)

    # then
    assert "nothing here answers:\n  https://www.old.example/shop/x/\nWrite" in home.said
    ledger = (home.content / "ledger.txt").read_text("utf-8")
    assert addresses_ever(ledger).published == {"/", "/2012/05/text-1/", "/shop/x/"}

    # when
    home.move(FIRST, old_site=path)

    # then
    assert (home.content / "ledger.txt").read_text("utf-8") == ledger


def test_another_site_does_not_cover_this_one(home):
    """Both number their texts from one; the same site without its www, or by another scheme, is no other."""
    # given
    home.move(wxr(item(1, "One"), old="https://brindle.example"))
    before = home.files()
    other = wxr(item(1, "Another", "Of somebody else."), old="https://orchard.example")

    # when
    refused = home.move(other).code, home.wrong

    # then
    assert refused[0] == 1
    assert "content/.import/state.json:1: the export is of https://orchard.example, and" in refused[1]
    assert home.files() == before
    assert home.move(wxr(item(1, "One"), old="http://www.brindle.example/")).code == 0

    # and following the advice works
    state = home.content / ".import/state.json"
    state.write_text(
        state.read_text("utf-8").replace("https://brindle.example", "https://orchard.example"), "utf-8"
    )
    assert home.move(wxr(item(1, "One"), old="https://orchard.example")).code == 0
