"""When a deadline is late, and when a recurring one comes back."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.errors import DomainError


class DeadlineState(StrEnum):
    """Whether something is still due."""

    OPEN = "open"
    MET = "met"
    WITHDRAWN = "withdrawn"


class Certainty(StrEnum):
    """How surely a wording gives a date."""

    FIRM = "firm"
    PROVISIONAL = "provisional"
    UNRESOLVED = "unresolved"


class Strength(StrEnum):
    """How firmly something was promised."""

    PROMISED = "promised"
    AIMED = "aimed"
    INTENDED = "intended"
    PRACTICE = "practice"


@dataclass(frozen=True)
class Dates:
    """The dates of a deadline; None where the wording gives none."""

    due_on: date | None = None
    on_time_until: date | None = None
    not_before: date | None = None


@dataclass(frozen=True)
class Period:
    """The days that a page of deadlines is about, both inclusive.

    `carries_rest` adds what must not drop out of sight: what was due before it and is
    still open, and what has no date.
    """

    first: date
    last: date
    carries_rest: bool


def late_after(own: Dates, known_to_house: Dates) -> date | None:
    """The last day on which a deadline is not late: the earlier of our own and the House's.

    A date that was moved without telling the House stays late from the date it knows.
    """
    days = [day for day in (own.on_time_until, known_to_house.on_time_until) if day]
    return min(days, default=None)


def days_late(last_day: date | None, today: date) -> int:
    """Days that have passed since the last day on time; 0 when not late."""
    return max(0, (today - last_day).days) if last_day else 0


def next_occurrence(first: date, recurs: str, number: int, *, ends_of_month: bool = False) -> date:
    """The date of a recurring deadline's occurrence, number 0 being the first.

    Counted from the first date, so that a month's clipping does not carry on:
    31 January, 28 February, 31 March. `recurs` is an ISO 8601 duration of years,
    months, weeks or days. With `ends_of_month` a first date at the end of its month stays
    there, as the end of a quarter does: 30 June, 30 September, 31 December.
    """
    parts = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", recurs)
    if parts is None or not any(parts.groups()):
        raise DomainError("deadline.unknown_recurrence", recurs=recurs)
    years, months, weeks, days = (int(part or 0) * number for part in parts.groups())
    day = add_months(first, years * 12 + months) + timedelta(weeks=weeks, days=days)
    in_months = not (weeks or days)
    return month_end(day) if ends_of_month and in_months and first == month_end(first) else day


def add_months(day: date, months: int) -> date:
    """The same day so many months on (or back), clipped to the last day of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = month_end(date(year, month + 1, 1))
    return last.replace(day=min(day.day, last.day))


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
