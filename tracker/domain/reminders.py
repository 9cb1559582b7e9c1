"""When a reminder is due, and what a person wants to be reminded of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.errors import DomainError
from tracker.domain.sittings import DAY, add_working_days, is_working_day

USUAL_DAYS = (20, 10, 3)
MOST_DAYS = 250
MOST_NUMBERS = 6
WEEK = timedelta(weeks=1)
SHORTEST_WEEK = timedelta(days=5)
"""Between two weekly digests, where a holiday moved the first."""
TOLD_BACK = timedelta(days=14)
"""How far back a digest looks for what others changed, after a pause for instance."""
GIVEN_UP_AFTER = 2
"""How many working days a server may put a digest off."""
WORK_BEGINS = 7
"""The hour in Amsterdam from which digests are made."""


class Rhythm(StrEnum):
    """How often a person gets a digest."""

    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


class ReminderKind(StrEnum):
    """What reminders are about, as a person chooses them."""

    DUE = "due"
    LATE = "late"
    WAITING = "waiting"
    CHANGED = "changed"


class About(StrEnum):
    """What one reminder is about: a deadline, a round, a letter, proposals or an item."""

    DUE = "due"
    LATE = "late"
    REVIEW = "review"
    ROUND = "round"
    LETTER = "letter"
    PROPOSALS = "proposals"
    CHANGED = "changed"

    @property
    def kind(self) -> ReminderKind:
        """The kind by which a person chooses it."""
        if self in (About.REVIEW, About.ROUND, About.LETTER, About.PROPOSALS):
            return ReminderKind.WAITING
        return ReminderKind(self.value)


@dataclass(frozen=True)
class Choices:
    """What a person wants: the rhythm, the kinds, and how many working days before something
    is due. Until `paused_until` nothing comes; on that day it comes again."""

    rhythm: Rhythm = Rhythm.DAILY
    kinds: frozenset[ReminderKind] = frozenset(ReminderKind)
    days: tuple[int, ...] = USUAL_DAYS
    paused_until: date | None = None

    def wants_mail_on(self, day: date) -> bool:
        """Whether a mail may come on a day: it is one to work on, and not in a pause."""
        paused = self.paused_until is not None and day < self.paused_until
        return self.rhythm is not Rhythm.OFF and not paused and is_working_day(day)

    def has_digest_on(self, day: date) -> bool:
        """Whether a digest is made on a day."""
        weekly = self.rhythm is Rhythm.WEEKLY
        return self.wants_mail_on(day) and (not weekly or day == first_working_day(day))


def first_working_day(day: date) -> date:
    """The first working day of a day's week, from Monday; of a week without one, its Monday."""
    monday = day - timedelta(days=day.weekday())
    week = (monday + timedelta(days=number) for number in range(7))
    return next(filter(is_working_day, week), monday)


def working_days_until(today: date, day: date) -> int:
    """How many working days there are after today, up to and including a day; 0 when past."""
    return sum(is_working_day(today + DAY * number) for number in range(1, (day - today).days + 1))


def days_ahead(rhythm: Rhythm, today: date) -> int:
    """For how many working days after today no other digest comes: 0 with one a day."""
    if rhythm is not Rhythm.WEEKLY:
        return 0
    following = first_working_day(today + WEEK)
    return working_days_until(today, following - DAY)


def reached(choices: Choices, today: date, due_on: date) -> int | None:
    """The smallest number of working days of a person's choice that is reached, if one is.

    With a digest a week that is what will be reached before the next one.
    """
    left = working_days_until(today, due_on) - days_ahead(choices.rhythm, today)
    return min((number for number in choices.days if left <= number), default=None)


def horizon(choices: Choices, today: date) -> date:
    """The last day on which something may be due that is to be told of today."""
    ahead = days_ahead(choices.rhythm, today)
    last = add_working_days(today, max(choices.days, default=0) + ahead)
    while not is_working_day(last + DAY):
        last += DAY
    return last


def is_late_again(rhythm: Rhythm, today: date, told_on: date | None) -> bool:
    """Whether to remind that something is late, after the last time: weekly, never daily."""
    pause = SHORTEST_WEEK if rhythm is Rhythm.WEEKLY else WEEK
    return told_on is None or today - told_on >= pause


def gives_up(made_on: date, today: date) -> bool:
    """Whether a digest that no server took has been tried for long enough."""
    return working_days_until(made_on, today) >= GIVEN_UP_AFTER


def read_days(typed: str) -> tuple[int, ...]:
    """The numbers of working days that a person typed: '20, 10, 3', from many to few.

    Refuses what is no such number, and more of them than one reads.
    """
    parts = typed.replace(",", " ").replace(";", " ").split()
    numbers = {_read_number(part) for part in parts}
    if len(numbers) > MOST_NUMBERS:
        raise DomainError("reminders.many_days", field="days", limit=MOST_NUMBERS)
    return tuple(sorted(numbers, reverse=True))


def check_choices(rhythm: Rhythm, kinds: Sequence[ReminderKind], days: Sequence[int]) -> None:
    """Refuses choices by which a rhythm would never bring anything."""
    if rhythm is not Rhythm.OFF and not kinds:
        raise DomainError("reminders.no_kinds", field="kinds")
    if ReminderKind.DUE in kinds and not days:
        raise DomainError("reminders.no_days", field="days")


def _read_number(part: str) -> int:
    if not (part.isascii() and part.isdigit() and len(part) < 8 and int(part) <= MOST_DAYS):
        raise DomainError("reminders.days_unreadable", field="days", text=part, limit=MOST_DAYS)
    return int(part)
