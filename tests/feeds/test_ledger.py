"""plugins/feeds/ledger.py"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.feeds.ledger import Ledger, Named, Row, parse_ledger, write_ledger
from plugins.source import AuthorError, Source

SOURCE = Source("content/ids.json")
COFFEE = Named("articles/2026/coffee.md", "The coffee", "tag:x.example,2026-11-14:coffee")
NETWORKING = Named("dictionary/networking", "A kind of fishing.", "tag:x.example,2026:word:networking")
PAY = Named("feeds/category/pay", "articles/2026/coffee.md", "tag:x.example,2026:feed:category:pay")

KEYS = st.sampled_from(
    ["articles/a.md", "articles/b.md", "dictionary/a", "dictionary/b", "feeds/tag/a", "feeds/category/a"]
)
MARKS = st.sampled_from(["one", "two", "three", ""])
THINGS = st.lists(
    st.builds(Named, KEYS, MARKS, st.sampled_from(["tag:1", "tag:2", "tag:3"])), unique_by=lambda t: t.key
)
IDS = st.integers(0, 10**6).map("tag:x,2026:{}".format)
LEDGERS = st.dictionaries(
    st.text(min_size=1, max_size=8),
    st.builds(Row, IDS, st.text(max_size=8), st.none() | st.dates()),
    max_size=8,
).filter(lambda rows: len({row.id for row in rows.values()}) == len(rows))


def mint(ledger, *things):
    """What the command does."""
    return ledger.minted(ledger.identify(things), things)


def test_what_has_no_id_gets_one():
    """Once, and the ledger holds it."""
    assert mint(Ledger(), COFFEE).rows == {COFFEE.key: Row(COFFEE.id, COFFEE.mark)}


def test_an_id_that_its_author_wrote_is_not_minted():
    """Front matter is the record then."""
    written = Named(COFFEE.key, COFFEE.mark, COFFEE.id, is_written=True)
    assert mint(Ledger(), written).rows == {}


def test_another_date_or_slug_or_host_in_the_derived_id_changes_nothing():
    """The id was minted; what it was made of may change."""
    later = Named(COFFEE.key, "Another title", "tag:y.example,2027-01-01:tea")
    assert mint(Ledger(), COFFEE).identify([later])[COFFEE.key].id == COFFEE.id


@pytest.mark.parametrize(
    ("thing", "key"),
    [
        (COFFEE, "articles/2026/tea.md"),
        (NETWORKING, "dictionary/net-working"),
        (PAY, "feeds/category/money"),
    ],
)
def test_what_is_renamed_is_known_by_its_mark(thing, key):
    """A file, a headword, a category: also before the next run of the command."""
    # given
    ledger = mint(Ledger(), COFFEE, NETWORKING, PAY)
    others = [other for other in (COFFEE, NETWORKING, PAY) if other != thing]
    renamed = Named(key, thing.mark, "tag:x.example,2026:derived-anew")

    # when
    found = ledger.identify([*others, renamed])

    # then
    assert found[key].id == thing.id
    minted = ledger.minted(found, [*others, renamed])
    assert key in minted.rows
    assert thing.key not in minted.rows


def test_a_category_does_not_become_a_tag():
    """Both may have the same oldest article."""
    tag = Named("feeds/tag/pay", PAY.mark, "tag:x.example,2026:feed:tag:pay")
    assert mint(Ledger(), PAY).identify([tag])[tag.key].id == tag.id


def test_two_that_might_be_the_same_are_both_new():
    """A wrong guess would give one article's readers another."""
    # given
    ledger = mint(Ledger(), COFFEE)
    twins = [Named(f"articles/2026/{n}.md", COFFEE.mark, f"tag:x.example,2026:{n}") for n in (1, 2)]

    # then
    assert {row.id for row in ledger.identify(twins).values()} == {twin.id for twin in twins}


def test_an_old_slug_given_to_something_new_does_not_give_it_the_old_id():
    """The first moved to another file on the same day; the second took its name."""
    # given
    moved = Named("articles/2026/tea.md", COFFEE.mark, "tag:x.example,2026-11-14:tea")
    ledger = mint(mint(Ledger(), COFFEE), moved)

    # when
    second = Named(COFFEE.key, "Another coffee", COFFEE.id)
    found = ledger.identify([moved, second])

    # then
    assert found[moved.key].id == COFFEE.id
    assert found[second.key].id == f"{COFFEE.id}:2"


def test_its_author_can_say_what_was_renamed():
    """Where title and file changed at once, nothing shows that it is the same."""
    ledger = mint(Ledger(), COFFEE).renamed(COFFEE.key, "articles/2026/tea.md")
    tea = Named("articles/2026/tea.md", "Tea", "tag:x.example,2026-11-14:tea")
    assert ledger.identify([tea])[tea.key].id == COFFEE.id


@given(THINGS)
def test_ids_are_distinct_and_minting_again_changes_nothing(things):
    """Whatever is minted stays."""
    # when
    once = mint(Ledger(), *things)

    # then
    ids = [row.id for row in once.rows.values()]
    assert len(set(ids)) == len(ids) == len(things)
    assert mint(once, *things) == once


@given(THINGS, THINGS)
def test_no_id_is_lost_or_given_twice(before, after):
    """Whatever was renamed, removed and added in between."""
    # when
    once = mint(Ledger(), *before)
    twice = mint(once, *after)

    # then
    ids = [row.id for row in twice.rows.values()]
    assert {row.id for row in once.rows.values()} <= set(ids)
    assert len(set(ids)) == len(ids)


@given(LEDGERS)
def test_what_is_written_is_read_again(rows):
    """The file is the record."""
    text = write_ledger(Ledger(rows))
    assert parse_ledger(text, SOURCE) == Ledger(rows)
    assert write_ledger(parse_ledger(text, SOURCE)) == text


def test_a_row_is_a_line():
    """So that a merge shows what was minted."""
    ledger = Ledger({"b": Row("tag:2", "é"), "a": Row("tag:1", "x", date(2026, 11, 1))})
    assert write_ledger(ledger) == (
        '{\n"a": {"id": "tag:1", "mark": "x", "added": "2026-11-01"},\n"b": {"id": "tag:2", "mark": "é"}\n}\n'
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [("{\n<<<<<<<\n}", 2), ("[]", 1), ('{"a": {}}', 1), ('{"a": {"id": 1, "mark": ""}}', 1)],
)
def test_a_damaged_ledger_stops_the_build_at_its_line(text, line):
    """Building without it would give everything a new id."""
    with pytest.raises(AuthorError) as caught:
        parse_ledger(text, SOURCE)
    assert str(caught.value).startswith(f"content/ids.json:{line}: this is no ledger of ids (")
    assert str(caught.value).endswith("; take the last version that was, and mint again")


def test_one_id_for_two_things_is_an_error():
    """A merge can do that."""
    with pytest.raises(AuthorError) as caught:
        parse_ledger('{"a": {"id": "t", "mark": ""}, "b": {"id": "t", "mark": ""}}', SOURCE)
    assert str(caught.value) == "content/ids.json:1: two rows have the id t; delete one and mint again"
