"""What stops a build besides its authors' mistakes."""

from __future__ import annotations

import sqlite3
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from plugins.machine import say
from plugins.source import AuthorError, AuthorErrors


class BuildError(Exception):
    """A file cannot be made, and no author's text is to blame: says why, and what to do."""


class SoftwareError(Exception):
    """Something that nobody foresaw. Names the file in whose making it came, for nobody finds it otherwise."""

    def __init__(self, path: str, what: str, error: str, trace: str) -> None:
        super().__init__(path, what, error, trace)
        self.trace = trace
        self.said = f"{path}: {what}: {error}; this is a fault of the software, please report it"

    def __str__(self) -> str:
        return self.said

    @classmethod
    def of(cls, error: Exception, path: str, what: str) -> SoftwareError:
        """`error` is being handled."""
        words = f"{type(error).__name__} {error}".strip().replace("\n", " ")
        return cls(path, what, words, traceback.format_exc())


KNOWN = (AuthorError, AuthorErrors, BuildError, SoftwareError, sqlite3.DatabaseError)
"""What says itself what is wrong, or is healed by who began the build."""


@contextmanager
def making(path: str, what: str) -> Iterator[None]:
    """Whatever goes wrong within, it names the file that was being made.

    Raises:
        SoftwareError: in place of any exception that does not say itself what is wrong.
    """
    try:
        yield
    except KNOWN:
        raise
    except OSError as error:
        raise BuildError(say(error)) from error
    except Exception as error:
        raise SoftwareError.of(error, path, what) from error


class OutputError(BuildError):
    """Two files want one path, or one wants a path outside the output folder."""
