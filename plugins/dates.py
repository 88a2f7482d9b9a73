"""How pages write dates: in the publication's words, never those of a machine's locale. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
SHORT_MONTHS = (
    "Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dates:
    """The words and the order of dates. Moments are told in the zone that they come with."""

    months: tuple[str, ...] = MONTHS
    """Twelve, January first."""

    short_months: tuple[str, ...] = SHORT_MONTHS
    """Twelve, for places with little room."""

    form: str = "{day} {month}"
    """A day of a year: "{day}. {month}"."""

    def day(self, moment: datetime) -> str:
        """14 November 2026."""
        return f"{self.day_month(moment)} {moment.year}"

    def short_day(self, moment: datetime) -> str:
        """14 Nov. 2026."""
        return f"{self._written(moment, self.short_months)} {moment.year}"

    def day_month(self, moment: datetime) -> str:
        """14 November."""
        return self._written(moment, self.months)

    def month(self, written: str) -> str:
        """November 2026, of "2026-11"."""
        year, number = written.split("-")
        return f"{self.months[int(number) - 1]} {year}"

    def minute(self, moment: datetime) -> str:
        """14 Nov. 2026, 16.41 UTC."""
        at = moment.astimezone(UTC)
        return f"{self.short_day(at)}, {at.hour:02}.{at.minute:02} UTC"

    def _written(self, moment: datetime, months: tuple[str, ...]) -> str:
        return self.form.format(day=moment.day, month=months[moment.month - 1])


ENGLISH = Dates()


def dates_of(settings: Mapping[str, Any]) -> Dates:
    """What MONTHS, SHORT_MONTHS and DATE_FORM say; English where they say nothing.

    Raises:
        ValueError: there are not twelve months, or the form has other names than day and month.
    """
    months = tuple(settings.get("MONTHS") or MONTHS)
    short = tuple(settings.get("SHORT_MONTHS") or (SHORT_MONTHS if months == MONTHS else months))
    dates = Dates(months, short, settings.get("DATE_FORM") or ENGLISH.form)
    if len(months) != 12 or len(short) != 12:
        raise ValueError("MONTHS and SHORT_MONTHS hold twelve names each, January first")
    try:
        dates.day_month(datetime(2026, 1, 1, tzinfo=UTC))
    except (KeyError, IndexError, ValueError):
        message = (
            f'DATE_FORM cannot be "{dates.form}"; write "{{day}} {{month}}" in the order of your language'
        )
        raise ValueError(message) from None
    return dates
