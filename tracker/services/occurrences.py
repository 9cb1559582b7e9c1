"""The times of a recurring deadline: on which day each is, and which row it is or will be."""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from tracker.domain.planning import next_occurrence
from tracker.domain.terms import Rule


def occurrence_day(deadline: Any, number: int) -> date:
    """The day of an occurrence, number 0 being the first.

    `deadline` is a row of a series, with its `first_due_on`, `recurs` and `rule`.
    """
    if deadline.first_due_on is None or deadline.recurs is None:
        raise ValueError("only a recurring deadline has occurrences")
    follows_calendar = deadline.rule != Rule.INTERVAL
    return next_occurrence(
        deadline.first_due_on, deadline.recurs, number, ends_of_month=follows_calendar
    )


def occurrence_id(series_id: uuid.UUID, number: int) -> uuid.UUID:
    """The key that the row of an occurrence after the first will have.

    Calendars show it before it is there, and must know it again when it is.
    """
    return uuid.uuid5(series_id, str(number))


def next_times(deadline: Any, until: date) -> Iterator[tuple[uuid.UUID, date]]:
    """Key and day of each occurrence after this one, up to and including a day."""
    series_id, number = deadline.series_id or deadline.id, deadline.occurrence + 1
    while (day := occurrence_day(deadline, number)) <= until:
        yield occurrence_id(series_id, number), day
        number += 1
