"""When a reminder is due."""

from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.errors import DomainError
from tracker.domain.reminders import (
    Choices,
    ReminderKind,
    Rhythm,
    check_choices,
    days_ahead,
    first_working_day,
    gives_up,
    horizon,
    is_late_again,
    reached,
    read_days,
    working_days_until,
)
from tracker.domain.sittings import DAY, is_working_day

DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
WEEKLY = Choices(rhythm=Rhythm.WEEKLY)


@pytest.mark.parametrize(
    ("day", "daily", "weekly"),
    [
        (date(2021, 7, 5), True, True),  # Monday
        (date(2021, 7, 6), True, False),
        (date(2021, 7, 10), False, False),  # Saturday
        (date(2021, 4, 5), False, False),  # Easter Monday
        (date(2021, 4, 6), True, True),
        (date(2020, 12, 25), False, False),
    ],
)
def test_days_on_which_a_digest_is_made(day: date, daily: bool, weekly: bool) -> None:
    assert Choices().has_digest_on(day) is daily
    assert WEEKLY.has_digest_on(day) is weekly
    assert not Choices(rhythm=Rhythm.OFF).has_digest_on(day)


def test_a_pause_lasts_until_its_day() -> None:
    paused = Choices(paused_until=date(2021, 7, 7))
    assert not paused.wants_mail_on(date(2021, 7, 6))
    assert paused.wants_mail_on(date(2021, 7, 7))


@pytest.mark.parametrize(
    ("today", "day", "days"),
    [
        (date(2021, 7, 1), date(2021, 7, 1), 0),
        (date(2021, 7, 1), date(2021, 6, 1), 0),
        (date(2021, 7, 1), date(2021, 7, 8), 5),
        (date(2021, 7, 2), date(2021, 7, 4), 0),  # Friday to Sunday
        (date(2021, 4, 1), date(2021, 4, 6), 1),  # over Good Friday and Easter
        (date(2021, 12, 31), date(2022, 1, 3), 1),
    ],
)
def test_working_days_until(today: date, day: date, days: int) -> None:
    assert working_days_until(today, day) == days


@pytest.mark.parametrize(
    ("due_on", "number"),
    [
        (date(2021, 7, 1), 3),
        (date(2021, 7, 6), 3),
        (date(2021, 7, 7), 10),
        (date(2021, 7, 15), 10),
        (date(2021, 7, 16), 20),
        (date(2021, 7, 29), 20),
        (date(2021, 7, 30), None),
    ],
)
def test_what_is_reached_on_1_july_2021(due_on: date, number: int | None) -> None:
    assert reached(Choices(), date(2021, 7, 1), due_on) == number


@given(DAYS, st.integers(0, 60), st.sampled_from([Rhythm.DAILY, Rhythm.WEEKLY]))
def test_no_number_passes_between_two_digests(today: date, distance: int, rhythm: Rhythm) -> None:
    """What is not told in one digest is at the next one as far away still."""
    choices, due_on = Choices(rhythm=rhythm), today + timedelta(days=distance)
    days = (today + DAY * number for number in range(30))
    first, following = islice(filter(choices.has_digest_on, days), 2)
    told = reached(choices, first, due_on)

    assert told == 3 or working_days_until(following, due_on) >= 3


@given(DAYS, st.sampled_from([Rhythm.DAILY, Rhythm.WEEKLY]))
def test_the_horizon_is_the_last_day_that_is_reached(today: date, rhythm: Rhythm) -> None:
    choices = Choices(rhythm=rhythm)
    last = horizon(choices, today)
    assert reached(choices, today, last) is not None
    assert reached(choices, today, last + DAY) is None


@given(DAYS)
def test_the_first_working_day_of_a_week(day: date) -> None:
    first = first_working_day(day)
    monday = day - timedelta(days=day.weekday())
    assert 0 <= (first - monday).days < 7
    assert not any(is_working_day(monday + DAY * one) for one in range((first - monday).days))
    assert days_ahead(Rhythm.DAILY, day) == 0


def test_days_ahead_of_a_weekly_digest() -> None:
    assert days_ahead(Rhythm.WEEKLY, date(2021, 7, 5)) == 4
    assert days_ahead(Rhythm.WEEKLY, date(2021, 3, 29)) == 3  # Good Friday; the next is on Tuesday


@pytest.mark.parametrize(
    ("rhythm", "after", "again"),
    [
        (Rhythm.DAILY, 1, False), (Rhythm.DAILY, 6, False), (Rhythm.DAILY, 7, True),
        (Rhythm.WEEKLY, 4, False), (Rhythm.WEEKLY, 6, True),
    ],
)  # fmt: skip
def test_late_is_told_weekly(rhythm: Rhythm, after: int, again: bool) -> None:
    today = date(2021, 7, 5)
    assert is_late_again(rhythm, today, today - timedelta(days=after)) is again
    assert is_late_again(rhythm, today, None)


def test_a_server_is_tried_for_two_working_days() -> None:
    friday = date(2021, 7, 2)
    assert not gives_up(friday, date(2021, 7, 5))
    assert gives_up(friday, date(2021, 7, 6))


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("20, 10, 3", (20, 10, 3)),
        ("3;10 20 3", (20, 10, 3)),
        ("0", (0,)),
        ("", ()),
        (" 250 ", (250,)),
    ],
)
def test_typed_days(typed: str, days: tuple[int, ...]) -> None:
    assert read_days(typed) == days


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("tien", "reminders.days_unreadable"), ("-3", "reminders.days_unreadable"),
        ("251", "reminders.days_unreadable"), ("٣", "reminders.days_unreadable"),
        ("99999999999", "reminders.days_unreadable"), ("1 2 3 4 5 6 7", "reminders.many_days"),
    ],
)  # fmt: skip
def test_typed_days_that_are_refused(typed: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_days(typed)
    assert (refused.value.code, refused.value.field) == (code, "days")


def test_choices_that_bring_nothing() -> None:
    with pytest.raises(DomainError, match=r"reminders\.no_kinds"):
        check_choices(Rhythm.DAILY, [], [3])
    with pytest.raises(DomainError, match=r"reminders\.no_days"):
        check_choices(Rhythm.DAILY, [ReminderKind.DUE], [])
    check_choices(Rhythm.OFF, [], [])
