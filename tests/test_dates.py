"""How pages write dates."""

from datetime import UTC, datetime

import pytest

from plugins.dates import ENGLISH, Dates, dates_of

MAY = datetime(2026, 5, 4, 16, 5, tzinfo=UTC)
GERMAN = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()


def test_english_says_the_day_first():
    """As the publication prints it."""
    assert ENGLISH.day(MAY) == "4 May 2026"
    assert ENGLISH.short_day(MAY.replace(month=11)) == "4 Nov. 2026"
    assert ENGLISH.day_month(MAY) == "4 May"
    assert ENGLISH.month("2026-11") == "November 2026"
    assert ENGLISH.minute(MAY) == "4 May 2026, 16.05 UTC"


def test_another_publication_has_its_own_words_and_order():
    """The months in little room are the whole ones where nobody shortened them."""
    # when
    dates = dates_of({"MONTHS": GERMAN, "DATE_FORM": "{day}. {month}"})

    # then
    assert dates.day(MAY) == "4. Mai 2026"
    assert dates.short_day(MAY.replace(month=3)) == "4. März 2026"


def test_settings_that_say_nothing_mean_english():
    """An older settings file goes on as it did."""
    assert dates_of({}) == ENGLISH == Dates()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"MONTHS": GERMAN[:11]}, "MONTHS and SHORT_MONTHS hold twelve names each, January first"),
        (
            {"DATE_FORM": "{month} {dag}"},
            'DATE_FORM cannot be "{month} {dag}"; write "{day} {month}" in the order of your language',
        ),
    ],
)
def test_a_setting_that_cannot_be_says_what_to_write(settings, said):
    """Before anything is built."""
    with pytest.raises(ValueError) as caught:
        dates_of(settings)
    assert str(caught.value) == said
