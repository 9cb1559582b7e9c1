"""Where the marks and words of the timeline stand, so that no two labels overlap.

Lengths are in units of the drawing, which is WIDTH wide; the template writes the SVG with
classes only. Narrow screens get the same entries as a list that runs downwards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from tracker.adapters.labels import label
from tracker.adapters.messages import Messages
from tracker.domain.planning import Certainty, DeadlineState, Period, add_months
from tracker.domain.sittings import (
    USUAL_PERIODS,
    MissingRecess,
    Recess,
    SittingCalendar,
    prinsjesdag,
    verantwoordingsdag,
)
from tracker.services.deadline_lists import TimelineMark

WIDTH, LEFT, RIGHT = 1180, 8, 1172
TOP, LANE, FOOT = 30, 34, 18
LETTER = 6.9
SMALL_LETTER = 6.2
MARK = 18
LONGEST_LABEL = 56
DAY = timedelta(days=1)

Anchor = Literal["start", "middle", "end"]


class Zoom(StrEnum):
    """How much of the calendar the timeline shows."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS_SHOWN = {Zoom.MONTH: 1, Zoom.QUARTER: 3, Zoom.YEAR: 12}
MONTHS_BEFORE_TODAY = {Zoom.MONTH: 0, Zoom.QUARTER: 1, Zoom.YEAR: 3}


@dataclass(frozen=True)
class Label:
    """A text at a place. `anchor` is the SVG's: which part of the text stands at x."""

    x: float
    y: float
    text: str
    anchor: Anchor = "middle"


@dataclass(frozen=True)
class Band:
    """A recess: its days as a band, its name beneath."""

    x: float
    width: float
    name: Label


@dataclass(frozen=True)
class Line:
    """A day with a name: today, Prinsjesdag, Verantwoordingsdag. The first is `is_today`."""

    x: float
    is_today: bool
    name: Label


@dataclass(frozen=True)
class Drawn:
    """A deadline on the line. `shape` is late, firm, est (estimated) or met.

    `title` is whole, `words` what of it fits.
    """

    href: str
    title: str
    shape: str
    x: float
    y: float
    day: str
    words: Label


@dataclass(frozen=True)
class Entry:
    """A step of the line that runs downwards: a month, a recess, today or a deadline."""

    type: str
    text: str
    mark: str = ""
    day: str = ""
    href: str = ""


@dataclass(frozen=True)
class Timeline:
    """All that the template draws. `missing` are recesses of which the calendar has no days."""

    height: float
    foot: float
    grid: tuple[float, ...]
    headings: tuple[Label, ...]
    bands: tuple[Band, ...]
    lines: tuple[Line, ...]
    marks: tuple[Drawn, ...]
    entries: tuple[Entry, ...]
    missing: tuple[MissingRecess, ...]


def period_of(zoom: Zoom, first: date | None, today: date) -> Period:
    """The months that a page shows: from a month on, or those around today."""
    start = (first or add_months(today, -MONTHS_BEFORE_TODAY[zoom])).replace(day=1)
    last = add_months(start, MONTHS_SHOWN[zoom]) - DAY
    return Period(start, last, carries_rest=start <= today <= last)


def draw(
    marks: Sequence[TimelineMark],
    period: Period,
    calendar: SittingCalendar,
    today: date,
    messages: Messages,
) -> Timeline:
    """The timeline of a period, both as a drawing and as a list."""
    scale = _Scale(period)
    drawn, lanes = _marks(marks, scale, messages)
    bottom = TOP + lanes * LANE + 8
    recesses = calendar.between(period.first, period.last)
    bands, rows = _bands(recesses, scale, bottom, messages)
    foot = bottom + rows * FOOT
    days = [*_named_days(period, messages), *_today(period, today, messages)]
    lines, line_rows = _lines(days, scale, foot)
    grid, headings = _months(period, scale, messages)
    return Timeline(
        height=foot + 6 + line_rows * FOOT,
        foot=foot,
        grid=grid,
        headings=headings,
        bands=bands,
        lines=lines,
        marks=drawn,
        entries=_entries(marks, recesses, days, period, messages),
        missing=tuple(_missing(calendar, period)),
    )


class _Scale:
    """From days to places."""

    def __init__(self, period: Period) -> None:
        self.period = period
        self._day = (RIGHT - LEFT) / ((period.last - period.first).days + 1)

    def start(self, day: date) -> float:
        inside = min(max(day, self.period.first), self.period.last + DAY)
        return LEFT + (inside - self.period.first).days * self._day

    def middle(self, day: date) -> float:
        return self.start(day) + self._day / 2


def _marks(
    marks: Sequence[TimelineMark], scale: _Scale, messages: Messages
) -> tuple[tuple[Drawn, ...], int]:
    places, extents = [], []
    for mark in marks:
        x = min(max(scale.middle(mark.due_on), LEFT + 12), RIGHT - 12)
        day = messages.day_month(mark.due_on)
        standing = _standing(mark, messages)
        text, anchor, extent = _beside(x, day, mark.what, standing)
        places.append((mark, x, day, mark.what + standing, text, anchor))
        extents.append(extent)
    lanes = _packed(extents)
    drawn = []
    for (mark, x, day, title, text, anchor), lane in zip(places, lanes, strict=True):
        y = TOP + 10 + lane * LANE
        words_x = x + MARK if anchor == "start" else x - MARK
        words = Label(words_x, y + 16, text, anchor)
        drawn.append(Drawn(_href(mark), title, _shape(mark), x, y, day, words))
    return tuple(drawn), max(lanes, default=0) + 1


def _beside(
    x: float, day: str, what: str, standing: str
) -> tuple[str, Anchor, tuple[float, float]]:
    """The text that fits beside a mark, to its right where there is room."""
    room_right, room_left = RIGHT - x - MARK, x - MARK - LEFT
    fixed = len(day) + 1 + len(standing)
    wanted = min(len(what), LONGEST_LABEL)
    to_right = (fixed + wanted) * LETTER <= room_right or room_right >= room_left
    room = int((room_right if to_right else room_left) / LETTER) - fixed
    shown = what if len(what) <= min(wanted, room) else f"{what[: min(wanted, room) - 1].rstrip()}…"
    width = (fixed + len(shown)) * LETTER
    extent = (x - 14, x + MARK + width) if to_right else (x - MARK - width, x + 14)
    return shown + standing, "start" if to_right else "end", extent


def _packed(extents: Iterable[tuple[float, float]]) -> list[int]:
    """The lane of each extent: the first one in which it overlaps nothing."""
    lanes: list[list[tuple[float, float]]] = []
    places = []
    for start, end in extents:
        free = (
            number
            for number, taken in enumerate(lanes)
            if all(end + 8 <= other[0] or other[1] + 8 <= start for other in taken)
        )
        place = next(free, len(lanes))
        if place == len(lanes):
            lanes.append([])
        lanes[place].append((start, end))
        places.append(place)
    return places


def _bands(
    recesses: Sequence[Recess], scale: _Scale, bottom: float, messages: Messages
) -> tuple[tuple[Band, ...], int]:
    names, extents, spans = [], [], []
    for recess in recesses:
        start, end = scale.start(recess.start), scale.start((recess.end or recess.start) + DAY)
        name = _recess_name(recess, messages)
        centre, extent = _centred((start + end) / 2, name)
        names.append((name, centre))
        extents.append(extent)
        spans.append((start, end - start))
    rows = _packed(extents)
    bands = tuple(
        Band(x, width, Label(centre, bottom + row * FOOT + 10, name))
        for (x, width), (name, centre), row in zip(spans, names, rows, strict=True)
    )
    return bands, max(rows, default=-1) + 1


def _lines(
    days: Sequence[tuple[date, str, bool]], scale: _Scale, foot: float
) -> tuple[tuple[Line, ...], int]:
    places = [_centred(scale.middle(day), name) for day, name, _ in days]
    rows = _packed(extent for _, extent in places)
    lines = tuple(
        Line(scale.middle(day), is_today, Label(centre, foot + 14 + row * FOOT, name))
        for (day, name, is_today), (centre, _), row in zip(days, places, rows, strict=True)
    )
    return lines, max(rows, default=-1) + 1


def _centred(x: float, text: str) -> tuple[float, tuple[float, float]]:
    """The middle of a text as near to x as the drawing's edges allow, and its extent."""
    half = len(text) * SMALL_LETTER / 2
    centre = min(max(x, LEFT + half), RIGHT - half)
    return centre, (centre - half, centre + half)


def _months(
    period: Period, scale: _Scale, messages: Messages
) -> tuple[tuple[float, ...], tuple[Label, ...]]:
    starts = _month_starts(period)
    edges = [scale.start(start) for start in [*starts, period.last + DAY]]
    headings = [
        Label((left + right) / 2, 21, messages.month(start))
        for start, left, right in zip(starts, edges[:-1], edges[1:], strict=True)
    ]
    return tuple(edges), tuple(headings)


def _month_starts(period: Period) -> list[date]:
    months = MONTHS_SHOWN[Zoom.YEAR]
    starts = (add_months(period.first, number) for number in range(months))
    return [start for start in starts if start <= period.last]


def _named_days(period: Period, messages: Messages) -> list[tuple[date, str, bool]]:
    days = []
    for year in range(period.first.year, period.last.year + 1):
        days += [
            (verantwoordingsdag(year), messages.text("Verantwoordingsdag")),
            (prinsjesdag(year), messages.text("Prinsjesdag")),
        ]
    return [
        (day, f"{name} {messages.day_month(day)}", False)
        for day, name in sorted(days)
        if period.first <= day <= period.last
    ]


def _today(period: Period, today: date, messages: Messages) -> list[tuple[date, str, bool]]:
    if not period.first <= today <= period.last:
        return []
    return [(today, messages.text("vandaag %(day)s", day=messages.day_month(today)), True)]


def _missing(calendar: SittingCalendar, period: Period) -> Iterable[MissingRecess]:
    for year in range(period.first.year, period.last.year + 1):
        for kind in USUAL_PERIODS:
            found = calendar.recess(kind, year)
            if (
                isinstance(found, MissingRecess)
                and found.earliest_start <= period.last
                and found.latest_end >= period.first
            ):
                yield found


def _entries(
    marks: Sequence[TimelineMark],
    recesses: Sequence[Recess],
    days: Sequence[tuple[date, str, bool]],
    period: Period,
    messages: Messages,
) -> tuple[Entry, ...]:
    placed: list[tuple[date, int, Entry]] = []
    for month in _month_starts(period):
        placed.append((month, 0, Entry("month", messages.month(month))))
    for recess in recesses:
        start = max(recess.start, period.first)
        placed.append((start, 1, Entry("recess", _recess_days(recess, messages))))
    for day, name, is_today in days:
        placed.append((day, 2, Entry("today" if is_today else "day", name)))
    for mark in marks:
        entry = Entry(
            "deadline",
            mark.what + _standing(mark, messages),
            _shape(mark),
            messages.day_month(mark.due_on),
            _href(mark),
        )
        placed.append((mark.due_on, 3, entry))
    return tuple(entry for _, _, entry in sorted(placed, key=lambda one: one[:2]))


def _recess_name(recess: Recess, messages: Messages) -> str:
    name = label(messages, "recess", recess.kind)
    return name if recess.end else messages.text("%(recess)s, einde onbekend", recess=name)


def _recess_days(recess: Recess, messages: Messages) -> str:
    name = label(messages, "recess", recess.kind)
    if recess.end is None:
        return messages.text(
            "%(recess)s: vanaf %(start)s, einde onbekend",
            recess=name,
            start=messages.day_month(recess.start),
        )
    return messages.text(
        "%(recess)s: %(start)s tot en met %(end)s",
        recess=name,
        start=messages.day_month(recess.start),
        end=messages.day_month(recess.end),
    )


def _standing(mark: TimelineMark, messages: Messages) -> str:
    """The words that say what the mark's shape says."""
    shape = _shape(mark)
    if shape == "late":
        late = messages.plural("%(num)s dag te laat", "%(num)s dagen te laat", mark.days_late)
        return f", {late}"
    words = {"met": messages.text(", nagekomen"), "est": messages.text(", geschat")}
    return words.get(shape, "")


def _shape(mark: TimelineMark) -> str:
    if mark.state is DeadlineState.MET:
        return "met"
    if mark.days_late:
        return "late"
    return "est" if mark.certainty is Certainty.PROVISIONAL else "firm"


def _href(mark: TimelineMark) -> str:
    return f"/items/{mark.number}#termijn-{mark.id}"
