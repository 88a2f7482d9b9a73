"""plugins/incremental/restore.py"""

import pytest

from plugins.incremental.restore import Outcome, bring_up_to_date
from plugins.incremental.store import Store, Unit
from plugins.source import AuthorError, Source


@pytest.fixture
def store(tmp_path):
    """An open store, empty."""
    made = Store(tmp_path / "o.sqlite")
    made.open(b"us")
    return made


def read(path, stamp):
    """A reader that finds nothing wrong."""
    return Outcome(Unit("article", path, stamp, stamp.upper(), path.encode()))


def never(path, stamp):
    raise AssertionError(f"{path} was read")


def test_only_what_changed_is_read(store):
    """Ten thousand articles, one edit, one reading."""
    # given
    bring_up_to_date(store, "article", {"a.md": b"one", "b.md": b"one"}, read)

    # when
    changes = bring_up_to_date(store, "article", {"a.md": b"one", "b.md": b"two", "c.md": b"one"}, read)

    # then
    assert (changes.read, changes.restored, changes.removed) == (("b.md", "c.md"), 1, ())
    assert dict(store.records("article")) == {"a.md": b"ONE", "b.md": b"TWO", "c.md": b"ONE"}


def test_what_has_no_source_any_more_goes(store):
    """A deleted article leaves the site."""
    # given
    bring_up_to_date(store, "article", {"a.md": b"one", "b.md": b"one"}, read)

    # when
    changes = bring_up_to_date(store, "article", {"b.md": b"one"}, never)

    # then
    assert changes.removed == ("a.md",)
    assert dict(store.records("article")) == {"b.md": b"ONE"}


def test_what_is_wrong_is_told_and_read_again(store):
    """The old record stays for the day when the file is as it was; the fault is told until then."""
    # given
    fault = AuthorError(Source("content/a.md", 3), "no")
    bring_up_to_date(store, "article", {"a.md": b"one"}, read)

    # when
    for _ in range(2):
        changes = bring_up_to_date(store, "article", {"a.md": b"two"}, lambda *_: Outcome(None, (fault,)))

        # then
        assert changes.findings == (fault,)
    assert bring_up_to_date(store, "article", {"a.md": b"one"}, never).findings == ()


def test_what_is_to_be_skipped_is_forgotten(store):
    """An article that was published and is skipped now must leave the site."""
    # given
    bring_up_to_date(store, "article", {"a.md": b"one"}, read)

    # when
    changes = bring_up_to_date(store, "article", {"a.md": b"two"}, lambda *_: Outcome(None))

    # then
    assert changes.findings == ()
    assert dict(store.records("article")) == {}


def test_many_are_read_in_several_processes_and_kept_in_order(store):
    """The findings too come in the order of the sources."""
    # given
    stamps = {f"{number:03}.md": b"one" for number in range(250)}

    def read_odd(path, stamp):
        if int(path[:3]) % 2:
            return Outcome(None, (AuthorError(Source(path), "odd"),))
        return read(path, stamp)

    # when
    changes = bring_up_to_date(store, "article", stamps, read_odd)

    # then
    assert [finding.source.path for finding in changes.findings] == list(stamps)[1::2]
    assert list(dict(store.records("article"))) == list(stamps)[::2]
