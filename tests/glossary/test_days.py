"""plugins/glossary/days.py"""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from plugins.glossary.days import turns, words_by_day

START = datetime(2026, 1, 1, tzinfo=UTC)
DATES = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3),
    st.integers(0, 60).map(lambda days: START + timedelta(days)),
    max_size=20,
)
UNTIL = date(2026, 6, 1)


@given(DATES)
def test_every_day_has_a_word_that_was_published_before_it(dates):
    """From the day after the first word on, without a gap."""
    days = dict(words_by_day(dates, UNTIL))
    first = min((moment.date() for moment in dates.values()), default=UNTIL)
    assert list(days) == [first + timedelta(n) for n in range(1, (UNTIL - first).days + 1)]
    assert all(dates[word].date() < day for day, word in days.items())


@given(DATES, st.text("ijkl", min_size=1, max_size=3), st.integers(0, 90))
def test_a_new_word_changes_no_day_up_to_its_own(dates, word, day):
    """What subscribers were shown stays true."""
    # given
    published_at = START + timedelta(day)

    # when
    before = dict(words_by_day(dates, UNTIL))
    after = dict(words_by_day(dates | {word: published_at}, UNTIL))

    # then
    shown = [day for day in before if day <= published_at.date()]
    assert [before[day] for day in shown] == [after[day] for day in shown]


@given(DATES, st.integers(0, 100))
def test_no_word_comes_twice_before_all_have_come_once(dates, skipped):
    """Once the newest word has joined, each run of as many days as there are words shows all of them."""
    days = [word for day, word in words_by_day(dates, UNTIL) if day > (START + timedelta(60)).date()]
    run = days[skipped : skipped + len(dates)]
    if len(run) == len(dates):
        assert sorted(run) == sorted(dates)


def test_a_new_word_is_the_word_of_the_next_day():
    """Who follows this feed alone still hears of what is new."""
    dates = {"old": START, "older": START, "new": START + timedelta(30)}
    assert dict(words_by_day(dates, UNTIL))[date(2026, 2, 1)] == "new"


def test_an_empty_dictionary_has_no_word():
    """And does not stop the build."""
    assert list(words_by_day({}, UNTIL)) == []


@given(DATES.filter(bool), st.integers(0, 100))
def test_words_take_turns_when_none_joins(dates, later):
    """A browser finds the day's word with one division."""
    # given
    since, words = turns(dates)

    # when
    day = since + timedelta(later)

    # then
    assert dict(words_by_day(dates, day))[day] == words[later % len(words)]


@given(DATES)
def test_a_word_has_its_day_by_slug_and_by_id(dates):
    """The page knows words by their slugs, the feed by their permanent ids."""
    by_id = {f"tag:example.org,2026:word:{word}": moment for word, moment in dates.items()}

    assert [(day, word.rpartition(":")[2]) for day, word in words_by_day(by_id, UNTIL)] == list(
        words_by_day(dates, UNTIL)
    )
