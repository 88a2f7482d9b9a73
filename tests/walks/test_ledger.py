"""What was published when: the ledger that a publish writes, and what subscribers see of it."""

import subprocess

import feedparser
import pytest

from plugins.publish.noted import NOTED, PENDING, announce
from tests.site.small_site import article
from tests.walks.test_walks import COFFEE, NUMBER, begin

LEDGER = "ledger.txt"


@pytest.fixture
def walk(tmp_path):
    """A published site in UTC."""
    return begin(tmp_path)


def rows(walk):
    """Address → kind, when it was first published, when it was last changed, id."""
    lines = (walk.content / LEDGER).read_text("utf-8").splitlines()
    cells = [line.split("\t") for line in lines if not line.startswith("#")]
    return {
        address: (kind, first, changed, identity)
        for kind, first, changed, _, identity, address, *_ in cells
        if kind != "lost"  # an address that was given up is noted beside its line
    }


def entries(walk, feed="all"):
    """Title, date and day of the last change of each item of a live feed."""
    found = feedparser.parse(walk.read(f"feeds/{feed}.atom")).entries
    return [(entry.title, entry.published[:10], entry.updated[:10]) for entry in found]


def test_what_is_old_and_new_has_its_place_in_the_ledger_and_the_feeds(walk):
    """New, back-dated, a draft that was late, renamed, deleted: what was out keeps its id and its place."""
    # given
    before = rows(walk)
    assert before["/2025/coffee/"][:2] == ("article", "2025-03-01T08:00:00Z")
    assert before["/2025/coffee/#comment-1"][0] == "comment"
    assert before["/dictionary/gap/"][0] == "word"
    assert before["/feeds/pay.atom"][0] == "feed"
    walk.write(
        "articles/2026/draft.md", article("A draft", "2026-02-20 08:00", "Pay", "Words.", Status="draft")
    )
    walk.at("2026-03-03 09:00")
    walk.publish()
    assert rows(walk) == before

    # when
    walk.at("2026-03-09 09:00")
    walk.write("articles/2024/old.md", article("An old one", "2024-05-01 08:00", "Pay", "Words."))
    walk.write("articles/2026/new.md", article("A new one", "2026-03-08 08:00", "Pay", "Words."))
    walk.change("articles/2026/draft.md", "Status: draft\n", "")
    walk.publish()

    # then
    assert entries(walk)[:4] == [
        ("A new one", "2026-03-08", "2026-03-09"),  # after the old one, also for programs that sort by time
        ("A draft", "2026-02-20", "2026-03-09"),
        ("An old one", "2024-05-01", "2026-03-09"),
        ("The notice", "2026-02-01", "2026-02-01"),
    ]
    assert entries(walk, "pay")[:3] == entries(walk)[:3]

    # when
    known = rows(walk)
    walk.at("2026-03-10 09:00")
    walk.move(NUMBER, "articles/2025/figure.md")
    walk.change(
        "articles/2025/figure.md", "Title: The number\n", "Title: The figure\nAliases: /2025/number/\n"
    )
    walk.change("articles/2026/notice.md", "number.md", "figure.md")
    walk.publish()
    walk.delete("articles/2026/new.md")
    walk.publish("--allow-lost")

    # then
    after = rows(walk)
    assert after["/2025/figure/"] == known["/2025/number/"]
    assert {
        address: row for address, row in known.items() if "number" not in address
    }.items() <= after.items()


def test_a_rollback_keeps_the_ledger_and_nothing_is_told_twice(walk):
    """What was shown once is not news when it is shown again."""
    # given
    walk.at("2026-03-04 09:00")
    walk.write("articles/2024/old.md", article("An old one", "2024-05-01 08:00", "Pay", "Words."))
    walk.publish()
    shown, known = entries(walk), rows(walk)

    # when
    walk.at("2026-03-05 09:00")
    walk.rollback()
    assert rows(walk) == known
    walk.at("2026-03-06 09:00")
    walk.publish()

    # then
    assert entries(walk) == shown
    assert rows(walk) == known


def test_killed_before_its_ledger_a_publish_is_noted_by_the_next(walk):
    """What it showed keeps its moments: nobody is told of a change, nothing that was out moves."""
    # given
    ledger = walk.content / LEDGER
    before = ledger.read_text("utf-8")
    walk.at("2026-03-04 09:00")
    walk.write("articles/2024/old.md", article("An old one", "2024-05-01 08:00", "Pay", "Words."))
    walk.publish()
    shown, known, after = entries(walk), rows(walk), ledger.read_text("utf-8")

    # when
    ledger.write_text(before, "utf-8")
    announce(walk.root / "public", walk.live.readlink().name, after)
    walk.at("2026-03-06 09:00")
    walk.write("articles/2024/older.md", article("An older one", "2024-04-01 08:00", "Pay", "Words."))
    walk.publish()

    # then
    assert entries(walk)[1:] == shown
    assert known.items() <= rows(walk).items()
    assert entries(walk)[0] == ("An older one", "2024-04-01", "2026-03-06")
    assert not (walk.root / "public" / PENDING).exists()


def test_what_was_refused_is_never_noted(walk):
    """It was announced and not shown."""
    # given
    known = rows(walk)
    announce(walk.root / "public", "0123456789abcdef", (walk.content / LEDGER).read_text("utf-8") + "x\n")

    # when
    walk.publish()

    # then
    assert rows(walk) == known


def test_a_word_of_an_old_file_is_told_once_and_new_on_the_front_page(walk):
    """Whatever date the file bears."""
    # when
    walk.at("2026-03-04 09:00")
    walk.write("dictionary/boss.md", "Date: 2025-04-01\n\nBOSS, n. Somebody's employee.\n\nASAP, n. Never.\n")
    walk.publish()

    # then
    assert entries(walk, "dictionary")[0] == ("Asap", "2026-03-04", "2026-03-04")
    assert len(entries(walk, "dictionary")) == len({title for title, _, _ in entries(walk, "dictionary")})


def test_what_a_ledger_has_lost_is_put_back(walk):
    """All of it, its end, or what was published since it was committed: nothing is told twice, and no id changes."""
    # given
    ledger = walk.content / LEDGER
    committed = ledger.read_text("utf-8")
    walk.at("2026-03-04 09:00")
    walk.write("articles/2024/old.md", article("An old one", "2024-05-01 08:00", "Pay", "Words."))
    walk.move(NUMBER, "articles/2025/figure.md")
    walk.change(
        "articles/2025/figure.md", "Title: The number\n", "Title: The figure\nAliases: /2025/number/\n"
    )
    walk.change("articles/2026/notice.md", "number.md", "figure.md")
    walk.publish()
    whole, shown = ledger.read_bytes(), walk.every_live_file()

    # when
    walk.at("2026-03-05 09:00")
    for text in ("", committed, "".join(committed.splitlines(keepends=True)[:6])):
        ledger.write_text(text, "utf-8")
        said = walk.try_to_publish("--dry-run").said
        assert "of what was published would be put back before the build\n" in said
        assert ledger.read_text("utf-8") == text
    ledger.write_text("".join(whole.decode().splitlines(keepends=True)[:-1]), "utf-8")
    said = walk.publish()
    assert f"content/{LEDGER}: 1 line of what was published had gone, and is put back\n" in said
    ledger.unlink()
    said = walk.publish()

    # then
    lines = len(whole.splitlines()) - 1
    assert f"content/{LEDGER}: {lines} lines of what was published had gone, and are put back\n" in said
    assert ledger.read_bytes() == whole
    assert walk.every_live_file() == shown


def test_a_line_of_the_ledger_that_says_something_else_is_refused(walk):
    """Somebody has edited an id."""
    # given
    ledger = walk.content / LEDGER
    lines = ledger.read_text("utf-8").splitlines()
    number = next(number for number, line in enumerate(lines, 1) if "\t/2025/number/\t" in line)
    ledger.write_text(ledger.read_text("utf-8").replace("2025-06-01:number", "2025-06-01:other"), "utf-8")

    # then
    said = walk.refused()
    assert f"content/{LEDGER}:{number}: /2025/number/ was published under the id " in said
    assert "; delete this line, and make publish puts the published one back\n" in said


def test_a_text_at_an_address_that_was_given_up_is_news(walk):
    """With an id of its own; what was given up stays so after a rollback."""
    # given
    walk.delete("articles/2026/notice.md")
    walk.publish("--allow-lost")
    walk.rollback()
    walk.at("2026-03-04 09:00")
    walk.publish()
    known = rows(walk)

    # when
    walk.at("2026-03-09 09:00")
    text = article(
        "The notice", "2026-03-08 08:00", "Leaving", "Another.", Id="tag:walks.example,2026-03-08:n"
    )
    walk.write("articles/2026/notice.md", text)
    walk.publish()

    # then
    assert entries(walk)[0] == ("The notice", "2026-03-08", "2026-03-08")
    assert rows(walk)["/2026/notice/"][3] == "tag:walks.example,2026-03-08:n" != known["/2026/notice/"][3]
    walk.delete("articles/2026/notice.md")
    assert "/2026/notice/" in walk.refused()


def test_the_id_of_another_is_refused_at_its_line(walk):
    """It would be told under the name of one that is out, and so to nobody."""
    # given
    taken = rows(walk)["/2025/number/"][3]
    walk.write("articles/2026/copy.md", article("A copy", "2026-03-01 08:00", "Pay", "Words.", Id=taken))

    # then
    said = walk.refused()
    number = (walk.content / "articles/2026/copy.md").read_text("utf-8").splitlines().index(
        f"Id: {taken}"
    ) + 1
    message = f'content/{NUMBER} was published with this "Id"; delete the line'
    assert f"content/articles/2026/copy.md:{number}: {message}\n" in said


def test_the_id_of_a_word_or_of_an_article_that_moves_is_refused_at_its_line(walk):
    """The one that moves says by `Aliases:` what it is."""
    # given
    known = rows(walk)
    for name, address in (("copy", "/2025/number/"), ("other", "/dictionary/gap/")):
        text = article(name, "2026-03-01 08:00", "Pay", "Words.", Id=known[address][3])
        walk.write(f"articles/2026/{name}.md", text)
    walk.move(NUMBER, "articles/2025/figure.md")
    walk.change("articles/2025/figure.md", "Title: The number\n", "Title: A figure\nAliases: /2025/number/\n")
    walk.change("articles/2026/notice.md", "number.md", "figure.md")

    # then
    said = walk.refused()
    assert 'content/articles/2025/figure.md was published with this "Id"; delete the line\n' in said
    assert '/dictionary/gap/ was published with this "Id"; delete the line\n' in said
    assert "content/articles/2026/copy.md:" in said
    assert "content/articles/2026/other.md:" in said


def test_a_written_id_decides_before_file_and_title(walk):
    """A new text of the same title takes the file of one that moves aside with its `Id:`."""
    # given
    known = rows(walk)["/2025/number/"][3]
    text = (walk.content / NUMBER).read_text("utf-8")
    walk.write("articles/2025/aside.md", text.replace("\n", f"\nId: {known}\n", 1))
    walk.change(NUMBER, "Title: The number\n", "Title: The number\nId: tag:walks.example,2026-03-03:own\n")
    walk.publish()

    # then
    assert rows(walk)["/2025/aside/"][3] == known
    assert rows(walk)["/2025/number/"][3] == "tag:walks.example,2026-03-03:own"


def test_a_ledger_that_nobody_has_any_more_tells_nobody_anything_twice(walk):
    """Ids, order and moments come back from what is written; what only the ledger knew is gone."""
    # given
    walk.change(COFFEE, "The coffee", "The long coffee")
    walk.publish()
    shown, known = entries(walk), rows(walk)

    # when
    walk.delete(LEDGER)
    (walk.root / "public" / NOTED).unlink()
    walk.publish()

    # then
    assert entries(walk) == shown
    assert rows(walk) == known


def test_a_ledger_that_only_git_has_is_refused_with_what_brings_it_back(walk):
    """Upon none, ids would be given anew."""
    # given
    for arguments in (["init", "--quiet"], ["add", f"content/{LEDGER}"]):
        subprocess.run(["git", *arguments], cwd=walk.root, check=True)
    whole = (walk.content / LEDGER).read_text("utf-8")

    # when
    walk.delete(LEDGER)
    (walk.root / "public" / NOTED).unlink()

    # then
    said = walk.refused()
    command = f"git checkout content/{LEDGER}"
    assert f"content/{LEDGER}:1: it has gone, and git has it; write: {command}\n" in said
    subprocess.run(command.split(), cwd=walk.root, check=True)
    walk.publish()
    assert (walk.content / LEDGER).read_text("utf-8") == whole


def test_a_ledger_that_nobody_can_read_is_refused_at_its_line(walk):
    """And nothing is published."""
    # given
    with (walk.content / LEDGER).open("a", encoding="utf-8") as ledger:
        ledger.write("article\tyesterday\n")
    number = len((walk.content / LEDGER).read_text("utf-8").splitlines())

    # then
    message = "this is no line of the ledger; take the line as it was committed last, or delete it"
    assert f"content/{LEDGER}:{number}: {message}\n" in walk.refused()
