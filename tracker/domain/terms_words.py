"""What the words of Dutch terms mean: the kinds of tokens that the grammar reads."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

from tracker.domain.sittings import RecessKind


class Unit(StrEnum):
    """A stretch of time, as a length and as a period of the calendar."""

    DAY = auto()
    WORKING_DAY = auto()
    WEEK = auto()
    MONTH = auto()
    QUARTER = auto()
    HALF_YEAR = auto()
    YEAR = auto()


class Season(StrEnum):
    """The meteorological seasons: spring is March to May, and so on."""

    SPRING = auto()
    SUMMER = auto()
    AUTUMN = auto()
    WINTER = auto()


class NamedDay(StrEnum):
    """Days with a name that fall once a year."""

    PRINSJESDAG = auto()
    VERANTWOORDINGSDAG = auto()
    NEW_YEARS_DAY = auto()
    GOOD_FRIDAY = auto()
    EASTER = auto()
    EASTER_MONDAY = auto()
    KINGS_DAY = auto()
    LIBERATION_DAY = auto()
    ASCENSION = auto()
    WHITSUN = auto()
    WHIT_MONDAY = auto()
    CHRISTMAS_DAY = auto()
    BOXING_DAY = auto()
    YEARS_END = auto()


class Boundary(StrEnum):
    """Which side of a period a term means."""

    BEFORE = auto()
    UNTIL = auto()  # as before; between two numbers it makes a range
    IN = auto()
    ON = auto()
    BY = auto()
    AFTER = auto()
    FROM = auto()
    ABOUT = auto()


class Modifier(StrEnum):
    """What narrows a period to a part of it."""

    BEGIN = auto()
    MIDDLE = auto()
    END = auto()
    FIRST_HALF = auto()
    SECOND_HALF = auto()
    FIRST_DAY = auto()
    LAST_DAY = auto()


class Which(StrEnum):
    """Which of the periods that come back, seen from the reference date."""

    THIS = auto()
    COMING = auto()
    NEXT = auto()
    PAST = auto()


class Within(StrEnum):
    """What announces a length of time from the reference date."""

    WITHIN = auto()
    OVER = auto()


class Hedge(StrEnum):
    """What makes a term vaguer, or its promise weaker."""

    AMPLY = auto()
    SHORTLY = auto()
    ROUGHLY = auto()
    AT_LEAST = auto()
    AT_MOST = auto()
    HOPED = auto()
    EMPHASIS = auto()


class Rhythm(StrEnum):
    """Words that repeat."""

    EVERY = auto()
    PER = auto()
    ONCE_IN = auto()  # 'om de drie maanden'
    TIMES = auto()


class Mark(StrEnum):
    """Words and signs that join or extend."""

    AND = auto()
    OR = auto()
    SLASH = auto()
    THIS_TEXT = auto()  # 'dagtekening', 'deze brief': the reference date
    BETWEEN = auto()
    RECESS = auto()  # 'reces', of no kind
    CHRISTMAS = auto()  # 'de kerst': before and after it, the recess
    HALF = auto()  # 'helft'


class Vague(StrEnum):
    """Expressions that hold no date."""

    SOON = auto()  # may stand beside a date: 'zo spoedig mogelijk, uiterlijk 1 april'
    SOMETIME = auto()
    CONDITION = auto()


@dataclass(frozen=True)
class Number:
    value: int
    digits: int = 0  # 0 for a number in words


@dataclass(frozen=True)
class Ordinal:
    """The first, second, …; -1 for the last."""

    value: int


@dataclass(frozen=True)
class Month:
    number: int


@dataclass(frozen=True)
class Weekday:
    number: int  # 0 for Monday


@dataclass(frozen=True)
class NearDay:
    """Today, tomorrow: days after the reference date."""

    days: int


@dataclass(frozen=True)
class NumericDay:
    """A date in figures; `day` is None where the calendar has no such day."""

    text: str
    day: date | None


@dataclass(frozen=True)
class PartOfYear:
    """Q3, H1: a numbered part of a year."""

    unit: Unit
    number: int


@dataclass(frozen=True)
class Length:
    """A length of one word or more: 'anderhalf jaar'; `days` come on top of 'anderhalve maand'."""

    count: int
    unit: Unit
    days: int = 0


@dataclass(frozen=True)
class Frequency:
    """'twee keer' in one word: tweemaal."""

    times: int


@dataclass(frozen=True)
class Repeats:
    """'jaarlijks', 'driemaandelijks': every so many units."""

    count: int
    unit: Unit


@dataclass(frozen=True)
class Event:
    """Something on the agenda that has a date only when the phrase gives it."""

    name: str


@dataclass(frozen=True)
class Unknown:
    text: str


Token = (
    Unit | Season | NamedDay | Boundary | Modifier | Which | Within | Hedge | Rhythm | Mark | Vague
    | RecessKind | Number | Ordinal | Month | Weekday | NearDay | NumericDay | PartOfYear | Length
    | Frequency | Repeats | Event | Unknown
)  # fmt: skip

PHRASE_LIMIT = 300
YEARS = range(1900, 2200)
PARTS_IN_A_YEAR = {Unit.QUARTER: 4, Unit.HALF_YEAR: 2}
