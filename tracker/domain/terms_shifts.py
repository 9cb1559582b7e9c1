"""Lengths of time from a day: calendar months, weeks, days and working days."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.domain.planning import add_months
from tracker.domain.sittings import DAY, add_working_days, holidays_between, may_be_added_by_decree
from tracker.domain.terms_clauses import DAYS_IN, MONTHS_IN, Shift
from tracker.domain.terms_reasoning import Step, StepCode, step
from tracker.domain.terms_words import Unit

TERMS_ACT = "Algemene termijnenwet, art. 3"


@dataclass(frozen=True)
class Shifted:
    """The day at the end of a length, with what was met on the way."""

    day: date
    provisional: bool = False
    steps: tuple[Step, ...] = ()
    sources: tuple[str, ...] = ()


def shifted(start: date, shift: Shift, *, back: bool) -> Shifted:
    """The day that lies a length after a day, or before it."""
    count = -shift.count if back else shift.count
    code = StepCode.SHIFTED_BEFORE if back else StepCode.SHIFTED_AFTER
    if shift.unit is Unit.WORKING_DAY:
        found = _by_working_days(start, count)
    elif shift.unit in DAYS_IN:
        found = Shifted(start + timedelta(days=count * DAYS_IN[shift.unit]))
    else:
        found = _by_months(start, count * MONTHS_IN[shift.unit])
    steps = [step(code, count=shift.count, unit=shift.unit, start=start, day=found.day)]
    if shift.latest_of_range:
        steps.insert(0, step(StepCode.RANGE_TAKES_LATEST, count=shift.count, unit=shift.unit))
    if shift.days:
        half = Shift(shift.days, Unit.DAY)
        further = shifted(found.day, half, back=back)
        found = replace(found, day=further.day, steps=(*found.steps, *further.steps))
    provisional = found.provisional or shift.latest_of_range or shift.days > 0
    return replace(found, provisional=provisional, steps=(*steps, *found.steps))


def _by_months(start: date, months: int) -> Shifted:
    day = add_months(start, months)
    clipped = day.day != start.day
    return Shifted(day, steps=(step(StepCode.CLIPPED_TO_MONTH, day=day),) if clipped else ())


def _by_working_days(start: date, count: int) -> Shifted:
    """Working days, with each holiday and each likely day of a royal decree on the way."""
    day = add_working_days(start, count)
    first, last = sorted((start, day))
    between = [first + number * DAY for number in range(1, (last - first).days + 1)]
    decree = [each for each in between if may_be_added_by_decree(each)]
    skipped = [
        step(StepCode.HOLIDAY_SKIPPED, day=each) for each in holidays_between(first + DAY, last)
    ]
    counted = [step(StepCode.DECREE_DAYS_COUNTED, day=each) for each in decree]
    return Shifted(day, bool(decree), (*skipped, *counted), (TERMS_ACT,))
