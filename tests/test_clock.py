from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.clock import DateError, clock, doubt, read_date, shorten

TOKYO = ZoneInfo("Asia/Tokyo")
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 29, tzinfo=UTC)


def test_the_clock_can_be_set():
    """Same sources, same clock, same site."""
    assert clock({"SOURCE_DATE_EPOCH": "0"}) == datetime(1970, 1, 1, tzinfo=UTC)


def test_without_a_setting_the_clock_is_the_machines():
    """Aware: a naive time is another one on each machine."""
    assert abs(clock({}) - datetime.now(UTC)) < timedelta(minutes=10)


@pytest.mark.parametrize(
    ("text", "zone", "instant"),
    [
        ("2026-11-29 09:05", TOKYO, "2026-11-29T00:05:00+00:00"),
        ("2026-11-29", TOKYO, "2026-11-28T15:00:00+00:00"),
        ("2026-11-29 09:05", NEW_YORK, "2026-11-29T14:05:00+00:00"),
        ("2026-07-29 09:05", NEW_YORK, "2026-07-29T13:05:00+00:00"),
        ("2026-11-29 09:05", UTC, "2026-11-29T09:05:00+00:00"),
        ("2026-11-29T09:05:10Z", TOKYO, "2026-11-29T09:05:10+00:00"),
        ("2026-11-29 09:05 -05:00", TOKYO, "2026-11-29T14:05:00+00:00"),
        ("29 November 2026, 9:05", TOKYO, "2026-11-29T00:05:00+00:00"),
        ("Nov 29 2026 9am UTC", TOKYO, "2026-11-29T09:00:00+00:00"),
    ],
)
def test_a_date_without_a_zone_is_told_in_that_of_the_publication(text, zone, instant):
    """An author in Tokyo writes what the clock on the wall says."""
    assert read_date(text, zone).astimezone(UTC).isoformat() == instant


def test_the_year_is_the_one_that_was_written():
    """It stands in the address of the article: half past midnight in Tokyo is still last year in UTC."""
    assert read_date("2026-01-01 00:30", TOKYO).year == 2026


@pytest.mark.parametrize("text", ["2026-11-01 01:30", "2026-03-08 02:30"])
def test_an_hour_that_is_there_twice_or_never_is_one_instant(text):
    """On the days on which clocks are changed."""
    assert read_date(text, NEW_YORK).astimezone(UTC).minute == 30


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'is no date; write it as "2026-11-14 08:00"'),
        ("soon", 'is no date; write it as "2026-11-14 08:00"'),
        ("1/2/2026", 'is no date; write it as "2026-11-14 08:00"'),
        ("November 2026", 'is no date; write it as "2026-11-14 08:00"'),
        ("2026-02-30", 'is no date; write it as "2026-11-14 08:00"'),
        ("2026-11-29 09:05 +25:00", 'is no date; write it as "2026-11-14 08:00"'),
        ("9" * 5000, 'is no date; write it as "2026-11-14 08:00"'),
        (
            "2026-11-29 09:05 EST",
            'names the zone "EST", which is several; write its offset in its place, such as "-05:00"',
        ),
        ("9999-12-31T23:59:59-12:00", "is where the calendar ends; write the year again"),
        ("0001-01-01", "is where the calendar ends; write the year again"),
    ],
)
def test_what_is_no_date_is_said_with_what_to_write(text, message):
    """Authors read what they typed, and what to type."""
    with pytest.raises(DateError) as caught:
        read_date(text, TOKYO)

    assert str(caught.value) == f'"{shorten(text)}" {message}'


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_date_or_a_finding(text):
    """Never a traceback."""
    try:
        assert read_date(text, TOKYO).tzinfo
    except DateError as wrong:
        assert "; write " in str(wrong)


@given(st.datetimes(datetime(1000, 1, 1), timezones=st.sampled_from([UTC, timezone(timedelta(hours=-9))])))  # noqa: DTZ001 - hypothesis asks for it
def test_a_date_with_its_offset_means_the_same_in_every_publication(at):
    """The setting is only for dates that do not say."""
    text = at.replace(microsecond=0).isoformat()

    assert read_date(text, TOKYO) == read_date(text, NEW_YORK) == at.replace(microsecond=0)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("0206-02-03", "0206-02-03 is before 1970; write the year again"),
        ("1969-12-31", "1969-12-31 is before 1970; write the year again"),
        ("1970-01-01", ""),
        ("2031-11-01", ""),
        ("2062-11-29", "2062-11-29 is more than five years ahead; write the year again"),
    ],
)
def test_a_year_that_can_hardly_be_meant_is_doubted(text, why):
    """Two digits changed over put an article at the end of every list, or hide it for decades."""
    assert doubt(read_date(text, UTC), NOW) == why
