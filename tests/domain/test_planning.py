"""Lateness, and the dates of what recurs."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.errors import DomainError
from tracker.domain.planning import Dates, add_months, days_late, late_after, next_occurrence

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
JUNE, JULY = date(2021, 6, 30), date(2021, 7, 9)


@pytest.mark.parametrize(
    ("own", "house", "last_day"),
    [
        pytest.param(JULY, JUNE, JUNE, id="moved on, the House not told"),
        pytest.param(JUNE, JULY, JUNE, id="moved forward"),
        pytest.param(JULY, JULY, JULY, id="told"),
        pytest.param(JULY, None, JULY, id="the House knows no date"),
        pytest.param(None, JUNE, JUNE, id="no longer a date of our own"),
        pytest.param(None, None, None, id="no date at all"),
    ],
)
def test_late_is_counted_from_the_earlier_of_two_dates(
    own: date | None, house: date | None, last_day: date | None
) -> None:
    assert late_after(Dates(on_time_until=own), Dates(on_time_until=house)) == last_day


@given(DAYS, st.integers(-1000, 1000))
def test_days_late_begin_the_day_after_the_last_one_on_time(last_day: date, passed: int) -> None:
    assert days_late(last_day, last_day + timedelta(days=passed)) == max(0, passed)


def test_without_a_date_nothing_is_late() -> None:
    assert days_late(None, JUNE) == 0


@pytest.mark.parametrize(
    ("first", "recurs", "dates"),
    [
        (date(2021, 1, 31), "P1M", [date(2021, 1, 31), date(2021, 2, 28), date(2021, 3, 31)]),
        (date(2020, 2, 29), "P1Y", [date(2020, 2, 29), date(2021, 2, 28), date(2022, 2, 28)]),
        (date(2021, 7, 1), "P6M", [date(2021, 7, 1), date(2022, 1, 1), date(2022, 7, 1)]),
        (date(2021, 7, 1), "P2W", [date(2021, 7, 1), date(2021, 7, 15), date(2021, 7, 29)]),
        (date(2021, 7, 1), "P1M10D", [date(2021, 7, 1), date(2021, 8, 11), date(2021, 9, 21)]),
    ],
)
def test_occurrences_are_counted_from_the_first(
    first: date, recurs: str, dates: list[date]
) -> None:
    assert [next_occurrence(first, recurs, number) for number in range(3)] == dates


@pytest.mark.parametrize(
    ("first", "recurs", "dates"),
    [
        (date(2021, 6, 30), "P3M", [date(2021, 6, 30), date(2021, 9, 30), date(2021, 12, 31)]),
        (date(2021, 2, 28), "P1Y", [date(2021, 2, 28), date(2022, 2, 28), date(2023, 2, 28)]),
        (date(2023, 2, 28), "P1Y", [date(2023, 2, 28), date(2024, 2, 29), date(2025, 2, 28)]),
        (date(2021, 6, 29), "P3M", [date(2021, 6, 29), date(2021, 9, 29), date(2021, 12, 29)]),
        (date(2021, 6, 30), "P10D", [date(2021, 6, 30), date(2021, 7, 10), date(2021, 7, 20)]),
    ],
)
def test_what_follows_the_calendar_stays_at_the_end_of_its_month(
    first: date, recurs: str, dates: list[date]
) -> None:
    found = [next_occurrence(first, recurs, number, ends_of_month=True) for number in range(3)]
    assert found == dates


@pytest.mark.parametrize("recurs", ["", "P", "PT1H", "1M", "P1M ", "P-1M", "P1.5M"])
def test_a_rhythm_that_is_no_duration_is_refused(recurs: str) -> None:
    with pytest.raises(DomainError) as refused:
        next_occurrence(JUNE, recurs, 1)

    assert (refused.value.code, refused.value.facts) == (
        "deadline.unknown_recurrence",
        {"recurs": recurs},
    )


@given(DAYS, st.sampled_from(["P1M", "P3M", "P1Y", "P1W", "P10D"]), st.integers(0, 40))
def test_occurrences_rise(first: date, recurs: str, number: int) -> None:
    earlier, later = (next_occurrence(first, recurs, n) for n in (number, number + 1))

    assert earlier < later


@given(DAYS, st.integers(-240, 240))
def test_a_month_on_is_the_same_day_or_the_last_of_its_month(day: date, months: int) -> None:
    found = add_months(day, months)

    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1
