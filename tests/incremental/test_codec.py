"""plugins/incremental/codec.py"""

from datetime import UTC, datetime

import pytest

from plugins.incremental.codec import DamagedError, pack, pack_plain, unpack, unpack_plain, using
from plugins.site.records import Place

PLAIN = {"a": (1, 2.5, b"b", None), "texts": ["ä", ""]}


def test_what_was_packed_is_unpacked():
    """Values of our own by one pair, plain ones by the other."""
    value = (Place("Pay", "pay", "/pay/"), datetime(2026, 1, 1, tzinfo=UTC))

    assert unpack(pack(value)) == value
    assert unpack_plain(pack_plain(PLAIN)) == PLAIN


@pytest.mark.parametrize("data", [b"", b"x", b"\x80\x05", b"{", b"cplugins.nowhere\nNothing\n."])
@pytest.mark.parametrize("read", [unpack, unpack_plain])
def test_bytes_that_nobody_wrote_are_damage(read, data):
    """Which the build heals; any other error would end it."""
    with pytest.raises(DamagedError):
        read(data)


@pytest.mark.parametrize("use", [lambda: {}["gone"], lambda: (1, 2)[2], lambda: len(3), lambda: int("a")])
def test_an_answer_that_cannot_be_used_is_damage(use):
    """It names what cannot be."""
    with pytest.raises(DamagedError, match="what is related cannot be used"), using("what is related"):
        use()


def test_what_says_itself_what_is_wrong_is_left_alone():
    """A disk that is full is no damage."""
    with pytest.raises(OSError, match="full"), using("what is related"):
        raise OSError("full")
