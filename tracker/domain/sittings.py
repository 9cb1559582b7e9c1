"""When the House sits: recesses, fixed parliamentary days, holidays and working days.

The calendar holds only what was published. What it lacks is a gap, and a gap is said,
never skipped.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import chain

DAY = timedelta(days=1)
PUBLISHED_AHEAD = 365 * DAY
"""How far ahead the House publishes its recesses, so that lacking one is worth saying."""
TUESDAY, WEDNESDAY, SATURDAY, SUNDAY = 1, 2, 5, 6


class RecessKind(StrEnum):
    """The recesses of the House, by the names it gives them."""

    AUTUMN = "herfstreces"
    CHRISTMAS = "kerstreces"
    SPRING = "voorjaarsreces"
    MAY = "meireces"
    SUMMER = "zomerreces"
    ELECTION = "verkiezingsreces"


@dataclass(frozen=True)
class UsualPeriod:
    """Within which days of a year a recess has always begun, and how long it lasts at most."""

    first_start: tuple[int, int]
    last_start: tuple[int, int]
    longest: timedelta


# Wider than every recess in the fixtures; used only to know whether a missing one may matter.
USUAL_PERIODS = {
    RecessKind.SPRING: UsualPeriod((2, 5), (3, 10), timedelta(days=12)),
    RecessKind.MAY: UsualPeriod((4, 15), (5, 1), timedelta(days=19)),
    RecessKind.SUMMER: UsualPeriod((6, 25), (7, 14), timedelta(days=62)),
    RecessKind.AUTUMN: UsualPeriod((10, 8), (10, 31), timedelta(days=12)),
    RecessKind.CHRISTMAS: UsualPeriod((12, 14), (12, 24), timedelta(days=25)),
}

# A verkiezingsreces that begins in these months takes the place of the voorjaarsreces.
ELECTION_SPRING = range(1, 4)


@dataclass(frozen=True)
class Recess:
    """One recess, both days inclusive; None where no source gives the day.

    `session_year` is written 2020-2021. `status` says how surely the days are known:
    official, confirmed-N, single, inferred-start, partial and the like.
    """

    kind: RecessKind
    session_year: str
    start: date
    end: date | None
    last_sitting_before: date | None
    first_sitting_after: date | None
    status: str
    sources: tuple[str, ...] = ()

    def contains(self, day: date) -> bool:
        """Whether the day is surely in the recess; of one without an end only its first day is."""
        return self.start <= day <= (self.end or self.start)

    @property
    def start_is_sure(self) -> bool:
        """Whether the first day was read in a source of the whole recess, not worked out."""
        return not self.status.startswith(("inferred", "partial"))

    @property
    def end_is_sure(self) -> bool:
        """Whether the last day was read in a source, not worked out from the Monday rule."""
        return self.start_is_sure and not self.status.endswith("typo")


@dataclass(frozen=True)
class MissingRecess:
    """A recess that must have been or must come, of which the calendar has no days.

    It begins from `earliest_start` and is over after `latest_end`.
    """

    kind: RecessKind
    year: int
    earliest_start: date
    latest_end: date


@dataclass(frozen=True)
class SittingCalendar:
    """The published recesses of the House. Years are those in which a recess begins."""

    recesses: tuple[Recess, ...]
    _by_start: dict[tuple[RecessKind, int], Recess] = field(repr=False, compare=False)

    def __init__(self, recesses: Iterable[Recess]) -> None:
        ordered = tuple(sorted(recesses, key=lambda recess: recess.start))
        object.__setattr__(self, "recesses", ordered)
        by_start = {(recess.kind, recess.start.year): recess for recess in ordered}
        object.__setattr__(self, "_by_start", by_start)

    def recess_on(self, day: date) -> Recess | None:
        """The recess that contains the day, as far as the calendar knows."""
        return next((recess for recess in self.recesses if recess.contains(day)), None)

    def between(self, first: date, last: date) -> tuple[Recess, ...]:
        """The known recesses with a day in the period, in order."""
        return tuple(
            recess
            for recess in self.recesses
            if recess.start <= last and (recess.end or recess.start) >= first
        )

    def recess(self, kind: RecessKind, year: int) -> Recess | MissingRecess | None:
        """The recess of a kind that begins in a year.

        In an election spring that is the verkiezingsreces, whose kind then differs from the
        one asked for. None only for a verkiezingsreces: most years have none.
        """
        known = self._by_start.get((kind, year))
        if known or kind is RecessKind.ELECTION:
            return known
        election = self._by_start.get((RecessKind.ELECTION, year))
        if kind is RecessKind.SPRING and election and election.start.month in ELECTION_SPRING:
            return election
        usual = USUAL_PERIODS[kind]
        return MissingRecess(
            kind,
            year,
            earliest_start=date(year, *usual.first_start),
            latest_end=date(year, *usual.last_start) + usual.longest,
        )

    def is_complete(self, kind: RecessKind, session_year: str) -> bool:
        """Whether the calendar holds this recess of a session year, or the one in its place."""
        first, second = (int(part) for part in session_year.split("-"))
        year = first if kind in (RecessKind.AUTUMN, RecessKind.CHRISTMAS) else second
        return isinstance(self.recess(kind, year), Recess)

    def next_recess(self, kind: RecessKind, day: date) -> Recess | MissingRecess | None:
        """The first recess of a kind that begins after a day; a gap if one may come before it.

        None for a verkiezingsreces of which none is known within a year.
        """
        if kind is RecessKind.ELECTION:
            return self._next_election(day)
        for year in range(day.year, day.year + 3):
            found = self.recess(kind, year)
            if isinstance(found, Recess) and found.start > day:
                return found
            if isinstance(found, MissingRecess) and found.latest_end >= day:
                return found
        return None

    def next_of_any_kind(self, day: date) -> Recess | MissingRecess | None:
        """The first recess that begins after a day; a gap if a missing one may come before it."""
        found = [self.next_recess(kind, day) for kind in RecessKind]
        known = [recess for recess in found if isinstance(recess, Recess)]
        missing = [gap for gap in found if isinstance(gap, MissingRecess)]
        first = min(known, key=lambda recess: recess.start, default=None)
        gap = min(missing, key=lambda gap: gap.earliest_start, default=None)
        if first and gap:
            return gap if gap.earliest_start <= first.start else first
        return first or gap

    def missing_between(self, first: date, last: date) -> tuple[MissingRecess, ...]:
        """The recesses that the calendar lacks and that may have a day in the period, in order."""
        found = (
            self.recess(kind, year)
            for kind in USUAL_PERIODS
            for year in range(first.year - 1, last.year + 1)
        )
        gaps = [
            gap
            for gap in found
            if isinstance(gap, MissingRecess)
            and gap.earliest_start <= last
            and gap.latest_end >= first
        ]
        return tuple(sorted(gaps, key=lambda gap: gap.earliest_start))

    def unknown_ahead(self, today: date) -> tuple[MissingRecess | Recess, ...]:
        """What the calendar lacks of the coming year, in order: recesses, or the end of one."""
        last = today + PUBLISHED_AHEAD
        endless = [recess for recess in self.between(today, last) if recess.end is None]
        found: list[MissingRecess | Recess] = [*self.missing_between(today, last), *endless]
        return tuple(sorted(found, key=first_day))

    def gap_on(self, day: date) -> MissingRecess | None:
        """A recess that the calendar lacks and that may contain the day."""
        for kind in USUAL_PERIODS:
            for year in (day.year - 1, day.year):
                found = self.recess(kind, year)
                if isinstance(found, MissingRecess) and (
                    found.earliest_start <= day <= found.latest_end
                ):
                    return found
        return None

    def _next_election(self, day: date) -> Recess | None:
        within_a_year = day + 365 * DAY
        for recess in self.recesses:
            if recess.kind is RecessKind.ELECTION and day < recess.start <= within_a_year:
                return recess
        return None


def first_day(entry: Recess | MissingRecess) -> date:
    """The first day of a recess, or the first on which a missing one may begin."""
    return entry.start if isinstance(entry, Recess) else entry.earliest_start


def last_sitting_before(recess: Recess) -> date:
    """The last day on which the House may sit before a recess: as published, or the day before."""
    return recess.last_sitting_before or recess.start - DAY


def prinsjesdag(year: int) -> date:
    """The third Tuesday of September, on which the session year begins (Grondwet, art. 65)."""
    return _nth_weekday(year, 9, TUESDAY, 3)


def verantwoordingsdag(year: int) -> date:
    """The third Wednesday of May, on which the ministers account for the year before."""
    return _nth_weekday(year, 5, WEDNESDAY, 3)


@lru_cache(maxsize=512)
def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, after Butcher (Nature, 20 April 1876)."""
    century, rest = divmod(year, 100)
    moon = (
        19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def kings_day(year: int) -> date:
    """The day on which the King's (until 2013 the Queen's) birthday is celebrated.

    27 April, or the day before when that is a Sunday; until 2013 the same of 30 April.
    """
    day = date(year, 4, 27 if year >= 2014 else 30)
    return day - DAY if day.weekday() == SUNDAY else day


@lru_cache(maxsize=512)
def holidays(year: int) -> frozenset[date]:
    """The days of Algemene termijnenwet, art. 3, paragraphs 1 and 2.

    New Year's Day, Easter Monday, Ascension Day, Whit Monday, both days of Christmas, the
    King's birthday and 5 May (every year); Good Friday is treated alike. The days that a
    royal decree adds under paragraph 3 are not in it: see `may_be_added_by_decree`.
    """
    sunday = easter(year)
    return frozenset(
        (
            date(year, 1, 1),
            sunday - 2 * DAY,
            sunday + DAY,
            kings_day(year),
            date(year, 5, 5),
            sunday + 39 * DAY,
            sunday + 50 * DAY,
            date(year, 12, 25),
            date(year, 12, 26),
        )
    )


def may_be_added_by_decree(day: date) -> bool:
    """Whether decrees under art. 3, paragraph 3 usually make this working day a day off.

    The Friday after Ascension Day, and a Monday or Friday between a weekend and New Year's
    Day, the King's birthday, 5 May or Christmas.
    """
    if not is_working_day(day):
        return False
    if day == easter(day.year) + 40 * DAY:
        return True
    neighbour = {0: day + DAY, 4: day - DAY}.get(day.weekday())
    return neighbour is not None and neighbour in holidays(neighbour.year)


def is_working_day(day: date) -> bool:
    """Whether a day is neither in a weekend nor in Algemene termijnenwet, art. 3."""
    return day.weekday() < SATURDAY and day not in holidays(day.year)


def working_days_from(day: date, count: int) -> Iterator[date]:
    """The next `count` working days after a day, or before it when count is negative."""
    step = DAY if count > 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
        yield day


def add_working_days(day: date, count: int) -> date:
    """The last of `count` working days after a day (before it when negative); 0 is the day."""
    last = day
    for last in working_days_from(day, count):  # noqa: B007 (the loop runs to its last day)
        pass
    return last


def holidays_between(first: date, last: date) -> tuple[date, ...]:
    """The holidays on Monday to Friday within a period, both days inclusive, in order."""
    days = chain.from_iterable(holidays(year) for year in range(first.year, last.year + 1))
    return tuple(sorted(day for day in days if first <= day <= last and day.weekday() < SATURDAY))


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
