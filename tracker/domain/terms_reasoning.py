"""How a term says why: steps, flags, rules and reasons, as codes with facts.

A message layer makes one sentence of each step, in the order in which they stand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

Fact = str | int | date | None


class StepCode(StrEnum):
    """One step from a wording to its date. The facts of each stand behind it."""

    # Which period is meant.
    RECESS_RUNS = auto()  # kind, year, start, end
    RECESS_STARTS = auto()  # kind, year, start: no source gives the end
    ELECTION_RECESS_REPLACES = auto()  # kind, year
    RECESS_DAYS_WORKED_OUT = auto()  # kind, year
    RECESS_NAMED_BY_SEASON = auto()  # kind
    NEXT_RECESS_OF_ANY_KIND = auto()
    NEXT_ELECTION_RECESS = auto()
    SAID_DURING_IT = auto()  # reference_date
    NO_YEAR = auto()  # reference_date
    NO_MONTH = auto()  # reference_date
    COMING = auto()  # reference_date
    NEXT = auto()  # reference_date
    PERIOD_RUNS = auto()  # start, end
    SEASON_RUNS = auto()  # season, start, end
    AUTUMN_IS_STRETCHED = auto()
    NAMED_DAY_IS = auto()  # name, day
    EVENT_IS_ON = auto()  # event, day
    ALTERNATIVES = auto()

    # Which part of it.
    BEGIN_IS_ESTIMATED = auto()  # day
    MIDDLE_IS_ESTIMATED = auto()  # day
    HALF_RUNS = auto()  # start, end
    END_IS_LAST_DAY = auto()  # day

    # Which side of it.
    BEFORE_RECESS_IS_LAST_SITTING_DAY = auto()  # day
    FIRST_RECESS_DAY_STILL_ON_TIME = auto()  # day
    BEFORE_IS_DAY_BEFORE = auto()  # start, day
    DAY_STILL_ON_TIME = auto()  # day
    PERIOD_ENDS = auto()  # day
    WEEK_ENDS_ON_FRIDAY = auto()  # day
    AROUND_IS_ESTIMATED = auto()  # day
    ONLY_A_START = auto()  # day
    NOT_BEFORE = auto()  # day
    AFTER_RECESS_IS_FIRST_SITTING_DAY = auto()  # day
    FIRST_SITTING_UNKNOWN = auto()  # day

    # How far from it.
    SHIFTED_BEFORE = auto()  # count, unit, start, day
    SHIFTED_AFTER = auto()  # count, unit, start, day
    CLIPPED_TO_MONTH = auto()  # day
    HOLIDAY_SKIPPED = auto()  # day
    DECREE_DAYS_COUNTED = auto()  # day
    RANGE_TAKES_LATEST = auto()  # count, unit

    # How surely.
    AMPLY = auto()
    SHORTLY = auto()
    ROUGHLY = auto()
    PROMISE_NOT_DATE = auto()
    SOON_BUT_BOUNDED = auto()

    # How often.
    REPEATS = auto()  # recurs
    REPEATS_WITH_CALENDAR = auto()  # recurs


class Rule(StrEnum):
    """The convention that gave the date."""

    BEFORE_RECESS = auto()
    BEFORE = auto()
    ON_DAY = auto()
    PERIOD = auto()
    PART_OF_PERIOD = auto()
    LENGTH = auto()
    SHIFT = auto()
    INTERVAL = auto()
    ONLY_A_START = auto()


class Reason(StrEnum):
    """Why a wording gives no date. The facts of each stand behind it."""

    EMPTY = auto()
    TOO_LONG = auto()  # length, limit
    NOT_UNDERSTOOD = auto()
    WORD_NOT_UNDERSTOOD = auto()  # word
    NO_DATE = auto()
    DEPENDS_ON_EVENT = auto()
    EVENT_WITHOUT_DATE = auto()  # event
    RECESS_NOT_IN_CALENDAR = auto()  # kind, year
    RECESS_GAP = auto()  # kind, year
    RECESS_END_UNKNOWN = auto()  # kind, year
    NO_SUCH_DAY = auto()  # text
    WEEKDAY_DIFFERS = auto()  # day
    IN_THE_PAST = auto()  # day, reference_date
    AMBIGUOUS = auto()
    NO_CONVENTION = auto()
    BOUNDARY_MISSING = auto()
    RHYTHM_DOES_NOT_DIVIDE = auto()
    SEVERAL_DATES = auto()
    OUT_OF_RANGE = auto()


class Flag(StrEnum):
    """What planning must know about a date."""

    IN_RECESS = auto()
    RECESS_UNKNOWN = auto()  # a recess that the calendar lacks may contain the date
    ON_WEEKEND = auto()
    ON_HOLIDAY = auto()


@dataclass(frozen=True)
class Step:
    """One step of the reasoning, or the reason why there is no date."""

    code: StepCode | Reason
    facts: Mapping[str, Fact]


def step(code: StepCode | Reason, **facts: Fact) -> Step:
    """A step with its facts by name."""
    return Step(code, facts)


class Unresolved(Exception):
    """A wording gives no date; `step` says why."""

    def __init__(self, reason: Reason, **facts: Fact) -> None:
        super().__init__(reason)
        self.reason = reason
        self.step = step(reason, **facts)
