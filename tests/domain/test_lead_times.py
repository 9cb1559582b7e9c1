"""Counting back from a deadline: real dates, and what holds for all dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.adapters.sittings import shipped_calendar
from tracker.domain.errors import Refusals
from tracker.domain.lead_times import (
    DatedStep,
    LeadLine,
    LeadStep,
    TypedStep,
    count_back,
    lacking_between,
    read_steps,
)
from tracker.domain.sittings import (
    MissingRecess,
    Recess,
    RecessKind,
    SittingCalendar,
    is_working_day,
)

CALENDAR = shipped_calendar()
STEPS = (
    LeadStep("a", "Concept", 20),
    LeadStep("b", "Afstemming met FEZ, WJZ en andere ministeries", 15),
    LeadStep("c", "Minister", 5),
    LeadStep("d", "Naar de Kamer", 0),
)
THROUGH = LeadLine("Brief aan de Kamer", STEPS, skips_recesses=False)
AROUND = LeadLine("Brief aan de Kamer", STEPS, skips_recesses=True)


def recess(kind: RecessKind, start: date, end: date | None, after: date | None = None) -> Recess:
    return Recess(kind, "2020-2021", start, end, None, after, "official")


def counted(line: LeadLine, due_on: date, calendar: SittingCalendar = CALENDAR) -> list[str]:
    """The day of each step, with a question mark where it is not sure."""
    return [
        f"{dated.on:%Y-%m-%d}{'' if dated.is_sure else '?'}"
        for dated in count_back(line, due_on, calendar)
    ]


@pytest.mark.parametrize(
    ("due_on", "days"),
    [
        # Good Friday and Easter Monday of 2021 (2 and 5 April) do not count.
        ("2021-04-09", ["2021-03-10", "2021-03-17", "2021-03-31", "2021-04-09"]),
        # Neither does the King's birthday, Tuesday 27 April 2021.
        ("2021-04-30", ["2021-03-30", "2021-04-08", "2021-04-22", "2021-04-30"]),
        # Wednesday 5 May and Ascension Day, 13 May.
        ("2021-05-14", ["2021-04-13", "2021-04-20", "2021-05-06", "2021-05-14"]),
        # Both days of Christmas 2020 fall on a Friday and a Saturday; New Year's Day on a Friday.
        ("2021-01-04", ["2020-12-03", "2020-12-10", "2020-12-24", "2021-01-04"]),
        # The whole zomerreces is counted by a line that does not leave it out.
        ("2021-09-10", ["2021-08-13", "2021-08-20", "2021-09-03", "2021-09-10"]),
        # Due on a Sunday: the last working day before it.
        ("2021-07-11", ["2021-06-11", "2021-06-18", "2021-07-02", "2021-07-09"]),
        # Due on Easter Monday: the Thursday before Good Friday.
        ("2021-04-05", ["2021-03-04", "2021-03-11", "2021-03-25", "2021-04-01"]),
    ],
)
def test_working_days_leave_out_weekends_and_holidays(due_on: str, days: list[str]) -> None:
    assert counted(THROUGH, date.fromisoformat(due_on)) == days


@pytest.mark.parametrize(
    ("due_on", "days"),
    [
        # Three days after the zomerreces of 9 July to 6 September 2021.
        ("2021-09-10", ["2021-06-16", "2021-06-23", "2021-07-07", "2021-09-10"]),
        # In the middle of it: all from the day before it began.
        ("2021-08-02", ["2021-06-10", "2021-06-17", "2021-07-01", "2021-07-08"]),
        # The day before it.
        ("2021-07-08", ["2021-06-10", "2021-06-17", "2021-07-01", "2021-07-08"]),
        # The meireces of 23 April to 10 May, with the King's birthday, 5 May and Ascension Day.
        ("2021-05-14", ["2021-03-26", "2021-04-06", "2021-04-20", "2021-05-14"]),
        # The kerstreces of 18 December 2020 to 11 January 2021.
        ("2021-01-04", ["2020-11-19", "2020-11-26", "2020-12-10", "2020-12-17"]),
        # The verkiezingsreces of 12 February to 22 March 2021, and Easter.
        ("2021-04-09", ["2021-02-01", "2021-02-08", "2021-03-31", "2021-04-09"]),
    ],
)
def test_a_line_may_leave_out_recesses(due_on: str, days: list[str]) -> None:
    assert counted(AROUND, date.fromisoformat(due_on)) == days


CHRISTMAS_2026 = MissingRecess(
    RecessKind.CHRISTMAS, 2026, earliest_start=date(2026, 12, 14), latest_end=date(2027, 1, 18)
)


def test_a_day_is_not_sure_where_a_recess_is_not_known() -> None:
    due_on = date(2026, 12, 18)
    line = LeadLine("x", (LeadStep("a", "Ver", 2), LeadStep("b", "Nabij", 0)), True)
    assert counted(line, due_on) == ["2026-12-16?", "2026-12-18?"]
    assert lacking_between(line, date(2026, 12, 16), due_on, CALENDAR) == (CHRISTMAS_2026,)
    through = LeadLine("x", line.steps, False)
    assert counted(through, due_on) == ["2026-12-16", "2026-12-18"]
    assert lacking_between(through, date(2026, 12, 16), due_on, CALENDAR) == ()


def test_only_the_steps_beyond_what_is_not_known_are_not_sure() -> None:
    summer = recess(RecessKind.SUMMER, date(2021, 7, 9), date(2021, 9, 6))
    calendar = SittingCalendar([summer])
    line = LeadLine("x", tuple(LeadStep(str(n), str(n), n) for n in (50, 5, 0)), True)
    # The meireces of 2021 is not known; it may last into May.
    assert counted(line, date(2021, 7, 8), calendar) == ["2021-04-23?", "2021-07-01", "2021-07-08"]


def test_a_day_is_sure_again_where_no_recess_can_be() -> None:
    # The herfstreces begins on 8 October at the earliest, the kerstreces is over after 18 January.
    calendar = SittingCalendar([])
    line = LeadLine("x", (LeadStep("a", "Nu", 0),), True)
    assert counted(line, date(2021, 10, 7), calendar) == ["2021-10-07"]
    assert counted(line, date(2021, 10, 8), calendar) == ["2021-10-08?"]
    assert counted(line, date(2021, 1, 18), calendar) == ["2021-01-18?"]
    assert counted(line, date(2021, 1, 19), calendar) == ["2021-01-19"]


def test_a_recess_without_an_end_makes_the_days_after_its_start_unsure() -> None:
    endless = recess(RecessKind.AUTUMN, date(2021, 10, 15), None)
    calendar = SittingCalendar([endless])
    line = LeadLine("x", (LeadStep("a", "Ver", 5), LeadStep("b", "Nabij", 0)), True)
    assert counted(line, date(2021, 10, 20), calendar) == ["2021-10-12?", "2021-10-20?"]
    assert lacking_between(line, date(2021, 10, 12), date(2021, 10, 20), calendar) == (endless,)
    assert counted(line, date(2021, 10, 14), calendar) == ["2021-10-07", "2021-10-14"]
    assert counted(line, date(2021, 11, 5), calendar) == ["2021-10-29", "2021-11-05"]


def test_a_recess_without_an_end_is_over_when_the_house_sits_again() -> None:
    first_sitting = date(2021, 10, 19)
    endless = recess(RecessKind.AUTUMN, date(2021, 10, 15), None, first_sitting)
    line = LeadLine("x", (LeadStep("a", "Nu", 0),), True)
    calendar = SittingCalendar([endless])
    assert counted(line, date(2021, 10, 18), calendar) == ["2021-10-18?"]
    assert counted(line, first_sitting, calendar) == ["2021-10-19"]


def test_a_line_without_steps_has_no_days() -> None:
    assert count_back(LeadLine("x", (), False), date(2021, 7, 8), CALENDAR) == ()


DAYS = st.dates(date(2013, 1, 1), date(2032, 12, 31))
LINES = st.builds(
    LeadLine,
    name=st.just("x"),
    steps=st.lists(st.integers(0, 250), min_size=1, max_size=5).map(
        lambda counts: tuple(
            LeadStep(str(place), str(place), count)
            for place, count in enumerate(sorted(counts, reverse=True))
        )
    ),
    skips_recesses=st.booleans(),
)


@given(LINES, DAYS)
def test_every_step_is_on_a_counted_day_and_in_order(line: LeadLine, due_on: date) -> None:
    dated = count_back(line, due_on, CALENDAR)
    assert [one.step for one in dated] == list(line.steps)
    days = [one.on for one in dated]
    assert days == sorted(days)
    assert all(day <= due_on and is_working_day(day) for day in days)
    if line.skips_recesses:
        assert [CALENDAR.recess_on(day) for day in days] == [None] * len(days)


@given(LINES, DAYS, st.integers(0, 120))
def test_moving_a_deadline_later_moves_no_step_earlier(
    line: LeadLine, due_on: date, later: int
) -> None:
    before = count_back(line, due_on, CALENDAR)
    after = count_back(line, due_on + timedelta(days=later), CALENDAR)
    assert all(a.on >= b.on for a, b in zip(after, before, strict=True))


@given(LINES, DAYS)
def test_between_a_step_and_the_deadline_lie_as_many_days_as_it_says(
    line: LeadLine, due_on: date
) -> None:
    def number(dated: DatedStep) -> int:
        days = (dated.on + timedelta(days=n) for n in range((due_on - dated.on).days + 1))
        left_out = CALENDAR.recess_on if line.skips_recesses else lambda _: None
        return sum(is_working_day(day) and left_out(day) is None for day in days) - 1

    dated = count_back(line, due_on, CALENDAR)
    assert [number(one) for one in dated] == [step.working_days for step in line.steps]


@given(LINES, DAYS)
def test_a_line_that_counts_recesses_is_always_sure(line: LeadLine, due_on: date) -> None:
    dated = count_back(LeadLine(line.name, line.steps, False), due_on, CALENDAR)
    assert all(one.is_sure for one in dated)


def test_steps_are_read_from_far_to_near() -> None:
    typed = [
        TypedStep("d", "Naar de Kamer", "0"),
        TypedStep("x", "  ", ""),
        TypedStep("a", " Concept  gereed ", " 20 "),
        TypedStep("b", "DG", "10"),
        TypedStep("c", "SG", "10"),
    ]
    assert read_steps(typed) == (
        LeadStep("a", "Concept gereed", 20),
        LeadStep("b", "DG", 10),
        LeadStep("c", "SG", 10),
        LeadStep("d", "Naar de Kamer", 0),
    )


@pytest.mark.parametrize(
    ("typed", "refusals"),
    [
        ([], [("lead.no_steps", "steps")]),
        ([("", ""), (" ", "\t")], [("lead.no_steps", "steps")]),
        ([("", "5")], [("lead.step_needs_name", "name-0")]),
        ([("DG", "")], [("lead.step_needs_days", "days-0")]),
        ([("", ""), ("DG", "-1")], [("lead.days_unreadable", "days-1")]),
        ([("DG", "251")], [("lead.days_unreadable", "days-0")]),
        ([("DG", "1,5")], [("lead.days_unreadable", "days-0")]),
        ([("DG", "٣")], [("lead.days_unreadable", "days-0")]),
        ([("DG", "9" * 5000)], [("lead.days_unreadable", "days-0")]),
        ([("DG", "5"), ("  dg ", "4")], [("lead.same_step", "name-1")]),
        ([("D\0G", "5")], [("text.nul", "name-0")]),
        ([("x" * 81, "5")], [("text.too_long", "name-0")]),
        ([("\0", "x")], [("text.nul", "name-0"), ("lead.days_unreadable", "days-0")]),
        (
            [("", "5"), ("DG", "x"), ("SG", "3")],
            [("lead.step_needs_name", "name-0"), ("lead.days_unreadable", "days-1")],
        ),
        (
            [(f"Stap {number}", str(number)) for number in range(16)],
            [("lead.too_many_steps", "steps")],
        ),
    ],
)
def test_steps_that_cannot_be_are_refused_together(
    typed: list[tuple[str, str]], refusals: list[tuple[str, str]]
) -> None:
    with pytest.raises(Refusals) as refused:
        read_steps([TypedStep("k", name, days) for name, days in typed])
    assert [(one.code, one.field) for one in refused.value.refusals] == refusals


def test_as_many_days_and_steps_as_allowed() -> None:
    typed = [TypedStep(str(number), f"Stap {number}", str(250 - number)) for number in range(15)]
    assert [step.working_days for step in read_steps(typed)] == list(range(250, 235, -1))
