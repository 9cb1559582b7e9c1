"""What time it is: the real time plus the fixed offset of a demonstration."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Clock:
    """The application's clock. Sessions and expiry use `real_now`."""

    offset: timedelta = timedelta()

    def now(self) -> datetime:
        """The instant, in UTC."""
        return self.real_now() + self.offset

    def today(self) -> date:
        """The date in Amsterdam."""
        return self.now().astimezone(AMSTERDAM).date()

    @staticmethod
    def real_now() -> datetime:
        """The real instant, whatever the demonstration says."""
        return datetime.now(UTC)


def clock_from(start: datetime) -> Clock:
    """A clock that stands at `start` now and runs from there."""
    return Clock(start - Clock.real_now())
