"""How long a source that failed is left alone."""

from datetime import timedelta

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
