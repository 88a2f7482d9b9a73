from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.clock import LAST_YEAR
from plugins.comments.model import Moment
from plugins.comments.moment import moment, parse_moment, write_moment

TIMES = st.datetimes(datetime(1000, 1, 1), datetime(LAST_YEAR, 12, 31), timezones=st.just(UTC)).map(  # noqa: DTZ001 - hypothesis asks for it
    lambda at: at.replace(microsecond=0)
)


@given(TIMES)
def test_a_time_is_read_as_it_was_written(at):
    """An edit of one header never moves another."""
    assert parse_moment(write_moment(at)) == at


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-14",
        "2026-11-14 16:41",
        "2026-11-14T16:41:00",
        "2026-11-14T16:41:00+00:00",
        "2026-11-14t16:41:00z",
        "2026-02-30T10:00:00Z",
        "9999-12-31T00:00:00Z",
        "2026-11-14T24:00:01Z",
        "٢٠٢٦-11-14T16:41:00Z",
        "2026-11-14T16:41:00.5Z",
    ],
)
def test_another_shape_is_no_time(text):
    """One shape, in UTC: times without a zone were shifted by every import there ever was."""
    with pytest.raises(ValueError):
        parse_moment(text)


def test_a_reader_is_told_the_time_in_utc_and_in_words_of_no_locale():
    """The same page on any machine."""
    # given
    at = datetime(2026, 9, 4, 1, 5, 59, tzinfo=timezone(timedelta(hours=2)))

    # then
    assert moment(at) == Moment(iso="2026-09-03T23:05:59Z", text="3 Sept. 2026, 23.05 UTC")
