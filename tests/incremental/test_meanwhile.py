"""plugins/incremental/meanwhile.py"""

import os

import pytest

from plugins.incremental.meanwhile import meanwhile


def test_the_result_is_that_of_the_work():
    """Waited for once, however often it is asked for; more than a pipe holds at a time."""
    # given
    result = meanwhile(lambda: frozenset(range(100_000)))

    # then
    assert result() == frozenset(range(100_000))
    assert result() is result()


def test_it_is_done_in_another_process():
    """While this one goes on."""
    assert meanwhile(os.getpid)() != os.getpid()


def test_what_fails_there_is_done_here():
    """And fails as it would have without another process."""

    def fail():
        raise ZeroDivisionError("here too")

    with pytest.raises(ZeroDivisionError, match="here too"):
        meanwhile(fail)()
