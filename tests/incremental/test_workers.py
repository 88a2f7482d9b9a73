"""plugins/incremental/workers.py"""

import os
import signal
import threading

import pytest

from plugins.incremental.faults import BuildError
from plugins.incremental.workers import WORTH_FORKING, spread
from plugins.source import AuthorError, Source

MANY = range(WORTH_FORKING * 3)


def who(_):
    return os.getpid()


@pytest.fixture
def alone(monkeypatch):
    """The runner of the tests may have threads of its own; they hold nothing that a copy would need."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_come_in_the_order_of_the_work(workers):
    """Whoever was fastest."""
    assert list(spread(lambda number: number * 2, MANY, workers)) == [number * 2 for number in MANY]


def test_a_few_things_are_done_here():
    """A process takes longer to start than a page to render."""
    assert set(spread(who, range(WORTH_FORKING - 1), 2)) == {os.getpid()}


def test_many_things_are_done_elsewhere(alone):
    """With what this process knows: nothing is sent but numbers and results."""
    # given
    local = object()

    # then
    assert os.getpid() not in set(spread(who, MANY, 2))
    assert list(spread(lambda thing: thing is local, [local] * len(MANY), 2)) == [True] * len(MANY)


def test_nothing_is_forked_beside_a_thread():
    """A lock that a thread holds stays locked in the copy for ever."""
    # given
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()

    # when
    try:
        found = set(spread(who, MANY, 2))
    finally:
        done.set()
        thread.join()

    # then
    assert found == {os.getpid()}


def test_an_author_s_mistake_crosses_the_border_whole():
    """With its place."""

    def fail(number):
        raise AuthorError(Source("content/a.md", number + 1), "no")

    # when
    with pytest.raises(AuthorError) as caught:
        list(spread(fail, MANY, 2))

    # then
    assert str(caught.value) == "content/a.md:1: no"
    assert caught.value.source == Source("content/a.md", 1)


def test_no_process_is_left_when_the_work_is_done(alone):
    """Nor when it stopped in the middle."""
    # when
    workers = set(spread(who, MANY, 2))
    some = spread(who, MANY, 2)
    workers.add(next(some))
    some.close()

    # then
    for worker in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)


def test_a_process_that_is_killed_ends_the_build(alone):
    """What it was to make will never come: whoever waits for it waits for ever."""

    def die(number):
        return os.kill(os.getpid(), signal.SIGKILL) if number == 50 else number

    with pytest.raises(BuildError, match="was ended from outside"):
        list(spread(die, MANY, 2))
