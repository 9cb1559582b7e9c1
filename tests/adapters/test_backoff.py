"""How long a source that failed is left alone."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.adapters.backoff import wait_after

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("failures", "asked", "jitter", "wait"),
    [
        (1, None, 0.0, MINUTE),
        (2, None, 0.0, 2 * MINUTE),
        (4, None, 1.0, 10 * MINUTE),
        (9, None, 0.0, 256 * MINUTE),
        (10, None, 0.0, 6 * HOUR),
        (10_000, None, 1.0, 7.5 * HOUR),
        (1, 2 * HOUR, 1.0, 2 * HOUR),
        (1, 200 * HOUR, 0.0, 24 * HOUR),
        (5, timedelta(), 0.0, 16 * MINUTE),
    ],
)
def test_the_wait(failures: int, asked: timedelta | None, jitter: float, wait: timedelta) -> None:
    assert wait_after(failures, asked, jitter) == wait


@given(st.integers(1, 100), st.floats(0, 1))
def test_it_never_grows_shorter(failures: int, jitter: float) -> None:
    assert wait_after(failures + 1, None, 0) >= wait_after(failures, None, 0)
    assert MINUTE <= wait_after(failures, None, jitter) <= 7.5 * HOUR
