"""What waits at the desk: a row of the queue, and what was said of it. No I/O here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Where a row is. Nothing is deleted by age while it is new."""

    FETCH = "fetch"
    """A mention whose page nobody looked at yet."""

    NEW = "new"
    APPROVED = "approved"
    SPAM = "spam"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class DeskError(Exception):
    """What was asked for cannot be done: says why, and what to do instead."""

    @property
    def sentence(self) -> str:
        """The same for a page: with a capital and a full stop."""
        text = str(self)
        return f"{text[:1].upper()}{text[1:]}."


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the queue. Moments are seconds of the epoch."""

    id: int
    kind: str
    thread_key: str
    thread_id: str
    replyto: int | None
    author: str
    website: str | None
    role: str
    body: str
    source: str | None
    target: str | None
    posted_at: int | None
    received_at: int
    state: State
    verdict: str
    score: float
    prefix: str | None
    number: int | None
    comment_id: str
    approved_at: int | None
    written_at: int | None
    modified_at: int | None
    deleted_at: int | None
    revises: int | None
    text_hash: str
    fetch_after: int | None = None
    fetch_tries: int = 0
    fetched_at: int | None = None
    fault: str | None = None
    seen_hash: str | None = None

    @classmethod
    def of(cls, row: Any) -> Entry:
        """From a row of the database."""
        values = dict(row._mapping)
        return cls(**values | {"state": State(values["state"])})

    @property
    def version(self) -> str:
        """Of what its file says: another after each decision about it."""
        return f"{self.modified_at or 0}-{self.deleted_at or 0}"


def moment_of(seconds: int) -> datetime:
    """Seconds of the epoch, as the comments room has moments."""
    return datetime.fromtimestamp(seconds, UTC)
