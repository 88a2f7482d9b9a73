"""Times as the files write them and as the pages show them: always UTC, never the locale's words."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from plugins.comments.model import Moment

MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
WRITTEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


def parse_moment(text: str) -> datetime:
    """Read "2026-11-14T16:41:00Z", and nothing else.

    Raises:
        ValueError: another shape, or a day or an hour that no calendar has.
    """
    if not WRITTEN.fullmatch(text):
        raise ValueError("not a time in UTC")
    return datetime.fromisoformat(text)


def write_moment(at: datetime) -> str:
    """The only shape that `parse_moment` reads."""
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def day(at: datetime) -> Moment:
    """The same for what matters by the day."""
    at = at.astimezone(UTC)
    return Moment(iso=f"{at:%Y-%m-%d}", text=f"{at.day} {MONTHS[at.month - 1]} {at.year}")


def moment(at: datetime) -> Moment:
    """A time for `<time datetime>` and its text."""
    at = at.astimezone(UTC)
    text = f"{at.day} {MONTHS[at.month - 1]} {at.year}, {at.hour:02}.{at.minute:02} UTC"
    return Moment(iso=write_moment(at), text=text)
