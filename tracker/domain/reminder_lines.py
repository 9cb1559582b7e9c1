"""What a digest tells, line by line."""

import uuid
from dataclasses import dataclass
from datetime import date

from tracker.domain.reminders import About, ReminderKind
from tracker.domain.statuses import Kind


@dataclass(frozen=True)
class Doing:
    """Something that another person did: `code` and `detail` as in services/tellings.py, or
    'given' and 'taken' of an item that got its owner so."""

    who: str
    code: str
    detail: str = ""


@dataclass(frozen=True)
class ReminderLine:
    """One line of a digest. `reminders` are the rows of the ledger that it tells.

    Of a deadline: `day` is when it is due or must be looked at again, `days` the working days
    until then, or how many days it is late. Of a round: `day` to answer by, and `days` the number
    of questions; of proposals `days` is their number as well. `path` is its page.
    """

    about: About
    reminders: tuple[uuid.UUID, ...]
    path: str
    title: str = ""
    number: str = ""
    kind: Kind | None = None
    submitters: tuple[str, ...] = ()
    cum_suis: bool = False
    day: date | None = None
    days: int = 0
    is_provisional: bool = False
    doings: tuple[Doing, ...] = ()


@dataclass(frozen=True)
class ReminderGroup:
    """The lines of a kind, the most pressing first."""

    kind: ReminderKind
    lines: tuple[ReminderLine, ...]
