"""Status reports: a case counted by hand, the borders, and sums that add up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.planning import DeadlineState
from tracker.domain.status_reports import (
    WEEKS,
    Amount,
    DeadlineFacts,
    Delay,
    DelayBand,
    ItemFacts,
    Lateness,
    MonthFlow,
    Moved,
    StatusReport,
    band_of,
    report_on,
    reports_by_place,
)
from tracker.domain.statuses import Kind, Status, is_open

ON = date(2021, 7, 1)
OPEN, MET, WITHDRAWN = DeadlineState


def due(days: int, late_after: int | None = None, **facts: object) -> DeadlineFacts:
    """An open deadline, due so many days from the day of the report."""
    last = ON + timedelta(days=days if late_after is None else late_after)
    return DeadlineFacts(OPEN, ON + timedelta(days=days), last, **facts)  # type: ignore[arg-type]


def met(settled_on: date, first: date | None) -> DeadlineFacts:
    return DeadlineFacts(MET, first, first, settled_on, first)


CASE = [
    ItemFacts(
        Kind.MOTION, Status.IN_PROGRESS, "DRC", date(2021, 1, 11), None,
        (due(-10), due(-3), due(20, moves=1), DeadlineFacts(OPEN)),
    ),
    ItemFacts(
        Kind.COMMITMENT, Status.MET, "DRC", date(2020, 9, 30), date(2021, 6, 30),
        (met(date(2021, 6, 30), date(2021, 6, 20)), met(date(2020, 8, 1), None), due(-5)),
    ),
    ItemFacts(
        Kind.COMMITMENT, Status.ASSESSING, "DMB", date(2021, 7, 1), None,
        (due(91), due(-1, late_after=1), due(60, late_after=-400, moves=2, told=False)),
    ),
    ItemFacts(
        Kind.RECOMMENDATION, Status.LAPSED, "", date(2019, 5, 1), date(2020, 7, 31),
        (DeadlineFacts(WITHDRAWN, ON, ON, ON, ON), met(date(2020, 7, 31), date(2021, 1, 1))),
    ),
]  # fmt: skip


def flow(**months: tuple[int, int]) -> tuple[MonthFlow, ...]:
    """The twelve months up to July 2021; what is not named saw nothing."""
    firsts = [date(2020, month, 1) for month in range(8, 13)]
    firsts += [date(2021, month, 1) for month in range(1, 8)]
    return tuple(MonthFlow(one, *months.get(f"m{one:%y%m}", (0, 0))) for one in firsts)


def test_a_case_counted_by_hand() -> None:
    bands = dict.fromkeys(DelayBand, 0)
    assert report_on(CASE, ON) == StatusReport(
        on=ON,
        counts={
            (Kind.MOTION, Status.IN_PROGRESS): 1,
            (Kind.COMMITMENT, Status.MET): 1,
            (Kind.COMMITMENT, Status.ASSESSING): 1,
            (Kind.RECOMMENDATION, Status.LAPSED): 1,
        },
        due={4: Amount(2, 2), 13: Amount(3, 2), 26: Amount(3, 2)},
        undated=Amount(1, 1),
        late=Lateness(Amount(3, 2), 10, 400),
        months=flow(m2009=(1, 0), m2101=(1, 0), m2106=(0, 1), m2107=(1, 0)),
        delay=Delay(bands | {DelayBand.FOUR_WEEKS: 1}, 1, 10, 10),
        moved=Moved(told=1, untold=1),
    )


def test_a_report_over_nothing() -> None:
    nothing = report_on([], ON)
    assert nothing == StatusReport(
        on=ON,
        counts={},
        due=dict.fromkeys(WEEKS, Amount()),
        undated=Amount(),
        late=Lateness(Amount(), None, None),
        months=flow(),
        delay=Delay(dict.fromkeys(DelayBand, 0), 0, None, None),
        moved=Moved(0, 0),
    )
    assert (nothing.total, nothing.open, nothing.closed, nothing.delay.met) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (0, DelayBand.ON_TIME),
        (1, DelayBand.FOUR_WEEKS),
        (28, DelayBand.FOUR_WEEKS),
        (29, DelayBand.QUARTER),
        (91, DelayBand.QUARTER),
        (92, DelayBand.HALF_YEAR),
        (182, DelayBand.HALF_YEAR),
        (183, DelayBand.LONGER),
    ],
)
def test_the_borders_of_delay(days: int, band: DelayBand) -> None:
    assert band_of(days) is band


@pytest.mark.parametrize(
    ("late_after", "late"), [(-1, Amount(1, 1)), (0, Amount()), (1, Amount()), (None, Amount())]
)
def test_it_is_late_the_day_after_the_last_day_on_time(
    late_after: int | None, late: Amount
) -> None:
    last = None if late_after is None else ON + timedelta(days=late_after)
    item = replace(CASE[0], deadlines=(DeadlineFacts(OPEN, last, last),))
    assert report_on([item], ON).late.amount == late


days = st.dates(date(2019, 1, 1), date(2023, 1, 1))
some_deadline = st.builds(
    DeadlineFacts,
    st.sampled_from(DeadlineState),
    st.none() | days,
    st.none() | days,
    st.none() | days,
    st.none() | days,
    st.integers(0, 3),
    st.booleans(),
)
some_item = st.builds(
    ItemFacts,
    st.sampled_from(Kind),
    st.sampled_from(Status),
    st.sampled_from(["DRC", "DMB", ""]),
    days,
    st.none() | days,
    st.lists(some_deadline, max_size=4).map(tuple),
)


@given(st.lists(some_item, max_size=12), days)
def test_sums_add_up(items: list[ItemFacts], on: date) -> None:
    report, places = report_on(items, on), reports_by_place(items, on)
    assert report.total == len(items) == report.open + report.closed
    assert report.open == sum(report.of_kind(kind, open_=True) for kind in Kind)
    assert report.closed == sum(report.of_kind(kind, open_=False) for kind in Kind)
    assert report.total == sum(map(report.with_status, Status))
    readings: list[Callable[[StatusReport], int]] = [
        lambda one: one.total,
        lambda one: one.open,
        lambda one: one.late.amount.deadlines,
        lambda one: one.late.amount.items,
        lambda one: one.due[4].deadlines,
        lambda one: one.due[26].items,
        lambda one: one.undated.deadlines,
        lambda one: one.came_in,
        lambda one: one.closed_lately,
        lambda one: one.delay.met,
        lambda one: one.delay.bands[DelayBand.LONGER],
        lambda one: one.moved.untold,
    ]
    for read in readings:
        assert read(report) == sum(map(read, places.values()))


@given(st.lists(some_item, max_size=12), days)
def test_an_open_deadline_is_late_due_later_or_undated(items: list[ItemFacts], on: date) -> None:
    report = report_on(items, on)
    waiting = [
        one
        for item in items
        if is_open(item.status)
        for one in item.deadlines
        if one.state is DeadlineState.OPEN
    ]
    amounts = [report.due[weeks] for weeks in WEEKS]
    assert amounts == sorted(amounts, key=lambda one: one.deadlines)
    assert report.late.amount.deadlines + report.due[26].deadlines <= len(waiting)
    assert report.moved.told + report.moved.untold <= len(waiting)
    assert all(amount.items <= amount.deadlines for amount in amounts)
    longest = report.late.longest_days or 0
    assert (report.late.median_days or 0) <= longest
    assert [month.first for month in report.months] == sorted({m.first for m in report.months})
    assert report.months[-1].first == on.replace(day=1)
