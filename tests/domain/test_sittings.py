"""The sitting calendar, the fixed parliamentary days, holidays and working days."""

import csv
from datetime import date
from pathlib import Path

import pytest

from tracker.adapters.sittings import parse_recesses, shipped_calendar
from tracker.domain.sittings import (
    USUAL_PERIODS,
    MissingRecess,
    Recess,
    RecessKind,
    SittingCalendar,
    add_working_days,
    easter,
    first_day,
    holidays,
    holidays_between,
    is_working_day,
    kings_day,
    last_sitting_before,
    may_be_added_by_decree,
    prinsjesdag,
    verantwoordingsdag,
)

SHARED = Path(__file__).parents[3] / "shared" / "corpus" / "recess" / "recess.csv"
SUMMER_2021 = Recess(
    kind=RecessKind.SUMMER,
    session_year="2020-2021",
    start=date(2021, 7, 9),
    end=date(2021, 9, 6),
    last_sitting_before=date(2021, 7, 8),
    first_sitting_after=date(2021, 9, 7),
    status="confirmed-3",
    sources=("dutchpoliticsinenglish.com", "tweedekamer.nl", "nu.nl"),
)


@pytest.fixture(scope="module")
def calendar() -> SittingCalendar:
    return shipped_calendar()


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
def test_every_fact_of_the_published_table_is_shipped(calendar: SittingCalendar) -> None:
    with SHARED.open(encoding="utf-8", newline="") as table:
        expected = [
            (
                row["reces"],
                row["vergaderjaar"],
                row["start"],
                row["end"],
                row["last_sitting_before"],
                row["first_sitting_after"],
                row["status"],
            )
            for row in csv.DictReader(table)
        ]
    shipped = [
        (
            recess.kind.value,
            recess.session_year,
            recess.start.isoformat(),
            recess.end.isoformat() if recess.end else "",
            recess.last_sitting_before.isoformat() if recess.last_sitting_before else "",
            recess.first_sitting_after.isoformat() if recess.first_sitting_after else "",
            recess.status,
        )
        for recess in calendar.recesses
    ]
    assert shipped == expected


def test_every_recess_names_its_sources(calendar: SittingCalendar) -> None:
    assert [recess for recess in calendar.recesses if not recess.sources] == []


def test_every_recess_lies_in_the_usual_period_of_its_kind(calendar: SittingCalendar) -> None:
    regular = [recess for recess in calendar.recesses if recess.kind in USUAL_PERIODS]
    outside = [
        recess
        for recess in regular
        if not (
            USUAL_PERIODS[recess.kind].first_start
            <= (recess.start.month, recess.start.day)
            <= USUAL_PERIODS[recess.kind].last_start
        )
        or (recess.end or recess.start) - recess.start > USUAL_PERIODS[recess.kind].longest
    ]
    assert (len(regular), outside) == (37, [])


def test_both_ends_of_a_recess_are_in_it(calendar: SittingCalendar) -> None:
    days = [date(2021, 7, 8), date(2021, 7, 9), date(2021, 9, 6), date(2021, 9, 7)]
    assert [calendar.recess_on(day) for day in days] == [None, SUMMER_2021, SUMMER_2021, None]


def test_recesses_between_two_days(calendar: SittingCalendar) -> None:
    found = calendar.between(date(2021, 7, 1), date(2021, 10, 15))
    assert [(recess.kind.value, recess.session_year) for recess in found] == [
        ("zomerreces", "2020-2021"),
        ("herfstreces", "2021-2022"),
    ]


def test_a_recess_without_an_end_contains_only_its_first_day(calendar: SittingCalendar) -> None:
    christmas = calendar.recess(RecessKind.CHRISTMAS, 2024)
    assert isinstance(christmas, Recess)
    assert (christmas.end, christmas.contains(date(2024, 12, 20))) == (None, True)
    assert not christmas.contains(date(2024, 12, 21))


def test_the_election_recess_takes_the_place_of_the_spring_recess(
    calendar: SittingCalendar,
) -> None:
    found = calendar.recess(RecessKind.SPRING, 2021)
    assert isinstance(found, Recess)
    assert (found.kind, found.start) == (RecessKind.ELECTION, date(2021, 2, 12))
    assert isinstance(calendar.recess(RecessKind.AUTUMN, 2025), MissingRecess)
    assert calendar.recess(RecessKind.ELECTION, 2022) is None


def test_a_gap_is_never_skipped(calendar: SittingCalendar) -> None:
    missing = calendar.next_recess(RecessKind.CHRISTMAS, date(2022, 10, 1))
    assert missing == MissingRecess(
        RecessKind.CHRISTMAS, 2022, date(2022, 12, 14), date(2023, 1, 18)
    )
    found = calendar.next_recess(RecessKind.CHRISTMAS, date(2023, 2, 1))
    assert isinstance(found, Recess)
    assert found.start == date(2023, 12, 22)
    assert isinstance(calendar.next_of_any_kind(date(2022, 10, 1)), MissingRecess)
    assert calendar.next_of_any_kind(date(2021, 7, 8)) == SUMMER_2021


def test_an_election_recess_is_only_foreseen_within_a_year(calendar: SittingCalendar) -> None:
    found = calendar.next_recess(RecessKind.ELECTION, date(2021, 1, 11))
    assert isinstance(found, Recess)
    assert found.start == date(2021, 2, 12)
    assert calendar.next_recess(RecessKind.ELECTION, date(2023, 9, 1)) is None


@pytest.mark.parametrize(
    ("kind", "session_year", "complete"),
    [
        (RecessKind.SUMMER, "2020-2021", True),
        (RecessKind.SPRING, "2020-2021", True),
        (RecessKind.AUTUMN, "2019-2020", False),
        (RecessKind.CHRISTMAS, "2019-2020", True),
        (RecessKind.CHRISTMAS, "2022-2023", False),
        (RecessKind.SUMMER, "2030-2031", False),
    ],
)
def test_completeness_by_kind_and_session_year(
    calendar: SittingCalendar, kind: RecessKind, session_year: str, complete: bool
) -> None:
    assert calendar.is_complete(kind, session_year) is complete


def test_a_day_in_the_usual_time_of_a_missing_recess(calendar: SittingCalendar) -> None:
    days = [date(2022, 12, 27), date(2023, 1, 5), date(2022, 12, 1), date(2021, 7, 11)]
    gaps = [calendar.gap_on(day) for day in days]
    assert [gap and (gap.kind.value, gap.year) for gap in gaps] == [
        ("kerstreces", 2022),
        ("kerstreces", 2022),
        None,
        None,
    ]


def test_the_last_sitting_day_is_the_published_one_or_the_day_before() -> None:
    unpublished = Recess(
        RecessKind.MAY, "2020-2021", date(2021, 4, 23), None, None, None, "single", ()
    )
    assert last_sitting_before(SUMMER_2021) == date(2021, 7, 8)
    assert last_sitting_before(unpublished) == date(2021, 4, 22)


def test_inferred_partial_and_misprinted_days_are_not_sure(calendar: SittingCalendar) -> None:
    unsure = [
        (recess.kind.value, recess.start.year, recess.start_is_sure, recess.end_is_sure)
        for recess in calendar.recesses
        if not recess.end_is_sure
    ]
    assert unsure == [
        ("kerstreces", 2019, False, False),
        ("zomerreces", 2020, False, False),
        ("meireces", 2022, True, False),
        ("kerstreces", 2024, False, False),
    ]


def test_parse_passes_over_other_types_and_says_where_a_line_is_wrong() -> None:
    assert parse_recesses(['{"type": "item"}', ""]).recesses == ()
    with pytest.raises(KeyError) as error:
        parse_recesses(["", '{"type": "recess"}'])
    assert error.value.__notes__ == ["line 2"]


def test_prinsjesdag_and_verantwoordingsdag() -> None:
    assert [prinsjesdag(year) for year in (2020, 2021, 2022)] == [
        date(2020, 9, 15),
        date(2021, 9, 21),
        date(2022, 9, 20),
    ]
    assert [verantwoordingsdag(year) for year in (2021, 2022)] == [
        date(2021, 5, 19),
        date(2022, 5, 18),
    ]


def test_easter() -> None:
    assert [easter(year) for year in (1961, 2000, 2021, 2024, 2038)] == [
        date(1961, 4, 2),
        date(2000, 4, 23),
        date(2021, 4, 4),
        date(2024, 3, 31),
        date(2038, 4, 25),
    ]


def test_the_kings_birthday_moves_off_a_sunday() -> None:
    assert [kings_day(year) for year in (2012, 2014, 2021, 2025)] == [
        date(2012, 4, 30),
        date(2014, 4, 26),
        date(2021, 4, 27),
        date(2025, 4, 26),
    ]


def test_the_days_of_the_algemene_termijnenwet() -> None:
    assert sorted(holidays(2021)) == [
        date(2021, 1, 1),
        date(2021, 4, 2),
        date(2021, 4, 5),
        date(2021, 4, 27),
        date(2021, 5, 5),
        date(2021, 5, 13),
        date(2021, 5, 24),
        date(2021, 12, 25),
        date(2021, 12, 26),
    ]
    assert holidays_between(date(2021, 12, 20), date(2022, 4, 18)) == (
        date(2022, 4, 15),
        date(2022, 4, 18),
    )


def test_working_days() -> None:
    assert add_working_days(date(2021, 3, 29), 10) == date(2021, 4, 14)
    assert add_working_days(date(2021, 4, 6), -1) == date(2021, 4, 1)
    assert add_working_days(date(2021, 4, 3), 0) == date(2021, 4, 3)
    assert [is_working_day(date(2021, 5, day)) for day in (4, 5, 8)] == [True, False, False]


def test_days_that_a_decree_may_add() -> None:
    possible = [
        date(2021, 5, 14),  # the Friday after Ascension Day
        date(2024, 12, 27),  # the Friday after Boxing Day on a Thursday
        date(2021, 4, 26),  # the Monday before the King's birthday on a Tuesday
    ]
    assert [may_be_added_by_decree(day) for day in possible] == [True, True, True]
    assert not may_be_added_by_decree(date(2021, 5, 13))
    assert not may_be_added_by_decree(date(2021, 6, 4))


def test_what_is_missing_in_a_period() -> None:
    calendar = shipped_calendar()
    assert calendar.missing_between(date(2021, 7, 1), date(2022, 9, 19)) == ()
    gaps = calendar.missing_between(date(2026, 9, 15), date(2027, 3, 1))
    assert [(gap.kind, gap.year) for gap in gaps] == [
        (RecessKind.AUTUMN, 2026),
        (RecessKind.CHRISTMAS, 2026),
        (RecessKind.SPRING, 2027),
    ]


def test_what_is_unknown_of_the_coming_year() -> None:
    calendar = shipped_calendar()
    assert calendar.unknown_ahead(date(2021, 7, 1)) == ()
    found = calendar.unknown_ahead(date(2024, 9, 17))
    assert [(one.kind, first_day(one)) for one in found] == [
        (RecessKind.AUTUMN, date(2024, 10, 8)),
        (RecessKind.CHRISTMAS, date(2024, 12, 20)),
        (RecessKind.SPRING, date(2025, 2, 5)),
        (RecessKind.MAY, date(2025, 4, 15)),
    ]
    assert found[1] == calendar.recess(RecessKind.CHRISTMAS, 2024)  # without its last day
