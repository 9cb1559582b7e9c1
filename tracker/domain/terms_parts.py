"""Parts of an interval: its begin, middle, end, halves and outer days."""

from dataclasses import replace
from datetime import date

from tracker.domain.planning import add_months
from tracker.domain.sittings import DAY
from tracker.domain.terms_clauses import MONTHS_IN
from tracker.domain.terms_days import Interval
from tracker.domain.terms_reasoning import Reason, StepCode, Unresolved, step
from tracker.domain.terms_words import Modifier, Season, Unit


def narrowed(interval: Interval, modifier: Modifier) -> Interval:
    """The part of an interval that a modifier means; raises Unresolved without a convention."""
    if modifier is Modifier.END:
        return _end(interval)
    if modifier in (Modifier.FIRST_DAY, Modifier.LAST_DAY):
        return _outer_day(interval, modifier)
    if interval.unit is None:
        raise Unresolved(Reason.NO_CONVENTION)
    if modifier is Modifier.BEGIN:
        return _beginning(interval, interval.unit)
    if modifier is Modifier.MIDDLE:
        return _middle(interval, interval.unit)
    return _half(interval, interval.unit, modifier)


def _end(interval: Interval) -> Interval:
    end = _known_end(interval)
    if interval.start == end or interval.closing:
        raise Unresolved(Reason.NO_CONVENTION)
    at_end = step(StepCode.END_IS_LAST_DAY, day=end)
    return _part(interval, end, end, closing=True).with_steps(at_end)


def _outer_day(interval: Interval, modifier: Modifier) -> Interval:
    end = _known_end(interval)
    if interval.start == end:
        raise Unresolved(Reason.NO_CONVENTION)
    day = interval.start if modifier is Modifier.FIRST_DAY else end
    return _part(interval, day, day).with_steps(step(StepCode.DAY_STILL_ON_TIME, day=day))


def _known_end(interval: Interval) -> date:
    if interval.last_day is None:
        assert interval.recess is not None
        recess = interval.recess
        raise Unresolved(Reason.RECESS_END_UNKNOWN, kind=recess.kind, year=recess.start.year)
    return interval.last_day


def _beginning(interval: Interval, unit: Unit | Season) -> Interval:
    """Of a month ten days, of a year or half-year three months, of what lies between one."""
    if unit is Unit.WEEK:
        end = interval.start + DAY
    elif unit is Unit.MONTH:
        end = interval.start + 9 * DAY
    else:
        months = 3 if unit in (Unit.YEAR, Unit.HALF_YEAR) else 1
        end = add_months(interval.start, months) - DAY
    begin = step(StepCode.BEGIN_IS_ESTIMATED, day=end)
    return _part(interval, interval.start, end, provisional=True).with_steps(begin)


def _middle(interval: Interval, unit: Unit | Season) -> Interval:
    """Of a week Wednesday, of a month the 15th, of a year 1 July."""
    wednesday = interval.start + 2 * DAY
    day = wednesday if unit is Unit.WEEK else _middle_of_months(interval.start, unit)
    middle = step(StepCode.MIDDLE_IS_ESTIMATED, day=day)
    return _part(interval, day, day, provisional=True).with_steps(middle)


def _middle_of_months(start: date, unit: Unit | Season) -> date:
    months = MONTHS_IN.get(unit, 3) if isinstance(unit, Unit) else 3
    middle = add_months(start, months // 2)
    return middle if months % 2 == 0 else middle.replace(day=15)


def _half(interval: Interval, unit: Unit | Season, modifier: Modifier) -> Interval:
    if unit is Unit.WEEK:
        raise Unresolved(Reason.NO_CONVENTION)
    middle = _middle_of_months(interval.start, unit)
    first_end = middle - DAY if middle.day == 1 else middle
    if modifier is Modifier.FIRST_HALF:
        start, end = interval.start, first_end
    else:
        start, end = first_end + DAY, _known_end(interval)
    smaller = {Unit.YEAR: Unit.HALF_YEAR, Unit.HALF_YEAR: Unit.QUARTER}
    runs = step(StepCode.HALF_RUNS, start=start, end=end)
    part_unit = smaller.get(unit) if isinstance(unit, Unit) else None
    return _part(interval, start, end, unit=part_unit).with_steps(runs)


def _part(
    interval: Interval,
    start: date,
    end: date,
    *,
    unit: Unit | None = None,
    closing: bool = False,
    provisional: bool = False,
) -> Interval:
    return replace(
        interval,
        start=start,
        end=end,
        unit=unit,
        closing=closing,
        is_part=True,
        provisional=interval.provisional or provisional,
    )
