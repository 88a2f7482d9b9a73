"""Times as the files write them and as the pages show them, always in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from plugins.clock import LAST_YEAR
from plugins.comments.model import Moment
from plugins.dates import ENGLISH, Dates

WRITTEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


def parse_moment(text: str) -> datetime:
    """Read "2026-11-14T16:41:00Z", and nothing else.

    Raises:
        ValueError: another shape, or a day or an hour that no calendar has.
    """
    if not WRITTEN.fullmatch(text):
        raise ValueError("not a time in UTC")
    at = datetime.fromisoformat(text)
    if at.year > LAST_YEAR:
        raise ValueError("a time at the end of the calendar")
    return at


def write_moment(at: datetime) -> str:
    """The only shape that `parse_moment` reads."""
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def day(at: datetime, dates: Dates = ENGLISH) -> Moment:
    """The day of `at` in UTC, for `<time datetime>` and its text."""
    at = at.astimezone(UTC)
    return Moment(iso=f"{at:%Y-%m-%d}", text=dates.short_day(at))


def moment(at: datetime, dates: Dates = ENGLISH) -> Moment:
    """`at` to the minute, for `<time datetime>` and its text."""
    return Moment(iso=write_moment(at), text=dates.minute(at))
