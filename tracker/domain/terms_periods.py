"""Intervals that are counted from the reference date: this week, next month, each 15th."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from tracker.domain.planning import add_months
from tracker.domain.sittings import DAY
from tracker.domain.terms_clauses import MONTHS_IN, Anchor, DayOfWeek, NthDay, NthWeekday
from tracker.domain.terms_days import YEARS_TO_TRY, Interval, of_day, of_months, of_week
from tracker.domain.terms_reasoning import Reason, StepCode, Unresolved, step
from tracker.domain.terms_words import Unit, Which

FRIDAY = 4


def periods(unit: Unit, anchor: Anchor, reference_date: date) -> Iterator[Interval]:
    """The units of the calendar that an anchor may mean."""
    if unit is Unit.DAY:
        raise Unresolved(Reason.NO_CONVENTION)
    ahead = {Which.THIS: 0, Which.COMING: 1, Which.NEXT: 1, Which.PAST: -1}
    if anchor.which is None:
        for number in range(YEARS_TO_TRY):
            yield _period(unit, reference_date, number)
        return
    interval = _period(unit, reference_date, ahead[anchor.which])
    if anchor.which is Which.COMING:
        coming = step(StepCode.COMING, reference_date=reference_date)
        interval = replace(interval, provisional=True, steps=(coming, *interval.steps))
    yield interval


def _period(unit: Unit, day: date, ahead: int) -> Interval:
    """The week, month, quarter, half-year or year so many after the one of a day."""
    if unit is Unit.WEEK:
        return of_week(day + ahead * 7 * DAY)
    length = MONTHS_IN[unit]
    first = date(day.year, (day.month - 1) // length * length + 1, 1)
    start = add_months(first, ahead * length)
    return of_months(start.year, start.month, length, unit)


def days_of_periods(
    subject: NthDay | NthWeekday, anchor: Anchor, reference_date: date
) -> Iterator[Interval]:
    """'de 15e', 'de eerste maandag van het kwartaal': in the first period where it fits."""
    unit = subject.of if isinstance(subject, NthWeekday) else Unit.MONTH
    assert isinstance(unit, Unit)
    ahead = {Which.THIS: 0, Which.COMING: 1, Which.NEXT: 1, Which.PAST: -1}
    numbers = range(13) if anchor.which is None else [ahead[anchor.which]]
    periods = (_period(unit, reference_date, number) for number in numbers)
    tried = (
        _nth_day(subject, each) if isinstance(subject, NthDay) else nth_weekday(subject, each)
        for each in periods
    )
    found = [interval for interval in tried if interval is not None]
    if not found:
        text = str(subject.day) if isinstance(subject, NthDay) else str(subject.nth)
        raise Unresolved(Reason.NO_SUCH_DAY, text=text)
    unsaid = anchor.which is None and not anchor.every
    first = (step(StepCode.NO_MONTH, reference_date=reference_date),) if unsaid else ()
    yield from (replace(each, steps=(*first, *each.steps)) for each in found)


def _nth_day(subject: NthDay, month: Interval) -> Interval | None:
    assert month.end is not None
    return of_day(month.start.replace(day=subject.day)) if subject.day <= month.end.day else None


def nth_weekday(subject: NthWeekday, period: Interval) -> Interval | None:
    """The nth weekday of a period; None where it has not so many."""
    assert period.end is not None
    if subject.nth < 0:
        return of_day(period.end - (period.end.weekday() - subject.weekday) % 7 * DAY)
    first = period.start + (subject.weekday - period.start.weekday()) % 7 * DAY
    day = first + (subject.nth - 1) * 7 * DAY
    return of_day(day) if subject.nth > 0 and day <= period.end else None


def nth_week(nth: int, month: Interval) -> Interval | None:
    """The nth week of a month that has a weekday of it, cut off at the month's ends.

    Which week is the first or last is an estimate where two months share it. None where the
    month has not so many.
    """
    assert month.end is not None
    in_weekend = month.start.weekday() > FRIDAY
    first = month.start + (-month.start.weekday() % 7 if in_weekend else 0) * DAY
    last = month.end - max(0, month.end.weekday() - FRIDAY) * DAY
    if nth < 0:
        monday, shared = last - last.weekday() * DAY, last.weekday() != FRIDAY
    else:
        monday = first + ((nth - 1) * 7 - first.weekday()) * DAY
        shared = first.weekday() != 0
    start, end = max(monday, first), min(monday + FRIDAY * DAY, last)
    if nth == 0 or start > end:
        return None
    runs = step(StepCode.PERIOD_RUNS, start=start, end=end)
    return Interval(start, end, provisional=shared, steps=(runs,))


def weekday(subject: DayOfWeek, which: Which | None, reference_date: date) -> Interval:
    """The weekday that 'komende vrijdag' or 'vrijdag volgende week' means."""
    if subject.week is not None:
        ahead = {Which.THIS: 0, Which.COMING: 1, Which.NEXT: 1, Which.PAST: -1}[subject.week]
        monday = _period(Unit.WEEK, reference_date, ahead).start
        return of_day(monday + subject.weekday * DAY)
    if which is Which.NEXT:
        raise Unresolved(Reason.AMBIGUOUS)
    days = (subject.weekday - reference_date.weekday() - 1) % 7 + 1
    if which is Which.PAST:
        days -= 14 if days == 7 else 7
    return of_day(reference_date + days * DAY).with_steps(
        step(StepCode.COMING, reference_date=reference_date)
    )
