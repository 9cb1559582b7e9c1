"""Deadlines by month, with the recesses drawn in between."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.planning import Period, add_months, month_end
from tracker.domain.sittings import Recess, SittingCalendar
from tracker.services.deadline_lists import DeadlineRow

Entry = DeadlineRow | Recess


@dataclass(frozen=True)
class MonthGroup:
    """A month, or several in a row without deadlines, or (`first` is None) what has no date.

    `count` is exact, also where the month goes on over the next page.
    """

    first: date | None
    last: date | None
    count: int
    entries: tuple[Entry, ...]

    @property
    def is_one_month(self) -> bool:
        """Whether the group is one month."""
        return self.first is not None and self.first == self.last


def month_groups(
    rows: Sequence[DeadlineRow],
    by_month: dict[tuple[int, int] | None, int],
    calendar: SittingCalendar,
    period: Period | None,
) -> tuple[MonthGroup, ...]:
    """The groups of one page of rows, which are in order of date.

    Months of the period without a deadline are joined; a page that starts or ends in the
    middle shows only its own months. Without a period, only months with deadlines.
    """
    months = _months(rows, by_month, period)
    groups = [_group(month, rows, by_month, calendar, months) for month in months]
    undated = tuple(row for row in rows if row.due_on is None)
    if undated:
        groups.append(MonthGroup(None, None, by_month.get(None, len(undated)), undated))
    return tuple(_joined(groups))


def _months(
    rows: Sequence[DeadlineRow],
    by_month: dict[tuple[int, int] | None, int],
    period: Period | None,
) -> list[date]:
    """The first days of the months on this page."""
    shown = {row.due_on.replace(day=1) for row in rows if row.due_on}
    counted = {date(*key, 1) for key in by_month if key}
    if period is None:
        return sorted(shown)
    elsewhere = counted - shown
    first = max((month for month in elsewhere if shown and month < min(shown)), default=None)
    last = min((month for month in elsewhere if shown and month > max(shown)), default=None)
    empty = {
        month
        for month in (add_months(period.first, number) for number in range(12))
        if month <= period.last
        and month not in counted
        and (first is None or month > first)
        and (last is None or month < last)
    }
    return sorted(shown | empty)


def _group(
    month: date,
    rows: Sequence[DeadlineRow],
    by_month: dict[tuple[int, int] | None, int],
    calendar: SittingCalendar,
    months: Sequence[date],
) -> MonthGroup:
    last_day = month_end(month)
    under_way = month == months[0]
    recesses = [
        (max(recess.start, month), 0, recess)
        for recess in calendar.between(month, last_day)
        if recess.start >= month or under_way
    ]
    dated = [(row.due_on, 1, row) for row in rows if row.due_on and month <= row.due_on <= last_day]
    entries: list[tuple[date, int, Entry]] = [*recesses, *dated]
    entries.sort(key=lambda entry: entry[:2])
    count = by_month.get((month.year, month.month), 0)
    return MonthGroup(month, month, count, tuple(entry for _, _, entry in entries))


def _joined(groups: Sequence[MonthGroup]) -> list[MonthGroup]:
    joined: list[MonthGroup] = []
    for group in groups:
        previous = joined[-1] if joined else None
        if previous and _empty(previous) and _empty(group) and _adjoin(previous, group):
            entries = previous.entries + group.entries
            joined[-1] = MonthGroup(previous.first, group.first, 0, entries)
        else:
            joined.append(group)
    return joined


def _empty(group: MonthGroup) -> bool:
    return group.first is not None and group.count == 0


def _adjoin(before: MonthGroup, after: MonthGroup) -> bool:
    if before.last is None or after.first is None:
        return False
    return month_end(before.last) + timedelta(days=1) == after.first
