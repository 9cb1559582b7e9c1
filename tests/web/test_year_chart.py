"""Where the marks of the year's chart stand."""

from dataclasses import replace
from datetime import date

from tracker.adapters.sittings import shipped_calendar
from tracker.services.today import Month
from tracker.web.year_chart import Mark, year_chart

TODAY = date(2021, 7, 1)
MONTHS = tuple(Month(date(2021, number, 1)) for number in range(1, 13))


def with_month(month: Month) -> tuple[Month, ...]:
    return tuple(month if one.first == month.first else one for one in MONTHS)


def test_a_few_deadlines_are_squares_from_the_bottom_up() -> None:
    july = Month(date(2021, 7, 1), late=1, firm=1, provisional=1, met=1)
    chart = year_chart(with_month(july), (), TODAY)

    assert chart.marks == (
        Mark("met", 170.5, 100, 14, True),
        Mark("late", 170.5, 82, 14, True),
        Mark("firm", 170.5, 64, 14, True),
        Mark("est", 170.5, 46, 14, True),
    )
    assert (chart.today_x, chart.numbered) == (164.0, False)


def test_many_deadlines_are_bars_with_their_number() -> None:
    july = Month(date(2021, 7, 1), late=10, firm=30)
    chart = year_chart(with_month(july), (), TODAY)
    column = chart.columns[6]

    assert chart.marks == (
        Mark("late", 170.5, 97.0, 23.0, False),
        Mark("firm", 170.5, 28.0, 69.0, False),
    )
    assert (chart.numbered, column.total, column.top, column.x) == (True, 40, 24.0, 177.5)


def test_an_empty_year_has_no_marks() -> None:
    assert year_chart(MONTHS, (), TODAY).marks == ()


def test_recesses_are_cut_at_the_ends_of_the_year() -> None:
    first, last = date(2021, 1, 1), date(2021, 12, 31)
    bands = year_chart(MONTHS, shipped_calendar().between(first, last), TODAY).bands

    assert [(band.recess.kind.value, band.x, band.width) for band in bands] == [
        ("kerstreces", 2.0, 9.6),
        ("verkiezingsreces", 39.6, 35.6),
        ("meireces", 102.8, 15.9),
        ("zomerreces", 171.0, 52.4),
        ("herfstreces", 257.2, 9.6),
        ("kerstreces", 312.9, 13.1),
    ]


def test_a_recess_without_an_end_is_its_first_day() -> None:
    [summer] = [one for one in shipped_calendar().recesses if one.start == date(2021, 7, 9)]
    [band] = year_chart(MONTHS, [replace(summer, end=None)], TODAY).bands

    assert (band.x, band.width) == (171.0, 0.8)
