"""plugins/incremental/faults.py"""

import errno
import pickle

import pytest

from plugins.incremental.faults import BuildError, SoftwareError, making
from plugins.source import AuthorError, Source


def test_what_nobody_foresaw_names_the_file_that_was_being_made():
    """Also when it comes from another process: the way there is pickled."""
    # when
    with pytest.raises(SoftwareError) as caught, making("2026/a/index.html", "the file"):
        raise KeyError("{x}y")
    error = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own

    # then
    said = "KeyError '{x}y'; this is a fault of the software, please report it"
    assert str(error) == f"2026/a/index.html: the file: {said}"
    assert "Traceback" in error.trace


def test_what_says_itself_what_is_wrong_is_left_alone():
    """An author's fault is no fault of the software."""
    with pytest.raises(AuthorError), making("a.md", "the file"):
        raise AuthorError(Source("a.md", 3), "no")


def test_what_the_machine_refuses_is_no_fault_of_the_software():
    """A full disk, a file that vanished while it was read: one line, with what to do."""
    with pytest.raises(BuildError) as caught, making("a.html", "the file"):
        raise OSError(errno.ENOSPC, "No space left on device", "staging/a.html")

    assert str(caught.value) == "staging/a.html: No space left on device; make room there, then do it again"
