"""What a status report says: how many there are, what is due and late, throughput and delay."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain
from statistics import median

from tracker.domain.planning import DeadlineState, add_months, days_late
from tracker.domain.statuses import Kind, Status, is_open

WEEKS = (4, 13, 26)
MONTHS = 12


class Place(StrEnum):
    """What a report is cut along."""

    UNIT = "unit"
    MINISTER = "minister"
    PROGRAMME = "programme"


class DelayBand(StrEnum):
    """How long after the first promised date a deadline was met, to the day inclusive."""

    ON_TIME = "on_time"
    FOUR_WEEKS = "four_weeks"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    LONGER = "longer"


BAND_ENDS = {
    DelayBand.ON_TIME: 0,
    DelayBand.FOUR_WEEKS: 28,
    DelayBand.QUARTER: 91,
    DelayBand.HALF_YEAR: 182,
}


@dataclass(frozen=True, slots=True)
class DeadlineFacts:
    """A deadline as it was known.

    `late_after` is the last day on time, ours or the House's if that is earlier;
    `first_on_time_until` the last day on time as first promised; `moves` how often its due
    date was changed, and `told` whether the House knows the present one.
    """

    state: DeadlineState
    due_on: date | None = None
    late_after: date | None = None
    settled_on: date | None = None
    first_on_time_until: date | None = None
    moves: int = 0
    told: bool = True


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An item as it was known; `place` is the unit, post or programme, '' without one.

    `opened_on` is the day on which it was asked or promised.
    """

    kind: Kind
    status: Status
    place: str
    opened_on: date
    closed_on: date | None = None
    deadlines: tuple[DeadlineFacts, ...] = ()


@dataclass(frozen=True)
class Amount:
    """A number of deadlines, and of the items that they are at."""

    deadlines: int = 0
    items: int = 0


@dataclass(frozen=True)
class Lateness:
    """What is late, and for how many days; None when nothing is."""

    amount: Amount
    median_days: float | None
    longest_days: int | None


@dataclass(frozen=True)
class MonthFlow:
    """A month's throughput; `first` is its first day."""

    first: date
    came_in: int
    closed: int


@dataclass(frozen=True)
class Delay:
    """Of the deadlines met in the months of the report, how long after the first promised date.

    `undated` were met without one. The days are of all that have one: on time is 0.
    """

    bands: Mapping[DelayBand, int]
    undated: int
    median_days: float | None
    longest_days: int | None

    @property
    def met(self) -> int:
        """How many were met."""
        return sum(self.bands.values()) + self.undated


@dataclass(frozen=True)
class Moved:
    """Open deadlines whose date was moved, and whether the House was told of the present one."""

    told: int
    untold: int


@dataclass(frozen=True)
class StatusReport:
    """A report over some items at the end of a day.

    `due` has the open deadlines that are not late and due up to so many weeks on, for each of
    WEEKS: each holds the one before. `undated` are open ones without a date.
    """

    on: date
    counts: Mapping[tuple[Kind, Status], int]
    due: Mapping[int, Amount]
    undated: Amount
    late: Lateness
    months: tuple[MonthFlow, ...]
    delay: Delay
    moved: Moved

    @property
    def total(self) -> int:
        """All items."""
        return sum(self.counts.values())

    @property
    def open(self) -> int:
        """The items that ask for work."""
        return sum(count for (_, status), count in self.counts.items() if is_open(status))

    @property
    def closed(self) -> int:
        """The items that do not."""
        return self.total - self.open

    @property
    def came_in(self) -> int:
        """What came in during the months of the report."""
        return sum(month.came_in for month in self.months)

    @property
    def closed_lately(self) -> int:
        """What was closed during the months of the report."""
        return sum(month.closed for month in self.months)

    def of_kind(self, kind: Kind, *, open_: bool) -> int:
        """The open or closed items of a kind."""
        return sum(
            count
            for (one, status), count in self.counts.items()
            if one is kind and is_open(status) == open_
        )

    def with_status(self, status: Status) -> int:
        """The items with a status."""
        return sum(self.counts.get((kind, status), 0) for kind in Kind)


def report_on(items: Sequence[ItemFacts], on: date) -> StatusReport:
    """The report over these items."""
    waiting = [(item, one) for item in items for one in _waiting(item)]
    late = [(item, one) for item, one in waiting if days_late(one.late_after, on)]
    in_time = [(item, one) for item, one in waiting if not days_late(one.late_after, on)]
    deadlines = list(chain.from_iterable(item.deadlines for item in items))
    months = _months(items, on)
    return StatusReport(
        on=on,
        counts=Counter((item.kind, item.status) for item in items),
        due={weeks: _amount(_due_by(in_time, on + timedelta(weeks=weeks))) for weeks in WEEKS},
        undated=_amount([(item, one) for item, one in waiting if one.due_on is None]),
        late=_lateness(late, on),
        months=months,
        delay=_delay(deadlines, months[0].first, on),
        moved=_moved([one for _, one in waiting]),
    )


def reports_by_place(items: Iterable[ItemFacts], on: date) -> dict[str, StatusReport]:
    """A report for each place."""
    places: dict[str, list[ItemFacts]] = {}
    for item in items:
        places.setdefault(item.place, []).append(item)
    return {place: report_on(found, on) for place, found in places.items()}


def band_of(days: int) -> DelayBand:
    """The band that a delay is in; 0 is on time."""
    return next((band for band, end in BAND_ENDS.items() if days <= end), DelayBand.LONGER)


_AtItem = tuple[ItemFacts, DeadlineFacts]


def _waiting(item: ItemFacts) -> list[DeadlineFacts]:
    """The open deadlines of an open item."""
    if not is_open(item.status):
        return []
    return [one for one in item.deadlines if one.state is DeadlineState.OPEN]


def _due_by(waiting: Iterable[_AtItem], last: date) -> list[_AtItem]:
    return [(item, one) for item, one in waiting if one.due_on and one.due_on <= last]


def _amount(found: Sequence[_AtItem]) -> Amount:
    return Amount(len(found), len({id(item) for item, _ in found}))


def _lateness(late: Sequence[_AtItem], on: date) -> Lateness:
    days = [days_late(one.late_after, on) for _, one in late]
    return Lateness(_amount(late), median(days) if days else None, max(days, default=None))


def _months(items: Iterable[ItemFacts], on: date) -> tuple[MonthFlow, ...]:
    this = on.replace(day=1)
    firsts = [add_months(this, number - MONTHS + 1) for number in range(MONTHS)]
    came_in: Counter[date] = Counter()
    closed: Counter[date] = Counter()
    for item in items:
        if item.opened_on <= on:
            came_in[item.opened_on.replace(day=1)] += 1
        if item.closed_on and item.closed_on <= on and not is_open(item.status):
            closed[item.closed_on.replace(day=1)] += 1
    return tuple(MonthFlow(first, came_in[first], closed[first]) for first in firsts)


def _delay(deadlines: Iterable[DeadlineFacts], first: date, on: date) -> Delay:
    met = [
        one
        for one in deadlines
        if one.state is DeadlineState.MET and one.settled_on and first <= one.settled_on <= on
    ]
    days = [
        days_late(one.first_on_time_until, one.settled_on)
        for one in met
        if one.first_on_time_until and one.settled_on
    ]
    bands = Counter(map(band_of, days))
    return Delay(
        bands={band: bands[band] for band in DelayBand},
        undated=len(met) - len(days),
        median_days=median(days) if days else None,
        longest_days=max(days, default=None),
    )


def _moved(waiting: Iterable[DeadlineFacts]) -> Moved:
    told = Counter(one.told for one in waiting if one.moves)
    return Moved(told[True], told[False])
