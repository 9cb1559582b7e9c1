"""The small chart of a year's deadlines: where each mark of the drawing stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.sittings import Recess
from tracker.services.today import Month

WIDTH, BASE, TOP = 328, 120, 28
MONTH_WIDTH, MARGIN = 27, 2
SQUARE, STEP = 14, 18
MOST_SQUARES = 5
DRAWN = (("met", "met"), ("late", "late"), ("firm", "firm"), ("provisional", "est"))


@dataclass(frozen=True)
class Band:
    """A recess, from left to right."""

    x: float
    width: float
    recess: Recess


@dataclass(frozen=True)
class Mark:
    """One deadline as a square, or several as a part of a bar. `look` is late, firm, est or
    met."""

    look: str
    x: float
    y: float
    height: float
    is_square: bool


@dataclass(frozen=True)
class Column:
    """A month: its middle, its day for the name, and the number above its bar."""

    x: float
    first: date
    total: int
    top: float


@dataclass(frozen=True)
class YearChart:
    """The drawing; `numbered` where there are too many deadlines to draw each as a square."""

    bands: tuple[Band, ...]
    marks: tuple[Mark, ...]
    columns: tuple[Column, ...]
    today_x: float
    numbered: bool


def year_chart(months: Sequence[Month], recesses: Sequence[Recess], today: date) -> YearChart:
    """The drawing of the year of `months`, which are twelve."""
    most = max(_total(month) for month in months)
    height = STEP if most <= MOST_SQUARES else (BASE - TOP) / most
    marks = [mark for month in months for mark in _marks(month, height, most <= MOST_SQUARES)]
    return YearChart(
        bands=tuple(_bands(recesses, months[0].first)),
        marks=tuple(marks),
        columns=tuple(
            Column(_middle(one), one.first, _total(one), round(BASE - _total(one) * height - 4, 1))
            for one in months
        ),
        today_x=_x(today),
        numbered=most > MOST_SQUARES,
    )


def _total(month: Month) -> int:
    return month.late + month.firm + month.provisional + month.met


def _marks(month: Month, height: float, squares: bool) -> Iterator[Mark]:
    drawn = 0
    for standing, look in DRAWN:
        number: int = getattr(month, standing)
        x = _middle(month) - SQUARE / 2
        if squares:
            for place in range(drawn, drawn + number):
                yield Mark(look, x, BASE - 2 - (place + 1) * STEP, SQUARE, True)
        elif number:
            y = BASE - (drawn + number) * height
            yield Mark(look, x, round(y, 1), round(number * height, 1), False)
        drawn += number


def _bands(recesses: Sequence[Recess], first: date) -> Iterator[Band]:
    last = date(first.year, 12, 31)
    for recess in recesses:
        start = max(recess.start, first)
        end = min(recess.end or recess.start, last)
        right = _x(end + timedelta(days=1)) if end < last else WIDTH - MARGIN
        yield Band(_x(start), round(right - _x(start), 1), recess)


def _middle(month: Month) -> float:
    return MARGIN + MONTH_WIDTH * (month.first.month - 0.5)


def _x(day: date) -> float:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    days = (following - day.replace(day=1)).days
    return round(MARGIN + MONTH_WIDTH * (day.month - 1 + (day.day - 1) / days), 1)
