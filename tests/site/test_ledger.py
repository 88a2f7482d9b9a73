"""plugins/site/ledger.py: ids never change, what is out keeps its place, and no line is ever lost."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.site.ledger import Ledger, Row, Thing, advance, merge, put_back
from plugins.site.ledger_file import (
    HEADER,
    addresses_ever,
    give_up,
    other_holders,
    parse_ledger,
    write_ledger,
)
from plugins.source import AuthorErrors, Source

PLACE = Source("content/ledger.txt")
DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOTHING = Ledger()
ATTRIBUTES = Path(__file__).parents[2] / ".gitattributes"


def at(days, seconds=0):
    return DAY + timedelta(days=days, seconds=seconds)


def thing(slug, published_at=DAY, **changes):
    """An article whose author wrote no id."""
    made = Thing(
        "article",
        f"tag:x.example,2026:{slug}",
        f"/2026/{slug}/",
        published_at,
        None,
        (f"articles/{slug}.md", f"On {slug}"),
    )
    return made._replace(**changes)


def publish(previous, *things, now=None):
    return advance(previous, things, now).ledger


def order(ledger):
    """The addresses in order of publication."""
    return [row.address for row in ledger.rows]


def only(ledger):
    (row,) = ledger.rows
    return row


def test_a_publication_that_begins_a_ledger_tells_nobody_anything_twice():
    """Everything counts as published when it was written; also where the ledger was lost."""
    # when
    ledger = publish(NOTHING, thing("b", at(1)), thing("a", at(1)), thing("old", at(-400)), now=at(9))

    # then
    assert [(row.address, row.first_at, row.changed_at) for row in ledger.rows] == [
        ("/2026/old/", at(-400), at(-400)),
        ("/2026/a/", at(1), at(1)),
        ("/2026/b/", at(1, 1), at(1, 1)),
    ]


def test_an_old_date_that_is_published_today_is_news_today():
    """It comes after all that was out, whatever its author says of it."""
    # given
    ledger = publish(NOTHING, thing("a"), thing("b", at(1)))

    # when
    after = publish(ledger, thing("a"), thing("late", at(-400)), thing("b", at(1)), now=at(9))

    # then
    assert order(after) == ["/2026/a/", "/2026/b/", "/2026/late/"]
    assert (after.rows[-1].first_at, after.rows[-1].changed_at) == (at(9), at(9))


def test_what_is_newer_than_all_that_was_out_keeps_its_own_date():
    """Feeds say what the page says, and a preview what the publish will."""
    # given
    ledger = publish(NOTHING, thing("a"))
    things = (thing("a"), thing("new", at(3)))

    # then
    for now in (None, at(9)):
        assert publish(ledger, *things, now=now).rows[-1].changed_at == at(3)
    assert publish(ledger, *things, now=at(9)).rows[-1].first_at == at(9)


def test_a_batch_comes_in_the_order_in_which_it_was_written():
    """A second apart, so that programs that sort by time keep it."""
    # given
    ledger = publish(NOTHING, thing("a"))
    batch = [thing(slug, at(-10)) for slug in "dcb"]

    # when
    after = publish(ledger, thing("a"), *batch, now=at(9))

    # then
    assert order(after) == ["/2026/a/", "/2026/b/", "/2026/c/", "/2026/d/"]
    assert [row.changed_at for row in after.rows[1:]] == [at(9, -2), at(9, -1), at(9)]


def test_another_modified_is_a_change_and_nothing_else_is():
    """Titles, files and dates are the author's to mend."""
    # given
    ledger = publish(NOTHING, thing("a"))
    edited = thing("a", marks=("articles/z.md", "Another"), published_at=at(-5))

    # then
    assert only(publish(ledger, edited, now=at(9))).changed_at == DAY
    changed = publish(ledger, edited._replace(modified_at=at(4)), now=at(9))
    assert only(changed).changed_at == at(4)
    assert publish(changed, edited._replace(modified_at=at(3)), now=at(10)) == changed
    same_day = edited._replace(modified_at=at(0, -9 * 3600))
    assert only(publish(ledger, same_day, now=at(9))).changed_at == at(9)


@pytest.mark.parametrize(
    "renamed",
    [
        thing("z", marks=("articles/a.md", "Another")),
        thing("z", marks=("articles/z.md", "On a")),
        thing("z", marks=("articles/z.md", "Another"), was_at=("/2026/a/",)),
        thing("a", marks=("articles/z.md", "Another")),
        thing("z", id="tag:x.example,2026:a", has_written_id=True, marks=("articles/z.md", "Another")),
        thing("a", id="tag:x.example,2026:other", has_written_id=True),
    ],
    ids=["same file", "same title", "alias", "same address", "written id", "id written later"],
)
def test_what_was_renamed_keeps_its_id(renamed):
    """Readers would show it once more."""
    # given
    ledger = publish(NOTHING, thing("a"), thing("b"))

    # when
    after = advance(ledger, [renamed, thing("b")], at(9))

    # then
    assert after.rows[renamed.address].id == "tag:x.example,2026:a"
    assert len(after.ledger.rows) == 2


def test_what_is_not_unmistakable_is_new():
    """Two that could be the one that is gone; another text in its place, with an id of its own."""
    # given
    ledger = publish(NOTHING, thing("a"), thing("b"))
    twins = [thing(slug, marks=(f"articles/{slug}.md", "On a")) for slug in "yz"]
    other = thing("a", id="tag:own", has_written_id=True, marks=("articles/x.md", "Another"))

    # then
    assert len(publish(ledger, *twins, thing("b"), now=at(9)).rows) == 4
    assert len(publish(ledger, other, thing("b"), now=at(9)).rows) == 3


def test_an_id_is_never_given_twice():
    """The address of what was renamed is free; its id is not."""
    # given
    ledger = publish(publish(NOTHING, thing("a")), thing("z", was_at=("/2026/a/",)), now=at(1))

    # when
    after = advance(ledger, [thing("z"), thing("a", marks=("articles/new.md", "New"))], at(2))

    # then
    assert after.rows["/2026/z/"].id == "tag:x.example,2026:a"
    assert after.rows["/2026/a/"].id == "tag:x.example,2026:a:2"


def test_a_new_text_at_the_address_of_one_that_moves_aside_is_new():
    """The address says less than what is there: it has another name, and the one that is gone has the old one."""
    # given
    ledger = publish(NOTHING, thing("sum", marks=("articles/sum.md", "Sum")), thing("b"))
    aside = thing("sum-old", marks=("articles/sum-old.md", "Sum"))

    for new in (
        thing("sum", marks=("articles/brand-new.md", "Brand new")),
        thing("sum", id="tag:own", has_written_id=True, marks=("articles/sum.md", "Brand new")),
    ):
        # when
        after = advance(ledger, [new, aside, thing("b")], at(9))

        # then
        assert after.rows[aside.address].id == "tag:x.example,2026:sum"
        assert after.rows[new.address].id in ("tag:x.example,2026:sum:2", "tag:own")
        assert after.rows[new.address].first_at == at(9)


def test_one_that_comes_back_to_its_address_stays_what_it_is():
    """Two lines have that address then, and the one of the text that took it is the later."""
    # given
    first = thing("sum", marks=("articles/sum.md", "Sum"))
    aside = first._replace(address="/2026/sum-old/", marks=("articles/sum-old.md", "Sum"))
    new = thing("sum", at(4), id="tag:new", marks=("articles/sum-new.md", "Brand new"))
    ledger = publish(publish(NOTHING, first), new, aside, now=at(5))
    back = advance(ledger, [first], at(6))
    assert back.rows[first.address].id == first.id

    for again in (first, first._replace(marks=("articles/sum.md", "Another title"))):
        # when
        after = advance(back.ledger, [again, thing("b", at(7))], at(7))

        # then
        assert after.rows[again.address].id == first.id
    later = new._replace(published_at=at(8), marks=("articles/sum.md", "Sum"))
    assert advance(back.ledger, [later], at(9)).rows[later.address].id != first.id


def test_the_head_of_a_word_is_its_address():
    """Another definition does not make another word of it, whoever has the old one now."""
    # given
    boss, chief = (
        thing(slug, kind="word", address=f"/dictionary/{slug}/", marks=(f"{slug} is.",))
        for slug in ("boss", "chief")
    )
    ledger = publish(NOTHING, boss)

    # when
    after = advance(ledger, [boss._replace(marks=("New.",)), chief._replace(marks=boss.marks)], at(9))

    # then
    assert after.rows[boss.address].id == boss.id
    assert after.rows[chief.address].id == chief.id


GONE = write_ledger(publish(NOTHING, thing("a"), thing("b", at(1))))


@pytest.mark.parametrize(
    ("changes", "is_new"),
    [
        ({"id": "tag:own", "has_written_id": True}, True),
        ({"published_at": at(6)}, True),
        ({"marks": ("articles/other.md", "Another")}, True),
        ({}, False),
        ({"id": "tag:x.example,2026:a", "has_written_id": True, "published_at": at(6)}, False),
    ],
    ids=["another id", "written since", "another text", "as it was", "its own id"],
)
def test_a_text_at_an_address_that_was_given_up_is_new_unless_it_is_the_old_one(changes, is_new):
    """Else no subscriber was told of it: it would have the place of one that is gone."""
    # given
    ledger = parse_ledger(give_up(GONE, ["/2026/a/"], [], at(5)), PLACE)
    assert publish(ledger, thing("b", at(1)), now=at(6)) == ledger

    # when
    after = advance(ledger, [thing("a", **changes), thing("b", at(1))], at(7))

    # then
    row = after.rows["/2026/a/"]
    assert (row.id != "tag:x.example,2026:a") == is_new
    assert (row.first_at == at(7)) == is_new
    assert publish(after.ledger, thing("a", **changes), thing("b", at(1)), now=at(8)) == after.ledger


def test_a_mark_of_a_text_that_was_given_up_is_free():
    """A new one with its title, elsewhere."""
    # given
    ledger = parse_ledger(give_up(GONE, ["/2026/a/"], [], at(5)), PLACE)

    # when
    after = advance(ledger, [thing("z", at(6), marks=("articles/z.md", "On a")), thing("b", at(1))], at(7))

    # then
    assert after.rows["/2026/z/"].first_at == at(7)


def test_a_date_that_is_moved_on_is_no_change():
    """Feeds tell of changes of the text."""
    ledger = publish(NOTHING, thing("a"))

    assert only(publish(ledger, thing("a", at(5)), now=at(9))).changed_at == DAY


def test_what_is_published_together_is_changed_in_that_order():
    """Also where the older of two was late, and the newer has the hour 0 of the day."""
    # given
    ledger = publish(NOTHING, thing("a"))

    # when
    after = publish(ledger, thing("a"), thing("old", at(-9)), thing("new", at(8.9)), now=at(9))

    # then
    assert order(after) == ["/2026/a/", "/2026/old/", "/2026/new/"]
    assert [row.changed_at for row in after.rows] == sorted(row.changed_at for row in after.rows)


def test_what_was_published_from_here_is_put_back():
    """Lines that were lost, and those of a ledger of before; what somebody else has published since stays."""
    # given
    before = publish(NOTHING, thing("a"), thing("b", at(1)))
    noted = publish(
        before, thing("z", was_at=("/2026/a/",)), thing("b", at(1)), thing("c", at(-9)), now=at(9)
    )
    others = publish(
        noted, thing("y", was_at=("/2026/z/",)), thing("b", at(1), modified_at=at(10)), now=at(11)
    )

    # then
    for lost in (NOTHING, before, noted, Ledger(noted.rows[1:]), Ledger(noted.rows[:1])):
        assert put_back(lost, noted) == noted
    assert put_back(others, noted) == others
    late = publish(before, thing("a"), thing("b", at(1)), thing("d"), now=at(4))
    assert put_back(late, noted).rows == merge(noted, Ledger(late.rows[2:])).rows


def test_a_line_that_says_something_else_than_was_published_is_refused():
    """Nobody can say which is right; the address of what has moved or was given up is free."""
    # given
    noted = publish(NOTHING, thing("a"), thing("b", at(1)))
    edited = Ledger((noted.rows[0]._replace(id="tag:edited"), noted.rows[1]))

    def found(here, there=noted):
        return [*map(str, other_holders(write_ledger(here), here, there, PLACE))]

    # then
    assert found(edited) == [
        "content/ledger.txt:2: /2026/a/ was published under the id tag:x.example,2026:a; delete this line, and make"
        " publish puts the published one back"
    ]
    assert found(edited, parse_ledger(give_up(GONE, ["/2026/a/"], [], at(5)), PLACE)) == []
    moved = publish(
        noted, thing("z", was_at=("/2026/a/",)), thing("a", at(2), marks=("n.md", "N")), now=at(3)
    )
    assert found(moved) == found(NOTHING) == found(noted) == []


def test_what_cannot_be_read_is_refused_at_its_line():
    """All of it at once. Marks of a merge that nobody finished are passed over: both sides are right."""
    # given
    row = write_ledger(publish(NOTHING, thing("a"))).splitlines()[1]
    message = "this is no line of the ledger; take the line as it was committed last, or delete it"

    # when
    with pytest.raises(AuthorErrors) as caught:
        parse_ledger(f"{HEADER}{row}\n{row[:40]}\n\n{row.replace('2026-03-02', '2026-13-02')}\n", PLACE)

    # then
    assert str(caught.value) == f"content/ledger.txt:3: {message}\ncontent/ledger.txt:5: {message}"
    merged = f"{HEADER}<<<<<<< HEAD\n{row}\n=======\n{row}\n>>>>>>> branch\n"
    assert parse_ledger(merged, PLACE) == publish(NOTHING, thing("a"))


def test_two_lines_of_one_thing_are_one():
    """After a merge of branches that both published it: first when it was first, changed when it was last."""
    # given
    row = only(publish(NOTHING, thing("a")))
    here = Ledger((row._replace(first_at=at(5), changed_at=at(7), address="/2026/z/"),))
    there = Ledger((row._replace(modified_at=at(6)),))

    # then
    assert only(merge(here, there)) == row._replace(changed_at=at(7), modified_at=at(6), address="/2026/z/")


SLUGS = st.sampled_from("abcdefgh")
MOMENTS = st.integers(-30, 60).map(lambda hours: DAY + timedelta(hours=hours))
THINGS = st.builds(
    lambda slug, published_at, modified, title: thing(
        slug, published_at, modified_at=published_at + modified if modified else None,
        marks=(f"articles/{slug}.md", title),
    ),
    SLUGS, MOMENTS, st.sampled_from([None, timedelta(hours=1), timedelta(days=2)]), st.sampled_from(["T", "U", "V"]),
)  # fmt: skip
PUBLISHES = st.lists(
    st.tuples(
        st.lists(THINGS, max_size=8, unique_by=lambda one: one.address),
        st.none() | st.integers(1, 90).map(at),
    ),
    max_size=6,
)


def ledgers(publishes):
    """The ledger after each."""
    ledger = NOTHING
    for things, now in publishes:
        ledger = publish(ledger, *things, now=now)
        yield ledger


@given(PUBLISHES)
def test_whatever_is_published_what_was_out_keeps_its_id_and_its_place(publishes):
    """No line goes, none is moved, and nothing comes before what was there."""
    before = NOTHING
    for after in ledgers(publishes):
        kept = {row.id: row for row in after.rows}
        assert [row.id for row in after.rows][: len(before.rows)] == [row.id for row in before.rows]
        assert all(kept[row.id].first_at == row.first_at for row in before.rows)
        assert all(kept[row.id].changed_at >= row.changed_at for row in before.rows)
        assert len({row.first_at for row in after.rows}) == len({row.changed_at for row in after.rows})
        assert len({row.changed_at for row in after.rows}) == len(after.rows)
        before = after


@given(PUBLISHES, MOMENTS)
def test_publishing_the_same_again_changes_nothing(publishes, now):
    """Also from the file, at another time."""
    for ledger, (things, _) in zip(ledgers(publishes), publishes, strict=True):
        kept = parse_ledger(write_ledger(ledger), PLACE)
        assert kept == ledger
        assert publish(kept, *things, now=now) == ledger
        assert publish(kept, *things[::-1]) == ledger


@given(PUBLISHES, PUBLISHES, PUBLISHES)
def test_however_branches_are_merged_it_is_the_same_ledger(one, other, more):
    """In any order, once or again, and by git's union of lines."""
    # given
    a, b, c = ([*ledgers(publishes), NOTHING][-2:][0] for publishes in (one, other, more))

    # then
    assert merge(a, b) == merge(b, a)
    assert merge(a, merge(b, c)) == merge(merge(a, b), c)
    assert merge(merge(a, b), b) == merge(a, b)
    assert parse_ledger(write_ledger(a) + write_ledger(b), PLACE) == merge(a, b)


def test_git_merges_two_branches_that_published(tmp_path):
    """Without a conflict, by the attributes that come with the repository."""
    # given
    shutil.copy(ATTRIBUTES, tmp_path)
    path = tmp_path / "content/ledger.txt"
    path.parent.mkdir()
    start = publish(NOTHING, thing("a"), thing("b", at(1)))
    here = publish(start, thing("a", modified_at=at(3)), thing("b", at(1)), thing("c", at(2)), now=at(3))
    there = publish(start, thing("a"), thing("b", at(1), address="/2026/z/"), thing("d", at(2)), now=at(4))

    def git(*arguments):
        names = ["-c", "user.name=A", "-c", "user.email=a@x.example", "-c", "init.defaultBranch=main"]
        subprocess.run(["git", *names, *arguments], cwd=tmp_path, check=True, capture_output=True)

    def commit(ledger):
        path.write_text(write_ledger(ledger), "utf-8")
        git("add", "-A")
        git("commit", "-m", "a publish")

    git("init")
    commit(start)
    git("switch", "-c", "other")
    commit(there)
    git("switch", "main")
    commit(here)

    # when
    git("merge", "other", "-m", "both")

    # then
    assert parse_ledger(path.read_text("utf-8"), PLACE) == merge(here, there)


def test_an_address_is_known_until_it_is_given_up():
    """Comments stand on pages: they have no address of their own to lose."""
    # given
    now = datetime(2026, 3, 1, tzinfo=UTC)
    rows = [
        Row(kind, now, now, None, f"tag:{address}", address, ())
        for kind, address in (
            ("article", "/2026/a/"),
            ("word", "/dictionary/b/"),
            ("comment", "/2026/c/#comment-1"),
        )
    ]
    text = write_ledger(Ledger(tuple(rows)))

    # when
    after = give_up(text, ["/2026/a/"], [], now)
    back = give_up(after, [], ["/2026/a/"], now + timedelta(days=1))
    again = give_up(back, ["/2026/a/"], [], now + timedelta(days=2))

    # then
    for ledger, published, given_up in (
        (text, {"/2026/a/", "/dictionary/b/"}, set()),
        (after, {"/dictionary/b/"}, {"/2026/a/"}),
        (back, {"/2026/a/", "/dictionary/b/"}, set()),
        (again, {"/dictionary/b/"}, {"/2026/a/"}),
    ):
        assert addresses_ever(ledger) == (published, given_up)
        assert addresses_ever(write_ledger(parse_ledger(ledger, PLACE))) == (published, given_up)
