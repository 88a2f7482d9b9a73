"""What time it is, and which instant an author's date means. Every room asks here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from plugins.machine import MachineError
from plugins.source import WrongValueError

FIRST_YEAR = 1970
"""A date before it is a slip of the pen ("0206"): nothing was published on the web then."""

LAST_YEAR = 9000
"""A clock after it is wrong: the calendar ends in 9999, and sums with days must stay within."""

MAX_SKEW = timedelta(days=1)
"""Clocks and zones of two machines differ by less: what is later is of a day to come."""

MAX_AHEAD = timedelta(days=5 * 365)
"""Nobody schedules a text for later than that: "2062" is "2026" with two digits changed over."""

DAYS = (datetime(2001, 1, 1), datetime(2004, 2, 2))  # noqa: DTZ001 - dateutil takes over the zone too
"""Two days that have nothing in common."""

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)
AMBIGUOUS = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}")

EXAMPLE = "2026-11-14 08:00"
NO_DATE = f'is no date; write it as "{EXAMPLE}"'


SHOWN = 40
"""Characters of what was typed that an error repeats."""


class DateError(WrongValueError):
    """`"yesterday" is no date; write it as …`: what was typed, what is wrong with it, what to write instead."""

    def __init__(self, text: str, fault: str) -> None:
        super().__init__(f'"{shorten(text)}" {fault}')


def shorten(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def clock(environment: Mapping[str, str]) -> datetime:
    """The time of this run, aware: SOURCE_DATE_EPOCH where it is set.

    Raises:
        MachineError: it is no time, or none that texts could be published at.
    """
    epoch = environment.get("SOURCE_DATE_EPOCH")
    try:
        now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise MachineError(
            f'SOURCE_DATE_EPOCH is "{shorten(epoch or "")}", which is no time; write seconds since 1970'
        ) from None
    if not FIRST_YEAR <= now.year <= LAST_YEAR:
        raise MachineError(f"the clock says {now:%Y-%m-%d}; set it to the time that it is")
    return now


def read_date(text: str, zone: tzinfo) -> datetime:
    """The instant that an author's date means; one without a zone is told in `zone`, that of the publication.

    Returns:
        An aware time in the zone that was written, or in `zone`. Its year is that of an article's address.

    Raises:
        DateError: no date; one that can be read in two ways, or depends on the day on which it is read; an
            unknown zone; an instant that has no date in UTC.
    """
    read = _read_iso_date(text) if ISO_DATE.fullmatch(text) else _read_other_date(text)
    at = read.replace(tzinfo=read.tzinfo or zone)
    try:
        at.astimezone(UTC)
    except OverflowError:
        raise DateError(text, "is where the calendar ends; write the year again") from None
    return at


def doubt(at: datetime, now: datetime) -> str:
    """Why no text can be of this date, and what to write; empty where one can."""
    if at.year < FIRST_YEAR:
        return f"{at.date()} is before {FIRST_YEAR}; write the year again"
    return f"{at.date()} is more than five years ahead; write the year again" if at - now > MAX_AHEAD else ""


def _read_iso_date(text: str) -> datetime:
    """The usual way to write a date, ten times as fast."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise DateError(text, NO_DATE) from None


def _read_other_date(text: str) -> datetime:
    if not text or AMBIGUOUS.match(text):
        raise DateError(text, NO_DATE)
    from dateutil import parser  # type: ignore[import-untyped]  # only now: it takes long, and most dates are ISO's

    try:
        # What is missing is taken from a default: a whole date reads the same with any.
        one, other = (parser.parse(text, default=day, tzinfos=_zone) for day in DAYS)
    except _UnknownZoneError as wrong:
        raise DateError(text, str(wrong)) from None
    except (ValueError, OverflowError, TypeError):
        raise DateError(text, NO_DATE) from None
    if one != other:
        raise DateError(text, NO_DATE)
    found: datetime = one
    return found


def _zone(name: str | None, offset_seconds: int | None) -> tzinfo | None:
    """By default dateutil takes an unknown name for no zone, and "EST" for that of the machine if it is there."""
    if offset_seconds is not None:
        return timezone(timedelta(seconds=offset_seconds))
    if name:
        raise _UnknownZoneError(
            f'names the zone "{name}", which is several; write its offset in its place, such as "-05:00"'
        )
    return None


class _UnknownZoneError(Exception):
    """No ValueError: dateutil would put it into one of its own."""
