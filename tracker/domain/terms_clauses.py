"""What the grammar makes of a phrase: clauses, read but not yet counted."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.sittings import RecessKind
from tracker.domain.terms_words import (
    Boundary,
    Hedge,
    Length,
    Modifier,
    NamedDay,
    PartOfYear,
    Season,
    Unit,
    Which,
)

MONTHS_IN = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF_YEAR: 6, Unit.YEAR: 12}
DAYS_IN = {Unit.DAY: 1, Unit.WEEK: 7}


@dataclass(frozen=True)
class FixedDay:
    """A day that the phrase gives in full, or a number of days after the reference date."""

    day: date | None = None
    days_on: int = 0


@dataclass(frozen=True)
class DayOfMonth:
    day: int
    month: int
    weekday: int | None = None


@dataclass(frozen=True)
class NthDay:
    """'de 15e': a day of a month that is not named."""

    day: int


@dataclass(frozen=True)
class NthWeekday:
    """'de eerste maandag' of a month by its number, or of each unit; -1 is the last."""

    nth: int
    weekday: int
    of: int | Unit


@dataclass(frozen=True)
class NthWeek:
    """'de eerste week' of a month by its number; -1 is the last."""

    nth: int
    month: int


@dataclass(frozen=True)
class Months:
    """One month, or several in a row."""

    first: int
    last: int
    alternatives: bool = False


@dataclass(frozen=True)
class NumberedWeek:
    number: int


@dataclass(frozen=True)
class ReferenceDay:
    """The day of the text itself."""


@dataclass(frozen=True)
class WholeYear:
    number: int


@dataclass(frozen=True)
class Period:
    """A unit of the calendar: this month, next week, every quarter."""

    unit: Unit


@dataclass(frozen=True)
class DayOfWeek:
    """A weekday; `week` says of which week, if the phrase does."""

    weekday: int
    week: Which | None = None


@dataclass(frozen=True)
class RecessOf:
    """A recess of a kind; None for a recess of any kind. `by_season`: said as 'de zomer'."""

    kind: RecessKind | None
    by_season: bool = False


Subject = (
    FixedDay | DayOfMonth | NthDay | NthWeekday | NthWeek | Months | NumberedWeek | ReferenceDay
    | WholeYear | Period | DayOfWeek | RecessOf | PartOfYear | Season | NamedDay
)  # fmt: skip


@dataclass(frozen=True)
class Year:
    """Which year an anchor is of; empty where the phrase does not say."""

    number: int | None = None
    which: Which | None = None
    every: bool = False


@dataclass(frozen=True)
class Anchor:
    """What a clause counts from. `week`: the week in which it lies."""

    subject: Subject
    year: Year = Year()
    which: Which | None = None
    every: bool = False
    event: str | None = None
    week: bool = False


@dataclass(frozen=True)
class Shift:
    """A length from an anchor. `latest_of_range` where the phrase gives two lengths.

    `days` are the half of 'anderhalve maand', on top of the units.
    """

    count: int
    unit: Unit
    latest_of_range: bool = False
    days: int = 0


@dataclass(frozen=True)
class Clause:
    """One term, read but not yet counted.

    `week_after`: in the week of that number after the anchor. `or_else`: the later alternative.
    """

    boundary: Boundary = Boundary.IN
    modifiers: tuple[Modifier, ...] = ()
    anchor: Anchor | None = None
    shift: Shift | None = None
    boundary_said: bool = True
    hedges: tuple[Hedge, ...] = ()
    soon: bool = False
    rhythm: Length | None = None
    week_after: int = 0
    or_else: "Clause | None" = None
