"""Counting back from a deadline: by which day each step towards it must have begun.

Working days are those of `sittings.is_working_day`; a line may leave out recesses as well.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.errors import DomainError, Refusals
from tracker.domain.sittings import (
    DAY,
    USUAL_PERIODS,
    MissingRecess,
    Recess,
    SittingCalendar,
    first_day,
    is_working_day,
)
from tracker.domain.texts import fold, read_line

MOST_DAYS = 250
MOST_STEPS = 15
NAME_LIMIT = 80
_LONGEST_RECESS = max(usual.longest for usual in USUAL_PERIODS.values())


@dataclass(frozen=True)
class LeadStep:
    """Something that must have begun a number of working days before a deadline.

    `key` stays the same when the step is renamed or its days change.
    """

    key: str
    name: str
    working_days: int


@dataclass(frozen=True)
class LeadLine:
    """The steps towards a deadline, from far to near."""

    name: str
    steps: tuple[LeadStep, ...]
    skips_recesses: bool


@dataclass(frozen=True)
class DatedStep:
    """A step with its last day; not sure where a recess that is not known may change it."""

    step: LeadStep
    on: date
    is_sure: bool


@dataclass(frozen=True)
class TypedStep:
    """A step as an administrator typed it; empty when name and days are."""

    key: str
    name: str
    days: str


def count_back(line: LeadLine, due_on: date, calendar: SittingCalendar) -> tuple[DatedStep, ...]:
    """Each step of a line with its day, in the order of the line.

    The step of 0 days is on the last counted day not after `due_on`, the step of n days n
    counted days before that.
    """
    furthest = max((step.working_days for step in line.steps), default=0)
    days = _counted_days(line, due_on, calendar)
    counted = [next(days) for _ in range(furthest + 1)]
    return tuple(
        DatedStep(step, day, not lacking_between(line, day, due_on, calendar))
        for step in line.steps
        for day in [counted[step.working_days]]
    )


def lacking_between(
    line: LeadLine, first: date, last: date, calendar: SittingCalendar
) -> tuple[MissingRecess | Recess, ...]:
    """The recesses, or the ends of them, that a line must know and the calendar lacks.

    Only those that may contain a day that was counted from the first day to the last, in
    order; none for a line that counts through recesses.
    """
    if not line.skips_recesses:
        return ()
    counted = [
        day
        for day in _each_day(first, last)
        if is_working_day(day) and calendar.recess_on(day) is None
    ]
    missing = [
        gap
        for gap in calendar.missing_between(first, last)
        if any(gap.earliest_start <= day <= gap.latest_end for day in counted)
    ]
    endless = [
        recess
        for recess in calendar.recesses
        if recess.end is None and any(_may_last_until(recess, day) for day in counted)
    ]
    return tuple(sorted([*missing, *endless], key=first_day))


def read_steps(typed: Sequence[TypedStep]) -> tuple[LeadStep, ...]:
    """The steps that an administrator typed, from far to near; empty rows are left out.

    Refuses all that is wrong at once. The fields are `name-0`, `days-0` and so on, by the
    place of the row; `steps` is what is wrong with all of them.
    """
    refusals: list[DomainError] = []
    steps: list[LeadStep] = []
    for place, row in enumerate(typed):
        if row.name.strip() or row.days.strip():
            try:
                steps.append(_read_step(place, row, [step.name for step in steps]))
            except Refusals as refused:
                refusals += refused.refusals
    if not (steps or refusals):
        refusals.append(DomainError("lead.no_steps", field="steps"))
    if len(steps) > MOST_STEPS:
        refusals.append(DomainError("lead.too_many_steps", field="steps", limit=MOST_STEPS))
    if refusals:
        raise Refusals(refusals)
    return tuple(sorted(steps, key=lambda step: -step.working_days))


def _counted_days(line: LeadLine, last: date, calendar: SittingCalendar) -> Iterator[date]:
    """The days that count, from the last one back."""
    day = last
    while True:
        if is_working_day(day) and not (line.skips_recesses and calendar.recess_on(day)):
            yield day
        day -= DAY


def _each_day(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _may_last_until(recess: Recess, day: date) -> bool:
    """Whether a recess without an end may contain a day after its first."""
    usual = USUAL_PERIODS.get(recess.kind)
    over = recess.first_sitting_after or recess.start + (
        usual.longest if usual else _LONGEST_RECESS
    )
    return recess.start < day < over


def _read_step(place: int, row: TypedStep, taken: Iterable[str]) -> LeadStep:
    refusals = []
    name, days = "", 0
    try:
        name = _read_name(f"name-{place}", row.name, taken)
    except DomainError as error:
        refusals.append(error)
    try:
        days = _read_days(f"days-{place}", row.days)
    except DomainError as error:
        refusals.append(error)
    if refusals:
        raise Refusals(refusals)
    return LeadStep(row.key, name, days)


def _read_name(field: str, typed: str, taken: Iterable[str]) -> str:
    name = read_line(typed, field, limit=NAME_LIMIT)
    if not name:
        raise DomainError("lead.step_needs_name", field=field)
    if fold(name) in map(fold, taken):
        raise DomainError("lead.same_step", field=field, name=name)
    return name


def _read_days(field: str, typed: str) -> int:
    text = typed.strip()
    if not text:
        raise DomainError("lead.step_needs_days", field=field)
    if not (text.isascii() and text.isdigit() and len(text) < 8 and int(text) <= MOST_DAYS):
        raise DomainError("lead.days_unreadable", field=field, text=text, limit=MOST_DAYS)
    return int(text)
