"""What of a selection a calendar shows."""

from dataclasses import dataclass
from datetime import timedelta

CANCELLED_FOR = timedelta(weeks=6)
"""How long a withdrawn deadline stays in a calendar, as cancelled."""
MONTHS_AHEAD = 12
"""How far ahead a recurring deadline's next times are shown."""
ALARM_DAYS = (0, 1, 3, 7, 14)


@dataclass(frozen=True)
class CalendarOptions:
    """What a calendar shows; `alarm_days` before each day it sounds an alarm, None for never.

    `reviews` are the days on which to look again at a wording that gives no date.
    """

    deadlines: bool = True
    provisional: bool = True
    steps: bool = True
    reviews: bool = False
    recesses: bool = False
    closed: bool = False
    alarm_days: int | None = None

    @property
    def shows_nothing(self) -> bool:
        """Whether every kind of day is left out."""
        return not (self.deadlines or self.reviews or self.recesses)
