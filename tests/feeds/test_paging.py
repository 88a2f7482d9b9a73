"""plugins/feeds/paging.py"""

from hypothesis import given
from hypothesis import strategies as st

from plugins.feeds.paging import split

SIZES = st.integers(1, 20)
LENGTHS = st.integers(0, 300)


def newest_first(length):
    """Items named by when they came."""
    return list(range(length - 1, -1, -1))


def cut(length, size, gone=()):
    """Blocks of so many items, of which some are gone."""
    items = [item for item in newest_first(length) if item not in gone]
    return split(items, items, length, size)


@given(LENGTHS, SIZES)
def test_walking_the_archives_yields_each_item_once(length, size):
    """From the document to subscribe to, by the links alone, newest to oldest."""
    # given
    blocks = {block.number: block for block in cut(length, size)}

    # when
    walked, block = [], blocks[0]
    while True:
        walked += block.items
        if not block.older:
            break
        block = blocks[block.older]

    # then
    assert walked == newest_first(length)


@given(LENGTHS, SIZES)
def test_one_more_changes_the_first_document_and_at_most_one_archive(length, size):
    """What a subscriber has fetched stays as it was."""
    # given
    before = {block.number: block for block in cut(length, size)}
    after = {block.number: block for block in cut(length + 1, size)}

    # when
    changed = [number for number in before if number and before[number] != after[number]]
    added = after.keys() - before.keys()

    # then
    assert len(changed) <= len(added) <= 1
    assert all(before[number].items == after[number].items for number in changed)


@given(LENGTHS, SIZES)
def test_documents_have_the_size_that_was_asked_for(length, size):
    """Enough for those who come by seldom, and not too long to fetch often."""
    first, *archives = cut(length, size)
    assert len(first.items) == length or size <= len(first.items) < 2 * size
    assert all(len(archive.items) == size for archive in archives)


@given(LENGTHS, SIZES)
def test_the_links_between_archives_agree(length, size):
    """Newer and older are each other's opposite."""
    archives = {block.number: block for block in cut(length, size) if block.number}
    for number, archive in archives.items():
        assert archive.older == number - 1
        assert archive.newer == (number + 1 if number + 1 in archives else 0)


@given(LENGTHS, SIZES, st.sets(st.integers(0, 300)))
def test_what_is_deleted_leaves_a_gap_and_moves_nothing(length, size, gone):
    """Only the document that had it changes, and the one that pointed to an archive in which nothing is left."""
    # given
    before = {block.number: block for block in cut(length, size)}
    after = {block.number: block for block in cut(length, size, gone)}

    # then
    assert after.keys() == {number for number in before if not number or set(before[number].items) - gone}
    for number, block in after.items():
        assert block.items == tuple(item for item in before[number].items if item not in gone)
        assert not block.older or block.older in after
        assert not block.newer or block.newer in after
