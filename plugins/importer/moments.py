"""Times as exports write them. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

WRITTEN = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)? ?(Z|UTC|[+-]\d\d:?\d\d)?", re.ASCII
)


def read_moment(text: str, zone: tzinfo = UTC) -> datetime | None:
    """The moment that is written as "2012-05-03 09:12:44", with a zone or told in `zone`.

    None for what no calendar has: zeros, 30 February, the year 1.
    """
    found = WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    numbers = [int(part or 0) for part in found.groups()[:6]]
    try:
        at = datetime(*numbers, tzinfo=_zone(found[7]) or zone)  # type: ignore[arg-type, misc]
        at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if at.year > 1 else None


def read_mail_date(text: str) -> datetime | None:
    """ "Thu, 03 May 2012 09:12:44 +0000"."""
    try:
        at = parsedate_to_datetime(text.strip())
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        at.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return at if at.year > 1 else None


def in_zone_of(local: str, at: datetime | None) -> datetime | None:
    """`at`, told as `local` tells the same moment: a text keeps the hour, and the year, that its author saw."""
    told = read_moment(local)
    if told is None or at is None:
        return at
    offset = told - at.astimezone(UTC)
    minutes = round(offset.total_seconds() / 60)
    if abs(minutes) > 14 * 60:  # the local time was edited, and the other not
        return at
    return at.astimezone(timezone(timedelta(minutes=minutes)))


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text in ("Z", "UTC"):
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))
