"""Intervals of days, and the plainest of them: a day, a week, a row of months."""

from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.planning import add_months
from tracker.domain.sittings import DAY, Recess
from tracker.domain.terms_reasoning import Step, StepCode, step
from tracker.domain.terms_words import Season, Unit

# The leap day comes back within eight years, also around 1900 and 2100.
YEARS_TO_TRY = 9


@dataclass(frozen=True)
class Interval:
    """Days from start to end, both inclusive; no end where the calendar has none.

    `unit` is what may be narrowed further; None for a day, a recess and a part of a month.
    `closing` marks the end of a period: before it means on it.
    """

    start: date
    end: date | None
    unit: Unit | Season | None = None
    recess: Recess | None = None
    closing: bool = False
    provisional: bool = False
    is_part: bool = False
    steps: tuple[Step, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def last_day(self) -> date | None:
        """The day on which the interval counts as over: of a week its Friday."""
        return self.start + 4 * DAY if self.unit is Unit.WEEK else self.end

    def with_steps(self, *steps: Step) -> "Interval":
        return replace(self, steps=(*self.steps, *steps))


def of_months(year: int, first: int, count: int, unit: Unit | None) -> Interval:
    """So many months from one on; `unit` is what they are together."""
    start = date(year, first, 1)
    end = add_months(start, count) - DAY
    runs = step(StepCode.PERIOD_RUNS, start=start, end=end)
    return Interval(start, end, unit, steps=(runs,))


def of_day(day: date) -> Interval:
    """One day."""
    return Interval(day, day)


def of_week(day: date, *steps: Step) -> Interval:
    """The week of a day, Monday to Sunday."""
    start = day - day.weekday() * DAY
    runs = step(StepCode.PERIOD_RUNS, start=start, end=start + 6 * DAY)
    return Interval(start, start + 6 * DAY, Unit.WEEK, steps=(*steps, runs))
