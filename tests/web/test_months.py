"""Months of the table: their counts, the recesses between them, and months without any."""

import uuid
from datetime import date

from tracker.adapters.sittings import shipped_calendar
from tracker.domain.planning import Certainty, DeadlineState, Period, Strength
from tracker.domain.sittings import Recess
from tracker.domain.statuses import Kind
from tracker.services.deadline_lists import DeadlineRow
from tracker.web.months import Entry, MonthGroup, month_groups

CALENDAR = shipped_calendar()
YEAR = Period(date(2021, 4, 1), date(2022, 3, 31), carries_rest=True)


def row(due_on: date | None) -> DeadlineRow:
    return DeadlineRow(
        id=uuid.UUID(int=1),
        what="Brief",
        wording="",
        state=DeadlineState.OPEN,
        due_on=due_on,
        on_time_until=due_on,
        certainty=Certainty.FIRM if due_on else Certainty.UNRESOLVED,
        strength=Strength.PROMISED,
        review_on=None,
        rhythm="",
        flags=(),
        days_late=0,
        days_left=0,
        number="M-2021-0001",
        kind=Kind.MOTION,
        owner=None,
    )


def told(groups: tuple[MonthGroup, ...]) -> list[tuple[object, ...]]:
    return [(group.first, group.last, group.count, *map(_entry, group.entries)) for group in groups]


def _entry(entry: Entry) -> object:
    return entry.kind.value if isinstance(entry, Recess) else entry.due_on


def month(number: int, year: int = 2021) -> date:
    return date(year, number, 1)


def test_recesses_stand_between_the_deadlines_and_empty_months_are_joined() -> None:
    rows = [row(date(2021, 7, 8)), row(date(2021, 7, 11)), row(date(2021, 12, 31)), row(None)]
    counts = {(2021, 7): 2, (2021, 12): 1, None: 1}
    assert told(month_groups(rows, counts, CALENDAR, YEAR)) == [
        (month(4), month(6), 0, "meireces"),
        (month(7), month(7), 2, date(2021, 7, 8), "zomerreces", date(2021, 7, 11)),
        (month(8), month(11), 0, "herfstreces"),
        (month(12), month(12), 1, "kerstreces", date(2021, 12, 31)),
        (month(1, 2022), month(3, 2022), 0, "voorjaarsreces"),
        (None, None, 1, None),
    ]


def test_what_is_left_from_before_the_period_has_its_own_month_without_those_between() -> None:
    july = Period(date(2021, 7, 1), date(2021, 7, 31), carries_rest=True)
    rows = [row(date(2020, 3, 2)), row(date(2021, 7, 8))]
    counts: dict[tuple[int, int] | None, int] = {(2020, 3): 1, (2021, 7): 1}
    assert told(month_groups(rows, counts, CALENDAR, july)) == [
        (month(3, 2020), month(3, 2020), 1, date(2020, 3, 2)),
        (month(7), month(7), 1, date(2021, 7, 8), "zomerreces"),
    ]


def test_a_page_in_the_middle_shows_its_own_months_only() -> None:
    counts: dict[tuple[int, int] | None, int] = {(2021, 5): 100, (2021, 7): 120, (2021, 12): 1}
    groups = month_groups([row(date(2021, 7, 8))], counts, CALENDAR, YEAR)
    assert told(groups) == [
        (month(6), month(6), 0),
        (month(7), month(7), 120, date(2021, 7, 8), "zomerreces"),
        (month(8), month(11), 0, "herfstreces"),
    ]


def test_without_a_period_only_months_with_deadlines_are_shown() -> None:
    rows = [row(date(2019, 1, 2)), row(date(2021, 7, 8))]
    counts: dict[tuple[int, int] | None, int] = {(2019, 1): 1, (2021, 7): 1}
    assert told(month_groups(rows, counts, CALENDAR, None)) == [
        (month(1, 2019), month(1, 2019), 1, "kerstreces", date(2019, 1, 2)),
        (month(7), month(7), 1, date(2021, 7, 8), "zomerreces"),
    ]


def test_nothing_is_one_group_without_deadlines() -> None:
    july = Period(date(2021, 7, 1), date(2021, 7, 31), carries_rest=False)
    assert told(month_groups([], {}, CALENDAR, july)) == [(month(7), month(7), 0, "zomerreces")]
