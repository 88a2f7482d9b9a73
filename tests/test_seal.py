"""plugins/seal.py"""

import pytest

from plugins.seal import keep_file, kept_file, seal, unseal


def test_what_was_sealed_comes_back(tmp_path):
    """From memory and from a file."""
    keep_file(tmp_path / "a", b"data")

    assert unseal(seal(b"data", "a", "b"), "a", "b") == b"data"
    assert kept_file(tmp_path / "a") == b"data"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


GOOD = seal(b"data", "a", "b")


@pytest.mark.parametrize("bad", [b"", GOOD[:-1], GOOD[:10], GOOD + b"x", bytes(len(GOOD)), None, "text", 7])
def test_what_is_not_what_was_sealed_is_none(bad):
    """Cut, longer, emptied, of another type."""
    assert unseal(bad, "a", "b") is None


@pytest.mark.parametrize("names", [(), ("a",), ("b", "a"), ("ab",), ("a", "b", "c")])
def test_nothing_is_taken_for_what_has_another_name(names):
    """Whole, and in the wrong place."""
    assert unseal(GOOD, *names) is None


def test_one_byte_anywhere_is_noticed():
    """The seal too."""
    for place in range(len(GOOD)):
        bad = bytearray(GOOD)
        bad[place] ^= 1
        assert unseal(bytes(bad), "a", "b") is None


def test_a_file_that_is_not_there_or_moved_is_none(tmp_path):
    """Another's is not one's own."""
    keep_file(tmp_path / "a", b"data")
    (tmp_path / "a").rename(tmp_path / "b")

    assert kept_file(tmp_path / "a") is None
    assert kept_file(tmp_path / "b") is None
    assert kept_file(tmp_path) is None
