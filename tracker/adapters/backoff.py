"""How long a source that failed is left alone."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=6)
ASKED_AT_MOST = timedelta(hours=24)
SPREAD = 0.25


def wait_after(failures: int, retry_after: timedelta | None, jitter: float) -> timedelta:
    """The wait after so many failures in a row: a minute, doubling to six hours.

    `jitter`, from 0 to 1, spreads the askers by up to a quarter on top. What the source itself
    asked for is the least, up to a day.
    """
    doublings = min(max(failures, 1) - 1, 20)
    wait = min(FIRST * (1 << doublings), LONGEST) * (1 + SPREAD * jitter)
    return max(wait, min(retry_after or timedelta(), ASKED_AT_MOST))


def read_retry_after(printed: str, now: datetime) -> timedelta | None:
    """What a Retry-After asks for: seconds, or a moment (RFC 9110, section 10.2.3).

    None of anything else. Nobody is waited for longer than a day.
    """
    printed = printed.strip()
    if printed.isascii() and printed.isdigit():
        seconds = int(printed) if len(printed) <= 6 else ASKED_AT_MOST.total_seconds()
        return min(timedelta(seconds=seconds), ASKED_AT_MOST)
    try:
        moment = parsedate_to_datetime(printed)
        wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(wait, timedelta()), ASKED_AT_MOST)
